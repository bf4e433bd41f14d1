//! What an option may be completed to while a person still types, for platforms that ask the bot
//! for it.

use chrono::{DateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use rand::rngs::StdRng;

use super::command::{Takes, commands};
use super::{App, finding};
use crate::domain::calendar::clock::{OFF, parse_time, show_time};
use crate::domain::calendar::zone::{clock_at, has_place, places_called, show_zone, well_known};
use crate::domain::place::{Home, Place};
use crate::store;

/// The most that is offered at once (the narrowest platform's limit).
const MOST: usize = 25;

/// Days as most want them.
const DAYS: [&str; 4] = ["mon-fri", "daily", "mon,wed,fri", "sat,sun"];

/// Times as most want them: half hours are typed.
const TIMES: [&str; 17] = [
    "06:00", "07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00",
    "16:00", "17:00", "18:00", "19:00", "20:00", "21:00", "22:00",
];

/// One way to complete an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the person sees.
    pub label: String,
    /// What the option then says.
    pub value: String,
}

impl App {
    /// What `typed` may become at `now` as the value of an option of a command; `deck` is the deck
    /// that the person has chosen in the same command, if any. The best come first: those that
    /// begin with what was typed. What depends on where it is typed is completed by
    /// [`App::complete_here`].
    pub fn complete(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        deck: Option<&str>,
        now: DateTime<Utc>,
    ) -> Vec<Completion> {
        match takes(command, option) {
            Some(Takes::Deck) => best(typed, self.deck_names()),
            Some(Takes::Topic) => best(typed, self.topic_names(deck)),
            Some(Takes::Days) => best(typed, DAYS.map(named).to_vec()),
            Some(Takes::Time) => times(typed),
            Some(Takes::TimeOrOff) => {
                best(typed, vec![named(OFF)]).into_iter().chain(times(typed)).collect()
            }
            Some(Takes::Zone) => zones(typed, now),
            _ => Vec::new(),
        }
    }

    /// Whether it depends on where it is typed what an option of a command may be completed to:
    /// a question that is open there, or a team of the community.
    pub fn completes_here(command: &str, option: &str) -> bool {
        matches!(takes(command, option), Some(Takes::Question | Takes::Team))
    }

    /// What `typed` may become as the value of such an option at a place, to the person whom the
    /// platform knows by `person`.
    pub async fn complete_here(
        &self,
        (place, person): (&Place, &str),
        (command, option): (&str, &str),
        typed: &str,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Vec<Completion> {
        match takes(command, option) {
            Some(Takes::Question) => self.complete_question(place, person, typed, now, rng).await,
            Some(Takes::Team) => {
                let names = self.team_names(&place.home).await.unwrap_or_else(|error| {
                    let cause = &error as &dyn std::error::Error;
                    tracing::error!(cause, "could not look for teams");
                    Vec::new()
                });
                best(typed, names.iter().map(|name| named(name)).collect())
            }
            _ => Vec::new(),
        }
    }

    /// The names of the teams in the community of a home that anybody is in.
    pub async fn team_names(&self, home: &Home) -> store::Result<Vec<String>> {
        let Some(community) = self.store.known_community(home).await? else {
            return Ok(Vec::new());
        };
        let teams = self.store.teams(community.id).await?;
        let lived_in = teams.into_iter().filter(|team| team.size > 0);
        Ok(lived_in.map(|team| team.name).collect())
    }

    fn deck_names(&self) -> Vec<Completion> {
        self.decks()
            .iter()
            .map(|deck| Completion { label: deck.title.clone(), value: deck.id.clone() })
            .collect()
    }

    /// Topics of the chosen deck; of all decks, the first one's in front, if none or no known one
    /// is chosen.
    fn topic_names(&self, deck: Option<&str>) -> Vec<Completion> {
        let decks = self.decks();
        let chosen = deck.and_then(|name| finding::deck(&decks, name).ok());
        let decks =
            decks.iter().filter(|deck| chosen.as_ref().is_none_or(|chosen| chosen.id == deck.id));
        let mut names: Vec<Completion> = Vec::new();
        for (topic, _) in decks.flat_map(|deck| deck.topics()) {
            if !names.iter().any(|known| known.value == topic) {
                names.push(named(topic));
            }
        }
        names
    }
}

/// What an option of a command takes; none if there is no such option.
fn takes(command: &str, option: &str) -> Option<Takes> {
    let command = commands().find(|known| known.name == command)?;
    command.options.iter().find(|known| known.name == option).map(|option| option.takes)
}

/// Times of the day: the one that was typed, in whichever way, then usual ones.
fn times(typed: &str) -> Vec<Completion> {
    let read = parse_time(typed).ok().map(show_time);
    let usual = best(typed, TIMES.map(named).to_vec());
    let others = usual.into_iter().filter(|one| Some(&one.value) != read.as_ref());
    let mut found: Vec<Completion> = read.as_deref().map(named).into_iter().collect();
    found.extend(others);
    found
}

/// What is called the same as it is written.
fn named(name: &str) -> Completion {
    Completion { label: name.to_owned(), value: name.to_owned() }
}

/// Zones, each with the time that it is there: the places that were described, then those with such
/// a name. Clocks without a place are offered to nobody who has not typed the beginning of their
/// names.
fn zones(typed: &str, now: DateTime<Utc>) -> Vec<Completion> {
    let typed = typed.trim();
    let mut found =
        if typed.is_empty() { well_known().to_vec() } else { places_called(typed, now) };
    let offered = TZ_VARIANTS.iter().filter(|zone| has_place(**zone) || is_wanted(**zone, typed));
    let names = best(typed, offered.map(|zone| named(zone.name())).collect());
    found.extend(names.iter().filter_map(|one| one.value.parse::<Tz>().ok()));
    let mut completions: Vec<Completion> = Vec::new();
    for zone in found {
        if !completions.iter().any(|known| known.value == zone.name()) {
            let label = format!("{}, {} there now", show_zone(zone), clock_at(zone, now));
            completions.push(Completion { label, value: zone.name().to_owned() });
        }
    }
    completions.truncate(MOST);
    completions
}

/// Whether what was typed is the beginning of a clock without a place: `UTC`, or one of `Etc/…`.
fn is_wanted(clock: Tz, typed: &str) -> bool {
    let begun = typed.to_lowercase();
    !begun.is_empty()
        && (clock == Tz::UTC || begun.starts_with("etc"))
        && clock.name().to_lowercase().starts_with(&begun)
}

/// Those that what was typed may mean: first those that begin with it, then those with a word that
/// does, then those that hold it anywhere; each group in its own order.
fn best(typed: &str, offered: Vec<Completion>) -> Vec<Completion> {
    let typed = typed.trim().to_lowercase();
    let mut ranked: Vec<(u8, Completion)> =
        offered.into_iter().filter_map(|one| Some((rank(&one, &typed)?, one))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, completion)| completion).take(MOST).collect()
}

