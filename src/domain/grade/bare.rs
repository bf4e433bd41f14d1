//! A question without a deck: its answers alone, whose form tells the kind of key.

use super::count::{great, small};
use super::figure::{Piece, pieces};
use super::fraction::Fraction;
use super::role::{Role, role_of};
use super::unit::unit;
use crate::domain::decimal::Decimal;
use crate::domain::deck::{Card, Deck, Habits, Key};

/// What counts as an answer, stated without a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct BareQuestion {
    /// The question itself, if it is known.
    pub prompt: String,
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
    /// Whether accents must be typed as the answers have them.
    pub strict_accents: bool,
}

/// A deck of one card, which asks this question.
pub fn deck(question: &BareQuestion) -> Deck {
    let habits = Habits { strict_accents: question.strict_accents, ..Habits::default() };
    Deck { id: "bare".to_owned(), title: String::new(), habits, cards: vec![card(question)] }
}

/// A card that asks this question.
///
/// ```
/// use studyhall::domain::deck::Key;
/// use studyhall::domain::grade::bare::{BareQuestion, card};
/// let answers = vec!["20 seconds".to_owned()];
/// let question = BareQuestion { answers, ..BareQuestion::default() };
/// let unit = Some("seconds".to_owned());
/// assert_eq!(card(&question).key, Key::Number { number: 20.into(), unit });
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
        Key::Term(_) => rest.to_vec(),
        // The number may be written there as no unit and value tell.
        Key::Number { .. } => question.answers.clone(),
        _ => Vec::new(),
    };
    Card {
        id: "bare".to_owned(),
        topic: String::new(),
        prompt: question.prompt.clone(),
        key,
        accept,
        close: question.close.clone(),
        reject: question.reject.clone(),
        hint: None,
        explain: None,
        sources: Vec::new(),
    }
}

/// The key of a statement, if the answer is nothing but whether it holds.
fn true_false(answer: &str) -> Option<Key> {
    match answer.to_lowercase().as_str() {
        "true" | "yes" => Some(Key::TrueFalse(true)),
        "false" | "no" => Some(Key::TrueFalse(false)),
        _ => None,
    }
}

