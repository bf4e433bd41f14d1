//! Time zones as people write them: by their names, and by what leads to a choice of them – a
//! country, a city, an offset from UTC, an abbreviation.

mod atlas;
mod offset;

use std::fmt::{self, Write};

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use strsim::osa_distance;

use self::offset::Written;
pub use self::offset::show_offset;

/// The most places that are offered for an offset or an abbreviation.
const MOST: usize = 5;

/// The most places that are offered for a country.
const MOST_OF_COUNTRY: usize = 8;

/// Names of zones and countries are shorter; longer texts are not worth a comparison.
const LONGEST: usize = 60;

/// Text that names no zone by which a clock could go, and what may have been meant by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone {
    /// What was typed, without white space around it.
    pub given: String,
    meant: Meant,
}

/// What may have been meant by text that is no zone's name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meant {
    /// So many seconds ahead of UTC: any place whose clocks are.
    Offset(i32),
    /// An offset that no clock on Earth has.
    NoOffset,
    /// The short name of a clock, such as `EST`: any place whose clocks bear it.
    Abbreviation(String),
    /// A country, by its ISO 3166 code.
    Country(&'static str),
    /// A zone whose city is named, or whose name is near to what was typed.
    Near(Tz),
    /// No place, offset or name of a clock that is known here.
    Nothing,
}

impl std::error::Error for UnknownZone {}

impl fmt::Display for UnknownZone {
    /// Without the time that it is at the places, for who cannot say what time it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rules of the clocks hardly differ from one year to the next.
        let now = noon_of(2030, 1);
        f.write_str(&self.in_words(now, |_| String::new()))
    }
}

impl UnknownZone {
    /// The places that may have been meant, the likeliest first; those of an offset by the clocks
    /// at `now`.
    pub fn places(&self, now: DateTime<Utc>) -> Vec<Tz> {
        match &self.meant {
            Meant::Offset(seconds) => {
                let now_there = |zone: &Tz| offset_at(*zone, now) == *seconds;
                let in_some_season =
                    |zone: &Tz| !now_there(zone) && clocks(*zone, now).contains(seconds);
                let mut found = well_known_first(now_there);
                found = apart(found, now, MOST);
                // Who wrote down the offset of the other half of the year finds the place, too.
                found.extend(apart(well_known_first(in_some_season), now, MOST));
                found.truncate(MOST);
                found
            }
            Meant::Abbreviation(name) => apart(bearing(name, now), now, MOST),
            Meant::Country(code) => of_country(code, now),
            Meant::Near(zone) => vec![*zone],
            Meant::NoOffset | Meant::Nothing => Vec::new(),
        }
    }

    /// What is wrong and how to mend it, with the time that it is at each place at `now`.
    ///
    /// ```
    /// use studyhall::domain::calendar::parse_zone;
    ///
    /// let now = "2026-07-01T12:00:00Z".parse().unwrap();
    /// let india = parse_zone("India").unwrap_err();
    /// let told = "There is no time zone called “India”. Did you mean Asia/Kolkata, where it is \
    ///     17:30 now?";
    /// assert_eq!(india.told(now), told);
    /// ```
    pub fn told(&self, now: DateTime<Utc>) -> String {
        self.in_words(now, |zone| clock_at(zone, now))
    }

    /// Why the text is no zone, and what to write instead; `clock` tells what to say of the time at
    /// a place.
    fn in_words(&self, now: DateTime<Utc>, clock: impl Fn(Tz) -> String) -> String {
        let given = &self.given;
        let places = self.places(now);
        let what = match &self.meant {
            Meant::NoOffset => {
                return format!(
                    "“{given}” is no offset of a clock: they go from UTC−12 to UTC+14. Name a \
                        large city near you or your \
                     country, or write a zone like Europe/Berlin."
                );
            }
            Meant::Offset(seconds) if places.is_empty() => {
                return format!(
                    "No clock that I know goes by {}. Name a large city near you or your country, \
                        or write a zone \
                     like Europe/Berlin.",
                    show_offset(*seconds)
                );
            }
            Meant::Offset(_) => "does not say whether the clocks change in summer",
            Meant::Abbreviation(_) => {
                "does not say where you are, nor whether the clocks change there"
            }
            Meant::Country(_) => "has several time zones",
            Meant::Near(_) | Meant::Nothing => "",
        };
        match places.as_slice() {
            [] => format!(
                "There is no time zone called “{given}”. Name a large city near you or your \
                    country, or write a zone \
                 like Europe/Berlin or UTC."
            ),
            [one] => {
                let time = clock(*one);
                let there = if time.is_empty() {
                    String::new()
                } else {
                    format!(", where it is {time} now")
                };
                format!("There is no time zone called “{given}”. Did you mean {one}{there}?")
            }
            [most @ .., last] => {
                let mut named = String::new();
                for (place, zone) in most.iter().chain([last]).enumerate() {
                    let between = match place {
                        0 => "",
                        place if place == most.len() => " or ",
                        _ => ", ",
                    };
                    let time = clock(*zone);
                    let now = if place == 0 { " now" } else { "" };
                    let time = if time.is_empty() { time } else { format!(" ({time}{now})") };
                    // Writing to a string never fails.
                    let _ = write!(named, "{between}{zone}{time}");
                }
                format!("“{given}” {what}. Choose a place whose clock is yours: {named}.")
            }
        }
    }

