//! The servers that the bot is on, with their names; told in one line at a start, and whoever comes
//! or goes later gets a line of their own.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::{Duration, Instant};

use serenity::model::id::GuildId;

use super::status::ShardRange;
use crate::app::reach::HomeName;

/// How long after the last shard has connected servers may take to be told; those that are still
/// missing have an outage.
const PATIENCE: Duration = Duration::from_secs(10);

/// The servers of the shards that run here.
#[derive(Debug, Default)]
pub(super) struct Servers {
    /// Those that Discord has told of in full, with their names.
    there: HashMap<GuildId, Box<str>>,
    /// Those that it has only named.
    named: HashSet<GuildId>,
    /// Since when all shards are connected.
    connected: Option<Instant>,
    /// Whether it was said how many there are.
    is_settled: bool,
}

/// What has become of the servers, as a line for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// The bot is on so many, some of which Discord does not show at the moment.
    On { servers: usize, hidden: usize },
    /// It was added to one.
    Joined { name: String },
    /// It was sent away from one, and is on so many now.
    Left { server: GuildId, servers: usize },
}

impl Servers {
    /// A shard is connected, of which number and total are given; these are its servers, as Discord
    /// names them.
    pub(super) fn shard(
        &mut self,
        shard: (u32, u32),
        named: impl IntoIterator<Item = GuildId>,
    ) -> Vec<News> {
        let named: HashSet<GuildId> = named.into_iter().collect();
        // What it had and has no longer, it lost while it was away.
        let known = self.there.keys().chain(&self.named).copied();
        let gone: Vec<GuildId> =
            known.filter(|server| is_of(*server, shard) && !named.contains(server)).collect();
        let news = gone.into_iter().filter_map(|server| self.left(server)).collect();
        if !self.is_settled {
            self.named.extend(named.into_iter().filter(|server| !self.there.contains_key(server)));
        }
        news
    }

    /// Discord tells of a server in full: at a start, after an outage, or since the bot was added
    /// just now.
    pub(super) fn arrived(&mut self, server: GuildId, name: &str) -> Option<News> {
        let was_named = self.named.remove(&server);
        // One that was named and arrives is back from an outage, or was there all along.
        let is_new = self.there.insert(server, name.into()).is_none() && !was_named;
        (is_new && self.is_settled)
            .then(|| News::Joined { name: name.replace(char::is_control, " ") })
    }

    /// The bot is no longer on a server.
    pub(super) fn left(&mut self, server: GuildId) -> Option<News> {
        // Both, not the first that has it.
        let was_there = self.there.remove(&server).is_some() | self.named.remove(&server);
        (was_there && self.is_settled)
            .then(|| News::Left { server, servers: self.there.len() + self.named.len() })
    }

    /// A server may be called otherwise from now on.
    pub(super) fn renamed(&mut self, server: GuildId, name: &str) {
        if let Some(known) = self.there.get_mut(&server) {
            *known = name.into();
        }
    }

    /// What a server is called. Once all are told of that belong to the shards of this process, one
    /// of them that is not is one from which the bot was sent away.
    pub(super) fn name(&self, server: GuildId, shards: ShardRange) -> HomeName {
        if let Some(name) = self.there.get(&server) {
            return HomeName::Called(name.to_string());
        }
        let mut ours = shards.first..=shards.last;
        let is_ours = ours.any(|number| is_of(server, (number, shards.total)));
        if self.is_settled && is_ours && !self.named.contains(&server) {
            HomeName::Gone
        } else {
            HomeName::Unknown
        }
    }

    /// How many there are, once, when all are there or have had their time.
    pub(super) fn settled(&mut self, all_connected: bool, now: Instant) -> Option<News> {
        if self.is_settled || !all_connected {
            return None;
        }
        let since = *self.connected.get_or_insert(now);
        if !self.named.is_empty() && now.duration_since(since) < PATIENCE {
            return None;
        }
        self.is_settled = true;
        Some(News::On { servers: self.there.len() + self.named.len(), hidden: self.named.len() })
    }
}

/// Whether a server belongs to a shard, of which number and total are given; by Discord's formula:
/// <https://discord.com/developers/docs/events/gateway#sharding-sharding-formula>.
fn is_of(server: GuildId, (number, total): (u32, u32)) -> bool {
    (server.get() >> 22) % u64::from(total.max(1)) == u64::from(number)
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On { servers: 0, .. } => write!(f, "Discord: on no server yet"),
            Self::On { servers, hidden: 0 } => write!(f, "Discord: on {}", counted(*servers)),
            Self::On { servers, hidden } => {
                write!(
                    f,
                    "Discord: on {}; {hidden} of them have an outage at Discord",
                    counted(*servers)
                )
            }
            Self::Joined { name } => write!(f, "Discord: added to the server “{name}”"),
            Self::Left { server, servers } => {
                write!(f, "Discord: no longer on the server {server}; on {} now", counted(*servers))
            }
        }
    }
}

