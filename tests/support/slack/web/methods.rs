//! The methods: token, scopes, tier, arguments, and the room that answers.
//!
//! Names, types and duties of arguments are those of the SDKs' table (see `schema`, which holds
//! this one against it) and, where marked in `NEWER` there, of the methods' pages of today.

use std::collections::BTreeSet;

use super::super::rates::Tier;
use super::super::world::World;
use super::args::Kind::{Flag, Json, List, Text, Ts, Whole};
use super::args::{Args, Kind, Param};
use super::{Answer, chat, conversations, files, identities, views};

/// The token that a method takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token {
    None,
    Bot,
    App,
}

/// A method.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) token: Token,
    /// Any one of these; the first is named where none is granted.
    pub(crate) scope: &'static [&'static str],
    pub(crate) tier: Tier,
    /// Whether it reads JSON beside forms.
    pub(crate) json: bool,
    pub(crate) params: &'static [Param],
    pub(crate) run: fn(&mut World, &Args) -> Answer,
}

const fn need(name: &'static str, kind: Kind) -> Param {
    Param { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Param {
    Param { name, kind, required: false }
}

const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const WRITE: &[&str] = &["im:write", "mpim:write", "channels:manage", "groups:write"];
const CHAT: &[&str] = &["chat:write"];
const FILES: &[&str] = &["files:write"];

/// Scopes that belong to no method above all others: commands, events, downloads.
const OTHER_SCOPES: &[&str] = &["commands", "app_mentions:read", "files:read"];

const PAGE: (Param, Param) = (may("cursor", Text), may("limit", Whole));
const CHANNEL: Param = may("channel", Text);
const TEAM: Param = may("team_id", Text);
const VIEW: Param = may("view", Json);

/// All methods that the fake knows.
pub(crate) const METHODS: &[Method] = &[
    bot("api.test", Token::None, &[], Tier::Four, true, &[may("error", Text), may("foo", Text)])
        .by(identities::api_test),
    bot("auth.test", Token::Bot, &[], Tier::Special, true, &[]).by(identities::auth_test),
    bot(
        "auth.teams.list",
        Token::Bot,
        &[],
        Tier::Two,
        false,
        &[PAGE.0, PAGE.1, may("include_icon", Flag)],
    )
    .by(identities::teams),
    bot("apps.connections.open", Token::App, &[], Tier::One, false, &[])
        .by(identities::open_connection),
    bot("bots.info", Token::Bot, &["users:read"], Tier::Three, false, &[may("bot", Text), TEAM])
        .by(identities::bot),
    bot(
        "team.info",
        Token::Bot,
        &["team:read"],
        Tier::Three,
        false,
        &[may("team", Text), may("domain", Text)],
    )
    .by(identities::team),
    bot(
        "users.info",
        Token::Bot,
        &["users:read"],
        Tier::Four,
        false,
        &[may("user", Text), may("include_locale", Flag)],
    )
    .by(identities::user),
    bot(
        "users.conversations",
        Token::Bot,
        READ,
        Tier::Three,
        false,
        &[
            PAGE.0,
            PAGE.1,
            may("exclude_archived", Flag),
            may("types", List),
            may("user", Text),
            TEAM,
        ],
    )
    .by(conversations::of_user),
    bot(
        "conversations.info",
        Token::Bot,
        READ,
        Tier::Three,
        false,
        &[CHANNEL, may("include_locale", Flag), may("include_num_members", Flag)],
    )
    .by(conversations::info),
    bot(
        "conversations.list",
        Token::Bot,
        READ,
        Tier::Two,
        false,
        &[PAGE.0, PAGE.1, may("exclude_archived", Flag), may("types", List), TEAM],
    )
    .by(conversations::list),
    bot("conversations.members", Token::Bot, READ, Tier::Four, false, &[CHANNEL, PAGE.0, PAGE.1])
        .by(conversations::members),
    bot(
        "conversations.open",
        Token::Bot,
        WRITE,
        Tier::Three,
        true,
        &[CHANNEL, may("return_im", Flag), may("users", List), may("prevent_creation", Flag)],
    )
    .by(conversations::open),
    bot(
        "conversations.history",
        Token::Bot,
        HISTORY,
        Tier::Three,
        false,
        &[
            CHANNEL,
            PAGE.0,
            PAGE.1,
            may("inclusive", Flag),
            may("latest", Ts),
            may("oldest", Ts),
            may("include_all_metadata", Flag),
        ],
    )
    .by(conversations::history),
    bot(
        "conversations.replies",
        Token::Bot,
        HISTORY,
        Tier::Three,
        false,
        &[
            CHANNEL,
            PAGE.0,
            PAGE.1,
            may("inclusive", Flag),
            may("latest", Ts),
            may("oldest", Ts),
            may("ts", Ts),
            may("include_all_metadata", Flag),
        ],
    )
    .by(conversations::replies),
    bot(
        "chat.postMessage",
        Token::Bot,
        CHAT,
        Tier::Post,
        true,
        &[
            need("channel", Text),
            may("text", Text),
            may("blocks", Json),
            may("thread_ts", Ts),
            may("metadata", Json),
            may("mrkdwn", Flag),
            may("parse", Text),
            may("link_names", Flag),
            may("reply_broadcast", Flag),
            may("unfurl_links", Flag),
            may("unfurl_media", Flag),
        ],
    )
    .by(chat::post),
    bot(
        "chat.postEphemeral",
        Token::Bot,
        CHAT,
        Tier::Four,
        true,
        &[
            need("channel", Text),
            need("user", Text),
            may("text", Text),
            may("blocks", Json),
            may("thread_ts", Ts),
            may("parse", Text),
            may("link_names", Flag),
        ],
    )
    .by(chat::post_ephemeral),
    bot(
        "chat.update",
        Token::Bot,
        CHAT,
        Tier::Three,
        true,
        &[
            need("channel", Text),
            need("ts", Ts),
            may("text", Text),
            may("blocks", Json),
            may("metadata", Json),
            may("parse", Text),
            may("link_names", Flag),
            may("file_ids", Json),
            may("reply_broadcast", Flag),
        ],
    )
    .by(chat::update),
    bot("chat.delete", Token::Bot, CHAT, Tier::Three, true, &[CHANNEL, may("ts", Ts)])
        .by(chat::delete),
    bot(
        "chat.getPermalink",
        Token::Bot,
        &[],
        Tier::Special,
        false,
        &[need("channel", Text), need("message_ts", Ts)],
    )
    .by(chat::permalink),
    bot(
        "views.open",
        Token::Bot,
        &[],
        Tier::Four,
        true,
        &[need("trigger_id", Text), need("view", Json)],
    )
    .by(views::open),
    bot(
        "views.push",
        Token::Bot,
        &[],
        Tier::Four,
        true,
        &[need("trigger_id", Text), need("view", Json)],
    )
    .by(views::push),
    bot(
        "views.update",
        Token::Bot,
        &[],
        Tier::Four,
        true,
        &[VIEW, may("view_id", Text), may("external_id", Text), may("hash", Text)],
    )
    .by(views::update),
    bot(
        "views.publish",
        Token::Bot,
        &[],
        Tier::Four,
        true,
        &[need("user_id", Text), need("view", Json), may("hash", Text)],
    )
    .by(views::publish),
    bot(
        "files.getUploadURLExternal",
        Token::Bot,
        FILES,
        Tier::Four,
        true,
        &[
            need("filename", Text),
            need("length", Whole),
            may("alt_txt", Text),
            may("snippet_type", Text),
        ],
    )
    .by(files::get_upload),
    bot(
        "files.completeUploadExternal",
        Token::Bot,
        FILES,
        Tier::Four,
        true,
        &[
            need("files", Json),
            may("channel_id", Text),
            may("channels", List),
            may("thread_ts", Ts),
            may("initial_comment", Text),
            may("blocks", Json),
        ],
    )
    .by(files::complete_upload),
    bot("files.info", Token::Bot, &["files:read"], Tier::Four, false, &[need("file", Text)])
        .by(files::info),
    bot("files.delete", Token::Bot, FILES, Tier::Three, true, &[need("file", Text)])
        .by(files::delete),
];

/// A method whose room is still to be named.
const fn bot(
    name: &'static str,
    token: Token,
    scope: &'static [&'static str],
    tier: Tier,
    json: bool,
    params: &'static [Param],
) -> Method {
    Method { name, token, scope, tier, json, params, run: identities::api_test }
}

impl Method {
    const fn by(self, run: fn(&mut World, &Args) -> Answer) -> Self {
        Self { run, ..self }
    }
}

/// The method of a name.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

/// All scopes that anything wants.
pub(crate) fn all_scopes() -> BTreeSet<String> {
    let scopes = METHODS.iter().flat_map(|method| method.scope).chain(OTHER_SCOPES);
    scopes.map(|scope| (*scope).to_owned()).collect()
}
