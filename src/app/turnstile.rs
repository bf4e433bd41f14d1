//! One at a time for each key, without anybody else waiting.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

/// How many keys are remembered before those are forgotten for which nobody is there.
const MANY: usize = 1_024;

/// Turns that are waited for by key, such as a community: one at a time for each.
#[derive(Debug)]
pub struct Turnstile<K>(Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>);

impl<K> Default for Turnstile<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Turnstile<K> {
    /// Waits until nobody else has the turn of this key; it ends when the guard is dropped.
    pub async fn turn(&self, key: K) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= MANY {
                turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            }
            Arc::clone(turns.entry(key).or_default())
        };
        turn.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_waits_for_the_turn_of_another_key() {
        let turnstile = Turnstile::default();
        let anna = turnstile.turn("Anna").await;
        drop(turnstile.turn("Ben").await);
        let mut again = Box::pin(turnstile.turn("Anna"));
        assert!(futures_util::poll!(&mut again).is_pending());
        drop(anna);
        drop(again.await);
    }

    #[tokio::test]
    async fn keys_without_anybody_are_forgotten() {
        let turnstile = Turnstile::default();
        let kept = turnstile.turn(0).await;
        for key in 1..5_000 {
            drop(turnstile.turn(key).await);
        }
        assert!(turnstile.0.lock().unwrap().len() <= MANY);
        drop(kept);
    }
}
