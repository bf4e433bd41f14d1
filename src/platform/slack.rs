//! Slack: the settings, and how it starts.

mod options;
#[expect(dead_code, unused_imports, reason = "nothing sends what is rendered yet")]
mod render;
mod setup;

pub use self::options::{OneToken, SlackOptions, SlackSettings};
pub use self::setup::SlackSetup;
