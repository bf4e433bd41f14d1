//! How often may be called, and what is counted of it.

use std::time::Duration;

use serde_json::json;

use super::bot::{Api, json_body};
use crate::support::slack::{BOT_TOKEN, BOT_USER, Channel, Fault, Slack};

async fn post(api: &Api, channel: &Channel) -> (u16, Option<u64>) {
    let said = json!({ "channel": channel.id(), "text": "x" });
    let request = json_body(api.post("chat.postMessage", BOT_TOKEN), &said);
    let answer = request.send().await.unwrap();
    let wait = answer.headers().get("retry-after");
    (answer.status().as_u16(), wait.map(|wait| wait.to_str().unwrap().parse().unwrap()))
}

#[tokio::test]
async fn a_channel_takes_a_short_burst_and_then_a_message_a_second() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (study, random) = (acme.channel("study"), acme.channel("random"));
    let api = Api::new(&slack);
    for _ in 0..4 {
        assert_eq!(post(&api, &study).await.0, 200);
    }
    assert_eq!(post(&api, &study).await, (429, Some(1)));
    assert_eq!(post(&api, &random).await.0, 200, "another channel is not concerned");
    assert_eq!((slack.tally().limited, slack.tally().provoked), (1, 0));
    assert_eq!(post(&api, &study).await.0, 429);
    assert_eq!((slack.tally().limited, slack.tally().provoked), (2, 1));
    slack.advance(Duration::from_secs(1));
    assert_eq!(post(&api, &study).await.0, 200);
    assert_eq!(
        (slack.tally().calls("chat.postMessage"), slack.tally().done("chat.postMessage")),
        (8, 6)
    );
}

#[tokio::test]
async fn a_workspace_takes_three_hundred_messages_a_minute() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let channels: Vec<_> = (0..80).map(|number| acme.channel(&number.to_string())).collect();
    let api = Api::new(&slack);
    let mut limited = 0;
    for channel in channels.iter().cycle().take(320) {
        limited += u32::from(post(&api, channel).await.0 == 429);
    }
    assert!(limited > 0, "all were taken");
}

#[tokio::test]
async fn tiers_fill_up_again_and_can_be_switched_off() {
    let slack = Slack::start().await;
    let id = slack.workspace("Acme").channel("study").id();
    let api = Api::new(&slack);
    let ask = async || api.form("conversations.history", &[("channel", &id)]).await["ok"] == true;
    for _ in 0..50 {
        assert!(ask().await);
    }
    // A minute fills fifty: the time that the calls took may have filled some.
    let mut more = 0;
    while ask().await {
        more += 1;
    }
    assert!(more < 10, "{more}");
    slack.advance(Duration::from_secs(3));
    assert!(ask().await);
    slack.unlimited(true);
    for _ in 0..60 {
        assert!(ask().await || slack.tally().provoked > 0);
    }
}

#[tokio::test]
async fn a_call_before_an_ordered_time_is_provoked() {
    let slack = Slack::start().await;
    let study = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    slack.fault("chat.postMessage", Fault::Limited { seconds: 30 });
    assert_eq!(post(&api, &study).await, (429, Some(30)));
    assert_eq!(post(&api, &study).await.0, 429);
    assert_eq!(slack.tally().provoked, 1);
    slack.advance(Duration::from_secs(30));
    assert_eq!(post(&api, &study).await.0, 200);
    assert_eq!(slack.tally().provoked, 1);
    slack.until_calls("chat.postMessage", 3).await;
    assert_eq!(study.until_messages(1).await[0].user, BOT_USER);
}

#[tokio::test]
async fn each_workspace_of_an_organisation_is_counted_by_itself() {
    let slack = Slack::start_org().await;
    let (north, south) = (slack.workspace("North"), slack.workspace("South"));
    let busy: Vec<_> = (0..80).map(|number| north.channel(&number.to_string())).collect();
    let quiet = south.channel("study");
    let api = Api::new(&slack);
    for channel in busy.iter().cycle().take(320) {
        post(&api, channel).await;
    }
    assert!(slack.tally().limited > 0, "all were taken");
    assert_eq!(post(&api, &quiet).await.0, 200);
    let ask = async |channel: &Channel| {
        api.form("conversations.history", &[("channel", &channel.id())]).await["ok"] == true
    };
    while ask(&busy[0]).await {}
    assert!(!ask(&busy[1]).await && ask(&quiet).await);
}
