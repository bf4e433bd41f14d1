//! `studyhall schedule preview`: the calendar from the command line.

use super::{studyhall, studyhall_in, text};

fn preview(options: &str) -> (Option<i32>, String, String) {
    let arguments: Vec<&str> =
        ["schedule", "preview"].into_iter().chain(options.split(' ')).collect();
    let output = studyhall(&arguments, b"");
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

#[test]
fn the_next_instants_are_shown_in_utc_one_a_line() {
    let (code, shown, said) = preview(
        "--time 02:30 --zone Europe/Berlin --days mon-fri,sun --from 2026-03-27T00:00:00Z --count \
            4",
    );
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(
        shown,
        "2026-03-27T01:30:00Z\n2026-03-29T01:30:00Z\n2026-03-30T00:30:00Z\n2026-03-31T00:30:00Z\n"
    );
    let (_, shown, _) = preview(
        "--time 9am --zone america/new_york --days weekdays --from 2026-10-30T09:00:00+02:00 \
            --count 2",
    );
    assert_eq!(shown, "2026-10-30T13:00:00Z\n2026-11-02T14:00:00Z\n");
}

#[test]
fn what_cannot_be_previewed_is_refused_with_its_mend() {
    for (options, said) in [
        ("--time 25:00", "“25:00” is no time of day. Write it like 09:00"),
        (
            "--time 09:00 --zone Berlin",
            "There is no time zone called “Berlin”. Did you mean Europe/Berlin, where it is ",
        ),
        ("--time 09:00 --zone GMT+1", "“GMT+1” does not say whether the clocks change in summer."),
        ("--time 09:00 --zone EST", " now), America/Panama ("),
        ("--time 24:00", "“24:00” could be the midnight before a day or after it."),
        ("--time 09:00 --days someday", "“someday” is no day of the week."),
        ("--time 09:00 --days ,", "No day of the week is left."),
        ("--time 09:00 --from yesterday", "invalid value 'yesterday'"),
        ("--time 09:00 --count 0", "0 is not in 1..=10000"),
        ("--time 09:00 --count 10001", "10001 is not in 1..=10000"),
        ("--time 09:00 --off-days nowhere.ics", "nowhere.ics cannot be read"),
    ] {
        let (code, shown, error) = preview(options);
        assert!(code.is_some_and(|code| code > 0) && shown.is_empty(), "{options}");
        assert!(error.contains(said), "{options}: {error}");
    }
}

#[test]
fn a_clock_without_a_place_is_taken_with_what_it_means() {
    let (code, shown, said) =
        preview("--time 9 --zone Etc/GMT+1 --from 2026-03-27T00:00:00Z --count 1");
    assert_eq!((code, shown.as_str()), (Some(0), "2026-03-27T10:00:00Z\n"));
    assert_eq!(said, "By the clock of Etc/GMT+1 (UTC−1).\n");
}

#[test]
fn off_days_of_a_calendar_file_are_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let event = |day: &str| format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\n");
    let file = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n", event("20261225"));
    std::fs::write(dir.path().join("off.ics"), file).unwrap();
    let arguments =
        "schedule preview --time 09:00 --from 2026-12-24T00:00:00Z --count 2 --off-days off.ics";
    let output = studyhall_in(dir.path(), &arguments.split(' ').collect::<Vec<_>>(), b"");
    assert_eq!(text(&output.stdout), "2026-12-24T09:00:00Z\n2026-12-26T09:00:00Z\n");
    std::fs::write(dir.path().join("off.ics"), "hello").unwrap();
    let output = studyhall_in(dir.path(), &arguments.split(' ').collect::<Vec<_>>(), b"");
    assert_eq!(text(&output.stderr).lines().count(), 1);
    assert!(text(&output.stderr).contains("That is no calendar file."), "{}", text(&output.stderr));
}

#[test]
fn a_calendar_file_that_is_too_large_is_told_its_size() {
    let dir = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(dir.path().join("off.ics")).unwrap();
    for (bytes, said) in [
        (5 << 20, "at most 1 MB and 2,000 events; this one has 5 MB."),
        ((1 << 20) + 1, "at most 1,048,576 bytes and 2,000 events; this one has 1,048,577 bytes."),
    ] {
        file.set_len(bytes).unwrap();
        let arguments = ["schedule", "preview", "--time", "09:00", "--off-days", "off.ics"];
        let output = studyhall_in(dir.path(), &arguments, b"");
        let said =
            format!("studyhall: off.ics: A calendar file has {said} Export only the holidays.\n");
        assert_eq!(text(&output.stderr), said);
    }
}
