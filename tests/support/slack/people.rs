//! Workspaces, users and channels, and how Slack tells them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::message::Message;
use super::world::{BOT, World};
use super::{APP, BOT_USER};

/// A workspace.
#[derive(Clone, Debug)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) domain: String,
    /// Whether the app is installed there.
    pub(crate) own: bool,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    Member,
    Admin,
    Owner,
    Guest,
    Bot,
}

/// Somebody, or the app's bot user.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) team: String,
    /// The old unique name, in small letters.
    pub(crate) name: String,
    pub(crate) real_name: String,
    pub(crate) display_name: String,
    pub(crate) role: Role,
    pub(crate) zone: String,
    pub(crate) locale: String,
    pub(crate) deleted: bool,
}

impl User {
    /// The app's bot user.
    pub(crate) fn app() -> Self {
        Self {
            id: BOT_USER.to_owned(),
            team: String::new(),
            name: "studyhall".to_owned(),
            real_name: "Studyhall".to_owned(),
            display_name: String::new(),
            role: Role::Bot,
            zone: "America/Los_Angeles".to_owned(),
            locale: "en-US".to_owned(),
            deleted: false,
        }
    }
}

/// The kind of a conversation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Public,
    Private,
    /// Of two.
    Im,
    /// Of a few.
    Mpim,
}

impl Kind {
    /// The word in the names of scopes and events, such as `groups`.
    pub(crate) fn family(self) -> &'static str {
        match self {
            Self::Public => "channels",
            Self::Private => "groups",
            Self::Im => "im",
            Self::Mpim => "mpim",
        }
    }

    /// The `channel_type` of a message's event.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Public => "channel",
            Self::Private => "group",
            Self::Im => "im",
            Self::Mpim => "mpim",
        }
    }
}

/// A conversation.
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) team: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) members: BTreeSet<String>,
    pub(crate) archived: bool,
    /// Other workspaces that share it.
    pub(crate) shared: BTreeSet<String>,
    /// Messages by timestamp, ephemeral ones among them.
    pub(crate) messages: BTreeMap<String, Message>,
}

impl Channel {
    /// Whether the app's bot user is in it.
    pub(crate) fn has_app(&self) -> bool {
        self.members.contains(BOT_USER)
    }

    /// The person in the direct message with the app.
    pub(crate) fn partner(&self) -> Option<&str> {
        let others = self.members.iter().filter(|id| *id != BOT_USER);
        if self.kind == Kind::Im { others.map(String::as_str).next() } else { None }
    }

    /// The name as commands and clicks tell it: only public channels have one.
    pub(crate) fn told_name(&self) -> &str {
        match self.kind {
            Kind::Public | Kind::Mpim => &self.name,
            Kind::Private => "privategroup",
            Kind::Im => "directmessage",
        }
    }
}

impl World {
    /// Somebody new in a workspace.
    pub(crate) fn new_user(&mut self, team: &str, name: &str, role: Role) -> String {
        // In organisations ids may begin with another letter: enterprise/apps/reference.
        let id = self.next_id(if self.organisation.is_some() { "W" } else { "U" });
        let user = User {
            id: id.clone(),
            team: team.to_owned(),
            name: name.to_lowercase().replace(' ', "."),
            real_name: name.to_owned(),
            display_name: name.to_owned(),
            role,
            zone: "Europe/Berlin".to_owned(),
            locale: "en-GB".to_owned(),
            deleted: false,
        };
        self.users.insert(id.clone(), user);
        id
    }

    /// A new conversation.
    pub(crate) fn new_channel(&mut self, team: &str, name: &str, kind: Kind) -> String {
        let letter = match kind {
            Kind::Public | Kind::Private | Kind::Mpim => "C",
            Kind::Im => "D",
        };
        let id = self.next_id(letter);
        let channel = Channel {
            id: id.clone(),
            team: team.to_owned(),
            name: name.to_owned(),
            kind,
            members: BTreeSet::new(),
            archived: false,
            shared: BTreeSet::new(),
            messages: BTreeMap::new(),
        };
        self.channels.insert(id.clone(), channel);
        id
    }

    /// The direct message of the app with somebody, opened where there is none.
    pub(crate) fn direct(&mut self, user: &str) -> String {
        let old = self.channels.values().find(|channel| {
            channel.kind == Kind::Im && channel.has_app() && channel.members.contains(user)
        });
        if let Some(channel) = old {
            return channel.id.clone();
        }
        let team = self.users[user].team.clone();
        let id = self.new_channel(&team, "directmessage", Kind::Im);
        let members = [BOT_USER, user].map(ToOwned::to_owned);
        self.channels.get_mut(&id).unwrap().members = members.into();
        id
    }

