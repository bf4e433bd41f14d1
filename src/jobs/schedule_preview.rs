//! `studyhall schedule preview`: the next instants of a schedule, in UTC.

use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;

use crate::config::PreviewJob;
use crate::domain::calendar::off_days::{self, MAX_BYTES, NotOffDays};
use crate::domain::calendar::schedule::Schedule;
use crate::domain::calendar::zone::show_zone;

/// How many days of a calendar file are looked at, for events that are repeated for ever.
const OFF_DAYS_AHEAD: Days = Days::new(10 * 366);

/// Writes the instants after `asked.from`, or after `now`, one a line.
pub fn run(asked: &PreviewJob, now: DateTime<Utc>, out: &mut impl Write) -> anyhow::Result<()> {
    let mut from = asked.from.unwrap_or(now);
    let off_days = match &asked.off_days {
        Some(file) => off_days_of(file, asked.zone, from.with_timezone(&asked.zone).date_naive())?,
        None => BTreeSet::new(),
    };
    // On stderr, since what stands on stdout may be read by a program.
    if show_zone(asked.zone) != asked.zone.name() {
        eprintln!("By the clock of {}.", show_zone(asked.zone));
    }
    let schedule = Schedule { at: asked.time, zone: asked.zone, days: asked.days, off_days };
    for _ in 0..asked.count {
        let Some(next) = schedule.next_after(from) else { break };
        if !written(writeln!(out, "{}", next.at.to_rfc3339_opts(SecondsFormat::Secs, true)))? {
            return Ok(());
        }
        from = next.at;
    }
    written(out.flush()).map(drop)
}

/// The off-days of a calendar file from a date on, in the zone of the schedule.
fn off_days_of(file: &Path, zone: Tz, from: NaiveDate) -> anyhow::Result<BTreeSet<NaiveDate>> {
    let (bytes, size) =
        bytes_of(file).with_context(|| format!("{} cannot be read", file.display()))?;
    if bytes.len() > MAX_BYTES {
        return Err(NotOffDays::TooLarge { bytes: size })
            .with_context(|| file.display().to_string());
    }
    let to = from.checked_add_days(OFF_DAYS_AHEAD).unwrap_or(NaiveDate::MAX);
    off_days::read(&bytes, zone, from, to).with_context(|| file.display().to_string())
}

/// The bytes of a file, up to one more than is taken, and its size if that is known.
fn bytes_of(file: &Path) -> io::Result<(Vec<u8>, Option<u64>)> {
    let mut bytes = Vec::new();
    let opened = File::open(file)?;
    // Of what is no plain file, nobody knows the size.
    let size = Some(opened.metadata()?).filter(Metadata::is_file).map(|known| known.len());
    opened.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes, size))
}

/// Whether it was written; a reader that has seen enough and went is no fault.
fn written(outcome: io::Result<()>) -> anyhow::Result<bool> {
    match outcome {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("writing the instants"),
    }
}
