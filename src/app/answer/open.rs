//! The questions that are open to a member at a place.

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;

use crate::app::App;
use crate::app::asking::Asking;
use crate::app::completing::Completion;
use crate::app::daily;
use crate::app::decision::{Decision, Fault};
use crate::app::played::Spot;
use crate::app::quiz::Game;
use crate::app::quiz::refusal::QuizRefusal;
use crate::app::texts::{clipped, repeated};
use crate::domain::id::{MemberId, QuizId};
use crate::domain::place::Place;

/// How much of a question stands for it in a list, in characters.
const LONGEST_NAME: usize = 90;

/// A question that is open to a member: a round of what they play.
#[derive(Debug)]
pub(super) struct OpenQuestion {
    game: Game,
    round: u32,
    /// When the member was last shown it here; none if that was elsewhere.
    shown_at: Option<DateTime<Utc>>,
}

impl OpenQuestion {
    /// The open round of a game, if it has one.
    fn of(game: Game, asking: &Asking<'_>) -> Option<Self> {
        let round = game.quiz.open()?;
        let shown_at = game.shown_at(asking.member.id, asking.place);
        Some(Self { game, round, shown_at })
    }

    fn is_open_to(&self, member: MemberId) -> bool {
        self.game.quiz.may_answer(self.round, member).is_ok()
    }

    /// How buttons and lines name it.
    pub(super) fn spot(&self) -> Spot {
        self.game.asked(self.round).spot
    }

    /// How people know it: where one is, and the question, on one line.
    pub(super) fn name(&self) -> String {
        let asked = self.game.asked(self.round);
        clipped(&format!("{}: {}", asked.progress, on_one_line(&asked.card.prompt)), LONGEST_NAME)
    }

    /// Whether somebody who typed this, in lower case, may mean it: by its text for lines, or by
    /// words that it has.
    fn is_called(&self, folded: &str) -> bool {
        let asked = self.game.asked(self.round);
        let prompt = on_one_line(&asked.card.prompt).to_lowercase();
        asked.spot.to_string() == folded || prompt.contains(&on_one_line(folded))
    }

    /// Takes text as an answer to it.
    pub(super) async fn answered(
        self,
        app: &App,
        asking: &Asking<'_>,
        text: &str,
        rng: &mut StdRng,
    ) -> Result<Decision, Fault> {
        super::take(app, asking, self.game, self.round, text, rng).await
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The questions that are open to the asker here, newest first: of the own quiz, of the channel's,
/// and the channel's cards of the day.
pub(super) async fn here(
    app: &App,
    asking: &Asking<'_>,
    rng: &mut StdRng,
) -> Result<Vec<OpenQuestion>, Fault> {
    let mut open = cards(app, asking, rng).await?;
    match of_quizzes(app, asking).await {
        // A card can be answered all the same.
        Err(Fault::Unplayable(_)) if !open.is_empty() => {}
        quizzes => open.extend(quizzes?),
    }
    open.retain(|question| question.is_open_to(asking.member.id));
    open.sort_by_key(|question| std::cmp::Reverse(question.shown_at));
    Ok(open)
}

/// The question of a quiz that the asker was shown last here, also where they have finished it.
pub(super) async fn last_shown(
    app: &App,
    asking: &Asking<'_>,
) -> Result<Option<OpenQuestion>, Fault> {
    let open = of_quizzes(app, asking).await?;
    Ok(open.into_iter().max_by_key(|question| question.shown_at))
}

/// Those of the open questions that were meant by `wanted`; at least one.
pub(super) fn named(
    open: Vec<OpenQuestion>,
    wanted: &str,
) -> Result<Vec<OpenQuestion>, QuizRefusal> {
    let folded = wanted.trim().to_lowercase();
    let (meant, others): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|question| question.is_called(&folded));
    if meant.is_empty() {
        let open = others.iter().map(OpenQuestion::name).collect();
        return Err(QuizRefusal::UnknownQuestion { given: repeated(wanted), open });
    }
    Ok(meant)
}

/// The quiz that everyone plays in the asker's channel, if there is one.
pub(super) async fn of_channel(app: &App, asking: &Asking<'_>) -> Result<Option<Game>, Fault> {
    let row = app.store.channel_quiz(asking.place).await?;
    row.map(|row| Game::load(row, &app.decks())).transpose()
}

/// The open questions of the quizzes that the asker was shown here: the own one, which nobody else
/// sees and which a conversation of two is about wherever it was shown, and the channel's. One that
/// cannot go on is in nobody's way while there is another.
async fn of_quizzes(app: &App, asking: &Asking<'_>) -> Result<Vec<OpenQuestion>, Fault> {
    let (mut games, mut unplayable) = (Vec::new(), None);
    if let Some(solo) = app.store.solo_quiz(asking.member.id).await? {
        match Game::load(solo, &app.decks()) {
            Ok(game) => games.push(game),
            Err(fault @ Fault::Unplayable(_)) => unplayable = Some(fault),
            Err(fault) => return Err(fault),
        }
    }
    games.extend(of_channel(app, asking).await?);
    let open = games.into_iter().filter_map(|game| OpenQuestion::of(game, asking));
    let shown: Vec<OpenQuestion> =
        open.filter(|question| question.shown_at.is_some() || asking.place.direct).collect();
    match unplayable {
        Some(fault) if shown.is_empty() => Err(fault),
        _ => Ok(shown),
    }
}

/// The cards of the day of the asker's channel.
async fn cards(
    app: &App,
    asking: &Asking<'_>,
    rng: &mut StdRng,
) -> Result<Vec<OpenQuestion>, Fault> {
    let mut open = Vec::new();
    for posting in app.store.open_postings(asking.community.id, asking.now).await? {
        if !posting.place.is(asking.place) {
            continue;
        }
        let fresh = QuizId::fresh(asking.now, rng);
        match daily::attempt_of(app, asking, &posting, fresh).await {
            Ok(game) => open.extend(OpenQuestion::of(game, asking)),
            // One that waits for its deck, or has lost its card.
            Err(Fault::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(open)
}

impl App {
    /// What `typed` may become as a question that is open at a place to the person whom the
    /// platform knows by `person`; newest first.
    pub async fn complete_question(
        &self,
        place: &Place,
        person: &str,
        typed: &str,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Vec<Completion> {
        let open = open_to(self, (place, person), now, rng).await.unwrap_or_else(|fault| {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(cause, "could not look for open questions");
            Vec::new()
        });
        let folded = typed.trim().to_lowercase();
        let meant = open.iter().filter(|question| question.is_called(&folded));
        meant
            .map(|question| Completion {
                label: question.name(),
                value: question.spot().to_string(),
            })
            .collect()
    }
}

/// The questions that are open at a place to a person; none to a stranger.
async fn open_to(
    app: &App,
    (place, person): (&Place, &str),
    now: DateTime<Utc>,
    rng: &mut StdRng,
) -> Result<Vec<OpenQuestion>, Fault> {
    let Some((community, Some(known))) = app.store.met(&place.home, person).await? else {
        return Ok(Vec::new());
    };
    here(app, &Asking::of_member(place, community, known.member, now), rng).await
}
