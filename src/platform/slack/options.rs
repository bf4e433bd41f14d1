//! How Slack is reached: the flags and variables, and what they come to once there are both tokens.

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use crate::platform::values::{api_url, token};

/// Where Slack's API is.
const USUAL_API_URL: &str = "https://slack.com";

/// How many connections there are if nobody says otherwise: one goes on while Slack renews the
/// other.
const USUAL_CONNECTIONS: u8 = 2;

/// The most connections that Slack lets an app have.
const MOST_CONNECTIONS: u8 = 10;

/// How to reach Slack, as it was set.
#[derive(Debug, Clone, Args)]
pub struct SlackOptions {
    /// The app's bot token for Slack, `xoxb-…`; without both tokens there is no Slack
    #[arg(
        long,
        env = "SLACK_BOT_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true,
        global = true
    )]
    #[arg(value_parser = bot_token)]
    pub slack_bot_token: Option<SecretString>,

    /// The app-level token for Slack, `xapp-…`, with the scope connections:write
    #[arg(
        long,
        env = "SLACK_APP_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true,
        global = true
    )]
    #[arg(value_parser = app_token)]
    pub slack_app_token: Option<SecretString>,

    /// Where Slack's API is: itself, or a proxy before it
    #[arg(long, env = "SLACK_API_URL", default_value = USUAL_API_URL, value_name = "URL")]
    #[arg(value_parser = address, global = true)]
    pub slack_api_url: String,

    /// How many connections to keep to Slack, 1 to 10; a second one hears what comes while the
    /// first is renewed
    #[arg(
        long,
        env = "SLACK_CONNECTIONS",
        default_value_t = USUAL_CONNECTIONS,
        value_name = "1-10",
        global = true
    )]
    #[arg(value_parser = connections)]
    pub slack_connections: u8,
}

/// How to reach Slack, once there are both tokens.
#[derive(Debug, Clone)]
pub struct SlackSettings {
    /// The bot's token, `xoxb-…`; sent to `api_url` and to Slack's files alone.
    pub bot_token: SecretString,
    /// The app-level token, `xapp-…`, that opens connections; sent to `api_url` alone.
    pub app_token: SecretString,
    /// Where the API is, without a path of its own: `https://slack.com`.
    pub api_url: String,
    /// How many connections to keep, 1 to 10.
    pub connections: u8,
}

/// One of the two tokens is set, and the other is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OneToken {
    /// Only the app-level token is set.
    #[error(
        "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not, and Slack wants both. Set it to the \
         Bot User OAuth Token, which begins with xoxb-, from https://api.slack.com/apps: your app, \
         OAuth & Permissions."
    )]
    NoBotToken,
    /// Only the bot's token is set.
    #[error(
        "SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not, and Slack wants both. Set it to an \
         app-level token with the scope connections:write, which begins with xapp-, from \
         https://api.slack.com/apps: your app, Basic Information, App-Level Tokens."
    )]
    NoAppToken,
}

impl Default for SlackOptions {
    /// No tokens, so no Slack; all else as it is where nobody says otherwise.
    fn default() -> Self {
        Self {
            slack_bot_token: None,
            slack_app_token: None,
            slack_api_url: USUAL_API_URL.to_owned(),
            slack_connections: USUAL_CONNECTIONS,
        }
    }
}

impl SlackOptions {
    /// Whether Slack is asked for: by both tokens, or by one, which is an error.
    pub fn is_wanted(&self) -> bool {
        !matches!(self.settings(), Ok(None))
    }

    /// The settings, if there are tokens at all; an error says which of the two is missing.
    pub fn settings(&self) -> Result<Option<SlackSettings>, OneToken> {
        match (set(self.slack_bot_token.as_ref()), set(self.slack_app_token.as_ref())) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(OneToken::NoBotToken),
            (Some(_), None) => Err(OneToken::NoAppToken),
            (Some(bot_token), Some(app_token)) => Ok(Some(SlackSettings {
                bot_token,
                app_token,
                api_url: self.slack_api_url.clone(),
                connections: self.slack_connections,
            })),
        }
    }
}

