//! Forms: opened by a trigger, filled in, sent in, and what comes of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Bot, error, field, form, line, question};
use crate::support::slack::{Answered, Channel, KEEP, Member, Modal, Slack};

async fn set_up(slack: &Slack) -> (Channel, Member, Bot) {
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    (acme.channel("study"), acme.member("Ben"), Bot::start(slack).await)
}

/// Opens a form by a command.
async fn opened(ben: &Member, channel: &Channel, bot: &mut Bot, view: Value) -> Modal {
    let (answered, ()) = tokio::join!(ben.slash(channel, "/quiz", ""), async {
        let command = bot.takes_act().await;
        let args = json!({ "trigger_id": command["trigger_id"], "view": view });
        let answer = bot.api.call("views.open", args).await;
        assert_eq!(answer["ok"], true, "{answer}");
    });
    answered.modal()
}

/// Sends a form in, and answers with this; what the app was told comes along.
async fn sent(
    ben: &Member,
    bot: &mut Bot,
    modal: &Modal,
    values: &[&str],
    answer: Option<Value>,
) -> (Answered, Value) {
    tokio::join!(ben.submit(modal, values), async {
        let envelope = bot.hears().await;
        match answer {
            Some(answer) => bot.acks_with(&envelope, answer).await,
            None => bot.acks(&envelope).await,
        }
        envelope["payload"].clone()
    })
}

#[tokio::test]
async fn a_trigger_works_once_and_for_three_seconds() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let open = async |bot: &Bot, trigger: &Value| {
        let args = json!({ "trigger_id": trigger, "view": form(&json!([line("a")])) });
        bot.api.call("views.open", args).await
    };
    let (answered, command) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes().await;
        assert_eq!(open(&bot, &command["trigger_id"]).await["ok"], true);
        command
    });
    assert_eq!(
        (answered.modal().title(), answered.modal().callback_id()),
        ("A form".into(), "form".into())
    );
    assert_eq!(error(&open(&bot, &command["trigger_id"]).await), "exchanged_trigger_id");
    let (_, command) = tokio::join!(ben.slash(&channel, "/quiz", ""), bot.takes());
    slack.advance(Duration::from_secs(4));
    assert_eq!(error(&open(&bot, &command["trigger_id"]).await), "expired_trigger_id");
    assert_eq!(error(&open(&bot, &json!("1.2.3")).await), "invalid_trigger_id");
}

#[tokio::test]
async fn fields_of_all_kinds_are_filled_in_as_a_person_does() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let option =
        |text: &str| json!({ "text": { "type": "plain_text", "text": text }, "value": text });
    let mut optional = field("files", json!({ "type": "file_input" }));
    optional["optional"] = json!(true);
    let mut box_ = field("sure", json!({ "type": "checkboxes", "options": [option("yes")] }));
    box_["optional"] = json!(true);
    let view = form(&json!([
        { "type": "section", "text": { "type": "mrkdwn", "text": "Say" } },
        field("text", json!({ "type": "plain_text_input", "initial_value": "old" })),
        field("number", json!({ "type": "number_input", "is_decimal_allowed": false,
            "min_value": "1", "max_value": "25" })),
        field("deck", json!({ "type": "static_select", "options": [option("Capitals")] })),
        field("at", json!({ "type": "timepicker" })),
        field("day", json!({ "type": "datepicker" })),
        field("who", json!({ "type": "users_select" })),
        box_, optional,
    ]));
    let modal = opened(&ben, &channel, &mut bot, view).await;
    assert_eq!(modal.labels()[..3], ["text", "number", "deck"]);
    assert_eq!(
        (modal.submit_label(), modal.private_metadata()),
        (Some("Send".into()), "kept".into())
    );
    assert!(modal.text().starts_with("Say\ntext") && modal.values()[0] == "old");
    let wrong = ben.submit(&modal, &[KEEP, "26", "Capitals", "9 o'clock", "", "Ben"]).await;
    let fields: Vec<String> = wrong.errors().into_keys().collect();
    assert_eq!(fields, ["at", "day", "number"]);
    let right = [KEEP, "5", "Capitals", "09:30", "2027-06-01", "Ben", "yes"];
    let (answered, told) = sent(&ben, &mut bot, &modal, &right, None).await;
    assert!(answered.closed() && !modal.is_open());
    let values = &told["view"]["state"]["values"];
    assert_eq!(values["text"]["value"], json!({ "type": "plain_text_input", "value": "old" }));
    assert_eq!(values["number"]["value"]["value"], "5");
    assert_eq!(values["deck"]["value"]["selected_option"]["value"], "Capitals");
    assert_eq!(values["at"]["value"]["selected_time"], "09:30");
    assert_eq!(values["day"]["value"]["selected_date"], "2027-06-01");
    assert_eq!(values["who"]["value"]["selected_user"], ben.id());
    assert_eq!(values["sure"]["value"]["selected_options"][0]["value"], "yes");
    assert_eq!(values["files"]["value"]["files"], json!([]));
    assert_eq!(
        (&told["type"], &told["view"]["callback_id"]),
        (&json!("view_submission"), &json!("form"))
    );
}

