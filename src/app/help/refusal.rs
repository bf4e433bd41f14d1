//! What help knows nothing of. A word: it imports nothing of its capability.

use crate::app::texts::meant;

/// Why help cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HelpRefusal {
    /// Neither a command nor something that one may want to do.
    #[error("There is no command “{given}”. {mend}", mend = meant(nearest.clone(), "Type /help to \
        see all that I can do."))]
    NotKnown {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// What may have been meant, as a line: `/help quiz`.
        nearest: Option<String>,
    },
}
