//! The gateway's books: sessions, what they ask for, what was sent to them.

pub(crate) mod identify;
pub(crate) mod socket;
pub(crate) mod zlib;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::people::DIRECT;
use super::world::World;

/// Intents.
pub(crate) const GUILDS: u64 = 1 << 0;
pub(crate) const GUILD_MEMBERS: u64 = 1 << 1;
pub(crate) const GUILD_PRESENCES: u64 = 1 << 8;
pub(crate) const GUILD_MESSAGES: u64 = 1 << 9;
pub(crate) const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
pub(crate) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(crate) const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;

/// How many events a session keeps for a resume.
const KEPT: usize = 5_000;

/// All of the gateway.
pub(crate) struct Gateway {
    /// Where it is.
    pub(crate) url: String,
    pub(crate) sessions: HashMap<String, Session>,
    /// Privileged intents that the application was granted.
    pub(crate) granted: u64,
    pub(crate) heartbeat: Duration,
    /// How many shards it recommends.
    pub(crate) shards: u64,
    pub(crate) max_concurrency: u64,
    /// How many sessions may still be started today.
    pub(crate) starts: u64,
    /// When each place of `max_concurrency` was last used.
    pub(crate) identified: HashMap<u64, i64>,
    /// Says nothing any more, without closing anything.
    pub(crate) silent: bool,
    /// The token was reset.
    pub(crate) revoked: bool,
    pub(crate) counts: Counts,
}

/// What happened on the gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) connections: u32,
    pub(crate) identifies: u32,
    pub(crate) resumes: u32,
    /// IDENTIFY and RESUME that were answered by op 9.
    pub(crate) invalidated: u32,
    pub(crate) heartbeats: u32,
    /// Connections that were closed since no heartbeat came.
    pub(crate) silent_clients: u32,
    /// Close codes that the gateway sent.
    pub(crate) closed: Vec<u16>,
}

/// A session, connected or waiting for a resume.
pub(crate) struct Session {
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    pub(crate) seq: u64,
    pub(crate) events: VecDeque<(u64, Arc<str>)>,
    pub(crate) line: Option<UnboundedSender<Out>>,
    /// Since when it is not connected.
    pub(crate) lost: i64,
}

/// What goes out on a connection.
pub(crate) enum Out {
    /// A payload; if it brings an interaction, its clock starts when it is written.
    Payload(Arc<str>, Option<u64>),
    /// A close frame.
    Close(u16, &'static str),
    /// The connection breaks without a word.
    Cut,
}

/// An event on its way to sessions.
pub(crate) struct Event<'a> {
    pub(crate) name: &'a str,
    /// The server it belongs to; none means direct messages, which the first shard gets.
    pub(crate) guild: Option<u64>,
    /// One of these intents is needed, unless there are none.
    pub(crate) intents: u64,
    pub(crate) data: &'a Value,
    pub(crate) interaction: Option<u64>,
}

impl Gateway {
    /// A gateway at an address.
    pub(crate) fn new(url: String) -> Self {
        Self {
            url,
            sessions: HashMap::new(),
            granted: 0,
            heartbeat: Duration::from_millis(41_250),
            shards: 1,
            max_concurrency: 1,
            starts: 1000,
            identified: HashMap::new(),
            silent: false,
            revoked: false,
            counts: Counts::default(),
        }
    }

    /// Flags of the application that tell which privileged intents it has (in its limited form,
    /// below 100 servers).
    pub(crate) fn application_flags(&self) -> u64 {
        let flags =
            [(GUILD_PRESENCES, 1 << 13), (GUILD_MEMBERS, 1 << 15), (MESSAGE_CONTENT, 1 << 19)];
        flags
            .iter()
            .filter(|(intent, _)| self.granted & intent != 0)
            .fold(0, |all, (_, flag)| all | flag)
    }

    /// Sessions that are connected.
    pub(crate) fn connected(&self) -> usize {
        self.sessions.values().filter(|session| session.line.is_some()).count()
    }
}

impl Session {
    /// Whether a server's events are this shard's.
    pub(crate) fn serves(&self, guild: Option<u64>) -> bool {
        guild.map_or(0, |id| (id >> 22) % self.shard.1) == self.shard.0
    }

    /// Sends an event and keeps it for a resume.
    pub(crate) fn dispatch(&mut self, name: &str, data: &str, interaction: Option<u64>) {
        self.seq += 1;
        let text: Arc<str> =
            format!(r#"{{"op":0,"t":"{name}","s":{},"d":{data}}}"#, self.seq).into();
        self.events.push_back((self.seq, text.clone()));
        if self.events.len() > KEPT {
            self.events.pop_front();
        }
        self.send(Out::Payload(text, interaction));
    }

    /// Sends something else, if somebody is there.
    pub(crate) fn send(&self, out: Out) {
        if let Some(line) = &self.line {
            // A connection that just broke gets it with the resume.
            let _ = line.send(out);
        }
    }
}

impl World {
    /// Sends an event to every session that asked for it.
    pub(crate) fn dispatch(&mut self, event: &Event<'_>) {
        let data = event.data.to_string();
        for session in self.gateway.sessions.values_mut() {
            let wanted = event.intents == 0 || session.intents & event.intents != 0;
            if wanted && session.serves(event.guild) {
                session.dispatch(event.name, &data, event.interaction);
            }
        }
    }

    /// Sends a server's event that needs the intent for servers.
    pub(crate) fn dispatch_in(&mut self, guild: u64, name: &str, data: &Value) {
        self.dispatch(&Event {
            name,
            guild: Some(guild),
            intents: GUILDS,
            data,
            interaction: None,
        });
    }

    /// Sends that a message came or changed, to each session with or without what is in it.
    pub(crate) fn dispatch_message(&mut self, name: &str, channel: u64, id: u64) {
        let Some(message) = self.message(channel, id).filter(|message| message.only_for.is_none())
        else {
            return;
        };
        let direct = self.channels[&channel].kind == DIRECT;
        let guild = self.channels[&channel].guild;
        let wanted = if direct { DIRECT_MESSAGES } else { GUILD_MESSAGES };
        let json = self.message_event_json(message);
        let whole = json.to_string();
        let bare = self.withheld(message, json).to_string();
        for session in self.gateway.sessions.values_mut() {
            if session.intents & wanted != 0 && session.serves(guild) {
                let has_access = session.intents & MESSAGE_CONTENT != 0;
                session.dispatch(name, if has_access { &whole } else { &bare }, None);
            }
        }
    }

    /// Sends that a message is gone.
    pub(crate) fn dispatch_deletion(&mut self, channel: u64, id: u64) {
        let guild = self.channels[&channel].guild;
        let intents = if guild.is_some() { GUILD_MESSAGES } else { DIRECT_MESSAGES };
        let data = json!({
            "id": id.to_string(),
            "channel_id": channel.to_string(),
            "guild_id": guild.map(|id| id.to_string()),
        });
        self.dispatch(&Event {
            name: "MESSAGE_DELETE",
            guild,
            intents,
            data: &data,
            interaction: None,
        });
    }
}