#[tokio::test]
async fn an_acknowledgement_decides_what_becomes_of_a_form() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let modal = opened(&ben, &channel, &mut bot, form(&json!([line("a")]))).await;
    let errors = json!({ "response_action": "errors", "errors": { "a": "Not so." } });
    let (answered, _) = sent(&ben, &mut bot, &modal, &["x"], Some(errors)).await;
    assert_eq!(answered.errors()["a"], "Not so.");
    assert!(modal.is_open() && !answered.closed());
    let other = json!({ "response_action": "update", "view": form(&json!([line("b")])) });
    let (answered, _) = sent(&ben, &mut bot, &modal, &["x"], Some(other)).await;
    assert_eq!(
        (answered.modal().labels(), answered.modal().id),
        (vec!["b".into()], modal.id.clone())
    );
    let upon = json!({ "response_action": "push", "view": form(&json!([line("c")])) });
    let (answered, _) = sent(&ben, &mut bot, &modal.now(), &["x"], Some(upon)).await;
    let top = answered.modal();
    assert!(top.labels() == ["c"] && modal.is_open());
    let clear = json!({ "response_action": "clear" });
    let (answered, _) = sent(&ben, &mut bot, &top, &["x"], Some(clear)).await;
    assert!(answered.closed() && !modal.is_open());
    slack.want_violations();
    let modal = opened(&ben, &channel, &mut bot, form(&json!([line("a")]))).await;
    let nowhere = json!({ "response_action": "errors", "errors": { "z": "Not so." } });
    sent(&ben, &mut bot, &modal, &["x"], Some(nowhere)).await;
    assert!(slack.violations()[0].contains("no field z"));
}

#[tokio::test]
async fn a_form_is_pushed_updated_and_closed() {
    let slack = Slack::start().await;
    let (channel, ben, mut bot) = set_up(&slack).await;
    let mut blocks = question();
    blocks.as_array_mut().unwrap().push(line("a"));
    let mut view = form(&blocks);
    view["notify_on_close"] = json!(true);
    let first = opened(&ben, &channel, &mut bot, view.clone()).await;
    let mut top = first.clone();
    for depth in 2..=4 {
        let (answered, told) = tokio::join!(ben.click(&top, "Yes"), async {
            let click = bot.takes().await;
            assert_eq!(click["container"]["view_id"], top.id);
            let args = json!({ "trigger_id": click["trigger_id"], "view": view });
            bot.api.call("views.push", args).await
        });
        if depth == 4 {
            assert_eq!(error(&told), "push_limit_reached");
            break;
        }
        top = answered.modal();
        assert_eq!(told["view"]["root_view_id"], first.id);
    }
    let change = async |bot: &Bot, hash: &str| {
        let args = json!({ "view_id": top.id, "hash": hash, "view": form(&json!([line("b")])) });
        bot.api.call("views.update", args).await
    };
    assert_eq!(error(&change(&bot, "1.2").await), "hash_conflict");
    assert_eq!(change(&bot, &top.hash).await["ok"], true);
    assert_eq!(top.now().labels(), ["b"]);
    let args = json!({ "view_id": "V404", "view": form(&json!([line("b")])) });
    assert_eq!(error(&bot.api.call("views.update", args).await), "not_found");
    ben.close(&first);
    let told = bot.takes().await;
    assert_eq!((&told["type"], &told["is_cleared"]), (&json!("view_closed"), &json!(false)));
    assert!(!first.is_open());
}

#[tokio::test]
async fn a_shortcut_opens_a_form_too() {
    let slack = Slack::start().await;
    let (_, ben, mut bot) = set_up(&slack).await;
    let (answered, told) = tokio::join!(ben.shortcut("start_quiz"), async {
        let told = bot.takes().await;
        let args = json!({ "trigger_id": told["trigger_id"], "view": form(&json!([line("a")])) });
        bot.api.call("views.open", args).await;
        told
    });
    assert_eq!((&told["type"], &told["callback_id"]), (&json!("shortcut"), &json!("start_quiz")));
    assert_eq!(answered.modal().labels(), ["a"]);
}
