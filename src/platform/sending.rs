//! What a platform says of messages that the bot sends of its own accord.

use std::time::Duration;

use crate::domain::place::Place;

/// The id of a posting or a reminder, by which its message is known: the platform's own mark
/// against doubles is made of it, and the buttons of the message carry it (`answer:812.1`,
/// `nudge:812.later`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub i64);

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It stands there; this is the platform's name of it.
    There(String),
    /// It does not stand there and never will.
    Refused(Refused),
    /// The platform is busy and certainly has not taken it; after so long it may be tried again.
    Later(Duration),
    /// Nobody knows; it is to be looked for.
    Uncertain(String),
}

/// Why a platform does not take a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such place any more.
    Gone,
    /// The bot may not write there.
    Forbidden,
    /// The person takes no direct messages.
    Closed,
    /// The platform takes no such message.
    Invalid(String),
}

/// Whether a message is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is; this is the platform's name of it.
    There(String),
    /// It surely is not.
    NotThere,
    /// The platform did not say.
    Unknown(String),
}

/// The conversation with one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direct {
    /// It is open; this is its place, with the channel that it has on the platform.
    Open(Place),
    /// It cannot be opened.
    Refused(Refused),
    /// It could not be opened now; after so long it may be tried again.
    Later(Duration),
}