    /// Whether the app can know somebody: of a workspace of its own, or met in a shared channel.
    pub(crate) fn knows(&self, user: &str) -> bool {
        let Some(person) = self.users.get(user) else { return false };
        let own = self.teams.get(&person.team).is_none_or(|team| team.own);
        own || self.channels.values().any(|one| one.has_app() && one.members.contains(user))
    }

    /// A user as `users.info` tells them.
    pub(crate) fn user_json(&self, user: &User, with_locale: bool) -> Value {
        let team = if user.team.is_empty() { &self.own_team().id } else { &user.team };
        let now = self.now();
        let offset = offset_of(&user.zone, now);
        let (admin, owner) =
            (matches!(user.role, Role::Admin | Role::Owner), user.role == Role::Owner);
        let bot = user.role == Role::Bot;
        let mut json = json!({
            "id": user.id, "team_id": team, "name": user.name, "deleted": user.deleted,
            "updated": now / 1_000, "is_bot": bot, "is_app_user": false,
            "profile": {
                "title": "", "phone": "", "skype": "", "avatar_hash": "ge1", "status_text": "",
                "real_name": user.real_name, "real_name_normalized": user.real_name,
                "display_name": user.display_name,
                "display_name_normalized": user.display_name, "team": team,
                "image_72": format!("{}/avatar.png", self.url),
            },
        });
        if bot {
            json["profile"]["bot_id"] = json!(BOT);
            json["profile"]["api_app_id"] = json!(APP);
        }
        if let Some(organisation) = &self.organisation {
            json["enterprise_user"] = json!({ "id": user.id, "enterprise_id": organisation,
                "enterprise_name": "Organisation", "is_admin": false, "is_owner": false,
                "teams": [team] });
        }
        if self.teams.get(team).is_some_and(|team| !team.own) {
            json["is_stranger"] = json!(true);
        }
        // A deactivated account has neither a zone nor a role any more: objects/user-object.
        if !user.deleted {
            for (name, value) in [
                ("real_name", json!(user.real_name)),
                ("tz", json!(user.zone)),
                ("tz_label", json!(user.zone)),
                ("tz_offset", json!(offset)),
                ("is_admin", json!(admin)),
                ("is_owner", json!(owner)),
                ("is_primary_owner", json!(owner)),
                ("is_restricted", json!(user.role == Role::Guest)),
                ("is_ultra_restricted", json!(false)),
            ] {
                json[name] = value;
            }
        }
        if with_locale {
            json["locale"] = json!(user.locale);
        }
        json
    }

    /// A conversation as `conversations.info` tells it.
    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        let kind = channel.kind;
        let mut json = json!({
            "id": channel.id, "created": 1_700_000_000, "is_archived": channel.archived,
            "is_im": kind == Kind::Im, "is_org_shared": false,
            "context_team_id": channel.team, "updated": 1_700_000_000_000_i64,
        });
        if kind == Kind::Im {
            json["user"] = json!(channel.partner());
            let deleted = channel.partner().and_then(|id| Some(self.users.get(id)?.deleted));
            json["is_user_deleted"] = json!(deleted.unwrap_or_default());
            json["is_open"] = json!(true);
            return json;
        }
        let shared = !channel.shared.is_empty();
        for (name, value) in [
            ("name", json!(channel.name)),
            ("name_normalized", json!(channel.name)),
            ("is_channel", json!(kind == Kind::Public)),
            ("is_group", json!(kind == Kind::Private)),
            ("is_mpim", json!(kind == Kind::Mpim)),
            ("is_private", json!(kind != Kind::Public)),
            ("is_member", json!(channel.has_app())),
            ("is_general", json!(false)),
            ("is_shared", json!(shared)),
            ("is_ext_shared", json!(shared)),
            ("is_pending_ext_shared", json!(false)),
            ("creator", json!(channel.members.first())),
            ("unlinked", json!(0)),
            ("topic", json!({ "value": "", "creator": "", "last_set": 0 })),
            ("purpose", json!({ "value": "", "creator": "", "last_set": 0 })),
            (
                "shared_team_ids",
                json!(channel.shared.iter().chain([&channel.team]).collect::<Vec<_>>()),
            ),
        ] {
            json[name] = value;
        }
        json
    }
}

/// Seconds that a zone is ahead of UTC.
fn offset_of(zone: &str, now: i64) -> i32 {
    use chrono::{DateTime, Offset, TimeZone};
    let Ok(zone) = zone.parse::<chrono_tz::Tz>() else { return 0 };
    let now = DateTime::from_timestamp_millis(now).unwrap().naive_utc();
    zone.offset_from_utc_datetime(&now).fix().local_minus_utc()
}
