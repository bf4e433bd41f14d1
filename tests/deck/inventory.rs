//! Every fact of the deck's inventory is covered by exactly one card.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{aws, reference};

#[test]
fn every_fact_of_the_inventory_is_covered_by_one_card() {
    let Some(inventory) = reference("STUDYHALL_INVENTORY") else { return };
    let facts: BTreeSet<String> = inventory
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    let deck = aws();
    let mut covered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for card in &deck.cards {
        for source in &card.sources {
            covered.entry(source).or_default().push(&card.id);
        }
    }
    let missing: Vec<&String> =
        facts.iter().filter(|fact| !covered.contains_key(fact.as_str())).collect();
    let twice: Vec<_> = covered.iter().filter(|(_, cards)| cards.len() > 1).collect();
    let unheard: Vec<_> = covered.keys().filter(|fact| !facts.contains(**fact)).collect();
    assert!(missing.is_empty(), "no card covers {missing:?}");
    assert!(twice.is_empty(), "several cards cover {twice:?}");
    assert!(unheard.is_empty(), "the inventory does not hold {unheard:?}");
    println!("{} facts, each covered once by {} cards", facts.len(), deck.cards.len());
}

#[test]
fn every_card_teaches_and_belongs_to_a_fact() {
    for card in &aws().cards {
        assert!(
            card.explain.as_ref().is_some_and(|explain| explain.len() >= 40),
            "{} explains nothing",
            card.id
        );
        assert!(!card.sources.is_empty(), "{} has no source", card.id);
    }
}
