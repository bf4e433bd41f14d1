//! One of the crowd: starts quizzes, answers by form and by choice, looks at the board.

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use studyhall::domain::grade::Graded;

use crate::support::slack::{Answered, Channel, Member, Modal, Seen, Shown};

/// Labels of buttons that open a form.
const OPENS: [&str; 2] = ["Answer", "Try again"];

/// Labels of buttons that answer nothing.
const STEERS: [&str; 2] = ["Skip", "Stop"];

/// What an interaction was, and how long until its person saw what came of it.
pub(super) type Told = (&'static str, Duration);

/// What a turn is.
#[derive(Clone, Copy)]
pub(crate) enum Turn {
    /// What comes next for this person.
    Next,
    /// A command without consequences.
    Simple,
}

/// A person.
pub(super) struct Person {
    member: Member,
    channel: Channel,
    deck: Arc<Graded>,
    rng: StdRng,
    next: Next,
}

/// What a person has before them.
enum Next {
    Nothing,
    /// A question of their own.
    Card(Seen),
    /// What was said to their answer, and beside it a new question, maybe a moment later.
    Verdict(Answered),
    /// An open form, and the question it is about.
    Form(Modal, Seen),
}

impl Person {
    pub(super) fn new(member: Member, channel: Channel, deck: Arc<Graded>, seed: u64) -> Self {
        let rng = StdRng::seed_from_u64(seed);
        Self { member, channel, deck, rng, next: Next::Nothing }
    }

    /// Does one thing and waits for what comes of it.
    pub(super) async fn act(&mut self, turn: Turn) -> Told {
        if matches!(turn, Turn::Simple) {
            return self.look("help", "help").await;
        }
        match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Nothing => self.begin().await,
            Next::Card(card) => self.answer(card).await,
            Next::Verdict(answered) => match open_question(&answered) {
                Some(card) => self.answer(card).await,
                None => self.begin().await,
            },
            Next::Form(form, card) => self.submit(&form, &card).await,
        }
    }

    async fn begin(&mut self) -> Told {
        match self.rng.random_range(0..100) {
            0..15 => self.look("leaderboard", "leaderboard").await,
            15..25 => self.look("streak show", "streak show").await,
            _ => {
                let asked = self.member.command(&self.channel, "quiz", &[]).await;
                let card = asked.seen();
                assert!(card.text().contains("Question 1 of 5"), "{}", card.text());
                self.next = Next::Card(card);
                ("quiz", asked.took())
            }
        }
    }

    async fn look(&self, kind: &'static str, command: &str) -> Told {
        let answered = self.member.command(&self.channel, command, &[]).await;
        assert!(!answered.seen().text().is_empty());
        (kind, answered.took())
    }

    /// Answers a question: by its form or by one of its choices.
    async fn answer(&mut self, card: Seen) -> Told {
        let buttons = card.buttons();
        if let Some(label) = buttons.iter().find(|label| OPENS.contains(&label.as_str())) {
            let opened = self.member.click(&card, label).await;
            self.next = Next::Form(opened.modal(), card);
            return ("a form opens", opened.took());
        }
        let is_choice =
            |label: &&String| !STEERS.contains(&label.as_str()) && !label.starts_with("Hint");
        let choices: Vec<&String> = buttons.iter().filter(is_choice).collect();
        let choice =
            choices.choose(&mut self.rng).unwrap_or_else(|| panic!("no choice: {}", card.text()));
        let answered = self.member.click(&card, choice).await;
        ("a choice", self.look_on(answered))
    }

    async fn submit(&mut self, form: &Modal, card: &Seen) -> Told {
        let given = self.given(card);
        let answered = self.member.submit(form, &[&given]).await;
        assert!(answered.closed(), "{:?}", answered.errors());
        ("a form is sent", self.look_on(answered))
    }

    /// Keeps a verdict for the next turn; how long it took to come.
    fn look_on(&mut self, answered: Answered) -> Duration {
        let took = answered.took();
        self.next = Next::Verdict(answered);
        took
    }

    /// What this person says: mostly right.
    fn given(&mut self, card: &Seen) -> String {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let asked = bare(&card.text());
        let known = self.deck.cards.iter().find(|card| asked.contains(&bare(&card.prompt)));
        let known = known.filter(|_| self.rng.random_bool(0.7));
        known.map_or_else(|| "a wrong answer".to_owned(), |card| card.key.shown())
    }
}

/// What is to be answered next: the verdict, where it can be tried again, or a new question.
fn open_question(answered: &Answered) -> Option<Seen> {
    let is_open = |message: &Seen| message.buttons().iter().any(|label| label == "Stop");
    answered.messages().into_iter().find(is_open)
}
