//! What operators and authors of decks need: jobs of the command line, the addresses that their
//! settings name, and what the running program tells of itself.

pub mod address;
pub mod beats;
pub mod deck_check;
pub mod doctor;
pub mod grade;
pub mod listener;
pub mod metrics;
pub mod readiness;
pub mod schedule_preview;
