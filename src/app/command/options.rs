//! Options that several commands have in common.

use super::shape::{CommandOption, Takes};

/// A deck, by its id or title.
pub(in crate::app) const DECK: CommandOption =
    CommandOption::optional("deck", "Which deck", Takes::Deck);

/// A topic of the deck, or of the only one that has it.
pub(in crate::app) const TOPIC: CommandOption =
    CommandOption::optional("topic", "Only cards of this topic", Takes::Topic);

/// A member of the community, by name or by the platform's id of them.
pub(in crate::app) const MEMBER: CommandOption =
    CommandOption::optional("member", "Whose; yours if left out", Takes::Member);

/// A channel, by the platform's id of it.
pub(in crate::app) const CHANNEL: CommandOption =
    CommandOption::optional("channel", "Which channel; this one if left out", Takes::Channel);

/// A time zone, by its name or by what says where.
pub(in crate::app) const ZONE: CommandOption =
    CommandOption::optional("zone", "The time zone, like Europe/Berlin", Takes::Zone);

/// Days of the week.
pub(in crate::app) const DAYS: CommandOption =
    CommandOption::optional("days", "The days, like daily, mon-fri or mon,wed,fri", Takes::Days);

/// The name of something new, or of something that there is.
pub(in crate::app) const NAME: CommandOption =
    CommandOption::required("name", "Its name", Takes::Text);
