//! The days on which a community is expected to study, by which all streaks are reckoned.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, WeekdaySet};

use crate::app::App;
use crate::domain::calendar::StudyDays;
use crate::domain::id::CommunityId;
use crate::store::{Result, ScheduleRow};

impl App {
    /// The study days of a community: the weekdays of its schedules together, without the dates on
    /// which none of them posts; every day without a schedule. A day whose card was missed since
    /// nothing ran is excused.
    pub(super) async fn expected_days(&self, community: CommunityId) -> Result<StudyDays> {
        let schedules = self.store.schedules(community).await?;
        if schedules.is_empty() {
            return Ok(StudyDays::default());
        }
        let excused = self.store.missed_dates(community).await?.into_iter().collect();
        Ok(StudyDays { excused, ..expected(&schedules) })
    }
}

fn expected(schedules: &[ScheduleRow]) -> StudyDays {
    let weekdays =
        schedules.iter().fold(WeekdaySet::EMPTY, |days, row| days.union(row.schedule.days));
    let listed: BTreeSet<NaiveDate> =
        schedules.iter().flat_map(|row| row.schedule.off_days.iter().copied()).collect();
    let holidays =
        listed.into_iter().filter(|day| !schedules.iter().any(|row| posts_on(row, *day))).collect();
    StudyDays { weekdays, holidays, excused: BTreeSet::new() }
}

fn posts_on(row: &ScheduleRow, day: NaiveDate) -> bool {
    row.schedule.days.contains(day.weekday()) && !row.schedule.off_days.contains(&day)
}
