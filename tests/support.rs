//! What tests stand on: databases of their own.

pub(crate) mod before;
pub(crate) mod browser;
pub(crate) mod database;
pub(crate) mod discord;
pub(crate) mod dump;
pub(crate) mod page;
mod postgres;
pub(crate) mod program;
pub(crate) mod relay;
pub(crate) mod sending;
pub(crate) mod slack;
