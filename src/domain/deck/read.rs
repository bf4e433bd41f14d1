//! Bytes of a deck file → [`Deck`], or all that is wrong with it at once.
//!
//! Each format turns its text into a draft (`draft::Draft`), in which every value still knows its
//! place; what a deck must hold is then checked in `draft` alone, so all formats keep the same
//! rules. A new format is one file beside `toml.rs` and one row in `FORMATS`.

mod draft;
mod toml;

use std::ops::Range;
use std::path::Path;

use super::Deck;
use super::diagnostic::{Diagnostic, Diagnostics};
use crate::domain::size;
use draft::Draft;

/// The largest deck file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// Text → draft; what is wrong with the form of the file goes onto the list. No draft if nothing
/// can be made of it.
type Format = fn(&str, &mut Vec<Diagnostic>) -> Option<Draft>;

/// The formats by the ending of their files.
const FORMATS: &[(&str, Format)] = &[("toml", toml::draft)];

/// Where the parts of a deck stand in its file, card by card in the deck's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Where each card stands, as many as the deck has cards.
    pub cards: Vec<CardPlaces>,
}

/// Where the parts of a card stand in the file, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardPlaces {
    /// The card's first line, such as `[[card]]`.
    pub head: Range<usize>,
    /// The value of `prompt`.
    pub prompt: Range<usize>,
    /// The value of `answer`.
    pub answer: Range<usize>,
    /// Its other right forms, as many as `Card::accept`.
    pub accept: Vec<Range<usize>>,
    /// Its forms that earn "be more specific", as many as `Card::close`.
    pub close: Vec<Range<usize>>,
    /// Its wrong forms, as many as `Card::reject`.
    pub reject: Vec<Range<usize>>,
}

/// Reads a deck; `name` is the file's name, whose ending tells the format (TOML if it has none that
/// is known).
///
/// ```
/// use studyhall::domain::deck::read::read;
/// let deck = read("capitals.toml", r#"
///     deck = { id = "capitals", title = "Capitals of Europe" }
///     card = [{ id = "france", topic = "West", prompt = "Capital of France?", answer = "Paris" }]
/// "#).unwrap();
/// assert_eq!(deck.cards[0].id, "france");
/// ```
pub fn read(name: &str, text: &str) -> Result<Deck, Diagnostics> {
    read_with_places(name, text).map(|(deck, _)| deck)
}

/// What is said of a file that is too large, with its size in bytes where that is known.
pub fn too_large(bytes: Option<u64>) -> String {
    let most = MAX_BYTES as u64;
    let (large, most) = match bytes {
        Some(bytes) => size::against(bytes, most),
        None => ("more".to_owned(), size::most(most)),
    };
    format!("the file has {large}, and a deck has at most {most}; split it into several decks")
}

/// Reads a deck from the bytes of its file.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Deck, Diagnostics> {
    text_of(name, bytes).and_then(|text| read(name, text))
}

/// The text of a deck file, if it is text of a bearable length.
pub fn text_of<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostics> {
    let refused = |text: &str, diagnostic| Err(Diagnostics::new(name, text, vec![diagnostic]));
    if bytes.len() > MAX_BYTES {
        return refused("", Diagnostic::error(0..0, too_large(Some(bytes.len() as u64))));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let at = error.valid_up_to();
            let lossy = String::from_utf8_lossy(bytes);
            refused(
                &lossy,
                Diagnostic::error(at..at + 1, "the file is not UTF-8 text here")
                    .help("save it as UTF-8"),
            )
        }
    }
}

