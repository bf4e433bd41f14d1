//! `/leaderboard`: its row in the table of commands. A word: it imports nothing of its capability.

use super::click::{BoardKind, BoardPeriod};
use crate::app::command::shape::{Command, WordOption};
use crate::app::request::Who;

/// Of which span of time.
pub(in crate::app) const PERIOD: WordOption<BoardPeriod> = WordOption::new(
    "period",
    "Since when",
    &["week", "today", "month", "season", "all"],
    &[
        BoardPeriod::Week,
        BoardPeriod::Today,
        BoardPeriod::Month,
        BoardPeriod::Season,
        BoardPeriod::All,
    ],
);

/// Of what a board is.
pub(in crate::app) const BOARD: WordOption<BoardKind> = WordOption::new(
    "board",
    "Points of members or teams, or streaks",
    &["members", "teams", "streaks"],
    &[BoardKind::Members, BoardKind::Teams, BoardKind::Streaks],
);

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "leaderboard",
        about: "Who has how many points",
        options: &[PERIOD.option, BOARD.option],
        who: Who::Anyone,
    },
)];
