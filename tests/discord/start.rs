//! The start, and what stands in its way.

use serde_json::json;
use studyhall::platform::discord::Shards;
use studyhall::platform::discord::command_table;
use studyhall::serve::Server;

use super::running::Running;
use crate::support::discord::Fault;

#[tokio::test]
async fn commands_are_registered_once_and_only_when_they_change() {
    let mut running = Running::start().await;
    assert_eq!(running.discord.commands().await.len(), command_table().len());
    let registered = || running.discord.requests("PUT /applications/{}/commands");
    assert_eq!(registered(), 1);
    running.stop().await;
    running.connect().await;
    assert_eq!(running.discord.requests("PUT /applications/{}/commands"), 1, "nothing had changed");
}

#[tokio::test]
async fn a_fault_at_the_start_is_overcome() {
    let mut running = Running::stopped().await;
    running.discord.fault("PUT", "/commands", Fault::Status(503), 2);
    running.discord.fault("GET", "/gateway/bot", Fault::Status(500), 1);
    running.connect().await;
    assert_eq!(running.discord.faults_left(), 0);
    assert_eq!(running.discord.commands().await.len(), command_table().len());
}

#[tokio::test]
async fn a_wrong_token_is_one_sentence() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.discord.discord_token = Some("MTIz.wrong.token".into());
    let refused = Server::bind(&settings).await.unwrap_err();
    assert_eq!(
        format!("{refused:#}"),
        "Discord does not accept DISCORD_TOKEN. Copy the right one, or make a new one, at \
         https://discord.com/developers/applications: your application, Bot, Reset Token."
    );
    assert_eq!(running.discord.requests("GET /gateway/bot"), 1, "it is not tried again");
}

#[tokio::test]
async fn an_address_where_nobody_answers_is_named() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.discord.discord_api_url = "http://127.0.0.1:9".to_owned();
    let refused = tokio::spawn(async move { Server::bind(&settings).await.map(drop).unwrap_err() });
    let refused = format!("{:#}", refused.await.unwrap());
    assert!(
        refused.starts_with("Nothing that speaks for Discord answers at http://127.0.0.1:9 ("),
        "{refused}"
    );
}

#[tokio::test]
async fn an_intent_that_is_not_granted_is_named() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.discord.discord_message_content = true;
    let server = Server::bind(&settings).await.unwrap();
    let refused = server.run(tokio_util::sync::CancellationToken::new()).await.unwrap_err();
    assert!(format!("{refused:#}").contains("Switch on Message Content Intent"), "{refused:#}");
}

#[tokio::test]
async fn the_shards_of_the_settings_are_connected() {
    let running = Running::stopped().await;
    running.discord.shards(4, 4);
    let mut settings = running.settings();
    settings.platforms.discord.discord_shards = Shards::Range { first: 1, last: 1, total: 4 };
    let server = Server::bind(&settings).await.unwrap();
    let shutdown = tokio_util::sync::CancellationToken::new();
    let serving = tokio::spawn(server.run(shutdown.clone()));
    running.discord.connected(1).await;
    shutdown.cancel();
    serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn no_more_starts_today_is_said_with_the_time() {
    let running = Running::stopped().await;
    running.discord.starts_left(0);
    let refused = Server::bind(&running.settings()).await.unwrap_err();
    assert!(
        format!("{refused:#}").starts_with("Discord lets this bot connect no more today"),
        "{refused:#}"
    );
}

#[tokio::test]
async fn the_greeting_has_the_link_that_asks_for_what_is_needed() {
    let running = Running::stopped().await;
    let server = Server::bind(&running.settings()).await.unwrap();
    let greetings = server.greetings();
    let [("Discord", greeting)] = &greetings[..] else { panic!("{greetings:?}") };
    assert!(
        greeting.contains("scope=bot+applications.commands&permissions=309237696512"),
        "{greeting}"
    );
    assert_eq!(
        server.address(),
        None,
        "the page is open only where it is asked for: {}",
        json!(greeting)
    );
}
