//! Messages that people type: direct ones, those that mention the bot, and, where the operator
//! allows it, those in a channel whose question is open.

use std::time::Duration;

use reqwest::Method;
use serenity::http::Route;
use serenity::model::application::{ActionRowComponent, Button, ButtonKind};
use serenity::model::channel::Message as Typed;
use serenity::model::id::{MessageId, UserId};

use super::heard::{Where, name};
use super::rest::{Call, RestError};
use super::showing::{Unsent, post};
use super::{CLOSED_TO_US, Discord, PLATFORM, render};
use crate::app::click::Click;
use crate::app::command;
use crate::app::played::Spot;
use crate::app::reply::{Audience, Message, Reply, Sign};
use crate::app::request::{Action, Addressee, Asker, Request};
use crate::platform::outbox::Shows;

/// How long a message, or the opening of a conversation, is tried.
const PATIENCE: Duration = Duration::from_secs(30);

/// Does what a message asks for, if it is for us.
pub(super) async fn handle(discord: Discord, typed: Typed) {
    let Some(action) = action_of(&typed, discord.me()) else { return };
    let action = about_its_card(&discord, &typed, action).await;
    let Some(request) = request_of(&discord, &typed, action).await else { return };
    let channel = request.place.channel.clone();
    let reply = discord.ask(request).await;
    answer(&discord, &typed, &channel, reply).await;
}

/// What a message asks for; none if it is not for us, or says nothing.
fn action_of(typed: &Typed, me: UserId) -> Option<Action> {
    // Two bots that answer each other would never stop.
    if typed.author.bot || typed.webhook_id.is_some() || typed.author.id == me {
        return None;
    }
    let ours = typed.referenced_message.as_ref().filter(|message| message.author.id == me);
    let to = match ours {
        Some(message) => addressee(message),
        None if typed.guild_id.is_none() || typed.mentions_user_id(me) => Addressee::Bot,
        // Somebody speaks to somebody.
        None if typed.message_reference.is_some() || !typed.mentions.is_empty() => return None,
        None => Addressee::Everyone { under: None },
    };
    let is_to_everyone = matches!(to, Addressee::Everyone { .. });
    let is_mention = typed.guild_id.is_some() && typed.mentions_user_id(me);
    let text = without_mention(&typed.content, me);
    // Without the intent, Discord sends what is not for us without its text.
    if text.is_empty() && is_to_everyone {
        return None;
    }
    Some(if to == Addressee::Bot && text.is_empty() {
        Action::Home
    } else if !is_to_everyone && text.starts_with('/') {
        Action::Line(text)
    } else if to == Addressee::Bot && is_mention && command::is_command(&text) {
        Action::Line(format!("/{text}"))
    } else {
        Action::Said { text, to }
    })
}

/// For whom a reply to a message of ours is meant: for the question that it asks or has asked.
fn addressee(message: &Typed) -> Addressee {
    // No message of ours is empty, so one that seems so was kept from us.
    let is_withheld = message.content.is_empty() && message.embeds.is_empty();
    match question_of(message) {
        Some(question) => Addressee::Question(question),
        None if is_withheld && message.components.is_empty() => Addressee::Bot,
        None => Addressee::NoQuestion,
    }
}

/// The question that a message of ours asks, or has asked: its buttons name it.
fn question_of(message: &Typed) -> Option<Spot> {
    let components = message.components.iter().flat_map(|row| &row.components);
    components.filter_map(custom_id).find_map(|text| Click::read(text).question())
}

/// What a button sends back; none if it leads to a page, or is no button.
fn custom_id(component: &ActionRowComponent) -> Option<&str> {
    match component {
        ActionRowComponent::Button(Button {
            data: ButtonKind::NonLink { custom_id, .. }, ..
        }) => Some(custom_id),
        _ => None,
    }
}

/// The action with the card of the day under which it was typed: a thread under a message has the
/// message's id. What answers another message there is about that one.
async fn about_its_card(discord: &Discord, typed: &Typed, action: Action) -> Action {
    let Action::Said { text, to } = action else { return action };
    let names_none = matches!(to, Addressee::Bot | Addressee::Everyone { .. });
    if typed.guild_id.is_none() || !names_none {
        return Action::Said { text, to };
    }
    let to = match discord.app().card_at(PLATFORM, &typed.channel_id.to_string()).await {
        Ok(None) => to,
        Ok(Some(posting)) if to == Addressee::Bot => Addressee::Question(Spot::of_card(posting)),
        Ok(Some(posting)) => Addressee::Everyone { under: Some(posting) },
        Err(error) => {
            tracing::error!(
                cause = &error as &dyn std::error::Error,
                "could not look whether a message stands under a card of the day"
            );
            to
        }
    };
    Action::Said { text, to }
}

