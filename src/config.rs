//! Settings and jobs, from flags, the environment and `.env`, in one place.

mod env_file;
mod reading;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, NaiveTime, Utc, WeekdaySet};
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

use self::values::{address, database_url, directory, log_filter};
use crate::domain::calendar::clock::parse_time;
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::parse_zone;
use crate::platform;
use crate::platform::values::MayBeEmpty;
use crate::store::Checkpoints;

pub use self::reading::{Invocation, WrongCall, WrongSettings, read};

/// What the program was called with.
#[derive(Debug, Parser)]
#[command(
    name = "studyhall",
    version,
    about = "A study bot for teams that prepare for an exam together"
)]
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
    /// Run every platform that has a token, or the local chat page (also done if no command is
    /// given)
    Run,
    /// Grade answers: JSON lines in, the same lines with `verdict` and `why` out
    Grade {
        /// The deck whose cards the lines name; the decks on offer if left out
        #[arg(long, value_name = "FILE")]
        deck: Option<PathBuf>,
    },
    /// Check settings, decks, database, clock, addresses and platforms, and how to mend what fails;
    /// exit code 1 if any does
    Doctor,
    /// Look at when schedules will post
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
    /// What there is to do for one platform alone.
    #[command(flatten)]
    Platform(platform::PlatformJob),
}

/// What can be done with deck files.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum DeckJob {
    /// Show what is wrong with decks, where, and how to mend it; exit code 1 if there is an error
    Check {
        /// The deck files to check
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
    // All are global, so that flags may stand before the job or after it.
    /// The database: a file, or `postgres://…` for several processes
    #[arg(long, env = "DATABASE_URL", default_value = "studyhall.db", value_name = "URL")]
    #[arg(value_parser = database_url, hide_env_values = true, global = true)]
    pub database_url: SecretString,

    /// Who folds SQLite's write-ahead log into the database: `on` is this program, `off` leaves it
    /// to one such as Litestream
    #[arg(
        long,
        env = "SQLITE_CHECKPOINT",
        default_value = "on",
        value_name = "on|off",
        global = true
    )]
    pub sqlite_checkpoint: Checkpoints,

    /// How each platform is reached.
    #[command(flatten)]
    pub platforms: platform::Options,

    /// Where `/healthz`, `/readyz` and `/metrics` are answered; nowhere unless set
    #[arg(
        long,
        env = "OPS_ADDR",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESS:PORT"
    )]
    #[arg(value_parser = address, global = true)]
    pub ops_addr: MayBeEmpty<SocketAddr>,

    /// A directory of your own decks (`*.toml`), offered beside the built-in ones
    #[arg(
        long,
        env = "DECKS_DIR",
        default_value = "",
        hide_default_value = true,
        value_name = "DIRECTORY"
    )]
    #[arg(value_parser = directory, global = true)]
    pub decks_dir: MayBeEmpty<PathBuf>,

    /// What to log: `error`, `warn`, `info`, `debug`, or by module such as `studyhall=debug`
    #[arg(
        long = "log",
        env = "RUST_LOG",
        default_value = "info",
        value_name = "FILTER",
        global = true
    )]
    #[arg(value_parser = log_filter)]
    pub log: String,
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
        let page = arguments.settings.platforms.web.web_addr;
        assert_eq!(page, Some(([127, 0, 0, 1], 9000).into()));
        assert_eq!(arguments.job, Some(Job::Run));
    }

    #[test]
    fn health_and_metrics_may_be_told_anywhere_and_are_off_unless_set() {
        assert_eq!(Arguments::parse_from(["studyhall"]).settings.ops_addr, None);
        assert_eq!(Arguments::parse_from(["studyhall", "--ops-addr", ""]).settings.ops_addr, None);
        let open = Arguments::parse_from(["studyhall", "--ops-addr", "0.0.0.0:9090"]);
        assert_eq!(open.settings.ops_addr, Some(([0, 0, 0, 0], 9090).into()));
        let wrong =
            Arguments::try_parse_from(["studyhall", "--ops-addr", "9090"]).unwrap_err().to_string();
        assert!(
            wrong.contains("it is not an address with a port; write for example 127.0.0.1:9090"),
            "{wrong}"
        );
    }

    #[test]
    fn every_variable_is_explained_with_its_default() {
        let example = include_str!("../.env.example");
        for argument in Arguments::command().get_arguments() {
            let Some(variable) = argument.get_env().and_then(|name| name.to_str()) else {
                continue;
            };
            let default = argument
                .get_default_values()
                .first()
                .and_then(|value| value.to_str())
                .unwrap_or_default();
            // Shown as it comes out where no platform has a token.
            let default = if variable == "WEB_ADDR" { "127.0.0.1:8080" } else { default };
            assert!(
                example.contains(&format!("\n# {variable}={default}\n")),
                "{variable}={default}"
            );
        }
    }

    #[test]
    fn the_variables_of_each_platform_are_explained_as_its_folder_says() {
        let example = include_str!("../.env.example");
        for setup in platform::ALL {
            let lines = setup.example();
            assert!(example.contains(&format!("\n\n{lines}\n")), "not in .env.example:\n{lines}");
        }
    }

    #[test]
    fn debugging_output_hides_secrets() {
        let secrets = [
            "studyhall",
            "--database-url",
            "postgres://me:hush@here/db",
            "--discord-token",
            "hush",
        ];
        let arguments = Arguments::parse_from(secrets);
        assert!(!format!("{arguments:?}").contains("hush"));
    }
}
