//! Calendar files that cost as much as a megabyte can: for the tests of off-days and for their
//! bench.

/// A megabyte, without what frames a calendar.
const FULL: usize = (1 << 20) - 100;

/// A file made to take long, with a name.
pub(super) type Bomb = (&'static str, String);

/// A calendar around these events.
pub(super) fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

/// An event with these lines.
pub(super) fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nSUMMARY:Bomb\r\n{lines}\r\nEND:VEVENT\r\n")
}

/// As many copies of a text as fit into so many bytes; none of none.
fn filled(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len().max(1))
}

/// A calendar of one event that begins with some lines and goes on with copies of a text.
fn one(lines: &str, copies: &str, bytes: usize) -> String {
    calendar(&event(&format!("{lines}{}", filled(copies, bytes.saturating_sub(lines.len())))))
}

/// A calendar of 2,000 events, all with these lines, or of fewer that make up so many bytes.
fn many(lines: &str, bytes: usize) -> String {
    let event = event(lines);
    calendar(&event.repeat(2_000.min(bytes / event.len())))
}

/// All of them, each of about so many bytes or less.
pub(super) fn all(bytes: usize) -> Vec<Bomb> {
    let bytes = bytes.min(FULL);
    [rules(bytes), dates(bytes), lengths(bytes), texts(bytes)].concat()
}

/// Rules that go on for long or are long.
fn rules(bytes: usize) -> Vec<Bomb> {
    let listed = |rule: &str, list: &str| {
        one(&format!("DTSTART;VALUE=DATE:00010101\r\nRRULE:{rule}"), list, bytes)
    };
    vec![
        (
            "a count from year 1 with a long BYMONTHDAY",
            listed("FREQ=DAILY;COUNT=9999999;BYMONTHDAY=1", ",31,-31"),
        ),
        ("a count from year 0 with a long BYMONTHDAY", {
            let lines =
                "DTSTART;VALUE=DATE:00000101\r\nRRULE:FREQ=MONTHLY;COUNT=9999999;BYMONTHDAY=1";
            one(lines, ",31,-31", bytes)
        }),
        (
            "a count from year 1 with a long BYDAY",
            listed("FREQ=MONTHLY;COUNT=9999999;BYDAY=5MO", ",-5SU"),
        ),
        (
            "a count from year 1 with a long BYMONTH",
            listed("FREQ=DAILY;COUNT=9999999;BYMONTH=2", ",12"),
        ),
        ("a long BYMONTHDAY without a count", listed("FREQ=DAILY;BYMONTHDAY=1", ",31,-31")),
        ("a rule of many parts", listed("FREQ=DAILY", ";COUNT=9")),
        ("a rule of many ends", {
            let start =
                format!("DTSTART{};TZID=Asia/Gaza:20260101T000000", filled(";A=1", bytes / 2));
            one(&format!("{start}\r\nRRULE:FREQ=DAILY"), ";UNTIL=20270101T000000Z", bytes)
        }),
        ("a daily rule from year 1", one("DTSTART:00010101\r\nRRULE:FREQ=DAILY", "", bytes)),
        ("2,000 daily rules from year 1", many("DTSTART:00010101\r\nRRULE:FREQ=DAILY", bytes)),
        ("2,000 daily rules that fit one day a year", {
            many("DTSTART:00010101\r\nRRULE:FREQ=DAILY;BYMONTH=10;BYMONTHDAY=3", bytes)
        }),
        (
            "2,000 counted daily rules",
            many("DTSTART:00010101\r\nRRULE:FREQ=DAILY;COUNT=9999999", bytes),
        ),
        (
            "a weekly rule from year 1",
            one("DTSTART:00010101\r\nRRULE:FREQ=WEEKLY;COUNT=9999999", "", bytes),
        ),
        ("2,000 weekly rules from year 1", many("DTSTART:00010101\r\nRRULE:FREQ=WEEKLY", bytes)),
        (
            "2,000 counted weekly rules",
            many("DTSTART:00010101\r\nRRULE:FREQ=WEEKLY;COUNT=9999999", bytes),
        ),
        ("every second day from year 1, counted", {
            one("DTSTART:00010101\r\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=9999999", "", bytes)
        }),
        ("2,000 counted rules of every second week", {
            many(
                "DTSTART:00010101\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=9999999;BYDAY=SA,SU",
                bytes,
            )
        }),
        ("2,000 counted rules with long lists", {
            let days = filled("-31,30,", bytes / 2_100);
            many(
                &format!("DTSTART:00010101\r\nRRULE:FREQ=DAILY;COUNT=9999999;BYMONTHDAY={days}1"),
                bytes,
            )
        }),
        ("2,000 counted rules that never fit", {
            many(
                "DTSTART:00010101\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=2;COUNT=9",
                bytes,
            )
        }),
        ("one counted rule that never fits", {
            one(
                "DTSTART:00010101\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=2;COUNT=9",
                "",
                bytes,
            )
        }),
    ]
}

