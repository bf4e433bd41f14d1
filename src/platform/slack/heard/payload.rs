//! Payloads as Slack sends them, read leniently: only what is needed of them, each field missing or
//! not.
//!
//! Sources: <https://docs.slack.dev/interactivity/implementing-slash-commands>,
//! <https://docs.slack.dev/reference/interaction-payloads>, and the pages of the events.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::lenient::lenient;

/// Makes a payload whose fields are all read leniently.
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(default)]
        pub(in crate::platform::slack) struct $name {
            $(
                $(#[$field_doc])*
                #[serde(deserialize_with = "lenient")]
                pub(in crate::platform::slack) $field: $kind,
            )*
        }
    };
}

payload! {
    /// A slash command that somebody used.
    Command {
        /// The command as typed, with its slash: `/quiz`.
        #[serde(rename = "command")]
        name: String,
        /// What stands behind it; people and channels as `<@U1|name>`, `& < >` escaped.
        text: String,
        /// The workspace, by its id.
        team_id: String,
        /// The channel or conversation.
        channel_id: String,
        /// Who used it, by Slack's id.
        user_id: String,
        /// The name of their account.
        user_name: String,
        /// By which a form is opened, once and within three seconds.
        trigger_id: String,
        /// Where it is answered; whoever has it can answer, so it is in no log.
        response_url: String,
    }
}

payload! {
    /// A press of a button, a choice, a form that was sent, a shortcut.
    Interaction {
        /// Which of them, in Slack's word: `block_actions`.
        #[serde(rename = "type")]
        kind: String,
        /// The workspace; none where the app is installed for an organisation.
        team: Option<Named>,
        /// The person who did it.
        user: Person,
        /// Where it was done; none in a form or on the home tab.
        channel: Option<Named>,
        /// What the button stands in.
        container: Container,
        /// The form or home tab, as it is now.
        view: Option<View>,
        /// What was pressed or chosen.
        actions: Vec<Pressed>,
        /// By which a form is opened, once and within three seconds.
        trigger_id: String,
        /// Where it is answered, where it came from a message; in no log.
        response_url: String,
        /// The name of a shortcut.
        callback_id: String,
        /// The block of what is being typed, by our name of it.
        block_id: String,
        /// What is being typed, by our name of it.
        action_id: String,
        /// What is typed so far.
        value: String,
    }
}

payload! {
    /// Something that has an id.
    Named {
        /// Slack's id of it.
        id: String,
    }
}

payload! {
    /// A person, as interactions name them.
    Person {
        /// Slack's id of them.
        id: String,
        /// The name of their account.
        username: String,
        /// The same, in some payloads.
        name: String,
        /// Their own workspace, by its id.
        team_id: String,
    }
}

payload! {
    /// What a button stands in.
    Container {
        /// What that is: `message` or `view`.
        #[serde(rename = "type")]
        kind: String,
        /// The message, by its time.
        message_ts: String,
        /// The thread that it stands in, if it does.
        thread_ts: Option<String>,
        /// Where the message stands.
        channel_id: String,
        /// Whether only one person sees the message.
        is_ephemeral: bool,
    }
}

payload! {
    /// A form, or the home tab.
    View {
        /// Slack's id of it.
        id: String,
        /// What it is: `modal` or `home`.
        #[serde(rename = "type")]
        kind: String,
        /// Another one each time that it is shown anew.
        hash: String,
        /// What we wrote into it for ourselves.
        private_metadata: String,
        /// What stands in its fields.
        state: State,
        /// Its parts, top to bottom.
        blocks: Vec<Block>,
        /// The workspace of the app that it belongs to.
        app_installed_team_id: Option<String>,
    }
}

payload! {
    /// A part of a form.
    Block {
        /// Its kind, in Slack's word: `input`.
        #[serde(rename = "type")]
        kind: String,
        /// Our name of it.
        block_id: String,
    }
}

payload! {
    /// What stands in the fields of a form.
    State {
        /// Values by block and by action.
        values: BTreeMap<String, BTreeMap<String, Pressed>>,
    }
}

payload! {
    /// What was pressed, chosen, or stands in a field.
    Pressed {
        /// Its kind, in Slack's word: `button`, `static_select`, `timepicker`.
        #[serde(rename = "type")]
        kind: String,
        /// Our name of it.
        action_id: String,
        /// What a button sends, or what was typed.
        value: Option<String>,
        /// What was chosen, where it is one thing.
        selected_option: Option<Choice>,
        /// What was checked; none where such a thing cannot be.
        selected_options: Option<Vec<Choice>>,
        /// The time that was picked: `08:30`.
        selected_time: Option<String>,
        /// The date that was picked: `2026-06-30`.
        selected_date: Option<String>,
        /// Files that were handed in.
        files: Option<Vec<File>>,
    }
}

payload! {
    /// One of several things to choose from.
    Choice {
        /// What choosing it sends back.
        value: String,
    }
}

payload! {
    /// A file that somebody handed in.
    File {
        /// Its name, as they call it.
        name: String,
        /// Its media type, where Slack knows it.
        mimetype: Option<String>,
        /// Its size in bytes.
        size: Option<u64>,
        /// Where it is, for whoever has the bot's token.
        url_private_download: Option<String>,
        /// The same, where there is nothing to download apart.
        url_private: Option<String>,
    }
}

