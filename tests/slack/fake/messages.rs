//! Messages: where they may stand, who sees them, and how they change.

use serde_json::json;

use super::bot::{Api, Bot, error, question};
use crate::support::slack::{Shown, Slack};

#[tokio::test]
async fn a_message_stands_where_the_app_is() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (here, there) = (acme.channel("study"), acme.channel_without_app("random"));
    let (closed, foreign) = (acme.channel("old"), slack.workspace("Other").channel("theirs"));
    let (secret, ben) = (acme.private_channel("secret"), acme.member("Ben"));
    closed.archive();
    secret.kick_app();
    let api = Api::new(&slack);
    let post = async |channel: &str| {
        api.call("chat.postMessage", json!({ "channel": channel, "text": "x" })).await
    };
    assert_eq!(post(&here.id()).await["message"]["bot_id"], "B0000000001");
    assert_eq!(error(&post(&there.id()).await), "not_in_channel");
    assert_eq!(error(&post(&closed.id()).await), "is_archived");
    assert_eq!(error(&post(&foreign.id()).await), "channel_not_found");
    assert_eq!(error(&post(&secret.id()).await), "channel_not_found");
    let direct = post(&ben.id()).await;
    assert_eq!(direct["channel"], ben.direct().id());
    there.invite_app();
    closed.unarchive();
    assert_eq!(post(&there.id()).await["ok"], true);
    assert_eq!(post(&closed.id()).await["ok"], true);
    ben.deactivate();
    assert_eq!(error(&post(&ben.direct().id()).await), "user_disabled");
    let group = ben.group_direct(&[&acme.member("Anna")]);
    assert_eq!(error(&post(&group.id()).await), "channel_not_found");
    here.delete();
    assert_eq!(error(&post(&here.id()).await), "channel_not_found");
}

#[tokio::test]
async fn a_message_says_something_of_a_certain_length_and_can_be_read_aloud() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study").id();
    let api = Api::new(&slack);
    slack.unlimited(true);
    slack.want_violations();
    let empty = json!({ "channel": channel });
    assert_eq!(error(&api.call("chat.postMessage", empty).await), "no_text");
    let long = json!({ "channel": channel, "text": "x".repeat(40_001) });
    assert_eq!(error(&api.call("chat.postMessage", long).await), "msg_too_long");
    let silent = json!({ "channel": channel, "blocks": question() });
    assert_eq!(api.call("chat.postMessage", silent).await["ok"], true);
    assert!(slack.violations().last().unwrap().contains("read aloud"));
    let linked = json!({ "channel": channel, "text": "x", "link_names": true });
    api.call("chat.postMessage", linked).await;
    assert!(slack.violations().last().unwrap().contains("names to be linked"));
    let large = json!({ "channel": channel, "text": "x",
        "metadata": { "event_type": "t", "event_payload": { "a": "x".repeat(2_000) } } });
    assert_eq!(error(&api.call("chat.postMessage", large).await), "metadata_too_large");
    let odd = json!({ "channel": channel, "text": "x", "metadata": { "event_type": "t" } });
    assert_eq!(error(&api.call("chat.postMessage", odd).await), "invalid_metadata_format");
}

#[tokio::test]
async fn an_ephemeral_message_is_for_a_member_of_the_channel() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben, anna) = (acme.channel("study"), acme.member("Ben"), acme.member("Anna"));
    let bot = Bot::start(&slack).await;
    let whisper = async |user: &str, thread: Option<&str>| {
        let args =
            json!({ "channel": channel.id(), "user": user, "text": "psst", "thread_ts": thread });
        bot.api.call("chat.postEphemeral", args).await
    };
    let ts = whisper(&ben.id(), None).await["message_ts"].as_str().unwrap().to_owned();
    assert_eq!((channel.messages().len(), channel.seen_by(&anna).len()), (0, 0));
    let seen = channel.whispers(&ben, "psst").await;
    assert!(seen.is_ephemeral() && seen.ts == ts);
    channel.dismiss(&anna);
    assert_eq!(error(&whisper(&anna.id(), None).await), "user_not_in_channel");
    let update = json!({ "channel": channel.id(), "ts": ts, "text": "louder" });
    assert_eq!(error(&bot.api.call("chat.update", update).await), "message_not_found");
    // In a thread it is seen only once the thread is active.
    let root = bot.api.say(&channel.id(), "A question").await;
    assert_eq!(whisper(&ben.id(), Some(&root)).await["ok"], true);
    assert_eq!(channel.seen_by(&ben).len(), 2);
    let root = channel.messages()[0].clone();
    ben.replies(&root, "Hm");
    whisper(&ben.id(), Some(&root.ts)).await;
    assert_eq!(channel.seen_by(&ben).len(), 3);
}

