//! The wall clocks of the world, by which people who do not know the name of their time zone find
//! it: what time it is where they are, and who shares it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::zone::clock_at;

/// A clock by which many people live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallClock {
    /// The zone that it stands for.
    pub zone: Tz,
    /// The time that it shows, such as `17:30`.
    pub time: String,
    /// Well-known places whose clocks show the same all year, the best known first.
    pub places: &'static str,
}

/// A zone of each rule by which many people live, from west to east, with places that go by it.
const CLOCKS: [(Tz, &str); 25] = [
    (Tz::Pacific__Honolulu, "Honolulu"),
    (Tz::America__Los_Angeles, "Los Angeles, Vancouver"),
    (Tz::America__Phoenix, "Phoenix"),
    (Tz::America__Denver, "Denver, Edmonton"),
    (Tz::America__Mexico_City, "Mexico City, Guatemala"),
    (Tz::America__Chicago, "Chicago, Winnipeg"),
    (Tz::America__Bogota, "Bogota, Lima"),
    (Tz::America__New_York, "New York, Toronto"),
    (Tz::America__Sao_Paulo, "Sao Paulo, Montevideo"),
    (Tz::Europe__London, "London, Dublin, Lisbon"),
    (Tz::Africa__Lagos, "Lagos, Algiers"),
    (Tz::Europe__Berlin, "Berlin, Paris, Madrid, Rome"),
    (Tz::Africa__Johannesburg, "Johannesburg, Harare"),
    (Tz::Europe__Kyiv, "Kyiv, Athens, Helsinki"),
    (Tz::Europe__Istanbul, "Istanbul, Moscow"),
    (Tz::Africa__Nairobi, "Nairobi, Riyadh, Baghdad"),
    (Tz::Asia__Dubai, "Dubai, Baku"),
    (Tz::Asia__Karachi, "Karachi, Tashkent"),
    (Tz::Asia__Kolkata, "Kolkata, Colombo"),
    (Tz::Asia__Dhaka, "Dhaka"),
    (Tz::Asia__Bangkok, "Bangkok, Jakarta"),
    (Tz::Asia__Shanghai, "Shanghai, Singapore, Manila"),
    (Tz::Asia__Tokyo, "Tokyo, Seoul"),
    (Tz::Australia__Sydney, "Sydney, Melbourne"),
    (Tz::Pacific__Auckland, "Auckland"),
];

/// The clocks as they stand at `now`, from west to east.
pub fn wall_clocks(now: DateTime<Utc>) -> impl Iterator<Item = WallClock> {
    let read = move |(zone, places)| WallClock { zone, time: clock_at(zone, now), places };
    CLOCKS.into_iter().map(read)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Offset, TimeZone};
    use chrono_tz::TZ_VARIANTS;

    use super::*;

    /// The zone that is named after a place.
    fn zone_of(place: &str) -> Tz {
        let name = format!("/{}", place.replace(' ', "_"));
        let found = TZ_VARIANTS.into_iter().find(|zone| zone.name().ends_with(&name));
        found.unwrap_or_else(|| panic!("no zone is called {place}"))
    }

    #[test]
    fn places_that_stand_together_share_a_clock_all_year() {
        for (zone, places) in CLOCKS {
            for place in places.split(", ") {
                for day in 0..366 {
                    let at = Utc.with_ymd_and_hms(2026, 1, 1, 12, 0, 0).unwrap()
                        + chrono::TimeDelta::days(day);
                    let offset = |zone: Tz| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
                    assert_eq!(offset(zone), offset(zone_of(place)), "{place} at {at}");
                }
            }
        }
    }

    #[test]
    fn each_clock_stands_once_and_from_west_to_east() {
        let zones: BTreeSet<&str> = CLOCKS.iter().map(|(zone, _)| zone.name()).collect();
        assert_eq!(zones.len(), CLOCKS.len());
        let winter = Utc.with_ymd_and_hms(2026, 1, 15, 12, 0, 0).unwrap().naive_utc();
        let ahead =
            |(zone, _): &(Tz, &str)| zone.offset_from_utc_datetime(&winter).fix().local_minus_utc();
        assert!(CLOCKS.is_sorted_by_key(ahead));
    }

    #[test]
    fn a_clock_says_what_time_it_is_there() {
        let now = "2026-05-04T16:00:00Z".parse().unwrap();
        let berlin = wall_clocks(now).find(|clock| clock.zone == Tz::Europe__Berlin).unwrap();
        assert_eq!((berlin.time.as_str(), berlin.places), ("18:00", "Berlin, Paris, Madrid, Rome"));
    }
}
