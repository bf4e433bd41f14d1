//! Calendar files as people have them, and those that are none.

mod bombs;
mod bounds;
mod repetition;

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A calendar of one event with these lines.
fn calendar(event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n\
         BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Holiday\r\n{event}\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n"
    )
}

/// Its off-days of 2026 and 2027 in Berlin.
fn off(file: &str) -> Result<Vec<String>, String> {
    let days =
        read(file.as_bytes(), chrono_tz::Europe::Berlin, day("2026-01-01"), day("2027-12-31"));
    days.map(|days| days.into_iter().map(|day| day.to_string()).collect())
        .map_err(|refused| refused.to_string())
}

#[test]
fn an_event_covers_its_dates() {
    for (event, expected) in [
        ("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226", &["2026-12-25"][..]),
        ("DTSTART;VALUE=DATE:20261225", &["2026-12-25"]),
        // The end of an all-day event is not covered any more.
        (
            "DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102",
            &["2026-12-30", "2026-12-31", "2027-01-01"],
        ),
        ("DTSTART;VALUE=DATE:20260501\r\nDURATION:P2D", &["2026-05-01", "2026-05-02"]),
        ("DTSTART:20260501T090000\r\nDTEND:20260501T170000", &["2026-05-01"]),
        // Until midnight is not into the next day.
        ("DTSTART:20260501T090000\r\nDTEND:20260502T000000", &["2026-05-01"]),
        ("DTSTART:20260501T200000\r\nDTEND:20260502T000001", &["2026-05-01", "2026-05-02"]),
        ("DTSTART:20260501T200000\r\nDURATION:PT5H", &["2026-05-01", "2026-05-02"]),
        // 23:30 UTC is the next day in Berlin.
        ("DTSTART:20260501T233000Z\r\nDTEND:20260502T003000Z", &["2026-05-02"]),
        ("DTSTART;TZID=America/New_York:20260501T200000\r\nDURATION:PT1H", &["2026-05-02"]),
        (
            "DTSTART;TZID=\"W. Europe Standard Time\":20260501T200000\r\nDURATION:PT1H",
            &["2026-05-01"],
        ),
        // What began before today is covered from today on.
        ("DTSTART;VALUE=DATE:20251230\r\nDTEND;VALUE=DATE:20260103", &["2026-01-01", "2026-01-02"]),
        ("DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY", &["2026-12-25", "2027-12-25"]),
        (
            "DTSTART;VALUE=DATE:20201231\r\nDTEND;VALUE=DATE:20210102\r\n\
             RRULE:FREQ=YEARLY;UNTIL=20261231",
            &["2026-01-01", "2026-12-31", "2027-01-01"],
        ),
        ("DTSTART;VALUE=DATE:20251225\r\nRRULE:FREQ=YEARLY;COUNT=2", &["2026-12-25"]),
        (
            "DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20261225",
            &["2027-12-25"],
        ),
        // Thanksgiving, and the last Monday of May.
        (
            "DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            &["2026-11-26", "2027-11-25"],
        ),
        (
            "DTSTART;VALUE=DATE:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
            &["2026-05-25", "2027-05-31"],
        ),
        (
            "DTSTART;VALUE=DATE:20261001\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3",
            &["2026-10-01", "2026-10-15", "2026-10-29"],
        ),
        (
            "DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2",
            &["2027-01-31", "2027-02-28"],
        ),
        ("DTSTART;VALUE=DATE:20271230\r\nRRULE:FREQ=DAILY", &["2027-12-30", "2027-12-31"]),
        // 29 February comes in leap years.
        (
            "DTSTART;VALUE=DATE:20240229\r\nRDATE;VALUE=DATE:20260301\r\nRRULE:FREQ=YEARLY",
            &["2026-03-01"],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(|day| (*day).to_owned()).collect();
        assert_eq!(off(&calendar(event)), Ok(expected), "{event}");
    }
}

#[test]
fn dates_in_another_zone_are_those_of_the_community() {
    let evening = "DTSTART;TZID=America/New_York:20261224T200000\r\nRRULE:FREQ=DAILY";
    for (event, expected) in [
        // Two in the morning in Berlin, thrice.
        (format!("{evening};COUNT=3"), &["2026-12-25", "2026-12-26", "2026-12-27"][..]),
        (
            format!("{evening};COUNT=3\r\nEXDATE;TZID=America/New_York:20261225T200000"),
            &["2026-12-25", "2026-12-27"],
        ),
        (format!("{evening};COUNT=3\r\nEXDATE:20261226T010000Z"), &["2026-12-25", "2026-12-27"]),
        (
            "DTSTART:20260501T120000\r\nRDATE;TZID=Asia/Tokyo:20260602T060000".into(),
            &["2026-05-01", "2026-06-01"],
        ),
        // The last second of 26 December there, in UTC as calendars export it.
        (format!("{evening};UNTIL=20261227T045959Z"), &["2026-12-25", "2026-12-26", "2026-12-27"]),
        // The last time itself, and a second before it.
        (format!("{evening};UNTIL=20261226T010000Z"), &["2026-12-25", "2026-12-26"]),
        (format!("{evening};UNTIL=20261226T005959Z"), &["2026-12-25"]),
        (format!("{evening};UNTIL=20261225T200000"), &["2026-12-25", "2026-12-26"]),
        (format!("{evening};UNTIL=20261225"), &["2026-12-25", "2026-12-26"]),
        // The midnight after 25 December in Berlin: nothing begins then any more.
        (
            "DTSTART:20261224T090000\r\nRRULE:FREQ=DAILY;UNTIL=20261225T230000Z".into(),
            &["2026-12-24", "2026-12-25"],
        ),
        (
            "DTSTART:20261224T233000Z\r\nRRULE:FREQ=DAILY;UNTIL=20261225T233000Z".into(),
            &["2026-12-25", "2026-12-26"],
        ),
        // Whole days are the same everywhere.
        (
            "DTSTART:20261224\r\nRRULE:FREQ=DAILY;UNTIL=20261225T000000Z".into(),
            &["2026-12-24", "2026-12-25"],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(|day| (*day).to_owned()).collect();
        assert_eq!(off(&calendar(&event)), Ok(expected), "{event}");
    }
}

#[test]
fn a_long_folded_line_is_read_and_a_cancelled_event_is_not() {
    let folded =
        calendar("DESCRIPTION:A text that goes on\r\n  and on\r\nDTSTART;VALUE=DATE:202612\r\n 25");
    assert_eq!(off(&folded), Ok(vec!["2026-12-25".to_owned()]));
    let cancelled = calendar("STATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261225");
    assert!(off(&cancelled).unwrap_err().starts_with("There is no event from today on"));
}

#[test]
fn what_is_no_calendar_is_refused_in_one_sentence() {
    let nested = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", "BEGIN:VEVENT\n".repeat(50_000));
    let no_calendar =
        "That is no calendar file. Export one as .ics (iCalendar) and attach it again.";
    for (file, said) in [
        ("", no_calendar),
        ("hello", no_calendar),
        ("<html>", no_calendar),
        ("BEGIN:VCALENDAR", no_calendar),
        (&nested, no_calendar),
        (
            "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR",
            "There is no event from today on in that calendar file, so it names no off-days.",
        ),
        (
            &calendar("DTSTART;VALUE=DATE:20200101"),
            "There is no event from today on in that calendar file, so it names no off-days.",
        ),
        (
            &calendar("DTSTART:someday"),
            "The event “Holiday” has no date that I can read. Mend it or take it out of the file.",
        ),
        (
            &calendar("X-NOTHING:1"),
            "The event “Holiday” has no date that I can read. Mend it or take it out of the file.",
        ),
        (
            &calendar("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYEASTER=1"),
            "The event “Holiday” repeats in a way that I do not understand. List its dates one by \
                one in the file.",
        ),
        (
            &calendar("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=HOURLY"),
            "The event “Holiday” repeats in a way that I do not understand. List its dates one by \
                one in the file.",
        ),
        (
            &calendar("DTSTART:00010101\r\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=999999"),
            "That calendar has more repetitions and dates than I can work out. Export only the \
                holidays of the coming \
             years.",
        ),
        (
            &calendar("DTSTART:20260101\r\nRRULE:FREQ=DAILY;COUNT=800\r\nDURATION:P900D"),
            "That calendar has more repetitions and dates than I can work out. Export only the \
                holidays of the coming \
             years.",
        ),
    ] {
        assert_eq!(
            off(file),
            Err(said.to_owned()),
            "{}",
            file.chars().take(200).collect::<String>()
        );
    }
    assert_eq!(
        read(&[0xff, 0xfe], Tz::UTC, day("2026-01-01"), day("2027-01-01")),
        Err(NotOffDays::NotACalendar)
    );
}

#[test]
fn a_file_that_is_too_large_is_told_its_size() {
    let noise = |bytes: usize| calendar(&"X-NOISE:0123456789\r\n".repeat(bytes / 20));
    let events = |count: usize| bombs::calendar(&bombs::event("DTSTART:20261225").repeat(count));
    for (file, most, said) in [
        (noise(MAX_BYTES * 14 / 10), "1 MB", "1.4 MB"),
        (noise(MAX_BYTES * 25), "1 MB", "25 MB"),
        (noise(MAX_BYTES + 20), "1,048,576 bytes", "1,048,697 bytes"),
        (events(2_001), "1 MB", "2,001 events"),
        (events(15_120), "1 MB", "15,120 events"),
    ] {
        let said =
            format!("A calendar file has at most {most} and 2,000 events; this one has {said}. ");
        assert_eq!(off(&file), Err(said + "Export only the holidays."));
    }
    assert_eq!(
        NotOffDays::TooLarge { bytes: None }.to_string(),
        "A calendar file has at most 1 MB and 2,000 events; this one has more. Export only the \
            holidays."
    );
    assert_eq!(off(&events(2_000)), Ok(vec!["2026-12-25".to_owned()]));
}

#[test]
fn lines_are_taken_apart_as_the_format_has_them() {
    let christmas = || Ok(vec!["2026-12-25".to_owned()]);
    for event in [
        "dtstart;value=date:20261225",
        "DTSTART;X-A=\"a:b;TZID=c\";TZID=\"Asia/Tokyo\":20261225T120000",
        "DTSTART;TZID=\"Asia/Tokyo:20261225T120000",
        "DTSTART; TZID = Asia/Tokyo : 20261225T120000 ",
        "DTSTART:2026\n\t1225",
        "DTSTART:20261225\nDTSTART:20261226\r\nDESCRIPTION:one kind of end, then the other",
        "no line at all\r\n\r\nDTSTART:20261225\r\n;:\r\n:\r\n\"",
        "DTSTART:20261225\r\nBEGIN:VALARM\r\nDTEND:20270101\r\nRRULE:no\r\nEND:VALARM",
        "BEGIN:VALARM\r\nDTSTART:20260101\r\nEND:VALARM\r\nDTSTART:20261225",
        "DTSTART:20261225T225960Z\r\nDTEND:20261225T230000Z",
    ] {
        assert_eq!(off(&calendar(event)), christmas(), "{event}");
    }
    let good = calendar("DTSTART:20261225");
    assert_eq!(off(&format!("\u{feff}\r\n{good}\r\n \r\n")), christmas());
    for file in [
        good.repeat(2),
        format!("{good}DTSTART:20261225"),
        format!("hello\r\n{good}"),
        good.replace("END:VEVENT", "END:VTODO"),
        good.replace("END:VCALENDAR", ""),
        good.replace("VCALENDAR", "VEVENT"),
    ] {
        assert_eq!(off(&file), Err(NotOffDays::NotACalendar.to_string()), "{file}");
    }
}

#[test]
fn what_cannot_be_reckoned_is_no_date() {
    let long = "9".repeat(70_000);
    let no_date = || {
        Err("The event “A, b” has no date that I can read. Mend it or take it out of the file."
            .to_owned())
    };
    for lines in [
        "DTSTART:-262143 01 01",
        "DTSTART:+262142 12 31",
        "DTSTART:+262142 12 31T235959Z",
        "DTSTART:-262143 01 01T000000",
        "DTSTART:2026 1 1",
        "DTSTART:20260229",
        "DTSTART:２０２６",
        "DTSTART:20260101T240000",
        "DTSTART:20260101T",
        "DTSTART:",
        &format!("DTSTART:{long}"),
        &format!("DTSTART:20260101\r\nDURATION:P{long}D"),
        &format!("DTSTART:20260101\r\nDURATION:P{}", "99999W".repeat(170_000)),
        &format!("DTSTART:20260101\r\nDURATION:P{}", "99999W".repeat(150)),
        "DTSTART:20260101\r\nDURATION:-P1D",
        "DTSTART:20260101\r\nEXDATE:20260101,",
        "DTSTART:20260101\r\nRDATE:99999999",
    ] {
        let file = calendar(&format!("SUMMARY:ignored\r\n{lines}"))
            .replace("SUMMARY:Holiday", r"SUMMARY:A\, b\n");
        assert_eq!(off(&file), no_date(), "{}", lines.chars().take(60).collect::<String>());
    }
    // These are dates, and no day of them is near.
    for lines in [
        "DTSTART:00000101T000000Z",
        "DTSTART:99991231T235959Z\r\nDURATION:P99999W",
        "DTSTART:99991231",
    ] {
        assert_eq!(off(&calendar(lines)), Err(NotOffDays::Empty.to_string()), "{lines}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_off_days_or_refused(file in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&file, Tz::UTC, day("2026-01-01"), day("2027-01-01"));
    }

    #[test]
    fn any_event_gives_days_in_the_asked_span_or_is_refused(
        event in "(DTSTART|DTEND|RRULE|DURATION|EXDATE|RDATE)(;VALUE=DATE|;TZID=Europe/Paris)?\
            :[0-9TZP=;,A-Z-]{0,40}\r\n\
            (DTSTART:2026010[1-9]\r\nRRULE:FREQ=(YEARLY|DAILY|WEEKLY|MONTHLY);\
            (BYDAY|BYMONTH|COUNT|INTERVAL|UNTIL)=[0-9A-Z-]{1,9})?"
    ) {
        let (from, to) = (day("2026-01-01"), day("2027-01-01"));
        if let Ok(days) = read(calendar(&event).as_bytes(), Tz::UTC, from, to) {
            prop_assert!(days.iter().all(|day| (from..=to).contains(day)));
        }
    }
}
