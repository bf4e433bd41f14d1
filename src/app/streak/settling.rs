//! What brings kept streaks up to date: after answers, and when the turn of a day may have ended
//! one.

use chrono::{DateTime, Utc};

use super::Lived;
use crate::app::App;
use crate::app::decision::guarded;
use crate::domain::id::CommunityId;
use crate::domain::streak::due;
use crate::store::{DueStreak, Family, Reckoned, Result};

/// How many streaks are settled in one go.
const AT_ONCE: u32 = 200;

impl App {
    /// Reckons streaks that are due and keeps them; whether others may still be due. Streaks of a
    /// community whose board is asked for come first, of that community alone.
    pub async fn settle_streaks(
        &self,
        community: Option<CommunityId>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let due = self.store.due_streaks(community, now, AT_ONCE).await?;
        for streak in &due {
            let settled = guarded(async { Ok(self.settle(streak, now).await?) }).await;
            if let Err(fault) = settled {
                self.failed(Family::Streaks, streak.member.id.0, &fault).await?;
            }
        }
        Ok(due.len() == AT_ONCE as usize)
    }

    /// Brings the streaks of a community up to date for whoever tells of them; where that fails,
    /// they are told as they stood.
    pub(in crate::app) async fn settle_streaks_of(
        &self,
        community: CommunityId,
        now: DateTime<Utc>,
    ) {
        if let Err(fault) = self.settle_streaks(Some(community), now).await {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(cause, "could not settle streaks for a board");
        }
    }

    async fn settle(&self, due_streak: &DueStreak, now: DateTime<Utc>) -> Result<()> {
        let member = &due_streak.member;
        let zone = member.zone.unwrap_or(due_streak.community_zone);
        let today = member.study_day(now, due_streak.community_zone);
        let lived = Lived::load(self, member).await?;
        let streak = lived.streak(today);
        let reckoned = Reckoned {
            current: if lived.kept.off { 0 } else { streak.current },
            longest: streak.longest,
            mending: streak.repair.is_some(),
            due_at: due(&streak, &lived.expected, today, (zone, member.turn)),
        };
        self.store.put_streak(due_streak, &reckoned).await
    }
}
