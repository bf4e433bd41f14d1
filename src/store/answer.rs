//! Answers and what they earned, guarded so that no race pays twice or passes the daily cap.

use chrono::NaiveDate;

use super::pool::{Tx, on};
use super::standing::add_points;
use super::streak::mark_answered;
use super::text::{self, GIVEN_LENGTH};
use super::{AnswerRow, Earned, Result, Store};
use crate::domain::grade::Verdict;
use crate::domain::id::MemberId;

const EARNED: &str = "SELECT \
         COALESCE((SELECT quiz_points FROM study_days WHERE member = $1 AND study_day = $2), 0), \
         (SELECT COUNT(*) FROM answers \
          WHERE member = $1 AND study_day = $2 AND deck = $3 AND card = $4 AND points > 0)";

/// A card that has earned on that study day since is in its way and leaves it unwritten.
const ADD_ANSWER: &str = "INSERT INTO answers \
         (id, member, quiz, round, deck, card, given, verdict, points, study_day, answered_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";

/// Writes nothing if the points are no longer those ($4) with which the answer's own were reckoned. A card counts among
/// the different ones of the day unless another answer ($5 is this one) was to the same.
const ADD_TO_STUDY_DAY: &str = "INSERT INTO study_days (member, study_day, quiz_points, answers, cards) \
     VALUES ($1, $2, $3, 1, 1) \
     ON CONFLICT (member, study_day) DO UPDATE SET \
         quiz_points = study_days.quiz_points + excluded.quiz_points, answers = study_days.answers + 1, \
         cards = study_days.cards + CASE WHEN EXISTS (SELECT 1 FROM answers \
             WHERE member = $1 AND study_day = $2 AND deck = $6 AND card = $7 AND id <> $5) THEN 0 ELSE 1 END \
     WHERE study_days.quiz_points = $4 RETURNING answers";

const ADD_TO_BOARD_DAY: &str = "INSERT INTO board_days (community, board_day, member, points) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (community, board_day, member) DO UPDATE SET points = board_days.points + excluded.points";

const ADD_TO_CARD: &str = "INSERT INTO community_cards (community, deck, card, answers, wrong, posted_on) \
     VALUES ($1, $2, $3, 1, $4, NULL) \
     ON CONFLICT (community, deck, card) DO UPDATE SET \
         answers = community_cards.answers + 1, wrong = community_cards.wrong + excluded.wrong";

impl Store {
    /// What a member has earned on a study day, in all and with this card.
    pub async fn earned(&self, member: MemberId, deck: &str, card: &str, study_day: NaiveDate) -> Result<Earned> {
        let (points, times): (i64, i64) = on!(&self.read, |db| {
            let earned = sqlx::query_as(EARNED).bind(member.0).bind(study_day.to_string());
            earned.bind(deck).bind(card).fetch_one(db).await
        })?;
        let quiz_points = u32::try_from(points).map_err(text::undecodable)?;
        Ok(Earned { quiz_points, card: times > 0 })
    }
}

/// Records an answer and adds up what it earned; false if its member has earned something else since `earned` was read.
pub(super) async fn add_answer(tx: &mut Tx, answer: &AnswerRow, earned: Earned) -> Result<bool> {
    if insert(tx, answer).await? == 0 {
        return Ok(false);
    }
    let Some(answers) = add_to_study_day(tx, answer, earned).await? else { return Ok(false) };
    mark_answered(tx, answer, answers == 1).await?;
    if answer.points > 0 {
        add_to_board_day(tx, answer).await?;
        add_points(tx, answer).await?;
    }
    add_to_card(tx, answer).await?;
    Ok(true)
}

async fn insert(tx: &mut Tx, answer: &AnswerRow) -> Result<u64> {
    let written = on!(tx, |tx| {
        let add = sqlx::query(ADD_ANSWER).bind(answer.id.0).bind(answer.member.0).bind(answer.quiz.0);
        let add = add.bind(i64::from(answer.round)).bind(&answer.deck).bind(&answer.card);
        let add = add.bind(text::cut(&answer.given, GIVEN_LENGTH)).bind(verdict(answer.verdict));
        let add = add.bind(i64::from(answer.points)).bind(answer.study_day.to_string());
        add.bind(answer.at.timestamp()).execute(&mut **tx).await?.rows_affected()
    });
    Ok(written)
}

/// How many answers the study day has now; none if its points have moved on.
async fn add_to_study_day(tx: &mut Tx, answer: &AnswerRow, earned: Earned) -> Result<Option<i64>> {
    on!(tx, |tx| {
        let add = sqlx::query_scalar(ADD_TO_STUDY_DAY).bind(answer.member.0).bind(answer.study_day.to_string());
        let add = add.bind(i64::from(answer.points)).bind(i64::from(earned.quiz_points));
        let add = add.bind(answer.id.0).bind(&answer.deck).bind(&answer.card);
        add.fetch_optional(&mut **tx).await
    })
}

async fn add_to_board_day(tx: &mut Tx, answer: &AnswerRow) -> Result<()> {
    on!(tx, |tx| {
        let add = sqlx::query(ADD_TO_BOARD_DAY).bind(answer.community.0).bind(answer.board_day.to_string());
        add.bind(answer.member.0).bind(i64::from(answer.points)).execute(&mut **tx).await.map(drop)
    })
}

async fn add_to_card(tx: &mut Tx, answer: &AnswerRow) -> Result<()> {
    on!(tx, |tx| {
        let add = sqlx::query(ADD_TO_CARD).bind(answer.community.0).bind(&answer.deck).bind(&answer.card);
        add.bind(i64::from(answer.verdict == Verdict::Incorrect)).execute(&mut **tx).await.map(drop)
    })
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Correct => "correct",
        Verdict::Close => "close",
        Verdict::Incorrect => "incorrect",
    }
}
