//! A program of an earlier commit and this one, in turn and in one run: whatever else the machine
//! does meets both.

use std::path::Path;

use crate::figures::{Figures, Measured};
use crate::sitting::Sitting;

/// How often each plays.
const TURNS: usize = 2;

/// Plays the earlier one, this one, the earlier one, this one; each figure is the median of a
/// program's turns.
pub(crate) async fn measure(figures: &mut Figures, old: &Path) {
    let old =
        old.canonicalize().unwrap_or_else(|error| panic!("OLD names {}: {error}", old.display()));
    let (mut before, mut now) = (Vec::new(), Vec::new());
    for turn in 1..=TURNS {
        println!("turn {turn} of {TURNS}: the earlier program, then this one");
        before.push(Sitting::play(Some(&old)).await.measured());
        now.push(Sitting::play(None).await.measured());
    }
    for (place, (what, _)) in now[0].iter().enumerate() {
        let all = |sittings: &[Vec<(&str, Measured)>]| -> Vec<Measured> {
            sittings.iter().map(|sitting| sitting[place].1).collect()
        };
        figures.compare(what, &all(&before), &all(&now));
    }
}
