//! Databases that earlier programs have left go on with this one: every board and streak, every
//! reply that is kept, every button that stands, and whatever was on its way.
//!
//! A fixture is a folder in `tests/app/kept`. `rows.sql` has all rows of the database, as
//! statements that both engines take; `standing.jsonl` the messages that stood when the program
//! stopped, with their buttons; `known.json` what the program showed of that database afterwards:
//! to members who looked, to those whose event came again, to those who pressed each button, and
//! what its clockwork was handed.
//!
//! A later version that changes what is kept records one more fixture, beside those before it, with
//! `STUDYHALL_RECORD=NAME cargo test --locked --test studyhall -- --ignored app::kept::record`.
//! `NAME` is that of its folder: the commit whose program made it. A fixture is never recorded
//! again; where members are shown something else on purpose, its `known.json` is mended by hand.

mod fixture;
mod life;
mod monday;
mod scene;
mod watch;

use std::collections::BTreeMap;

use self::fixture::{Fixture, Known, Shows, assert_same};
use self::scene::Scene;
use self::watch::Watch;
use crate::support::database::{Database, on_each_database, sqlite, steps};

/// All that is asked of a fixture.
const KINDS: [&str; 5] = ["looks", "repeats", "presses", "work", "brings"];

/// What the program shows of a fixture. Each kind has a copy of the database of its own, and of the
/// buttons the first ones of all messages have one, the second ones another, and so on: what one
/// button does takes nothing from another under the same message.
async fn shows(kind: &str, fixture: &Fixture, database: &Database) -> Shows {
    let standing = fixture.known.standing.iter();
    let most_buttons = standing.map(|message| message.buttons.len()).max().unwrap_or_default();
    let mut shows = Shows::new();
    for copy in 0..if kind == "presses" { most_buttons } else { 1 } {
        let watch = Watch::begin(fixture, database).await;
        shows.extend(match kind {
            "looks" => watch.looks().await,
            "repeats" => watch.repeats().await,
            "presses" => watch.presses(copy).await,
            "work" => watch.work().await,
            _ => watch.brings().await,
        });
        watch.end().await;
    }
    shows
}

/// Holds what the program shows of every fixture on each engine against what was shown.
async fn hold(kind: &str) {
    for fixture in Fixture::all() {
        on_each_database(async |database| {
            assert_same(&fixture.known.shows[kind], &shows(kind, &fixture, database).await);
        })
        .await;
    }
}

#[tokio::test]
async fn whoever_looks_sees_what_they_saw() {
    hold("looks").await;
}

#[tokio::test]
async fn an_event_that_comes_again_gets_the_reply_that_it_got() {
    hold("repeats").await;
}

#[tokio::test]
async fn every_button_that_stands_does_what_it_did() {
    hold("presses").await;
}

#[tokio::test]
async fn the_clockwork_is_handed_what_was_due_and_nothing_that_is_claimed() {
    hold("work").await;
}

#[tokio::test]
async fn whatever_was_on_its_way_arrives_once() {
    hold("brings").await;
}

#[tokio::test]
#[ignore = "writes a fixture"]
async fn record() {
    let name = std::env::var("STUDYHALL_RECORD").expect("STUDYHALL_RECORD names the fixture");
    let database = sqlite().await;
    let scene = Scene::new(&database.store);
    life::live(&scene, &database).await;
    monday::stop(&scene, &database).await;
    let known = Known {
        steps: steps(),
        stopped: monday::STOPS.to_owned(),
        events: database.events().await,
        standing: scene.standing(),
        shows: BTreeMap::new(),
    };
    let mut fixture = Fixture { rows: database.statements().await, known };
    for kind in KINDS {
        let shows = shows(kind, &fixture, &database).await;
        fixture.known.shows.insert(kind.to_owned(), shows);
    }
    fixture.write(&name);
    database.remove().await;
}
