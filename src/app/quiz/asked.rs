//! One question as it is put to people: which round of what, with its card and its deck.

use crate::app::played::Spot;
use crate::app::quiz::click::QuizClick;
use crate::app::reply::{Block, Button, ButtonStyle, Text, Tone};
use crate::domain::deck::Card;
use crate::domain::grade::Graded;
use crate::domain::points::HINT_COST;
use crate::domain::quiz::heading::topic;
use crate::domain::quiz::hint::hint;
use crate::domain::quiz::{Play, Round, Style};

/// A question that is put to somebody: a round of a quiz, or a card of the day.
#[derive(Debug)]
pub(in crate::app) struct Asked<'a> {
    /// How its buttons name it.
    pub(in crate::app) spot: Spot,
    /// Where one is: "Question 2 of 5 · Lambda", without the topic where it tells the answer.
    pub(in crate::app) progress: String,
    /// How it is asked, and what people have done about it.
    pub(in crate::app) round: &'a Round,
    /// The card that is asked.
    pub(in crate::app) card: &'a Card,
    /// The deck of the card.
    pub(in crate::app) deck: &'a Graded,
}

impl Asked<'_> {
    /// Where one is, and the question.
    pub(in crate::app) fn question(&self) -> Vec<Block> {
        vec![
            Block::Heading { text: self.progress.as_str().into() },
            Block::Question { text: self.card.prompt.as_str().into() },
        ]
    }

    /// The answer, and what there is to learn about it.
    pub(in crate::app) fn lesson(&self) -> Vec<Block> {
        let answer = Text::from("Answer: ").strong(self.card.key.shown());
        let explain = self.card.explain.as_deref();
        let mut blocks = vec![Block::Paragraph { text: answer }];
        blocks.extend(explain.map(|text| Block::Paragraph { text: text.into() }));
        blocks
    }

    /// The hint, if this member has seen it.
    pub(super) fn hint(&self, play: Option<&Play>) -> Option<Block> {
        let hint = play.filter(|play| play.hinted).and_then(|_| hint(self.card, self.deck))?;
        Some(Block::Callout { tone: Tone::Notice, text: format!("Hint: {hint}").into() })
    }

    /// The ways to answer for one member, with the hint where there is one that they have not seen.
    pub(in crate::app) fn ways(&self, play: Option<&Play>) -> Vec<Button> {
        let again = play.is_some_and(|play| play.answers > 0);
        let mut buttons = self.ways_alone(if again { "Try again" } else { "Answer" });
        let is_new = self.round.style == Style::Typed && !play.is_some_and(|play| play.hinted);
        if is_new && hint(self.card, self.deck).is_some() {
            let label = format!("Hint (−{HINT_COST})");
            buttons.push(Button::new(QuizClick::Hint(self.spot), &label, ButtonStyle::Plain));
        }
        buttons
    }

    /// The ways to answer, without a hint; `label` is that of the form.
    fn ways_alone(&self, label: &str) -> Vec<Button> {
        let spot = self.spot;
        match &self.round.style {
            Style::Typed => {
                vec![Button::new(QuizClick::Answer(spot), label, ButtonStyle::Primary)]
            }
            Style::Choices { options, .. } => picks(spot, options.iter().map(String::as_str)),
            Style::TrueFalse => picks(spot, ["True", "False"]),
            Style::SelfGraded => {
                vec![Button::new(QuizClick::Show(spot), "Show the answer", ButtonStyle::Primary)]
            }
        }
    }
}

/// Where one is in a card of the day: "Card of the day · Lambda".
pub(in crate::app) fn progress_of_card(card: &Card, deck: &Graded) -> String {
    with_topic("Card of the day".to_owned(), card, deck)
}

/// What stands over a card, with its topic as far as that does not give the answer away.
pub(super) fn with_topic(progress: String, card: &Card, deck: &Graded) -> String {
    match topic(card, deck) {
        Some(topic) => format!("{progress} · {topic}"),
        None => progress,
    }
}

fn picks<'a>(spot: Spot, options: impl IntoIterator<Item = &'a str>) -> Vec<Button> {
    (0..)
        .zip(options)
        .map(|(place, label)| Button::new(QuizClick::Pick(spot, place), label, ButtonStyle::Choice))
        .collect()
}
