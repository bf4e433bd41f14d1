//! Whether Slack takes both tokens, whether the app was granted what it uses, and whether it is in
//! each channel in use. Nothing is changed, and no connection is opened.

use std::time::Duration;

use chrono::Utc;
use reqwest::header::HeaderMap;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Api, ApiError, CONNECT, Call, TEAMS};
use super::channels::Channel;
use super::options::SlackOptions;
use super::start::{CannotStart, Introduction, SCOPES, api};
use super::{PLATFORM, TITLE, scopes};
use crate::app::counts::Counts;
use crate::domain::few::few;
use crate::ops::check::{Check, clock};
use crate::ops::metrics::Metrics;
use crate::platform::in_use::{channels_in_use, more_channels};

/// How long each question may take, repetitions included.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many channels are looked at: what Slack lets an app ask within a minute, and the running
/// program asks as well.
const LOOKED_AT: usize = 50;

/// How many workspaces Slack names at once, at most.
const WORKSPACES: usize = 1_000;

/// By which words Slack warns in its answer, whatever stands around them.
const SOCKET_MODE: &str = "Socket Mode";

/// What the doctor says of Slack; `database` tells which channels are in use.
pub(super) async fn checks(options: &SlackOptions, database: &SecretString) -> Vec<Check> {
    let settings = match options.settings() {
        Ok(Some(settings)) => settings,
        Ok(None) => return vec![Check::skipped("Slack", "There is no SLACK_BOT_TOKEN.")],
        Err(one) => return vec![failed(&one)],
    };
    // What is counted here is told to nobody.
    let metrics = Metrics::new(&Counts::default()).of(PLATFORM);
    let (api, address) = match api(&settings, &metrics) {
        Ok(api) => (api, settings.api_url),
        Err(error) => return vec![failed(&error)],
    };
    let (us, head) = match Introduction::of(&api, &address).await {
        Ok(told) => told,
        // The other token is looked at all the same, so that both are mended at once.
        Err(error @ (CannotStart::BotToken(_) | CannotStart::NoBot)) => {
            return vec![failed(&error), connections(&api, &address).await];
        }
        Err(error) => return vec![failed(&error)],
    };
    let theirs = Api::clock(&head).map(|theirs| clock::compare("Slack's", theirs, Utc::now()));
    let mut checks = vec![Check::ok(format!("Slack: the bot's token is that of {}", whose(&us)))];
    checks.extend(theirs);
    checks.extend(granted(&head));
    checks.push(connections(&api, &address).await);
    if us.is_for_organisation() {
        checks.push(workspaces(&api).await);
    }
    checks.extend(channels(database, &api, us.name()).await);
    checks
}

fn failed(error: &impl ToString) -> Check {
    Check::failed("Slack", error.to_string())
}

/// Whose the bot's token is, and for where.
fn whose(us: &Introduction) -> String {
    let whole = if us.is_for_organisation() { "for the organisation" } else { "in the workspace" };
    format!("{} (bot {}) {whole} “{}” ({})", us.name(), us.bot_id, us.team, us.team_id)
}

/// A line for each scope that was not granted, or one for all that were.
fn granted(head: &HeaderMap) -> Vec<Check> {
    let Some(granted) = head.get(SCOPES).and_then(|granted| granted.to_str().ok()) else {
        return vec![Check::skipped("Slack scopes", "Slack does not say which were granted.")];
    };
    let lacking = scopes::lacking(granted);
    if lacking.is_empty() {
        return vec![Check::ok("Slack: the bot has all scopes that it uses")];
    }
    let told = lacking.iter().map(|scope| failed(&scopes::refused(scope.name)));
    told.collect()
}

