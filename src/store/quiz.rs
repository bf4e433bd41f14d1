//! Quizzes: found by id, by member, by channel, and by the time at which they go on by themselves.

use chrono::{DateTime, Utc};

use super::packed::{pack, unpack};
use super::pool::on;
use super::record::{Checked, record};
use super::write::Write;
use super::{Error, Family, Result, Store, text};
use crate::domain::id::{CommunityId, MemberId, PostingId, QuizId};
use crate::domain::place::{Home, Place};

/// Quizzes `q` with their place, and what follows.
macro_rules! select_quiz {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.community, h.platform, h.external, q.channel, q.direct, q.solo, \
                 q.posting, q.state, q.version, q.wakes_at, q.is_over \
             FROM quizzes q JOIN homes h ON h.id = q.home ",
            $rest
        )
    };
}

const QUIZ: &str = select_quiz!("WHERE q.id = $1");

const SOLO_QUIZ: &str = select_quiz!(
    "WHERE q.solo = $1 AND q.is_over = 0 AND q.posting IS NULL ORDER BY q.id DESC LIMIT 1"
);

const ATTEMPT: &str = select_quiz!("WHERE q.posting = $1 AND q.solo = $2");

const CHANNEL_QUIZ: &str = select_quiz!(
    "WHERE h.platform = $1 AND h.external = $2 AND q.channel = $3 AND q.solo IS NULL \
         AND q.is_over = 0"
);

const DUE_QUIZZES: &str =
    select_quiz!("WHERE q.wakes_at <= $1 AND q.is_over = 0 ORDER BY q.wakes_at, q.id LIMIT $2");

/// In the order of `q.id + 0`, since for that of `q.id` SQLite would go through all quizzes there
/// ever were.
const OPEN_IN_CHANNELS: &str = select_quiz!(
    "WHERE h.platform = $1 AND q.wakes_at IS NOT NULL AND q.is_over = 0 ORDER BY q.id + 0"
);

const WAKING_AFTER: &str =
    select_quiz!("WHERE q.wakes_at > $1 AND q.is_over = 0 ORDER BY q.wakes_at");

const NEXT_WAKE: &str =
    "SELECT MIN(wakes_at) FROM quizzes WHERE is_over = 0 AND wakes_at IS NOT NULL";

/// Whatever is in its way (its id, or an open quiz where one is the most) leaves it unwritten.
const ADD_QUIZ: &str = "INSERT INTO quizzes ( \
         id, community, home, channel, direct, solo, posting, state, version, wakes_at, is_over) \
     SELECT $1, $2, id, $5, $6, $7, $8, $9, 1, $10, $11 FROM homes \
     WHERE platform = $3 AND external = $4 \
     ON CONFLICT DO NOTHING";

const CHANGE_QUIZ: &str = "UPDATE quizzes \
     SET state = $1, version = version + 1, wakes_at = $2, is_over = $3 \
     WHERE id = $4 AND version = $5";

/// For a quiz alone that stays open: where nothing is said about time and end, the indexes over
/// these are not written.
const CHANGE_OPEN_SOLO: &str = "UPDATE quizzes SET state = $1, version = version + 1 \
     WHERE id = $2 AND version = $3 AND is_over = 0 AND wakes_at IS NULL";

/// A quiz as it is kept: its state as the domain wrote it, and what finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizRow {
    /// The quiz's id, which rises with the time of its start.
    pub id: QuizId,
    /// The community in which it is played.
    pub community: CommunityId,
    /// The channel or direct conversation in which it runs.
    pub place: Place,
    /// Whose it is, if it is a solo quiz.
    pub solo: Option<MemberId>,
    /// The card of the day that it answers, if it does.
    pub posting: Option<PostingId>,
    /// Its state, as JSON of the domain's `Quiz`.
    pub state: String,
    /// Grows by one with each change, from 1; a change is taken only on top of the version it was
    /// made from.
    pub version: i64,
    /// When something happens by itself: the open round's end.
    pub wakes_at: Option<DateTime<Utc>>,
    /// Whether it is over.
    pub over: bool,
}

record! {
    /// A row of `quizzes` with its home.
    struct QuizRecord {
        id: i64,
        community: i64,
        platform: String,
        external: String,
        channel: String,
        direct: i64,
        solo: Option<i64>,
        posting: Option<i64>,
        state: String,
        version: i64,
        wakes_at: Option<i64>,
        is_over: i64,
    }
}

impl TryFrom<QuizRecord> for QuizRow {
    type Error = Error;

    fn try_from(row: QuizRecord) -> Result<Self> {
        let id = row.id;
        Self::read(row).map_err(|fault| fault.in_row("quizzes", id))
    }
}

impl QuizRow {
    fn read(row: QuizRecord) -> Result<Self> {
        let platform = text::platform(&row.platform)?;
        let place = Place {
            home: Home::new(platform, row.external),
            channel: row.channel,
            direct: row.direct != 0,
        };
        Ok(Self {
            id: QuizId(row.id),
            community: CommunityId(row.community),
            place,
            solo: row.solo.map(MemberId),
            posting: row.posting.map(PostingId),
            state: unpack(row.state)?,
            version: row.version,
            wakes_at: row.wakes_at.map(text::time).transpose()?,
            over: row.is_over != 0,
        })
    }
}

