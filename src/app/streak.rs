//! `/streak show`: study days in a row.

use super::App;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::finding;
use super::reply::{Block, Reply, Text};
use super::show::{counted, private};
use crate::domain::quiz::{Quiz, Round};
use crate::domain::streak::{Streak, streak};

/// Shows a member's streak.
pub(super) async fn show(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let member = finding::member(app, asking, given).await?;
    let days = app.store.study_days(member.id).await?;
    let expected = app.expected_days(asking.community.id).await?;
    let streak = streak(&days, &expected, asking.study_day_of(&member));
    let own = member.id == asking.member.id;
    let title = if own { "Your streak".to_owned() } else { format!("The streak of {}", member.name) };
    let mut blocks = vec![
        Block::Heading { text: title.into() },
        Block::Paragraph { text: Text::default().strong(counted(streak.current, "study day")).plain(" in a row.") },
        Block::List { numbered: false, items: facts(&streak) },
    ];
    if own {
        blocks.push(Block::Note { text: what_to_do(&streak).into() });
    }
    Ok(Decision::say(Reply::one(private(blocks))))
}

/// The asker's streak once the answers of a quiz count, also the one that is being committed.
pub(super) async fn after_this(app: &App, asking: &Asking<'_>, quiz: &Quiz) -> Result<Streak, Fault> {
    let mut days = app.store.study_days(asking.member.id).await?;
    let today = asking.study_day();
    let answered = quiz.rounds().iter().any(Round::answered);
    if answered && let Err(place) = days.binary_search(&today) {
        days.insert(place, today);
    }
    let expected = app.expected_days(asking.community.id).await?;
    Ok(streak(&days, &expected, today))
}

fn facts(streak: &Streak) -> Vec<Text> {
    let today = if streak.studied_today { "Today counts already." } else { "Today does not count yet." };
    let freezes = match streak.freezes {
        0 => "No freeze held; seven counted days in a row earn one.".to_owned(),
        held => format!("{} held; one is spent by itself on a missed study day.", counted(held, "freeze")),
    };
    let longest = format!("Longest: {}.", counted(streak.longest, "study day"));
    [today.to_owned(), longest, freezes].map(Text::from).to_vec()
}

fn what_to_do(streak: &Streak) -> &'static str {
    match (streak.studied_today, streak.current) {
        (true, _) => "Done for today. The next study day begins at 04:00 your time.",
        (false, 0) => "Answer one question today to begin a streak: /quiz questions:1",
        (false, _) => "Answer one question today to keep it: /quiz questions:1",
    }
}