/// Whether the app's token is good for a connection. The address that comes of it is not used, and
/// runs out.
async fn connections(api: &Api, address: &str) -> Check {
    match api.ask(&Call::new(&CONNECT, "", json!({}), PATIENCE)).await {
        Ok((answer, _)) if warns_of_socket_mode(&answer) => Check::skipped(
            "Slack, Socket Mode",
            "Slack says that it is not switched on, and yet gives an address for a connection. If \
             the bot hears nothing, switch it on at https://api.slack.com/apps (your app, Socket \
             Mode), or off and on again.",
        ),
        Ok(_) => Check::ok("Slack: the app's token opens connections"),
        Err(ApiError::Limited(after)) => Check::skipped(
            "Slack, app's token",
            format!("Slack wants to be asked for it in {} s again.", after.as_secs()),
        ),
        Err(ApiError::Unanswered { why, .. }) => {
            failed(&CannotStart::Address { address: address.to_owned(), why })
        }
        Err(error) => failed(&no_connection(&error)),
    }
}

/// Whether an answer that gives an address warns that nothing may come by it. Slack's reference
/// does not tell of that; programs that connect have met with it.
fn warns_of_socket_mode(answer: &Value) -> bool {
    let messages = answer["response_metadata"]["messages"].as_array().into_iter().flatten();
    messages.filter_map(Value::as_str).any(|message| message.contains(SOCKET_MODE))
}

/// Why Slack gives no connection, and how that is mended.
fn no_connection(error: &ApiError) -> String {
    match error.word() {
        "missing_scope" => {
            let scopes::Scope { name, why } = scopes::APP;
            format!(
                "The token of SLACK_APP_TOKEN lacks the scope {name} ({why}). Generate another \
                 with it at https://api.slack.com/apps (your app, Basic Information, App-Level \
                 Tokens)."
            )
        }
        word if error.is_about_token() || word == "not_allowed_token_type" => {
            CannotStart::AppToken(word.to_owned()).to_string()
        }
        word => format!(
            "Slack opens no connection for SLACK_APP_TOKEN ({word}). See at \
             https://api.slack.com/apps that Socket Mode is switched on (your app, Socket Mode), \
             and that the app is installed (Install App)."
        ),
    }
}

/// The workspaces of an organisation that have the app.
#[derive(Debug, Deserialize)]
struct Workspaces {
    teams: Vec<Workspace>,
}

#[derive(Debug, Deserialize)]
struct Workspace {
    name: String,
}

/// In which workspaces of its organisation the app is.
async fn workspaces(api: &Api) -> Check {
    let call = Call::new(&TEAMS, "", json!({ "limit": WORKSPACES }), PATIENCE);
    let names = match api.fetch::<Workspaces>(&call).await {
        Ok(told) => told.teams.into_iter().map(|one| one.name).collect::<Vec<_>>(),
        Err(error) => return Check::failed("Slack workspaces", format!("{error}.")),
    };
    let count = match names.len() {
        0 => {
            return Check::failed(
                "Slack workspaces",
                "The app is in none of the organisation. An Org Admin adds it to some in the \
                 organisation's settings, under Integrations, Installed Apps.",
            );
        }
        1 => "1 workspace".to_owned(),
        WORKSPACES.. => format!("{WORKSPACES} workspaces or more"),
        count => format!("{count} workspaces"),
    };
    let names = few(names, |more| format!("and {more} more")).join(", ");
    Check::ok(format!("Slack: the app is in {count} of the organisation: {names}"))
}

