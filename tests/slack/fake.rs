//! The fake of Slack, held to its own rules.