impl Store {
    /// The quiz with this id.
    pub async fn quiz(&self, id: QuizId) -> Result<Option<QuizRow>> {
        let row: Option<QuizRecord> =
            on!(&self.read, |db| sqlx::query_as(QUIZ).bind(id.0).fetch_optional(db).await)?;
        row.map(QuizRow::try_from).transpose()
    }

    /// The member's open solo quiz, the newest if there are several.
    pub async fn solo_quiz(&self, member: MemberId) -> Result<Option<QuizRow>> {
        let row: Option<QuizRecord> = on!(&self.read, |db| sqlx::query_as(SOLO_QUIZ)
            .bind(member.0)
            .fetch_optional(db)
            .await)?;
        row.map(QuizRow::try_from).transpose()
    }

    /// What a member has made of a card of the day so far.
    pub async fn attempt(&self, posting: PostingId, member: MemberId) -> Result<Option<QuizRow>> {
        let row: Option<QuizRecord> = on!(&self.read, |db| {
            sqlx::query_as(ATTEMPT).bind(posting.0).bind(member.0).fetch_optional(db).await
        })?;
        row.map(QuizRow::try_from).transpose()
    }

    /// The open channel quiz of a place.
    pub async fn channel_quiz(&self, place: &Place) -> Result<Option<QuizRow>> {
        let (home, channel) = (text::printable(&place.home.id), text::printable(&place.channel));
        let row: Option<QuizRecord> = on!(&self.read, |db| {
            let quiz = sqlx::query_as(CHANNEL_QUIZ).bind(place.home.platform).bind(&home);
            quiz.bind(&channel).fetch_optional(db).await
        })?;
        row.map(QuizRow::try_from).transpose()
    }

    /// Open quizzes whose `wakes_at` has come, oldest first.
    pub async fn due_quizzes(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<QuizRow>> {
        let rows: Vec<Checked<QuizRecord>> = on!(&self.read, |db| {
            sqlx::query_as(DUE_QUIZZES)
                .bind(now.timestamp())
                .bind(i64::from(limit))
                .fetch_all(db)
                .await
        })?;
        self.readable(Family::Quizzes, rows).await
    }

    /// Open quizzes whose `wakes_at` has not come, soonest first.
    pub async fn quizzes_waking_after(&self, now: DateTime<Utc>) -> Result<Vec<QuizRow>> {
        let rows: Vec<Checked<QuizRecord>> = on!(&self.read, |db| sqlx::query_as(WAKING_AFTER)
            .bind(now.timestamp())
            .fetch_all(db)
            .await)?;
        self.readable(Family::Quizzes, rows).await
    }

    /// All open channel quizzes of a platform, oldest first.
    pub async fn open_channel_quizzes(&self, platform: &str) -> Result<Vec<QuizRow>> {
        let rows: Vec<Checked<QuizRecord>> =
            on!(&self.read, |db| sqlx::query_as(OPEN_IN_CHANNELS)
                .bind(platform)
                .fetch_all(db)
                .await)?;
        self.readable(Family::Quizzes, rows).await
    }

    /// The earliest `wakes_at` of all open quizzes.
    pub async fn next_wake(&self) -> Result<Option<DateTime<Utc>>> {
        let seconds: Option<i64> =
            on!(&self.read, |db| sqlx::query_scalar(NEXT_WAKE).fetch_one(db).await)?;
        seconds.map(text::time).transpose()
    }
}

/// Writes a quiz; out of date if it has moved on since it was read, or another took its place.
pub(super) fn put_quiz(quiz: &QuizRow) -> Write {
    if quiz.version == 0 { add(quiz) } else { change(quiz) }.must_change()
}

/// A direct conversation is a person's own, and its quiz is found by its member: where it takes
/// place is not kept.
fn add(quiz: &QuizRow) -> Write {
    Write::new(ADD_QUIZ)
        .number(quiz.id.0)
        .number(quiz.community.0)
        .text(quiz.place.home.platform)
        .text(text::printable(&quiz.place.home.id))
        .text(if quiz.place.direct && quiz.solo.is_some() {
            String::new()
        } else {
            text::printable(&quiz.place.channel)
        })
        .number(i64::from(quiz.place.direct))
        .number(quiz.solo.map(|member| member.0))
        .number(quiz.posting.map(|posting| posting.0))
        .text(pack(&quiz.state))
        .number(quiz.wakes_at.map(|at| at.timestamp()))
        .number(i64::from(quiz.over))
}

fn change(quiz: &QuizRow) -> Write {
    if quiz.solo.is_some() && !quiz.over && quiz.wakes_at.is_none() {
        return Write::new(CHANGE_OPEN_SOLO)
            .text(pack(&quiz.state))
            .number(quiz.id.0)
            .number(quiz.version);
    }
    Write::new(CHANGE_QUIZ)
        .text(pack(&quiz.state))
        .number(quiz.wakes_at.map(|at| at.timestamp()))
        .number(i64::from(quiz.over))
        .number(quiz.id.0)
        .number(quiz.version)
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn open_quizzes_are_found_without_those_that_are_over() {
        for sql in [SOLO_QUIZ, CHANNEL_QUIZ, DUE_QUIZZES, WAKING_AFTER, OPEN_IN_CHANNELS, NEXT_WAKE]
        {
            let plan = plan(sql).await;
            assert!(
                plan.contains("quizzes_one_open") || plan.contains("quizzes_by_wake"),
                "{sql}\n{plan}"
            );
        }
    }
}
