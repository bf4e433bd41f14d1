//! Whether the database can be opened and written and its schema is current; and its clock, if it
//! has one.

use chrono::Utc;
use secrecy::ExposeSecret;

use crate::config::Settings;
use crate::domain::few::few;
use crate::domain::size;
use crate::ops::check::{Check, clock};
use crate::store::{Before, Checkpoints, Inspection, Store};

/// Bytes of write-ahead log from which on something is wrong.
const LARGE_LOG: u64 = 16 << 20;

pub(super) async fn checks(settings: &Settings) -> Vec<Check> {
    let inspected = Store::inspect(settings.database_url.expose_secret()).await;
    let now = Utc::now();
    match inspected {
        Ok(Inspection::Present { name, pending, before, time, log }) => {
            let opened = Check::ok(format!("database: {name} opens and can be written"));
            let clock = time.map_or_else(
                || clock::alone(now),
                |time| clock::compare("PostgreSQL's", time, now),
            );
            let mut checks = vec![opened, schema(pending, before), clock];
            checks.extend(large_log(&name, log, settings.sqlite_checkpoint));
            // An older schema has other tables.
            if pending == 0 {
                checks.extend(paused(settings.database_url.expose_secret()).await);
            }
            checks
        }
        Ok(Inspection::Absent { name }) => {
            let why = format!(
                "The file {name} does not exist yet. The first start of Studyhall makes it."
            );
            vec![Check::skipped("database", why), clock::alone(now)]
        }
        Err(error) => vec![Check::failed("database", format!("{error}.")), clock::alone(now)],
    }
}

/// A line where the write-ahead log is larger than it should ever be.
fn large_log(name: &str, bytes: u64, checkpoints: Checkpoints) -> Option<Check> {
    if bytes <= LARGE_LOG {
        return None;
    }
    let what = format!("log: {name}-wal has {} MB", bytes >> 20);
    let mend = match checkpoints {
        Checkpoints::On => {
            "While Studyhall runs, another program reads from the database and does not end, such \
             as a backup that stands or a sqlite3 shell with an open transaction: end it. Else the \
             next start of Studyhall folds the log in."
        }
        Checkpoints::Off => {
            "SQLITE_CHECKPOINT is off, so another program such as Litestream is to fold it in: \
             check that it runs, or take SQLITE_CHECKPOINT out of the settings."
        }
    };
    Some(Check::failed(what, mend))
}

/// A line for each schedule that has paused by itself.
async fn paused(url: &str) -> Vec<Check> {
    match Store::paused_in(url).await {
        Ok(paused) => {
            few(paused.into_iter().map(|(channel, note)| pause(&channel, &note)), more_pauses)
        }
        Err(error) => vec![Check::failed("cards of the day", format!("{error}."))],
    }
}

/// The line for a schedule that has paused; `note` says why, in a sentence.
fn pause(channel: &str, note: &str) -> Check {
    let mend = format!(
        "{note} It goes on by itself when that is mended, at the next start or within a day."
    );
    Check::failed(format!("card of the day, channel {channel}: it has paused"), mend)
}

/// The line for those that are too many to be listed.
fn more_pauses(more: usize) -> Check {
    let what = if more == 1 { "1 more has".to_owned() } else { format!("{more} more have") };
    Check::failed(format!("cards of the day: {what} paused"), "Mend these first, and look again.")
}

/// Whether the schema is current, by the number of steps that it lacks and what comes before them.
fn schema(pending: usize, before: Option<Before>) -> Check {
    let steps = match pending {
        0 => return Check::ok("schema: it is current"),
        1 => "1 step".to_owned(),
        _ => format!("{pending} steps"),
    };
    let lacks = format!("It lacks {steps}, to be taken by the next start of Studyhall");
    match before {
        Some(Before::Copy { missing: Some(bytes) }) => Check::failed(
            format!("schema: it lacks {steps}, and there is no room to take them"),
            format!(
                "The database is copied first, and {} are missing beside it: free them before the \
                 next start of Studyhall.",
                size::whole(bytes)
            ),
        ),
        Some(Before::Copy { missing: None }) => {
            Check::skipped("schema", format!("{lacks}, which copies the file beside itself first."))
        }
        Some(Before::Backup) => Check::skipped(
            "schema",
            format!(
                "{lacks}. A program of before cannot use the database after that: take a backup, \
                 and stop all of them first."
            ),
        ),
        None => Check::skipped("schema", format!("{lacks}.")),
    }
}
