//! What cannot be done about seasons. A word: it imports nothing of its capability.

use chrono::NaiveDate;

use crate::app::texts::bad_name;
use crate::domain::team::BadName;

/// Why something cannot be done about a season.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeasonRefusal {
    /// A season's name that cannot be one.
    #[error("{}", bad_name(*_0, "A season", "/season start name:Spring until:…"))]
    BadName(BadName),
    /// No season is running.
    #[error("No season is running. An admin can start one with /season start.")]
    NoSeason,
    /// A season is running.
    #[error(
        "The season {name} runs through {until}. End it with /season end before you start another."
    )]
    Runs {
        /// The name, as its members read it.
        name: String,
        /// The last day that counts, by the community's zone.
        until: NaiveDate,
    },
    /// A season without a channel.
    #[error("A season needs a channel for its final board. Start it there.")]
    NeedsChannel,
    /// No date on which a season could end.
    #[error("until takes a date, not “{given}”. Write it like until:{example}.")]
    NotALastDay {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
        /// A date that would do.
        example: NaiveDate,
    },
    /// A season that would be over.
    #[error(
        "A season ends after today, and {given} is not. Write a later date, like until:{example}."
    )]
    Past {
        /// The date that was typed.
        given: NaiveDate,
        /// A date that would do.
        example: NaiveDate,
    },
    /// A season that would never end.
    #[error(
        "A season lasts a year at most, and {given} is later. Write a date up to until:{last}."
    )]
    TooLong {
        /// The date that was typed.
        given: NaiveDate,
        /// The last date that would do.
        last: NaiveDate,
    },
}
