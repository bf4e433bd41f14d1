//! How long it takes to read a deck and to grade an answer, by kind of key and by kind of answer.

use std::path::Path;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use studyhall::domain::deck::Key;
use studyhall::domain::deck::read::read;
use studyhall::domain::grade::{Graded, Verdict, grade_at};
use studyhall::jobs::grade::{Cards, run};

const AWS: &str = include_str!("../data/decks/aws-developer-associate.toml");

static DECK: LazyLock<Graded> = LazyLock::new(|| {
    let deck = read("aws-developer-associate.toml", AWS);
    Graded::new(deck.expect("the built-in deck has no errors"))
});

fn main() {
    divan::main();
}

/// Text → deck, with its comparison index.
#[divan::bench]
fn deck_load(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let deck = read("aws-developer-associate.toml", black_box(AWS));
        Graded::new(deck.expect("the built-in deck has no errors"))
    });
}

/// A card of the AWS deck with an answer to it, by what the answer is like.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("term, right", "codebuild", "AWS CodeBuild"),
    ("term, other spelling", "sts-get-federation-token", "get-federation-token"),
    ("term, a slip", "sts-get-federation-token", "GetFederationTokne"),
    ("term, a sister", "sts-get-federation-token", "GetSessionToken"),
    (
        "term, in a sentence",
        "codebuild",
        "I think that would be CodeBuild, because it runs the unit tests",
    ),
    ("term, unknown words", "codebuild", "the mitochondria is the powerhouse of the cell"),
    ("true or false", "cloudwatch-alarm-lifecycle-tf", "false, alarms are based on metrics"),
    ("number", "sqs-long-polling-max", "20 seconds"),
    ("list, right", "ecs-placement-strategies-list", "spread, random and binpack"),
    ("list, partly right", "codedeploy-targets", "EC2, Lambda, RDS"),
    ("choice", "ssm-lowest-cost-mc", "Parameter Store"),
];

/// One answer of each kind.
#[divan::bench(args = ANSWERS.iter().map(|(name, ..)| *name))]
fn grade(bencher: Bencher<'_, '_>, name: &str) {
    let (_, card, given) =
        ANSWERS.iter().find(|(known, ..)| *known == name).expect("the name is one of the table's");
    let place = DECK.place(card).expect("the built-in deck holds the card");
    bencher.bench(|| grade_at(place, &DECK, black_box(given)));
}

/// Every card of the deck with its own answer and with the next card's.
fn pairs() -> Vec<(usize, String)> {
    let shown: Vec<String> = DECK.cards.iter().map(|card| card.key.shown()).collect();
    (0..shown.len())
        .filter(|place| !matches!(DECK.cards[*place].key, Key::SelfGraded(_)))
        .flat_map(|place| {
            [(place, shown[place].clone()), (place, shown[(place + 1) % shown.len()].clone())]
        })
        .collect()
}

/// All of them as one run: divide by the number of answers.
#[divan::bench]
fn the_whole_deck(bencher: Bencher<'_, '_>) {
    let pairs = pairs();
    bencher.counter(divan::counter::ItemsCount::new(pairs.len())).bench(|| {
        pairs
            .iter()
            .filter(|(place, given)| {
                grade_at(*place, &DECK, black_box(given)).verdict == Verdict::Correct
            })
            .count()
    });
}

/// The same as lines of JSON through `studyhall grade`: lines a second on one core.
#[divan::bench]
fn stream(bencher: Bencher<'_, '_>) {
    let lines: Vec<String> = pairs()
        .iter()
        .map(|(place, given)| {
            serde_json::json!({"card": DECK.cards[*place].id, "given": given}).to_string()
        })
        .collect();
    // Many times over, so that a deck fresh from the disk, unknown to the caches, weighs little.
    let (count, text) = (lines.len() * 50, vec![lines.join("\n"); 50].join("\n"));
    let deck =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/decks/aws-developer-associate.toml"));
    bencher
        .counter(divan::counter::ItemsCount::new(count))
        .with_inputs(|| Cards::of_file(deck).expect("the built-in deck has no errors"))
        .bench_values(|cards| {
            run(cards, black_box(text.as_bytes()), std::io::sink(), &mut std::io::sink())
        });
}
