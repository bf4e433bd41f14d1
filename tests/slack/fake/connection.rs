//! Connections: who is let in, what is told after a break, what happens to those who do not
//! answer.

use std::time::Duration;

use serde_json::json;
use tokio_tungstenite::connect_async;

use super::bot::{Api, Bot, Socket, address, error, json_body};
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Slack};

#[tokio::test]
async fn an_address_works_once_and_an_eleventh_connection_is_too_many() {
    let slack = Slack::start().await;
    slack.want_violations();
    let address = address(&slack).await;
    let _first = connect_async(&address).await.unwrap();
    assert!(connect_async(&address).await.is_err(), "an address is for one connection");
    slack.unlimited(true);
    let mut others = vec![];
    for count in 2..=10 {
        let (socket, hello) = Socket::open(&slack).await;
        assert_eq!((&hello["type"], &hello["num_connections"]), (&json!("hello"), &json!(count)));
        others.push(socket);
    }
    let (mut eleventh, refused) = Socket::open(&slack).await;
    assert_eq!(refused["reason"], "too_many_websockets");
    assert_eq!(eleventh.next().await, None);
    assert_eq!(slack.connections(), 10);
}

#[tokio::test]
async fn connections_are_for_the_app_level_token_alone() {
    let slack = Slack::start().await;
    let api = Api::new(&slack);
    let ask = async |token: &str| {
        let request = json_body(api.post("apps.connections.open", token), &json!({}));
        request.send().await.unwrap().json::<serde_json::Value>().await.unwrap()
    };
    slack.want_violations();
    assert_eq!(error(&ask(BOT_TOKEN).await), "not_allowed_token_type");
    assert_eq!(error(&ask("xapp-wrong").await), "invalid_auth");
    assert_eq!(ask(APP_TOKEN).await["ok"], true);
    slack.refuse_connections(Some((503, None)));
    assert_eq!(api.post("apps.connections.open", APP_TOKEN).send().await.unwrap().status(), 503);
    slack.refuse_connections(Some((429, Some(7))));
    let limited = api.post("apps.connections.open", APP_TOKEN).send().await.unwrap();
    assert_eq!(
        (limited.status().as_u16(), &limited.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
}

#[tokio::test]
async fn a_warned_connection_stays_and_gets_nothing_more_where_there_is_another() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut old = Bot::start(&slack).await;
    slack.disconnect("warning");
    let told = old.hears().await;
    assert_eq!((&told["type"], &told["reason"]), (&json!("disconnect"), &json!("warning")));
    assert_eq!(slack.connections(), 0);
    let mut new = Bot::start(&slack).await;
    for text in ["one", "two", "three"] {
        ben.says(&channel, text);
        assert_eq!(new.takes().await["event"]["text"], text);
    }
    slack.until_tally("three acknowledgements", |tally| tally.acks == 3).await;
}

#[tokio::test]
async fn a_connection_to_be_renewed_is_closed_and_tcp_stays_open() {
    let slack = Slack::start().await;
    let mut bot = Bot::start(&slack).await;
    slack.disconnect("refresh_requested");
    assert_eq!(bot.hears().await["reason"], "refresh_requested");
    assert_eq!(bot.socket.next().await, None, "the closing frame");
    let mut other = Bot::start(&slack).await;
    other.socket.close().await;
    assert!(!other.socket.ends_within(Duration::from_millis(500)).await);
    slack.connected(0).await;
}

#[tokio::test]
async fn socket_mode_can_be_switched_off() {
    let slack = Slack::start().await;
    let mut bot = Bot::start(&slack).await;
    slack.disconnect("link_disabled");
    assert_eq!(bot.hears().await["reason"], "link_disabled");
    let asked = Api::new(&slack).post("apps.connections.open", APP_TOKEN).send().await.unwrap();
    assert_eq!(error(&asked.json().await.unwrap()), "socket_mode_disabled");
    slack.enable_socket_mode();
    Bot::start(&slack).await;
}

#[tokio::test]
async fn connections_end_after_hello_or_without_a_word() {
    let slack = Slack::start().await;
    slack.socket_hang_up_after_hello(1);
    let (mut first, hello) = Socket::open(&slack).await;
    assert_eq!((&hello["type"], first.next().await), (&json!("hello"), None));
    let mut second = Bot::start(&slack).await;
    slack.connected(1).await;
    slack.cut();
    assert!(second.socket.ends_within(Duration::from_secs(5)).await);
    slack.connected(0).await;
    assert_eq!(slack.tally().connections, 2);
}

#[tokio::test]
async fn an_event_without_a_connection_comes_later_and_an_unanswered_one_again() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    ben.says(&channel, "Anybody?");
    let mut bot = Bot::start(&slack).await;
    let late = bot.hears().await;
    assert_eq!((&late["retry_attempt"], &late["retry_reason"]), (&json!(1), &json!("timeout")));
    slack.cut();
    slack.connected(0).await;
    let mut other = Bot::start(&slack).await;
    let again = other.hears().await;
    assert_eq!(again["payload"]["event_id"], late["payload"]["event_id"]);
    assert_eq!(again["retry_attempt"], 2);
    other.acks(&again).await;
    slack.until_tally("an acknowledgement", |tally| tally.acks == 1).await;
    assert_eq!((slack.tally().late, slack.tally().repeated), (0, 2));
}

