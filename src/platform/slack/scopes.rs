//! What the app may do on Slack: one table of scopes, each with what it is for.
//!
//! The manifest asks for these, the doctor looks whether they were granted, and whoever meets a
//! refusal takes its words from here. Which method and event wants which stands on their pages:
//! <https://docs.slack.dev/reference/methods>, <https://docs.slack.dev/reference/events>.

/// Something that a token lets the app do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// Slack's name of it, such as `chat:write`.
    pub(super) name: &'static str,
    /// What it is there for, within a sentence: "for …" or "to …".
    pub(super) why: &'static str,
}

/// What the bot's token must be able to do, and nothing more, in the order of Slack's names.
pub(super) const BOT: &[Scope] = &[
    Scope { name: "app_mentions:read", why: "for mentions of the bot, by which it is answered" },
    Scope {
        name: "channels:history",
        why: "for replies to its questions in public channels, and to see whether a card of the \
              day stands there",
    },
    Scope { name: "channels:read", why: "to see whether it is in a public channel" },
    Scope { name: "chat:write", why: "for questions, cards of the day and reminders" },
    Scope { name: "commands", why: "for /quiz, /studyhall and the others, and the shortcut" },
    Scope { name: "files:read", why: "for files that members hand in, such as a calendar" },
    Scope { name: "files:write", why: "for pictures of boards, and for members' own data" },
    Scope {
        name: "groups:history",
        why: "for replies to its questions in private channels that it was invited to, and to see \
              whether a card of the day stands there",
    },
    Scope { name: "groups:read", why: "to see whether it is in a private channel" },
    Scope { name: "im:history", why: "for answers that are written to it directly" },
    Scope { name: "im:read", why: "to see whose a direct conversation with it is" },
    Scope { name: "im:write", why: "for reminders, which are sent directly" },
    Scope { name: "users:read", why: "for members' names and time zones, and who is an admin" },
];

/// What the app-level token must be able to do.
pub(super) const APP: Scope =
    Scope { name: "connections:write", why: "for the connections by which the app hears at all" };

/// What a scope of the bot is for; none if it is not in the table.
pub(super) fn why(name: &str) -> Option<&'static str> {
    BOT.iter().find(|scope| scope.name == name).map(|scope| scope.why)
}

/// What is lacking among the scopes that a token has, as Slack names them in the header
/// `x-oauth-scopes`: with commas between.
pub(super) fn lacking(granted: &str) -> Vec<&'static Scope> {
    let granted: Vec<&str> = granted.split(',').map(str::trim).collect();
    BOT.iter().filter(|scope| !granted.contains(&scope.name)).collect()
}

/// What to say where Slack wants scopes that the bot's token lacks, as it names them in `needed`:
/// with commas between where any of several does. Two sentences, for an operator.
pub(super) fn refused(needed: &str) -> String {
    let names: Vec<&str> = needed.split(',').map(str::trim).collect();
    let ours = BOT.iter().filter(|scope| names.contains(&scope.name));
    let told: Vec<String> = ours.map(|Scope { name, why }| format!("{name} ({why})")).collect();
    // Where any of several would do, those that are no scopes of ours are not asked for.
    let what = if told.is_empty() { names.join(" or ") } else { told.join(" or ") };
    format!("The app lacks the scope {what}. {MEND}")
}

