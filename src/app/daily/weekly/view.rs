//! The week before, below the first card of a week.

use super::Week;
use crate::app::reply::{Block, Text};
use crate::app::season::podium;
use crate::app::texts::{clipped, counted};
use crate::store::Hits;

/// How many teams of the race are named.
const TEAMS: usize = 5;

/// How much of a missed card's prompt is repeated, in characters.
const LONGEST_PROMPT: usize = 120;

/// The parts of the message.
pub(super) fn summary(week: &Week) -> Vec<Block> {
    let mut blocks = vec![Block::Heading { text: "Last week".into() }];
    let mut facts = podium(&week.board.members);
    let streaks = week
        .streaks
        .iter()
        .map(|(member, days)| (Text::default().member(*member, ""), count(*days, "day")));
    facts.extend(listed("Longest streaks: ", streaks));
    let teams =
        week.board.teams.iter().take(TEAMS).map(|team| (team.named(), count(team.points, "point")));
    facts.extend(listed("Team race: ", teams));
    blocks.push(Block::List { numbered: false, items: facts });
    if !week.missed.is_empty() {
        blocks.push(Block::Paragraph { text: "Most often missed, so worth another look:".into() });
        blocks
            .push(Block::List { numbered: false, items: week.missed.iter().map(missed).collect() });
    }
    let note = Text::from("Admins can leave this out: ").code("/daily set summary:off").plain(".");
    blocks.push(Block::Note { text: note });
    blocks
}

fn missed((prompt, hits): &(String, Hits)) -> Text {
    let (wrong, all) = (hits.answers - hits.right, hits.answers);
    format!("{} ({wrong} of {all} wrong)", clipped(prompt, LONGEST_PROMPT)).into()
}

/// "Longest streaks: Anna 12 days, Ben 9 days"; nothing for nobody.
fn listed(title: &str, entries: impl Iterator<Item = (Text, String)>) -> Option<Text> {
    let mut text: Option<Text> = None;
    for (name, count) in entries {
        let before = text.map_or_else(|| Text::from(title), |text| text.plain(", "));
        text = Some(before.text(name).plain(format!(" {count}")));
    }
    text
}

fn count(number: i64, one: &str) -> String {
    counted(u32::try_from(number).unwrap_or(u32::MAX), one)
}
