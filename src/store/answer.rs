//! Answers and what they earned, guarded so that no race pays twice or passes the daily cap.

use chrono::{DateTime, NaiveDate, Utc};

use super::pool::on;
use super::standing::add_points;
use super::streak::mark_answered;
use super::text::{self, GIVEN_LENGTH};
use super::write::Write;
use super::{Error, Result, Store};
use crate::domain::grade::Verdict;
use crate::domain::id::{AnswerId, CommunityId, MemberId, QuizId};

const EARNED: &str = "SELECT \
         COALESCE((SELECT quiz_points FROM study_days WHERE member = $1 AND study_day = $2), 0), \
         (SELECT COUNT(*) FROM answers \
          WHERE member = $1 AND study_day = $2 AND deck = $3 AND card = $4 AND points > 0)";

/// A card that has earned on that study day since is in its way and leaves it unwritten.
const ADD_ANSWER: &str = "INSERT INTO answers ( \
         id, member, quiz, round, deck, card, given, verdict, points, study_day, answered_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";

/// Writes nothing if the points are no longer those ($4) with which the answer's own were reckoned.
/// A card counts among the different ones of the day unless another answer ($5 is this one) was to
/// the same.
const ADD_TO_STUDY_DAY: &str = "INSERT INTO study_days ( \
         member, study_day, quiz_points, answers, cards) \
     VALUES ($1, $2, $3, 1, 1) \
     ON CONFLICT (member, study_day) DO UPDATE SET \
         quiz_points = study_days.quiz_points + excluded.quiz_points, \
         answers = study_days.answers + 1, \
         cards = study_days.cards + CASE WHEN EXISTS ( \
             SELECT 1 FROM answers \
             WHERE member = $1 AND study_day = $2 AND deck = $6 AND card = $7 AND id <> $5) \
             THEN 0 ELSE 1 END \
     WHERE study_days.quiz_points = $4";

const ADD_TO_BOARD_DAY: &str = "INSERT INTO board_days (community, board_day, member, points) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (community, board_day, member) DO UPDATE SET \
         points = board_days.points + excluded.points";

const ADD_TO_CARD: &str = "INSERT INTO community_cards ( \
         community, deck, card, answers, wrong, posted_on) \
     VALUES ($1, $2, $3, 1, $4, NULL) \
     ON CONFLICT (community, deck, card) DO UPDATE SET answers = community_cards.answers + 1, \
         wrong = community_cards.wrong + excluded.wrong";

/// A graded answer, as it is written down once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The answer's id, which rises with time.
    pub id: AnswerId,
    /// The member who answered.
    pub member: MemberId,
    /// The community in whose quiz it was given.
    pub community: CommunityId,
    /// The quiz in which it was given.
    pub quiz: QuizId,
    /// In which of its rounds, from 1.
    pub round: u32,
    /// The id of the card's deck.
    pub deck: String,
    /// The id of the card within its deck.
    pub card: String,
    /// What was typed or chosen.
    pub given: String,
    /// What the grader said of it.
    pub verdict: Verdict,
    /// What it earned under the rules of its day: what it adds to the standings.
    pub points: u32,
    /// Whether its points are quiz points, which are capped each study day; not those of a card of
    /// the day.
    pub counts_to_cap: bool,
    /// The member's study day on which it counts.
    pub study_day: NaiveDate,
    /// The community's study day under which its points stand on the leaderboard.
    pub board_day: NaiveDate,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// What a member has earned on a study day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Earned {
    /// Points from quizzes on that study day.
    pub quiz_points: u32,
    /// Whether the card in question earned points on that study day already.
    pub card: bool,
}

impl Store {
    /// What a member has earned on a study day, in all and with this card.
    pub async fn earned(
        &self,
        member: MemberId,
        deck: &str,
        card: &str,
        study_day: NaiveDate,
    ) -> Result<Earned> {
        let (points, times): (i64, i64) = on!(&self.read, |db| {
            let earned = sqlx::query_as(EARNED).bind(member.0).bind(study_day.to_string());
            earned.bind(deck).bind(card).fetch_one(db).await
        })?;
        let quiz_points = u32::try_from(points).map_err(Error::unreadable)?;
        Ok(Earned { quiz_points, card: times > 0 })
    }
}

/// Records an answer and adds up what it earned; out of date if its member has earned something
/// else since `earned` was read.
pub(super) fn add_answer(answer: &AnswerRow, earned: Earned) -> Vec<Write> {
    let mut writes = vec![
        insert(answer).must_change(),
        add_to_study_day(answer, earned).must_change(),
        mark_answered(answer.community, answer.member, answer.study_day),
    ];
    if answer.points > 0 {
        writes.push(add_to_board_day(answer));
        writes.extend(add_points(answer.community, answer.member, answer.board_day, answer.points));
    }
    writes.push(add_to_card(answer));
    writes
}

fn insert(answer: &AnswerRow) -> Write {
    Write::new(ADD_ANSWER)
        .number(answer.id.0)
        .number(answer.member.0)
        .number(answer.quiz.0)
        .number(i64::from(answer.round))
        .text(&answer.deck)
        .text(&answer.card)
        .text(text::cut(&answer.given, GIVEN_LENGTH))
        .text(verdict(answer.verdict))
        .number(i64::from(answer.points))
        .text(answer.study_day.to_string())
        .number(answer.at.timestamp())
}

fn add_to_study_day(answer: &AnswerRow, earned: Earned) -> Write {
    Write::new(ADD_TO_STUDY_DAY)
        .number(answer.member.0)
        .text(answer.study_day.to_string())
        .number(i64::from(if answer.counts_to_cap { answer.points } else { 0 }))
        .number(i64::from(earned.quiz_points))
        .number(answer.id.0)
        .text(&answer.deck)
        .text(&answer.card)
}

fn add_to_board_day(answer: &AnswerRow) -> Write {
    Write::new(ADD_TO_BOARD_DAY)
        .number(answer.community.0)
        .text(answer.board_day.to_string())
        .number(answer.member.0)
        .number(i64::from(answer.points))
}

fn add_to_card(answer: &AnswerRow) -> Write {
    Write::new(ADD_TO_CARD)
        .number(answer.community.0)
        .text(&answer.deck)
        .text(&answer.card)
        .number(i64::from(answer.verdict == Verdict::Incorrect))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Correct => "correct",
        Verdict::Close => "close",
        Verdict::Incorrect => "incorrect",
    }
}
