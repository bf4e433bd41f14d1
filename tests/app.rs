//! What the bot does, through its one door, on each database.

mod answering;
mod boards;
mod capping;
mod channel;
mod clock;
mod commands;
mod counting;
pub(crate) mod daily;
mod forgetting;
mod forms;
mod homes;
mod hostile;
mod kept;
mod mydata;
mod promises;
mod real_deck;
mod refusals;
mod reminders;
mod room;
mod rows;
mod seasons;
mod solo;
mod stats;
mod streaks;
mod teams;
mod twice;
mod zones;
