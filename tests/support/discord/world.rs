//! All that the fake knows, behind one lock.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::edge::Edge;
use super::faults::Faults;
use super::gateway::Gateway;
use super::interaction::Interaction;
use super::message::Message;
use super::people::{Channel, Guild, User};
use super::rates::Rates;
use super::tally::Tally;
use super::uploads::Attached;

/// The bot's user and application.
pub(crate) const BOT: u64 = 1_000_000_000_000_000_001;

/// When Discord's ids begin to count, in Unix milliseconds.
const EPOCH: i64 = 1_420_070_400_000;

/// The state of everything.
pub(crate) struct World {
    pub(crate) bot: u64,
    pub(crate) users: HashMap<u64, User>,
    pub(crate) guilds: BTreeMap<u64, Guild>,
    pub(crate) channels: HashMap<u64, Channel>,
    pub(crate) interactions: HashMap<u64, Interaction>,
    /// Interactions by their tokens.
    pub(crate) tokens: HashMap<String, u64>,
    /// Each person's last interaction, with its event.
    pub(crate) last_interactions: HashMap<u64, (u64, Value)>,
    /// Global commands, as they were registered.
    pub(crate) commands: Vec<Value>,
    pub(crate) gateway: Gateway,
    pub(crate) rates: Rates,
    pub(crate) edge: Edge,
    pub(crate) faults: Faults,
    pub(crate) tally: Tally,
    /// Files that people attach to commands.
    pub(crate) attached: Vec<Attached>,
    /// Where the fake is.
    pub(crate) url: String,
    /// How far the clock was moved.
    moved: Duration,
    /// When the clock was stopped, since when only `forward` moves it.
    stopped: Option<Duration>,
    last_id: u64,
}

impl World {
    /// Only the bot.
    pub(crate) fn new(gateway: Gateway, url: String) -> Self {
        let bot = User {
            id: BOT,
            name: "Studyhall".to_owned(),
            locale: "en-US".to_owned(),
            bot: true,
            takes_messages: false,
            direct: None,
        };
        Self {
            bot: BOT,
            users: HashMap::from([(BOT, bot)]),
            guilds: BTreeMap::new(),
            channels: HashMap::new(),
            interactions: HashMap::new(),
            tokens: HashMap::new(),
            last_interactions: HashMap::new(),
            commands: vec![],
            gateway,
            rates: Rates::default(),
            edge: Edge::default(),
            faults: Faults::default(),
            tally: Tally::default(),
            attached: vec![],
            url,
            moved: Duration::ZERO,
            stopped: None,
            last_id: 0,
        }
    }

    /// The time, in Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        let now = self.stopped.unwrap_or_else(since_epoch) + self.moved;
        i64::try_from(now.as_millis()).unwrap()
    }

    /// Stops the clock.
    pub(crate) fn freeze(&mut self) {
        self.stopped = Some(since_epoch());
    }

    /// Moves the clock.
    pub(crate) fn forward(&mut self, by: Duration) {
        self.moved += by;
    }

    /// An id of now, larger than all before.
    pub(crate) fn next_id(&mut self) -> u64 {
        let now = u64::try_from(self.now() - EPOCH).unwrap() << 22;
        self.last_id = now.max(self.last_id + 1);
        self.last_id
    }

    /// An id of the next millisecond, since it is by these that servers are shared among shards.
    pub(crate) fn next_guild_id(&mut self) -> u64 {
        self.last_id += 1 << 22;
        self.next_id()
    }

    /// Ids for the parts of a message that is being written while the world is borrowed.
    pub(crate) fn spare_ids(&mut self, count: usize) -> std::vec::IntoIter<u64> {
        (0..count).map(|_| self.next_id()).collect::<Vec<_>>().into_iter()
    }

    /// A message, wherever it is.
    pub(crate) fn message(&self, channel: u64, id: u64) -> Option<&Message> {
        self.channels.get(&channel)?.messages.get(&id)
    }

    /// The same, to change it.
    pub(crate) fn message_mut(&mut self, channel: u64, id: u64) -> Option<&mut Message> {
        self.channels.get_mut(&channel)?.messages.get_mut(&id)
    }
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

/// A time as Discord writes it.
pub(crate) fn timestamp(millis: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(millis).unwrap();
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, false)
}
