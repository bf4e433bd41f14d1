//! The week before, below the first card of a week.

use super::season::podium;
use super::{clipped, counted};
use crate::app::reply::{Block, Text};
use crate::app::season::{Final, FinalRow};
use crate::store::Hits;

/// How many teams of the race are named.
const TEAMS: usize = 5;

/// How much of a missed card's prompt is repeated, in characters.
const LONGEST_PROMPT: usize = 120;

/// What there is to tell.
pub(in crate::app) struct Week {
    /// Its board.
    pub(in crate::app) board: Final,
    /// The longest streaks, in days.
    pub(in crate::app) streaks: Vec<(String, i64)>,
    /// The prompts of the cards most often missed.
    pub(in crate::app) missed: Vec<(String, Hits)>,
}

/// The parts of the message.
pub(in crate::app) fn summary(week: &Week) -> Vec<Block> {
    let mut blocks = vec![Block::Heading { text: "Last week".into() }];
    let mut facts = podium(&week.board.members);
    let streak = |(name, days): &(String, i64)| format!("{name} {}", count(*days, "day"));
    facts.extend(named("Longest streaks: ", week.streaks.iter().map(streak)));
    let team = |row: &FinalRow| format!("{} {}", row.name, count(row.points, "point"));
    facts.extend(named("Team race: ", week.board.teams.iter().take(TEAMS).map(team)));
    blocks.push(Block::List { numbered: false, items: facts });
    if !week.missed.is_empty() {
        blocks.push(Block::Paragraph { text: "Most often missed, so worth another look:".into() });
        let missed = |(prompt, hits): &(String, Hits)| {
            let wrong = hits.answers - hits.right;
            Text::from(format!("{} ({wrong} of {} wrong)", clipped(prompt, LONGEST_PROMPT), hits.answers))
        };
        blocks.push(Block::List { numbered: false, items: week.missed.iter().map(missed).collect() });
    }
    let note = Text::from("Admins can leave this out: ").code("/daily set summary:off");
    blocks.push(Block::Note { text: note });
    blocks
}

/// "Longest streaks: Anna 12 days, Ben 9 days"; nothing for nobody.
fn named(title: &str, names: impl Iterator<Item = String>) -> Option<Text> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| Text::from(format!("{title}{}", names.join(", "))))
}

fn count(number: i64, one: &str) -> String {
    counted(u32::try_from(number).unwrap_or(u32::MAX), one)
}
