//! How long it takes to read a deck and to grade an answer.

use divan::{Bencher, black_box};
use studyhall::domain::deck::read::read;

const AWS: &str = include_str!("../data/decks/aws-developer-associate.toml");

fn main() {
    divan::main();
}

/// Text → deck, with its comparison index.
#[divan::bench]
fn deck_load(bencher: Bencher<'_, '_>) {
    bencher.bench(|| read("aws-developer-associate.toml", black_box(AWS)).expect("the built-in deck has no errors"));
}
