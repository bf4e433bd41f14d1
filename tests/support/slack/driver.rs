//! The fake in a test's hands: workspaces, channels, people, and what they see.

pub(crate) mod answered;
pub(crate) mod channel;
mod filling;
mod hub;
pub(crate) mod member;
pub(crate) mod seen;
mod typed;
pub(crate) mod view;
pub(crate) mod workspace;
