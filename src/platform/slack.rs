//! Slack: what is said there, as its blocks and views.

#[expect(dead_code, unused_imports, reason = "nothing sends what is rendered yet")]
mod render;
