//! Answers, by whichever way they come: a form, a button, `/answer`, or plain text.

use rand::rngs::StdRng;

use super::after::{after_round, after_solo_round};
use super::asked::Asked;
use super::game::{Game, Mode};
use super::judging::{Answer, judge};
use super::refusal::{LONGEST_ANSWER, QuizRefusal};
use super::{question, steering, verdict};
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::played::Spot;
use crate::app::reply::{Block, Reply, Sign};
use crate::app::streak::way_back;
use crate::app::texts::counted;
use crate::app::{App, streak};
use crate::domain::grade::why::Why;
use crate::domain::grade::{Grade, Verdict, grade};
use crate::domain::id::{AnswerId, MemberId};
use crate::domain::points::{Award, Earning, daily_points, quiz_points};
use crate::domain::quiz::{Barred, Style, Tried};
use crate::store::{AnswerRow, Deed, Earned};

/// The most words of what is taken for an answer in a race.
const MOST_WORDS: usize = 6;

/// The most characters of that.
const MOST_CHARACTERS: usize = 60;

/// Opens the form for a typed answer.
pub(super) fn form(asking: &Asking<'_>, game: &Game, number: u32) -> Result<Decision, Fault> {
    may_answer(game, number, asking.member.id)?;
    Ok(Decision::say(Reply::form(question::form(game, number))))
}

/// Takes what was typed as an answer to this question.
pub(in crate::app) async fn answered(
    app: &App,
    asking: &Asking<'_>,
    game: Game,
    number: u32,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    take(app, asking, game, number, Answer::Text(text), rng).await
}

/// Takes text that was said to everybody as an answer to the open question of a game, if it looks
/// like one; otherwise it was talk. It counts as an answer in a form does; a wrong one is
/// marked by a sign.
pub(in crate::app) async fn overheard(
    app: &App,
    asking: &Asking<'_>,
    game: Game,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let spoils = spoiled(&game, text);
    let mut decision = taken_if_meant(app, asking, game, text, rng).await?;
    decision.reply.spoils = spoils;
    Ok(decision)
}

/// The open question that everyone plays whose right answer a text says, whoever says it and
/// whether or not they may still answer. A card of the day is each member's own.
pub(in crate::app) fn spoiled(game: &Game, text: &str) -> Option<Spot> {
    if game.mode() != Mode::Channel || text.chars().nth(LONGEST_ANSWER).is_some() {
        return None;
    }
    let asked = game.asked(game.quiz.open()?);
    let may = match asked.round.style {
        // "True, that was hard" is no answer.
        Style::TrueFalse => names(&asked.round.style, text),
        Style::SelfGraded => false,
        Style::Typed | Style::Choices { .. } => true,
    };
    let is_right = may && grade(asked.card, &game.deck, text).verdict == Verdict::Correct;
    is_right.then_some(asked.spot)
}

/// Takes text that everybody heard as an answer, if it is meant as one.
async fn taken_if_meant(
    app: &App,
    asking: &Asking<'_>,
    game: Game,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let Some(open) = game.quiz.open() else { return Ok(Decision::silence()) };
    let asked = game.asked(open);
    let may =
        game.quiz.may_answer(open, asking.member.id).is_ok() && names(&asked.round.style, text);
    if !may || text.chars().nth(LONGEST_ANSWER).is_some() {
        return Ok(Decision::silence());
    }
    let Grade { verdict, why, .. } = grade(asked.card, &game.deck, text);
    // What holds no answer at all is talk, however short.
    let is_talk = !looks_like_answer(text) || matches!(why, Why::NoAnswer(_));
    if verdict != Verdict::Correct && is_talk {
        return Ok(Decision::silence());
    }
    let mut decision = take(app, asking, game, open, Answer::Text(text), rng).await?;
    decision.reply.sign = match verdict {
        Verdict::Correct => None,
        Verdict::Close => Some(Sign::Close),
        Verdict::Incorrect => Some(Sign::Wrong),
    };
    Ok(decision)
}

/// Whether text may be an answer of this style: where there are a few to choose from, only one of
/// them as it stands.
fn names(style: &Style, text: &str) -> bool {
    let said = text.trim().trim_end_matches(['.', '!']);
    let is = |option: &str| option.to_lowercase() == said.to_lowercase();
    match style {
        Style::Typed => true,
        Style::Choices { options, .. } => options.iter().any(|option| is(option)),
        Style::TrueFalse => is("true") || is("false"),
        Style::SelfGraded => false,
    }
}

/// Whether text that was said to everybody may be meant as an answer rather than as talk.
fn looks_like_answer(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=MOST_WORDS).contains(&words)
        && text.trim().chars().nth(MOST_CHARACTERS).is_none()
        && !text.contains(['?', '？', '؟'])
}

