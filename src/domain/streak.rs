//! Streaks: study days in a row, with freezes for the missed ones.
//!
//! Days are lived through one after the other, from the first studied one on. A studied day counts,
//! whichever day it is. A day on which nobody was expected changes nothing. A missed one is
//! protected by a freeze if one is held, and otherwise ends the streak, unless nine cards on the
//! two study days after it repair it. Today may still be studied, so it never ends anything.
//!
//! All of it is reckoned from the days that were studied, each a date that is kept once: so no
//! change of zone can count a date twice, and what was counted stays counted.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::calendar::{StudyDays, Turn, begin_of, study_day};

#[cfg(test)]
mod tests;

/// Each time so many days of a streak have counted, it earns a freeze.
pub const DAYS_PER_FREEZE: u32 = 7;

/// The most freezes that a member can hold.
pub const MOST_FREEZES: u32 = 2;

/// How many different cards, answered on the two study days after a missed one, repair a streak.
pub const CARDS_TO_REPAIR: u32 = 9;

/// How many study days a repair may take: 48 hours, as the days turn.
const DAYS_TO_REPAIR: u64 = 2;

/// A day on which a member studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Studied {
    /// The study day, as the member's clock told it.
    pub day: NaiveDate,
    /// How many different cards were answered on it.
    pub cards: u32,
}

/// A member's study days in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Days that count in the streak that still runs.
    pub current: u32,
    /// Days that counted in the longest streak ever, this one included.
    pub longest: u32,
    /// How many freezes the member holds, up to [`MOST_FREEZES`].
    pub freezes: u32,
    /// Whether the member has studied today, so that today counts already.
    pub studied_today: bool,
    /// The way back into a streak that has just broken, as long as it is open.
    pub repair: Option<Repair>,
}

/// The way back into a streak that has just broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// How many days the streak had counted.
    pub lost: u32,
    /// How many different cards are still to be answered.
    pub cards_left: u32,
    /// The last study day on which they can be.
    pub last_day: NaiveDate,
}

/// What a day did to a streak, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was studied and counted.
    Counted,
    /// It is today, and has not been studied yet.
    Open,
    /// Not among the community's study days.
    Free,
    /// It is listed as a holiday, on which nobody is expected.
    Holiday,
    /// The bot was down, or the member's clock skipped it.
    Excused,
    /// Missed, and protected by a freeze.
    Frozen,
    /// Missed, and repaired by enough cards on the two study days after it.
    Repaired,
    /// Missed: a streak that ran ended here.
    Broken,
    /// Not studied while no streak ran.
    Idle,
}

/// The streak of a member who studied on `studied` (oldest first), in a community that studies on
/// `expected`.
///
/// A day after `today` can be among the studied ones when the member has moved to a zone further
/// west; it counts.
pub fn streak(studied: &[Studied], expected: &StudyDays, today: NaiveDate) -> Streak {
    let mut streak = Streak::default();
    for (_, _, after) in lived(studied, expected, today) {
        streak = after;
    }
    streak.studied_today = studied.binary_search_by_key(&today, |studied| studied.day).is_ok();
    streak
}

/// What each of the last `count` days did to the streak and why, the newest first; none before the
/// day on which the member `joined`, unless it was studied.
pub fn last_days(
    studied: &[Studied],
    expected: &StudyDays,
    today: NaiveDate,
    joined: NaiveDate,
    count: u64,
) -> Vec<(NaiveDate, Fate)> {
    // Who has moved to a zone further west since may have joined tomorrow.
    let begin = studied.first().map_or(joined, |first| first.day.min(joined)).min(today);
    let first = (today - Days::new(count.saturating_sub(1))).max(begin);
    let known: Vec<(NaiveDate, Fate)> = lived(studied, expected, today)
        .filter(|(date, ..)| (first..=today).contains(date))
        .map(|(date, fate, _)| (date, fate))
        .collect();
    // Days before the first studied one, on which there was nothing to lose yet.
    let idle = |date| {
        let otherwise = if date == today { Fate::Open } else { Fate::Idle };
        (date, free(expected, date).unwrap_or(otherwise))
    };
    let begin = known.first().map_or(today + Days::new(1), |(date, _)| *date);
    let before = first.iter_days().take_while(|date| *date < begin).map(idle);
    let mut days: Vec<(NaiveDate, Fate)> = before.chain(known).collect();
    days.reverse();
    days
}

/// When the streak has to be looked at again even if nothing is studied: the end of the next day
/// that could be missed, or of the chance to repair. Never, where there is nothing to lose.
pub fn due(
    streak: &Streak,
    expected: &StudyDays,
    today: NaiveDate,
    (zone, turn): (Tz, Turn),
) -> Option<DateTime<Utc>> {
    if streak.repair.is_some() {
        return Some(begin_of(today + Days::new(1), zone, turn));
    }
    if streak.current == 0 {
        return None;
    }
    let from = if streak.studied_today { today + Days::new(1) } else { today };
    // Where a year has no study day at all, it is looked at once a year.
    let last = from + Days::new(366);
    let missable =
        from.iter_days().take_while(|date| *date < last).find(|date| expected.include(*date));
    Some(begin_of(missable.unwrap_or(last) + Days::new(1), zone, turn))
}

