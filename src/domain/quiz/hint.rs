//! Hints: the deck's own, or one made from the key that does not give it away.

use crate::domain::deck::{Card, Deck, Key};

/// Words beyond which a term's hint counts words instead of describing each.
const WORDS_DESCRIBED: usize = 5;

/// A nudge towards a typed answer, if there is one.
pub fn hint(card: &Card, deck: &Deck) -> Option<String> {
    if let Some(own) = &card.hint {
        return Some(own.clone());
    }
    match &card.key {
        Key::Term(answer) => term(answer, deck),
        Key::Number { number, unit } => range(number.to_f64(), unit.as_deref()),
        Key::List { items, ordered } => list(items, *ordered),
        Key::TrueFalse(_) | Key::Choices { .. } | Key::SelfGraded(_) => None,
    }
}

/// First letter and length of each word, leaving out what is in parentheses and what the deck calls
/// optional.
fn term(answer: &str, deck: &Deck) -> Option<String> {
    let bare = answer.split('(').next().unwrap_or(answer);
    let optional =
        |word: &&str| deck.habits.optional.iter().any(|other| other.eq_ignore_ascii_case(word));
    let mut words: Vec<&str> = bare.split_whitespace().filter(|word| !optional(word)).collect();
    if words.is_empty() {
        words = answer.split_whitespace().collect();
    }
    let first = words.first()?.chars().next()?;
    match words.len() {
        1 => Some(format!("One word: {}.", word(words[0]))),
        count if count > WORDS_DESCRIBED => {
            Some(format!("{count} words, the first begins with {first}."))
        }
        count => {
            let described: Vec<String> = words.iter().map(|one| word(one)).collect();
            Some(format!("{count} words: {}.", described.join(", ")))
        }
    }
}

/// A word by its first letter and its length.
fn word(word: &str) -> String {
    let first = word.chars().next().unwrap_or_default();
    match word.chars().count() {
        1 => format!("{first} alone"),
        letters => format!("{first} with {letters} letters"),
    }
}

/// A range of round numbers around the number, with its unit; none around a number of hundreds of
/// digits.
fn range(number: f64, unit: Option<&str>) -> Option<String> {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    if number == 0.0 {
        return Some(format!("Between -10 and 10{unit}."));
    }
    let (one, other) = (round_down(number * 0.6), round_up(number * 2.3));
    // "Between 0.6 and 3 copies" would sound odd.
    let one = if number.fract() == 0.0 { one.trunc() } else { one };
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    (low.is_finite() && high.is_finite()).then(|| format!("Between {low} and {high}{unit}."))
}

/// The nearest number towards zero with one digit that is not zero.
fn round_down(number: f64) -> f64 {
    let unit = 10_f64.powf(number.abs().log10().floor());
    tidy(tidy(number.abs() / unit).floor() * unit) * number.signum()
}

/// The nearest number away from zero with one digit that is not zero.
fn round_up(number: f64) -> f64 {
    let unit = 10_f64.powf(number.abs().log10().floor());
    tidy(tidy(number.abs() / unit).ceil() * unit) * number.signum()
}

/// Cuts off what floating point adds far behind the point (0.30000000000000004).
fn tidy(number: f64) -> f64 {
    format!("{number:.9}").parse().unwrap_or(number)
}

/// How many items and their first letters; in the alphabet's order unless the order counts.
fn list(items: &[Vec<String>], ordered: bool) -> Option<String> {
    let first = |forms: &Vec<String>| forms.first().and_then(|form| form.chars().next());
    let mut letters: Vec<String> =
        items.iter().filter_map(first).map(|letter| letter.to_uppercase().to_string()).collect();
    if letters.is_empty() {
        return None;
    }
    if !ordered {
        letters.sort();
    }
    Some(format!("{} items; they begin with {}.", letters.len(), letters.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decimal::Decimal;
    use crate::domain::deck::Habits;

    fn hinted(key: Key) -> Option<String> {
        let card = Card {
            id: "card".into(),
            topic: "Topic".into(),
            prompt: "Which?".into(),
            key,
            accept: Vec::new(),
            close: Vec::new(),
            reject: Vec::new(),
            hint: None,
            explain: None,
            sources: Vec::new(),
        };
        let habits = Habits { optional: vec!["Amazon".into()], ..Habits::default() };
        let deck = Deck { id: "deck".into(), title: "Deck".into(), habits, cards: Vec::new() };
        hint(&card, &deck)
    }

    #[test]
    fn a_hint_is_made_from_the_key() {
        let number = |number, unit: &str| Key::Number {
            number: Decimal::nearest(number).unwrap(),
            unit: Some(unit.to_owned()),
        };
        let items = |ordered| Key::List {
            items: vec![vec!["spread".into()], vec!["Binpack".into()]],
            ordered,
        };
        for (key, said) in [
            (Key::Term("Canary".into()), "One word: C with 6 letters."),
            (Key::Term("instance profile".into()), "2 words: i with 8 letters, p with 7 letters."),
            (
                Key::Term("Amazon Simple Queue Service (SQS)".into()),
                "3 words: S with 6 letters, Q with 5 letters, S with 7 letters.",
            ),
            (
                Key::Term("it waits until the last one is done".into()),
                "8 words, the first begins with i.",
            ),
            (number(20.0, "seconds"), "Between 10 and 50 seconds."),
            (number(1.0, "copies"), "Between 0 and 3 copies."),
            (number(0.5, "KB"), "Between 0.3 and 2 KB."),
            (number(0.0, "dollars"), "Between -10 and 10 dollars."),
            (items(false), "2 items; they begin with B, S."),
            (items(true), "2 items; they begin with S, B."),
        ] {
            assert_eq!(hinted(key.clone()).as_deref(), Some(said), "{key:?}");
        }
        assert_eq!(hinted(Key::TrueFalse(true)), None);
    }
}
