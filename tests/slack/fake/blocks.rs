//! Blocks: what Slack refuses, and what it would take and nobody should send.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Api, Bot, error, form, line};
use crate::support::slack::{Shown, Slack};

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } })
}

fn button(id: &str, label: &str) -> Value {
    json!({ "type": "button", "action_id": id, "text": plain(label) })
}

fn menu(value: &str) -> Value {
    json!({ "type": "static_select", "action_id": "choose", "placeholder": plain("Choose"),
        "options": [{ "text": plain("One"), "value": value }] })
}

fn actions(elements: &Value) -> Value {
    json!({ "type": "actions", "elements": elements })
}

/// Messages that are wrong, each with words of the reason.
fn wrong() -> Vec<(Value, &'static str)> {
    let mut coloured = section("x");
    coloured["colour"] = json!("red");
    let (mut one, mut two) = (section("x"), section("y"));
    (one["block_id"], two["block_id"]) = (json!("same"), json!("same"));
    let mut noisy = section("x");
    noisy["text"]["emoji"] = json!(true);
    let long: Vec<Value> = (0..5).map(|_| section(&"x".repeat(2_900))).collect();
    vec![
        (json!([coloured]), "section has no `colour`"),
        (json!([noisy]), "text has no `emoji`"),
        (json!([one, two]), "block_id same a second time"),
        (json!([actions(&json!([button("a", "A"), button("a", "B")]))]), "action_id a a second"),
        (json!([section(&"x".repeat(3_001))]), "length"),
        (json!([section("")]), "an empty text"),
        (json!([{ "type": "poll" }]), "no block \"poll\""),
        (
            json!([actions(&json!([{ "type": "slider", "action_id": "s" }]))]),
            "no element \"slider\"",
        ),
        (json!([actions(&json!([button("a", &"x".repeat(76))]))]), "length"),
        (json!([actions(&json!([menu(&"x".repeat(76))]))]), "more than 75 characters"),
        (json!([{ "type": "header", "text": { "type": "mrkdwn", "text": "x" } }]), "plain"),
        (json!([{ "type": "image", "image_url": "https://example.org/a.png" }]), "alt_text"),
        (json!([line("answer")]), "an input in a message"),
        (json!(long), "msg_blocks_too_long"),
        (json!((0..51).map(|_| section("x")).collect::<Vec<_>>()), "51 blocks"),
    ]
}

#[tokio::test]
async fn what_is_wrong_with_blocks_is_told_and_refused() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    slack.want_violations();
    slack.unlimited(true);
    for (blocks, reason) in wrong() {
        let args = json!({ "channel": channel.id(), "text": "x", "blocks": blocks });
        let refused = api.call("chat.postMessage", args).await;
        assert_eq!(error(&refused), "invalid_blocks", "{reason}");
        assert!(
            refused["errors"].to_string().contains(&reason.replace('"', "\\\"")),
            "{reason}: {refused}"
        );
    }
    let none = json!({ "channel": channel.id(), "text": "x", "blocks": {} });
    assert_eq!(error(&api.call("chat.postMessage", none).await), "invalid_blocks_format");
    assert_eq!(slack.violations().len(), wrong().len() + 1);
    assert!(channel.messages().is_empty());
}

#[tokio::test]
async fn what_is_right_is_taken_and_read() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    let mut accessory = section("With *more*");
    accessory["accessory"] = menu("one");
    let mut fields = section("a");
    fields["fields"] = json!([plain("left"), { "type": "mrkdwn", "text": "a &lt; b" }]);
    let blocks = json!([
        { "type": "header", "text": plain("Top") },
        fields, accessory, { "type": "divider" },
        { "type": "context", "elements": [plain("small"),
            { "type": "mrkdwn", "text": "<!date^1700000000^{ago}|then>" }] },
        actions(&json!([button("a", "Go")])),
    ]);
    let args = json!({ "channel": channel.id(), "text": "Top", "blocks": blocks });
    assert_eq!(api.call("chat.postMessage", args).await["ok"], true);
    let seen = channel.messages().pop().unwrap();
    assert_eq!(seen.text(), "Top\na\nleft\na < b\nWith *more*\nsmall\nthen");
    assert_eq!((seen.buttons(), seen.choices()), (vec!["Go".to_owned()], vec!["One".to_owned()]));
    assert!(seen.blocks.iter().all(|block| block["block_id"].is_string()));
}

#[tokio::test]
async fn forms_and_homes_have_rules_of_their_own() {
    let slack = Slack::start().await;
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    slack.want_violations();
    let fine = form(&json!([line("answer")]));
    let with = |name: &str, value: Value| {
        let mut view = fine.clone();
        view[name] = value;
        view
    };
    let mut without = fine.clone();
    without.as_object_mut().unwrap().remove("submit");
    let wrong = [
        (with("title", plain(&"x".repeat(25))), "length"),
        (with("private_metadata", json!("x".repeat(3_001))), "length"),
        (with("colour", json!("red")), "modal has no `colour`"),
        (with("type", json!("home")), "instead of modal"),
        (with("submit", plain(&"x".repeat(25))), "length"),
        (without, "submit"),
    ];
    let count = wrong.len();
    for (view, reason) in wrong {
        let (_, ()) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
            let command = bot.takes().await;
            let args = json!({ "trigger_id": command["trigger_id"], "view": view });
            let refused = bot.api.call("views.open", args).await;
            assert_eq!(error(&refused), "invalid_arguments", "{reason}");
            assert!(refused["errors"].to_string().contains(reason), "{reason}: {refused}");
        });
    }
    let home = json!({ "type": "home", "blocks": [], "title": plain("x") });
    let args = json!({ "user_id": ben.id(), "view": home });
    assert_eq!(error(&bot.api.call("views.publish", args).await), "invalid_arguments");
    assert_eq!(slack.violations().len(), count + 1);
}
