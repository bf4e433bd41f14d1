//! Commands and clicks: what the app is told, and what people see of its answers.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Bot, question};
use crate::support::slack::{Channel, Member, Shown, Slack};

/// A workspace with a channel, a person and a bot.
async fn set_up(slack: &Slack) -> (Channel, Member, Bot) {
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    (acme.channel("study"), acme.member("Ben"), Bot::start(slack).await)
}

#[tokio::test]
async fn a_command_says_all_that_slack_says() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let options = [("time", "09:00"), ("note", "for @Ben & all")];
    let (answered, payload) =
        tokio::join!(ben.command(&channel, "daily set", &options), bot.takes());
    let text = format!("daily set time:09:00 note:\"for <@{}|ben> &amp; all\"", ben.id());
    assert_eq!((&payload["command"], &payload["text"]), (&json!("/studyhall"), &json!(text)));
    for name in ["team_id", "team_domain", "channel_id", "user_id", "api_app_id", "trigger_id"] {
        assert!(payload[name].is_string(), "{name}");
    }
    assert_eq!((&payload["channel_name"], &payload["user_name"]), (&json!("study"), &json!("ben")));
    assert_eq!(payload["is_enterprise_install"], "false");
    assert!(answered.is_quiet() && answered.failed().is_none());
    let direct = ben.direct();
    let (_, payload) = tokio::join!(ben.slash(&direct, "/quiz", ""), bot.takes());
    assert_eq!(payload["channel_name"], "directmessage");
    slack.slash_commands(&["studyhall"]);
    let unknown = ben.slash(&channel, "/quiz", "").await;
    assert_eq!(unknown.failed().as_deref(), Some("/quiz is not a command here"));
}

#[tokio::test]
async fn an_answer_comes_by_the_response_address_five_times_for_half_an_hour() {
    let slack = Slack::start().await;
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel_without_app("random"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    let (answered, command) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes().await;
        let told = bot.api.respond(&command, json!({ "text": "For you" })).await;
        assert_eq!(told, (200, "ok".to_owned()));
        command
    });
    let seen = answered.seen();
    assert!(seen.is_ephemeral() && seen.text() == "For you");
    let public = json!({ "text": "For all", "response_type": "in_channel" });
    bot.api.respond(&command, public).await;
    assert_eq!(channel.messages()[0].text(), "For all");
    // A command has no message that could be replaced: a new one comes.
    bot.api.respond(&command, json!({ "text": "Instead", "replace_original": true })).await;
    assert_eq!(channel.seen_by(&ben).len(), 3);
    for _ in 0..2 {
        assert_eq!(bot.api.respond(&command, json!({ "text": "More" })).await.0, 200);
    }
    let (status, body) = bot.api.respond(&command, json!({ "text": "Too much" })).await;
    assert_eq!((status, body.contains("used_url")), (404, true));
    let (_, later) = tokio::join!(ben.slash(&channel, "/quiz", ""), bot.takes());
    slack.advance(Duration::from_secs(30 * 60 + 1));
    let (status, body) = bot.api.respond(&later, json!({ "text": "Too late" })).await;
    assert_eq!((status, body.contains("expired_url")), (404, true));
    slack.want_violations();
    let (_, odd) = tokio::join!(ben.slash(&channel, "/quiz", ""), bot.takes());
    bot.api.respond(&odd, json!({ "text": "x", "colour": "red", "response_type": "loud" })).await;
    assert_eq!(slack.violations().len(), 2);
}

#[tokio::test]
async fn a_command_can_be_answered_in_its_acknowledgement() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let (answered, ()) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let envelope = bot.hears().await;
        assert_eq!(envelope["accepts_response_payload"], true);
        bot.acks_with(&envelope, json!({ "text": "At once" })).await;
    });
    assert_eq!(answered.seen().text(), "At once");
    assert_eq!((slack.tally().acks, slack.tally().sent("slash_commands")), (1, 1));
    assert!(slack.tally().latencies.within(1_000) < Duration::from_secs(3));
}

#[tokio::test]
async fn a_click_says_where_it_was_and_its_message_can_be_replaced() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let post = json!({ "channel": channel.id(), "text": "Q", "blocks": question() });
    bot.api.call("chat.postMessage", post).await;
    let seen = channel.sees("2 < 3").await;
    assert_eq!(seen.buttons(), ["Yes"]);
    let (answered, click) = tokio::join!(ben.click(&seen, "Yes"), async {
        let click = bot.takes_act().await;
        let instead = json!({ "text": "Answered", "replace_original": true });
        bot.api.respond(&click, instead).await;
        click
    });
    assert_eq!(
        (&click["type"], &click["actions"][0]["value"]),
        (&json!("block_actions"), &json!("yes"))
    );
    assert_eq!(click["actions"][0]["block_id"], seen.blocks[1]["block_id"]);
    assert!(click["actions"][0]["action_ts"].is_string());
    assert_eq!(
        click["container"],
        json!({ "type": "message", "message_ts": seen.ts,
        "channel_id": channel.id(), "is_ephemeral": false })
    );
    assert_eq!(
        (&click["message"]["ts"], &click["user"]["id"]),
        (&json!(seen.ts), &json!(ben.id()))
    );
    assert_eq!(click["team"]["domain"], "acme");
    assert_eq!(
        (answered.seen().ts, answered.seen().text()),
        (seen.ts.clone(), "Answered".to_owned())
    );
    // What was seen before can still be clicked by who has not looked again.
    let (_, click) = tokio::join!(ben.choose(&seen, "Maybe"), bot.takes_act());
    assert_eq!(click["actions"][0]["selected_option"]["value"], "maybe");
    let block = seen.blocks[1]["block_id"].as_str().unwrap();
    assert_eq!(click["state"]["values"][block]["choose"]["selected_option"]["value"], "maybe");
    let (gone, ()) = tokio::join!(ben.click(&seen, "Yes"), async {
        let click = bot.takes_act().await;
        bot.api.respond(&click, json!({ "delete_original": true })).await;
    });
    assert!(gone.is_gone() && channel.messages().is_empty());
}