    /// Whether the text says where, or which clock is meant.
    pub fn says_where(&self) -> bool {
        self.meant != Meant::Nothing
    }

    /// The same about a shorter text.
    #[must_use]
    pub fn about(self, given: String) -> Self {
        Self { given, ..self }
    }
}

/// The zone with this name, in any case and with spaces for underscores. Short names of clocks such
/// as `EST` and `CET` are none, though the IANA database has zones of those names: some stand still
/// in summer, and none says where it is.
///
/// ```
/// use studyhall::domain::calendar::parse_zone;
///
/// assert_eq!(parse_zone("america/new york"), Ok(chrono_tz::America::New_York));
/// let unknown = parse_zone("Berlin").unwrap_err();
/// let told = "There is no time zone called “Berlin”. Did you mean Europe/Berlin?";
/// assert_eq!(unknown.to_string(), told);
/// ```
pub fn parse_zone(name: &str) -> Result<Tz, UnknownZone> {
    let given = name.trim().to_owned();
    if given.len() > LONGEST {
        return Err(UnknownZone { given, meant: Meant::Nothing });
    }
    let wanted = folded(&given);
    if let Some(meant) = Written::read(&given).map(Meant::from).or_else(|| abbreviation(&given)) {
        return Err(UnknownZone { given, meant });
    }
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| folded(zone.name()) == wanted) {
        return Ok(*zone);
    }
    let country = atlas::country(&given).map(Meant::Country);
    let meant = country.or_else(|| city(&wanted).or_else(|| nearest(&wanted)).map(Meant::Near));
    Err(UnknownZone { given, meant: meant.unwrap_or(Meant::Nothing) })
}

/// What a person may go on to write: the places that `typed` stands for if it is no zone's name,
/// and none otherwise.
pub fn places_called(typed: &str, now: DateTime<Utc>) -> Vec<Tz> {
    parse_zone(typed).map_or_else(|unknown| unknown.places(now), |_| Vec::new())
}

/// The zones that are offered before anything is typed, those of the most people first.
pub fn well_known() -> &'static [Tz] {
    &atlas::WELL_KNOWN
}

/// Whether a zone has a place. Those that have none stand still in summer, and what `Etc/GMT+1` is
/// called is the opposite of what it means.
pub fn has_place(zone: Tz) -> bool {
    let name = zone.name();
    let is_clock = ["EST", "MST", "HST", "UTC", "UCT", "GMT", "Universal", "Zulu", "Greenwich"]
        .contains(&name);
    !name.starts_with("Etc/") && !name.starts_with("GMT") && !is_clock
}

/// A zone's name, with what it means where the name does not say it or says the opposite:
/// `Etc/GMT+1 (UTC−1)`.
///
/// ```
/// use studyhall::domain::calendar::zone::show_zone;
///
/// assert_eq!(show_zone("Etc/GMT+1".parse().unwrap()), "Etc/GMT+1 (UTC−1)");
/// assert_eq!(show_zone(chrono_tz::Europe::Berlin), "Europe/Berlin");
/// ```
pub fn show_zone(zone: Tz) -> String {
    let seconds = offset_at(zone, noon_of(2030, 1));
    if has_place(zone) || seconds == 0 {
        return zone.name().to_owned();
    }
    format!("{} ({})", zone.name(), show_offset(seconds))
}

/// The time of day at a place: `17:30`.
pub fn clock_at(zone: Tz, now: DateTime<Utc>) -> String {
    now.with_timezone(&zone).format("%H:%M").to_string()
}

impl From<Written> for Meant {
    fn from(written: Written) -> Self {
        match written {
            Written::Ahead(seconds) => Self::Offset(seconds),
            Written::OffEarth => Self::NoOffset,
        }
    }
}

/// Noon of a month's middle.
fn noon_of(year: i32, month: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(year, month, 15).unwrap_or_default();
    (day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(12)).and_utc()
}

