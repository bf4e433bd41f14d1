//! What hangs on the wall clock: in which hours the program has run, and what a clock that was
//! ahead has written for times that have not come.

mod boards;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::claim::{self, family};
use super::community::MemberRecord;
use super::error::unless_race;
use super::pool::on;
use super::record::record;
use super::write::Write;
use super::{Error, Member, Result, Store, text};
use crate::domain::calendar::step::hour_of;
use crate::domain::posting::{LEASE, OPEN};

const RUN_IN: &str = "INSERT INTO hours_run (hour) VALUES ($1) ON CONFLICT DO NOTHING";

const HOURS: &str = "SELECT hour FROM hours_run ORDER BY hour";

const FORGET_HOURS: &str = "DELETE FROM hours_run WHERE hour > $1 OR hour < $2";

/// How often a study day is moved anew because its member has just answered.
const TRIES: u32 = 10;

/// How long it is remembered in which hours the program ran.
const REMEMBERED: TimeDelta = TimeDelta::days(400);

/// A final board is to be posted at once.
const LATE_BOARDS: &str =
    "UPDATE seasons SET post_at = $1 WHERE post_at > $1 AND final_board IS NOT NULL";

/// Streaks are due at the next turn of the day at the latest, which is 25 hours away when the
/// clocks change.
const LATE_STREAKS: &str = "UPDATE streaks SET mark = mark + 1, due_at = 0 WHERE due_at > $1";

/// A card that stands in its channel closes a day after it was posted; `$1` is now, `$2` a day
/// later.
const OPEN_CARDS: &str = "UPDATE postings \
     SET posted_at = CASE WHEN posted_at > $1 THEN $1 ELSE posted_at END, \
         closes_at = CASE WHEN closes_at > $2 THEN $2 ELSE closes_at END, wake_at = $1 \
     WHERE state = 'posted' AND wake_at > $2";

/// Of a date that has not come, nothing was sent.
const UNSENT: &str = "DELETE FROM postings \
     WHERE due_at > $1 AND posted_at IS NULL \
         AND (state = 'missed' OR (state = 'due' AND tried = 0))";

/// Nobody works on what is not there any more.
const UNCLAIM: &str = concat!(
    "DELETE FROM claims WHERE family = ",
    family!(postings),
    " AND NOT EXISTS (SELECT 1 FROM postings WHERE postings.id = claims.id)"
);

/// A card that a clock which was ahead has chosen was last shown when it really was.
const SHOWN_ON: &str = "UPDATE community_cards SET posted_on = ( \
         SELECT MAX(p.local_date) FROM postings p \
         WHERE p.community = community_cards.community AND p.deck = community_cards.deck \
             AND p.card = community_cards.card AND p.state <> 'missed') \
     WHERE posted_on > $1";

const NUDGES: &str = "DELETE FROM nudges WHERE due_at > $1";

/// A season whose end has not come goes on, unless its final board may have been posted or another
/// has begun since.
const SEASONS: &str = concat!(
    "UPDATE seasons SET final_board = NULL, post_at = NULL \
     WHERE ends_at > $1 AND final_board IS NOT NULL AND post_at IS NOT NULL AND tried = 0 \
         AND NOT EXISTS ( \
             SELECT 1 FROM claims \
             WHERE family = ",
    family!(final_boards),
    " AND claims.id = seasons.id AND claim <> 0) \
         AND NOT EXISTS ( \
             SELECT 1 FROM seasons r \
             WHERE r.community = seasons.community AND r.final_board IS NULL)"
);

const STUDIED_AHEAD: &str = "SELECT m.id, m.community, m.name, \
         COALESCE(m.chosen_zone, m.zone, c.zone) AS zone, m.turn, c.zone AS community_zone, \
         d.study_day \
     FROM study_days d JOIN members m ON m.id = d.member JOIN communities c ON c.id = m.community \
     WHERE d.study_day > $1";

