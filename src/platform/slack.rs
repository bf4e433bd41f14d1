//! Slack: the settings, what the app asks of it, and the jobs of the command line.

mod job;
mod manifest;
mod options;
#[expect(dead_code, unused_imports, reason = "nothing sends what is rendered yet")]
mod render;
#[expect(dead_code, reason = "what was granted is looked at by the adapter and the doctor")]
mod scopes;
mod setup;

pub use self::job::SlackJob;
pub use self::options::{OneToken, SlackOptions, SlackSettings};
pub use self::setup::SlackSetup;
