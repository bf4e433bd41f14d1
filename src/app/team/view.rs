//! Teams: their race, and drafts of them.

use super::click::TeamClick;
use super::draft::{Drafted, Plan};
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text};
use crate::app::texts::{counted, grouped};
use crate::domain::id::{DraftId, TeamId};
use crate::domain::team::{Race, TeamStanding};

/// How many teams a board shows.
const TEAMS_SHOWN: usize = 25;

/// How many members of a drafted team are named.
const MEMBERS_SHOWN: usize = 30;

/// The race of teams.
pub(in crate::app) fn race(title: &str, race: &Race, own: Option<TeamId>) -> Vec<Block> {
    let heading = Block::Heading { text: title.into() };
    if race.competing.is_empty() && race.alone.is_empty() {
        let text = Text::from("There is no team yet. Found one with ")
            .code("/team create name:…")
            .plain(".");
        return vec![heading, Block::Paragraph { text }];
    }
    let mut blocks = vec![heading];
    if !race.competing.is_empty() {
        let shown = race.competing.iter().take(TEAMS_SHOWN);
        blocks.push(Block::Table {
            head: ["Rank", "Team", "Members", "Points"].map(str::to_owned).to_vec(),
            rows: shown.map(cells).collect(),
            marked: race.competing.iter().take(TEAMS_SHOWN).position(|team| Some(team.team) == own),
        });
        let text = format!("Each team's best {} members count, however many it has.", race.counted);
        blocks.push(Block::Note { text: text.into() });
    }
    if !race.alone.is_empty() {
        let alone = race
            .alone
            .iter()
            .take(TEAMS_SHOWN)
            .map(|team| format!("{} ({})", team.name, points(team)));
        let text = format!("Alone so far: {}.", alone.collect::<Vec<_>>().join(", "));
        blocks.push(Block::Paragraph { text: text.into() });
    }
    blocks
}

/// A draft, for the asker to look at.
pub(super) fn proposal(plan: &Plan, id: DraftId) -> Message {
    let mut blocks = vec![Block::Heading { text: "Teams of like strength".into() }];
    blocks.extend(plan.teams.iter().map(drafted));
    let text = "Drawn from the points of the last 30 days. Nothing has changed yet.";
    blocks.push(Block::Note { text: text.into() });
    let apply = Button::new(TeamClick::Apply(id), "Make these the teams", ButtonStyle::Primary);
    Message::private(blocks).keyed(key(id)).with(vec![apply])
}

/// A draft that has become real, for everyone.
pub(super) fn applied(plan: &Plan, id: DraftId) -> Message {
    let mut blocks = vec![Block::Heading { text: "New teams".into() }];
    blocks.extend(plan.teams.iter().map(drafted));
    let text = "Points earned before stay with the team that they were earned for. Teams without \
        members are off the boards.";
    blocks.push(Block::Note { text: text.into() });
    let undo = Button::new(TeamClick::Undo(id), "Undo", ButtonStyle::Danger);
    Message::to_everyone(blocks).keyed(key(id)).with(vec![undo])
}

/// A draft that was undone.
pub(super) fn undone(id: DraftId) -> Message {
    let text = "The new teams are undone; everyone is where they were before.";
    let blocks = vec![Block::Paragraph { text: text.into() }];
    Message::to_everyone(blocks).keyed(key(id))
}

fn key(id: DraftId) -> String {
    format!("draft:{id}")
}

fn drafted(team: &Drafted) -> Block {
    let total: i64 = team.members.iter().map(|member| member.points).sum();
    let total = counted(u32::try_from(total).unwrap_or(u32::MAX), "point");
    let mut text = Text::default().strong(&team.name).plain(format!(", {total}: "));
    for (place, member) in team.members.iter().take(MEMBERS_SHOWN).enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        text = text
            .plain(comma)
            .member(member.id, &member.name)
            .plain(format!(" ({})", member.points));
    }
    if team.members.len() > MEMBERS_SHOWN {
        text = text.plain(format!(", and {} more", team.members.len() - MEMBERS_SHOWN));
    }
    Block::Paragraph { text }
}

fn cells(team: &TeamStanding) -> Vec<Text> {
    let score = grouped(usize::try_from(team.score).unwrap_or_default());
    [team.rank.to_string(), team.name.clone(), team.size.to_string(), score]
        .map(Text::from)
        .to_vec()
}

fn points(team: &TeamStanding) -> String {
    counted(u32::try_from(team.score).unwrap_or(u32::MAX), "point")
}
