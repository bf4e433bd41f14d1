//! No file costs much: the worst that we know of, and what chance makes of them.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::*;

/// What the file says to the question for three years, with the steps that it took.
fn counted(file: &[u8]) -> (Result<BTreeSet<NaiveDate>, NotOffDays>, usize) {
    read_counted(file, chrono_tz::Europe::Berlin, day("2026-10-01"), day("2029-10-01"))
}

#[test]
fn the_worst_megabytes_take_few_steps_or_are_refused() {
    let mut refused = 0;
    for (name, file) in bombs::all(MAX_BYTES) {
        assert!(file.len() <= MAX_BYTES, "{name}");
        let (read, steps) = counted(file.as_bytes());
        assert!(steps <= MAX_STEPS, "{name}: {steps} steps");
        let is_over = read == Err(NotOffDays::TooMuch);
        assert!(!is_over || steps == MAX_STEPS, "{name} is refused after {steps} steps");
        refused += usize::from(is_over);
    }
    assert!(refused > 20, "{refused} bombs went off");
}

/// How many steps a bomb takes that needs not be refused.
#[test]
fn what_can_be_reckoned_is() {
    let bombs = bombs::all(MAX_BYTES);
    for (wanted, most) in [
        // A month is one step, and a day that fits three: it is found, looked up and covered.
        ("a daily rule from year 1", 2 + 37 + 3 * 1_097),
        ("2,000 daily rules that fit one day a year", 2_000 * (5 + 37 + 3 * 3)),
        ("a weekly rule from year 1", 3 + 2_029 * 12 + 3 * 157),
        ("one counted rule that never fits", 6 + 2_029),
        ("an event until year 9999", 1 + 1_097),
        ("many lines of exceptions of a long rule", 68_000),
        ("short lines with bare ends", 2),
        ("quotes that are not closed, with bare ends", 2),
        ("a long line of folds", 2),
        ("components deep in each other", 0),
    ] {
        let (_, file) = bombs.iter().find(|(name, _)| *name == wanted).unwrap();
        let (read, steps) = counted(file.as_bytes());
        assert!(steps <= most, "{wanted}: {steps} steps");
        assert_ne!(read, Err(NotOffDays::TooMuch), "{wanted}");
    }
}

#[test]
fn a_rule_without_a_count_costs_the_same_wherever_it_starts() {
    for rule in [
        "DAILY",
        "WEEKLY;INTERVAL=2",
        "MONTHLY;BYDAY=-1MO",
        "YEARLY;BYMONTH=1,5,12",
        "DAILY;INTERVAL=3",
    ] {
        let steps = |start: &str| {
            let file = calendar(&format!("DTSTART:{start}\r\nRRULE:FREQ={rule}"));
            counted(file.as_bytes()).1
        };
        let (early, late) = (steps("00000101"), steps("20250101"));
        assert!(early.abs_diff(late) <= 8, "{rule}: {early} and {late} steps");
    }
}

#[test]
fn steps_end_exactly() {
    let mut steps = Steps::new();
    assert_eq!(steps.take(MAX_STEPS - 1), Ok(()));
    assert_eq!(steps.taken(), MAX_STEPS - 1);
    assert_eq!(steps.take(1), Ok(()));
    assert_eq!(steps.take(0), Ok(()));
    assert_eq!(steps.take(1), Err(NotOffDays::TooMuch));
    assert_eq!(steps.take(usize::MAX), Err(NotOffDays::TooMuch));
    assert_eq!(steps.taken(), MAX_STEPS);
}

/// A calendar as people export them.
fn good() -> String {
    let events = [
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227",
        "DTSTART;TZID=America/New_York:20261224T200000\r\nDURATION:PT5H\r\nDESCRIPTION:Folded\r\n  \
            text\\, with more",
        "DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n\
         EXDATE;VALUE=DATE:20271125",
        "DTSTART:20260105T090000Z\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=30;BYDAY=MO,FR\r\n\
         RDATE:20270101,20270102",
        "DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20280101T000000Z",
        "DTSTART;VALUE=DATE:20260504\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n\
         STATUS:CONFIRMED",
    ];
    bombs::calendar(&events.iter().map(|lines| bombs::event(lines)).collect::<String>())
}

/// What stands in calendars, to be put where it does not belong.
const PIECES: &str = "BEGIN:VEVENT END:VEVENT BEGIN:VCALENDAR END:VCALENDAR : ; , = \" \\ / - + 0 \
    9 99999 00000101 99991231 \
    -0001 T000000 T235960Z DTSTART: DTSTART;TZID=Asia/Kathmandu:00010101T000000 \
    DTEND:99991231T235959Z \
    DURATION:P99999W99999W RDATE:00000101/99991231 EXDATE:20261225 RRULE:FREQ=DAILY \
    ;COUNT=4294967295 ;COUNT=1 \
    ;INTERVAL=2 ;INTERVAL=100000 ;BYMONTHDAY=31,-31 ;BYMONTH=2 ;BYDAY=5SU ;BYDAY=-5MO ;WKST=SU \
    ;UNTIL=99991231 \
    FREQ=YEARLY FREQ=WEEKLY \u{feff} é \u{2028} \0";

/// What may stand around a piece.
const ENDS: [&str; 6] = ["", "", "\r\n", "\n", "\r", "\r\n "];

/// A text changed in a few places.
fn mutated(text: &str, rng: &mut StdRng) -> Vec<u8> {
    let pieces: Vec<&str> = PIECES.split(' ').collect();
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..rng.random_range(1..6) {
        let place = rng.random_range(0..=bytes.len());
        let end = bytes.len().min(place + rng.random_range(0..40));
        match rng.random_range(0..6) {
            0 => drop(bytes.drain(place..end)),
            1 => {
                let copied = bytes[place..end].repeat(rng.random_range(1..20));
                bytes.splice(place..place, copied);
            }
            2 => bytes.insert(place, rng.random_range(0..128)),
            3 => bytes[place..end].reverse(),
            _ => {
                let around = ENDS.choose(rng).unwrap();
                let piece = format!("{around}{}{around}", pieces.choose(rng).unwrap());
                bytes.splice(place..if rng.random() { place } else { end }, piece.into_bytes());
            }
        }
    }
    bytes
}

#[test]
fn what_chance_makes_of_files_takes_no_more_steps() {
    let mut rng = StdRng::seed_from_u64(20_261_225);
    let bombs = bombs::all(3_000);
    let good = good();
    assert_eq!(counted(good.as_bytes()).0.map(|days| days.len()), Ok(21));
    let zones = [
        Tz::UTC,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Pacific::Pago_Pago,
        chrono_tz::America::New_York,
    ];
    let (mut read_well, mut refused) = (0, 0);
    for turn in 0..1_500 {
        let text = if turn % 2 == 0 { &good } else { &bombs.choose(&mut rng).unwrap().1 };
        let file = mutated(text, &mut rng);
        let ever = (NaiveDate::MIN, NaiveDate::MAX);
        let (from, to) =
            if turn % 100 == 0 { ever } else { (day("2026-10-01"), day("2029-10-01")) };
        let (read, steps) = read_counted(&file, *zones.choose(&mut rng).unwrap(), from, to);
        assert!(steps <= MAX_STEPS, "{}", String::from_utf8_lossy(&file));
        read_well += usize::from(read.is_ok());
        refused += usize::from(read == Err(NotOffDays::TooMuch));
        assert!(read.into_iter().flatten().all(|day| (from..=to).contains(&day)));
    }
    assert!(
        read_well > 200 && refused > 10,
        "{read_well} were read, {refused} refused for their steps"
    );
}