/// Reads a deck and tells where its parts stand, for [`super::check`].
pub fn read_with_places(name: &str, text: &str) -> Result<(Deck, Places), Diagnostics> {
    text_of(name, text.as_bytes())?;
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let (_, format) =
        FORMATS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).unwrap_or(&FORMATS[0]);
    let mut wrong = Vec::new();
    let read = format(text, &mut wrong).and_then(|draft| draft.finish(&mut wrong));
    match read {
        Some(read) if wrong.is_empty() => Ok(read),
        _ => Err(Diagnostics::new(name, text, wrong)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deck::Key;
    use proptest::prelude::*;

    const GOOD: &str = include_str!("../../../tests/decks/good.toml");

    #[test]
    fn every_kind_of_key_is_read() {
        let deck = read("good.toml", GOOD).unwrap();
        let keys: Vec<&Key> = deck.cards.iter().map(|card| &card.key).collect();
        let text = |text: &str| text.to_owned();
        assert_eq!(
            keys,
            [
                &Key::Term(text("Canberra")),
                &Key::TrueFalse(true),
                &Key::Number { number: 8849.into(), unit: Some(text("meters")) },
                &Key::List {
                    items: vec![vec![text("red")], vec![text("grey"), text("gray")]],
                    ordered: true
                },
                &Key::Choices { choices: vec![text("Nile"), text("Rhine")], correct: 1 },
                &Key::SelfGraded(text("It drains into the sea at a delta.")),
            ]
        );
    }

    #[test]
    fn habits_and_the_rest_of_a_card_are_read() {
        let deck = read("good.toml", GOOD).unwrap();
        assert_eq!((deck.id.as_str(), deck.title.as_str()), ("geography", "Geography"));
        assert_eq!(deck.habits.optional, ["city"]);
        assert_eq!(deck.habits.same, [["metres", "meters"]]);
        assert_eq!(deck.habits.others, ["Sydney"]);
        assert!(deck.habits.strict_accents);
        let card = &deck.cards[0];
        assert_eq!(card.id, "australia");
        assert_eq!(card.sources, ["row-1", "row-2"]);
        assert_eq!(
            (&card.accept[..], &card.close[..], &card.reject[..]),
            (
                &["canberra city".to_owned()][..],
                &["ACT".to_owned()][..],
                &["Melbourne".to_owned()][..]
            )
        );
        assert_eq!(card.hint.as_deref(), Some("Not the largest city"));
        assert_eq!(card.explain.as_deref(), Some("It was built as a compromise."));
    }

    #[test]
    fn places_point_at_the_parts_of_a_card() {
        let (deck, places) = read_with_places("good.toml", GOOD).unwrap();
        assert_eq!(deck.cards.len(), places.cards.len());
        assert_eq!(&GOOD[places.cards[0].head.clone()], "[[card]]");
        assert_eq!(&GOOD[places.cards[0].answer.clone()], "\"Canberra\"");
        assert_eq!(&GOOD[places.cards[0].close[0].clone()], "\"ACT\"");
    }

    #[test]
    fn a_file_that_is_no_text_or_too_long_is_refused() {
        let wrong = read_bytes("d.toml", b"[deck]\nid = \"\xff\"").unwrap_err();
        assert_eq!(
            wrong.short(),
            ["d.toml:2:7: the file is not UTF-8 text here; save it as UTF-8"]
        );
        for (length, sizes) in [
            (MAX_BYTES + 1, "1,048,577 bytes, and a deck has at most 1,048,576 bytes"),
            (MAX_BYTES * 3 + MAX_BYTES / 4, "3.2 MB, and a deck has at most 1 MB"),
        ] {
            let wrong = read("d.toml", &" ".repeat(length)).unwrap_err();
            assert_eq!(
                wrong.short(),
                [format!("d.toml:1:1: the file has {sizes}; split it into several decks")]
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_or_showing_its_errors_panic(text in any::<String>()) {
            if let Err(wrong) = read("d.toml", &text) {
                prop_assert!(wrong.iter().len() > 0 && !wrong.to_string().is_empty());
            }
        }

        #[test]
        fn a_mutilated_deck_is_read_or_refused(
            cuts in prop::collection::vec(
                (0..GOOD.len(), 0..12_usize, "[\\PC\"\\[\\]{}=,\n\\\\]{0,4}"),
                1..4,
            )
        ) {
            let mut text = GOOD.to_owned();
            for (at, length, instead) in cuts {
                let from = text.floor_char_boundary(at);
                let to = text.floor_char_boundary((from + length).min(text.len())).max(from);
                text.replace_range(from..to, &instead);
            }
            match read_with_places("d.toml", &text) {
                Ok((deck, places)) => prop_assert_eq!(deck.cards.len(), places.cards.len()),
                Err(wrong) => prop_assert!(!wrong.to_string().is_empty()),
            }
        }
    }
}
