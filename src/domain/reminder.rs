//! Reminders: when a member is nudged, when not, and when the bot falls silent.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::calendar::schedule::occurrence;

/// Three ignored reminders in a row make the bot ask.
const ASK_AFTER: u32 = 3;

/// From this hour of the evening on nobody is nudged who did not ask for it.
const QUIET_FROM: u32 = 22;

/// Until this hour of the morning the same holds.
const QUIET_UNTIL: u32 = 7;

/// Up to so long after its time a reminder is as good as at its time.
const PUNCTUAL: TimeDelta = TimeDelta::minutes(15);

/// The hour of "tonight", by the member's clock.
const EVENING: u32 = 20;

/// How long "later" puts a reminder off.
const LATER: TimeDelta = TimeDelta::hours(1);

/// How a reminder stands with its member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// So many reminders in a row were ignored, fewer than would make the bot ask.
    Heard(u32),
    /// The bot has asked whether reminders are still wanted.
    Asked,
    /// The question was ignored, too: nothing is sent any more.
    Silent,
}

/// What is sent to a member whose reminder is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// The reminder, with the first card.
    Remind,
    /// The question whether reminders are still wanted.
    Ask,
}

/// Why nothing is sent to a member whose reminder is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The member has studied today already.
    Studied,
    /// The member wants none today.
    NotToday,
    /// It is night where the member is.
    Night,
    /// It comes too late to be of use.
    Overdue,
    /// Too many reminders were ignored, and the question after them is open or was ignored too.
    Silent,
}

/// All that decides on one reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// When the reminder was due.
    pub due: DateTime<Utc>,
    /// The time of day that the member chose, by the clock of `zone`.
    pub at: NaiveTime,
    /// The zone of the member's clock.
    pub zone: Tz,
    /// Whether the member has studied on this study day.
    pub studied: bool,
    /// Whether the member wants none on this study day.
    pub not_today: bool,
    /// How the reminder stands with the member.
    pub mood: Mood,
}

impl Mood {
    /// After one more was sent; until the member reacts, it counts as ignored.
    #[must_use]
    pub fn sent(self, nudge: Nudge) -> Self {
        match (self, nudge) {
            (_, Nudge::Ask) => Self::Asked,
            (Self::Heard(ignored), Nudge::Remind) => Self::Heard(ignored + 1),
            (mood, Nudge::Remind) => mood,
        }
    }

    /// As it is kept: 0 to 3 ignored, then asked, then silent.
    pub fn level(self) -> u32 {
        match self {
            Self::Heard(ignored) => ignored.min(ASK_AFTER),
            Self::Asked => ASK_AFTER + 1,
            Self::Silent => ASK_AFTER + 2,
        }
    }

    /// The mood of a level that was kept; a higher one than any is silent.
    pub fn of_level(level: u32) -> Self {
        match level {
            level if level <= ASK_AFTER => Self::Heard(level),
            level if level == ASK_AFTER + 1 => Self::Asked,
            _ => Self::Silent,
        }
    }
}

/// What to send at `now`, if anything.
pub fn nudge(occasion: &Occasion, now: DateTime<Utc>) -> Result<Nudge, Hold> {
    match occasion.mood {
        Mood::Asked | Mood::Silent => return Err(Hold::Silent),
        Mood::Heard(_) if occasion.studied => return Err(Hold::Studied),
        Mood::Heard(_) if occasion.not_today => return Err(Hold::NotToday),
        Mood::Heard(_) => {}
    }
    if now - occasion.due > super::posting::LATEST {
        return Err(Hold::Overdue);
    }
    // Who chose a time of the night wants to hear at it, but not at any other time of the night.
    let chosen = is_night_time(occasion.at) && now - occasion.due <= PUNCTUAL;
    if is_night(now, occasion.zone) && !chosen {
        return Err(Hold::Night);
    }
    let ask = occasion.mood == Mood::Heard(ASK_AFTER);
    Ok(if ask { Nudge::Ask } else { Nudge::Remind })
}

/// When a nudge comes that was put off by an hour; none if that would be in the night.
pub fn later(now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    Some(now + LATER).filter(|at| !is_night(*at, zone))
}

/// When a nudge comes that was put off until the evening; none if the evening is here or gone.
pub fn tonight(now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let evening = NaiveTime::from_hms_opt(EVENING, 0, 0)?;
    let local = now.with_timezone(&zone);
    let at = occurrence(zone, local.date_naive(), evening).at;
    // Past midnight, "tonight" is still the evening that goes on.
    (now < at && local.hour() >= QUIET_UNTIL).then_some(at)
}

