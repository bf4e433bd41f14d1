//! What the command line does besides running the bot: each job is a file, and changes nothing but
//! what it prints.

pub mod deck_check;
pub mod doctor;
pub mod grade;
pub mod schedule_preview;
