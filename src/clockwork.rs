//! What happens by itself: cards of the day are posted and closed, members reminded, rounds and
//! seasons whose time is over closed, streaks settled, steps of the wall clock noticed, those who
//! have left taken off the boards, paused schedules taken up again, handled events forgotten, the
//! database's log folded in, and whoever adds the bot told how to begin.
//!
//! Each of these is a loop of its own, run and watched by whoever starts it. A fault or a panic
//! over one row ends no loop: it is caught where the row is handled. The clock of the wall is read
//! here and nowhere further in: the application gets each instant as an argument.

mod clock;
pub mod delivery;
mod due;
mod events;
mod greetings;
mod healing;
mod log;
mod pace;
mod postings;
mod presence;
mod reminders;
mod room;
mod rounds;
mod seasons;
mod streaks;

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::postings::Postings;
use self::reminders::Reminders;
use crate::app::{App, Post};
use crate::ops::beats::Beats;
use crate::platform::Platforms;

/// One of the clockwork's loops: its name, and what runs until shutdown.
pub type Loop = (&'static str, Pin<Box<dyn Future<Output = ()> + Send>>);

/// The loops, none of which has begun. What is to be posted goes into `posts`, in order, after it
/// has been committed; whoever holds the other end brings it to its platform. Faults are logged
/// here and tried again; each round is told to `beats`.
///
/// Cards and reminders do not go that way: whether they were sent must be known, so `platforms`
/// sends them.
pub fn loops(
    app: &Arc<App>,
    posts: mpsc::Sender<Post>,
    platforms: &Arc<Platforms>,
    beats: &Beats,
    shutdown: &CancellationToken,
) -> Vec<Loop> {
    // Each loop gets a share of its own, since it may outlive whoever starts it.
    let (app, platforms) = (|| Arc::clone(app), || Arc::clone(platforms));
    let (beat, end) = (|name| beats.of(name), || shutdown.clone());
    let cards = Postings { app: app(), platforms: platforms() };
    let nudges = Reminders { app: app(), platforms: platforms() };
    vec![
        ("rounds", Box::pin(rounds::run(app(), posts, beat("rounds"), end()))),
        ("clock", Box::pin(clock::run(app(), beat("clock"), end()))),
        ("events", Box::pin(events::run(app(), beat("events"), end()))),
        ("postings", Box::pin(due::run(cards, beat("postings"), end()))),
        ("reminders", Box::pin(due::run(nudges, beat("reminders"), end()))),
        ("streaks", Box::pin(streaks::run(app(), beat("streaks"), end()))),
        ("seasons", Box::pin(seasons::run(app(), platforms(), beat("seasons"), end()))),
        ("presence", Box::pin(presence::run(app(), beat("presence"), end()))),
        ("greetings", Box::pin(greetings::run(app(), platforms(), beat("greetings"), end()))),
        ("healing", Box::pin(healing::run(app(), platforms(), beat("healing"), end()))),
        ("log", Box::pin(log::run(app(), beat("log"), end()))),
    ]
}
