//! What the command line does for Slack beside running: showing the manifest.

use std::io::{self, ErrorKind, Write};

use clap::Subcommand;

use super::manifest;

/// What can be done for Slack by the command line.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SlackJob {
    /// Show the app's manifest, of which Slack makes the app or brings one up to date
    Manifest {
        /// As JSON instead of YAML; Slack takes both
        #[arg(long)]
        json: bool,
    },
}

impl SlackJob {
    /// Does it, and writes what comes of it to `out`.
    pub fn run(&self, out: &mut impl Write) -> io::Result<()> {
        let Self::Manifest { json } = self;
        let shown = if *json { manifest::as_json() } else { manifest::as_yaml() };
        match out.write_all(shown.as_bytes()).and_then(|()| out.flush()) {
            // A reader that has seen enough and went is no fault.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }
}
