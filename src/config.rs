//! Settings and jobs, from flags, the environment and `.env`, in one place.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

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
    /// Check settings, decks, database, clock and addresses, and say how to mend what is wrong; exit code 1 if anything is
    Doctor,
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

    /// Where `/healthz`, `/readyz` and `/metrics` are answered; nowhere unless set
    #[arg(long, env = "OPS_ADDR", default_value = "", hide_default_value = true, value_name = "ADDRESS:PORT")]
    #[arg(value_parser = address, global = true)]
    pub ops_addr: MayBeEmpty<SocketAddr>,

    /// A directory of your own decks (`*.toml`), offered beside the built-in ones
    #[arg(long, env = "DECKS_DIR", value_name = "DIRECTORY", global = true)]
    pub decks_dir: Option<PathBuf>,

    /// What to log: `error`, `warn`, `info`, `debug`, or by module such as `studyhall=debug`
    #[arg(long = "log", env = "RUST_LOG", default_value = "info", value_name = "FILTER", global = true)]
    pub log: String,
}

/// What a setting means that counts as not set where it is empty, as in a line `OPS_ADDR=`. By the name of `Option`, clap
/// would ask for a value.
pub type MayBeEmpty<T> = Option<T>;

/// Any address of this machine, or none.
fn address(text: &str) -> Result<MayBeEmpty<SocketAddr>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let address = text.parse().map_err(|_| "it is not an address with a port; write for example 127.0.0.1:9090");
    Ok(Some(address?))
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
    fn health_and_metrics_may_be_told_anywhere_and_are_off_unless_set() {
        assert_eq!(Arguments::parse_from(["studyhall"]).settings.ops_addr, None);
        assert_eq!(Arguments::parse_from(["studyhall", "--ops-addr", ""]).settings.ops_addr, None);
        let open = Arguments::parse_from(["studyhall", "--ops-addr", "0.0.0.0:9090"]);
        assert_eq!(open.settings.ops_addr, Some(([0, 0, 0, 0], 9090).into()));
        let wrong = Arguments::try_parse_from(["studyhall", "--ops-addr", "9090"]).unwrap_err().to_string();
        assert!(wrong.contains("it is not an address with a port; write for example 127.0.0.1:9090"), "{wrong}");
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