payload! {
    /// Something that has happened.
    Happened {
        /// The workspace in which it did.
        team_id: Option<String>,
        /// The workspace for whose app it is told, where several share a channel.
        context_team_id: Option<String>,
        /// Slack's id of it, the same when it is told again.
        event_id: String,
        /// For whose installations it is told.
        authorizations: Vec<Authorization>,
        /// What it is that has happened.
        event: Event,
    }
}

payload! {
    /// An installation of the app.
    Authorization {
        /// Its workspace; none where it is an organisation's.
        team_id: Option<String>,
    }
}

payload! {
    /// What has happened, of whichever kind.
    Event {
        /// Its kind, in Slack's word: `message`.
        #[serde(rename = "type")]
        kind: String,
        /// What kind of message, where it is not simply said.
        subtype: Option<String>,
        /// Who did it: an id, or all of a person where that has changed.
        user: Value,
        /// The app that said it, if one did.
        bot_id: Option<String>,
        /// What was said, as Slack writes it.
        text: String,
        /// When, which names the message in its channel.
        ts: String,
        /// The message under which it stands, if it is in a thread.
        thread_ts: Option<String>,
        /// Where: an id, or all of a channel in some events.
        channel: Value,
        /// `channel`, `group`, `im` or `mpim`.
        channel_type: String,
        /// Who has invited whoever came into a channel; none where they came by themselves.
        inviter: Option<String>,
        /// The workspace of whoever did it.
        team: Option<String>,
        /// That of a person of another workspace, in a shared channel.
        user_team: Option<String>,
        /// Which tab of the app's page was opened.
        tab: String,
        /// How it was changed later, if it was.
        edited: Value,
        /// Whose tokens are worth nothing any more, where that has happened.
        tokens: Tokens,
    }
}

payload! {
    /// Whose tokens are worth nothing any more.
    Tokens {
        /// People, by Slack's ids of them.
        oauth: Option<Vec<String>>,
        /// Bots, by Slack's ids of them.
        bot: Option<Vec<String>>,
    }
}

impl Tokens {
    /// Whether the bot's may be among them: it is where it is named, and where nobody is.
    pub(in crate::platform::slack) fn are_ours(&self) -> bool {
        match &self.bot {
            Some(bots) => !bots.is_empty(),
            None => self.oauth.is_none(),
        }
    }
}

impl Event {
    /// Who did it, by Slack's id; empty where it does not say.
    pub(in crate::platform::slack) fn person(&self) -> &str {
        id_in(&self.user)
    }

    /// Where, by Slack's id; empty where it does not say.
    pub(in crate::platform::slack) fn place(&self) -> &str {
        id_in(&self.channel)
    }
}

impl View {
    /// The names of its fields, in order.
    pub(in crate::platform::slack) fn fields(&self) -> impl Iterator<Item = &str> {
        let fields = self.blocks.iter().filter(|block| block.kind == "input");
        fields.map(|block| block.block_id.as_str())
    }
}

/// An id that stands there alone or in what it names.
fn id_in(value: &Value) -> &str {
    value.as_str().or_else(|| value["id"].as_str()).unwrap_or_default()
}

impl Pressed {
    /// What it says, as text; none where nothing was chosen or typed.
    pub(in crate::platform::slack) fn said(&self) -> Option<&str> {
        let chosen = self.selected_option.as_ref().map(|chosen| chosen.value.as_str());
        let picked = self.selected_time.as_deref().or(self.selected_date.as_deref());
        chosen.or(picked).or(self.value.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::lenient::read;
    use super::*;

    #[test]
    fn what_is_null_or_of_another_kind_loses_nothing_else() {
        let heard: Interaction = read(json!({
            "type": "block_actions",
            "team": null,
            "enterprise": { "id": "E1" },
            "user": { "id": "W1", "team_id": "T1", "name": 7 },
            "channel": null,
            "container": { "type": "message", "is_ephemeral": "perhaps" },
            "actions": [{ "type": "timepicker", "action_id": "set", "selected_time": "08:30" }],
            "view": { "id": "V1", "state": { "values": { "a": { "value": { "value": null } } } } },
            "trigger_id": ["odd"],
        }));
        assert!(heard.team.is_none() && heard.channel.is_none());
        assert_eq!((heard.user.id.as_str(), heard.user.team_id.as_str()), ("W1", "T1"));
        assert_eq!(heard.actions[0].said(), Some("08:30"));
        assert_eq!(heard.view.unwrap().state.values["a"]["value"].said(), None);
        let happened: Happened = read(json!({
            "authorizations": [{ "team_id": null, "enterprise_id": "E1" }],
            "event": { "type": "user_change", "user": { "id": "U9" }, "channel": { "id": "C1" } },
        }));
        assert_eq!((happened.event.person(), happened.event.place()), ("U9", "C1"));
        assert_eq!(read::<Command>(json!("nothing")).name, "");
    }

    #[test]
    fn tokens_of_people_are_none_of_ours() {
        for (tokens, are_ours) in [
            (json!({ "oauth": [], "bot": ["U1"] }), true),
            (json!({ "oauth": ["U2"], "bot": ["U1"] }), true),
            (json!({ "oauth": ["U2"], "bot": [] }), false),
            (json!({ "oauth": ["U2"] }), false),
            (json!({ "oauth": ["U2"], "bot": null }), false),
            (json!({}), true),
            (json!(null), true),
        ] {
            let event: Event = read(json!({ "type": "tokens_revoked", "tokens": tokens }));
            assert_eq!(event.tokens.are_ours(), are_ours, "{tokens}");
        }
    }
}
