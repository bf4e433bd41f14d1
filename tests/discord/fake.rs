//! The fake of Discord, driven through a bare serenity client: what a bot may rely on, and what it
//! is refused.

mod bot;
mod channels;
mod connection;
mod conversation;
mod crowd;
mod edge;
mod interactions;
mod limits;
mod members;
mod messages;
mod rates;
mod raw;
mod reactions;
mod schema;
