//! Whether words without a name may be the value of an option: what tells a time from a topic.

use super::given::valid;
use super::refusal::CommandRefusal;
use super::shape::{Command, CommandOption, Takes};
use crate::app::decks::Decks;
use crate::domain::calendar::clock::{parse_time, parse_time_or_off};
use crate::domain::calendar::date::{NotADate, parse_date};
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::parse_zone;
use crate::domain::nearest::nearest;

/// The longest text that is looked at, in bytes: no value of any kind but text is longer.
const LONGEST: usize = 200;

/// The most words of a zone's name: comparing with the names of all is not for nothing.
const LONGEST_ZONE: usize = 3;

/// How well words fit an option, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// They are a value of its kind.
    Firm,
    /// They begin the name of one that it takes, and of no other.
    Begins,
    /// They are nearly such a value; the option's refusal says what is wrong with them.
    Near,
    /// They are text, as anything is.
    Words,
}

impl Fit {
    /// Whether the option takes them.
    pub(super) fn is_firm(self) -> bool {
        matches!(self, Self::Firm | Self::Begins)
    }
}

/// The names that values of a command's options may bear, in lower case.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The id and the title of each deck.
    decks: Vec<Vec<String>>,
    /// The topics of all decks, each once.
    topics: Vec<Vec<String>>,
}

impl Names {
    /// Those that a command takes.
    pub(super) fn of(command: &Command, decks: &Decks) -> Self {
        let mut names = Self::default();
        if takes(command, Takes::Deck) {
            let both =
                decks.iter().map(|deck| vec![deck.id.to_lowercase(), deck.title.to_lowercase()]);
            names.decks = both.collect();
        }
        if takes(command, Takes::Topic) {
            for (topic, _) in decks.iter().flat_map(|deck| deck.topics()) {
                let topic = vec![topic.to_lowercase()];
                if !names.topics.contains(&topic) {
                    names.topics.push(topic);
                }
            }
        }
        names
    }
}

fn takes(command: &Command, takes: Takes) -> bool {
    command.options.iter().any(|option| option.takes == takes)
}

fn firm(fits: bool) -> Option<Fit> {
    fits.then_some(Fit::Firm)
}

fn near(fits: bool) -> Option<Fit> {
    fits.then_some(Fit::Near)
}

/// How well words fit an option; none if they do not, or nothing tells whether they do.
pub(super) fn fit(option: &'static CommandOption, text: &str, names: &Names) -> Option<Fit> {
    if text.len() > LONGEST || text.is_empty() {
        return None;
    }
    match option.takes {
        Takes::Number { .. } => match valid(option, text) {
            Ok(_) => Some(Fit::Firm),
            Err(refused) => near(matches!(refused, CommandRefusal::OutOfRange { .. })),
        },
        Takes::OneOf { words, .. } => firm(valid(option, text).is_ok())
            .or_else(|| near(nearest(text, words.iter().copied()).is_some())),
        Takes::Time => firm(parse_time(text).is_ok()).or_else(|| near(looks_like_time(text))),
        Takes::TimeOrOff => {
            firm(parse_time_or_off(text).is_ok()).or_else(|| near(looks_like_time(text)))
        }
        Takes::Days => firm(parse_days(text).is_ok()),
        Takes::Zone if text.split(' ').count() > LONGEST_ZONE => None,
        Takes::Zone => match parse_zone(text) {
            Ok(_) => Some(Fit::Firm),
            Err(unknown) => near(unknown.says_where()),
        },
        Takes::Date => match parse_date(text) {
            Ok(_) => Some(Fit::Firm),
            Err(why) => near(matches!(why, NotADate::NoSuchDay { .. })),
        },
        Takes::Deck => named(&names.decks, text),
        Takes::Topic => named(&names.topics, text),
        Takes::Channel => firm(text.starts_with('#') && !text.contains(char::is_whitespace)),
        Takes::Member => firm(text.starts_with('@')),
        Takes::Text | Takes::Team => option.required.then_some(Fit::Words),
        // A yes without its question says nothing, and a question has to be named.
        Takes::Check | Takes::Question | Takes::File { .. } => None,
    }
}

/// `25:00` is meant to be a time, though it is none.
fn looks_like_time(text: &str) -> bool {
    let is_figure = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    is_figure && text.contains(':') && !text.starts_with(':')
}

/// How well a text names one of several things, each of which has some names.
fn named(things: &[Vec<String>], text: &str) -> Option<Fit> {
    let folded = text.to_lowercase();
    if things.iter().any(|names| names.contains(&folded)) {
        return Some(Fit::Firm);
    }
    let begun = things.iter().filter(|names| names.iter().any(|name| name.starts_with(&folded)));
    match begun.count() {
        0 => nearest(&folded, things.iter().flatten().map(String::as_str)).map(|_| Fit::Near),
        1 => Some(Fit::Begins),
        // Whoever looks it up asks which of them.
        _ => Some(Fit::Near),
    }
}
