//! Claims: who works on a row that is due, and until when nobody else does.
//!
//! Any process may claim. A claim is a lease: whoever holds it confirms what they have done, or
//! hands the row back; where they do neither, since they have died, the claim runs out and another
//! takes the row over. Whoever takes over such a row must look first whether it was done: it is
//! marked as tried.

use chrono::{DateTime, Utc};

use super::error::unless_race;
use super::pool::on;
use super::write::Write;
use super::{Family, Result, Store, text};

/// The number that stands for a family of rows in the table of claims, to be written into a
/// statement. A number, since a name would be the largest part of a claim and of its two indexes.
macro_rules! family {
    (schedules) => {
        1
    };
    (postings) => {
        2
    };
    (reminders) => {
        3
    };
    (final_boards) => {
        4
    };
}
pub(super) use family;

/// The statements by which a family of rows is claimed.
#[derive(Debug)]
pub(super) struct Claims {
    /// The family's number in the table of claims.
    family: i64,
    /// Claims rows that are due at $3, at most $4 of them, under the number $1 until $2.
    ///
    /// Whoever comes second finds the claim of the first, also where they had to wait for it, and
    /// may take it over only if that has run out.
    claim: &'static str,
    /// When the first row is due that nobody has claimed; and when the first claim ends of one that
    /// is due some day.
    next: &'static str,
    /// Marks the rows whose claim has run out by $1 and was neither confirmed nor handed back,
    /// where what is done about them must not be done twice.
    tried: Option<&'static str>,
}

/// The claims of a family: its rows are a select of `id` and `due`.
macro_rules! claims {
    ($family:ident, $rows:literal, $tried:expr) => {
        Claims {
            family: family!($family),
            claim: concat!(
                "INSERT INTO claims (family, id, claim, until) \
                 SELECT ",
                family!($family),
                ", d.id, $1, $2 FROM ",
                $rows,
                " d WHERE d.due <= $3 AND NOT EXISTS ( \
                     SELECT 1 FROM claims c WHERE c.family = ",
                family!($family),
                " AND c.id = d.id AND c.until >= $3) \
                 ORDER BY d.due LIMIT $4 \
                 ON CONFLICT (family, id) DO UPDATE \
                     SET claim = excluded.claim, until = excluded.until WHERE claims.until < $3"
            ),
            next: concat!(
                "SELECT (SELECT d.due FROM ",
                $rows,
                " d WHERE d.due IS NOT NULL \
                      AND NOT EXISTS ( \
                          SELECT 1 FROM claims c WHERE c.family = ",
                family!($family),
                " AND c.id = d.id) \
                      ORDER BY d.due LIMIT 1), \
                  (SELECT MIN(c.until) FROM claims c CROSS JOIN ",
                $rows,
                " d WHERE c.family = ",
                family!($family),
                " AND d.id = c.id AND d.due IS NOT NULL)"
            ),
            tried: $tried,
        }
    };
}

/// Schedules whose postings are to be made. To make them twice does no harm: a day has one.
pub(super) static SCHEDULES: Claims =
    claims!(schedules, "(SELECT id, next_at AS due FROM schedules)", None);

/// Postings that are to be sent, refreshed or closed.
pub(super) static POSTINGS: Claims = claims!(
    postings,
    "(SELECT id, wake_at AS due FROM postings)",
    Some(concat!(
        "UPDATE postings SET tried = 1 WHERE tried = 0 AND id IN ( \
             SELECT id FROM claims WHERE family = ",
        family!(postings),
        " AND until < $1 AND claim <> 0)"
    ))
);

/// Reminders that are due, by their member. Whether one was sent its nudge tells.
pub(super) static REMINDERS: Claims =
    claims!(reminders, "(SELECT member AS id, next_at AS due FROM reminders)", None);

