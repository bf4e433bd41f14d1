//! A question without a deck: its answers alone, whose form tells the kind of key.

use super::figure::spelled_out;
use crate::domain::deck::{Card, Key};

/// What counts as an answer, stated without a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct BareQuestion {
    /// Right forms, the canonical one first.
    pub answers: Vec<String>,
    /// The wanted items with their forms, if the question asks for a list.
    pub items: Vec<Vec<String>>,
    /// Whether the items' order counts.
    pub ordered: bool,
    /// Forms that earn "be more specific".
    pub close: Vec<String>,
    /// Forms that are wrong however near they look.
    pub reject: Vec<String>,
}

/// A card that asks this question.
///
/// ```
/// use studyhall::domain::deck::Key;
/// use studyhall::domain::grade::bare::{BareQuestion, card};
/// let question = BareQuestion { answers: vec!["20 seconds".to_owned()], ..BareQuestion::default() };
/// assert_eq!(card(&question).key, Key::Number { number: 20.0, unit: Some("seconds".to_owned()) });
/// ```
pub fn card(question: &BareQuestion) -> Card {
    let (first, rest) = match question.answers.split_first() {
        Some((first, rest)) => (first.trim(), rest),
        None => ("", &[][..]),
    };
    let key = if question.items.is_empty() {
        true_false(first).or_else(|| number(first)).unwrap_or_else(|| Key::Term(first.to_owned()))
    } else {
        Key::List { items: question.items.clone(), ordered: question.ordered }
    };
    // The whole list in one text, or a word for "true", is not a form beside the key.
    let accept = match key {
        Key::Term(_) | Key::Number { .. } => rest.to_vec(),
        _ => Vec::new(),
    };
    Card {
        id: "bare".to_owned(),
        topic: String::new(),
        prompt: String::new(),
        key,
        accept,
        close: question.close.clone(),
        reject: question.reject.clone(),
        hint: None,
        explain: None,
        sources: Vec::new(),
    }
}

fn true_false(answer: &str) -> Option<Key> {
    match answer.to_lowercase().as_str() {
        "true" | "yes" => Some(Key::TrueFalse(true)),
        "false" | "no" => Some(Key::TrueFalse(false)),
        _ => None,
    }
}

/// A number, alone or with a unit of a few words: `20`, `1,000 ms`, `5 %`, `two units`; but not `2FA` or `4 of 5`.
fn number(answer: &str) -> Option<Key> {
    let figures = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-' | '+');
    let (digits, unit) = answer.split_at(answer.find(|c| !figures(c)).unwrap_or(answer.len()));
    let parted = unit.is_empty() || unit.starts_with([' ', '%', '°', '€']);
    if parted && digits.contains(|c: char| c.is_ascii_digit()) {
        let number = digits.replace([',', '_'], "").parse().ok()?;
        return with_unit(number, unit, 3);
    }
    // "One at a time" begins with a number, too, but is none.
    let (word, unit) = answer.split_once(' ').unwrap_or((answer, ""));
    let counts = !["at", "of", "or", "and", "to", "by", "more", "another"].contains(&unit.split(' ').next()?);
    spelled_out(word).filter(|_| counts).and_then(|number| with_unit(number, unit, 7))
}

/// The key of a number with a unit, unless the unit is too long or has figures of its own.
fn with_unit(number: f64, unit: &str, longest: usize) -> Option<Key> {
    let unit = unit.trim();
    let plain = unit.split_whitespace().count() <= longest && !unit.contains(|c: char| c.is_ascii_digit());
    plain.then(|| Key::Number { number, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_first_answer_tells_the_kind() {
        let number = |number, unit: Option<&str>| Key::Number { number, unit: unit.map(str::to_owned) };
        for (answer, key) in [
            ("True", Key::TrueFalse(true)),
            ("no", Key::TrueFalse(false)),
            ("20", number(20.0, None)),
            ("-0.5", number(-0.5, None)),
            ("1,000 requests per second", number(1000.0, Some("requests per second"))),
            ("5%", number(5.0, Some("%"))),
            ("two WCUs", number(2.0, Some("WCUs"))),
            ("One at a time", Key::Term("One at a time".to_owned())),
            ("2FA", Key::Term("2FA".to_owned())),
            ("4 of 5", Key::Term("4 of 5".to_owned())),
            ("192.168.0.1", Key::Term("192.168.0.1".to_owned())),
            ("-", Key::Term("-".to_owned())),
            (" Canary ", Key::Term("Canary".to_owned())),
        ] {
            let question = BareQuestion { answers: vec![answer.to_owned()], ..BareQuestion::default() };
            assert_eq!(card(&question).key, key, "{answer:?}");
        }
    }

    #[test]
    fn items_make_a_list_and_other_answers_other_forms() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let items = vec![texts(&["red"]), texts(&["grey", "gray"])];
        let question = BareQuestion { items: items.clone(), ordered: true, ..BareQuestion::default() };
        assert_eq!(card(&question).key, Key::List { items, ordered: true });
        let question = BareQuestion { answers: texts(&["Paris", "Lutetia"]), ..BareQuestion::default() };
        assert_eq!(card(&question).accept, ["Lutetia"]);
    }
}
