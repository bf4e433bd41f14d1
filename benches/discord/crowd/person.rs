//! One of the crowd: starts quizzes, answers by form and by choice, asks for help while typing,
//! looks at the board.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use studyhall::domain::grade::Graded;

use crate::support::discord::driver::answered::Answered;
use crate::support::discord::driver::modal::Modal;
use crate::support::discord::driver::seen::Seen;
use crate::support::discord::{Channel, Member};

/// Discord's number for a response that opens a form.
const OPENS_A_FORM: u8 = 9;

/// Labels of buttons that open a form.
const OPENS: [&str; 2] = ["Answer", "Try again"];

/// Labels of buttons that close a race's question.
const GOES_ON: [&str; 2] = ["Next question", "Finish the quiz"];

/// What an interaction was, and how long until its person saw what came of it.
type Told = (&'static str, Duration);

/// What a turn is.
#[derive(Clone, Copy)]
pub(crate) enum Turn {
    /// What comes next for this person.
    Next,
    /// A command without consequences.
    Simple,
}

/// A person.
pub(crate) struct Person {
    member: Member,
    channel: Channel,
    /// Takes part in the channel's races; whether by starting them.
    leads: Option<bool>,
    deck: Arc<Graded>,
    rng: StdRng,
    next: Next,
}

/// What a person has before them.
enum Next {
    Nothing,
    /// A question of their own.
    Card(Seen),
    /// An open form, and the question it is about.
    Form(Modal, Seen),
    /// The verdict in a race, with the button that goes on.
    Verdict(Seen),
}

impl Person {
    pub(super) fn new(
        member: Member,
        channel: Channel,
        leads: Option<bool>,
        deck: Arc<Graded>,
        seed: u64,
    ) -> Self {
        Self { member, channel, leads, deck, rng: StdRng::seed_from_u64(seed), next: Next::Nothing }
    }

    /// Does one thing and waits for what comes of it.
    pub(super) async fn act(&mut self, turn: Turn) -> Told {
        if matches!(turn, Turn::Simple) {
            return self.look("help", "help").await;
        }
        match (std::mem::replace(&mut self.next, Next::Nothing), self.leads) {
            (Next::Nothing, None) => self.begin().await,
            (Next::Nothing, Some(leads)) => self.race(leads).await,
            (Next::Card(card), _) => self.answer(card).await,
            (Next::Form(form, card), _) => self.submit(&form, &card).await,
            (Next::Verdict(verdict), _) => self.go_on(&verdict).await,
        }
    }

    async fn begin(&mut self) -> Told {
        match self.rng.random_range(0..100) {
            0..10 => self.look("/leaderboard", "leaderboard").await,
            10..15 => self.look("/streak show", "streak show").await,
            15..30 => {
                let typed = [("deck", self.deck.id.as_str()), ("topic", "dyn")];
                let began = Instant::now();
                let found = self.member.complete(&self.channel, "quiz", &typed).await;
                assert!(!found.is_empty(), "nothing to choose from");
                ("completing a topic", began.elapsed())
            }
            _ => {
                let began = Instant::now();
                let card = self.member.slash(&self.channel, "quiz", &[]).await.seen();
                assert!(card.text().contains("Question 1 of 5"), "{}", card.text());
                self.next = Next::Card(card);
                ("/quiz", began.elapsed())
            }
        }
    }

    async fn look(&self, kind: &'static str, command: &str) -> Told {
        let began = Instant::now();
        let text = self.member.slash(&self.channel, command, &[]).await.text();
        assert!(!text.is_empty());
        (kind, began.elapsed())
    }

    /// Answers a question of one's own: by its form or by one of its choices.
    async fn answer(&mut self, card: Seen) -> Told {
        let (began, buttons) = (Instant::now(), card.buttons());
        if let Some(label) = buttons.iter().find(|label| OPENS.contains(&label.as_str())) {
            let form = self.member.click(&card, label).await.modal();
            self.next = Next::Form(form, card);
            return ("Answer", began.elapsed());
        }
        let is_choice = |label: &&String| {
            !["Skip", "Stop"].contains(&label.as_str()) && !label.starts_with("Hint")
        };
        let choices: Vec<&String> = buttons.iter().filter(is_choice).collect();
        let choice =
            choices.choose(&mut self.rng).unwrap_or_else(|| panic!("no choice: {}", card.text()));
        let answered = self.member.click(&card, choice).await;
        let time = began.elapsed();
        self.look_on(&answered).await;
        ("a choice", time)
    }

    async fn submit(&mut self, form: &Modal, card: &Seen) -> Told {
        let given = self.given(card);
        let began = Instant::now();
        let answered = self.member.submit(form, &[&given]).await;
        let time = began.elapsed();
        if self.leads.is_some() {
            let verdict = answered.seen();
            let goes_on = verdict.buttons().iter().any(|label| GOES_ON.contains(&label.as_str()));
            if goes_on && self.rng.random_bool(0.5) {
                self.next = Next::Verdict(verdict);
            }
            return ("a form in a race", time);
        }
        self.look_on(&answered).await;
        ("a form", time)
    }

    /// What is to be answered next in a quiz of one's own.
    async fn look_on(&mut self, answered: &Answered) {
        let told = answered.seen();
        let open = if told.buttons().is_empty() { answered.followup(1).await } else { told };
        if open.buttons().iter().any(|label| label == "Stop") {
            self.next = Next::Card(open);
        }
    }

    /// What this person says: mostly right.
    fn given(&mut self, card: &Seen) -> String {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let asked = bare(&card.text());
        let known = self.deck.cards.iter().find(|card| asked.contains(&bare(&card.prompt)));
        let known = known.filter(|_| self.rng.random_bool(0.7));
        known.map_or_else(|| "a wrong answer".to_owned(), |card| card.key.shown())
    }

    /// Takes part in the channel's race, or starts one.
    async fn race(&mut self, leads: bool) -> Told {
        let threads = self.channel.threads();
        let messages = threads.last().map(Channel::messages).unwrap_or_default();
        let began = Instant::now();
        if let Some(question) =
            messages.last().filter(|message| message.buttons().contains(&"Answer".to_owned()))
        {
            let answered = self.member.click(question, "Answer").await;
            let time = began.elapsed();
            if answered.response() == OPENS_A_FORM {
                self.next = Next::Form(answered.modal(), question.clone());
            }
            return ("Answer in a race", time);
        }
        if leads {
            let options = [("with", "channel"), ("style", "typed"), ("questions", "10")];
            self.member.slash(&self.channel, "quiz", &options).await;
            return ("/quiz with:channel", began.elapsed());
        }
        self.look("/leaderboard", "leaderboard").await
    }

    async fn go_on(&mut self, verdict: &Seen) -> Told {
        let began = Instant::now();
        let buttons = verdict.buttons();
        let label = buttons
            .iter()
            .find(|label| GOES_ON.contains(&label.as_str()))
            .expect("it was looked for");
        self.member.click(verdict, label).await;
        ("Next question in a race", began.elapsed())
    }
}
