//! `/settings`: its row in the table of commands. A word: it imports nothing of its capability.

use crate::app::command::options::ZONE;
use crate::app::command::shape::{Command, CommandOption, Takes, WordOption};
use crate::app::request::Who;
use crate::domain::seen_by::SeenBy;

/// The member's own zone.
pub(in crate::app) const OWN_ZONE: CommandOption = ZONE.labeled("My time zone");

/// The time of the reminder by the wall clock, or a word for none.
pub(in crate::app) const REMINDER: CommandOption =
    CommandOption::optional("reminder", "When I nudge you, like 18:00; or off", Takes::TimeOrOff)
        .labeled("My reminder: a time, or off");

/// Whether the streak is shown and spoken of.
pub(in crate::app) const STREAK: WordOption<bool> =
    WordOption::new("streak", "Whether your streak is shown", &["on", "off"], &[true, false])
        .labeled("My streak")
        .without_default();

/// Who besides the member sees how they do.
pub(in crate::app) const ACCURACY: WordOption<SeenBy> = WordOption::new(
    "accuracy",
    "Who sees how many of your answers are right",
    &["me", "team", "everyone"],
    &[SeenBy::Me, SeenBy::Team, SeenBy::Everyone],
)
.labeled("Who sees my accuracy")
.without_default();

/// The hour at which the member's own day turns.
pub(in crate::app) const TURN: WordOption<u32> = WordOption::new(
    "turn",
    "The hour at which your own day turns",
    &[
        "00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "07:00", "08:00", "09:00",
        "10:00", "11:00", "12:00",
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
)
.labeled("My day turns at")
.without_default();

/// The rows of the table, in the order in which help lists them.
pub(in crate::app) const ROWS: &[((), Command)] = &[(
    (),
    Command {
        name: "settings",
        about: "See and change all that is your own",
        options: &[OWN_ZONE, REMINDER, STREAK.option, ACCURACY.option, TURN.option],
        who: Who::Anyone,
    },
)];
