//! The adapter for Slack, driven from outside by a strict fake.

mod fake;