/// A line for each channel in use where something is lacking, and one for all others together.
async fn channels(database: &SecretString, api: &Api, bot: &str) -> Vec<Check> {
    let channels = match channels_in_use(database, PLATFORM, TITLE).await {
        Ok(channels) => channels,
        Err(untold) => return vec![untold],
    };
    let (mut checks, mut fine, mut lacks_scope) = (Vec::new(), 0, false);
    for id in channels.iter().take(LOOKED_AT) {
        match Channel::of(api, id, "", PATIENCE).await {
            Ok(Some(channel)) if channel.is_im => {}
            Ok(Some(channel)) if channel.takes_messages() => fine += 1,
            Ok(Some(channel)) => checks.push(shut(&channel, bot)),
            Ok(None) => checks.push(unseen(id, bot)),
            // Which one was told already.
            Err(error) if error.word() == "missing_scope" => lacks_scope = true,
            Err(error @ ApiError::Refused { .. }) => {
                checks.push(Check::failed(format!("Slack, channel {id}"), format!("{error}.")));
            }
            Err(error) => {
                let why = format!("{error}. Look again in a minute.");
                checks.push(Check::failed("Slack channels", why));
                break;
            }
        }
    }
    let mut checks = few(checks, |more| more_channels(TITLE, more));
    if lacks_scope {
        let why = "Some cannot be looked at without the scope that is lacking.";
        checks.push(Check::skipped("Slack channels", why));
    }
    checks.extend(not_looked_at(channels.len().saturating_sub(LOOKED_AT)));
    match (fine, checks.len()) {
        (0, 0) => checks.push(Check::skipped("Slack channels", "None is in use yet.")),
        (0, _) => {}
        (1, _) => checks.push(Check::ok("Slack: the bot is in 1 channel in use")),
        _ => checks.push(Check::ok(format!("Slack: the bot is in {fine} channels in use"))),
    }
    checks
}

/// The line for channels that were not asked for.
fn not_looked_at(more: usize) -> Option<Check> {
    let why = format!(
        "{more} more in use were not looked at, since Slack answers about {LOOKED_AT} such \
         questions a minute."
    );
    (more > 0).then(|| Check::skipped("Slack channels", why))
}

/// The line for a channel that takes nothing from the bot.
fn shut(channel: &Channel, bot: &str) -> Check {
    let mend = if channel.is_archived {
        "It is archived, so nothing can be said there. If it is to go on, open it, its name, \
         Settings, and press Unarchive."
            .to_owned()
    } else {
        format!("The bot is not in it. Type /invite @{bot} there.")
    };
    Check::failed(format!("Slack, #{}", channel.name), mend)
}

/// The line for a channel that Slack does not show us; it does not say whether there is one.
fn unseen(id: &str, bot: &str) -> Check {
    let why = format!(
        "It is gone, or private and without the bot. If it is there, type /invite @{bot} in it; \
         otherwise whatever ran there ends by itself."
    );
    Check::skipped(format!("Slack, channel {id}"), why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(word: &str) -> ApiError {
        ApiError::Refused {
            method: CONNECT.name,
            error: word.to_owned(),
            detail: " as Slack says".to_owned(),
        }
    }

    #[test]
    fn each_reason_for_no_connection_has_its_own_mend() {
        let told = ["invalid_auth", "not_allowed_token_type", "missing_scope", "access_denied"]
            .map(|word| no_connection(&refused(word)))
            .join("\n");
        insta::assert_snapshot!(told, @r"
        Slack does not accept SLACK_APP_TOKEN (invalid_auth). Copy an app-level token with the scope connections:write, which begins with xapp-, from https://api.slack.com/apps: your app, Basic Information, App-Level Tokens; and see that Socket Mode is switched on there.
        Slack does not accept SLACK_APP_TOKEN (not_allowed_token_type). Copy an app-level token with the scope connections:write, which begins with xapp-, from https://api.slack.com/apps: your app, Basic Information, App-Level Tokens; and see that Socket Mode is switched on there.
        The token of SLACK_APP_TOKEN lacks the scope connections:write (for the connections by which the app hears at all). Generate another with it at https://api.slack.com/apps (your app, Basic Information, App-Level Tokens).
        Slack opens no connection for SLACK_APP_TOKEN (access_denied). See at https://api.slack.com/apps that Socket Mode is switched on (your app, Socket Mode), and that the app is installed (Install App).
        ");
    }

    #[test]
    fn channels_that_are_not_looked_at_are_counted() {
        assert_eq!(not_looked_at(0), None);
        assert_eq!(
            not_looked_at(3).map(|check| check.to_string()).as_deref(),
            Some(
                "skipped  Slack channels: 3 more in use were not looked at, since Slack answers \
                 about 50 such questions a minute."
            )
        );
    }
}
