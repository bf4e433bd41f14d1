//! Answers, by whichever way they come: a form, a button, `/answer`, or plain text.

use std::collections::BTreeMap;

use rand::rngs::StdRng;

use super::after::after_solo_round;
use super::asked::Asked;
use super::game::{Game, Mode};
use super::judging::{Answer, judge};
use super::refusal::{LONGEST_ANSWER, QuizRefusal};
use super::{question, steering, verdict};
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::reply::{Block, Reply, Sign};
use crate::app::request::{Action, Request};
use crate::app::streak::way_back;
use crate::app::texts::counted;
use crate::app::{App, streak};
use crate::domain::grade::{Verdict, grade};
use crate::domain::id::AnswerId;
use crate::domain::points::{Award, Earning, daily_points, quiz_points};
use crate::domain::quiz::{Style, Tried};
use crate::store::{AnswerRow, Deed, Earned, QuizRow};

/// The most words of what is taken for an answer in a race.
const MOST_WORDS: usize = 6;

/// The most characters of that.
const MOST_CHARACTERS: usize = 60;

/// Opens the form for a typed answer.
pub(super) fn form(asking: &Asking<'_>, game: &Game, number: u32) -> Result<Decision, Fault> {
    game.quiz.may_answer(number, asking.member.id).map_err(QuizRefusal::from)?;
    Ok(Decision::say(Reply::form(question::form(game, number))))
}

/// Takes the answer that was typed into a form.
pub(in crate::app) async fn submitted(
    app: &App,
    asking: &Asking<'_>,
    game: Game,
    number: u32,
    fields: &BTreeMap<String, String>,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let text = fields.get(question::ANSWER_FIELD).map_or("", String::as_str);
    take(app, asking, game, number, Answer::Text(text), rng).await
}

/// Takes text that was meant for the bot as an answer to the question that waits for it.
pub(in crate::app) async fn said(
    app: &App,
    asking: &Asking<'_>,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let solo = app.store.solo_quiz(asking.member.id).await?;
    let row = match solo {
        Some(solo) if answers_here(&solo, asking) => Some(solo),
        solo => open_channel_quiz(app, asking).await?.or(solo),
    };
    let game = Game::load(row.ok_or(QuizRefusal::NoQuestion)?, &app.decks())?;
    let open = game.quiz.open().ok_or(QuizRefusal::NoQuestion)?;
    take(app, asking, game, open, Answer::Text(text), rng).await
}

/// Whether a request is talk between people: nothing is open in its channel that it could answer.
/// Then nobody's name is kept for it.
pub(in crate::app) async fn is_talk(app: &App, request: &Request) -> Result<bool, Fault> {
    let place = &request.place;
    if place.direct || !matches!(request.action, Action::Said { addressed: false, .. }) {
        return Ok(false);
    }
    match app.store.known_community(place.platform, &place.community).await? {
        Some(known) => Ok(app.store.channel_quiz(known.id, &place.channel).await?.is_none()),
        None => Ok(true),
    }
}

/// Takes text that was said to everybody as an answer to the channel's question, if it looks like
/// one; otherwise it was talk. It counts as an answer in a form does; a wrong one is marked by a
/// sign.
pub(in crate::app) async fn overheard(
    app: &App,
    asking: &Asking<'_>,
    text: &str,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let Some(row) = open_channel_quiz(app, asking).await? else { return Ok(Decision::silence()) };
    let game = Game::load(row, &app.decks())?;
    let Some(open) = game.quiz.open() else { return Ok(Decision::silence()) };
    let asked = game.asked(open);
    let may =
        game.quiz.may_answer(open, asking.member.id).is_ok() && asked.round.style == Style::Typed;
    if !may || text.chars().nth(LONGEST_ANSWER).is_some() {
        return Ok(Decision::silence());
    }
    let verdict = grade(asked.card, &game.deck, text).verdict;
    if verdict != Verdict::Correct && !looks_like_answer(text) {
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

/// Whether text that was said to everybody may be meant as an answer rather than as talk.
fn looks_like_answer(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=MOST_WORDS).contains(&words)
        && text.trim().chars().nth(MOST_CHARACTERS).is_none()
        && !text.contains(['?', '？', '؟'])
}

/// Whether a solo quiz is the one that text from here is meant for: it runs here, or this is a
/// private place.
fn answers_here(solo: &QuizRow, asking: &Asking<'_>) -> bool {
    asking.place.direct || solo.place.channel == asking.place.channel
}

async fn open_channel_quiz(app: &App, asking: &Asking<'_>) -> Result<Option<QuizRow>, Fault> {
    Ok(app.store.channel_quiz(asking.community.id, &asking.place.channel).await?)
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
    game.quiz.may_answer(number, member.id).map_err(QuizRefusal::from)?;
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
        // One more has finished; the public question counts them.
        Mode::Channel => messages.push(question::open(game, number)),
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
    let way_back = streak.and_then(|streak| streak.repair).map(|repair| way_back(&repair));
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