/// How many seconds the clocks of a zone are ahead of UTC at an instant.
fn offset_at(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// How far ahead of UTC the clocks of a place are in January and in July of this year.
fn clocks(zone: Tz, now: DateTime<Utc>) -> [i32; 2] {
    [1, 7].map(|month| offset_at(zone, noon_of(now.year(), month)))
}

/// The zones for which this holds, well-known ones first; others only if there is none of those.
fn well_known_first(holds: impl Fn(&Tz) -> bool) -> Vec<Tz> {
    let known: Vec<Tz> = atlas::WELL_KNOWN.iter().copied().filter(&holds).collect();
    if known.is_empty() { atlas::zones().filter(holds).collect() } else { known }
}

/// So many of the zones: first one for each clock, then the others.
fn apart(zones: Vec<Tz>, now: DateTime<Utc>, most: usize) -> Vec<Tz> {
    let (mut first, mut others): (Vec<Tz>, Vec<Tz>) = (Vec::new(), Vec::new());
    for zone in zones {
        let is_new = !first.iter().any(|known| clocks(*known, now) == clocks(zone, now));
        if is_new { first.push(zone) } else { others.push(zone) }
    }
    first.extend(others);
    first.truncate(most);
    first
}

/// Whether the clocks of a zone bear a short name at an instant.
fn bears(zone: Tz, name: &str, at: DateTime<Utc>) -> bool {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .abbreviation()
        .is_some_and(|known| known.eq_ignore_ascii_case(name))
}

/// The places whose clocks bear this short name in winter or in summer.
fn bearing(name: &str, now: DateTime<Utc>) -> Vec<Tz> {
    if let Some((_, zones)) = atlas::ALSO_CALLED.iter().find(|(short, _)| *short == name) {
        return zones.to_vec();
    }
    let year = now.year();
    let mut found = well_known_first(|zone| {
        bears(*zone, name, noon_of(year, 1)) || bears(*zone, name, noon_of(year, 7))
    });
    found.extend(
        atlas::ALSO_BORNE.iter().filter(|(short, _)| *short == name).map(|(_, zone)| *zone),
    );
    if name == "GMT" {
        found.truncate(MOST - 1);
        found.push(Tz::UTC);
    }
    found
}

/// The short name of a clock.
fn abbreviation(given: &str) -> Option<Meant> {
    let name = given.to_uppercase();
    let is_short =
        (2..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase());
    // Any year will do: short names stay.
    let known =
        is_short && name != "UTC" && name != "UCT" && !bearing(&name, noon_of(2030, 1)).is_empty();
    known.then_some(Meant::Abbreviation(name))
}

/// The zones of a country, one for each of its clocks.
fn of_country(code: &str, now: DateTime<Utc>) -> Vec<Tz> {
    let zones: Vec<Tz> = atlas::zones_of(code).collect();
    let known = atlas::WELL_KNOWN.iter().filter(|zone| zones.contains(zone));
    let others = zones.iter().filter(|zone| !atlas::WELL_KNOWN.contains(zone));
    let mut found: Vec<Tz> = Vec::new();
    for zone in known.chain(others) {
        if !found.iter().any(|one| clocks(*one, now) == clocks(*zone, now)) {
            found.push(*zone);
        }
    }
    found.truncate(MOST_OF_COUNTRY);
    found
}

/// The zone of this city, or of a large one that has no zone of its own.
fn city(wanted: &str) -> Option<Tz> {
    let spaced = wanted.replace('_', " ");
    let large = atlas::CITIES.iter().find(|(name, _)| *name == spaced).map(|(_, zone)| *zone);
    let is_city = |zone: &Tz| zone.name().contains('/') && last_part(zone.name()) == wanted;
    let own = || atlas::zones().chain(TZ_VARIANTS).filter(|zone| has_place(*zone)).find(is_city);
    large.or_else(own)
}

/// The zone whose full name or city is nearest to `wanted`, if any is near.
fn nearest(wanted: &str) -> Option<Tz> {
    // Letters that look alike say nothing of short names: they are as likely to be other clocks'
    // names.
    const SHORTEST: usize = 5;
    let letters = wanted.chars().count();
    if letters < SHORTEST {
        return None;
    }
    let near = atlas::zones()
        .map(|zone| (distance(wanted, zone), zone))
        .filter(|(distance, _)| *distance <= letters / 5);
    near.min_by_key(|(distance, zone)| (*distance, zone.name())).map(|(_, zone)| zone)
}

/// How many letters a text is away from a zone's full name or from its city, whichever is nearer.
fn distance(wanted: &str, zone: Tz) -> usize {
    let (name, city) = (folded(zone.name()), last_part(zone.name()));
    osa_distance(wanted, &name).min(osa_distance(wanted, &city))
}

/// The city of a zone's name, folded: `new_york` of `America/New_York`.
fn last_part(name: &str) -> String {
    folded(name.rsplit('/').next().unwrap_or(name))
}

/// A name in small letters, its words parted by underscores as the names of zones have them.
fn folded(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

#[cfg(test)]
mod tests;
