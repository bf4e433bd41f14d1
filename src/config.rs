//! Settings and jobs, from flags, the environment and `.env`, in one place.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

use crate::domain::calendar::clock::parse_time;
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::parse_zone;

/// What the program was called with.
#[derive(Debug, Parser)]
#[command(name = "studyhall", version, about = "A study bot for teams that prepare for an exam together")]
pub struct Arguments {
    /// What to do; `run` if nothing is said.
    #[command(subcommand)]
    pub job: Option<Job>,
    /// How to do it.
    #[command(flatten)]
    pub settings: Settings,
}

/// What the program can do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Job {
    /// Run the local chat page (this is also done if no command is given)
    Run,
    /// Grade answers: JSON lines in, the same lines with `verdict` and `why` out
    Grade {
        /// The deck whose cards the lines name; the decks on offer if left out
        #[arg(long, value_name = "FILE")]
        deck: Option<PathBuf>,
    },
    /// Look at schedules
    Schedule {
        /// What to look at.
        #[command(subcommand)]
        job: ScheduleJob,
    },
    /// Work on deck files
    Deck {
        /// What to do with them.
        #[command(subcommand)]
        job: DeckJob,
    },
}

/// What can be done with deck files.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum DeckJob {
    /// Show what is wrong with decks, where, and how to mend it; exit code 1 if there is an error
    Check {
        /// The deck files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// What can be done with schedules.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ScheduleJob {
    /// Show the next instants of a schedule, in UTC, one a line
    Preview(PreviewJob),
}

/// A schedule and which of its instants to show.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct PreviewJob {
    /// The time by the wall clock, such as 09:00
    #[arg(long, value_parser = parse_time)]
    pub time: NaiveTime,
    /// The zone of that clock, such as Europe/Berlin
    #[arg(long, value_parser = parse_zone, default_value = "UTC")]
    pub zone: Tz,
    /// The days: `daily`, `mon-fri`, `mon,wed,fri`
    #[arg(long, value_parser = parse_days, default_value = "daily")]
    pub days: WeekdaySet,
    /// After which instant, such as 2026-03-01T00:00:00Z; now if left out
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<DateTime<Utc>>,
    /// How many, at most 10,000
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub count: u32,
    /// A calendar file (.ics) whose events are off-days
    #[arg(long, value_name = "FILE")]
    pub off_days: Option<PathBuf>,
}

/// How the program runs. Each setting is a flag and a variable; `.env.example` lists the variables.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// The database: a file, or `postgres://…` for several processes
    #[arg(long, env = "DATABASE_URL", default_value = "studyhall.db", value_name = "URL")]
    #[arg(hide_env_values = true, global = true)]
    pub database_url: SecretString,

    /// Where the local page listens; loopback only
    #[arg(long, env = "WEB_ADDR", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    #[arg(value_parser = loopback, global = true)]
    pub web_addr: SocketAddr,

    /// A directory of your own decks (`*.toml`), offered beside the built-in ones
    #[arg(long, env = "DECKS_DIR", value_name = "DIRECTORY", global = true)]
    pub decks_dir: Option<PathBuf>,

    /// What to log: `error`, `warn`, `info`, `debug`, or by module such as `studyhall=debug`
    #[arg(long = "log", env = "RUST_LOG", default_value = "info", value_name = "FILTER", global = true)]
    pub log: String,
}

/// An address of this machine alone: the page asks for no password, so nobody else may reach it.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let example = "write for example 127.0.0.1:8080";
    let text = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    let address: SocketAddr = text.parse().map_err(|_| format!("it is not an address with a port; {example}"))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!("the local page has no passwords and listens on this machine alone; {example}"))
}

/// Why the `.env` file cannot be used. It may hold tokens, so nothing of its text is repeated.
#[derive(Debug, thiserror::Error)]
pub enum EnvFileError {
    /// A line of it is not understood.
    #[error(".env has a line that is not of the form NAME=value; see .env.example")]
    Line,
    /// It is there, but cannot be read.
    #[error(".env cannot be read: {0}")]
    Unreadable(std::io::Error),
}

/// Takes the variables of `.env` in the working directory, if there is one, where the environment lacks them.
pub fn read_env_file() -> Result<(), EnvFileError> {
    match dotenvy::from_path(".env") {
        Ok(()) => Ok(()),
        Err(dotenvy::Error::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(dotenvy::Error::Io(error)) => Err(EnvFileError::Unreadable(error)),
        Err(_) => Err(EnvFileError::Line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn flags_may_follow_the_job() {
        let arguments = Arguments::parse_from(["studyhall", "run", "--web-addr", "localhost:9000"]);
        assert_eq!(arguments.settings.web_addr, ([127, 0, 0, 1], 9000).into());
        assert_eq!(arguments.job, Some(Job::Run));
    }

    #[test]
    fn the_page_listens_on_loopback_only() {
        for (text, fine) in [
            ("127.0.0.1:0", true),
            ("[::1]:8080", true),
            ("localhost:8080", true),
            ("0.0.0.0:8080", false),
            ("192.168.1.2:8080", false),
            ("8080", false),
            ("example.org:80", false),
        ] {
            assert_eq!(loopback(text).is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn every_variable_is_explained_with_its_default() {
        let example = include_str!("../.env.example");
        for argument in Arguments::command().get_arguments() {
            let Some(variable) = argument.get_env().and_then(|name| name.to_str()) else { continue };
            let default = argument.get_default_values().first().and_then(|value| value.to_str()).unwrap_or_default();
            assert!(example.contains(&format!("\n# {variable}={default}\n")), "{variable}={default}");
        }
    }

    #[test]
    fn debugging_output_hides_the_database() {
        let arguments = Arguments::parse_from(["studyhall", "--database-url", "postgres://me:hush@here/db"]);
        assert!(!format!("{arguments:?}").contains("hush"));
    }
}