/// Many exceptions and many single dates.
fn dates(bytes: usize) -> Vec<Bomb> {
    let daily = "DTSTART:00010101\r\nRRULE:FREQ=DAILY";
    vec![
        (
            "many exceptions of a long rule",
            one(&format!("{daily}\r\nEXDATE:20200101"), ",20210101", bytes),
        ),
        ("many lines of exceptions of a long rule", one(daily, "\r\nEXDATE:20200101", bytes)),
        ("many exceptions in another zone", {
            one(
                &format!("{daily}\r\nEXDATE;TZID=Asia/Gaza:20200101T000000"),
                ",20210101T000000",
                bytes,
            )
        }),
        ("many lines of exceptions in another zone", {
            one(daily, "\r\nEXDATE;TZID=Asia/Gaza:20370101T000000", bytes)
        }),
        ("many exceptions of a counted rule", {
            one(&format!("{daily};COUNT=9999999\r\nEXDATE:20200101"), ",20210101", bytes)
        }),
        ("many exceptions in each of many events", {
            let exceptions = filled(",20210101", bytes / 2_500);
            many(&format!("{daily};BYMONTH=10;BYMONTHDAY=3\r\nEXDATE:20200101{exceptions}"), bytes)
        }),
        ("many single dates", one("DTSTART:20261003\r\nRDATE:20261003", ",20261003", bytes)),
        ("many lines of single dates", one("DTSTART:20261003", "\r\nRDATE:20261003", bytes)),
        ("many single dates of a long event", {
            one("DTSTART:20261003\r\nDURATION:P1400D\r\nRDATE:20261003", ",20261003", bytes)
        }),
        ("many lines of single dates of a long event", {
            one("DTSTART:20261003\r\nDURATION:P1400D", "\r\nRDATE:20261003", bytes)
        }),
    ]
}

/// Events that last long.
fn lengths(bytes: usize) -> Vec<Bomb> {
    vec![
        ("an event until year 9999", one("DTSTART:00010101\r\nDTEND:99991231", "", bytes)),
        ("2,000 events until year 9999", many("DTSTART:20261003\r\nDTEND:99991231", bytes)),
        ("a daily rule of an event until year 9999", {
            one("DTSTART:00010101\r\nDTEND:99991231\r\nRRULE:FREQ=DAILY", "", bytes)
        }),
        ("2,000 daily rules of long events", {
            many("DTSTART:20230101\r\nDURATION:P1000D\r\nRRULE:FREQ=DAILY", bytes)
        }),
        ("a duration beyond all numbers", one("DTSTART:20261003\r\nDURATION:P", "99999W", bytes)),
        ("a duration of many digits", one("DTSTART:20261003\r\nDURATION:P9", "9", bytes)),
    ]
}

/// Texts that are hard to take apart.
fn texts(bytes: usize) -> Vec<Bomb> {
    let good = event("DTSTART:20261003");
    let with = |copies: &str| {
        calendar(&format!("{good}{}", filled(copies, bytes.saturating_sub(good.len()))))
    };
    // Line ends of one kind only: a search for the other kind finds none.
    let bare = |copies: &str| with(copies).replace("\r\n", "\n");
    vec![
        ("a long line of folds", with_line(&good, "X-A:", "\r\n a", bytes)),
        ("a long line of empty folds", with_line(&good, "X-A:", "\r\n ", bytes)),
        ("a date of folds", one("DTSTART:20261003", "\r\n ", bytes)),
        ("short lines", with("A:\r\n")),
        ("short lines with bare ends", bare("A:\n")),
        ("lines with a carriage return that ends none", bare("A:\r\r\n")),
        ("empty lines", with("\r\n")),
        ("empty lines with bare ends", bare("\n")),
        ("lines without a colon", with("A\r\n")),
        ("words without a colon", with_line(&good, "A", " A", bytes)),
        ("one long value", with_line(&good, "X-A:", "a", bytes)),
        ("a long line that breaks off", with_line(&good, "A;", "a", bytes)),
        (
            "a long name that breaks off",
            with_line(&good, "A", "a", bytes).replace("a\r\nEND:VC", "!\r\nEND:VC"),
        ),
        ("one long name of an event", one("DTSTART:never\r\nSUMMARY:", "\\", bytes)),
        ("many parameters", with_line(&good, "X-A", ";A=1", bytes)),
        ("many parameters of a date", one("DTSTART", ";A=1", bytes)),
        ("many empty parameters", with_line(&good, "X-A", ";", bytes)),
        ("many quotes", with_line(&good, "X-A", ";A=\"\"", bytes)),
        ("many closed quotes", with_line(&good, "X-A;A=\"a\"", ",\"a\"", bytes)),
        ("quotes that are not closed", with("A;B=\":\r\n")),
        ("quotes that are not closed, with bare ends", bare("A;B=\":\n")),
        ("parameters that go on over the line", bare("A;B=\n")),
        ("properties of an event", one("DTSTART:20261003", "\r\nSTATUS:", bytes)),
        ("50,000 events", calendar(&filled("BEGIN:VEVENT\nEND:VEVENT\n", bytes))),
        (
            "as many events as there may be, all empty",
            calendar(&"BEGIN:VEVENT\nEND:VEVENT\n".repeat(2_000.min(bytes / 24))),
        ),
        ("alarms of an event", one("DTSTART:20261003", "\r\nBEGIN:VALARM\r\nEND:VALARM", bytes)),
        ("components deep in each other", calendar(&filled("BEGIN:VEVENT\r\n", bytes))),
        ("components deep in each other, all ended", {
            let depth = bytes / 26;
            calendar(&format!(
                "{}{}",
                "BEGIN:VEVENT\r\n".repeat(depth),
                "END:VEVENT\r\n".repeat(depth)
            ))
        }),
        ("ends without a begin", with("END:VEVENT\r\n")),
    ]
}

/// A calendar of a good event and one long line.
fn with_line(good: &str, begin: &str, copies: &str, bytes: usize) -> String {
    let used = good.len() + begin.len();
    calendar(&format!("{good}{begin}{}\r\n", filled(copies, bytes.saturating_sub(used))))
}