/// A number, alone or with a unit of a few words: `20`, `1,000 ms`, `5 %`, `ten thousand years`;
/// but not `2FA`, `4 of 5`, `404 Not Found` or `Seven Samurai`.
fn number(answer: &str) -> Option<Key> {
    let (number, unit, longest) = match in_digits(answer) {
        Some((number, unit)) => (number, unit, 3),
        None => in_words(answer).map(|(number, unit)| (number, unit, 7))?,
    };
    let unit = unit.trim();
    let plain =
        unit.split_whitespace().count() <= longest && !unit.contains(|c: char| c.is_ascii_digit());
    let counts = plain && !is_name(unit, longest > 3);
    counts.then(|| Key::Number { number, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

/// The number in digits with which an answer begins, the words that multiply it taken in, and what
/// follows.
fn in_digits(answer: &str) -> Option<(Decimal, &str)> {
    let figures = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-' | '+');
    let (digits, mut rest) = answer.split_at(answer.find(|c| !figures(c)).unwrap_or(answer.len()));
    if !(rest.is_empty() || rest.starts_with([' ', '%', '°', '€'])) {
        return None;
    }
    let mut number = written_number(digits)?;
    while let Some((word, behind)) = first_word(rest)
        && let Some(factor) = great(&word.to_lowercase())
    {
        number = number.times(&factor.into());
        rest = behind;
    }
    Some((number, rest))
}

/// A number in digits as a deck's author writes it: the point parts decimals, commas thousands.
/// `007` is none.
fn written_number(digits: &str) -> Option<Decimal> {
    let whole = digits.split('.').next().unwrap_or_default().trim_start_matches(['-', '+']);
    let mut groups = whole.split([',', '_']);
    let first = groups.next().unwrap_or_default();
    let thousands = groups.all(|group| group.len() == 3);
    let plain =
        if thousands { digits.replace([',', '_'], "") } else { digits.replacen(',', ".", 1) };
    let padded = first.len() > 1 && first.starts_with('0');
    plain.parse().ok().filter(|_| !padded)
}

/// The number in words with which an answer begins, as many of them as make one, and what follows.
fn in_words(answer: &str) -> Option<(Decimal, &str)> {
    let (first, _) = first_word(answer)?;
    let first = first.split('-').next().unwrap_or(first).to_lowercase();
    if small(&first).is_none() && great(&first).is_none() {
        return None;
    }
    let ends =
        answer.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).chain([answer.len()]);
    ends.filter_map(|end| Some((one_number(&answer[..end])?, &answer[end..]))).next_back()
}

/// The number that a text is and nothing else.
fn one_number(text: &str) -> Option<Decimal> {
    match &pieces(&text.to_lowercase())[..] {
        [Piece::Number { value, .. }] => value.as_ref().and_then(Fraction::whole).cloned(),
        _ => None,
    }
}

/// The first word of a text, and what follows it.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(' ').unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Whether the words behind a number make a name or a sentence of it rather than being what is
/// counted: `Not Found`, `at a time`, and capitals as in `Seven Samurai`, though not units (`90
/// Mins`) nor abbreviations (`two WCUs`).
fn is_name(words: &str, spelled: bool) -> bool {
    const TURNING: Role =
        Role::DENIAL.and(Role::SENTENCE).and(Role::BOUND).and(Role::HEDGE).and(Role::DIRECTED);
    let turns = |word: &str| role_of(word).is(TURNING) && unit(word, None).is_none();
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let capitals = words.split_whitespace().filter(|word| is_proper(word)).count();
    let words = words.to_lowercase();
    ["and", "plus", "another", "of", "at", "by"].contains(&first.as_str())
        || words.split_whitespace().any(turns)
        || words.split([' ', '-']).any(|word| small(word).is_some() || great(word).is_some())
        // Behind figures one word may begin with a capital, as some people write what they count.
        || capitals > usize::from(!spelled)
}

/// Whether a word is written as proper names are, a capital before small letters, and is no unit.
fn is_proper(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(|c| !c.is_uppercase())
        && unit(&word.to_lowercase(), None).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_first_answer_tells_the_kind() {
        let number = |number: &str, unit: Option<&str>| Key::Number {
            number: number.parse().unwrap(),
            unit: unit.map(str::to_owned),
        };
        for (answer, key) in [
            ("True", Key::TrueFalse(true)),
            ("no", Key::TrueFalse(false)),
            ("20", number("20", None)),
            ("-0.5", number("-0.5", None)),
            ("1,000 requests per second", number("1000", Some("requests per second"))),
            ("5%", number("5", Some("%"))),
            ("two WCUs", number("2", Some("WCUs"))),
            ("1.45 billion", number("1450000000", None)),
            ("3.142", number("3.142", None)),
            ("1,5 kg", number("1.5", Some("kg"))),
            ("Forty two", number("42", None)),
            ("eight hundred", number("800", None)),
            ("ten thousand years", number("10000", Some("years"))),
            ("One hundred million", number("100000000", None)),
            ("5 Dozen", number("60", None)),
            ("90 Mins", number("90", Some("Mins"))),
            ("2 million Euros", number("2000000", Some("Euros"))),
            ("12345678901234567890", number("12345678901234567890", None)),
            ("0508", Key::Term("0508".to_owned())),
            ("007", Key::Term("007".to_owned())),
            ("404 Not Found", Key::Term("404 Not Found".to_owned())),
            ("404 not found", Key::Term("404 not found".to_owned())),
            ("500 Internal Server Error", Key::Term("500 Internal Server Error".to_owned())),
            ("Seven Samurai", Key::Term("Seven Samurai".to_owned())),
            ("One Flew Over", Key::Term("One Flew Over".to_owned())),
            ("two to tango", Key::Term("two to tango".to_owned())),
            ("Nineteen Eighty-Four", Key::Term("Nineteen Eighty-Four".to_owned())),
            ("two and a half", Key::Term("two and a half".to_owned())),
            ("One at a time", Key::Term("One at a time".to_owned())),
            ("2FA", Key::Term("2FA".to_owned())),
            ("4 of 5", Key::Term("4 of 5".to_owned())),
            ("192.168.0.1", Key::Term("192.168.0.1".to_owned())),
            ("-", Key::Term("-".to_owned())),
            (" Canary ", Key::Term("Canary".to_owned())),
        ] {
            let question =
                BareQuestion { answers: vec![answer.to_owned()], ..BareQuestion::default() };
            assert_eq!(card(&question).key, key, "{answer:?}");
        }
    }

    #[test]
    fn items_make_a_list_and_other_answers_other_forms() {
        let texts =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let items = vec![texts(&["red"]), texts(&["grey", "gray"])];
        let question =
            BareQuestion { items: items.clone(), ordered: true, ..BareQuestion::default() };
        assert_eq!(card(&question).key, Key::List { items, ordered: true });
        let question =
            BareQuestion { answers: texts(&["Paris", "Lutetia"]), ..BareQuestion::default() };
        assert_eq!(card(&question).accept, ["Lutetia"]);
    }
}
