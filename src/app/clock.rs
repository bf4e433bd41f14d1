//! The wall clock has stepped, or the program has just begun: whatever hangs on an instant is
//! reckoned anew, and what a clock that was ahead has written for times that have not come is taken
//! back.

use chrono::{DateTime, Utc};

use super::decision::{Fault, guarded};
use super::quiz::Game;
use super::{App, reminder};
use crate::domain::calendar::board_day;
use crate::domain::calendar::step::{hour_of, was_ahead};
use crate::store::{Change, Committed, Deed, Family, QuizRow, Result};

/// How many reminders are looked at in one go.
const AT_ONCE: u32 = 500;

/// What was put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PutRight {
    /// Schedules that were due at another instant than was kept.
    pub schedules: usize,
    /// Reminders that were due, sent or unwanted at another time than is right.
    pub reminders: usize,
    /// Rounds whose time would have been over too late.
    pub rounds: usize,
    /// Cards of the day of dates that have not come, which were not sent.
    pub cards: u64,
    /// Study days that have not come, which now count for the day on which they were lived.
    pub study_days: usize,
    /// Whether the clock seems to be behind: the program has lived through hours that have not
    /// come.
    pub is_behind: bool,
}

impl App {
    /// Reckons anew what hangs on an instant. Where a clock was ahead, which `is_back` knows or
    /// which shows in the hours that the program has run, what it has written for times that have
    /// not come is taken back.
    pub async fn reckon_anew(&self, now: DateTime<Utc>, is_back: bool) -> Result<PutRight> {
        let mut put =
            PutRight { schedules: self.recheck_schedules(now).await?, ..PutRight::default() };
        self.store.bound_instants(now).await?;
        put.rounds = self.recheck_rounds(now).await?;
        let run = self.store.hours_run().await?;
        let is_ahead = is_back || was_ahead(hour_of(now), &run);
        put.is_behind = !is_ahead && run.last().is_some_and(|last| *last > hour_of(now));
        if is_ahead {
            put.study_days = self.move_study_days(now).await?;
            put.cards = self.store.take_back(now).await?;
        }
        put.reminders = self.recheck_reminders(now, is_ahead).await?;
        self.looks.forget();
        self.store.run_in_hour(now).await?;
        self.calendar.notify_one();
        self.reminded.notify_one();
        self.woken.notify_one();
        Ok(put)
    }

    /// Writes down that the program runs in this hour.
    pub async fn runs(&self, now: DateTime<Utc>) -> Result<()> {
        self.store.run_in_hour(now).await
    }

    /// A round is open for its seconds from now on at the most.
    async fn recheck_rounds(&self, now: DateTime<Utc>) -> Result<usize> {
        let mut shortened = 0;
        for row in self.store.quizzes_waking_after(now).await? {
            let quiz = row.id;
            match guarded(self.shorten(row, now)).await {
                Ok(changed) => shortened += usize::from(changed),
                Err(fault) => drop(self.failed(Family::Quizzes, quiz.0, &fault).await?),
            }
        }
        Ok(shortened)
    }

    async fn shorten(&self, row: QuizRow, now: DateTime<Utc>) -> std::result::Result<bool, Fault> {
        let mut game = match Game::load(row, &self.decks()) {
            Ok(game) => game,
            // Whoever looks at it next deals with it.
            Err(Fault::Unplayable(_)) => return Ok(false),
            Err(fault) => return Err(fault),
        };
        if !game.quiz.shorten_clock(now) {
            return Ok(false);
        }
        let change = Change::of(Deed::PutQuiz(game.kept()?));
        Ok(self.commit(&change, now).await? == Committed::Done)
    }

    async fn recheck_reminders(&self, now: DateTime<Utc>, is_ahead: bool) -> Result<usize> {
        let (mut after, mut wrong) = (None, 0);
        loop {
            let rows = self.store.reminders_after(after, AT_ONCE).await?;
            let Some(last) = rows.last() else { return Ok(wrong) };
            after = Some(last.member);
            for row in rows {
                if let Some(right) = reminder::put_right(&row, now, is_ahead) {
                    wrong += 1;
                    self.store.settle_reminder(&right, None, now).await?;
                }
            }
        }
    }

    async fn move_study_days(&self, now: DateTime<Utc>) -> Result<usize> {
        let mut moved = 0;
        for ahead in self.store.studied_after(now.date_naive()).await? {
            let today = ahead.member.study_day(now, ahead.community_zone);
            let board_today = board_day(now, ahead.community_zone);
            if ahead.day > today {
                self.store.move_study_day(&ahead, today, board_today).await?;
                moved += 1;
            }
        }
        Ok(moved)
    }
}
