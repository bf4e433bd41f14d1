//! Who is still there: people leave a community without a word to us, and then they leave its
//! boards.
//!
//! Platforms tell a bot of it only if it may see all members. Instead whoever a board names is
//! looked up behind it, or before it is sent where it stands for good, and what was found is kept a
//! day.

use std::time::Duration;

use chrono::{DateTime, Days, Utc, Weekday};

use super::App;
use super::looks::{AHEAD, Look};
use super::reach::Presence;
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::{Period, STREAKS_KEY};
use crate::store::{PageOf, Result, Whereabouts};

/// How often a board is made anew because somebody on it has left.
const ROUNDS: usize = 3;

/// How long a board that is to be sent waits for the platform's word.
const PATIENCE: Duration = Duration::from_secs(4);

/// How many schedules are looked at ahead in one go.
const AHEAD_AT_ONCE: u32 = 100;

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
            match self.presence(&self.store.whereabouts(id).await?).await {
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
                let board = self.store.board(community, period, None, PageOf::Number(1)).await?;
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

    /// Whether somebody is still in their community: they are while they are in one of its homes,
    /// and have left it when they have left all of them.
    async fn presence(&self, whereabouts: &[Whereabouts]) -> Presence {
        let Some(reach) = self.reach.get() else { return Presence::Unknown };
        let mut met = None;
        for Whereabouts { home, identity } in whereabouts {
            match reach.presence(home, &identity.id).await {
                Presence::Here => return Presence::Here,
                Presence::Left if met != Some(Presence::Unknown) => met = Some(Presence::Left),
                Presence::Left | Presence::Unknown => met = Some(Presence::Unknown),
            }
        }
        met.unwrap_or(Presence::Unknown)
    }
}