/// A token that is set; a variable that is set to nothing counts as not set.
fn set(token: Option<&SecretString>) -> Option<SecretString> {
    token.filter(|token| !token.expose_secret().trim().is_empty()).cloned()
}

/// Where the bot's token stands, for whoever gave another.
const BOT_TOKEN: &str = "this takes the Bot User OAuth Token, which begins with xoxb- and stands \
    in the app's settings under OAuth & Permissions";

/// Where the app's token stands, for whoever gave another.
const APP_TOKEN: &str = "this takes an app-level token with the scope connections:write, which \
    begins with xapp- and stands in the app's settings under Basic Information, App-Level Tokens";

/// The token of a bot, or none.
fn bot_token(text: &str) -> Result<SecretString, String> {
    of_kind(text, "xoxb-", "the token for SLACK_APP_TOKEN", BOT_TOKEN)
}

/// The token of an app, or none.
fn app_token(text: &str) -> Result<SecretString, String> {
    of_kind(text, "xapp-", "the token for SLACK_BOT_TOKEN", APP_TOKEN)
}

/// A token that begins as it should, or one that is as good as none; `other` says what one is that
/// belongs to the other setting, and `wanted` where the right one stands.
fn of_kind(text: &str, start: &str, other: &str, wanted: &str) -> Result<SecretString, String> {
    let given = token(text)?;
    if text.trim().is_empty() || text.starts_with(start) {
        return Ok(given);
    }
    match kind_of(text) {
        Some(Kind::Bot | Kind::App) => Err(format!("it is {other}; {wanted}")),
        Some(Kind::Other(what)) => Err(format!("it is {what}; {wanted}")),
        None => Err(format!("it is no token of Slack's; {wanted}")),
    }
}

/// What a token of Slack's is good for.
enum Kind {
    /// Speaking as the app's bot.
    Bot,
    /// Opening the app's connections.
    App,
    /// Something that is not done here, in a few words.
    Other(&'static str),
}

/// What a token is by how it begins: <https://docs.slack.dev/authentication/tokens>.
fn kind_of(text: &str) -> Option<Kind> {
    let known = [
        ("xoxb-", Kind::Bot),
        ("xapp-", Kind::App),
        ("xoxp-", Kind::Other("the token of a user")),
        (
            "xoxe.xoxb-",
            Kind::Other(
                "a bot's token that expires, since the app has token rotation, which cannot be \
                 switched off (make a new app of what `studyhall slack manifest` prints)",
            ),
        ),
        ("xoxe", Kind::Other("a token that expires, or that only gets others")),
        ("xoxa-", Kind::Other("an old token of a workspace")),
        ("xoxs-", Kind::Other("the token of somebody who is signed in")),
        ("xoxc-", Kind::Other("the token of somebody who is signed in")),
        ("xoxd-", Kind::Other("the token of somebody who is signed in")),
        ("xwfp-", Kind::Other("the token of a workflow")),
    ];
    known.into_iter().find(|(start, _)| text.starts_with(start)).map(|(_, kind)| kind)
}

/// Where the API is, without its path; nothing counts as not set.
fn address(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Ok(USUAL_API_URL.to_owned()) } else { api_url(text) }
}

