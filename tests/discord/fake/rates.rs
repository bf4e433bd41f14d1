//! Rate limits: announced by headers, enforced, counted.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Bot, http, plain, refusal};
use crate::support::discord::{Channel, Discord, Fault, TOKEN};

/// A client, and what an answer says of limits.
struct Asking<'a> {
    discord: &'a Discord,
    client: reqwest::Client,
}

impl<'a> Asking<'a> {
    fn new(discord: &'a Discord) -> Self {
        Self { discord, client: plain() }
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}/api/v10{path}", self.discord.url()));
        request.header("authorization", format!("Bot {TOKEN}")).send().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Response {
        let request = self
            .client
            .post(format!("{}/api/v10{path}", self.discord.url()))
            .body(body.to_string());
        let request = request.header("content-type", "application/json");
        request.header("authorization", format!("Bot {TOKEN}")).send().await.unwrap()
    }

    async fn say(&self, channel: &Channel) -> reqwest::Response {
        let text = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
        self.post(&format!("/channels/{}/messages", channel.id()), &text).await
    }
}

fn header<'a>(answer: &'a reqwest::Response, name: &str) -> &'a str {
    answer.headers()[name].to_str().unwrap()
}

fn bucket(answer: &reqwest::Response) -> String {
    header(answer, "x-ratelimit-bucket").to_owned()
}

/// Status, what is left, and until when.
fn standing(answer: &reqwest::Response) -> (u16, &str, &str) {
    let status = answer.status().as_u16();
    (status, header(answer, "x-ratelimit-remaining"), header(answer, "x-ratelimit-reset-after"))
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
    let route = "POST /channels/{}/messages";
    assert_eq!((discord.requests(route), discord.done(route)), (8, 7));
}

#[tokio::test]
async fn headers_tell_the_limit_and_a_429_tells_how_long_to_wait() {
    let discord = Discord::start().await;
    let asking = Asking::new(&discord);
    let answer = asking.get("/gateway/bot").await;
    assert_eq!(
        (header(&answer, "x-ratelimit-limit"), header(&answer, "x-ratelimit-remaining")),
        ("2", "1")
    );
    assert!(header(&answer, "x-ratelimit-reset-after").parse::<f64>().unwrap() > 4.0);
    asking.get("/gateway/bot").await;
    let refused = asking.get("/gateway/bot").await;
    assert_eq!((refused.status().as_u16(), header(&refused, "x-ratelimit-scope")), (429, "user"));
    assert!((1..=5).contains(&header(&refused, "retry-after").parse::<u32>().unwrap()));
    let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert!(body["retry_after"].as_f64().unwrap() > 1.0 && body["global"] == false);
}

#[tokio::test]
async fn beyond_fifty_requests_a_second_all_routes_are_closed() {
    let discord = Discord::start().await;
    let asking = Asking::new(&discord);
    discord.freeze();
    for _ in 0..50 {
        assert!(asking.get("/users/@me").await.status().is_success());
    }
    let refused = asking.get("/applications/@me").await;
    assert_eq!((refused.status().as_u16(), header(&refused, "x-ratelimit-scope")), (429, "global"));
    assert_eq!(refused.headers()["x-ratelimit-global"], "true");
    discord.forward(Duration::from_secs(1));
    assert!(asking.get("/applications/@me").await.status().is_success());
    assert_eq!(discord.limited(), 1);
}