#[tokio::test]
async fn an_ephemeral_message_is_told_by_its_container_alone() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let (answered, ()) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes().await;
        bot.api.respond(&command, json!({ "text": "Q", "blocks": question() })).await;
    });
    let seen = answered.seen();
    let (answered, click) = tokio::join!(ben.click(&seen, "Yes"), async {
        let click = bot.takes().await;
        bot.api.respond(&click, json!({ "text": "Right", "replace_original": true })).await;
        click
    });
    assert_eq!((&click["container"]["is_ephemeral"], click.get("message")), (&json!(true), None));
    assert_eq!((answered.seen().ts, answered.messages().len()), (seen.ts, 1));
    assert_eq!(answered.sees("Right").await.text(), "Right");
    assert_eq!(channel.seen_by(&ben).len(), 1);
}

#[tokio::test]
async fn what_is_a_persons_own_comes_before_what_is_near() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let (answered, ()) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes().await;
        bot.api.say(&channel.id(), "For all").await;
        let whisper = json!({ "channel": channel.id(), "user": ben.id(), "text": "For you" });
        bot.api.call("chat.postEphemeral", whisper).await;
        assert_eq!(command["user_id"], ben.id());
    });
    assert_eq!(answered.seen().text(), "For you");
    let all: Vec<String> =
        answered.messages().iter().map(crate::support::slack::Seen::text).collect();
    assert_eq!(all, ["For you", "For all"]);
}

#[tokio::test]
async fn a_home_is_published_to_one_person_and_can_be_clicked() {
    let slack = Slack::start().await;
    let (_, ben, mut bot) = set_up(&slack).await;
    let home = |text: &str| -> Value {
        let picker = json!({ "type": "actions", "block_id": "when", "elements": [
            { "type": "timepicker", "action_id": "at", "initial_time": "09:00" },
            { "type": "button", "action_id": "go",
                "text": { "type": "plain_text", "text": "Go" } }] });
        json!({ "type": "home", "blocks": [
            { "type": "section", "text": { "type": "mrkdwn", "text": text } }, picker] })
    };
    let (opened, ()) = tokio::join!(ben.opens_home(), async {
        let event = bot.takes().await["event"].clone();
        assert_eq!((&event["type"], &event["tab"]), (&json!("app_home_opened"), &json!("home")));
        assert_eq!(event.get("view"), None);
        let args = json!({ "user_id": ben.id(), "view": home("Welcome") });
        assert_eq!(bot.api.call("views.publish", args).await["ok"], true);
    });
    let opened = opened.unwrap();
    assert_eq!((opened.text().as_str(), opened.buttons()), ("Welcome", vec!["Go".to_owned()]));
    let (answered, click) = tokio::join!(ben.pick(&opened, "at", "18:30"), async {
        let click = bot.takes().await;
        let stale = json!({ "user_id": ben.id(), "view": home("Late"), "hash": "0.0" });
        assert_eq!(bot.api.call("views.publish", stale).await["error"], "hash_conflict");
        let args = json!({ "view_id": click["view"]["id"], "hash": click["view"]["hash"],
            "view": home("Saved") });
        assert_eq!(bot.api.call("views.update", args).await["ok"], true);
        click
    });
    assert_eq!(click["actions"][0]["selected_time"], "18:30");
    assert_eq!(click["view"]["state"]["values"]["when"]["at"]["selected_time"], "18:30");
    assert_eq!(click["container"], json!({ "type": "view", "view_id": opened.id }));
    assert!(click.get("response_url").is_none() && click.get("channel").is_none());
    assert_eq!(
        (answered.view().text(), ben.home().unwrap().text()),
        ("Saved".into(), "Saved".into())
    );
    ben.opens_messages();
    let event = bot.takes().await["event"].clone();
    assert_eq!((&event["tab"], &event["view"]["type"]), (&json!("messages"), &json!("home")));
}

#[tokio::test]
async fn what_is_seen_is_timed_from_what_was_done() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let thinking = Duration::from_millis(120);
    let (answered, ()) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes().await;
        tokio::time::sleep(thinking).await;
        bot.api.respond(&command, json!({ "text": "For you" })).await;
    });
    let took = answered.took();
    // The person goes on looking for a while, which is no part of it.
    assert!(took >= thinking && took < Duration::from_secs(1), "{took:?}");
    let before = slack.fresh_tally();
    assert_eq!((before.latencies.total(), before.acks), (1, 1));
    assert_eq!((slack.tally().latencies.total(), slack.tally().acks), (0, 1));
}
