//! What is taken for a zone, and what leads to a choice.

use proptest::prelude::*;

use super::*;

const WINTER: &str = "2026-01-10T12:00:00Z";
const SUMMER: &str = "2026-07-10T12:00:00Z";

fn at(now: &str) -> DateTime<Utc> {
    now.parse().unwrap()
}

#[test]
fn a_zone_is_found_by_its_name_in_any_case() {
    for (typed, zone) in [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("utc", "UTC"),
        ("America/New York", "America/New_York"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        // Typed out like this, it is a legal name; whoever shows it says what it means.
        ("Etc/GMT+1", "Etc/GMT+1"),
        ("Japan", "Japan"),
    ] {
        assert_eq!(parse_zone(typed).map(Tz::name), Ok(zone), "{typed}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn what_is_no_zone_leads_to_places() {
    for (typed, now, places) in [
        ("Berlin", WINTER, &["Europe/Berlin"][..]),
        ("new york", WINTER, &["America/New_York"]),
        ("Mumbai", WINTER, &["Asia/Kolkata"]),
        ("Europe/Berln", WINTER, &["Europe/Berlin"]),
        ("Amercia/Chicago", WINTER, &["America/Chicago"]),
        ("Tokio", WINTER, &["Asia/Tokyo"]),
        ("India", WINTER, &["Asia/Kolkata"]),
        ("Germany", WINTER, &["Europe/Berlin"]),
        (
            "USA",
            WINTER,
            &[
                "America/New_York",
                "America/Los_Angeles",
                "America/Chicago",
                "America/Denver",
                "America/Phoenix",
                "America/Anchorage",
                "Pacific/Honolulu",
                "America/Adak",
            ],
        ),
        (
            "GMT+1",
            WINTER,
            &["Europe/Berlin", "Africa/Lagos", "Europe/Paris", "Europe/Madrid", "Europe/Rome"],
        ),
        (
            "GMT+1",
            SUMMER,
            &[
                "Europe/London",
                "Africa/Lagos",
                "Europe/Dublin",
                "Europe/Lisbon",
                "Africa/Casablanca",
            ],
        ),
        (
            "UTC+2",
            SUMMER,
            &[
                "Europe/Berlin",
                "Africa/Johannesburg",
                "Europe/Paris",
                "Europe/Madrid",
                "Europe/Rome",
            ],
        ),
        (
            "GMT-5",
            WINTER,
            &[
                "America/New_York",
                "America/Bogota",
                "America/Toronto",
                "America/Lima",
                "America/Panama",
            ],
        ),
        ("+05:30", WINTER, &["Asia/Kolkata", "Asia/Colombo"]),
        ("+5:45", WINTER, &["Asia/Kathmandu"]),
        ("-3:30", WINTER, &["America/St_Johns"]),
        ("+8:45", WINTER, &["Australia/Eucla"]),
        ("+05:15", WINTER, &[]),
        ("+15:00", WINTER, &[]),
        ("+99", WINTER, &[]),
        ("EST", WINTER, &["America/New_York", "America/Panama", "America/Toronto"]),
        ("est", SUMMER, &["America/New_York", "America/Panama", "America/Toronto"]),
        ("PST", WINTER, &["America/Los_Angeles", "Asia/Manila", "America/Vancouver"]),
        ("MST", WINTER, &["America/Denver", "America/Phoenix", "America/Edmonton"]),
        ("HST", WINTER, &["Pacific/Honolulu"]),
        (
            "CST",
            WINTER,
            &[
                "America/Chicago",
                "Asia/Shanghai",
                "America/Mexico_City",
                "America/Havana",
                "Asia/Taipei",
            ],
        ),
        ("IST", WINTER, &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("BST", WINTER, &["Europe/London", "Asia/Dhaka"]),
        (
            "CET",
            WINTER,
            &["Europe/Berlin", "Africa/Algiers", "Europe/Paris", "Europe/Madrid", "Europe/Rome"],
        ),
        (
            "EET",
            WINTER,
            &[
                "Africa/Cairo",
                "Europe/Kyiv",
                "Europe/Athens",
                "Europe/Helsinki",
                "Europe/Bucharest",
            ],
        ),
        ("WET", WINTER, &["Europe/Lisbon"]),
        ("JST", WINTER, &["Asia/Tokyo"]),
        ("AEST", WINTER, &["Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"]),
        ("SGT", WINTER, &["Asia/Singapore"]),
        ("AMST", WINTER, &[]),
        ("my place", WINTER, &[]),
        ("", WINTER, &[]),
    ] {
        let unknown = parse_zone(typed).expect_err(typed);
        let found: Vec<&str> = unknown.places(at(now)).into_iter().map(Tz::name).collect();
        assert_eq!(found, places, "{typed} on {now}");
    }
}

#[test]
fn what_is_no_zone_is_refused_with_the_time_at_each_place() {
    let told = ["Berlin", "India", "GMT+1", "EST", "Canada", "+15:00", "+05:15", "my place"]
        .map(|typed| parse_zone(typed).unwrap_err().told(at(WINTER)))
        .join("\n");
    insta::assert_snapshot!(told, @r"
    There is no time zone called “Berlin”. Did you mean Europe/Berlin, where it is 13:00 now?
    There is no time zone called “India”. Did you mean Asia/Kolkata, where it is 17:30 now?
    “GMT+1” does not say whether the clocks change in summer. Choose a place whose clock is yours: Europe/Berlin (13:00 now), Africa/Lagos (13:00), Europe/Paris (13:00), Europe/Madrid (13:00) or Europe/Rome (13:00).
    “EST” does not say where you are, nor whether the clocks change there. Choose a place whose clock is yours: America/New_York (07:00 now), America/Panama (07:00) or America/Toronto (07:00).
    “Canada” has several time zones. Choose a place whose clock is yours: America/Toronto (07:00 now), America/Vancouver (04:00), America/Halifax (08:00), America/St_Johns (08:30), America/Edmonton (05:00), America/Winnipeg (06:00), America/Regina (06:00) or America/Blanc-Sablon (08:00).
    “+15:00” is no offset of a clock: they go from UTC−12 to UTC+14. Name a large city near you or your country, or write a zone like Europe/Berlin.
    No clock that I know goes by UTC+5:15. Name a large city near you or your country, or write a zone like Europe/Berlin.
    There is no time zone called “my place”. Name a large city near you or your country, or write a zone like Europe/Berlin or UTC.
    ");
    let without_a_clock = parse_zone("EST").unwrap_err().to_string();
    insta::assert_snapshot!(without_a_clock, @"“EST” does not say where you are, nor whether the \
        clocks change there. Choose a place whose clock is yours: America/New_York, America/Panama \
        or America/Toronto.");
}

#[test]
fn a_name_that_says_the_opposite_is_shown_with_what_it_means() {
    let shown =
        ["Etc/GMT+1", "Etc/GMT-14", "EST", "HST", "UTC", "Etc/UTC", "Europe/Berlin", "EST5EDT"]
            .map(|name| show_zone(name.parse().unwrap()));
    assert_eq!(
        shown,
        [
            "Etc/GMT+1 (UTC−1)",
            "Etc/GMT-14 (UTC+14)",
            "EST (UTC−5)",
            "HST (UTC−10)",
            "UTC",
            "Etc/UTC",
            "Europe/Berlin",
            "EST5EDT"
        ]
    );
}

/// Whatever a person writes, no clock without a place is proposed for it, but for UTC itself.
fn check(typed: &str, now: DateTime<Utc>) {
    let Err(unknown) = parse_zone(typed) else { return };
    assert!(unknown.places(now).iter().all(|zone| has_place(*zone) || *zone == Tz::UTC), "{typed}");
    assert!(
        unknown.told(now).ends_with(['?', '.']) && unknown.to_string().ends_with(['?', '.']),
        "{typed}"
    );
}

#[test]
fn for_no_offset_and_no_short_name_a_clock_without_a_place_is_proposed() {
    for hours in -30..=30 {
        for name in ["GMT", "UTC", "", "gmt "] {
            for minutes in ["", ":00", ":30", ":45"] {
                let typed = format!("{name}{hours:+}{minutes}");
                assert!(parse_zone(&typed).is_err(), "{typed}");
                check(&typed, at(WINTER));
                check(&typed, at(SUMMER));
            }
        }
    }
    for zone in TZ_VARIANTS.iter().filter(|zone| !has_place(**zone)) {
        check(zone.name().trim_start_matches("Etc/"), at(WINTER));
    }
}

proptest! {
    #[test]
    fn any_text_is_a_zone_or_refused_with_a_sentence(text in "\\PC{0,60}") {
        check(&text, at(WINTER));
    }
}
