//! The app's manifest: what Slack is told of the app when it is made, out of the tables of commands
//! and scopes.
//!
//! Source: <https://docs.slack.dev/reference/app-manifest>. There is no agent's view in it, since
//! that would make every direct message a thread, in which commands do not work.

mod yaml;

use serde_json::{Value, json};

use super::scopes;
use crate::app::command::{Command, CommandOption, Takes, commands};

/// The commands with a name of their own on Slack, in the order of help. All are reached behind
/// [`UMBRELLA`] as well, since another app may have taken the name.
pub(super) const OWN_NAMED: [&str; 7] =
    ["quiz", "answer", "leaderboard", "daily", "reminder", "streak", "stats"];

/// The command, without its slash, behind which every other is reached.
pub(super) const UMBRELLA: &str = "studyhall";

/// The name by which Slack tells that somebody used the shortcut that starts a quiz.
pub(super) const START_QUIZ: &str = "start_quiz";

/// What the app wants to hear of, by Slack's names. That the bot was taken out of a channel is
/// told by `channel_left` and `group_left`: of itself it is sent no `member_left_channel`.
pub(super) const EVENTS: &[&str] = &[
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
    "user_change",
];

/// How the manifest begins, for whoever has only the file.
const OPENING: &str = "\
# Studyhall on Slack. At https://api.slack.com/apps press Create New App, From an app manifest, and
# paste all of this. For an app that there is already: its App Manifest in the list on the left.
# Made by `studyhall slack manifest`.
";

/// The app in a line, at most 140 characters.
const ABOUT: &str = "A study bot for teams that prepare for an exam together: quizzes, a card of \
                     the day, streaks and a leaderboard.";

/// The app in a paragraph, 175 to 4,000 characters.
const ABOUT_IN_FULL: &str = "Type /quiz in the team's channel, answer in your own words, and be \
    graded fairly: spelling is forgiven, a wrong number or a sister term never is. A card of the \
    day comes at the team's own hour, a reminder at your own, only if you have not studied. \
    Points, streaks, teams and seasons keep the group going. What you answer, you alone see until \
    the card closes. Studyhall posts only where somebody asked it to, and pings nobody.";

/// The manifest as YAML, each scope with its reason beside it.
pub(super) fn as_yaml() -> String {
    format!("{OPENING}{}", yaml::written(&manifest(), scopes::why))
}

/// The manifest as JSON on several lines.
pub(super) fn as_json() -> String {
    format!("{:#}\n", manifest())
}

/// All of it, every object in the order of its fields' names.
fn manifest() -> Value {
    let scopes: Vec<&str> = scopes::BOT.iter().map(|scope| scope.name).collect();
    json!({
        "display_information": {
            // The page's green, on which Slack writes in white.
            "background_color": "#1d5c4d",
            "description": ABOUT,
            "long_description": ABOUT_IN_FULL,
            "name": "Studyhall",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": true,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": false,
            },
            "bot_user": { "always_online": true, "display_name": "Studyhall" },
            "shortcuts": [{
                "callback_id": START_QUIZ,
                "description": "A few cards, for you alone",
                "name": "Start a quiz",
                "type": "global",
            }],
            "slash_commands": slash_commands(),
        },
        "oauth_config": { "scopes": { "bot": scopes } },
        "settings": {
            "event_subscriptions": { "bot_events": EVENTS },
            "interactivity": { "is_enabled": true },
            "org_deploy_enabled": true,
            "socket_mode_enabled": true,
            // Tokens that expire would have to be renewed and kept by the program.
            "token_rotation_enabled": false,
        },
    })
}

/// The commands that Slack is told of, the one that reaches all others first.
fn slash_commands() -> Vec<Value> {
    let about = "Where you stand and what to do next, or any command: /studyhall help";
    let umbrella = slash_command(UMBRELLA, about, &families().join(" | "));
    let own = OWN_NAMED.into_iter().map(|name| {
        let members: Vec<&Command> =
            commands().filter(|command| family_of(command) == name).collect();
        match members.as_slice() {
            [only] if only.name == name => slash_command(name, only.about, &usage(only)),
            members => slash_command(name, &about_family(members), &usage_of_family(members)),
        }
    });
    std::iter::once(umbrella).chain(own).collect()
}

fn slash_command(name: &str, about: &str, usage: &str) -> Value {
    json!({
        "command": format!("/{name}"),
        "description": about,
        // So that a member or a channel comes with its id.
        "should_escape": true,
        "usage_hint": usage,
    })
}

/// The first words of all commands, each once, in the order of help.
fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = commands().map(family_of).collect();
    families.dedup();
    families
}

fn family_of(command: &Command) -> &'static str {
    command.name.split(' ').next().unwrap_or(command.name)
}

/// What the members of a family do, with dots between.
fn about_family(members: &[&Command]) -> String {
    let about: Vec<&str> = members.iter().map(|command| command.about).collect();
    about.join(" · ")
}

/// "set time:… | off | show": the members of a family, each with what it needs.
fn usage_of_family(members: &[&Command]) -> String {
    let of_member = |command: &&Command| {
        let word = command.name.split(' ').nth(1).unwrap_or(command.name);
        let needed = command.options.iter().filter(|option| option.required).map(hint);
        std::iter::once(word.to_owned()).chain(needed).collect::<Vec<_>>().join(" ")
    };
    members.iter().map(of_member).collect::<Vec<_>>().join(" | ")
}

/// The options of a command, in brackets where they may be left out.
fn usage(command: &Command) -> String {
    let hints = command.options.iter().map(|option| {
        let hint = hint(option);
        if option.required { hint } else { format!("[{hint}]") }
    });
    hints.collect::<Vec<_>>().join(" ")
}

/// "with:me|channel": an option as people write it.
fn hint(option: &CommandOption) -> String {
    let name = option.name;
    match option.takes {
        Takes::Number { min, max, .. } => format!("{name}:{min}-{max}"),
        Takes::OneOf { words, .. } => format!("{name}:{}", words.join("|")),
        _ => format!("{name}:…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_with_a_name_of_its_own_is_one() {
        let families = families();
        for name in OWN_NAMED {
            assert!(families.contains(&name), "{name}");
        }
        assert!(!families.contains(&UMBRELLA));
    }

    #[test]
    fn a_hint_says_what_a_command_takes() {
        let hints: Vec<String> = slash_commands()
            .iter()
            .map(|command| [&command["command"], &command["usage_hint"]])
            .map(|texts| texts.map(|text| text.as_str().unwrap()).join(" "))
            .collect();
        insta::assert_snapshot!(hints[1..].join("\n"), @r"
        /quiz [deck:…] [topic:…] [questions:1-25] [style:auto|typed|choices] [with:me|channel]
        /answer text:… [question:…]
        /leaderboard [period:week|today|month|season|all] [board:members|teams|streaks]
        /daily today | set | now | pause | resume | off | preview
        /reminder set time:… | off | show
        /streak show | why | off | on
        /stats [member:…]
        ");
    }
}