#[tokio::test]
async fn a_bucket_has_a_name_that_tells_nothing_and_is_its_routes_own() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, other) = (guild.channel("quiz"), guild.channel("other"));
    let (asking, ben) = (Asking::new(&discord), guild.member("Ben"));
    let (here, there) = (bucket(&asking.say(&channel).await), bucket(&asking.say(&other).await));
    assert_eq!(here, there, "the name is the route's, whatever the channel");
    assert!(here.len() == 32 && here.bytes().all(|byte| byte.is_ascii_hexdigit()), "{here}");
    let message = channel.messages()[0].id;
    let mut names = vec![here];
    let paths = ["/users/@me", "/gateway/bot", "/applications/@me"].map(ToOwned::to_owned);
    let places = [
        format!("/channels/{}", channel.id()),
        format!("/channels/{}/messages", channel.id()),
        format!("/channels/{}/messages/{message}", channel.id()),
        format!("/guilds/{}", guild.id()),
        format!("/guilds/{}/members/{}", guild.id(), ben.id()),
    ];
    for path in paths.iter().chain(&places) {
        names.push(bucket(&asking.get(path).await));
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "another method or template is another bucket");

    let thread = json!({ "name": "Race", "type": 11 });
    let alone = asking.post(&format!("/channels/{}/threads", channel.id()), &thread).await;
    let from = asking
        .post(&format!("/channels/{}/messages/{message}/threads", channel.id()), &thread)
        .await;
    assert_eq!(bucket(&alone), bucket(&from), "a few routes share one");
    assert_eq!(
        (header(&alone, "x-ratelimit-remaining"), header(&from, "x-ratelimit-remaining")),
        ("49", "48")
    );
}

#[tokio::test]
async fn conversations_are_opened_ten_in_ten_seconds() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let asking = Asking::new(&discord);
    discord.freeze();
    let people: Vec<_> = (0..12).map(|number| guild.member(&number.to_string())).collect();
    let wish = |number: usize| json!({ "recipient_id": people[number].id().to_string() });
    for number in 0..10 {
        let answer = asking.post("/users/@me/channels", &wish(number)).await;
        assert_eq!(standing(&answer), (200, (9 - number).to_string().as_str(), "10.000"));
    }
    discord.forward(Duration::from_millis(9_500));
    let refused = asking.post("/users/@me/channels", &wish(10)).await;
    assert_eq!(standing(&refused), (429, "0", "0.500"));
    assert_eq!(header(&refused, "retry-after"), "1");
    let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(body["retry_after"], 0.5);
    discord.forward(Duration::from_millis(500));
    assert_eq!(
        standing(&asking.post("/users/@me/channels", &wish(10)).await),
        (200, "9", "10.000")
    );
}

#[tokio::test]
async fn a_window_ends_for_all_its_requests_or_slides_along_with_them() {
    for slides in [false, true] {
        let discord = Discord::start().await;
        let channel = discord.guild("Study group").channel("quiz");
        let asking = Asking::new(&discord);
        discord.freeze();
        if slides {
            discord.slide();
        }
        assert_eq!(standing(&asking.say(&channel).await), (200, "4", "5.000"));
        discord.forward(Duration::from_secs(4));
        for left in ["3", "2", "1", "0"] {
            let rest = if slides { "5.000" } else { "1.000" };
            assert_eq!(standing(&asking.say(&channel).await), (200, left, rest));
        }
        let refused = asking.say(&channel).await;
        assert_eq!((refused.status().as_u16(), header(&refused, "retry-after")), (429, "1"));
        discord.forward(Duration::from_secs(1));
        // The first request's place is free either way; those of the others in a fixed window
        // alone.
        assert_eq!(asking.say(&channel).await.status().as_u16(), 200);
        assert_eq!(asking.say(&channel).await.status().as_u16(), if slides { 429 } else { 200 });
        assert_eq!(discord.limited(), if slides { 2 } else { 1 });
    }
}

#[tokio::test]
async fn a_test_sets_the_limit_of_a_route_and_switches_all_of_them() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (ben, asking) = (guild.member("Ben"), Asking::new(&discord));
    discord.freeze();
    discord.limit("GET /guilds/{}/members/{}", 1, Duration::from_secs(3));
    let path = format!("/guilds/{}/members/{}", guild.id(), ben.id());
    assert_eq!(standing(&asking.get(&path).await), (200, "0", "3.000"));
    discord.without_limits();
    assert_eq!(asking.get(&path).await.status().as_u16(), 200);
    discord.with_limits();
    assert_eq!(standing(&asking.get(&path).await), (429, "0", "3.000"));
}

