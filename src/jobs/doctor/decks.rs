//! Whether the decks load.

use crate::app::decks::Decks;
use crate::config::Settings;
use crate::ops::check::Check;

pub(super) fn checks(settings: &Settings) -> Vec<Check> {
    let (decks, refused) = Decks::load(settings.decks_dir.as_deref());
    let cards: usize = decks.iter().map(|deck| deck.cards.len()).sum();
    let decks = match decks.iter().len() {
        1 => "1 deck".to_owned(),
        count => format!("{count} decks"),
    };
    let loaded = Check::ok(format!("decks: {decks} with {cards} cards can be played"));
    // What is refused first: it is what the operator is to mend.
    refused
        .into_iter()
        .map(|refusal| Check::failed("decks", format!("{refusal}.")))
        .chain([loaded])
        .collect()
}
