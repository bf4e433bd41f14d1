//! What everyone is to see of a reply, and what its asker is told if nobody sees it.

use super::Slack;
use super::answering::Listener;
use super::showing::Unsent;
use crate::app::door::OUR_FAULT;
use crate::app::reply::Message;
use crate::platform::outbox::Shows;
use crate::store::Shown;

/// Tells where a message that everyone sees stands, once it does, or why it does not.
type WhenShown = tokio::sync::oneshot::Receiver<Result<Shown, Unsent>>;

/// What everyone is to see, on its way.
pub(super) struct Public {
    /// Each message of it, in order.
    messages: Vec<WhenShown>,
    /// Whether it only tells of something that is done: of a quiz or a card nothing is, before
    /// somebody sees it.
    is_news: bool,
}

impl Public {
    /// Why nobody sees any of it; none if somebody does, or if there is nothing to be seen. Where
    /// one message of several is refused, the others say what there is to say.
    async fn unseen(self) -> Option<Unsent> {
        let mut refused = None;
        for message in self.messages {
            match message.await {
                Ok(Ok(_)) => return None,
                Ok(Err(unsent)) => refused = Some(unsent),
                // The queue has broken off, which the log tells.
                Err(_) => {}
            }
        }
        refused
    }
}

impl Slack {
    /// Hands what everyone sees to its channel.
    pub(super) fn show_public(&self, channel: &str, public: Vec<Message>) -> Public {
        let is_news = public.iter().all(|message| message.about.is_none());
        let messages =
            public.into_iter().map(|message| self.outbox().put(self, channel, message)).collect();
        Public { messages, is_news }
    }

    /// Tells somebody if nobody sees what everyone was to see of what they did.
    pub(super) async fn tell_unseen(&self, listener: &Listener<'_>, public: Public) {
        let is_news = public.is_news;
        if let Some(unsent) = public.unseen().await {
            let name = &self.known().name;
            let told = if is_news { done(&unsent, name) } else { refusal(&unsent, name) };
            listener.say_sentence(told).await;
        }
    }
}

fn word(unsent: &Unsent) -> &str {
    match unsent {
        Unsent::Api(error) => error.word(),
        Unsent::Store(_) => "",
    }
}

/// What a person reads who has done something of which the channel was to be told.
fn done(unsent: &Unsent, name: &str) -> String {
    let why = match word(unsent) {
        "not_in_channel" | "channel_not_found" => {
            return format!(
                "Done, but I could not tell the channel: I am not in it. Type /invite @{name} \
                 there to bring me in."
            );
        }
        "is_archived" => "it is archived",
        word if word.starts_with("restricted_action") => "not everybody may post in it",
        _ => "Slack did not take the message",
    };
    format!("Done, but I could not tell the channel: {why}.")
}

/// What a person reads who asked for something that everyone was to play.
fn refusal(unsent: &Unsent, name: &str) -> String {
    match word(unsent) {
        "not_in_channel" | "channel_not_found" => {
            format!(
                "⚠️ I am not in this channel yet. Invite me with /invite @{name}, then try again."
            )
        }
        "is_archived" => "⚠️ This channel is archived, so I could not post in it.".to_owned(),
        word if word.starts_with("restricted_action") => {
            "⚠️ Not everybody may post in this channel, and I may not either.".to_owned()
        }
        _ => format!("⚠️ {OUR_FAULT}"),
    }
}
