//! Answers of sister cards that could stand beside a term.

use std::cmp::Reverse;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::drawn::Drawn;
use super::shape::{Kind, Shape};
use super::wrong::Wrong;
use super::{OPTIONS, figures};
use crate::domain::deck::{Card, Deck, Key};
use crate::domain::grade::{Verdict, grade};

/// How many words at the beginning of a question are looked at: there it says what is asked for.
const BEGINNING: usize = 8;

/// Words of fewer characters say little ("is", "the", "of").
const TELLING: usize = 4;

/// How many words that tell two questions must begin with alike to ask for the same kind of thing:
/// "Which table action …".
const ALIKE: usize = 2;

/// Words in common beyond these make two questions no more alike.
const MOST_SHARED: usize = 4;

/// What a word counts with which both questions begin ("Who wrote …").
const FIRST_WORD: usize = 2;

/// What the same topic counts beside likeness.
const SAME_TOPIC: usize = 4;

/// How much less merit a text may have than those that would be taken by merit alone, so that the
/// right one is not told by its length.
const LEEWAY: usize = 3;

/// How many of the most alike are looked at more closely, which takes its time in a large deck.
const LOOKED_AT: usize = 60;

/// An answer of another card, or an item of one, that could stand beside the right one.
pub(super) struct Candidate<'a> {
    /// As its card writes it.
    text: &'a str,
    /// Whose answer it is, or a part of it.
    card: &'a Card,
    /// How well it would stand there; the more, the better.
    merit: usize,
}

/// Wrong terms for the card, at most as many as are offered beside the right one.
pub(super) fn beside(right: &str, wrong: &Wrong<'_>, rng: &mut StdRng) -> Vec<String> {
    let found = candidates(right, wrong, rng);
    let mut drawn = Drawn::new(right, wrong, OPTIONS - 1, rng);
    draw(&found, right, wrong, &mut drawn);
    let mut texts = drawn.finish();
    if texts.len() + 1 < OPTIONS {
        let others = figures::inside(right, rng).into_iter().filter(|text| wrong.is_wrong(text));
        let room = OPTIONS - 1 - texts.len();
        let new: Vec<String> = others.filter(|text| !texts.contains(text)).take(room).collect();
        texts.extend(new);
    }
    texts
}

/// Draws the best candidates that may stand beside the right one, until there are enough.
pub(super) fn draw(found: &[Candidate<'_>], right: &str, wrong: &Wrong<'_>, drawn: &mut Drawn<'_>) {
    let mut least = 0;
    for candidate in found.iter().take(LOOKED_AT) {
        if drawn.is_full() || candidate.merit < least {
            break;
        }
        if may_stand(candidate, right, wrong) && drawn.add(candidate.text) && drawn.would_do() {
            least = least.max(candidate.merit.saturating_sub(LEEWAY));
        }
    }
}

/// All answers of the deck that look like this one, the best first and equals in random order.
pub(super) fn candidates<'a>(
    right: &str,
    wrong: &Wrong<'a>,
    rng: &mut StdRng,
) -> Vec<Candidate<'a>> {
    let deck: &'a Deck = wrong.deck;
    let shape = Shape::of(right, wrong.deck);
    let beginning = Beginning::of(&wrong.card.prompt);
    let mut found = Vec::new();
    for card in deck.cards.iter().filter(|card| card.id != wrong.card.id) {
        let texts: Vec<&str> = match &card.key {
            Key::Term(answer) => vec![answer],
            Key::List { items, .. } => {
                items.iter().filter_map(|forms| forms.first()).map(String::as_str).collect()
            }
            Key::Choices { choices, .. } => choices.iter().map(String::as_str).collect(),
            _ => continue,
        };
        let asked = Beginning::of(&card.prompt);
        let is_asked_alike = matches!(card.key, Key::Term(_))
            && shape.kind != Kind::Verdict
            && beginning.telling_in_common(&asked) >= ALIKE;
        let of_card = beginning.likeness(&asked)
            + if card.topic == wrong.card.topic { SAME_TOPIC } else { 0 };
        for text in texts {
            let other = Shape::of(text, wrong.deck);
            if shape.fits(&other) || is_asked_alike {
                let merit = of_card + shape.likeness(&other);
                found.push(Candidate { text, card, merit });
            }
        }
    }
    found.shuffle(rng);
    found.sort_by_key(|candidate| Reverse(candidate.merit));
    found
}

/// The first words of a question, which tell what is asked for, in small letters.
struct Beginning(Vec<String>);

impl Beginning {
    fn of(prompt: &str) -> Self {
        let words = prompt.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self(words.take(BEGINNING).map(str::to_lowercase).collect())
    }

    /// The words with which both begin.
    fn in_common<'a>(&'a self, other: &Self) -> &'a [String] {
        let pairs = self.0.iter().zip(&other.0);
        &self.0[..pairs.take_while(|(one, other)| one == other).count()]
    }

    /// How many words that tell something both begin with, the question word aside.
    fn telling_in_common(&self, other: &Self) -> usize {
        self.in_common(other).iter().skip(1).filter(|word| is_telling(word)).count()
    }

    /// How alike two questions are, by the words with which they begin and by those they share.
    fn likeness(&self, other: &Self) -> usize {
        let first = self.in_common(other).len().min(MOST_SHARED);
        let shared =
            self.0.iter().filter(|word| is_telling(word) && other.0.contains(word)).count();
        FIRST_WORD * first + shared.min(MOST_SHARED)
    }
}

fn is_telling(word: &str) -> bool {
    word.chars().count() >= TELLING
}

/// Whether a candidate is wrong beyond doubt: not an answer of this question, not the same thing by
/// another name, and nothing that the question itself names.
fn may_stand(candidate: &Candidate<'_>, right: &str, wrong: &Wrong<'_>) -> bool {
    let both = [right, candidate.text];
    wrong.is_wrong(candidate.text)
        && !both
            .iter()
            .all(|text| grade(candidate.card, wrong.deck, text).verdict == Verdict::Correct)
        && !wrong.is_in_question(&wrong.deck.plain(candidate.text))
}
