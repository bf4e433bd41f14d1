//! What the bot does, through its one door, on each database.

mod channel;
mod clock;
mod commands;
mod hostile;
mod refusals;
mod room;
mod solo;
mod twice;