#[tokio::test]
async fn what_is_not_acknowledged_in_time_is_a_violation_and_an_error_to_the_person() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    slack.want_violations();
    let answered = ben.slash(&channel, "/quiz", "").await;
    assert_eq!(answered.failed().as_deref(), Some("the app did not answer in time"));
    assert!(!answered.is_quiet());
    assert!(slack.violations()[0].starts_with("not acknowledged in time"));
    bot.hears().await;
    ben.says(&channel, "Hello");
    let first = bot.hears().await;
    let again = bot.hears().await;
    assert_eq!((&first["retry_attempt"], &again["retry_attempt"]), (&json!(0), &json!(1)));
    bot.acks(&again).await;
    slack.until_tally("an acknowledgement", |tally| tally.acks == 1).await;
    assert_eq!(slack.tally().late, 2);
}

#[tokio::test]
async fn acknowledgements_are_for_what_was_sent_once_and_without_a_payload() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    slack.want_violations();
    ben.says(&channel, "Hello");
    let envelope = bot.hears().await;
    bot.acks_with(&envelope, json!({ "text": "Hello" })).await;
    bot.acks(&envelope).await;
    bot.socket.say(&json!({ "envelope_id": "no-such" })).await;
    bot.socket.say(&json!({ "envelope_id": "no-such", "extra": 1 })).await;
    slack.until_tally("violations", |tally| tally.violations.len() == 5).await;
    let told = slack.violations();
    let wanted =
        ["takes no payload", "acknowledged twice", "never sent", "has no `extra`", "never sent"];
    for (told, wanted) in told.iter().zip(wanted) {
        assert!(told.contains(wanted), "{told} instead of {wanted}");
    }
}

#[tokio::test]
async fn an_envelope_is_sent_again_on_another_connection() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bots = [Bot::start(&slack).await, Bot::start(&slack).await];
    ben.says(&channel, "Hello");
    let [one, two] = &mut bots;
    let (first, second, envelope) = tokio::select! {
        heard = one.hears() => (true, false, heard),
        heard = two.hears() => (false, true, heard),
    };
    assert!(first != second);
    let (mine, other) = if first { (one, two) } else { (two, one) };
    mine.acks(&envelope).await;
    slack.until_tally("an acknowledgement", |tally| tally.acks == 1).await;
    slack.redeliver_last();
    let again = other.hears().await;
    assert_eq!(again["envelope_id"], envelope["envelope_id"]);
    assert_eq!(again["payload"], envelope["payload"]);
    assert_eq!(again["retry_attempt"], 1);
    other.acks(&again).await;
    slack.until_tally("another", |tally| tally.acks == 2 && tally.repeated == 1).await;
}

#[tokio::test]
async fn pings_are_answered_and_a_silent_connection_says_nothing() {
    let slack = Slack::start().await;
    slack.ping_every(Duration::from_millis(50));
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    let hears = async { bot.socket.ends_within(Duration::from_millis(400)).await };
    assert!(!hears.await);
    slack.until_tally("answers to pings", |tally| tally.pongs > 2).await;
    slack.silence(true);
    // What was being said before it fell silent may still come.
    tokio::time::sleep(Duration::from_millis(100)).await;
    ben.says(&channel, "Hello");
    let waited = tokio::time::timeout(Duration::from_millis(300), bot.hears()).await;
    assert!(waited.is_err());
    slack.silence(false);
    assert_eq!(bot.takes().await["event"]["text"], "Hello");
}
