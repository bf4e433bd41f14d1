//! `/stats`: accuracy by topic, cards seen, the best time of day, and a year of study days; what to
//! learn next comes first.

pub(super) mod command;
pub mod refusal;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::Offset;

use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::picturing::{Told, picture};
use super::reply::{Block, Message, Reply, Text};
use super::texts::{counted, grouped};
use super::{App, finding};
use crate::app::stats::refusal::StatsRefusal;
use crate::domain::seen_by::SeenBy;
use crate::picture::{self, Topic};
use crate::store::{Hits, Member};

/// How many topics are shown, those to learn next.
const TOPICS_SHOWN: usize = 12;

/// How many hours a time of day has.
const HOURS: u32 = 4;

/// The fewest questions from which a time of day can be called the best; at that time, and in all.
const FEWEST: u32 = 10;
const FEWEST_IN_ALL: u32 = 30;

/// Shows how a member does.
pub(super) async fn show(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let member = finding::member(app, asking, given).await?;
    let own = member.id == asking.member.id;
    if !own {
        must_be_shown(app, asking, &member).await?;
    }
    let cards = app.store.hits_by_card(member.id).await?;
    if cards.is_empty() {
        return Err(StatsRefusal::NoAnswers { own }.into());
    }
    let zone = member.zone.unwrap_or(asking.community.zone);
    let ahead = asking.now.with_timezone(&zone).offset().fix().local_minus_utc();
    let hours = app.store.hits_by_hour(member.id, ahead).await?;
    let studied = app.store.studied(member.id).await?;
    let title = if own {
        "Your stats".into()
    } else {
        Text::from("The stats of ").member(member.id, &member.name)
    };
    let by_topic = by_topic(app, &cards);
    let mut blocks = vec![
        Block::Heading { text: title },
        Block::List { numbered: false, items: facts(app, &cards, &hours, studied.len()) },
    ];
    let told = Told {
        instead: vec![table(&by_topic)],
        rows: by_topic.iter().map(|topic| topic.name.as_str().into()).collect(),
        about: Vec::new(),
    };
    let today = asking.study_day_of(&member);
    let draw = move |theme| picture::stats(&by_topic, &studied, today, theme);
    blocks.extend(picture(app, app.traits(asking.place).themes, told, draw).await);
    Ok(Decision::say(Reply::one(Message::private(blocks))))
}

/// Refuses to show how somebody does to whom they do not show it.
async fn must_be_shown(app: &App, asking: &Asking<'_>, member: &Member) -> Result<(), Fault> {
    let seen_by = app.store.stats_for(member.id).await?;
    let team = app.store.team_of(member.id).await?.map(|team| team.id);
    let of_asker = app.store.team_of(asking.member.id).await?.map(|team| team.id);
    if seen_by.includes(team.is_some() && team == of_asker) {
        return Ok(());
    }
    let (name, is_for_team) = (member.name.clone(), seen_by == SeenBy::Team);
    Err(StatsRefusal::Hidden { name, is_for_team }.into())
}

/// The name of the line of cards that are in no deck any more.
const FORMER: &str = "Former cards";

/// Topics, those to learn next first. Cards that are in no deck any more have a line of their own,
/// the last: nobody can learn them.
fn by_topic(app: &App, cards: &[(String, String, Hits)]) -> Vec<Topic> {
    let (decks, mut hits) = (app.decks(), BTreeMap::<String, Hits>::new());
    for (deck, card, of_card) in cards {
        let topic = decks.get(deck).and_then(|deck| Some(deck.card(card)?.topic.clone()));
        let of_topic = hits.entry(topic.unwrap_or_else(|| FORMER.to_owned())).or_default();
        of_topic.answers += of_card.answers;
        of_topic.right += of_card.right;
    }
    let topic =
        |(name, hits): (String, Hits)| Topic { name, right: hits.right, answers: hits.answers };
    let mut topics: Vec<Topic> = hits.into_iter().map(topic).collect();
    topics.sort_by(|one, other| {
        let former = |topic: &Topic| topic.name == FORMER;
        former(one).cmp(&former(other)).then_with(|| to_learn(one, other))
    });
    topics.truncate(TOPICS_SHOWN);
    topics
}

/// The order of what to learn next: by accuracy, as if one answer more had been right and one more
/// wrong. So a single wrong answer does not go before a topic on which most of many were wrong.
fn to_learn(one: &Topic, other: &Topic) -> Ordering {
    let part = |topic: &Topic| u64::from(topic.right) + 1;
    let whole = |topic: &Topic| u64::from(topic.answers) + 2;
    let by_accuracy = (part(one) * whole(other)).cmp(&(part(other) * whole(one)));
    by_accuracy.then_with(|| other.answers.cmp(&one.answers))
}

fn facts(
    app: &App,
    cards: &[(String, String, Hits)],
    hours: &[(u32, Hits)],
    study_days: usize,
) -> Vec<Text> {
    let answers: u32 = cards.iter().map(|(_, _, hits)| hits.answers).sum();
    let right: u32 = cards.iter().map(|(_, _, hits)| hits.right).sum();
    let all: usize = app.decks().iter().map(|deck| deck.cards.len()).sum();
    let overall = Topic { name: String::new(), right, answers };
    let mut facts = vec![
        format!("{right} of {} right ({}%).", counted(answers, "question"), overall.percent()),
        format!("{} of {} cards seen.", grouped(cards.len()), grouped(all.max(cards.len()))),
        format!("{} in all.", counted(u32::try_from(study_days).unwrap_or(u32::MAX), "study day")),
    ];
    facts.extend(best_time(hours));
    facts.into_iter().map(Text::from).collect()
}

/// The time of day at which the most answers are right.
fn best_time(hours: &[(u32, Hits)]) -> Option<String> {
    if hours.iter().map(|(_, hits)| hits.answers).sum::<u32>() < FEWEST_IN_ALL {
        return None;
    }
    let times = (0..24 / HOURS).filter_map(|time| {
        let within = hours.iter().filter(|(hour, _)| hour / HOURS == time);
        let answers: u32 = within.clone().map(|(_, hits)| hits.answers).sum();
        let right: u32 = within.map(|(_, hits)| hits.right).sum();
        let topic = Topic { name: String::new(), right, answers };
        (answers >= FEWEST).then(|| (topic.percent(), answers, time))
    });
    let (percent, answers, time) = times.max()?;
    let (from, to) = (time * HOURS, (time + 1) * HOURS);
    Some(format!(
        "Best time of day: {from:02}:00 to {to:02}:00, {percent}% of {} right.",
        counted(answers, "question")
    ))
}

fn row(topic: &Topic) -> Vec<Text> {
    let percent = format!("{}%", topic.percent());
    let cells = [topic.name.clone(), topic.right.to_string(), topic.answers.to_string(), percent];
    cells.map(Text::from).to_vec()
}

fn table(topics: &[Topic]) -> Block {
    Block::Table {
        head: ["Topic", "Right", "Questions", "Accuracy"].map(str::to_owned).to_vec(),
        rows: topics.iter().map(row).collect(),
        marked: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_learn_next_comes_first() {
        let mut topics = [(0, 1), (10, 50), (9, 10), (0, 9), (3, 3), (5, 50), (40, 50)]
            .map(|(right, answers)| Topic { name: String::new(), right, answers });
        topics.sort_by(to_learn);
        assert_eq!(
            topics.map(|topic| (topic.right, topic.answers)),
            [(0, 9), (5, 50), (10, 50), (0, 1), (40, 50), (3, 3), (9, 10)]
        );
    }
}
