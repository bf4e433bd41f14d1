//! Events: what the app hears of people, channels, and its own installation.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::Bot;
use crate::support::slack::{BOT_USER, Slack};

#[tokio::test]
async fn a_message_comes_whole_and_as_slack_writes_it() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    let ts = ben.says(&channel, "1 < 2 & @Ben in #study: http://example.org/?a&b");
    let told = bot.takes().await;
    let event = &told["event"];
    let text = format!(
        "1 &lt; 2 &amp; <@{}> in <#{}|study>: <http://example.org/?a&amp;b>",
        ben.id(),
        channel.id()
    );
    assert_eq!((&event["text"], &event["ts"]), (&json!(text), &json!(ts)));
    assert_eq!((&event["channel_type"], &event["user"]), (&json!("channel"), &json!(ben.id())));
    assert_eq!((&told["team_id"], &told["type"]), (&json!(acme.id()), &json!("event_callback")));
    let authorization = &told["authorizations"][0];
    assert_eq!(
        (&authorization["user_id"], &authorization["team_id"]),
        (&json!(BOT_USER), &json!(acme.id()))
    );
    assert!(told["event_id"].as_str().unwrap().starts_with("Ev") && told["event_time"].is_i64());
    assert_eq!(event["event_ts"], ts);
}

#[tokio::test]
async fn a_mention_comes_twice_in_a_channel_and_once_in_a_direct_message() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.private_channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    ben.mentions(&channel, "quiz");
    let (first, second) = (bot.takes().await, bot.takes().await);
    assert_eq!(
        (&first["event"]["type"], &first["event"]["channel_type"]),
        (&json!("message"), &json!("group"))
    );
    assert_eq!(second["event"]["type"], "app_mention");
    assert_eq!(first["event"]["text"], format!("<@{BOT_USER}> quiz"));
    let root = channel.messages()[0].clone();
    ben.replies_mentioning(&root, "help");
    assert_eq!(bot.takes().await["event"]["thread_ts"], root.ts);
    assert_eq!(bot.takes_event("app_mention").await["event"]["thread_ts"], root.ts);
    ben.mentions(&ben.direct(), "hello");
    assert_eq!(bot.takes().await["event"]["channel_type"], "im");
    ben.says(&channel, "the end");
    assert_eq!(bot.takes().await["event"]["text"], "the end");
}

#[tokio::test]
async fn the_app_hears_itself_and_its_edits() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let mut bot = Bot::start(&slack).await;
    let ts = bot.api.say(&channel.id(), "Hello").await;
    assert_eq!(bot.takes().await["event"]["bot_id"], "B0000000001");
    let update = json!({ "channel": channel.id(), "ts": ts, "text": "Hello again" });
    bot.api.call("chat.update", update).await;
    let told = bot.takes().await;
    assert_eq!(told["event"]["subtype"], "message_changed");
    assert_eq!(told["event"]["message"]["text"], "Hello again");
    assert_eq!(told["event"]["previous_message"]["text"], "Hello");
    channel.delete_message(&channel.messages()[0]);
    let told = bot.takes().await;
    assert_eq!(
        (&told["event"]["subtype"], &told["event"]["deleted_ts"]),
        (&json!("message_deleted"), &json!(ts))
    );
}

#[tokio::test]
async fn the_app_hears_only_where_it_is_and_what_it_may() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let ben = acme.member("Ben");
    let (with, without) = (acme.channel("study"), acme.channel_without_app("random"));
    let group = ben.group_direct(&[&acme.member("Anna")]);
    let mut bot = Bot::start(&slack).await;
    ben.mentions(&without, "unheard");
    ben.says(&group, "unheard");
    slack.subscribe(&["app_mention", "message.channels"]);
    ben.says(&ben.direct(), "unheard");
    slack.revoke_scope("app_mentions:read");
    ben.mentions(&with, "once");
    ben.says(&with, "the end");
    assert_eq!(bot.takes().await["event"]["type"], "message");
    assert_eq!(bot.takes().await["event"]["text"], "the end");
}

#[tokio::test]
async fn channels_tell_who_comes_and_goes_and_that_they_close() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let secret = acme.private_channel("secret");
    let mut bot = Bot::start(&slack).await;
    let next = async |bot: &mut Bot| -> Value { bot.takes().await["event"].clone() };
    channel.dismiss(&ben);
    let event = next(&mut bot).await;
    assert_eq!((&event["type"], &event["user"]), (&json!("member_left_channel"), &json!(ben.id())));
    channel.welcome(&ben);
    assert_eq!(next(&mut bot).await["type"], "member_joined_channel");
    channel.archive();
    assert_eq!(next(&mut bot).await["type"], "channel_archive");
    channel.unarchive();
    assert_eq!(next(&mut bot).await["type"], "channel_unarchive");
    // Who is removed does not hear `member_left_channel`.
    channel.kick_app();
    assert_eq!(next(&mut bot).await["type"], "channel_left");
    assert_eq!(next(&mut bot).await["user"], "USLACKBOT");
    channel.invite_app();
    let event = next(&mut bot).await;
    assert_eq!(
        (&event["type"], &event["user"]),
        (&json!("member_joined_channel"), &json!(BOT_USER))
    );
    secret.archive();
    assert_eq!(next(&mut bot).await["type"], "group_archive");
    secret.kick_app();
    assert_eq!(next(&mut bot).await["type"], "group_left");
    next(&mut bot).await;
    channel.delete();
    assert_eq!(next(&mut bot).await["type"], "channel_deleted");
    ben.set_zone("Asia/Tokyo");
    assert_eq!(next(&mut bot).await["user"]["tz"], "Asia/Tokyo");
}

#[tokio::test]
async fn the_end_of_an_installation_is_told() {
    let slack = Slack::start().await;
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    acme.uninstall_app();
    assert_eq!(bot.takes().await["event"]["type"], "tokens_revoked");
    assert_eq!(bot.takes().await["event"]["type"], "app_uninstalled");
    ben.says(&channel, "unheard");
    let failed = ben.slash(&channel, "/quiz", "").await.failed();
    assert_eq!(failed.as_deref(), Some("the app is not installed"));
    acme.reinstall();
    ben.says(&channel, "heard");
    assert_eq!(bot.takes().await["event"]["text"], "heard");
    slack.revoke_tokens();
    assert_eq!(bot.takes().await["event"]["type"], "tokens_revoked");
    assert_eq!(slack.home_workspace().id(), acme.id());
}
