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
    /// No deck has that id or title, nor one that begins so.
    #[error("There is no deck called “{given}”. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the decks."))]
    UnknownDeck {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The id that may have been meant.
        nearest: Option<String>,
    },
    /// The deck has no topic of that name, nor one that begins so.
    #[error("There is no topic called “{given}” in {deck}. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the topics."))]
    UnknownTopic {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The title of the deck that was looked through.
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
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// What begins with it.
        found: Vec<String>,
        /// The option that it was given for: `deck`, `topic`.
        option: &'static str,
    },
    /// Nobody of that name has been here.
    #[error(
        "Nobody called “{given}” has answered anything here. Check the name, or leave it out to \
            see your own."
    )]
    UnknownMember {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// Several people of one name.
    #[error(
        "{count} people here are called “{given}”. Pick the one you mean from the list of members."
    )]
    ManyMembers {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// How many members bear the name, two or more.
        count: usize,
    },
}