/// How scopes are added, a sentence.
pub(super) const MEND: &str = "Add what is lacking at https://api.slack.com/apps (your app, OAuth \
    & Permissions, Bot Token Scopes), and then reinstall the app there.";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::platform::slack::manifest::EVENTS;

    /// The methods that are called with the bot's token, each with the scopes that it wants: all
    /// that concern the kinds of conversations in which the bot speaks.
    const METHODS: &[(&str, &[&str])] = &[
        ("auth.test", &[]),
        ("auth.teams.list", &[]),
        ("chat.postEphemeral", &["chat:write"]),
        ("chat.postMessage", &["chat:write"]),
        ("chat.update", &["chat:write"]),
        ("conversations.history", &["channels:history", "groups:history", "im:history"]),
        ("conversations.info", &["channels:read", "groups:read", "im:read"]),
        ("conversations.open", &["im:write"]),
        ("conversations.replies", &["channels:history", "groups:history", "im:history"]),
        ("files.completeUploadExternal", &["files:write"]),
        ("files.getUploadURLExternal", &["files:write"]),
        ("users.info", &["users:read"]),
        ("views.open", &[]),
        ("views.publish", &[]),
        ("views.update", &[]),
    ];

    /// What wants a scope without being a method or an event.
    const BESIDES: &[(&str, &[&str])] =
        &[("files that are fetched", &["files:read"]), ("commands, shortcuts", &["commands"])];

    /// The events that there are for us, each with the scopes that it wants.
    const HEARD: &[(&str, &[&str])] = &[
        ("app_home_opened", &[]),
        ("app_mention", &["app_mentions:read"]),
        ("app_uninstalled", &[]),
        ("channel_archive", &["channels:read"]),
        ("channel_deleted", &["channels:read"]),
        ("channel_left", &["channels:read"]),
        ("channel_unarchive", &["channels:read"]),
        ("group_archive", &["groups:read"]),
        ("group_deleted", &["groups:read"]),
        ("group_left", &["groups:read"]),
        ("group_unarchive", &["groups:read"]),
        ("member_joined_channel", &["channels:read", "groups:read"]),
        ("member_left_channel", &["channels:read", "groups:read"]),
        ("message.channels", &["channels:history"]),
        ("message.groups", &["groups:history"]),
        ("message.im", &["im:history"]),
        ("tokens_revoked", &[]),
        ("user_change", &["users:read"]),
    ];

    #[test]
    fn the_table_has_all_that_methods_and_events_want_and_nothing_else() {
        let heard: Vec<&str> = HEARD.iter().map(|(event, _)| *event).collect();
        assert_eq!(EVENTS, heard);
        let wanted: BTreeSet<&str> = [METHODS, HEARD, BESIDES]
            .concat()
            .into_iter()
            .flat_map(|(_, scopes)| scopes.iter().copied())
            .collect();
        let asked: Vec<&str> = BOT.iter().map(|scope| scope.name).collect();
        assert_eq!(asked, wanted.into_iter().collect::<Vec<_>>());
    }

    /// The methods of `api/method.rs`, as they stand there: each constant has its name in the first
    /// text behind it.
    fn called() -> BTreeSet<&'static str> {
        let constants = include_str!("api/method.rs").split(": Method =").skip(1);
        constants.map(|rest| rest.split('"').nth(1).unwrap()).collect()
    }

    #[test]
    fn the_methods_are_those_that_are_called() {
        let listed = METHODS.iter().map(|(method, _)| *method);
        // That one goes with the app's own token.
        let all: BTreeSet<&str> = listed.chain(["apps.connections.open"]).collect();
        assert_eq!(all, called());
    }

    #[test]
    fn what_was_not_granted_is_named() {
        let all: Vec<&str> = BOT.iter().map(|scope| scope.name).collect();
        assert_eq!(lacking(&all.join(",")), Vec::<&Scope>::new());
        assert_eq!(lacking(&all.join(", ")), Vec::<&Scope>::new());
        let some = all.join(",").replace("im:write", "team:read");
        assert_eq!(lacking(&some).iter().map(|scope| scope.name).collect::<Vec<_>>(), ["im:write"]);
        assert_eq!(lacking("").len(), BOT.len());
    }

    #[test]
    fn a_refusal_says_what_for_and_where_to_add_it() {
        let told = [
            "im:write",
            "channels:manage,im:write,mpim:write",
            "im:read,mpim:read,groups:read",
            "pins:read",
        ]
        .map(refused)
        .join("\n");
        insta::assert_snapshot!(told, @r"
        The app lacks the scope im:write (for reminders, which are sent directly). Add what is lacking at https://api.slack.com/apps (your app, OAuth & Permissions, Bot Token Scopes), and then reinstall the app there.
        The app lacks the scope im:write (for reminders, which are sent directly). Add what is lacking at https://api.slack.com/apps (your app, OAuth & Permissions, Bot Token Scopes), and then reinstall the app there.
        The app lacks the scope groups:read (to see whether it is in a private channel) or im:read (to see whose a direct conversation with it is). Add what is lacking at https://api.slack.com/apps (your app, OAuth & Permissions, Bot Token Scopes), and then reinstall the app there.
        The app lacks the scope pins:read. Add what is lacking at https://api.slack.com/apps (your app, OAuth & Permissions, Bot Token Scopes), and then reinstall the app there.
        ");
    }
}
