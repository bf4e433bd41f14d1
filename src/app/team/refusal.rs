//! What cannot be done about teams. A word: it imports nothing of its capability.

use crate::app::texts::{bad_name, meant};
use crate::domain::team::BadName;

/// Why something cannot be done about teams.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TeamRefusal {
    /// A team's name that cannot be one.
    #[error("{}", bad_name(*_0, "A team", "/team create name:Night Owls."))]
    BadName(BadName),
    /// A team of that name exists.
    #[error(
        "There is a team called {name} already. Join it with /team join {name}, or pick another \
            name."
    )]
    Taken {
        /// The name, as its members read it.
        name: String,
    },
    /// The community has as many teams as it may have.
    #[error("There are {most} teams here, which is the most. Join one with /team join.")]
    ManyTeams {
        /// How many there may be at most.
        most: usize,
    },
    /// The asker is in a team already.
    #[error("You are in the team {name}. Leave it with /team leave before you join another.")]
    InTeam {
        /// The name, as its members read it.
        name: String,
    },
    /// The asker is in no team.
    #[error("You are in no team. Look at the teams with /team list and join one with /team join.")]
    NoTeam,
    /// The community has no team of that name with a member in it.
    #[error("There is no team called “{given}”. \
        {mend}", mend = meant(nearest.clone(), "Type /team list to see the teams."))]
    UnknownTeam {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// The name that may have been meant.
        nearest: Option<String>,
    },
    /// Too few members for a draft.
    #[error("For {teams} teams it takes {} members with points in the last 30 days, and there are \
        {members}.", teams * 2)]
    FewPlayers {
        /// How many teams were asked for.
        teams: usize,
        /// How many members there are.
        members: usize,
    },
    /// Too many members for a draft.
    #[error(
        "A draft takes at most {most} members, and {members} have points in the last 30 days. Let \
            them pick teams with /team join."
    )]
    ManyPlayers {
        /// How many members there are.
        members: usize,
        /// How many there may be at most.
        most: usize,
    },
    /// A draft that is past the step of the button.
    #[error("That draft is over. Draw up another with /team balance.")]
    DraftOver,
}
