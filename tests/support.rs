//! What tests stand on: databases of their own.

pub(crate) mod database;
mod postgres;
