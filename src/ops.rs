//! Jobs for operators and authors of decks, done on the command line and over when they are done.

pub mod deck_check;
pub mod grade;
pub mod schedule_preview;
