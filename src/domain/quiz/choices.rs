//! Choices for a card that has none of its own, made from its sisters.

use std::cmp::Reverse;
use std::mem::discriminant;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::Style;
use crate::domain::decimal::Decimal;
use crate::domain::deck::{Card, Deck, Key};
use crate::domain::grade::{Graded, Verdict, grade};

/// How many texts are on offer.
const OPTIONS: usize = 4;

/// How many words at the beginning of two questions are compared.
const BEGINNING: usize = 4;

/// What a number is multiplied with to get others of its kind.
const SCALES: [f64; 6] = [2.0, 0.5, 10.0, 5.0, 0.1, 3.0];

/// The card's own choices in random order, or choices made from the answers of sister cards: those
/// of the same topic first, then the rest of the deck, of each the most alike. None of them but one
/// is anything the grader would take. `None` if there is nothing to choose from.
pub fn choices(card: &Card, deck: &Graded, rng: &mut StdRng) -> Option<Style> {
    let right = card.key.shown();
    let mut options = match &card.key {
        Key::Choices { choices, .. } => choices.clone(),
        Key::SelfGraded(_) | Key::TrueFalse(_) => return None,
        key => {
            let mut options = vec![right.clone()];
            for candidate in candidates(card, deck, rng) {
                if options.len() == OPTIONS {
                    break;
                }
                let folded = candidate.to_lowercase();
                let new = options.iter().all(|option| option.to_lowercase() != folded);
                if new && (matches!(key, Key::Number { .. }) || is_wrong(card, deck, &candidate)) {
                    options.push(candidate);
                }
            }
            options
        }
    };
    if options.len() < 2 {
        return None;
    }
    options.shuffle(rng);
    let correct = options.iter().position(|option| *option == right)?;
    Some(Style::Choices { options, correct })
}

/// Whether the grader takes a text for wrong, not even for close.
fn is_wrong(card: &Card, deck: &Graded, given: &str) -> bool {
    grade(card, deck, given).verdict == Verdict::Incorrect
}

/// Texts that could stand beside the right one, best first.
fn candidates(card: &Card, deck: &Deck, rng: &mut StdRng) -> Vec<String> {
    let (mut sisters, mut others): (Vec<&Card>, Vec<&Card>) = deck
        .cards
        .iter()
        .filter(|other| other.id != card.id && same_kind(&other.key, &card.key))
        .partition(|other| other.topic == card.topic);
    for cards in [&mut sisters, &mut others] {
        cards.shuffle(rng);
        cards.sort_by_key(|other| Reverse(likeness(card, other)));
    }
    let answers =
        |cards: Vec<&Card>| cards.into_iter().map(|card| card.key.shown()).collect::<Vec<_>>();
    match &card.key {
        Key::Number { number, unit } => {
            let mut found = answers(sisters);
            found.extend(scaled(number.to_f64(), unit.as_deref(), rng));
            found.extend(answers(others));
            found
        }
        _ => [answers(sisters), answers(others)].concat(),
    }
}