/// The request that a message is; none if it cannot be found out where it belongs.
async fn request_of(discord: &Discord, typed: &Typed, action: Action) -> Option<Request> {
    let spot = Where {
        guild: typed.guild_id,
        channel: typed.channel_id,
        // A message does not tell whether it stands in a thread, so it is looked up: what is no
        // thread of ours counts as the channel that it is.
        is_thread: typed.guild_id.is_some(),
    };
    let nick = typed.member.as_ref().and_then(|member| member.nick.as_deref());
    // Discord tells nobody's permissions with a message, so nobody is an admin by typing.
    let asker = Asker {
        id: typed.author.id.to_string(),
        name: name(nick, &typed.author),
        zone: None,
        // Nor the language of their client.
        language: None,
        admin: Some(false),
    };
    match discord.place(&spot, &asker.id, &action).await {
        Ok(place) => {
            Some(Request { event: typed.id.to_string(), place, asker, action, hindrance: None })
        }
        Err(error) => {
            tracing::error!(
                cause = &error as &dyn std::error::Error,
                "could not find out where a message belongs"
            );
            None
        }
    }
}

/// Shows a reply to a message: to everyone in the channel, a sign on the message, the rest to its
/// author alone.
async fn answer(discord: &Discord, typed: &Typed, channel: &str, reply: Reply) {
    let direct = typed.guild_id.is_none();
    let (private, public): (Vec<Message>, Vec<Message>) = reply
        .messages
        .into_iter()
        .partition(|message| direct || message.audience == Audience::Asker);
    for message in public {
        drop(discord.outbox().put(discord, channel, message));
    }
    // In a race, whoever is wrong gets a sign instead of a message: many type at once.
    if let Some(sign) = reply.sign {
        return mark(discord, typed, sign).await;
    }
    let told = if direct {
        tell(discord, typed.channel_id.get(), typed.id, &private).await.map_err(Unsent::from)
    } else {
        tell_in_private(discord, typed, &private).await
    };
    match told {
        Ok(()) => {}
        Err(Unsent::Rest(error)) if error.code() == CLOSED_TO_US => {
            say_that_closed(discord, typed).await;
        }
        Err(error) => tracing::warn!(%error, "what answers a typed message could not be sent"),
    }
}

/// Sends messages to a person alone.
async fn tell_in_private(
    discord: &Discord,
    typed: &Typed,
    messages: &[Message],
) -> Result<(), Unsent> {
    if messages.is_empty() {
        return Ok(());
    }
    let channel = discord.conversation(typed.author.id, PATIENCE).await?;
    Ok(tell(discord, channel, typed.id, messages).await?)
}

/// Sends what answers a typed message; sent again, it is known by that message.
async fn tell(
    discord: &Discord,
    channel: u64,
    typed: MessageId,
    messages: &[Message],
) -> Result<(), RestError> {
    for (part, body) in
        messages.iter().flat_map(|message| render::bodies(&discord.dressed(message))).enumerate()
    {
        // Hexadecimal, since a nonce has at most 25 characters and an id up to 20 digits.
        post(discord, channel, body, &format!("{:x}.{part}", typed.get()), PATIENCE).await?;
    }
    Ok(())
}

/// Puts a discreet sign on what somebody typed.
async fn mark(discord: &Discord, typed: &Typed, sign: Sign) {
    // Percent-encoded, as they stand in the path.
    let reaction = match sign {
        Sign::Wrong => "%E2%9C%96%EF%B8%8F",
        Sign::Close => "%F0%9F%A4%8F",
    };
    let (channel_id, message_id) = (typed.channel_id, typed.id);
    let route = Route::ChannelMessageReactionMe { channel_id, message_id, reaction };
    let mut call = Call::get(route, PATIENCE);
    call.method = Method::PUT;
    if let Err(error) = discord.rest().send(&call).await {
        tracing::info!(%error, "a sign could not be put on a typed answer");
    }
}

/// A verdict is nobody else's business; so only the way to get it is said in the channel.
async fn say_that_closed(discord: &Discord, typed: &Typed) {
    let text = format!(
        "{}, I have your answer, but you take no direct messages from this server, so I cannot \
         tell you the verdict. The Answer button and `/answer` reply in private.",
        render::escaped(&typed.author.name)
    );
    let nonce = format!("{:016x}", typed.id.get());
    if let Err(error) =
        post(discord, typed.channel_id.get(), render::sentence(text), &nonce, PATIENCE).await
    {
        tracing::warn!(%error, "a person who takes no direct messages could not be told so");
    }
}

/// The text without a mention of the bot, wherever it stands.
fn without_mention(text: &str, me: UserId) -> String {
    let bare = text.replace(&format!("<@{me}>"), " ").replace(&format!("<@!{me}>"), " ");
    let is_addressed = text.trim_start().starts_with("<@");
    let signs: &[char] = if is_addressed { &[',', ':', '，', '：'] } else { &[] };
    bare.trim().trim_start_matches(signs).trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mention_is_no_part_of_the_answer() {
        let me = UserId::new(812);
        for (typed, text) in [
            ("<@812> Lima", "Lima"),
            ("Lima <@!812>", "Lima"),
            ("<@812>", ""),
            ("<@813> Lima", "<@813> Lima"),
            ("  Lima\n", "Lima"),
            ("<@812>: Lima", "Lima"),
            ("<@812>, Lima", "Lima"),
            (": Lima", ": Lima"),
        ] {
            assert_eq!(without_mention(typed, me), text, "{typed}");
        }
    }
}
