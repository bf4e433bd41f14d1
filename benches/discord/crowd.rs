//! A crowd that plays: so many interactions a second, whether the bot keeps up or not.

mod person;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use studyhall::app::decks::Decks;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::support::discord::tally::Histogram;
use crate::support::discord::{Channel, Hub};
use person::{Person, Turn};

/// One channel in so many has a race, the others have people who play alone.
const RACES: usize = 10;

/// Members in the channels of servers.
pub(crate) struct Crowd {
    people: Vec<Person>,
}

/// What became of it.
#[derive(Default)]
pub(crate) struct Played {
    /// Interactions that were sent.
    pub(crate) sent: u64,
    /// Members who waited in vain or saw something else than expected.
    pub(crate) failed: u64,
    /// Turns in which everybody was still waiting for an answer.
    pub(crate) nobody_free: u64,
    /// The most that an interaction was sent later than planned.
    pub(crate) behind: Duration,
    /// Times from the click to what the person sees, by what was done.
    pub(crate) kinds: BTreeMap<&'static str, Histogram>,
}

impl Crowd {
    /// So many servers, with so many channels each, with so many members each.
    pub(crate) fn gather(hub: &Hub, servers: usize, channels: usize, members: usize) -> Self {
        let (decks, _) = Decks::load(None);
        let deck = Arc::clone(decks.first().expect("the built-in deck"));
        let mut people = Vec::new();
        for server in 0..servers {
            let guild = hub.guild(&format!("Study group {server}"));
            let channels: Vec<Channel> =
                (0..channels).map(|number| guild.channel(&format!("room-{number}"))).collect();
            for (place, channel) in channels.iter().enumerate() {
                let races = (server * channels.len() + place).is_multiple_of(RACES);
                for number in 0..members {
                    let member = guild.member(&format!("Member {server}.{place}.{number}"));
                    let leads = races.then_some(number == 0);
                    let seed = people.len() as u64;
                    people.push(Person::new(member, channel.clone(), leads, deck.clone(), seed));
                }
            }
        }
        Self { people }
    }

    /// Plays: everybody in turn does the next thing.
    pub(crate) async fn play(self, rate: u32, time: Duration) -> Played {
        self.run(rate, time, Turn::Next).await
    }

    /// Uses one command over and over.
    pub(crate) async fn play_simply(self, rate: u32, time: Duration) -> Played {
        self.run(rate, time, Turn::Simple).await
    }

    async fn run(self, rate: u32, time: Duration, turn: Turn) -> Played {
        let (back, returned) = unbounded_channel();
        let mut played = Played::default();
        let mut tasks = JoinSet::new();
        let mut free = Free { people: self.people.into(), returned };
        let began = Instant::now();
        let turns = u32::try_from(u128::from(rate) * time.as_millis() / 1_000).unwrap();
        for number in 0..turns {
            let due = began + Duration::from_secs(1) * number / rate;
            sleep_until(due).await;
            let Some(person) = free.next() else {
                played.nobody_free += 1;
                continue;
            };
            played.sent += 1;
            played.behind = played.behind.max(due.elapsed());
            tasks.spawn(act(person, turn, back.clone()));
        }
        while let Some(ended) = tasks.join_next().await {
            match ended {
                Ok((kind, time)) => played.kinds.entry(kind).or_default().add(time),
                Err(_) => played.failed += 1,
            }
        }
        played
    }
}

/// People who wait for nothing; who has waited longest for a turn comes first.
struct Free {
    people: VecDeque<Person>,
    returned: UnboundedReceiver<Person>,
}

impl Free {
    fn next(&mut self) -> Option<Person> {
        while let Ok(person) = self.returned.try_recv() {
            self.people.push_back(person);
        }
        self.people.pop_front()
    }
}

async fn act(
    mut person: Person,
    turn: Turn,
    back: UnboundedSender<Person>,
) -> (&'static str, Duration) {
    let told = person.act(turn).await;
    // Nobody takes them back at the end.
    let _ = back.send(person);
    told
}
