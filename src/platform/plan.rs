//! How a reply is shown: what answers the interaction itself, what follows it, and what goes to
//! everyone.

use crate::app::played::{About, Spot};
use crate::app::reply::{Audience, Button, Form, Message, Reply};

/// What an interaction came from, which decides how it may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A slash command: there is no message of ours yet.
    Command,
    /// A form that a command opened: there is no message of ours yet, either, and no form is
    /// answered by a form.
    Form,
    /// A button, or a form that a button opened.
    Message {
        /// Whether it was a form.
        form: bool,
        /// Whether only the person sees the message with the button.
        private: bool,
        /// The round that the button was about.
        round: Option<Spot>,
    },
}

/// A reply, put in the order in which a platform with answers of two kinds takes it: one that the
/// platform waits for, and messages after it.
#[derive(Debug, PartialEq)]
pub(super) struct Plan {
    /// What answers the interaction.
    pub(super) first: First,
    /// What its person sees after that.
    pub(super) more: Vec<Message>,
    /// What everyone in the channel sees, in order; it goes by the outbox.
    pub(super) public: Vec<Message>,
}

/// The answer to an interaction.
#[derive(Debug, PartialEq)]
pub(super) enum First {
    /// A new message for the person alone.
    Say(Message),
    /// A message in place of the one whose button was pressed.
    Replace(Message),
    /// A form that opens at once; only a first answer can open one.
    Form(Form),
    /// Nothing that is seen: what was done shows elsewhere.
    Quiet,
    /// "Thinking …", until what everyone sees is there.
    Wait,
}

impl First {
    /// The buttons that stand under it.
    pub(super) fn buttons(&self) -> Vec<Button> {
        match self {
            Self::Say(message) | Self::Replace(message) => message.buttons.clone(),
            Self::Form(_) | Self::Quiet | Self::Wait => Vec::new(),
        }
    }
}

impl Plan {
    /// Puts a reply in order. In a direct conversation, everything is for its person.
    pub(super) fn of(reply: Reply, source: Source, direct: bool) -> Self {
        let (private, public): (Vec<Message>, Vec<Message>) = reply
            .messages
            .into_iter()
            .partition(|message| direct || message.audience == Audience::Asker);
        // A form opens from what is pressed or typed, not from another form; the messages to the
        // asker beside it are for whom it does not open.
        if let (Some(form), Source::Command | Source::Message { form: false, .. }) =
            (&reply.form, source)
        {
            return Self { first: First::Form(form.clone()), more: Vec::new(), public };
        }
        let mut private = private.into_iter();
        let first = match (private.next(), source) {
            (Some(message), source) if replaces(&message, source) => First::Replace(message),
            (Some(message), _) => First::Say(message),
            // A command must be answered by something that is seen, a button need not.
            (None, Source::Message { .. }) => First::Quiet,
            (None, Source::Command | Source::Form) => First::Wait,
        };
        Self { first, more: private.collect(), public }
    }

    /// Puts a reply in order that comes after a sign of waiting, when no form opens any more.
    pub(super) fn late(reply: Reply, source: Source, direct: bool) -> Self {
        let form = reply.form.filter(|_| reply.messages.is_empty());
        Self::of(Reply { form, ..reply }, source, direct)
    }
}

