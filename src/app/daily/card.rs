//! What members do with a card of the day: answer it, look who has answered, catch up.

use std::sync::Arc;

use rand::rngs::StdRng;

use super::click::DailyClick;
use super::refusal::DailyRefusal;
use crate::app::App;
use crate::app::asking::Asking;
use crate::app::decision::{Decision, Fault};
use crate::app::quiz::refusal::QuizRefusal;
use crate::app::quiz::{self, Game, going};
use crate::app::reply::{Block, Message, Reply, Text};
use crate::app::texts::counted;
use crate::domain::id::{MemberId, PostingId, QuizId};
use crate::domain::quiz::{Kind, Quiz, Round};
use crate::store::{PostingRow, PostingState};

/// How many names "Who has answered?" lists.
const NAMED: u32 = 25;

/// How many cards "Catch up" repeats.
const CATCH_UP: usize = 7;

/// How many postings are looked through for them.
const LOOKED_THROUGH: u32 = 30;

/// The asker's own play of a card of the day, begun now unless it was before; nothing if there is
/// no such posting.
pub(in crate::app) async fn attempt(
    app: &App,
    asking: &Asking<'_>,
    id: PostingId,
    fresh: QuizId,
) -> Result<Option<Game>, Fault> {
    let Some(posting) =
        app.store.posting(id).await?.filter(|posting| posting.community == asking.community.id)
    else {
        return Ok(None);
    };
    attempt_of(app, asking, &posting, fresh).await.map(Some)
}

/// The asker's own play of this posting.
pub(in crate::app) async fn attempt_of(
    app: &App,
    asking: &Asking<'_>,
    posting: &PostingRow,
    fresh: QuizId,
) -> Result<Game, Fault> {
    let open = match posting.state {
        PostingState::Posted => posting.closes_at.is_some_and(|closes| asking.now < closes),
        // Whoever presses its button sees it, however soon that is noted here.
        PostingState::Due => true,
        PostingState::Closed | PostingState::Missed => false,
    };
    if !open {
        return Err(DailyRefusal::CardClosed.into());
    }
    if let Some(row) = app.store.attempt(posting.id, asking.member.id).await? {
        return Game::load(row, &app.decks());
    }
    let decks = app.decks();
    let deck = decks.get(&posting.deck).ok_or(DailyRefusal::CardWaits)?;
    if deck.card(&posting.card).is_none() {
        return Err(DailyRefusal::CardClosed.into());
    }
    Game::of_card(fresh, posting, asking.member.id, Arc::clone(deck))
}

impl App {
    /// The open card of the day whose message its platform knows by this name, if it is one.
    pub async fn card_at(
        &self,
        platform: &str,
        reference: &str,
    ) -> crate::store::Result<Option<PostingId>> {
        self.store.posting_at(platform, reference).await
    }
}

/// Does what a button under a card of the day is for.
pub(in crate::app) async fn clicked(
    app: &App,
    asking: &Asking<'_>,
    click: DailyClick,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    match click {
        DailyClick::Who(posting) => who(app, asking, posting).await,
        DailyClick::CatchUp(posting) => catch_up(app, asking, posting, rng).await,
    }
}

/// Who has finished a card; their names, never their answers.
async fn who(app: &App, asking: &Asking<'_>, id: PostingId) -> Result<Decision, Fault> {
    let posting = known(app, asking, id).await?;
    let names = app.store.finished(id, NAMED).await?;
    let mut blocks = vec![Block::Heading { text: "Who has answered".into() }];
    if names.is_empty() {
        blocks.push(Block::Paragraph {
            text: "Nobody has finished this card yet. You could be the first.".into(),
        });
    } else {
        let more = posting.answered.saturating_sub(NAMED);
        blocks.push(Block::List { numbered: false, items: names.into_iter().map(named).collect() });
        if more > 0 {
            blocks.push(Block::Note { text: format!("and {more} more").into() });
        }
    }
    Ok(Decision::say(Reply::one(Message::private(blocks))))
}

fn named((member, name): (MemberId, String)) -> Text {
    Text::default().member(member, name)
}

/// Starts a quiz with the channel's latest cards that are closed. It earns no points.
async fn catch_up(
    app: &App,
    asking: &Asking<'_>,
    id: PostingId,
    rng: &mut StdRng,
) -> Result<Decision, Fault> {
    let posting = known(app, asking, id).await?;
    if let Some(row) = app.store.solo_quiz(asking.member.id).await? {
        let game = Game::load(row, &app.decks())?;
        return Ok(Decision::say(Reply::one(going(&game, asking.member.id, asking.is_admin()))));
    }
    let (community, place) = (asking.community.id, &posting.place);
    let latest = app.store.latest_postings(community, place, LOOKED_THROUGH).await?;
    let decks = app.decks();
    let deck = decks.get(&posting.deck).ok_or(DailyRefusal::CardWaits)?;
    let over = |row: &&PostingRow| {
        let closed = row.closes_at.is_some_and(|closes| closes <= asking.now);
        closed && row.deck == deck.id && deck.card(&row.card).is_some()
    };
    let latest = latest.iter().filter(over).take(CATCH_UP);
    let mut rounds =
        latest.map(|row| serde_json::from_str(&row.round)).collect::<Result<Vec<Round>, _>>()?;
    rounds.reverse();
    let quiz = Quiz::practice(deck.id.clone(), Kind::Solo(asking.member.id), rounds, asking.now);
    let quiz = quiz.ok_or(DailyRefusal::CardClosed)?;
    let game = Game::new(QuizId::fresh(asking.now, rng), asking, quiz, Arc::clone(deck));
    let note = format!(
        "{} to catch up on. They earn no points, but today counts as a study day.",
        counted(game.quiz.len(), "card")
    );
    let note = Message::private(vec![Block::Paragraph { text: note.into() }]);
    let messages = vec![note, quiz::open_question(&game, 1)];
    Ok(Decision::play(game.kept()?, Reply { messages, ..Reply::default() }))
}

async fn known(app: &App, asking: &Asking<'_>, id: PostingId) -> Result<PostingRow, Fault> {
    let posting =
        app.store.posting(id).await?.filter(|posting| posting.community == asking.community.id);
    Ok(posting.ok_or(QuizRefusal::UnknownQuiz)?)
}
