//! Places in which nothing can be said to everyone. A word: it imports nothing of its capability.

use crate::app::request::{Hindrance, Which};

/// Why nothing can be said to everyone in a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSpeak {
    /// A channel that is not there, or that the bot cannot see.
    #[error("I cannot find that channel. Pick one from the list, or invite me into it first.")]
    NoSuchChannel,
    /// Something is in the way there.
    #[error("{}", .why.told(if *is_here { Which::This } else { Which::That }))]
    Hindered {
        /// What is in the way, and how it is mended.
        why: Hindrance,
        /// Whether it is the place in which something was asked for.
        is_here: bool,
    },
}