/// What cards that have earned on the right day already have earned once more.
const EARNED_TWICE: &str = "SELECT CAST(COALESCE(SUM(a.points), 0) AS BIGINT) FROM answers a \
     WHERE a.member = $1 AND a.study_day = $2 AND a.points > 0 \
         AND EXISTS ( \
             SELECT 1 FROM answers o \
             WHERE o.member = $1 AND o.study_day = $3 AND o.deck = a.deck AND o.card = a.card \
                 AND o.points > 0)";

const EARN_ONCE: &str = "UPDATE answers SET points = 0 \
     WHERE member = $1 AND study_day = $2 AND points > 0 \
         AND EXISTS ( \
             SELECT 1 FROM answers o \
             WHERE o.member = $1 AND o.study_day = $3 AND o.deck = answers.deck \
                 AND o.card = answers.card AND o.points > 0)";

const MOVE_ANSWERS: &str = "UPDATE answers SET study_day = $3 WHERE member = $1 AND study_day = $2";

/// Once the answers have moved; $4 are the points that were earned twice, which fill no cap either.
const MOVE_STUDY_DAY: &str = "INSERT INTO study_days ( \
         member, study_day, quiz_points, answers, cards) \
     SELECT member, $3, CASE WHEN quiz_points > $4 THEN quiz_points - $4 ELSE 0 END, answers, \
         (SELECT COUNT(*) FROM ( \
              SELECT DISTINCT deck, card FROM answers \
              WHERE member = $1 AND study_day = $3) AS met) \
     FROM study_days \
     WHERE member = $1 AND study_day = $2 \
     ON CONFLICT (member, study_day) DO UPDATE SET \
         quiz_points = study_days.quiz_points + excluded.quiz_points, \
         answers = study_days.answers + excluded.answers, cards = excluded.cards";

const ANSWERS: &str = "SELECT answers FROM study_days WHERE member = $1 AND study_day = $2";

/// Finds nothing once there is another answer ($3 is how many there were), and keeps others from
/// adding one until all is moved.
const SAME_DAY: &str = "UPDATE study_days SET answers = answers \
     WHERE member = $1 AND study_day = $2 AND answers = $3";

/// The same for a day without answers.
const EMPTY_DAY: &str = "INSERT INTO study_days (member, study_day, quiz_points, answers, cards) \
     VALUES ($1, $2, 0, 0, 0) ON CONFLICT (member, study_day) DO NOTHING";

const DROP_STUDY_DAY: &str = "DELETE FROM study_days WHERE member = $1 AND study_day = $2";

const MARK: &str = "UPDATE streaks SET mark = mark + 1, due_at = 0 WHERE member = $1";

record! {
    struct AheadRecord {
        ..member: MemberRecord,
        community_zone: String,
        study_day: String,
    }
}

/// A study day that has not come where its member is, perhaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudiedAhead {
    /// Who has studied, with the zone that counts for them.
    pub member: Member,
    /// The zone of the community, by which its boards are reckoned.
    pub community_zone: chrono_tz::Tz,
    /// The study day, by the clock that was believed when the answer came.
    pub day: NaiveDate,
}

impl TryFrom<AheadRecord> for StudiedAhead {
    type Error = Error;

    fn try_from(row: AheadRecord) -> Result<Self> {
        Ok(Self {
            member: row.member.try_into()?,
            community_zone: text::zone(&row.community_zone)?,
            day: text::day(&row.study_day)?,
        })
    }
}

impl Store {
    /// Writes down that the program has run in the hour of `now`.
    pub async fn run_in_hour(&self, now: DateTime<Utc>) -> Result<()> {
        self.write_one(Write::new(RUN_IN).number(hour_of(now))).await.map(drop)
    }

    /// The hours in which the program has run, oldest first.
    pub async fn hours_run(&self) -> Result<Vec<i64>> {
        Ok(on!(&self.read, |db| sqlx::query_scalar(HOURS).fetch_all(db).await)?)
    }