/// Judges an answer, reckons its points, and says what became of it.
pub(super) async fn take(
    app: &App,
    asking: &Asking<'_>,
    mut game: Game,
    number: u32,
    answer: Answer<'_>,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let member = &asking.member;
    may_answer(&game, number, member.id)?;
    let Asked { round, card, .. } = game.asked(number);
    if round.style == Style::SelfGraded && matches!(answer, Answer::Text(_)) {
        // Whoever typed an answer to a card without a comparable key has thought about it: time to
        // look.
        return steering::reveal(asking, game, number);
    }
    let judged = judge(&game, number, answer, member.id)?;
    let card_id = card.id.clone();
    let study_day = asking.study_day();
    let earned = app.store.earned(member.id, &game.quiz.deck, &card_id, study_day).await?;
    let tried = game
        .quiz
        .answered(number, member.id, judged.grade.verdict, asking.now)
        .map_err(QuizRefusal::from)?;
    let award = award(&game, judged.grade.verdict, tried, earned);
    game.quiz.earned(number, member.id, award.worth);
    game.show_here(asking);
    let posting = match game.mode() {
        Mode::Card(posting) => Some(posting),
        Mode::Solo | Mode::Channel => None,
    };
    let row = AnswerRow {
        id: AnswerId::fresh(asking.now, rng),
        member: member.id,
        community: asking.community.id,
        quiz: game.id(),
        round: number,
        deck: game.quiz.deck.clone(),
        card: card_id,
        given: judged.given,
        verdict: judged.grade.verdict,
        points: award.points,
        counts_to_cap: posting.is_none(),
        study_day,
        board_day: asking.board_day(),
        at: asking.now,
    };
    let given = (!matches!(answer, Answer::Had(_))).then_some(row.given.as_str());
    let told = verdict::Told { given, grade: judged.grade, tried, award };
    let reply = reply(app, asking, &game, number, &told).await?;
    let finished = posting.filter(|_| tried.outcome.is_some());
    let decision = Decision::play(game.kept()?, reply).with_answer(row, earned);
    Ok(finished.map(Deed::Finish).into_iter().fold(decision, Decision::with))
}

/// Whether a member may answer a round of a game now.
pub(super) fn may_answer(game: &Game, number: u32, member: MemberId) -> Result<(), QuizRefusal> {
    match (game.quiz.may_answer(number, member), game.mode()) {
        (Err(Barred::Over), Mode::Card(_)) => Err(QuizRefusal::CardFinished),
        (may, _) => may.map_err(QuizRefusal::from),
    }
}

fn award(game: &Game, verdict: Verdict, tried: Tried, earned: Earned) -> Award {
    if verdict != Verdict::Correct || game.quiz.is_practice() {
        return Award::NONE;
    }
    match game.mode() {
        Mode::Card(_) => daily_points(tried.first, tried.hinted, earned.card),
        Mode::Solo | Mode::Channel => quiz_points(&Earning {
            first_try: tried.first,
            hint: tried.hinted,
            ahead: tried.place.map(|place| place as usize - 1),
            quiz_points: earned.quiz_points,
            card_earned: earned.card,
        }),
    }
}

/// The verdict in place of the question, and what comes next.
async fn reply(
    app: &App,
    asking: &Asking<'_>,
    game: &Game,
    number: u32,
    told: &verdict::Told<'_>,
) -> Result<Reply, Fault> {
    let mut messages = vec![verdict::message(game, number, asking.member.id, told)];
    let is_over = told.tried.outcome.is_some();
    match game.mode() {
        _ if !is_over => {}
        Mode::Card(_) => messages[0].blocks.extend(after_daily(app, asking, game).await?),
        Mode::Solo => messages.push(after_solo_round(app, asking, game).await?),
        // One more has finished: the public question counts them, or closes after the last.
        Mode::Channel if game.quiz.open() == Some(number) => {
            messages.push(question::open(game, number));
        }
        Mode::Channel => messages.extend(after_round(game, number, None)),
    }
    Ok(Reply { messages, ..Reply::default() })
}

/// What stands under the verdict on a card of the day.
async fn after_daily(app: &App, asking: &Asking<'_>, game: &Game) -> Result<Vec<Block>, Fault> {
    let streak = streak::after_this(app, asking, &game.quiz).await?;
    let mut text = String::new();
    if let Some(streak) = streak.filter(|streak| streak.current > 0) {
        text = format!("Streak: {}. ", counted(streak.current, "study day"));
    }
    text.push_str("The channel sees the answer when the card closes.");
    let repair = streak.and_then(|streak| streak.repair);
    let way_back = repair.map(|repair| way_back(&repair, asking.member.turn));
    Ok(way_back.into_iter().chain([Block::Note { text: text.into() }]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_from_talk() {
        for (text, answer) in [
            ("Lima", true),
            ("i think it is Lima now", true),
            ("i really think that it is Lima", false),
            ("is it Lima?", false),
            ("wer weiß das denn？", false),
            ("   ", false),
            (&"x".repeat(60), true),
            (&"x".repeat(61), false),
        ] {
            assert_eq!(looks_like_answer(text), answer, "{text:?}");
        }
    }
}
