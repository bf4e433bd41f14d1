//! Who is still there: people leave a community without a word to us, and then they leave its
//! boards.
//!
//! Platforms tell a bot of it only if it may see all members. Instead whoever a board names is
//! looked up behind it, or before it is sent where it stands for good, and what was found is kept a
//! day.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Days, TimeDelta, Utc, Weekday};
use tokio::sync::mpsc;

use super::App;
use super::reach::Presence;
use crate::domain::id::{CommunityId, MemberId, ScheduleId};
use crate::domain::place::Place;
use crate::domain::standing::{Period, STREAKS_KEY};
use crate::store::{PageOf, Result};

/// How long it is not asked again whether somebody is there.
const KEPT: TimeDelta = TimeDelta::days(1);

/// How many members are remembered.
const MANY: usize = 50_000;

/// How many are looked up for one board.
const OF_A_BOARD: usize = 10;

/// How many boards may wait; of more, the members are looked up when theirs is shown again.
const WAITING: usize = 256;

/// How often a board is made anew because somebody on it has left.
const ROUNDS: usize = 3;

/// How long a board that is to be sent waits for the platform's word.
const PATIENCE: Duration = Duration::from_secs(4);

/// How long before its time the names in a summary are looked up.
const AHEAD: TimeDelta = TimeDelta::minutes(15);

/// How many schedules are looked at ahead in one go.
const AHEAD_AT_ONCE: u32 = 100;

/// Members of a community whom a board has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    community: CommunityId,
    members: Vec<MemberId>,
}

/// Who was looked up when, and who is to be.
#[derive(Debug)]
pub(super) struct Looks {
    found: Mutex<HashMap<MemberId, DateTime<Utc>>>,
    /// Schedules whose next summary has been looked at, by its instant.
    ahead: Mutex<HashMap<ScheduleId, DateTime<Utc>>>,
    ask: mpsc::Sender<Look>,
    asked: tokio::sync::Mutex<mpsc::Receiver<Look>>,
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
    fn unknown(
        &self,
        members: impl IntoIterator<Item = MemberId>,
        now: DateTime<Utc>,
    ) -> Vec<MemberId> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown = |member: &MemberId| found.get(member).is_none_or(|at| *at + KEPT <= now);
        members.into_iter().filter(unknown).take(OF_A_BOARD).collect()
    }

    fn found(&self, member: MemberId, now: DateTime<Utc>) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= MANY {
            found.retain(|_, at| *at + KEPT > now);
        }
        if found.len() < MANY {
            found.insert(member, now);
        }
    }

    /// Whether a schedule's summary has yet to be looked at; it has, from now on.
    fn is_new(&self, schedule: ScheduleId, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.retain(|_, at| *at + AHEAD > now);
        ahead.insert(schedule, at) != Some(at)
    }
}

impl App {
    /// Has the members whom a board names looked up behind it.
    pub(super) fn look_behind(
        &self,
        community: CommunityId,
        members: impl IntoIterator<Item = MemberId>,
        now: DateTime<Utc>,
    ) {
        let members = self.looks.unknown(members, now);
        if !members.is_empty() {
            // Where too many wait already, the next look at the board asks again.
            let _ = self.looks.ask.try_send(Look { community, members });
        }
    }

    /// Waits for the next members who are to be looked up.
    pub async fn next_look(&self) -> Option<Look> {
        self.looks.asked.lock().await.recv().await
    }

    /// Looks members up: who has left is taken off the boards, who is there comes back. Whether
    /// anybody has left.
    pub async fn look(&self, look: &Look, now: DateTime<Utc>) -> Result<bool> {
        let mut anybody_left = false;
        for id in self.looks.unknown(look.members.iter().copied(), now) {
            let Some((member, place)) = self.store.member_with_place(id).await? else { continue };
            match self.presence(&place, &member.external).await {
                Presence::Unknown => continue,
                Presence::Left => {
                    self.store.member_left(look.community, id, now).await?;
                    anybody_left = true;
                }
                Presence::Here => {
                    if self.store.is_away(id).await? {
                        self.store.member_returned(look.community, id).await?;
                    }
                }
            }
            self.looks.found(id, now);
        }
        Ok(anybody_left)
    }

    /// Takes those off a board who have left, before it is sent and stands for good. Where the
    /// platform does not answer in time, the board is sent as it is.
    pub async fn look_before(
        &self,
        community: CommunityId,
        period: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let looking = async {
            for _ in 0..ROUNDS {
                let board =
                    self.store.board(community, period, MemberId(0), PageOf::Number(1)).await?;
                let members = board.rows.iter().map(|row| row.member).collect();
                if !self.look(&Look { community, members }, now).await? {
                    break;
                }
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, looking).await.unwrap_or(Ok(()))
    }

    /// The boards that the summaries tell of which are sent within the next minutes: whom they name
    /// is to be looked up now, so that no card waits for it.
    pub async fn boards_ahead(&self, now: DateTime<Utc>) -> Result<Vec<(CommunityId, String)>> {
        let mut boards = Vec::new();
        for row in self.store.schedules_until(now + AHEAD, AHEAD_AT_ONCE).await? {
            let Some(at) =
                row.next_at.filter(|at| row.summary && self.looks.is_new(row.id, *at, now))
            else {
                continue;
            };
            let monday =
                at.with_timezone(&row.schedule.zone).date_naive().week(Weekday::Mon).first_day();
            if !self.store.has_posted_since(row.id, monday).await? {
                let week = Period::Week.key(monday - Days::new(1));
                boards.extend([week, STREAKS_KEY.to_owned()].map(|period| (row.community, period)));
            }
        }
        Ok(boards)
    }

    async fn presence(&self, place: &Place, member: &str) -> Presence {
        match self.reach.get() {
            Some(reach) => reach.presence(place, member).await,
            None => Presence::Unknown,
        }
    }
}