/// Whether two keys ask for the same kind of thing; numbers only if they have the same unit.
fn same_kind(one: &Key, other: &Key) -> bool {
    match (one, other) {
        (Key::Number { unit: one, .. }, Key::Number { unit: other, .. }) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

/// How well another card's answer would stand beside this one's: the more alike the questions begin
/// ("Which DynamoDB action …") and the answers look, the less a choice gives itself away.
fn likeness(card: &Card, other: &Card) -> usize {
    let beginning = card.prompt.split_whitespace().zip(other.prompt.split_whitespace());
    let in_common = beginning
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .take(BEGINNING)
        .count();
    let (one, other) = (shape(&card.key), shape(&other.key));
    in_common
        + 2 * usize::from(one.parts.abs_diff(other.parts) <= 1)
        + usize::from(one.joined == other.joined)
}

/// What an answer looks like from afar.
struct Shape {
    /// Its words, or its items if it is a list.
    parts: usize,
    /// Whether it is a name of words written as one: `PutItem`, `x-api-key`.
    joined: bool,
}

/// What a key's answer looks like from afar.
fn shape(key: &Key) -> Shape {
    let shown = key.shown();
    let parts = match key {
        Key::List { items, .. } => items.len(),
        _ => shown.split_whitespace().count(),
    };
    let joins = |(one, next): (char, char)| {
        one.is_lowercase() && next.is_uppercase() || "_.:/".contains(next)
    };
    Shape { parts, joined: shown.chars().zip(shown.chars().skip(1)).any(joins) }
}

/// Other numbers of the same size and unit; whole ones for a whole number.
fn scaled(number: f64, unit: Option<&str>, rng: &mut StdRng) -> Vec<String> {
    let mut scales = SCALES;
    scales.shuffle(rng);
    let like = |value: &f64| value.is_finite() && (number.fract() != 0.0 || value.fract() == 0.0);
    let values = scales.iter().map(|scale| number * scale);
    // Nothing scaled differs from zero.
    let values: Vec<f64> = if number == 0.0 { vec![1.0, 2.0, 10.0] } else { values.collect() };
    values
        .into_iter()
        .filter(like)
        .filter_map(Decimal::nearest)
        .map(|number| Key::Number { number, unit: unit.map(str::to_owned) }.shown())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;
    use crate::domain::deck::Habits;

    fn card(id: &str, topic: &str, key: Key) -> Card {
        Card {
            id: id.into(),
            topic: topic.into(),
            prompt: format!("What is {id}?"),
            key,
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        }
    }

    fn term(id: &str, topic: &str, answer: &str) -> Card {
        card(id, topic, Key::Term(answer.into()))
    }

    fn number(id: &str, topic: &str, number: i64, unit: &str) -> Card {
        card(id, topic, Key::Number { number: number.into(), unit: Some(unit.into()) })
    }

    fn deck(cards: Vec<Card>) -> Graded {
        let habits = Habits::default();
        Graded::new(Deck { id: "deck".into(), title: "Deck".into(), habits, cards })
    }

    /// The options of the first card of a deck, the right one first, the others sorted.
    fn options(deck: &Graded, seed: u64) -> Vec<String> {
        let Some(Style::Choices { mut options, correct }) =
            choices(&deck.cards[0], deck, &mut StdRng::seed_from_u64(seed))
        else {
            return Vec::new();
        };
        let right = options.remove(correct);
        options.sort();
        [vec![right], options].concat()
    }

    #[test]
    fn sisters_of_the_topic_come_first_and_the_rest_of_the_deck_fills_up() {
        let deck = deck(vec![
            term("a", "Capitals", "Lima"),
            term("b", "Capitals", "Oslo"),
            term("c", "Capitals", "Cairo"),
            term("d", "Rivers", "Nile"),
            card("e", "Capitals", Key::TrueFalse(true)),
        ]);
        assert_eq!(options(&deck, 1), ["Lima", "Cairo", "Nile", "Oslo"]);
    }

    #[test]
    fn no_option_is_there_twice_or_is_one_that_the_grader_would_take() {
        let mut first = term("a", "Storage", "Simple Queue Service");
        first.accept = vec!["SQS".into()];
        first.close = vec!["queue".into()];
        let others = ["SQS", "simple queue service", "queue", "Topic", "topic", "Stream"];
        let others =
            others.iter().zip('b'..).map(|(answer, id)| term(&id.to_string(), "Storage", answer));
        let deck = deck([first].into_iter().chain(others).collect());
        for seed in 0..20 {
            let options = options(&deck, seed);
            assert_eq!(options.len(), 3, "{options:?}");
            assert_eq!(
                (options[0].as_str(), options[1].as_str()),
                ("Simple Queue Service", "Stream")
            );
            assert!(options[2].eq_ignore_ascii_case("topic"), "{options:?}");
        }
    }

    #[test]
    fn numbers_get_others_of_their_unit() {
        let deck =
            deck(vec![number("a", "Limits", 20, "seconds"), number("b", "Limits", 400, "KB")]);
        for seed in 0..20 {
            let options = options(&deck, seed);
            assert_eq!((options.len(), options[0].as_str()), (4, "20 seconds"));
            assert!(
                options.iter().all(|option| option.ends_with(" seconds") && !option.contains('.')),
                "{options:?}"
            );
        }
    }

    #[test]
    fn sisters_that_are_asked_for_the_same_kind_of_thing_come_first() {
        let asked = |card: Card, prompt: &str| Card { prompt: prompt.into(), ..card };
        let deck = deck(vec![
            asked(term("a", "Tables", "PutItem"), "Which table action creates an item?"),
            asked(term("b", "Tables", "hot partition"), "What is an overloaded slice called?"),
            asked(term("c", "Tables", "Scan"), "Which table action reads everything?"),
            asked(term("d", "Tables", "BatchGetItem"), "Which table action reads several items?"),
            asked(term("e", "Tables", "GetItem"), "Which call reads one item?"),
            asked(
                term("f", "Tables", "it is free of charge for a year"),
                "Which price has the first year?",
            ),
        ]);
        for seed in 0..20 {
            assert_eq!(options(&deck, seed), ["PutItem", "BatchGetItem", "GetItem", "Scan"]);
        }
    }

    #[test]
    fn a_card_without_sisters_has_nothing_to_choose_from() {
        assert!(options(&deck(vec![term("a", "Capitals", "Lima")]), 1).is_empty());
    }

    proptest! {
        #[test]
        fn the_right_answer_is_always_on_offer_and_the_only_one(
            answers in prop::collection::vec("[a-z]{1,9}( [a-z]{2,6})?", 2..12),
            seed in any::<u64>(),
        ) {
            let cards = (0..).zip(&answers).map(|(place, answer)| {
                term(&format!("{place}"), "Topic", answer)
            });
            let deck = deck(cards.collect());
            let right = &deck.cards[0];
            let chosen = choices(right, &deck, &mut StdRng::seed_from_u64(seed));
            if let Some(Style::Choices { options, correct }) = chosen {
                prop_assert!((2..=OPTIONS).contains(&options.len()));
                prop_assert_eq!(&options[correct], &right.key.shown());
                for (place, option) in options.iter().enumerate() {
                    prop_assert!(place == correct || is_wrong(right, &deck, option), "{}", option);
                }
            }
        }
    }
}
