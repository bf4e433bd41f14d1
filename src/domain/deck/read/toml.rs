//! Decks in TOML: the format of DESIGN and of the decks that come with the program.
//!
//! The text is walked by hand rather than by serde, which would stop at the first thing that is
//! wrong.

mod key;
mod table;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::draft::{Draft, DraftCard, Field};
use crate::domain::deck::diagnostic::Diagnostic;
use table::Table;

const TOP: &[&str] = &["deck", "card"];
const DECK: &[&str] = &["id", "title", "optional", "same", "others", "strict_accents"];
const CARD: &[&str] =
    &["id", "topic", "prompt", "answer", "accept", "close", "reject", "hint", "explain", "sources"];

/// Reads the form of a deck in TOML.
pub(super) fn draft(text: &str, wrong: &mut Vec<Diagnostic>) -> Option<Draft> {
    let (parsed, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // Past a slip of syntax the table has holes, so nothing more can be said of what it lacks.
        wrong.extend(errors.iter().map(syntax_error));
        return None;
    }
    let mut draft = Draft::default();
    let top = Table::new(parsed.get_ref(), TOP, wrong);
    match top.value("deck").map(Spanned::get_ref) {
        Some(DeValue::Table(deck)) => read_deck(deck, &mut draft, wrong),
        Some(_) => {
            top.wrong_type("deck", "a table", "begin the file with `[deck]`", wrong);
            (draft.id, draft.title) = (Field::Broken, Field::Broken);
        }
        None => {
            let help = "begin the file with `[deck]`, `id = \"…\"` and `title = \"…\"`";
            wrong.push(Diagnostic::error(0..0, "the file has no `[deck]`").help(help));
            (draft.id, draft.title) = (Field::Broken, Field::Broken);
        }
    }
    draft.head = top.place("deck");
    match top.value("card").map(Spanned::get_ref) {
        Some(DeValue::Array(cards)) => {
            draft.cards = cards.iter().map(|card| read_card(card, wrong)).collect();
        }
        Some(_) => {
            top.wrong_type("card", "a list of tables", "write `[[card]]` with two brackets", wrong);
        }
        None => {}
    }
    Some(draft)
}

/// What the parser of TOML says, its first line as the message and the others as the mend.
fn syntax_error(error: &toml::de::Error) -> Diagnostic {
    let mut lines = error.message().lines();
    let message = lines.next().unwrap_or("the file is not TOML");
    let said = Diagnostic::error(error.span().unwrap_or(0..0), message);
    let rest: Vec<&str> = lines.collect();
    said.help(if rest.is_empty() { "mend the TOML here".to_owned() } else { rest.join(" ") })
}

/// Reads the table `deck`.
fn read_deck(deck: &DeTable<'_>, draft: &mut Draft, wrong: &mut Vec<Diagnostic>) {
    let deck = Table::new(deck, DECK, wrong);
    draft.id = deck.text("id", wrong);
    draft.title = deck.text("title", wrong);
    draft.optional = deck.texts("optional", wrong);
    draft.same = deck.groups("same", wrong);
    draft.others = deck.texts("others", wrong);
    draft.strict_accents = deck.flag("strict_accents", wrong);
}

/// Reads one table of `card`.
fn read_card(card: &Spanned<DeValue<'_>>, wrong: &mut Vec<Diagnostic>) -> DraftCard {
    let DeValue::Table(table) = card.get_ref() else {
        let said = Diagnostic::error(card.span(), "this card is not a table");
        wrong.push(said.help("write `[[card]]` and the card's lines below it"));
        return DraftCard {
            id: Field::Broken,
            topic: Field::Broken,
            prompt: Field::Broken,
            key: Field::Broken,
            ..DraftCard::default()
        };
    };
    let table = Table::new(table, CARD, wrong);
    DraftCard {
        head: card.span(),
        id: table.text("id", wrong),
        topic: table.text("topic", wrong),
        prompt: table.text("prompt", wrong),
        key: key::read(&table, wrong),
        accept: table.texts("accept", wrong),
        close: table.texts("close", wrong),
        reject: table.texts("reject", wrong),
        hint: table.text("hint", wrong),
        explain: table.text("explain", wrong),
        sources: table.texts("sources", wrong),
    }
}