/// Whether a message takes the place of the one with the button: if that was its person's own and
/// about the same round.
fn replaces(message: &Message, source: Source) -> bool {
    match source {
        Source::Message { private: true, round: Some(round), .. } => {
            message.about.and_then(About::spot) == Some(round)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::click::Click;
    use crate::app::played::Played;
    use crate::domain::id::QuizId;

    /// A message of this name, about the round that the name tells.
    fn message(audience: Audience, key: &str) -> Message {
        let about = key.split_once(':').and_then(|(_, spot)| spot.parse::<Spot>().ok());
        let message = Message { audience, ..Message::private(Vec::new()) }.keyed(key);
        Message { about: about.map(About::from), ..message }
    }

    fn reply(messages: &[Message], form: bool) -> Reply {
        let form = form.then(|| Form {
            action: Click::read("answer:8.2"),
            title: String::new(),
            intro: String::new(),
            error: None,
            fields: Vec::new(),
            submit: String::new(),
        });
        Reply { messages: messages.to_vec(), form, ..Reply::default() }
    }

    fn clicked(private: bool, form: bool) -> Source {
        Source::Message {
            form,
            private,
            round: Some(Spot { of: Played::Quiz(QuizId(8)), round: 2 }),
        }
    }

    /// What a plan does, in short: the first answer, what follows, what everyone sees.
    fn told(plan: &Plan) -> String {
        let names = |messages: &[Message]| {
            messages.iter().filter_map(|message| message.key.clone()).collect::<Vec<_>>().join(" ")
        };
        let first = match &plan.first {
            First::Say(message) => format!("say {}", names(std::slice::from_ref(message))),
            First::Replace(message) => format!("replace {}", names(std::slice::from_ref(message))),
            First::Form(_) => "form".to_owned(),
            First::Quiet => "quiet".to_owned(),
            First::Wait => "wait".to_owned(),
        };
        format!("{first}; {}; {}", names(&plan.more), names(&plan.public))
    }

    #[test]
    fn a_reply_is_shown_where_it_belongs() {
        use Audience::{Asker, Everyone};
        let (verdict, next) = (message(Asker, "quiz:8.2"), message(Asker, "quiz:8.3"));
        let (own, count) = (message(Asker, "mine:8.2"), message(Everyone, "quiz:8.2"));
        for (what, messages, form, source, direct, expected) in [
            (
                "a quiz alone begins",
                &[next.clone()][..],
                false,
                Source::Command,
                false,
                "say quiz:8.3; ; ",
            ),
            (
                "a quiz in the channel begins",
                std::slice::from_ref(&count),
                false,
                Source::Command,
                false,
                "wait; ; quiz:8.2",
            ),
            (
                "a team is founded by a form",
                std::slice::from_ref(&count),
                true,
                Source::Form,
                false,
                "wait; ; quiz:8.2",
            ),
            ("Answer opens a form", &[], true, clicked(false, false), false, "form; ; "),
            (
                "a verdict takes the place of the own question, and the next one follows",
                &[verdict.clone(), next.clone()],
                false,
                clicked(true, true),
                false,
                "replace quiz:8.2; quiz:8.3; ",
            ),
            (
                "a verdict on everyone's question leaves that in its place",
                &[own.clone(), count.clone()],
                false,
                clicked(false, true),
                false,
                "say mine:8.2; ; quiz:8.2",
            ),
            (
                "a second try takes the place of the first verdict",
                &[own, count.clone()],
                false,
                clicked(true, true),
                false,
                "replace mine:8.2; ; quiz:8.2",
            ),
            (
                "Next shows in the channel alone",
                std::slice::from_ref(&count),
                false,
                clicked(false, false),
                false,
                "quiet; ; quiz:8.2",
            ),
            (
                "a refusal leaves the message alone",
                &[message(Asker, "no")],
                false,
                clicked(true, false),
                false,
                "say no; ; ",
            ),
            (
                "alone with the bot all is private",
                &[verdict, count.clone()],
                false,
                Source::Command,
                true,
                "say quiz:8.2; quiz:8.2; ",
            ),
            ("a form from a form is none", &[], true, clicked(true, true), false, "quiet; ; "),
            (
                "a refusal beside a form that opens is not shown",
                &[message(Asker, "no")],
                true,
                Source::Command,
                false,
                "form; ; ",
            ),
            (
                "a refusal beside a form that does not open is",
                &[message(Asker, "no")],
                true,
                clicked(true, true),
                false,
                "say no; ; ",
            ),
        ] {
            assert_eq!(told(&Plan::of(reply(messages, form), source, direct)), expected, "{what}");
        }
        let refusal = reply(&[message(Asker, "no")], true);
        assert_eq!(told(&Plan::late(refusal, Source::Command, false)), "say no; ; ");
    }
}
