//! Instants of schedules against those of Python's `zoneinfo`, where it is installed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use chrono::{DateTime, Offset, TimeZone, Utc, WeekdaySet};
use chrono_tz::{TZ_VARIANTS, Tz};
use studyhall::domain::calendar::clock::parse_time;
use studyhall::domain::calendar::schedule::Schedule;

/// For each line `zone HH:MM DATE STEP COUNT`: one line per date with the instant and the offsets a
/// day before, then and a day after. With fold=0 a time in a gap is read by the offset before it,
/// and of a doubled time the first is meant.
const ASK: &str = r"
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError
day = timedelta(days=1)
for line in sys.stdin:
    name, clock, first, step, count = line.split()
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        continue
    date = datetime.fromisoformat(first + 'T' + clock).replace(tzinfo=zone)
    out = []
    for _ in range(int(count)):
        at = date.astimezone(timezone.utc)
        offsets = [(at + by).astimezone(zone).utcoffset() for by in (-day, timedelta(0), day)]
        when = [name, clock, date.date().isoformat(), str(int(at.timestamp()))]
        out.append(' '.join(when + [str(int(by.total_seconds())) for by in offsets]))
        date += int(step) * day
    print('\n'.join(out))
";

/// The clock times, so chosen that each kind of gap and overlap is met.
const TIMES: [&str; 6] = ["02:30", "00:00", "23:30", "01:30", "03:00", "00:30"];

/// What Python says; nothing if it or its zones are missing.
fn asked() -> Option<String> {
    let mut python = Command::new("python3")
        .args(["-c", ASK])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut lines = Vec::new();
    for (place, zone) in TZ_VARIANTS.iter().enumerate() {
        // 2024 to 2030: Sundays, on which most clocks change, and every 29th day at another time.
        let (one, other) = (TIMES[place % 6], TIMES[(place / 6 + 1 + place) % 6]);
        writeln!(lines, "{zone} {one} 2024-01-07 7 364\n{zone} {other} 2024-01-01 29 88").unwrap();
    }
    let mut input = python.stdin.take()?;
    let writer = std::thread::spawn(move || drop(input.write_all(&lines)));
    let output = python.wait_with_output().ok()?;
    writer.join().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !said.is_empty()).then_some(said)
}

#[test]
fn instants_agree_with_pythons_zoneinfo() {
    let Some(said) = asked() else {
        writeln!(std::io::stderr(), "skipped: python3 with zoneinfo and its data is not installed")
            .unwrap();
        return;
    };
    let mut others: BTreeSet<&str> = BTreeSet::new();
    let mut differing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in said.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [name, clock, date, at, before, then, after] = fields[..] else { panic!("{line}") };
        let zone: Tz = name.parse().unwrap();
        let at = DateTime::from_timestamp(at.parse().unwrap(), 0).unwrap();
        // The two may know different releases of the zones' data. Offsets of instants involve none
        // of our own code; a zone in which they differ says nothing about it.
        let offsets = [(-1, before), (0, then), (1, after)];
        if offsets.iter().any(|(days, offset)| {
            offset_at(zone, at + chrono::TimeDelta::days(*days)) != offset.parse::<i32>().unwrap()
        }) {
            others.insert(name);
        }
        let schedule = Schedule {
            at: parse_time(clock).unwrap(),
            zone,
            days: WeekdaySet::ALL,
            off_days: BTreeSet::new(),
        };
        let ours = schedule.on(date.parse().unwrap()).unwrap();
        let next = schedule.next_after(at - chrono::TimeDelta::seconds(1)).unwrap();
        *counts.entry(name).or_default() += 1;
        if ours.at != at || next.at != at {
            differing.entry(name).or_default().push(format!("{line}: {} and {}", ours.at, next.at));
        }
    }
    counts.retain(|name, _| !others.contains(name));
    differing.retain(|name, _| !others.contains(name));
    let compared: usize = counts.values().sum();
    let unknown = TZ_VARIANTS.len() - counts.len() - others.len();
    writeln!(
        std::io::stderr(),
        "compared {compared} instants of {} zones with zoneinfo; left out: {} of another release, \
            {unknown} unknown to it",
        counts.len(),
        others.len(),
    )
    .unwrap();
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(compared >= 50_000, "only {compared} instants were compared; left out: {others:?}");
    assert!(
        others.len() + unknown <= TZ_VARIANTS.len() / 10,
        "too many zones were left out: {others:?}"
    );
}

fn offset_at(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}