/// Whether it is night at an instant where the clocks of `zone` go.
fn is_night(at: DateTime<Utc>, zone: Tz) -> bool {
    is_night_time(at.with_timezone(&zone).time())
}

/// Whether a time of day is one at which nobody is nudged unasked.
fn is_night_time(time: NaiveTime) -> bool {
    time.hour() >= QUIET_FROM || time.hour() < QUIET_UNTIL
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Europe::Berlin;

    fn instant(clock: &str) -> DateTime<Utc> {
        let time = NaiveTime::parse_from_str(clock, "%H:%M").unwrap();
        occurrence(ZONE, "2026-06-01".parse().unwrap(), time).at
    }

    fn occasion(due: &str) -> Occasion {
        let at = NaiveTime::parse_from_str(due, "%H:%M").unwrap();
        Occasion {
            due: instant(due),
            at,
            zone: ZONE,
            studied: false,
            not_today: false,
            mood: Mood::Heard(0),
        }
    }

    #[test]
    fn a_reminder_is_sent_only_when_it_is_needed_and_welcome() {
        let remind = Ok(Nudge::Remind);
        for (occasion, now, expected) in [
            (occasion("18:00"), "18:00", remind),
            (occasion("18:00"), "21:59", remind),
            // Never in the night.
            (occasion("18:00"), "22:00", Err(Hold::Night)),
            (occasion("21:59"), "22:01", Err(Hold::Night)),
            // Unless the member chose it.
            (occasion("22:30"), "22:30", remind),
            (occasion("22:30"), "22:40", remind),
            (occasion("22:30"), "23:30", Err(Hold::Night)),
            (occasion("06:30"), "06:31", remind),
            (occasion("05:00"), "06:59", Err(Hold::Night)),
            (occasion("05:00"), "07:00", remind),
            (occasion("09:00"), "15:01", Err(Hold::Overdue)),
            (Occasion { studied: true, ..occasion("18:00") }, "18:00", Err(Hold::Studied)),
            (Occasion { not_today: true, ..occasion("18:00") }, "18:00", Err(Hold::NotToday)),
            (Occasion { mood: Mood::Heard(2), ..occasion("18:00") }, "18:00", remind),
            // The fourth asks.
            (Occasion { mood: Mood::Heard(3), ..occasion("18:00") }, "18:00", Ok(Nudge::Ask)),
            (
                Occasion { mood: Mood::Heard(3), studied: true, ..occasion("18:00") },
                "18:00",
                Err(Hold::Studied),
            ),
            (Occasion { mood: Mood::Asked, ..occasion("18:00") }, "18:00", Err(Hold::Silent)),
            (Occasion { mood: Mood::Silent, ..occasion("18:00") }, "18:00", Err(Hold::Silent)),
        ] {
            assert_eq!(nudge(&occasion, instant(now)), expected, "{now} {occasion:?}");
        }
    }

    #[test]
    fn three_ignored_reminders_make_it_ask_once_and_fall_silent() {
        let mut mood = Mood::Heard(0);
        let mut sent = Vec::new();
        for _ in 0..10 {
            if let Ok(next) = nudge(&Occasion { mood, ..occasion("18:00") }, instant("18:00")) {
                sent.push(next);
                mood = Mood::of_level(mood.sent(next).level());
            }
        }
        assert_eq!(sent, [Nudge::Remind, Nudge::Remind, Nudge::Remind, Nudge::Ask]);
    }

    #[test]
    fn what_is_put_off_comes_the_same_day_or_not_at_all() {
        let shown = |at: Option<DateTime<Utc>>| {
            at.map(|at| at.with_timezone(&ZONE).format("%H:%M").to_string())
        };
        for (now, in_an_hour, in_the_evening) in [
            ("09:00", Some("10:00"), Some("20:00")),
            ("19:59", Some("20:59"), Some("20:00")),
            ("20:00", Some("21:00"), None),
            ("21:00", None, None),
            ("23:30", None, None),
            ("01:00", None, None),
            ("06:30", Some("07:30"), None),
        ] {
            assert_eq!(shown(later(instant(now), ZONE)).as_deref(), in_an_hour, "{now}");
            assert_eq!(shown(tonight(instant(now), ZONE)).as_deref(), in_the_evening, "{now}");
        }
    }
}
