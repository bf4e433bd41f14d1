//! Whom boards have named, and when each was last looked up on the platform.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc;

use crate::domain::id::{CommunityId, MemberId, ScheduleId};

/// How long it is not asked again whether somebody is there.
const KEPT: TimeDelta = TimeDelta::days(1);

/// How many members are remembered.
const MANY: usize = 50_000;

/// How many are looked up for one board.
const OF_A_BOARD: usize = 10;

/// How many boards may wait; of more, the members are looked up when theirs is shown again.
const WAITING: usize = 256;

/// How long before its time the names in a summary are looked up.
pub(super) const AHEAD: TimeDelta = TimeDelta::minutes(15);

/// Members of a community whom a board has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The community of the board.
    pub(super) community: CommunityId,
    /// Those whom it names.
    pub(super) members: Vec<MemberId>,
}

/// Who was looked up when, and who is to be.
#[derive(Debug)]
pub(super) struct Looks {
    found: Mutex<HashMap<MemberId, DateTime<Utc>>>,
    /// Schedules whose next summary has been looked at, by its instant.
    ahead: Mutex<HashMap<ScheduleId, DateTime<Utc>>>,
    /// Who is to be looked up behind a board.
    pub(super) ask: mpsc::Sender<Look>,
    /// The other end of `ask`.
    pub(super) asked: tokio::sync::Mutex<mpsc::Receiver<Look>>,
}

impl Default for Looks {
    fn default() -> Self {
        let (ask, asked) = mpsc::channel(WAITING);
        let asked = tokio::sync::Mutex::new(asked);
        Self { found: Mutex::default(), ahead: Mutex::default(), ask, asked }
    }
}

impl Looks {
    /// Forgets who was looked up when: a clock that was wrong has said so.
    pub(super) fn forget(&self) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Those of whom nothing was found within a day.
    pub(super) fn unknown(
        &self,
        members: impl IntoIterator<Item = MemberId>,
        now: DateTime<Utc>,
    ) -> Vec<MemberId> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown = |member: &MemberId| found.get(member).is_none_or(|at| *at + KEPT <= now);
        members.into_iter().filter(unknown).take(OF_A_BOARD).collect()
    }

    /// Somebody was found to be there, or to have left.
    pub(super) fn found(&self, member: MemberId, now: DateTime<Utc>) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= MANY {
            found.retain(|_, at| *at + KEPT > now);
        }
        if found.len() < MANY {
            found.insert(member, now);
        }
    }

    /// Whether a schedule's summary has yet to be looked at; it has, from now on.
    pub(super) fn is_new(
        &self,
        schedule: ScheduleId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> bool {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.retain(|_, at| *at + AHEAD > now);
        ahead.insert(schedule, at) != Some(at)
    }
}
