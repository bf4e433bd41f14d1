//! Studyhall: a study bot for teams that prepare for an exam together.

pub mod app;
pub mod clockwork;
pub mod domain;
pub mod store;
