//! What the application has to know about the platforms before it promises something: whether it
//! may post in a place, and whether somebody is still there.

use std::fmt::Debug;

use async_trait::async_trait;

use super::request::Hindrance;
use crate::domain::place::{Home, Place};
use crate::picture::Themes;

/// Whether the bot can post in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayPost {
    /// It can write there.
    Yes,
    /// There is no such place, or the bot cannot see it.
    Gone,
    /// The place is there, but this hinders the bot from writing in it.
    Hindered(Hindrance),
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

/// Somebody whom a platform knows, be they met by the bot or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name that others see.
    pub name: String,
    /// Whether it is an app.
    pub is_bot: bool,
}

/// What a home is called, as its platform tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeName {
    /// The name of the server or workspace as it is now.
    Called(String),
    /// The bot is not there any more.
    Gone,
    /// The platform has not told it yet, or tells it to another process.
    Unknown,
}

/// How the people of a platform see what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    /// In which looks they are shown pictures.
    pub themes: Themes,
    /// Whether messages are kept by this program alone, so that it can take them back.
    pub keeps_messages: bool,
    /// Whether nobody but its members can write to the bot directly, so that whoever does is known
    /// to be in the community still.
    pub members_alone_write: bool,
    /// Whether a conversation with the bot alone lies outside all communities, so that it may be
    /// about any in which its person is known.
    pub direct_is_apart: bool,
}

/// Whoever knows the platforms.
#[async_trait]
pub trait Reach: Debug + Send + Sync {
    /// How the people of the platform of this name see what is said.
    fn traits(&self, platform: &str) -> Traits;

    /// Whether the bot can post there, as the platform says now.
    async fn may_post(&self, place: &Place) -> MayPost;

    /// Whether somebody is in a home of a community, by the platform's id of them.
    async fn presence(&self, home: &Home, member: &str) -> Presence;

    /// What a home is called, as far as its platform has it at hand: nobody waits for it.
    fn home_name(&self, home: &Home) -> HomeName;

    /// Who has this id of the platform's in a home; none if nobody is told to, or what was given is
    /// no id.
    async fn person(&self, home: &Home, id: &str) -> Option<Person>;
}