/// The dates that a member had no chance, or not the whole of it, to study because their clock was
/// set forward from one zone to another.
pub fn skipped(now: DateTime<Utc>, from: Tz, to: Tz, turn: Turn) -> Vec<NaiveDate> {
    let after = study_day(now, to, turn);
    study_day(now, from, turn).iter_days().take_while(|date| *date < after).collect()
}

/// Each day from the first studied one to today, what it did, and the streak after it.
fn lived<'a>(
    studied: &'a [Studied],
    expected: &'a StudyDays,
    today: NaiveDate,
) -> impl Iterator<Item = (NaiveDate, Fate, Streak)> + 'a {
    let last = studied.last().map_or(today, |last| last.day.max(today));
    let days =
        studied.first().map(|first| first.day.iter_days().take_while(move |date| *date <= last));
    let mut streak = Streak::default();
    let mut ahead = studied;
    let (mut open, mut since_open) = (0, None);
    days.into_iter().flatten().map(move |date| {
        let counted = ahead.first().is_some_and(|studied| studied.day <= date);
        while ahead.first().is_some_and(|studied| studied.day <= date) {
            ahead = &ahead[1..];
        }
        if streak.repair.is_some_and(|repair| repair.last_day < date) {
            streak.repair = None;
        }
        let fate = match free(expected, date) {
            _ if counted => Fate::Counted,
            Some(free) => free,
            None if date >= today => Fate::Open,
            None => streak.fate_of_missed(date, ahead),
        };
        let longest = streak.longest;
        streak.live(date, fate, ahead);
        // After a move to the west a day may be open again that has studied days after it. Until it
        // is over, nobody knows whether they are in a row with those before it, unless it would be
        // protected anyway.
        if fate == Fate::Open && repairing(date, ahead) < CARDS_TO_REPAIR {
            open += 1;
        }
        since_open = match (fate, since_open) {
            (Fate::Open, _) if open > streak.freezes => Some(0),
            (Fate::Counted, Some(days)) => Some(days + 1),
            (_, days) => days,
        };
        if let Some(days) = since_open {
            streak.longest = longest.max(days);
        }
        (date, fate, streak)
    })
}

/// Why nobody was expected on a day, if nobody was.
fn free(expected: &StudyDays, date: NaiveDate) -> Option<Fate> {
    if expected.include(date) {
        return None;
    }
    Some(match date {
        _ if expected.holidays.contains(&date) => Fate::Holiday,
        _ if expected.excused.contains(&date) => Fate::Excused,
        _ => Fate::Free,
    })
}

/// How many cards were answered while a streak that broke on `date` could be repaired.
fn repairing(date: NaiveDate, ahead: &[Studied]) -> u32 {
    let last = date + Days::new(DAYS_TO_REPAIR);
    ahead.iter().take_while(|studied| studied.day <= last).map(|studied| studied.cards).sum()
}

impl Streak {
    /// What becomes of the streak on a missed study day: a freeze is spent before a repair is
    /// looked for.
    fn fate_of_missed(&self, date: NaiveDate, ahead: &[Studied]) -> Fate {
        match self {
            _ if self.current == 0 => Fate::Idle,
            _ if self.freezes > 0 => Fate::Frozen,
            _ if repairing(date, ahead) >= CARDS_TO_REPAIR => Fate::Repaired,
            _ => Fate::Broken,
        }
    }

    /// Lives through a day with this fate.
    fn live(&mut self, date: NaiveDate, fate: Fate, ahead: &[Studied]) {
        match fate {
            Fate::Counted => {
                self.current += 1;
                self.longest = self.longest.max(self.current);
                if self.current.is_multiple_of(DAYS_PER_FREEZE) {
                    self.freezes = (self.freezes + 1).min(MOST_FREEZES);
                }
            }
            Fate::Frozen => self.freezes -= 1,
            Fate::Broken => {
                let cards_left = CARDS_TO_REPAIR - repairing(date, ahead);
                self.repair = Some(Repair {
                    lost: self.current,
                    cards_left,
                    last_day: date + Days::new(DAYS_TO_REPAIR),
                });
                self.current = 0;
            }
            // A missed day without a streak costs nothing; a freeze of an earlier streak is kept
            // for the next.
            Fate::Idle
            | Fate::Open
            | Fate::Free
            | Fate::Holiday
            | Fate::Excused
            | Fate::Repaired => {}
        }
    }
}
