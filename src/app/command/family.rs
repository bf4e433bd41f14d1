//! Families of commands: those that share their first word, in a sentence, and what one wants to do
//! with them.

use super::shape::Command;
use super::table::commands;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Goal {
    /// Play cards, alone or with others.
    Study,
    /// Have a card of the day, and be reminded of it.
    Daily,
    /// Compare oneself with others.
    Compete,
    /// Look at decks and what they hold.
    Decks,
    /// See and change what is one's own.
    Mine,
}

/// All goals, in the order in which help lists them.
pub(in crate::app) const GOALS: [Goal; 5] =
    [Goal::Study, Goal::Daily, Goal::Compete, Goal::Decks, Goal::Mine];

impl Goal {
    /// The word by which help is asked for it.
    pub(in crate::app) fn word(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Daily => "daily",
            Self::Compete => "compete",
            Self::Decks => "decks",
            Self::Mine => "mine",
        }
    }

    /// Its name on a button and above its commands.
    pub(in crate::app) fn title(self) -> &'static str {
        match self {
            Self::Study => "Study",
            Self::Daily => "Every day",
            Self::Compete => "Compete",
            Self::Decks => "Decks",
            Self::Mine => "Mine",
        }
    }

    /// What it is about, in a sentence.
    pub(in crate::app) fn about(self) -> &'static str {
        match self {
            Self::Study => "Play a few cards, alone or with the channel.",
            Self::Daily => "One card a day in the channel, and a nudge at your own hour.",
            Self::Compete => "Points, streaks, teams and seasons.",
            Self::Decks => "Which cards there are.",
            Self::Mine => "How you do, your clock, and what I keep about you.",
        }
    }
}

/// The commands that share their first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// The first word of each of its commands.
    pub name: &'static str,
    /// What its commands do, a sentence of at most 100 characters.
    pub about: &'static str,
    /// What one wants to do with them.
    pub(in crate::app) goal: Goal,
}

/// All families, in the order in which help lists them.
const FAMILIES: [Family; 16] = [
    Family {
        name: "quiz",
        about: "Play a few cards, alone or with the channel.",
        goal: Goal::Study,
    },
    Family {
        name: "answer",
        about: "Answer the question that is open here, in private.",
        goal: Goal::Study,
    },
    Family {
        name: "setup",
        about: "Give a channel its card of the day by one form.",
        goal: Goal::Daily,
    },
    Family {
        name: "daily",
        about: "See the card of the day, and choose when a channel gets it.",
        goal: Goal::Daily,
    },
    Family {
        name: "reminder",
        about: "Be nudged at your own hour, on days on which you have not studied yet.",
        goal: Goal::Daily,
    },
    Family {
        name: "admins",
        about: "Choose members who may do what admins do.",
        goal: Goal::Daily,
    },
    Family {
        name: "leaderboard",
        about: "See who has how many points, and who has the longest streak.",
        goal: Goal::Compete,
    },
    Family {
        name: "streak",
        about: "See your study days in a row, and why each day counted.",
        goal: Goal::Compete,
    },
    Family {
        name: "team",
        about: "Study against other teams: found one, join one, or see the race.",
        goal: Goal::Compete,
    },
    Family {
        name: "season",
        about: "Run a competition between two dates, with a board of its own.",
        goal: Goal::Compete,
    },
    Family {
        name: "deck",
        about: "See which decks there are and what they hold.",
        goal: Goal::Decks,
    },
    Family {
        name: "stats",
        about: "See what you know, what to learn next, and your study days.",
        goal: Goal::Mine,
    },
    Family {
        name: "settings",
        about: "See and change your clock, your reminder and who sees what.",
        goal: Goal::Mine,
    },
    Family {
        name: "timezone",
        about: "See or choose the clock by which your days turn.",
        goal: Goal::Mine,
    },
    Family {
        name: "mydata",
        about: "Take out all that I keep about you, or have it forgotten.",
        goal: Goal::Mine,
    },
    Family { name: "help", about: "See what I can do and how to begin.", goal: Goal::Mine },
];

/// The families that serve a goal.
pub(in crate::app) fn families(goal: Goal) -> impl Iterator<Item = &'static Family> {
    FAMILIES.iter().filter(move |family| family.goal == goal)
}

/// The family with this name.
pub fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.name == name)
}

impl Family {
    /// Its commands, in the order of the table.
    pub(in crate::app) fn commands(&self) -> impl Iterator<Item = &'static Command> {
        commands().filter(|command| command.family() == self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_belongs_to_a_family_and_none_is_empty() {
        for command in commands() {
            assert!(family(command.family()).is_some(), "{}", command.name);
        }
        for family in &FAMILIES {
            assert!(family.commands().count() > 0, "{}", family.name);
            let about = family.about;
            assert!(about.ends_with('.') && about.chars().count() <= 100, "{about}");
        }
    }
}
