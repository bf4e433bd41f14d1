//! The methods of the Web API that are used: how each is sent, how often, and when it may be sent
//! again.
//!
//! Source of the tiers: <https://docs.slack.dev/apis/web-api/rate-limits>.

use std::time::Duration;

use crate::platform::rates::Pace;

/// A method of the Web API.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::platform::slack) struct Method {
    /// Its name in Slack's reference: `chat.postMessage`.
    pub(in crate::platform::slack) name: &'static str,
    /// How its parameters are written.
    pub(super) written: Written,
    /// When it may be sent again.
    pub(super) again: Again,
    /// Which calls of it Slack counts together.
    pub(super) counted: Counted,
    /// Whose token it wants.
    pub(super) token: Token,
}

/// How parameters are written; not every method reads JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Json,
    Form,
}

/// When a call may be sent again after it has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Whatever happened: doing it twice does no more than doing it once.
    Always,
    /// Only where it never left: what it makes would stand there twice.
    UnlessSent,
}

/// Which calls of a method Slack counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// All of a workspace.
    ByWorkspace,
    /// Those of a channel, and all of a workspace besides.
    ByChannel,
}

/// Whose token a method wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Bot,
    App,
}

/// Under which name all messages of a workspace are counted, whatever their channel.
pub(super) const ALL_MESSAGES: &str = "chat.postMessage in all channels";

const fn method(name: &'static str, written: Written, again: Again) -> Method {
    Method { name, written, again, counted: Counted::ByWorkspace, token: Token::Bot }
}

/// Asks for something: asking twice is asking once.
const fn asks(name: &'static str) -> Method {
    method(name, Written::Form, Again::Always)
}

/// Puts something in a place: doing it twice is doing it once.
const fn puts(name: &'static str) -> Method {
    method(name, Written::Json, Again::Always)
}

/// Makes something anew each time.
const fn makes(name: &'static str) -> Method {
    method(name, Written::Json, Again::UnlessSent)
}

pub(in crate::platform::slack) const AUTH_TEST: Method = puts("auth.test");
pub(in crate::platform::slack) const TEAMS: Method = asks("auth.teams.list");
pub(in crate::platform::slack) const CONNECT: Method =
    Method { token: Token::App, ..asks("apps.connections.open") };
pub(in crate::platform::slack) const POST: Method =
    Method { counted: Counted::ByChannel, ..makes("chat.postMessage") };
pub(in crate::platform::slack) const WHISPER: Method = makes("chat.postEphemeral");
pub(in crate::platform::slack) const CHANGE: Method = puts("chat.update");
pub(in crate::platform::slack) const CHANNEL: Method = asks("conversations.info");
pub(in crate::platform::slack) const HISTORY: Method = asks("conversations.history");
pub(in crate::platform::slack) const REPLIES: Method = asks("conversations.replies");
pub(in crate::platform::slack) const CONVERSE: Method = puts("conversations.open");
pub(in crate::platform::slack) const PERSON: Method = asks("users.info");
pub(in crate::platform::slack) const OPEN_VIEW: Method = makes("views.open");
pub(in crate::platform::slack) const CHANGE_VIEW: Method = puts("views.update");
pub(in crate::platform::slack) const PUBLISH_HOME: Method = puts("views.publish");
pub(in crate::platform::slack) const UPLOAD_TO: Method = asks("files.getUploadURLExternal");
pub(in crate::platform::slack) const UPLOADED: Method = makes("files.completeUploadExternal");

/// So many in any minute, of which a part may go at once.
const fn a_minute(calls: u32, at_once: u32) -> Pace {
    // In the minute that begins with those at once, the others come one by one.
    Pace { at_once, every: Duration::from_millis(60_000 / (calls - at_once) as u64) }
}

/// What Slack's documents say of a method, with a margin. What a person waits for with a form in
/// their eyes goes as it comes: a trigger lives for three seconds, and to wait longer is of no use.
pub(super) fn pace(name: &str) -> Option<Pace> {
    match name {
        // "Generally 1 per second per channel, short bursts allowed."
        "chat.postMessage" => Some(Pace { at_once: 3, every: Duration::from_millis(1_050) }),
        // "Several hundred messages per minute" in a workspace.
        ALL_MESSAGES => Some(a_minute(280, 40)),
        // Tier 3 and Tier 4: 50 and 100 a minute; that it may be more is not counted on.
        "chat.update"
        | "conversations.info"
        | "conversations.history"
        | "conversations.replies"
        | "conversations.open" => Some(a_minute(50, 12)),
        "chat.postEphemeral" | "users.info" | "views.publish" => Some(a_minute(100, 40)),
        _ => None,
    }
}