#[tokio::test]
async fn answers_to_interactions_say_nothing_of_limits_and_what_follows_does() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    let _asked = ben.start_slash(&channel, "quiz", &[]).await;
    let command = bot.command().await;
    let asking = Asking::new(&discord);
    let said = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
    let path = format!("/interactions/{}/{}/callback", command.id, command.token);
    for status in [204, 400] {
        let answer = asking.post(&path, &json!({ "type": 4, "data": said })).await;
        assert_eq!(answer.status().as_u16(), status);
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
    }
    let path = format!("/webhooks/{}/{}", command.application_id, command.token);
    let followed = asking.post(&path, &said).await;
    assert_eq!(
        (header(&followed, "x-ratelimit-limit"), header(&followed, "x-ratelimit-remaining")),
        ("5", "4")
    );
    let (original, by_id) =
        (asking.get(&format!("{path}/messages/@original")).await, channel.messages()[0].id);
    let by_id = asking.get(&format!("{path}/messages/{by_id}")).await;
    assert_eq!((bucket(&original), header(&by_id, "x-ratelimit-remaining")), (bucket(&by_id), "3"));
    assert_ne!(bucket(&original), bucket(&followed));
}

#[tokio::test]
async fn a_request_in_spite_of_a_running_retry_after_is_counted() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, other) = (guild.channel("quiz"), guild.channel("other"));
    let (asking, elsewhere) = (Asking::new(&discord), Asking::new(&discord));
    discord.freeze();
    for _ in 0..6 {
        asking.say(&channel).await;
    }
    assert_eq!(
        (discord.limited(), discord.impatient()),
        (1, 0),
        "the one that was refused did not know"
    );
    elsewhere.say(&channel).await;
    assert_eq!(discord.impatient(), 0, "this one may have been on its way");
    asking.say(&channel).await;
    assert_eq!(discord.impatient(), 1, "this one was sent after the answer");
    asking.say(&other).await;
    asking.get("/users/@me").await;
    assert_eq!(discord.impatient(), 1, "other buckets are open");
    discord.forward(Duration::from_millis(4_900));
    Asking::new(&discord).say(&channel).await;
    assert_eq!(discord.impatient(), 2, "by now everybody knew");
    discord.forward(Duration::from_millis(100));
    assert!(asking.say(&channel).await.status().is_success());
    assert_eq!(discord.impatient(), 2);
}

#[tokio::test]
async fn an_ordered_429_says_whose_limit_it_is_and_runs_as_others_do() {
    for (fault, scope) in [
        (Fault::Limited(Duration::from_millis(1_500)), "user"),
        (Fault::Shared(Duration::from_millis(1_500)), "shared"),
        (Fault::Global(Duration::from_millis(1_500)), "global"),
    ] {
        let discord = Discord::start().await;
        let channel = discord.guild("Study group").channel("quiz");
        let asking = Asking::new(&discord);
        discord.freeze();
        discord.fault("POST", "/messages", fault, 1);
        let refused = asking.say(&channel).await;
        assert_eq!(
            (refused.status().as_u16(), header(&refused, "x-ratelimit-scope")),
            (429, scope)
        );
        assert_eq!(
            (header(&refused, "retry-after"), refused.headers().contains_key("x-ratelimit-bucket")),
            ("2", scope != "global")
        );
        let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
        assert_eq!(
            (&body["retry_after"], &body["global"]),
            (&json!(1.5), &json!(scope == "global"))
        );
        asking.get("/users/@me").await;
        assert_eq!(discord.impatient(), u64::from(scope == "global"), "{scope}");
        discord.forward(Duration::from_millis(1_499));
        asking.say(&channel).await;
        assert_eq!(discord.impatient(), 1 + u64::from(scope == "global"), "{scope}");
        discord.forward(Duration::from_millis(1));
        asking.say(&channel).await;
        assert_eq!(
            (discord.impatient(), discord.limited()),
            (1 + u64::from(scope == "global"), 0),
            "{scope}"
        );
    }
}
