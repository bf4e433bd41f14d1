//! A streak in words: how long it is, what to do for it, and why each day counted or not.

use chrono::{Days, NaiveDate};

use crate::app::reply::{Block, Text, Tone};
use crate::app::texts::counted;
use crate::domain::calendar::Turn;
use crate::domain::calendar::clock::show_time;
use crate::domain::streak::{Fate, Repair, Streak};
use crate::store::Member;

/// The day on which a streak is looked at.
pub(super) struct Today {
    pub(super) day: NaiveDate,
    /// Whether anybody is expected to study on it; if not, nothing can be lost.
    pub(super) is_expected: bool,
    /// When the days of the streak's member turn.
    pub(super) turn: Turn,
}

/// A streak; somebody else's with their name.
pub(super) fn streak(streak: &Streak, today: &Today, of: Option<&Member>) -> Vec<Block> {
    let title = match of {
        Some(member) => Text::from("The streak of ").member(member.id, &member.name),
        None => "Your streak".into(),
    };
    let mut blocks = vec![
        Block::Heading { text: title },
        Block::Paragraph {
            text: Text::default().strong(counted(streak.current, "study day")).plain(" in a row."),
        },
        Block::List { numbered: false, items: facts(streak) },
    ];
    if of.is_none() {
        blocks.extend(streak.repair.map(|repair| way_back(&repair, today.turn)));
        blocks.push(Block::Note { text: what_to_do(streak, today).into() });
    }
    blocks
}

/// The own streak, while it is off.
pub(super) fn off() -> Vec<Block> {
    let text = "Your streak is off. Your days are still counted; /streak on brings it back with \
        all of them.";
    vec![Block::Paragraph { text: text.into() }]
}

/// Why each of the last days counted or not; fewer than `asked` are all there have been.
pub(super) fn why(
    days: &[(NaiveDate, Fate)],
    asked: u64,
    streak: &Streak,
    today: &Today,
) -> Vec<Block> {
    let all = days.len() as u64 >= asked;
    let title = if all {
        format!("Your last {asked} study days")
    } else {
        "Your study days so far".to_owned()
    };
    let mut blocks = vec![
        Block::Heading { text: title.into() },
        Block::Table {
            head: ["Day", "Counts", "Why"].map(str::to_owned).to_vec(),
            rows: days.iter().copied().map(row).collect(),
            marked: None,
        },
    ];
    blocks.extend(streak.repair.map(|repair| way_back(&repair, today.turn)));
    let text = format!(
        "{} in a row. The next study day begins at {} your time.",
        counted(streak.current, "study day"),
        begins(today.turn, today.day + Days::new(1))
    );
    blocks.push(Block::Note { text: text.into() });
    blocks
}

fn row((day, fate): (NaiveDate, Fate)) -> Vec<Text> {
    let day = day.format("%a %-d %b").to_string();
    vec![day.into(), counts(fate).into(), reason(fate).into()]
}

/// How a streak that has just broken goes on.
pub(in crate::app) fn way_back(repair: &Repair, turn: Turn) -> Block {
    // The last study day ends where the next one begins.
    let end = repair.last_day + Days::new(1);
    let until = format!("{}, {}", end.format("%A"), begins(turn, end));
    let text = format!(
        "Your streak of {} rests. Answer {} by {until} your time, and it goes on where it was.",
        counted(repair.lost, "study day"),
        match repair.cards_left {
            1 => "one more card".to_owned(),
            left => format!("{left} different cards"),
        }
    );
    Block::Callout { tone: Tone::Notice, text: text.into() }
}

/// The time at which a study day begins: `04:00`.
fn begins(turn: Turn, day: NaiveDate) -> String {
    show_time(turn.time_on(day))
}

fn facts(streak: &Streak) -> Vec<Text> {
    let today =
        if streak.studied_today { "Today counts already." } else { "Today does not count yet." };
    let freezes = match streak.freezes {
        0 => "No freeze held; seven counted days in a row earn one.".to_owned(),
        held => format!(
            "{} held; one is spent by itself on a missed study day.",
            counted(held, "freeze")
        ),
    };
    let longest = format!("Longest: {}.", counted(streak.longest, "study day"));
    [today.to_owned(), longest, freezes].map(Text::from).to_vec()
}

fn what_to_do(streak: &Streak, today: &Today) -> String {
    let tomorrow = begins(today.turn, today.day + Days::new(1));
    let text = match streak {
        Streak { repair: Some(_), .. } => {
            "Play the cards with /quiz questions:9; each day's reason stands in /streak why."
        }
        Streak { studied_today: true, .. } => {
            return format!("Done for today. The next study day begins at {tomorrow} your time.");
        }
        Streak { current: 0, .. } => {
            "Answer one question today to begin a streak, with /quiz questions:1."
        }
        _ if !today.is_expected => {
            "Nobody is expected to study today, so it is safe. An answer counts all the same: \
                /quiz questions:1."
        }
        Streak { freezes: 0, .. } => {
            "Answer one question today to keep it, with /quiz questions:1."
        }
        _ => "Answer one question today, with /quiz questions:1, or a freeze is spent to keep it.",
    };
    text.to_owned()
}

fn counts(fate: Fate) -> &'static str {
    match fate {
        Fate::Counted => "yes",
        Fate::Open => "not yet",
        Fate::Free | Fate::Holiday | Fate::Excused => "free",
        Fate::Frozen | Fate::Repaired => "protected",
        Fate::Broken | Fate::Idle => "no",
    }
}

fn reason(fate: Fate) -> &'static str {
    match fate {
        Fate::Counted => "You answered.",
        Fate::Open => "Today is not over.",
        Fate::Free => "Not one of this community's study days.",
        Fate::Holiday => "A holiday.",
        Fate::Excused => "Excused: I was away, or your clock skipped it.",
        Fate::Frozen => "A freeze protected it.",
        Fate::Repaired => "You repaired it with nine cards.",
        Fate::Broken => "No answer; the streak ended here.",
        Fate::Idle => "No answer, and no streak to lose.",
    }
}
