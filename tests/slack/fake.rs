//! The fake of Slack, held to its own rules by a bot that does nothing by itself.

mod blocks;
mod bot;
mod calls;
mod connection;
mod events;
mod files;
mod forms;
mod history;
mod interactions;
mod messages;
mod organisation;
mod rates;

use crate::support::slack::{Slack, schema_differences};

#[tokio::test]
#[should_panic(expected = "against Slack's rules")]
async fn a_broken_rule_fails_the_test() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    bot::Api::new(&slack).say(&channel.id(), "<!channel> up").await;
}

#[test]
fn methods_have_the_arguments_that_slack_says() {
    if let Some(different) = schema_differences() {
        assert!(different.is_empty(), "{different:#?}");
    }
}
