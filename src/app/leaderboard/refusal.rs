//! Pages that a board does not have. A word: it imports nothing of its capability.

/// Why a page of a board cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoardRefusal {
    /// A page that the board does not have, or not any more.
    #[error(
        "This board has no page {page} any more; its last one is {pages}. Open it anew with \
            /leaderboard."
    )]
    NoPage {
        /// The page that was asked for.
        page: u64,
        /// How many there are.
        pages: u64,
    },
}
