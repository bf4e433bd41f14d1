//! Answering interactions: in time, in private, once.
//!
//! Discord wants a first answer within three seconds. If the reply is not ready after half of that,
//! a sign of waiting goes first and the reply follows. Source:
//! <https://discord.com/developers/docs/interactions/receiving-and-responding>.

mod wire;

use std::time::{Duration, Instant};

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::model::application::{CommandInteraction, Interaction};
use tokio::time::sleep;

use self::wire::{first, kind};
use super::heard::{Heard, Typing};
use super::render;
use super::rest::RestError;
use super::showing::Unsent;
use super::{Discord, PLATFORM};
use crate::app::App;
use crate::app::completing::Completion;
use crate::app::quiz::click::QuizClick;
use crate::app::reply::{Button, ButtonStyle, Form, MOST_FIELDS, Message, Reply};
use crate::app::request::{Action, Files};
use crate::platform::outbox::Shows;
use crate::platform::plan::{First, Plan, Source};

/// When a sign of waiting is sent if the reply is not ready.
const READY_BY: Duration = Duration::from_millis(1_500);

/// What is said to a form of which not all could be read.
const UNREAD: &str = "I could not read all of that form, so I have done nothing with it. Use the \
    command or the button that it came from once more.";

/// Answers an interaction: at once if the reply is ready soon, else by a sign of waiting that the
/// reply replaces.
pub(super) async fn handle(discord: Discord, interaction: Interaction) {
    let began = Instant::now();
    if let Interaction::Autocomplete(command) = &interaction {
        return complete(&discord, command, began).await;
    }
    let Some(heard) = Heard::of(&interaction) else { return };
    // All that is needed of it has been taken out, and the reply may take a while.
    drop(interaction);
    let answering = Answering { discord: &discord, heard: &heard, began };
    let mut reply = std::pin::pin!(discord.reply_to(&heard));
    tokio::select! {
        reply = &mut reply => answering.at_once(reply).await,
        () = sleep(READY_BY) => {
            let waiting = answering.wait().await;
            let reply = reply.await;
            if waiting {
                answering.after_waiting(reply).await;
            }
        }
    }
}

/// Answers what is being typed in an option by what it can be completed to.
async fn complete(discord: &Discord, command: &CommandInteraction, began: Instant) {
    let Some(typing) = Typing::of(command) else { return };
    let found = completions(discord, &typing).await;
    let choices: Vec<Value> = found
        .iter()
        .map(|one| json!({ "name": clip(&one.label), "value": clip(&one.value) }))
        .collect();
    let answer = json!({ "type": kind::COMPLETIONS, "data": { "choices": choices } });
    first(discord, (command.id, &command.token), answer, None, began).await;
}

/// What an option can be completed to that is being typed.
async fn completions(discord: &Discord, typing: &Typing) -> Vec<Completion> {
    let (now, Typing { spot, person, command, option, typed, others }) = (Utc::now(), typing);
    if !App::completes_here(command, option) {
        let deck = others.get("deck").map(String::as_str);
        return discord.app().complete(command, option, typed, deck, now);
    }
    let (name, options) = (command.clone(), others.clone());
    let action = Action::Command { name, options, files: Files::new() };
    match discord.place(spot, person, &action).await {
        Ok(place) => {
            let mut rng = StdRng::from_rng(&mut rand::rng());
            let (here, of) = ((&place, person.as_str()), (command.as_str(), option.as_str()));
            discord.app().complete_here(here, of, typed, now, &mut rng).await
        }
        Err(error) => {
            let cause = &error as &dyn std::error::Error;
            tracing::error!(cause, "could not find out where somebody types");
            Vec::new()
        }
    }
}

/// The most of a completion that Discord takes: 100 characters.
fn clip(text: &str) -> String {
    text.chars().take(100).collect()
}

/// One interaction on its way to an answer.
struct Answering<'a> {
    discord: &'a Discord,
    heard: &'a Heard,
    /// When it was heard; Discord counts from a little earlier.
    began: Instant,
}