/// How well a completion fits what was typed, 0 the best: it begins so, a word of it does, or it
/// holds it anywhere.
fn rank(completion: &Completion, typed: &str) -> Option<u8> {
    let label = completion.label.to_lowercase();
    // Zones have an underscore where people type a space.
    let value = completion.value.to_lowercase().replace('_', " ");
    let texts = [label.as_str(), value.as_str()];
    if texts.iter().any(|text| text.starts_with(typed)) {
        return Some(0);
    }
    let mut words = texts.iter().flat_map(|text| text.split([' ', '-', '_', '/']));
    if words.any(|word| word.starts_with(typed)) {
        return Some(1);
    }
    texts.iter().any(|text| text.contains(typed)).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_the_text_comes_first() {
        let offered = || {
            ["Amazon SQS", "Lambda", "SAM", "ECS and Fargate", "Step Functions"]
                .map(|name| Completion { label: name.to_owned(), value: name.to_owned() })
                .to_vec()
        };
        for (typed, expected) in [
            ("s", &["SAM", "Step Functions", "Amazon SQS", "ECS and Fargate"][..]),
            ("lam", &["Lambda"]),
            (" FUNC", &["Step Functions"]),
            ("xyz", &[]),
            ("", &["Amazon SQS", "Lambda", "SAM", "ECS and Fargate", "Step Functions"]),
        ] {
            let found: Vec<String> =
                best(typed, offered()).into_iter().map(|one| one.value).collect();
            assert_eq!(found, expected, "{typed:?}");
        }
    }

    #[test]
    fn a_time_is_understood_as_it_is_typed() {
        for (typed, expected) in [
            ("6 pm", &["18:00"][..]),
            ("9", &["09:00", "19:00"]),
            ("18:30", &["18:30"]),
            ("8 am", &["08:00"]),
            ("20", &["20:00"]),
            ("25", &[]),
            ("", &TIMES),
        ] {
            let found: Vec<String> = times(typed).into_iter().map(|one| one.value).collect();
            assert_eq!(found, expected, "{typed:?}");
        }
    }

    #[test]
    fn zones_come_by_name_by_country_by_offset_and_by_what_their_clocks_are_called() {
        let now = "2026-01-10T12:00:00Z".parse().unwrap();
        for (typed, first) in [
            ("new y", "America/New_York, 07:00 there now"),
            ("India", "Asia/Kolkata, 17:30 there now"),
            ("GMT+1", "Europe/Berlin, 13:00 there now"),
            ("EST", "America/New_York, 07:00 there now"),
            ("ut", "UTC, 12:00 there now"),
            ("etc/gmt+1", "Etc/GMT+1 (UTC−1), 11:00 there now"),
            ("", "America/New_York, 07:00 there now"),
        ] {
            let found = zones(typed, now);
            assert_eq!(found.first().map(|one| one.label.as_str()), Some(first), "{typed}");
            let clocks =
                found.iter().filter(|one| one.value.contains("GMT") || one.value == "EST").count();
            assert!(clocks == 0 || typed.starts_with("etc"), "{typed}: {found:?}");
        }
    }

    #[test]
    fn no_more_is_offered_than_a_platform_shows() {
        let many = (0..100)
            .map(|n| Completion { label: format!("topic {n}"), value: n.to_string() })
            .collect();
        assert_eq!(best("topic", many).len(), MOST);
    }
}