/// How many connections to keep; nothing counts as not set.
fn connections(text: &str) -> Result<u8, String> {
    if text.trim().is_empty() {
        return Ok(USUAL_CONNECTIONS);
    }
    let number = text.trim().parse().ok().filter(|number| (1..=MOST_CONNECTIONS).contains(number));
    number.ok_or_else(|| {
        format!("an app has 1 to {MOST_CONNECTIONS} connections; write {USUAL_CONNECTIONS}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(bot: Option<&str>, app: Option<&str>) -> SlackOptions {
        SlackOptions {
            slack_bot_token: bot.map(Into::into),
            slack_app_token: app.map(Into::into),
            ..SlackOptions::default()
        }
    }

    #[test]
    fn slack_takes_both_tokens_or_none_and_nothing_counts_as_none() {
        for (bot, app, outcome) in [
            (None, None, Ok(false)),
            (Some(""), Some(" "), Ok(false)),
            (Some("xoxb-1"), None, Err(OneToken::NoAppToken)),
            (Some("xoxb-1"), Some(""), Err(OneToken::NoAppToken)),
            (None, Some("xapp-1"), Err(OneToken::NoBotToken)),
            (Some("\t"), Some("xapp-1"), Err(OneToken::NoBotToken)),
            (Some("xoxb-1"), Some("xapp-1"), Ok(true)),
        ] {
            let options = options(bot, app);
            let settings = options.settings();
            assert_eq!(options.is_wanted(), outcome != Ok(false), "{bot:?} {app:?}");
            assert_eq!(settings.map(|settings| settings.is_some()), outcome, "{bot:?} {app:?}");
        }
    }

    #[test]
    fn settings_show_no_token() {
        let options = options(Some("xoxb-hush"), Some("xapp-hush"));
        let settings = options.settings().unwrap().unwrap();
        assert_eq!(settings.bot_token.expose_secret(), "xoxb-hush");
        assert_eq!(settings.app_token.expose_secret(), "xapp-hush");
        assert!(!format!("{options:?} {settings:?}").contains("hush"));
    }

    #[test]
    fn a_token_of_another_kind_is_named_and_never_repeated() {
        let told = [
            ("xapp-hush", "xoxb-hush"),
            ("xoxp-hush", "xoxp-hush"),
            ("xoxe.xoxb-hush", "xoxe-1-hush"),
            ("xoxa-hush", "hush"),
            ("'xoxb-hush'", "xapp-hush xapp-hush"),
        ]
        .map(|(bot, app)| [bot_token(bot).unwrap_err(), app_token(app).unwrap_err()].join("\n"))
        .join("\n");
        assert!(!told.contains("hush"), "{told}");
        insta::assert_snapshot!(told, @r"
        it is the token for SLACK_APP_TOKEN; this takes the Bot User OAuth Token, which begins with xoxb- and stands in the app's settings under OAuth & Permissions
        it is the token for SLACK_BOT_TOKEN; this takes an app-level token with the scope connections:write, which begins with xapp- and stands in the app's settings under Basic Information, App-Level Tokens
        it is the token of a user; this takes the Bot User OAuth Token, which begins with xoxb- and stands in the app's settings under OAuth & Permissions
        it is the token of a user; this takes an app-level token with the scope connections:write, which begins with xapp- and stands in the app's settings under Basic Information, App-Level Tokens
        it is a bot's token that expires, since the app has token rotation, which cannot be switched off (make a new app of what `studyhall slack manifest` prints); this takes the Bot User OAuth Token, which begins with xoxb- and stands in the app's settings under OAuth & Permissions
        it is a token that expires, or that only gets others; this takes an app-level token with the scope connections:write, which begins with xapp- and stands in the app's settings under Basic Information, App-Level Tokens
        it is an old token of a workspace; this takes the Bot User OAuth Token, which begins with xoxb- and stands in the app's settings under OAuth & Permissions
        it is no token of Slack's; this takes an app-level token with the scope connections:write, which begins with xapp- and stands in the app's settings under Basic Information, App-Level Tokens
        it has characters that no token has; copy it again, without quotes or spaces
        it has characters that no token has; copy it again, without quotes or spaces
        ");
        for (bot, app) in [("xoxb-1-2-Ab", "xapp-1-A2-3-ab"), ("", ""), (" ", "\t")] {
            assert!(bot_token(bot).is_ok() && app_token(app).is_ok(), "{bot} {app}");
        }
    }

    #[test]
    fn an_app_has_one_to_ten_connections() {
        for (text, number) in [
            ("1", Some(1)),
            (" 10 ", Some(10)),
            ("0", None),
            ("11", None),
            ("300", None),
            ("-1", None),
            ("two", None),
            ("", Some(2)),
        ] {
            assert_eq!(connections(text).ok(), number, "{text}");
        }
    }

    #[test]
    fn the_path_of_the_api_is_cut() {
        for text in ["https://slack.com/api", "https://slack.com/api/", "https://slack.com/", ""] {
            assert_eq!(address(text).as_deref(), Ok(USUAL_API_URL), "{text}");
        }
    }
}
