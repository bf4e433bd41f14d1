//! Lists of as many items as the right one, in which some are wrong or out of order.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::OPTIONS;
use super::drawn::Drawn;
use super::terms::{self, candidates};
use super::wrong::Wrong;
use crate::domain::grade::Plain;

/// One of so many items is changed for each half of the wrong lists, but at least one.
const CHANGED: usize = 4;

/// Wrong lists for a card, at most as many as are offered beside the right one. Each has as many
/// items, and no item stands in more of the lists than another in its place, so that the right list
/// is not the one that has most in common with the others.
pub(super) fn beside(
    items: &[Vec<String>],
    ordered: bool,
    wrong: &Wrong<'_>,
    rng: &mut StdRng,
) -> Vec<String> {
    let right: Vec<String> = items.iter().filter_map(|forms| forms.first().cloned()).collect();
    let lists = match right.len() {
        1 => replaced_alone(&right[0], wrong, rng),
        _ if ordered => disordered(&right, rng),
        _ => replaced(&right, wrong, rng),
    };
    let mut seen = vec![plain_items(&right, ordered, wrong)];
    let mut texts = Vec::new();
    for list in lists {
        let plain = plain_items(&list, ordered, wrong);
        let text = list.join(", ");
        if texts.len() + 1 < OPTIONS && !seen.contains(&plain) && wrong.is_not_right(&text) {
            seen.push(plain);
            texts.push(text);
        }
    }
    texts
}

/// The items of a list as the deck reads them; of one whose order does not count, sorted.
fn plain_items(list: &[String], ordered: bool, wrong: &Wrong<'_>) -> Vec<Plain> {
    let mut items: Vec<Plain> = list.iter().map(|item| wrong.deck.plain(item)).collect();
    if !ordered {
        items.sort();
    }
    items
}

/// The same items in other orders, near ones: two pairs of neighbors change places, each alone and
/// both; three items go round, and two change places.
fn disordered(right: &[String], rng: &mut StdRng) -> Vec<Vec<String>> {
    if right.len() < 4 {
        return (1..right.len())
            .map(|by| {
                let mut list = right.to_vec();
                list.rotate_left(by);
                list
            })
            .collect();
    }
    // The pairs must not touch, so that each list is as near to the others as the right one.
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for first in 0..right.len() - 3 {
        pairs.extend((first + 2..right.len() - 1).map(|second| (first, second)));
    }
    pairs.shuffle(rng);
    let Some(&(first, second)) = pairs.first() else { return Vec::new() };
    [&[first][..], &[second], &[first, second]]
        .into_iter()
        .map(|swapped| {
            let mut list = right.to_vec();
            for place in swapped {
                list.swap(*place, place + 1);
            }
            list
        })
        .collect()
}

/// Wrong items in some places, others in some other places, and both.
fn replaced(right: &[String], wrong: &Wrong<'_>, rng: &mut StdRng) -> Vec<Vec<String>> {
    let mut places: Vec<usize> = (0..right.len()).collect();
    places.shuffle(rng);
    let each = (right.len() / CHANGED).max(1);
    let mut taken: Vec<Plain> = right.iter().map(|item| wrong.deck.plain(item)).collect();
    let mut halves: [Vec<(usize, String)>; 2] = [Vec::new(), Vec::new()];
    for round in 0..each {
        for (half, changes) in halves.iter_mut().enumerate() {
            let place = places[2 * round + half];
            let drawn = draw(&right[place], 1, &taken, wrong, rng);
            for item in drawn {
                taken.push(wrong.deck.plain(&item));
                changes.push((place, item));
            }
        }
    }
    let [one, other] = halves;
    if one.is_empty() || other.is_empty() {
        // A single wrong item takes the place of one right item, then of another.
        let item = one.into_iter().chain(other).next();
        let lists = item.into_iter().flat_map(|(_, item)| {
            [places[0], places[1]].map(|place| changed(right, &[(place, item.clone())]))
        });
        return lists.collect();
    }
    let both = [one.clone(), other.clone()].concat();
    vec![changed(right, &one), changed(right, &other), changed(right, &both)]
}

/// A list with other items in some places.
fn changed(right: &[String], changes: &[(usize, String)]) -> Vec<String> {
    let mut list = right.to_vec();
    for (place, item) in changes {
        list[*place].clone_from(item);
    }
    list
}

/// Wrong items instead of the only one.
fn replaced_alone(right: &str, wrong: &Wrong<'_>, rng: &mut StdRng) -> Vec<Vec<String>> {
    let drawn = draw(right, OPTIONS - 1, &[], wrong, rng);
    drawn.into_iter().map(|item| vec![item]).collect()
}

/// Wrong items that look like a right one, except those that are taken.
fn draw(
    right: &str,
    count: usize,
    taken: &[Plain],
    wrong: &Wrong<'_>,
    rng: &mut StdRng,
) -> Vec<String> {
    let found = candidates(right, wrong, rng);
    let mut drawn = Drawn::new(right, wrong, count, rng);
    for plain in taken {
        drawn.bar(plain);
    }
    terms::draw(&found, right, wrong, &mut drawn);
    drawn.finish()
}
