//! Homes to which the bot was added, on their way to be greeted, and what it says there.

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use super::reply::Message;
use crate::domain::place::{Home, Place};

/// How many may wait; of more, each is heard of again when its platform tells of it again.
const WAITING: usize = 256;

/// That the bot was added to a home, or is used there for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Where it was added.
    pub home: Home,
    /// When, where the platform says so.
    pub since: Option<DateTime<Utc>>,
    /// The channel in which everybody there hears of what is new, by the platform's id of it.
    pub channel: Option<String>,
    /// Who has to do with it, by the platform's id of them.
    pub person: Option<String>,
    /// The channel into which that person has invited the bot, by the platform's id of it.
    pub invited_to: Option<String>,
}

/// What the bot says once where it was added: to everyone in a channel, or, where that cannot be,
/// to one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Greeting {
    /// Where it was added.
    pub home: Home,
    /// What everyone reads, and in which channel.
    pub to_everyone: Option<(Place, Message)>,
    /// What one person reads, by the platform's id of them.
    pub to_person: Option<(String, Message)>,
    /// By what it is known on the platform.
    pub mark: i64,
}

/// Homes that wait until they are greeted.
#[derive(Debug)]
pub(super) struct Arrivals {
    /// Who is to be greeted.
    pub(super) tell: mpsc::Sender<Arrival>,
    /// The other end of `tell`.
    pub(super) told: tokio::sync::Mutex<mpsc::Receiver<Arrival>>,
}

impl Default for Arrivals {
    fn default() -> Self {
        let (tell, told) = mpsc::channel(WAITING);
        Self { tell, told: tokio::sync::Mutex::new(told) }
    }
}
