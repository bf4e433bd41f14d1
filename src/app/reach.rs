//! What the application has to know about the platforms before it promises something: whether it
//! may post in a place, and whether somebody is still there.

use std::fmt::Debug;
use std::pin::Pin;

use crate::domain::place::Place;

/// Whether the bot can post in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayPost {
    /// It can write there.
    Yes,
    /// There is no such place, or the bot cannot see it.
    Gone,
    /// The place is there, but the bot may not write in it.
    Forbidden,
    /// The platform did not answer.
    Unknown,
}

/// Whether somebody is in a community.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// They are a member of it.
    Here,
    /// They have left the community, or were never in it.
    Left,
    /// The platform did not answer.
    Unknown,
}

/// The answer, once it is there.
pub type Asked<'a, T = MayPost> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Whoever knows the platforms.
pub trait Reach: Debug + Send + Sync {
    /// Whether the bot can post there, as the platform says now.
    fn may_post<'a>(&'a self, place: &'a Place) -> Asked<'a>;

    /// Whether somebody is in the community of a place, by the platform's id of them.
    fn presence<'a>(&'a self, place: &'a Place, member: &'a str) -> Asked<'a, Presence>;
}
