//! Names that lead to no deck, topic or member. A word: it imports nothing of its capability.

use crate::app::texts::{in_words, meant};

/// Why a name leads to nothing, or to too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// No deck was loaded.
    #[error(
        "There is no deck yet. Put a deck file into the folder named by DECKS_DIR and start me \
            again."
    )]
    NoDecks,
    /// No such deck.
    #[error("There is no deck called “{given}”. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the decks."))]
    UnknownDeck {
        /// What was typed.
        given: String,
        /// The id that may have been meant.
        nearest: Option<String>,
    },
    /// No such topic.
    #[error("There is no topic called “{given}” in {deck}. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the topics."))]
    UnknownTopic {
        /// What was typed.
        given: String,
        /// The deck's title.
        deck: String,
        /// The topic that may have been meant.
        nearest: Option<String>,
    },
    /// The beginning of several names.
    #[error(
        "“{given}” is the beginning of {}. Type a little more of the one you mean.",
        in_words(found, "and")
    )]
    Ambiguous {
        /// What was typed.
        given: String,
        /// What begins with it.
        found: Vec<String>,
    },
    /// Nobody of that name has been here.
    #[error(
        "Nobody called “{given}” has answered anything here. Check the name, or leave it out to \
            see your own."
    )]
    UnknownMember {
        /// What was typed.
        given: String,
    },
    /// Several people of one name.
    #[error(
        "{count} people here are called “{given}”. Pick the one you mean from the list of members."
    )]
    ManyMembers {
        /// What was typed.
        given: String,
        /// How many.
        count: usize,
    },
}