/// Final boards that are to be posted, by their season.
pub(super) static FINAL_BOARDS: Claims = claims!(
    final_boards,
    "(SELECT id, post_at AS due FROM seasons)",
    Some(concat!(
        "UPDATE seasons SET tried = 1 WHERE tried = 0 AND id IN ( \
             SELECT id FROM claims WHERE family = ",
        family!(final_boards),
        " AND until < $1 AND claim <> 0)"
    ))
);

/// Nobody's: a row that was handed back.
const HAND_BACK: &str =
    "UPDATE claims SET claim = 0, until = $1 WHERE family = $2 AND id = $3 AND claim = $4";

const CONFIRM: &str = "DELETE FROM claims WHERE family = $1 AND id = $2 AND claim = $3";

const RELEASE: &str = "DELETE FROM claims WHERE family = $1 AND id = $2";

const BOUND: &str = "UPDATE claims SET until = $1 WHERE until > $1";

impl Claims {
    /// The row is done with; out of date if the claim has passed to another.
    pub(super) fn confirm(&self, id: i64, claim: i64) -> Write {
        Write::of(CONFIRM, &[self.family, id, claim]).must_change()
    }

    /// The row is to be taken up again at `again`; out of date if the claim has passed to another.
    pub(super) fn hand_back(&self, id: i64, claim: i64, again: DateTime<Utc>) -> Write {
        // A claim holds through its last second.
        let until = again.timestamp() - 1;
        Write::of(HAND_BACK, &[until, self.family, id, claim]).must_change()
    }

    /// The row has changed, so that whatever it was claimed for is void; whoever holds the claim.
    pub(super) fn release(&self, id: i64) -> Write {
        Write::of(RELEASE, &[self.family, id])
    }
}

/// The claims of a family, if its rows are claimed.
pub(super) fn of(family: Family) -> Option<&'static Claims> {
    match family {
        Family::Schedules => Some(&SCHEDULES),
        Family::Postings => Some(&POSTINGS),
        Family::Reminders => Some(&REMINDERS),
        Family::FinalBoards => Some(&FINAL_BOARDS),
        Family::Quizzes | Family::Seasons | Family::Streaks => None,
    }
}

/// No claim is longer than it was to be until this instant; one that seems so was made by a clock
/// that was ahead.
pub(super) fn bound(until: DateTime<Utc>) -> Write {
    Write::of(BOUND, &[until.timestamp()])
}

impl Store {
    /// Claims rows that are due until `until`, under a number that is this claim's alone; whether
    /// there were any. They are read by that number.
    pub(super) async fn claim(
        &self,
        claims: &Claims,
        claim: i64,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<bool> {
        let mut writes: Vec<Write> =
            claims.tried.iter().map(|sql| Write::of(sql, &[now.timestamp()])).collect();
        let place = writes.len();
        let numbers = [claim, until.timestamp(), now.timestamp(), i64::from(limit)];
        writes.push(Write::of(claims.claim, &numbers));
        Ok(unless_race(self.write(writes).await)?.changed(place) > 0)
    }

    /// When the next row of a family is due, or may be claimed again.
    pub(super) async fn next_of(&self, claims: &Claims) -> Result<Option<DateTime<Utc>>> {
        let (due, claimed): (Option<i64>, Option<i64>) =
            on!(&self.read, |db| sqlx::query_as(claims.next).fetch_one(db).await)?;
        let again = claimed.map(|until| until.saturating_add(1));
        due.into_iter().chain(again).min().map(text::time).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn what_is_due_is_found_without_a_look_at_what_is_not() {
        for claims in Family::ALL.into_iter().filter_map(of) {
            for sql in [Some(claims.claim), claims.tried, Some(claims.next)].into_iter().flatten() {
                let plan = plan(sql).await;
                // In the order of an index over what is due, of which the first is taken.
                let scans = plan.lines().filter(|line| line.starts_with("SCAN"));
                let wrong =
                    scans.filter(|line| !line.contains("_by_") && *line != "SCAN CONSTANT ROW");
                assert_eq!(wrong.collect::<Vec<_>>(), [""; 0], "{sql}\n{plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
            }
        }
    }
}
