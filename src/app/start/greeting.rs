//! The one thing that the bot says unasked: how to begin, once, where it was added.

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

use super::view;
use crate::app::App;
use crate::app::arrivals::{Arrival, Greeting};
use crate::domain::place::Place;
use crate::store::Result;

/// For how long after it was added the bot comes in time to say how to begin. Platforms tell at
/// each start of all homes that there are.
const IN_TIME: TimeDelta = TimeDelta::days(1);

impl App {
    /// Takes note of a home to which the bot was added, unless that was long ago.
    pub fn arrived(&self, arrival: Arrival, now: DateTime<Utc>) {
        let is_in_time = arrival.since.is_none_or(|since| now - since <= IN_TIME);
        if is_in_time && self.arrivals.tell.try_send(arrival).is_err() {
            tracing::debug!("too many homes wait to be greeted");
        }
    }

    /// Waits for the next home that may have to be greeted.
    pub async fn next_arrival(&self) -> Option<Arrival> {
        self.arrivals.told.lock().await.recv().await
    }

    /// What is to be said where the bot was added; nothing where it was said before. From now on it
    /// counts as said: a program that ends over it says nothing rather than the same twice.
    pub async fn greeting(
        &self,
        arrival: Arrival,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Option<Greeting>> {
        if !self.store.claim_greeting(&arrival.home, now).await? {
            return Ok(None);
        }
        let Arrival { home, channel, person, invited_to, .. } = arrival;
        let in_home = |channel| Place { home: home.clone(), channel, direct: false };
        let to_everyone = channel.map(|channel| (in_home(channel), view::first_steps()));
        let steps = view::first_steps_alone(invited_to.as_deref());
        let to_person = person.map(|person| (person, steps));
        let mark = rng.random_range(1..i64::MAX);
        Ok(Some(Greeting { home, to_everyone, to_person, mark }))
    }
}
