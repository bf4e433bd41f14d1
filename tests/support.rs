//! What tests stand on: databases of their own.

pub(crate) mod browser;
pub(crate) mod database;
#[allow(dead_code, unused_imports, reason = "the bot's own tests come to use the rest of it")]
pub(crate) mod discord;
pub(crate) mod page;
mod postgres;
pub(crate) mod program;
