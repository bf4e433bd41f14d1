//! What happens by itself: cards of the day are posted and closed, members reminded, rounds and seasons whose time is
//! over closed, streaks settled, handled events forgotten.
//!
//! The clock of the wall is read here and nowhere further in: the application gets each instant as an argument.

pub mod delivery;
mod events;
mod pace;
mod postings;
mod reminders;
mod rounds;
mod seasons;
mod streaks;

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Post};
use crate::platform::sending::Sending;

/// Runs until `shutdown`. What is to be posted goes into `posts`, in order, after it has been committed; whoever holds
/// the other end brings it to its platform. Faults are logged here and tried again.
///
/// Cards and reminders do not go that way: whether they were sent must be known, so `platforms` sends them.
pub async fn run<S: Sending>(app: Arc<App>, posts: mpsc::Sender<Post>, platforms: Arc<S>, shutdown: CancellationToken) {
    tokio::join!(
        rounds::run(&app, &posts, &shutdown),
        events::run(&app, &shutdown),
        postings::run(&app, &platforms, &shutdown),
        reminders::run(&app, &platforms, &shutdown),
        streaks::run(&app, &shutdown),
        seasons::run(&app, &*platforms, &shutdown),
    );
}