impl Answering<'_> {
    /// Answers with a reply that was ready in time.
    async fn at_once(&self, reply: Reply) {
        let plan = Plan::of(reply, self.heard.source, self.heard.spot.is_direct());
        let (waits, buttons) = (matches!(plan.first, First::Wait), plan.first.buttons());
        let taken = match plan.first {
            First::Say(message) => self.say(&message).await,
            First::Replace(message) => {
                self.first_body(
                    kind::REPLACE,
                    &render::body(&self.discord.dressed(&message)),
                    false,
                )
                .await
            }
            First::Form(form) => self.first(form_answer(&form), None).await,
            First::Quiet => self.first(json!({ "type": kind::QUIET }), None).await,
            First::Wait => self.first(self.waiting(kind::WAIT_FOR_MESSAGE), None).await,
        };
        // What everyone sees does not depend on whether its cause could still be answered.
        let shown = self.show_public(plan.public).await;
        if taken && waits {
            self.end_waiting(shown).await;
        }
        if taken {
            self.follow(&plan.more, &buttons).await;
        }
    }

    /// Asks for more time: quietly where a message of the person's own is to change, else with a
    /// sign that they see.
    async fn wait(&self) -> bool {
        match self.heard.source {
            Source::Message { private: true, .. } => {
                self.first(json!({ "type": kind::QUIET }), None).await
            }
            _ => self.first(self.waiting(kind::WAIT_FOR_MESSAGE), None).await,
        }
    }

    /// Shows a reply after a sign of waiting.
    async fn after_waiting(&self, reply: Reply) {
        let plan = Plan::late(reply, self.heard.source, self.heard.spot.is_direct());
        let shown = self.show_public(plan.public).await;
        let quiet = matches!(self.heard.source, Source::Message { private: true, .. });
        let buttons = if quiet { Vec::new() } else { plan.first.buttons() };
        match plan.first {
            First::Say(message) if quiet => self.follow(&[message], &[]).await,
            First::Say(message) | First::Replace(message) => {
                self.edit(&render::body(&self.discord.dressed(&message))).await;
            }
            First::Form(_) => {
                // A form is opened by the first answer or not at all.
                let text = "⚠️ That took me longer than usual. Please press the button once more.";
                let body = render::sentence(text.to_owned());
                if quiet {
                    let _ = self.send_more(&body).await;
                } else {
                    self.edit(&body).await;
                }
            }
            First::Quiet | First::Wait if !quiet => self.end_waiting(shown).await,
            First::Quiet | First::Wait => {}
        }
        self.follow(&plan.more, &buttons).await;
    }

    /// Hands what everyone sees to its channel.
    async fn show_public(&self, public: Vec<Message>) -> Public {
        let is_news = public.iter().all(|message| message.about.is_none());
        if public.is_empty() {
            return Public { messages: Vec::new(), is_news };
        }
        // The place of the request, which for a thread of ours is the channel above it.
        let channel = match self.discord.channel_of(&self.heard.spot).await {
            Ok(channel) => channel,
            Err(error) => {
                tracing::error!(
                    cause = &error as &dyn std::error::Error,
                    "could not find out where a thread belongs"
                );
                self.heard.spot.channel.to_string()
            }
        };
        let messages = public
            .into_iter()
            .map(|message| self.discord.outbox().put(self.discord, &channel, message))
            .collect();
        Public { messages, is_news }
    }

    /// Ends the sign of waiting: by a link to what everyone sees, or by the reason why nobody does.
    async fn end_waiting(&self, public: Public) {
        let Public { messages, is_news } = public;
        if messages.is_empty() {
            return self.delete().await;
        }
        let mut refused = None;
        for message in messages {
            match message.await {
                // The first that stands is led to; what one of several lacks, the others say.
                Ok(Ok(shown)) => {
                    let text = format!("Here it is: <#{}>", shown.place);
                    return self.edit(&render::sentence(text)).await;
                }
                Ok(Err(unsent)) => refused = Some(unsent),
                // The queue has broken off, which the log tells; Discord ends the sign after a
                // while.
                Err(_) => {}
            }
        }
        if let Some(unsent) = refused {
            self.edit(&render::sentence(refusal(&unsent, is_news))).await;
        }
    }

    /// Says a message as the first answer, what does not fit into one after it; whether Discord
    /// took the first.
    async fn say(&self, message: &Message) -> bool {
        let mut bodies = render::bodies(&self.discord.dressed(message)).into_iter();
        let Some(body) = bodies.next() else { return false };
        let taken = self.first_body(kind::MESSAGE, &body, true).await;
        if taken {
            for body in bodies {
                let _ = self.send_more(&body).await;
            }
        }
        taken
    }

    /// Sends what follows the first answer, which has these buttons. Where nobody knows whether a
    /// part of it arrived, the first answer gets a button that shows it: sent again, it might stand
    /// there twice.
    async fn follow(&self, more: &[Message], buttons: &[Button]) {
        for message in more {
            for body in render::bodies(&self.discord.dressed(message)) {
                if let Err(RestError::Unanswered(_)) = self.send_more(&body).await {
                    self.offer(message, buttons).await;
                }
            }
        }
    }

    /// Puts a button under the first answer that shows what a message is about once more.
    async fn offer(&self, message: &Message, buttons: &[Button]) {
        let Some(about) = message.about else { return };
        let go_on = Button::new(QuizClick::Continue(about.of), "Go on", ButtonStyle::Primary);
        let buttons: Vec<Button> = buttons.iter().cloned().chain([go_on]).collect();
        let data = json!({ "components": render::rows(&buttons) });
        // What went wrong is logged.
        let _ = self.later(Method::PATCH, self.original(), Some((data, &[]))).await;
    }
}

