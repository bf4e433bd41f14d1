//! What the application has to know about the platforms before it promises something: whether it may post in a place.

use std::fmt::Debug;
use std::pin::Pin;

use super::request::Place;

/// Whether the bot can post in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayPost {
    /// It can.
    Yes,
    /// There is no such place, or the bot cannot see it.
    Gone,
    /// The place is there, but the bot may not write in it.
    Forbidden,
    /// The platform did not answer.
    Unknown,
}

/// The answer, once it is there.
pub type Asked<'a> = Pin<Box<dyn Future<Output = MayPost> + Send + 'a>>;

/// Whoever knows the platforms.
pub trait Reach: Debug + Send + Sync {
    /// Whether the bot can post there, as the platform says now.
    fn may_post<'a>(&'a self, place: &'a Place) -> Asked<'a>;
}
