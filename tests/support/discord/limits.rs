//! Discord's limits on what it is sent.

pub(crate) mod choices;
pub(crate) mod commands;
pub(crate) mod components;
pub(crate) mod message;
pub(crate) mod modal;