#[tokio::test]
async fn a_thread_has_a_root_that_is_there() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let api = Api::new(&slack);
    slack.unlimited(true);
    let root = api.say(&channel.id(), "A question").await;
    let reply = async |thread: &str| {
        let args = json!({ "channel": channel.id(), "text": "Yes", "thread_ts": thread });
        api.call("chat.postMessage", args).await
    };
    let ts = reply(&root).await["ts"].as_str().unwrap().to_owned();
    let seen = channel.messages()[0].clone();
    assert_eq!((channel.messages().len(), channel.thread(&seen).len()), (1, 1));
    assert_eq!(channel.everything().len(), 2);
    slack.want_violations();
    assert_eq!(reply(&ts).await["ok"], true);
    assert!(slack.violations()[0].contains("a reply to a reply"));
    channel.delete_message(&seen);
    assert_eq!(error(&reply(&root).await), "thread_not_found");
    let said = ben.says(&channel, "Hello");
    assert_eq!(reply(&said).await["ok"], true);
    assert_eq!(channel.sees("Yes").await.text(), "Yes");
}

#[tokio::test]
async fn only_what_the_app_wrote_can_be_changed() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let api = Api::new(&slack);
    let theirs = ben.says(&channel, "Hello");
    let posted = json!({ "channel": channel.id(), "text": "Old", "blocks": question() });
    let own = api.call("chat.postMessage", posted).await["ts"].as_str().unwrap().to_owned();
    let update = async |ts: &str| {
        api.call("chat.update", json!({ "channel": channel.id(), "ts": ts, "text": "New" })).await
    };
    assert_eq!(error(&update(&theirs).await), "cant_update_message");
    assert_eq!(error(&update("1700000000.000001").await), "message_not_found");
    assert_eq!(channel.messages()[1].buttons(), ["Yes"]);
    assert_eq!(channel.messages()[1].text(), "*2 < 3*?");
    assert_eq!(update(&own).await["message"]["edited"]["user"], "B0000000001");
    // Without blocks the old ones are gone.
    assert!(channel.messages()[1].buttons().is_empty());
    assert_eq!(channel.messages()[1].fallback(), "New");
    let delete = async |ts: &str| {
        api.call("chat.delete", json!({ "channel": channel.id(), "ts": ts })).await
    };
    assert_eq!(error(&delete(&theirs).await), "cant_delete_message");
    assert_eq!(delete(&own).await["ok"], true);
    assert_eq!(error(&delete(&own).await), "message_not_found");
    let id = channel.id();
    let asked = [("channel", id.as_str()), ("message_ts", theirs.as_str())];
    let link = api.form("chat.getPermalink", &asked).await;
    let wanted = format!("https://acme.slack.com/archives/{}/p", channel.id());
    assert!(link["permalink"].as_str().unwrap().starts_with(&wanted));
}

#[tokio::test]
async fn names_must_not_ping_and_signs_are_escaped() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study").id();
    let api = Api::new(&slack);
    slack.unlimited(true);
    let fine = [
        "&amp; &lt; &gt;",
        "> a quote",
        "<https://example.org|here>",
        "<!date^1700000000^{ago}|then>",
        "<#C0000000001|study>",
        "@channel is a word",
    ];
    for text in fine {
        api.say(&channel, text).await;
    }
    assert!(slack.violations().is_empty());
    slack.want_violations();
    let wrong = [
        "<!channel>",
        "<!here|here>",
        "<!everyone>",
        "<@U123>",
        "<!subteam^S1>",
        "a & b",
        "1 < 2",
        "2 > 1",
        "&nbsp;",
    ];
    for (count, text) in wrong.into_iter().enumerate() {
        api.say(&channel, text).await;
        assert_eq!(slack.violations().len(), count + 1, "{text}");
    }
    let block = json!([{ "type": "section", "text": { "type": "mrkdwn", "text": "<!here> you" } }]);
    let args = json!({ "channel": channel, "text": "x", "blocks": block });
    api.call("chat.postMessage", args).await;
    assert!(slack.violations().last().unwrap().contains("in a block's text: <!here> would ping"));
}
