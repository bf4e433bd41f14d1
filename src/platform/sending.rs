//! Sending of its own accord: the one interface through which the clockwork reaches a platform.
//!
//! A platform promises two things. What it says was sent stands there, and what it says was refused
//! does not. Whenever it is not sure – the connection broke, the platform answered 5xx – it says
//! so, and is asked later whether the message is there, by its mark.

use std::time::Duration;

use crate::app::reach::{MayPost, Presence};
use crate::app::reply::Message;
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

/// A platform, or several, that take messages.
pub trait Sending: Send + Sync + 'static {
    /// Sends a message to a channel or conversation. Sent twice with one mark, it appears once as
    /// far as the platform can see to it; the caller looks with [`Sending::find`] before it sends
    /// again all the same.
    fn send(
        &self,
        place: &Place,
        message: &Message,
        mark: Mark,
    ) -> impl Future<Output = Sent> + Send;

    /// Looks among the latest messages of a place for the one with this mark.
    fn find(&self, place: &Place, mark: Mark) -> impl Future<Output = Found> + Send;

    /// Puts another message in the place of one that was sent. Doing it twice is the same as once.
    fn edit(
        &self,
        place: &Place,
        reference: &str,
        message: &Message,
    ) -> impl Future<Output = Sent> + Send;

    /// The conversation with a member of the community that `place` names, by the platform's id of
    /// the member.
    fn direct(&self, place: &Place, member: &str) -> impl Future<Output = Direct> + Send;

    /// Whether the bot may post in a place.
    fn may_post(&self, place: &Place) -> impl Future<Output = MayPost> + Send;

    /// Whether somebody is in the community that `place` names, by the platform's id of them.
    fn presence(&self, place: &Place, member: &str) -> impl Future<Output = Presence> + Send;
}
