//! Messages, and how Slack tells them.

use serde_json::{Value, json};

use super::world::{BOT, World};
use super::{APP, BOT_USER};

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) ts: String,
    /// The timestamp of the message that it replies to.
    pub(crate) thread: Option<String>,
    pub(crate) user: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Value>,
    pub(crate) metadata: Option<Value>,
    pub(crate) files: Vec<Value>,
    /// When it was edited last.
    pub(crate) edited: Option<String>,
    /// Who alone sees it.
    pub(crate) only_for: Option<String>,
    /// Told just so, since a test put it there.
    pub(crate) foreign: Option<Value>,
}

impl Message {
    /// A message of a person's or the app's.
    pub(crate) fn new(ts: String, user: &str, text: &str) -> Self {
        Self {
            ts,
            thread: None,
            user: user.to_owned(),
            text: text.to_owned(),
            blocks: vec![],
            metadata: None,
            files: vec![],
            edited: None,
            only_for: None,
            foreign: None,
        }
    }

    /// Whether the app wrote it.
    pub(crate) fn is_own(&self) -> bool {
        self.user == BOT_USER && self.foreign.is_none()
    }

    /// Whether it stands in the channel itself, not under another one.
    pub(crate) fn is_top(&self) -> bool {
        self.thread.as_ref().is_none_or(|thread| *thread == self.ts)
    }
}

impl World {
    /// A message as histories and events tell it.
    pub(crate) fn message_json(&self, message: &Message, channel: &str, metadata: bool) -> Value {
        let replies: Vec<&Message> = self.channels[channel]
            .messages
            .values()
            .filter(|one| one.thread.as_deref() == Some(&*message.ts) && one.ts != message.ts)
            .filter(|one| one.only_for.is_none())
            .collect();
        let mut json = message.foreign.clone().unwrap_or_else(|| self.own_json(message));
        if !metadata && let Some(told) = json.get_mut("metadata").and_then(Value::as_object_mut) {
            // methods/conversations.history: the payload comes only where it is asked for.
            told.remove("event_payload");
        }
        if let Some(last) = replies.last() {
            json["thread_ts"] = json!(message.ts);
            json["reply_count"] = json!(replies.len());
            json["latest_reply"] = json!(last.ts);
            json["is_locked"] = json!(false);
            json["subscribed"] = json!(false);
            let mut users: Vec<&String> = replies.iter().map(|one| &one.user).collect();
            users.sort();
            users.dedup();
            json["reply_users_count"] = json!(users.len());
            json["reply_users"] = json!(users);
        }
        json
    }

    fn own_json(&self, message: &Message) -> Value {
        let team = self.users.get(&message.user).map_or("", |user| &user.team);
        let team = if team.is_empty() { &self.own_team().id } else { team };
        let mut json = json!({
            "type": "message", "user": message.user, "ts": message.ts, "text": message.text,
            "team": team,
        });
        if message.is_own() {
            json["bot_id"] = json!(BOT);
            json["app_id"] = json!(APP);
            json["bot_profile"] = json!({
                "id": BOT, "app_id": APP, "name": "Studyhall", "deleted": false,
                "updated": 1_700_000_000, "team_id": team, "user_id": BOT_USER,
                "icons": { "image_72": format!("{}/avatar.png", self.url) },
            });
        } else {
            json["client_msg_id"] = json!(format!("00000000-0000-4000-8000-{}", &message.ts[..10]));
        }
        let blocks = if message.blocks.is_empty() {
            // What people type comes as rich text beside the text; so does text alone of apps.
            json!([{ "type": "rich_text", "block_id": "b1", "elements": [{
                "type": "rich_text_section",
                "elements": [{ "type": "text", "text": message.text }],
            }] }])
        } else {
            json!(message.blocks)
        };
        json["blocks"] = blocks;
        if let Some(thread) = &message.thread {
            json["thread_ts"] = json!(thread);
            json["parent_user_id"] = json!(message.user);
        }
        if let Some(metadata) = &message.metadata {
            json["metadata"] = metadata.clone();
        }
        if !message.files.is_empty() {
            json["files"] = json!(message.files);
            json["upload"] = json!(false);
        }
        if let Some(edited) = &message.edited {
            json["edited"] = json!({ "user": BOT, "ts": edited });
        }
        json
    }
}
