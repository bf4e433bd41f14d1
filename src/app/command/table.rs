//! The table of commands, put together from the rows of each capability.

use super::shape::Command;
use crate::app::admins::command::AdminsCommand;
use crate::app::daily::command::DailyCommand;
use crate::app::deck::command::DeckCommand;
use crate::app::mydata::command::MyDataCommand;
use crate::app::reminder::command::ReminderCommand;
use crate::app::season::command::SeasonCommand;
use crate::app::streak::command::StreakCommand;
use crate::app::team::command::TeamCommand;
use crate::app::{
    admins, answer, daily, deck, help, leaderboard, mydata, quiz, reminder, season, settings,
    stats, streak, team, timezone,
};

/// What a command asks for: which capability, and what of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Runs {
    /// Start a quiz, alone or with the channel.
    Quiz,
    /// Answer a question that is open.
    Answer,
    /// Show one of the boards: of a period, a season or streaks.
    Leaderboard,
    /// The card of the day.
    Daily(DailyCommand),
    /// Set, end or show the asker's reminder.
    Reminder(ReminderCommand),
    /// A member's time zone.
    Timezone,
    /// All that is a member's own, at once.
    Settings,
    /// Show, explain or switch a streak.
    Streak(StreakCommand),
    /// Show how a member does.
    Stats,
    /// Hand out or forget what is kept about the asker.
    MyData(MyDataCommand),
    /// Found, join, leave, list or draw up teams.
    Team(TeamCommand),
    /// Start, end or list seasons.
    Season(SeasonCommand),
    /// List decks, or show what one holds.
    Deck(DeckCommand),
    /// Name members as admins, take that back, or list them.
    Admins(AdminsCommand),
    /// Say how to begin, and list every command.
    Help,
}

/// Every command with what it asks for, in the order in which help lists them.
pub(in crate::app) fn rows() -> impl Iterator<Item = (Runs, &'static Command)> {
    of(quiz::command::ROWS, |()| Runs::Quiz)
        .chain(of(answer::command::ROWS, |()| Runs::Answer))
        .chain(of(leaderboard::command::ROWS, |()| Runs::Leaderboard))
        .chain(of(daily::command::ROWS, Runs::Daily))
        .chain(of(reminder::command::ROWS, Runs::Reminder))
        .chain(of(settings::command::ROWS, |()| Runs::Settings))
        .chain(of(timezone::command::ROWS, |()| Runs::Timezone))
        .chain(of(streak::command::ROWS, Runs::Streak))
        .chain(of(stats::command::ROWS, |()| Runs::Stats))
        .chain(of(mydata::command::ROWS, Runs::MyData))
        .chain(of(team::command::ROWS, Runs::Team))
        .chain(of(season::command::ROWS, Runs::Season))
        .chain(of(deck::command::ROWS, Runs::Deck))
        .chain(of(admins::command::ROWS, Runs::Admins))
        .chain(of(help::command::ROWS, |()| Runs::Help))
}

fn of<T: Copy>(
    rows: &'static [(T, Command)],
    runs: impl Fn(T) -> Runs,
) -> impl Iterator<Item = (Runs, &'static Command)> {
    rows.iter().map(move |(asked, command)| (runs(*asked), command))
}

/// Every command, in the order in which help lists them.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    rows().map(|(_, command)| command)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::command::shape::Takes;

    #[test]
    fn every_platform_can_register_the_table() {
        let names: BTreeSet<&str> = commands().map(|command| command.name).collect();
        assert_eq!(names.len(), commands().count(), "names are unique");
        let is_name = |name: &str| {
            (1..=32).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        for command in commands() {
            let words: Vec<&str> = command.name.split(' ').collect();
            assert!(words.len() <= 2 && words.iter().all(|word| is_name(word)), "{}", command.name);
            assert!((1..=100).contains(&command.about.chars().count()), "{}", command.name);
            assert!(command.options.len() <= 25, "{}", command.name);
            // Some platforms take required options first alone.
            assert!(
                command.options.is_sorted_by_key(|option| !option.required),
                "{}",
                command.name
            );
            let unique: BTreeSet<&str> = command.options.iter().map(|option| option.name).collect();
            assert_eq!(unique.len(), command.options.len(), "{}", command.name);
            for option in command.options {
                assert!(is_name(option.name), "{} {}", command.name, option.name);
                assert!(
                    (1..=100).contains(&option.about.chars().count()),
                    "{} {}",
                    command.name,
                    option.name
                );
                if let Takes::Number { min, max, default } = option.takes {
                    assert!((min..=max).contains(&default), "{} {}", command.name, option.name);
                }
            }
        }
    }

    #[test]
    fn no_command_is_the_beginning_of_another() {
        // `/deck` with subcommands cannot be a command of its own on every platform.
        for command in commands() {
            let family = format!("{} ", command.name);
            assert!(!commands().any(|other| other.name.starts_with(&family)), "{}", command.name);
        }
    }
}
