//! A crowd that plays on Slack: so many interactions a second, whether the bot keeps up or not.
//!
//! Everybody plays alone and in private. What everyone in a channel sees waits for Slack's limits,
//! about one message a second and channel, and says nothing about the program.

mod person;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use studyhall::app::decks::Decks;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::support::discord::tally::Histogram;
use crate::support::slack::{Channel, Hub};
pub(crate) use person::Turn;
use person::{Person, Told};

/// Members in the channels of workspaces.
pub(crate) struct Crowd {
    people: VecDeque<Person>,
    /// Those who wait for an answer; each comes back with it.
    waiting: JoinSet<(Person, Told)>,
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
    /// Times from what somebody did to what they saw of it, over all kinds.
    pub(crate) seen: Histogram,
    /// The same by what was done.
    pub(crate) kinds: BTreeMap<&'static str, Histogram>,
}

impl Crowd {
    /// So many workspaces, with so many channels each, with so many members each.
    pub(crate) fn gather(hub: &Hub, workspaces: usize, channels: usize, members: usize) -> Self {
        let (decks, _) = Decks::load(None);
        let deck = Arc::clone(decks.first().expect("the built-in deck"));
        let mut people = VecDeque::new();
        for number in 0..workspaces {
            let workspace = hub.workspace(&format!("Study group {number}"));
            let rooms: Vec<Channel> =
                (0..channels).map(|room| workspace.channel(&format!("room-{room}"))).collect();
            for turn in 0..members {
                for (place, room) in rooms.iter().enumerate() {
                    let member = workspace.member(&format!("Member {number}.{place}.{turn}"));
                    let seed = people.len() as u64;
                    people.push_back(Person::new(member, room.clone(), deck.clone(), seed));
                }
            }
        }
        Self { people, waiting: JoinSet::new() }
    }

    /// How many there are who wait for nothing.
    pub(crate) fn count(&self) -> usize {
        self.people.len()
    }

    /// Plays: everybody in turn does something, so many a second, for this time.
    pub(crate) async fn play(&mut self, rate: u32, time: Duration, turn: Turn) -> Played {
        let mut played = Played::default();
        self.play_on(rate, time, turn, &mut played).await;
        played
    }

    /// The same, counted with what was played before.
    pub(crate) async fn play_on(
        &mut self,
        rate: u32,
        time: Duration,
        turn: Turn,
        played: &mut Played,
    ) {
        let began = Instant::now();
        let turns = u32::try_from(u128::from(rate) * time.as_millis() / 1_000).unwrap();
        for number in 0..turns {
            let due = began + Duration::from_secs(1) * number / rate;
            sleep_until(due).await;
            while let Some(ended) = self.waiting.try_join_next() {
                self.take_back(ended, played);
            }
            let Some(mut person) = self.people.pop_front() else {
                played.nobody_free += 1;
                continue;
            };
            played.sent += 1;
            played.behind = played.behind.max(due.elapsed());
            self.waiting.spawn(async move {
                let told = person.act(turn).await;
                (person, told)
            });
        }
        while let Some(ended) = self.waiting.join_next().await {
            self.take_back(ended, played);
        }
    }

    /// Takes somebody back who has seen an answer; who has not does nothing more.
    fn take_back(
        &mut self,
        ended: Result<(Person, Told), tokio::task::JoinError>,
        played: &mut Played,
    ) {
        let Ok((person, (kind, time))) = ended else {
            played.failed += 1;
            return;
        };
        self.people.push_back(person);
        played.seen.add(time);
        played.kinds.entry(kind).or_default().add(time);
    }
}
