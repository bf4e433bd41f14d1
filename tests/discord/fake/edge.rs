//! Who is let through to Discord, and who is banned.

use std::time::Duration;

use serde_json::Value;
use serenity::all::HttpError;

use super::bot::{AGENT, http, plain, refusal};
use crate::support::discord::{Discord, Fault, TOKEN};

async fn get(client: &reqwest::Client, discord: &Discord, token: &str) -> reqwest::Response {
    let address = format!("{}/api/v10/users/@me", discord.url());
    client.get(address).header("authorization", format!("Bot {token}")).send().await.unwrap()
}

async fn json(answer: reqwest::Response) -> Value {
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn who_does_not_say_what_bot_it_is_gets_no_further_than_the_edge() {
    let discord = Discord::start().await;
    let nameless = reqwest::Client::new();
    let answer = get(&nameless, &discord, TOKEN).await;
    assert_eq!(answer.status().as_u16(), 403);
    let said = json(answer).await;
    assert_eq!((&said["code"], said["message"].is_string()), (&40333.into(), true));
    let improper = [
        "Mozilla/5.0",
        "DiscordBot",
        "DiscordBot (https://example.org)",
        "DiscordBot (https://example.org, )",
        "DiscordBot (example.org, 1.0)",
        "DiscordBot (https://, 1.0)",
        "Bot (https://example.org, 1.0)",
    ];
    for agent in improper {
        let client = reqwest::Client::builder().user_agent(agent).build().unwrap();
        assert_eq!(get(&client, &discord, TOKEN).await.status().as_u16(), 403, "{agent}");
    }
    assert_eq!((discord.blocked(), discord.requests("GET /users/@me")), (8, 0));
    assert_eq!(discord.refusals()[0], ("GET /users/@me".to_owned(), 403, 40333));
    for agent in [AGENT, "DiscordBot (http://example.org, 0.1.0) and more"] {
        let client = reqwest::Client::builder().user_agent(agent).build().unwrap();
        assert!(get(&client, &discord, TOKEN).await.status().is_success(), "{agent}");
    }
    http(&discord, TOKEN).get_current_user().await.unwrap();
    discord.without_agent();
    assert!(get(&nameless, &discord, TOKEN).await.status().is_success());
    assert_eq!(discord.blocked(), 8);
}

#[tokio::test]
async fn a_bot_can_be_blocked_and_let_in_again() {
    let discord = Discord::start().await;
    let http = http(&discord, TOKEN);
    discord.block(true);
    discord.fault("GET", "/users", Fault::Status(500), 1);
    assert_eq!(refusal(http.get_current_user().await), (403, 40333));
    assert_eq!(
        (discord.blocked(), discord.faults_left()),
        (1, 1),
        "it did not get as far as the fault"
    );
    discord.block(false);
    assert_eq!(refusal(http.get_current_user().await).0, 500);
    http.get_current_user().await.unwrap();
    assert_eq!(discord.blocked(), 1);
}

#[tokio::test]
async fn a_proxy_answers_with_a_page_that_is_no_json() {
    let discord = Discord::start().await;
    discord.fault("GET", "/users", Fault::Page(403), 2);
    let answer = get(&plain(), &discord, TOKEN).await;
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert_eq!(answer.status().as_u16(), 403);
    assert!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err());
    let failed = http(&discord, TOKEN).get_current_user().await;
    assert!(
        matches!(failed, Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(_)))),
        "{failed:?}"
    );
    assert_eq!(
        (discord.blocked(), discord.invalid_requests()),
        (0, 0),
        "Discord knows nothing of it"
    );
}

#[tokio::test]
async fn invalid_requests_are_counted_for_ten_minutes() {
    let discord = Discord::start().await;
    let client = plain();
    discord.freeze();
    get(&client, &discord, "wrong").await;
    get(&reqwest::Client::new(), &discord, TOKEN).await;
    for fault in [
        Fault::Status(403),
        Fault::Limited(Duration::from_secs(1)),
        Fault::Global(Duration::from_secs(1)),
    ] {
        discord.fault("GET", "/users", fault, 1);
        get(&client, &discord, TOKEN).await;
    }
    assert_eq!(discord.invalid_requests(), 5);
    for fault in [Fault::Shared(Duration::from_secs(1)), Fault::Status(500), Fault::Status(404)] {
        discord.fault("GET", "/users", fault, 1);
        get(&client, &discord, TOKEN).await;
    }
    get(&client, &discord, TOKEN).await;
    assert_eq!(
        discord.invalid_requests(),
        5,
        "what is shared, missing or broken is nobody's fault"
    );
    discord.forward(Duration::from_secs(599));
    get(&client, &discord, "wrong").await;
    assert_eq!(discord.invalid_requests(), 6);
    discord.forward(Duration::from_secs(1));
    assert_eq!(discord.invalid_requests(), 1);
}

#[tokio::test]
async fn too_many_invalid_requests_bring_a_ban_of_an_hour() {
    let discord = Discord::start().await;
    let (client, other) = (plain(), plain());
    discord.freeze();
    discord.ban_at(3);
    for _ in 0..3 {
        assert_eq!(get(&client, &discord, "wrong").await.status().as_u16(), 401);
    }
    for client in [&client, &other] {
        let answer = get(client, &discord, TOKEN).await;
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()),
            (429, "3600")
        );
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
        assert!(
            serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err(),
            "it speaks no JSON"
        );
    }
    assert_eq!(discord.impatient(), 0, "neither of them knew");
    get(&other, &discord, TOKEN).await;
    assert_eq!((discord.impatient(), discord.invalid_requests()), (1, 3));
    discord.forward(Duration::from_mins(30));
    assert_eq!(get(&plain(), &discord, TOKEN).await.headers()["retry-after"], "1800");
    assert_eq!(discord.impatient(), 2);
    discord.forward(Duration::from_mins(30));
    assert!(get(&client, &discord, TOKEN).await.status().is_success());
    assert_eq!((discord.impatient(), discord.invalid_requests()), (2, 0));
}
