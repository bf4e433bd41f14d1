//! Which file imports which: read from the sources as text, and held against tables of levels.
//!
//! A `use` and a path in code are imports; `mod x;` is none. A name that a file only passes on
//! (`pub use self::x::Name`) leads to the file that defines it, so passing on is no import either.
//! What is compiled for tests alone does not count.
//!
//! `cargo test --test studyhall -- house::imports --nocapture` prints the graph; with
//! `STUDYHALL_HOUSE` naming another checkout, that one's.

mod graph;
mod order;
mod paths;

use self::graph::Graph;
use self::order::Order;
use super::source::{self, Source};

/// The capabilities: a file named like its command, and perhaps a folder of that name.
const CAPABILITIES: &str = "admins answer daily deck help leaderboard mydata quiz reminder season \
    settings start stats streak team timezone";

/// The levels of `app`, top to bottom: the door, what the clockwork asks for besides, routing, the
/// capabilities, what several of them share, `App` itself, and the words that all speak. A
/// capability's own words (`click`, `command`, `refusal`) are among those.
const APP: Order = Order {
    folder: "app",
    levels: &[
        "door clock upkeep",
        "routing",
        CAPABILITIES,
        "aside clocks completing finding home naming picturing presence reading speaking",
        "app",
        "arrivals asking caught click command counts decision decks looks played reach refusal \
         reply request texts turnstile */click */command */refusal finding/refusal reading/refusal \
         speaking/refusal",
    ],
    closed: CAPABILITIES,
    words: "click command refusal",
    shared: "",
};

/// The levels of `store`, top to bottom. What all rows and statements stand on is below; `Store`
/// itself is there, too, since every file adds its own methods to it.
const STORE: Order = Order {
    folder: "store",
    levels: &[
        "in_use inspect open",
        "migrate",
        "commit deed",
        "admin answer board chat clock community conversation data direct_home event greeting \
         outcome people personal posting quiz reminder reply_address schedule season settings \
         shown standing stats streak team",
        "aside",
        "claim",
        "error family log open_error packed pool record schema sqlite_writer store text upgrade \
         write",
    ],
    closed: "",
    words: "",
    shared: "",
};

/// `domain` has no levels: its files import each other as they need, but never in a circle.
const DOMAIN: Order = Order { folder: "domain", levels: &["*"], ..ROOMS };

/// The rooms of the house, top to bottom.
const ROOMS: Order = Order {
    folder: "",
    levels: &[
        "cli",
        "serve",
        "clockwork jobs",
        "config",
        "platform",
        "ops",
        "app",
        "picture store",
        "domain",
        "lib",
    ],
    closed: "",
    words: "",
    shared: "",
};

/// The graph of this checkout, whatever is looked at otherwise.
fn of_this_checkout() -> Graph {
    Graph::of(&source::read(&source::own(), "src"))
}

#[test]
fn the_graph() {
    let graph = Graph::of(&source::read(&source::checkout(), "src"));
    for order in [&APP, &STORE, &DOMAIN] {
        println!("{}", order.shown(&graph));
    }
    for order in [&APP, &STORE, &DOMAIN, &ROOMS] {
        println!("{}", order.summary(&graph));
    }
    for order in [&APP, &STORE, &ROOMS] {
        for found in [order.upward(&graph), order.inside(&graph)].concat() {
            println!("{found}");
        }
    }
}

#[test]
fn the_files_of_app_import_downward_only() {
    let wrong = APP.complaints(&of_this_checkout());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_files_of_store_import_downward_only() {
    let wrong = STORE.complaints(&of_this_checkout());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_files_of_domain_import_each_other_in_a_circle() {
    let wrong = DOMAIN.circles(&of_this_checkout());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_rooms_import_downward_only() {
    let wrong = ROOMS.upward(&of_this_checkout());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The graph of made-up files.
fn made_up(files: &[(&str, &str)]) -> Graph {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    Graph::of(&sources)
}