    /// Bounds what seems to be due later than it can be: claims, open cards, streaks. Nothing that
    /// anybody did is touched.
    pub async fn bound_instants(&self, now: DateTime<Utc>) -> Result<()> {
        let (later, day) = ((now + LEASE).timestamp(), (now + OPEN).timestamp());
        let writes = vec![
            // No claim is longer than a lease. One that seems so holds for one more, since whoever
            // made it may be at it.
            claim::bound(now + LEASE),
            Write::of(LATE_BOARDS, &[later]),
            Write::of(LATE_STREAKS, &[(now + TimeDelta::hours(25)).timestamp()]),
            Write::of(OPEN_CARDS, &[now.timestamp(), day]),
        ];
        self.write(writes).await.map(drop)
    }

    /// Takes back what a clock that was ahead has written for times that have not come, but for
    /// study days and reminders; what has not been sent comes in its time. How many cards of the
    /// day it was.
    pub async fn take_back(&self, now: DateTime<Utc>) -> Result<u64> {
        let seconds = now.timestamp();
        let writes = vec![
            Write::of(UNSENT, &[seconds]),
            Write::of(NUDGES, &[seconds]),
            Write::of(SEASONS, &[seconds]),
            Write::new(UNCLAIM),
            Write::new(SHOWN_ON).text(now.date_naive().to_string()),
            Write::of(FORGET_HOURS, &[hour_of(now), hour_of(now - REMEMBERED)]),
        ];
        Ok(self.write(writes).await?.changed(0))
    }

    /// Study days after a date.
    pub async fn studied_after(&self, date: NaiveDate) -> Result<Vec<StudiedAhead>> {
        let rows: Vec<AheadRecord> = on!(&self.read, |db| sqlx::query_as(STUDIED_AHEAD)
            .bind(date.to_string())
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(StudiedAhead::try_from).collect()
    }

    /// Makes what a member did on a study day that has not come count for the day `today`: answers,
    /// points and boards. A card that has earned on both earns once. `board_today` is the
    /// community's study day.
    pub async fn move_study_day(
        &self,
        ahead: &StudiedAhead,
        today: NaiveDate,
        board_today: NaiveDate,
    ) -> Result<()> {
        for _ in 0..TRIES {
            let writes = self.moved_study_day(ahead, today, board_today).await?;
            if unless_race(self.write(writes).await.map(|written| written.is_done()))? {
                return Ok(());
            }
        }
        Err(Error::Raced(None))
    }

    /// The writes that move a study day; out of date if its member has answered since.
    async fn moved_study_day(
        &self,
        ahead: &StudiedAhead,
        today: NaiveDate,
        board_today: NaiveDate,
    ) -> Result<Vec<Write>> {
        let (member, community) = (ahead.member.id, ahead.member.community);
        let days = [ahead.day.to_string(), today.to_string()];
        let of = |sql: &'static str, days: &[String]| {
            days.iter().fold(Write::new(sql).number(member.0), Write::text)
        };
        let mut writes = Vec::new();
        for day in &days {
            let answers: Option<i64> = on!(&self.read, |db| {
                sqlx::query_scalar(ANSWERS).bind(member.0).bind(day).fetch_optional(db).await
            })?;
            let day = std::slice::from_ref(day);
            let unchanged = match answers {
                Some(answers) => of(SAME_DAY, day).number(answers),
                // Somebody else has moved it.
                None if writes.is_empty() => return Ok(writes),
                None => of(EMPTY_DAY, day),
            };
            writes.push(unchanged.must_change());
        }
        let twice: i64 = on!(&self.read, |db| {
            let twice =
                sqlx::query_scalar(EARNED_TWICE).bind(member.0).bind(&days[0]).bind(&days[1]);
            twice.fetch_one(db).await
        })?;
        writes.extend([
            of(EARN_ONCE, &days),
            of(MOVE_ANSWERS, &days),
            of(MOVE_STUDY_DAY, &days).number(twice),
            of(DROP_STUDY_DAY, &days[..1]),
        ]);
        writes.extend(self.move_points(community, member, board_today, twice).await?);
        writes.push(Write::of(MARK, &[member.0]));
        Ok(writes)
    }
}