fn counted(servers: usize) -> String {
    if servers == 1 { "1 server".to_owned() } else { format!("{servers} servers") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u64) -> GuildId {
        GuildId::new(number << 22 | 1)
    }

    fn said(news: impl IntoIterator<Item = News>) -> Vec<String> {
        news.into_iter().map(|one| one.to_string()).collect()
    }

    #[test]
    fn a_start_is_one_line_and_whoever_comes_or_goes_later_is_another() {
        let (mut servers, now) = (Servers::default(), Instant::now());
        assert_eq!(said(servers.shard((0, 1), [id(1), id(2)])), [""; 0]);
        assert_eq!(servers.settled(true, now), None, "they are only named");
        assert_eq!((servers.arrived(id(1), "One"), servers.arrived(id(2), "Two")), (None, None));
        assert_eq!(said(servers.settled(true, now)), ["Discord: on 2 servers"]);
        assert_eq!(servers.settled(true, now), None, "once");
        assert_eq!(
            said(servers.arrived(id(3), "Th\nree")),
            ["Discord: added to the server “Th ree”"]
        );
        assert_eq!(servers.arrived(id(3), "Three"), None, "after an outage");
        let left = format!("Discord: no longer on the server {}; on 2 servers now", id(1));
        assert_eq!(said(servers.left(id(1))), [left]);
        assert_eq!(servers.left(id(1)), None, "it is told twice");
    }

    #[test]
    fn all_shards_together_are_one_line() {
        let (mut servers, now) = (Servers::default(), Instant::now());
        servers.shard((0, 2), [id(2)]);
        servers.arrived(id(2), "Two");
        assert_eq!(servers.settled(false, now), None);
        servers.shard((1, 2), []);
        assert_eq!(said(servers.settled(true, now)), ["Discord: on 1 server"]);
    }

    #[test]
    fn servers_with_an_outage_hold_up_nothing() {
        let (mut servers, now) = (Servers::default(), Instant::now());
        servers.shard((0, 1), [id(1), id(2), id(3)]);
        servers.arrived(id(1), "One");
        assert_eq!(servers.settled(true, now), None);
        assert_eq!(servers.settled(true, now + Duration::from_secs(9)), None);
        let outage = "Discord: on 3 servers; 2 of them have an outage at Discord";
        assert_eq!(said(servers.settled(true, now + Duration::from_secs(10))), [outage]);
        assert_eq!(servers.arrived(id(2), "Two"), None, "its outage is over");
    }

    #[test]
    fn what_changed_while_a_shard_was_away_is_told_when_it_is_back() {
        let (mut servers, now) = (Servers::default(), Instant::now());
        servers.shard((0, 2), [id(2), id(4)]);
        servers.shard((1, 2), [id(1)]);
        for server in [1, 2, 4] {
            servers.arrived(id(server), "Some");
        }
        assert_eq!(said(servers.settled(true, now)), ["Discord: on 3 servers"]);
        let left = format!("Discord: no longer on the server {}; on 2 servers now", id(4));
        assert_eq!(said(servers.shard((0, 2), [id(2), id(6)])), [left]);
        assert_eq!(servers.arrived(id(2), "Two"), None);
        assert_eq!(said(servers.arrived(id(6), "Six")), ["Discord: added to the server “Six”"]);
    }

    #[test]
    fn a_server_has_its_name_of_now_until_the_bot_is_sent_away() {
        let called = |name: &str| HomeName::Called(name.to_owned());
        let (mut servers, now) = (Servers::default(), Instant::now());
        // Another process has the other shard.
        let ours = ShardRange { first: 0, last: 0, total: 2 };
        servers.shard((0, 2), [id(2), id(4)]);
        servers.arrived(id(2), "Two");
        for number in [4, 6] {
            assert_eq!(servers.name(id(number), ours), HomeName::Unknown, "it may yet come");
        }
        servers.settled(true, now);
        servers.settled(true, now + PATIENCE);
        for (number, name) in [
            (2, called("Two")),
            (4, HomeName::Unknown), // It has an outage.
            (6, HomeName::Gone),
            (1, HomeName::Unknown), // It is told to the other process.
        ] {
            assert_eq!(servers.name(id(number), ours), name, "{number}");
        }
        servers.renamed(id(2), "Second");
        assert_eq!(servers.name(id(2), ours), called("Second"));
        servers.left(id(2));
        servers.renamed(id(2), "Third");
        assert_eq!(servers.name(id(2), ours), HomeName::Gone);
    }

    #[test]
    fn before_anybody_has_added_the_bot_it_is_on_no_server() {
        let mut servers = Servers::default();
        servers.shard((0, 1), []);
        assert_eq!(said(servers.settled(true, Instant::now())), ["Discord: on no server yet"]);
    }
}
