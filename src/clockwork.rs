//! What happens by itself: rounds whose time is over are closed, handled events are forgotten.
//!
//! The clock of the wall is read here and nowhere further in: the application gets each instant as an argument.

mod events;
mod rounds;
mod seasons;
mod streaks;

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Post};

/// Runs until `shutdown`. What is to be posted goes into `posts`, in order, after it has been committed; whoever holds
/// the other end brings it to its platform. Faults are logged here and tried again.
pub async fn run(app: Arc<App>, posts: mpsc::Sender<Post>, shutdown: CancellationToken) {
    tokio::join!(
        rounds::run(&app, &posts, &shutdown),
        events::run(&app, &shutdown),
        streaks::run(&app, &shutdown),
        seasons::run(&app, &posts, &shutdown)
    );
}
