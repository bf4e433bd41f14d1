//! Wrong texts beside a right one, drawn so that its length does not tell it.

use rand::RngExt;
use rand::rngs::StdRng;

use super::wrong::Wrong;
use crate::domain::grade::Plain;

/// Texts that are drawn to stand beside a right one: how many of them are shorter is left to
/// chance, so that the right one is as often the longest as the shortest or something between.
pub(super) struct Drawn<'a> {
    wrong: &'a Wrong<'a>,
    /// How many characters the right one has.
    length: usize,
    /// How many are wanted that are shorter, and that are longer.
    wanted: [usize; 2],
    /// Those that came, shorter ones and longer ones, the best first.
    came: [Vec<String>; 2],
    /// The right one and all that came.
    taken: Vec<Plain>,
}

impl<'a> Drawn<'a> {
    /// Nothing yet beside `right`; `count` texts are wanted.
    pub(super) fn new(right: &str, wrong: &'a Wrong<'a>, count: usize, rng: &mut StdRng) -> Self {
        let shorter = rng.random_range(0..=count);
        Self {
            wrong,
            length: right.chars().count(),
            wanted: [shorter, count - shorter],
            came: [Vec::new(), Vec::new()],
            taken: vec![wrong.deck.plain(right)],
        }
    }

    /// Whether nothing better can come.
    pub(super) fn is_full(&self) -> bool {
        self.came.iter().zip(self.wanted).all(|(came, wanted)| came.len() >= wanted)
    }

    /// Whether there are enough, though perhaps not of the lengths that were wanted.
    pub(super) fn would_do(&self) -> bool {
        self.came.iter().map(Vec::len).sum::<usize>() >= self.wanted.iter().sum()
    }

    /// Lets no text come that says the same as this.
    pub(super) fn bar(&mut self, plain: &Plain) {
        self.taken.push(plain.clone());
    }

    /// Adds the next best text, unless one that says the same is there; whether it did.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let plain = self.wrong.deck.plain(text);
        if self.taken.contains(&plain) {
            return false;
        }
        self.taken.push(plain);
        let lacks_shorter = self.came[0].len() < self.wanted[0];
        let side = match text.chars().count().cmp(&self.length) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1,
            // One of the same length hides the right one on either side.
            std::cmp::Ordering::Equal => usize::from(!lacks_shorter),
        };
        self.came[side].push(text.to_owned());
        true
    }

    /// As many as are wanted, of the other length where one lacks.
    pub(super) fn finish(self) -> Vec<String> {
        let count = self.wanted.iter().sum();
        let [mut shorter, mut longer] = self.came;
        let spare_shorter = shorter.split_off(self.wanted[0].min(shorter.len()));
        let spare_longer = longer.split_off(self.wanted[1].min(longer.len()));
        let mut texts = [shorter, longer, spare_shorter, spare_longer].concat();
        texts.truncate(count);
        texts
    }
}
