//! Files: sent in three steps, shown in blocks, given in forms.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Api, Bot, error, field, form};
use crate::support::slack::{BOT_TOKEN, Hub, Slack};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

/// Sends a file as far as its bytes; its id.
async fn send(api: &Api, name: &str, bytes: &[u8]) -> String {
    let asked = json!({ "filename": name, "length": bytes.len() });
    let answer = api.call("files.getUploadURLExternal", asked).await;
    let sent = api.client.post(answer["upload_url"].as_str().unwrap()).body(bytes.to_vec());
    assert!(sent.send().await.unwrap().status().is_success());
    answer["file_id"].as_str().unwrap().to_owned()
}

async fn complete(api: &Api, id: &str, channel: Option<&str>) -> Value {
    let args = json!({ "files": [{ "id": id, "title": "A board" }], "channel_id": channel });
    api.call("files.completeUploadExternal", args).await
}

async fn show(api: &Api, channel: &str, id: &str) -> Value {
    let blocks = json!([{ "type": "image", "slack_file": { "id": id }, "alt_text": "A board" }]);
    api.call("chat.postMessage", json!({ "channel": channel, "text": "x", "blocks": blocks })).await
}

#[tokio::test]
async fn a_picture_can_be_shown_once_it_is_complete_and_processed() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    slack.process_pictures_for(Duration::from_secs(2));
    let id = send(&api, "board.png", PNG).await;
    assert_eq!(complete(&api, &id, None).await["files"][0]["title"], "A board");
    assert_eq!(error(&show(&api, &channel.id(), &id).await), "invalid_blocks");
    assert!(slack.violations().is_empty(), "to be early is no mistake");
    slack.advance(Duration::from_secs(2));
    assert_eq!(show(&api, &channel.id(), &id).await["ok"], true);
    assert_eq!(channel.messages()[0].text(), "[A board]");
    assert_eq!(api.form("files.info", &[("file", &id)]).await["file"]["mimetype"], "image/png");
    slack.want_violations();
    let unfinished = send(&api, "board.png", PNG).await;
    let text = send(&api, "notes.png", b"no picture").await;
    complete(&api, &text, None).await;
    for id in ["F404", &unfinished, &text] {
        assert_eq!(error(&show(&api, &channel.id(), id).await), "invalid_blocks");
    }
    assert_eq!(slack.violations().len(), 3);
}

#[tokio::test]
async fn a_file_has_the_length_that_was_said_and_is_shared_where_the_app_is() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, there) = (acme.channel("study"), acme.channel_without_app("random"));
    let api = Api::new(&slack);
    let id = send(&api, "export.json", b"{}").await;
    assert_eq!(error(&complete(&api, &id, Some(&there.id())).await), "not_in_channel");
    assert_eq!(complete(&api, &id, Some(&channel.id())).await["ok"], true);
    let seen = channel.messages().pop().unwrap();
    assert_eq!(
        (&seen.files[0]["name"], &seen.files[0]["title"]),
        (&json!("export.json"), &json!("A board"))
    );
    assert_eq!(api.call("files.delete", json!({ "file": id })).await["ok"], true);
    assert_eq!(error(&api.form("files.info", &[("file", &id)]).await), "file_not_found");
    slack.want_violations();
    let asked = json!({ "filename": "a.txt", "length": 5 });
    let answer = api.call("files.getUploadURLExternal", asked).await;
    let sent = api.client.post(answer["upload_url"].as_str().unwrap()).body("four");
    assert_eq!(sent.send().await.unwrap().status().as_u16(), 400);
    assert!(slack.violations()[0].contains("a file of 4 bytes was said to have 5"));
    let id = answer["file_id"].as_str().unwrap();
    assert_eq!(error(&complete(&api, id, None).await), "file_upload_size_mismatch");
}

async fn fetch(hub: &Hub, url: &str, token: &str) -> String {
    let request = Api::new(hub).client.get(url);
    let request = request.header("authorization", format!("Bearer {token}"));
    request.send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_file_of_a_form_is_fetched_with_the_token() {
    let slack = Slack::start().await;
    slack.quiet_after(Duration::from_millis(200));
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    let wanted =
        field("deck", json!({ "type": "file_input", "filetypes": ["toml"], "max_files": 1 }));
    let (asked, ()) = tokio::join!(ben.slash(&channel, "/studyhall", "deck add"), async {
        let command = bot.takes().await;
        let args = json!({ "trigger_id": command["trigger_id"], "view": form(&json!([wanted])) });
        assert_eq!(bot.api.call("views.open", args).await["ok"], true);
    });
    let wrong = ben.upload("deck.exe", b"x");
    let refused = ben.submit(&asked.modal(), &[&wrong]).await;
    assert!(refused.errors()["deck"].contains("toml"));
    let file = ben.upload("deck.toml", b"[deck]");
    let (modal, values) = (asked.modal(), [file.as_str()]);
    let (sent, submitted) = tokio::join!(ben.submit(&modal, &values), bot.takes());
    assert!(sent.closed());
    let told = &submitted["view"]["state"]["values"]["deck"]["value"]["files"][0];
    let url = told["url_private_download"].as_str().unwrap();
    assert_eq!((&told["name"], told["size"].as_u64()), (&json!("deck.toml"), Some(6)));
    assert_eq!(fetch(&slack, url, BOT_TOKEN).await, "[deck]");
    assert!(fetch(&slack, url, "wrong").await.contains("Sign in"));
    slack.revoke_scope("files:read");
    assert!(fetch(&slack, url, BOT_TOKEN).await.contains("Sign in"));
}
