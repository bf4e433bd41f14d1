//! Studyhall: a study bot for teams that prepare for an exam together.

pub mod app;
pub mod clockwork;
pub mod config;
pub mod domain;
pub mod ops;
pub mod platform;
pub mod serve;
pub mod store;
