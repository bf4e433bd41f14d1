//! Arguments, logging and exit code of the program.
//!
//! In the library, not in the binary, so that whatever runs from here is compiled once.

use std::env;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::panic;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tokio::runtime::Runtime;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::app::decks::Decks;
use crate::config::{self, Arguments, DeckJob, Invocation, Job, ScheduleJob, Settings, WrongCall};
use crate::domain::calendar::zone::UnknownZone;
use crate::{jobs, serve};

/// How long threads may take to end that do work apart.
const ENDING: Duration = Duration::from_secs(1);

/// The exit code of a wrong call: as with flags that are not understood.
const WRONG_CALL: u8 = 2;

/// The whole program, from its command line to its exit code: 0 if all went well, 1 if not, 2 for a
/// wrong call.
pub fn main() -> ExitCode {
    let read = match config::read(env::args_os(), Path::new(".env")) {
        Ok(read) => read,
        Err(WrongCall::Usage(error)) => refuse(&error),
        Err(WrongCall::Settings(wrong)) => {
            for line in wrong.to_string().lines() {
                eprintln!("studyhall: {line}");
            }
            return ExitCode::from(WRONG_CALL);
        }
    };
    match start(read) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("studyhall: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; tells whether it went well.
fn start(read: Invocation) -> anyhow::Result<bool> {
    let Invocation { arguments: Arguments { job, settings }, warnings } = read;
    log(&settings.log)?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    match job.unwrap_or(Job::Run) {
        Job::Run => run(settings).map(|()| true),
        Job::Doctor => doctor(&settings),
        Job::Grade { deck: Some(file) } => grade(jobs::grade::Cards::of_file(&file)?),
        Job::Grade { deck: None } => {
            Decks::check_directory(settings.decks_dir.as_deref())?;
            let (decks, refused) = Decks::load(settings.decks_dir.as_deref());
            for refusal in refused {
                tracing::warn!("{refusal}");
            }
            grade(jobs::grade::Cards::of_decks(&decks))
        }
        Job::Schedule { job: ScheduleJob::Preview(asked) } => {
            jobs::schedule_preview::run(&asked, chrono::Utc::now(), &mut io::stdout().lock())
                .map(|()| true)
        }
        Job::Deck { job: DeckJob::Check { files } } => {
            Ok(jobs::deck_check::run(&files, &mut io::stdout().lock())?)
        }
        Job::Platform(job) => {
            job.run(&mut io::stdout().lock()).context("writing what was asked for")?;
            Ok(true)
        }
    }
}

/// Says what is wrong with the arguments, and ends the program. The time at the places that a zone
/// may have been meant for is told here, since whoever reads arguments does not know what time it
/// is.
fn refuse(error: &clap::Error) -> ! {
    let Some(unknown) = error.source().and_then(|cause| cause.downcast_ref::<UnknownZone>()) else {
        error.exit()
    };
    // In the form in which clap says all else that is wrong with a call.
    eprintln!("error: {}", unknown.told(chrono::Utc::now()));
    std::process::exit(error.exit_code())
}

/// Runs every platform until the program is told to end.
fn run(settings: Settings) -> anyhow::Result<()> {
    // Signals are heard before anything starts, so that a start can be called off, too.
    let (runtime, shutdown) = (threads()?, serve::until_signal()?);
    let ended = runtime.block_on(serve::run(settings, shutdown));
    // What still reads a file or draws is of no use any more; dropping the runtime would wait for
    // it.
    runtime.shutdown_timeout(ENDING);
    ended
}

/// Checks everything; tells whether nothing failed.
fn doctor(settings: &Settings) -> anyhow::Result<bool> {
    Ok(threads()?.block_on(jobs::doctor::run(settings, &mut io::stdout()))?)
}

/// The work is waiting for the database; two threads are plenty and keep the memory small.
fn threads() -> anyhow::Result<Runtime> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.context("starting the program's threads")
}

fn grade(cards: jobs::grade::Cards) -> anyhow::Result<bool> {
    jobs::grade::run(cards, io::stdin().lock(), io::stdout().lock(), &mut io::stderr().lock())
}

/// Logs to stderr: for people if it is a terminal, otherwise as JSON for machines.
fn log(filter: &str) -> anyhow::Result<()> {
    let filter = ours_alone_in_detail(&filter.parse().context("reading RUST_LOG")?);
    let log = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    if io::stderr().is_terminal() {
        registry.with(log.compact()).init();
    } else {
        registry.with(log.json()).init();
    }
    // The hook of the standard library would print the message of a panic, with whatever is in it.
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// The filter without what other crates log below `info`, whatever it asks for: they would write
/// addresses and bodies out, and with them tokens and answers.
fn ours_alone_in_detail(asked: &Targets) -> Targets {
    const OURS: &str = env!("CARGO_PKG_NAME");
    let mut filter = Targets::new();
    if let Some(level) = asked.default_level() {
        filter = filter.with_default(level.min(LevelFilter::INFO)).with_target(OURS, level);
    }
    for (target, level) in asked {
        let is_ours = target == OURS || target.starts_with(&format!("{OURS}::"));
        let most = if is_ours { level } else { level.min(LevelFilter::INFO) };
        filter = filter.with_target(target, most);
    }
    filter
}

/// Logs where the program panicked, and why if that is a text of its own: others may repeat what a
/// member typed.
fn log_panic(panicked: &panic::PanicHookInfo<'_>) {
    let place = panicked.location().map(ToString::to_string).unwrap_or_default();
    let why = panicked.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
    tracing::error!(place, why, "the program panicked");
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn what_other_crates_say_in_detail_is_never_written() {
        for (asked, target, level, is_written) in [
            ("trace", "studyhall", Level::TRACE, true),
            ("trace", "studyhall::platform::slack", Level::TRACE, true),
            ("trace", "hyper_util::client", Level::TRACE, false),
            ("trace", "reqwest::connect", Level::DEBUG, false),
            ("trace", "sqlx::query", Level::INFO, true),
            ("hyper=trace,studyhall=debug", "hyper::proto", Level::DEBUG, false),
            ("hyper=trace,studyhall=debug", "hyper::proto", Level::WARN, true),
            ("hyper=trace,studyhall=debug", "studyhall::app", Level::DEBUG, true),
            ("hyper=trace,studyhall=debug", "studyhall::app", Level::TRACE, false),
            ("s=trace", "serenity::http", Level::DEBUG, false),
            ("info,studyhall=off", "studyhall::app", Level::ERROR, false),
            ("warn", "studyhall::app", Level::INFO, false),
            ("warn", "hyper", Level::INFO, false),
            ("off", "hyper", Level::ERROR, false),
        ] {
            let filter = ours_alone_in_detail(&asked.parse().unwrap());
            assert_eq!(filter.would_enable(target, &level), is_written, "{asked}: {target}");
        }
    }
}
