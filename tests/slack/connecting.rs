//! Connections: how they come up, and how they go.

use std::time::Duration;

use studyhall::serve::Server;

use crate::slack::running::Running;
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Fault, Tally};

#[tokio::test]
async fn another_connection_is_up_before_the_old_one_goes() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    for reason in ["warning", "refresh_requested"] {
        let before = running.slack.tally().connections;
        running.slack.disconnect(reason);
        let others = |tally: &Tally| tally.connections == before + 2;
        running.slack.until_tally("other connections", others).await;
        let helped = ben.slash(&running.channel, "/studyhall", "help").await;
        helped.sees("How to begin").await;
    }
    let before = running.slack.tally().connections;
    running.slack.cut();
    let others = |tally: &Tally| tally.connections == before + 2;
    running.slack.until_tally("other connections", others).await;
    ben.slash(&running.channel, "/studyhall", "help").await.sees("How to begin").await;
}

#[tokio::test]
async fn connections_that_end_at_once_are_no_reason_to_hurry() {
    let running = Running::start().await;
    running.slack.socket_hang_up_after_hello(4);
    let before = running.slack.tally().connections;
    running.slack.cut();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let made = running.slack.tally().connections - before;
    assert!(made <= 8, "{made} connections in a second and a half");
}

#[tokio::test]
async fn tokens_that_are_not_accepted_are_told_in_one_sentence() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.slack.slack_bot_token = Some("xoxb-wrong".into());
    let told = Server::bind(&settings).await.expect_err("it does not start").to_string();
    assert!(told.starts_with("Slack does not accept SLACK_BOT_TOKEN (invalid_auth)."), "{told}");
    let mut settings = running.settings();
    settings.platforms.slack.slack_app_token = Some("xapp-wrong".into());
    let server = Server::bind(&settings).await.unwrap();
    let ended = server.run(tokio_util::sync::CancellationToken::new()).await;
    let told = format!("{:#}", ended.expect_err("it ends"));
    assert!(told.contains("Slack does not accept SLACK_APP_TOKEN"), "{told}");
    assert!(!told.contains(APP_TOKEN) && !told.contains(BOT_TOKEN));
}

#[tokio::test]
async fn a_form_that_slack_has_no_time_for_is_said_in_words() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let text = "deck:capitals topic:Americas";
    let question = ben.slash(&running.channel, "/quiz", text).await.seen();
    running.slack.fault("views.open", Fault::Refused("expired_trigger_id"));
    let told = ben.click(&question, "Answer").await;
    told.sees("Please press the button once more").await;
    let form = ben.click(&question, "Answer").await.modal();
    ben.submit(&form, &["Lima"]).await.sees("Correct.").await;
}