/// What everyone is to see, on its way.
struct Public {
    /// Where each message of it stands, once it does, or why it does not.
    messages: Vec<tokio::sync::oneshot::Receiver<Result<crate::store::Shown, Unsent>>>,
    /// Whether it only tells of something that is done: of a quiz or a card nothing is, before
    /// somebody sees it.
    is_news: bool,
}

fn form_answer(form: &Form) -> Value {
    json!({ "type": kind::FORM, "data": render::modal(form) })
}

/// What a person reads who did something that everyone was to see; of news it is said that it is
/// done, so that nobody tries it again.
fn refusal(unsent: &Unsent, is_news: bool) -> String {
    if is_news {
        let why = match unsent {
            Unsent::Rest(error) if error.status() == 403 => "I may not post in it",
            Unsent::Rest(error) if error.status() == 404 => "I cannot find it any more",
            _ => "Discord did not take the message",
        };
        return format!("Done, but I could not tell the channel: {why}.");
    }
    let rest = match unsent {
        Unsent::Rest(error) => error,
        Unsent::Store(_) | Unsent::NoChannel(_) => {
            return format!("⚠️ {}", crate::app::door::OUR_FAULT);
        }
    };
    match rest.status() {
        403 => {
            "⚠️ I may not post in this channel. Somebody who manages it can give me View Channel, \
             Send Messages and Embed Links under Edit Channel, Permissions."
                .to_owned()
        }
        404 => "⚠️ I cannot find this channel any more, so I could not post in it.".to_owned(),
        _ => format!("⚠️ {}", crate::app::door::OUR_FAULT),
    }
}

impl Discord {
    /// What the application says to what was done.
    async fn reply_to(&self, heard: &Heard) -> Reply {
        if !heard.is_whole {
            self.count_unread();
            return Reply::one(Message::refused(UNREAD));
        }
        let reply = match self.request(heard).await {
            Ok(request) => self.ask(request).await,
            Err(error) => crate::app::door::fault(&error, PLATFORM),
        };
        // A form that does not fit opens nowhere here; the messages say what there is to say. Files
        // come by options of commands alone.
        let fits = |form: &Form| form.fields.len() <= MOST_FIELDS && !form.takes_file();
        let form = reply.form.filter(fits);
        Reply { form, ..reply }
    }
}
