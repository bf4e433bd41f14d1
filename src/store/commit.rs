//! One request, one transaction: all of a change is durable, or none of it happened.

use chrono::{DateTime, Utc};

use super::write::Written;
use super::{Deed, HandledEvent, Result, Store};

/// Everything that one request changes, committed together or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    deeds: Vec<Deed>,
}

impl Change {
    /// A change of one thing.
    pub fn of(deed: Deed) -> Self {
        Self { deeds: vec![deed] }
    }

    /// The same with one more thing to change.
    #[must_use]
    pub fn with(mut self, deed: Deed) -> Self {
        self.deeds.push(deed);
        self
    }

    /// All that is to be changed.
    pub fn deeds(&self) -> &[Deed] {
        &self.deeds
    }

    /// All that is to be changed, to be changed otherwise.
    pub fn into_deeds(self) -> Vec<Deed> {
        self.deeds
    }

    /// The event that brings it.
    fn event(&self) -> Option<&HandledEvent> {
        self.deeds.iter().find_map(|deed| match deed {
            Deed::Handle(event) => Some(event),
            _ => None,
        })
    }
}

impl FromIterator<Deed> for Change {
    fn from_iter<D: IntoIterator<Item = Deed>>(deeds: D) -> Self {
        Self { deeds: deeds.into_iter().collect() }
    }
}

/// What became of a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// It is written and survives a crash.
    Done,
    /// Somebody was faster: read again and decide again.
    Stale,
    /// The event had been handled before; this was the reply, as JSON.
    Seen(String),
}

impl Store {
    /// Commits a change in one transaction; what it returns is durable.
    ///
    /// No lock is held between reading and committing. Instead each write carries what was read (a
    /// quiz its version, an answer the points earned before), and one that no longer fits makes the
    /// whole change [`Committed::Stale`].
    pub async fn commit(&self, change: &Change, now: DateTime<Utc>) -> Result<Committed> {
        let mut deeds: Vec<&Deed> = change.deeds.iter().collect();
        deeds.sort_by_key(|deed| deed.place());
        let mut writes = Vec::new();
        for deed in deeds {
            writes.extend(self.writes_of(deed, now).await?);
        }
        match self.write(writes).await {
            Ok(Written::Done(_)) => Ok(Committed::Done),
            Ok(Written::Outdated(place)) => match change.event() {
                // It may have been forgotten this very moment; then the change is simply to be
                // tried again.
                Some(event) if place == 0 => {
                    Ok(self.reply_to(&event.id).await?.map_or(Committed::Stale, Committed::Seen))
                }
                _ => Ok(Committed::Stale),
            },
            Err(fault) if fault.is_race() => Ok(Committed::Stale),
            Err(fault) => Err(fault),
        }
    }
}
