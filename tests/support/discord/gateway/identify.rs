//! IDENTIFY and RESUME: who may have a session, and what it is told first.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::super::TOKEN;
use super::super::world::World;
use super::{GUILD_MEMBERS, GUILD_PRESENCES, GUILDS, MESSAGE_CONTENT, Out, Session};

/// All intents there are.
const KNOWN: u64 = 0x1_ffff | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// Intents that an application must be granted.
const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
/// The pause between two IDENTIFYs, in milliseconds.
const PAUSE: i64 = 5_000;
/// How long a lost session can be resumed, in milliseconds.
const RESUMABLE: i64 = 180_000;
/// The most servers of one shard.
const SHARD_SIZE: usize = 2_500;

/// Why there is no session.
pub(crate) enum No {
    /// The connection is closed with a code.
    Close(u16, &'static str),
    /// Op 9: try again by IDENTIFY, later.
    Invalid,
}

impl World {
    /// Answers IDENTIFY; the new session's id.
    pub(crate) fn identify(
        &mut self,
        data: &Value,
        line: UnboundedSender<Out>,
    ) -> Result<String, No> {
        self.gateway.counts.identifies += 1;
        let properties =
            ["os", "browser", "device"].iter().all(|name| data["properties"][name].is_string());
        let intents = data["intents"]
            .as_u64()
            .filter(|_| properties)
            .ok_or(No::Close(4002, "Error while decoding"))?;
        if !self.knows(&data["token"]) {
            return Err(No::Close(4004, "Authentication failed."));
        }
        let shard = self.shard_of(data)?;
        if intents & !KNOWN != 0 {
            return Err(No::Close(4013, "Invalid intent(s)."));
        }
        if intents & PRIVILEGED & !self.gateway.granted != 0 {
            return Err(No::Close(4014, "Disallowed intent(s)."));
        }
        self.admit(shard.0)?;
        let session =
            Session { shard, intents, seq: 0, events: VecDeque::new(), line: Some(line), lost: 0 };
        Ok(self.open(session))
    }

    /// Whether a token is the bot's; the gateway takes it with the word that REST wants in front,
    /// or without.
    fn knows(&self, token: &Value) -> bool {
        let token = token.as_str().unwrap_or_default();
        token.strip_prefix("Bot ").unwrap_or(token) == TOKEN && !self.gateway.revoked
    }

    fn shard_of(&self, data: &Value) -> Result<(u64, u64), No> {
        let shard = match &data["shard"] {
            Value::Null => (0, 1),
            given => given[0]
                .as_u64()
                .zip(given[1].as_u64())
                .ok_or(No::Close(4002, "Error while decoding"))?,
        };
        if shard.0 >= shard.1 {
            return Err(No::Close(4010, "Invalid shard."));
        }
        let served = self.guilds.keys().filter(|id| (**id >> 22) % shard.1 == shard.0).count();
        if served > SHARD_SIZE {
            return Err(No::Close(4011, "Sharding required."));
        }
        Ok(shard)
    }

    /// Not too soon after the last, and not too often a day: beyond that Discord resets the token.
    fn admit(&mut self, shard: u64) -> Result<(), No> {
        let now = self.now();
        let place = shard % self.gateway.max_concurrency;
        if self.gateway.identified.get(&place).is_some_and(|last| now - last < PAUSE) {
            return Err(No::Invalid);
        }
        self.gateway.identified.insert(place, now);
        if self.gateway.starts == 0 {
            self.gateway.revoked = true;
            return Err(No::Close(4004, "Authentication failed."));
        }
        self.gateway.starts -= 1;
        Ok(())
    }

    fn open(&mut self, mut session: Session) -> String {
        let id = format!("{:032x}", self.next_id());
        let served: Vec<u64> =
            self.guilds.keys().copied().filter(|guild| session.serves(Some(*guild))).collect();
        let unavailable = |id: &u64| json!({ "id": id.to_string(), "unavailable": true });
        let mut user = self.user_json(self.bot);
        user["verified"] = json!(true);
        user["mfa_enabled"] = json!(true);
        user["email"] = Value::Null;
        let ready = json!({
            "v": 10,
            "user": user,
            "user_settings": {},
            "session_type": "normal",
            "session_id": id,
            "resume_gateway_url": self.gateway.url,
            "shard": [session.shard.0, session.shard.1],
            "guilds": served.iter().map(unavailable).collect::<Vec<_>>(),
            "guild_join_requests": [],
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "geo_ordered_rtc_regions": [],
            "application": {
                "id": self.bot.to_string(),
                "flags": self.gateway.application_flags(),
            },
            "auth": {},
            "_trace": [],
        });
        session.dispatch("READY", &ready.to_string(), None);
        if session.intents & GUILDS != 0 {
            for guild in served {
                let data = self.guild_create_json(&self.guilds[&guild]);
                session.dispatch("GUILD_CREATE", &data.to_string(), None);
            }
        }
        self.gateway.sessions.insert(id.clone(), session);
        id
    }

    /// Answers RESUME: what was missed, then RESUMED.
    pub(crate) fn resume(
        &mut self,
        data: &Value,
        line: UnboundedSender<Out>,
    ) -> Result<String, No> {
        self.gateway.counts.resumes += 1;
        if !self.knows(&data["token"]) {
            return Err(No::Close(4004, "Authentication failed."));
        }
        let now = self.now();
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let seq = data["seq"].as_u64().ok_or(No::Close(4002, "Error while decoding"))?;
        let session = self.gateway.sessions.get_mut(&id).ok_or(No::Invalid)?;
        if seq > session.seq {
            return Err(No::Close(4007, "Invalid seq."));
        }
        let kept = session.events.front().is_none_or(|(first, _)| seq + 1 >= *first);
        if !kept || (session.line.is_none() && now - session.lost > RESUMABLE) {
            self.gateway.sessions.remove(&id);
            return Err(No::Invalid);
        }
        if let Some(old) = session.line.replace(line) {
            let _ = old.send(Out::Close(4009, "Session timed out."));
        }
        let missed: Vec<Arc<str>> = session
            .events
            .iter()
            .filter(|(number, _)| *number > seq)
            .map(|(_, text)| text.clone())
            .collect();
        for text in missed {
            session.send(Out::Payload(text, None));
        }
        session.dispatch("RESUMED", r#"{"_trace":[]}"#, None);
        Ok(id)
    }
}
