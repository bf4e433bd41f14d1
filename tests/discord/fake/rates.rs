//! Rate limits: announced by headers, enforced, counted.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{http, refusal};
use crate::support::discord::{Discord, TOKEN};

async fn get(discord: &Discord, path: &str) -> reqwest::Response {
    let client = reqwest::Client::new();
    let request =
        client.get(format!("{}/api/v10{path}", discord.url())).header("authorization", format!("Bot {TOKEN}"));
    request.send().await.unwrap()
}

#[tokio::test]
async fn the_sixth_message_within_five_seconds_is_refused_in_its_channel_alone() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, other) = (guild.channel("quiz"), guild.channel("other"));
    let http = http(&discord, TOKEN);
    let text = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
    for _ in 0..5 {
        http.send_message(channel.id().into(), vec![], &text).await.unwrap();
    }
    assert_eq!(refusal(http.send_message(channel.id().into(), vec![], &text).await).0, 429);
    http.send_message(other.id().into(), vec![], &text).await.unwrap();
    let message = channel.messages()[0].id;
    http.edit_message(channel.id().into(), message.into(), &text, vec![]).await.unwrap();
    assert_eq!((channel.messages().len(), discord.limited()), (5, 1));
    discord.forward(Duration::from_secs(5));
    http.send_message(channel.id().into(), vec![], &text).await.unwrap();
    assert_eq!(discord.requests("POST /channels/{}/messages"), 8);
}

#[tokio::test]
async fn headers_tell_the_limit_and_a_429_tells_how_long_to_wait() {
    let discord = Discord::start().await;
    let answer = get(&discord, "/gateway/bot").await;
    let header = |answer: &reqwest::Response, name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header(&answer, "x-ratelimit-limit").as_str(), header(&answer, "x-ratelimit-remaining").as_str()),
        ("2", "1")
    );
    assert!(header(&answer, "x-ratelimit-reset-after").parse::<f64>().unwrap() > 4.0);
    get(&discord, "/gateway/bot").await;
    let refused = get(&discord, "/gateway/bot").await;
    assert_eq!((refused.status().as_u16(), header(&refused, "x-ratelimit-scope").as_str()), (429, "user"));
    assert!((1..=5).contains(&header(&refused, "retry-after").parse::<u32>().unwrap()));
    let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert!(body["retry_after"].as_f64().unwrap() > 1.0 && body["global"] == false);
}

#[tokio::test]
async fn beyond_fifty_requests_a_second_all_routes_are_closed() {
    let discord = Discord::start().await;
    discord.freeze();
    for _ in 0..50 {
        assert!(get(&discord, "/users/@me").await.status().is_success());
    }
    let refused = get(&discord, "/applications/@me").await;
    assert_eq!((refused.status().as_u16(), refused.headers()["x-ratelimit-scope"].to_str().unwrap()), (429, "global"));
    assert_eq!(refused.headers()["x-ratelimit-global"], "true");
    discord.forward(Duration::from_secs(1));
    assert!(get(&discord, "/applications/@me").await.status().is_success());
    assert_eq!(discord.limited(), 1);
}
