//! Calls: tokens, scopes, arguments, and misfortune.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Api, error, json_body};
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Fault, Slack};

async fn ask(request: reqwest::RequestBuilder) -> Value {
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_token_stands_in_the_header_and_is_of_the_right_kind() {
    let slack = Slack::start().await;
    slack.workspace("Acme");
    let api = Api::new(&slack);
    let own = api.call("auth.test", json!({})).await;
    assert_eq!((&own["team"], &own["is_enterprise_install"]), (&json!("Acme"), &json!(false)));
    let naked = api.client.post(format!("{}/api/auth.test", api.url));
    assert_eq!(error(&ask(naked).await), "not_authed");
    assert_eq!(error(&ask(api.post("auth.test", "xoxb-wrong")).await), "invalid_auth");
    assert_eq!(error(&ask(api.post("auth.test", APP_TOKEN)).await), "not_allowed_token_type");
    assert!(slack.violations().is_empty());
    slack.want_violations();
    let body = json_body(api.post("api.test", BOT_TOKEN), &json!({ "token": BOT_TOKEN }));
    assert_eq!(ask(body).await["ok"], true);
    assert!(slack.violations().iter().any(|told| told.contains("outside the header")));
}

#[tokio::test]
async fn a_missing_scope_is_named_and_granted_ones_are_in_every_answer() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let private = acme.private_channel("secret");
    let api = Api::new(&slack);
    slack.grant(&["channels:read", "users:read"]);
    let refused = api.call("chat.postMessage", json!({ "channel": "C1", "text": "x" })).await;
    assert_eq!(error(&refused), "missing_scope");
    assert_eq!(refused["needed"], "chat:write");
    assert_eq!(refused["provided"], "channels:read,users:read");
    let refused = api.form("conversations.info", &[("channel", &private.id())]).await;
    assert_eq!((error(&refused), &refused["needed"]), ("missing_scope", &json!("groups:read")));
    let answer = api.post("auth.test", BOT_TOKEN).send().await.unwrap();
    assert_eq!(answer.headers()["x-oauth-scopes"], "channels:read,users:read");
    slack.revoke_scope("users:read");
    let answer = api.post("auth.test", BOT_TOKEN).send().await.unwrap();
    assert_eq!(answer.headers()["x-oauth-scopes"], "channels:read");
}

#[tokio::test]
async fn arguments_are_known_of_their_type_and_complete() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study").id();
    let api = Api::new(&slack);
    slack.want_violations();
    let refused = api.call("chat.postMessage", json!({ "text": "x" })).await;
    assert_eq!(error(&refused), "invalid_arguments");
    let told = &refused["response_metadata"]["messages"][0];
    assert_eq!(told, "[ERROR] missing required field: channel");
    let number = json!({ "channel": channel, "text": "x", "thread_ts": 17.5 });
    assert_eq!(error(&api.call("chat.postMessage", number).await), "invalid_arguments");
    let unknown = json!({ "channel": channel, "text": "x", "colour": "red" });
    assert_eq!(api.call("chat.postMessage", unknown).await["ok"], true);
    assert!(slack.violations().last().unwrap().contains("has no argument `colour`"));
    assert_eq!(error(&api.call("chat.shout", json!({})).await), "unknown_method");
    let json = api.call("conversations.info", json!({ "channel": channel })).await;
    assert_eq!(error(&json), "invalid_arguments", "it reads forms alone");
    assert!(slack.violations().iter().any(|told| told.contains("takes a form")));
    let info = api.form("conversations.info", &[("channel", &channel)]).await;
    assert_eq!(info["channel"]["name"], "study");
    let plain = api.post("auth.test", BOT_TOKEN).header("content-type", "text/plain").body("x");
    assert_eq!(error(&ask(plain).await), "invalid_post_type");
    let got = api.client.get(format!("{}/api/auth.test", api.url));
    ask(got.header("authorization", format!("Bearer {BOT_TOKEN}"))).await;
    assert!(slack.violations().last().unwrap().contains("instead of POST"));
    let blocks = r#"[{"type":"divider"}]"#;
    let form = [("channel", channel.as_str()), ("text", "x"), ("blocks", blocks)];
    assert_eq!(api.form("chat.postMessage", &form).await["ok"], true);
}

#[tokio::test]
async fn faults_meet_one_call_each_before_or_after_it_is_done() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let (api, said) = (Api::new(&slack), json!({ "channel": channel.id(), "text": "x" }));
    let post = || json_body(api.post("chat.postMessage", BOT_TOKEN), &said).send();
    for fault in [Fault::Status(503), Fault::StatusAfterTaking(500)] {
        slack.fault("chat.postMessage", fault);
        assert!(post().await.unwrap().status().is_server_error());
    }
    assert_eq!(channel.messages().len(), 1);
    for fault in [Fault::HangUp, Fault::HangUpAfterTaking] {
        slack.fault("chat.postMessage", fault);
        assert!(post().await.is_err());
    }
    assert_eq!(channel.messages().len(), 2);
    let begun = std::time::Instant::now();
    for fault in [Fault::Slow, Fault::SlowAfterTaking] {
        slack.fault("chat.postMessage", fault(Duration::from_millis(150)));
        assert!(post().await.unwrap().status().is_success());
    }
    assert!(begun.elapsed() >= Duration::from_millis(300));
    slack.fault_times("chat.postMessage", Fault::Refused("internal_error"), 2);
    assert_eq!(error(&post().await.unwrap().json().await.unwrap()), "internal_error");
    assert_eq!(error(&post().await.unwrap().json().await.unwrap()), "internal_error");
    slack.until_no_faults_left().await;
    assert_eq!(channel.messages().len(), 4);
}

#[tokio::test]
async fn a_closed_door_lets_nobody_in_and_a_clock_can_be_wrong() {
    let slack = Slack::start().await;
    slack.workspace("Acme");
    slack.date_off(3_600);
    let answer = Api::new(&slack).post("auth.test", BOT_TOKEN).send().await.unwrap();
    let date = answer.headers()["date"].to_str().unwrap().to_owned();
    let date = chrono::DateTime::parse_from_rfc2822(&date).unwrap();
    let ahead = date.signed_duration_since(chrono::Utc::now()).num_seconds();
    assert!((3_590..=3_610).contains(&ahead), "{ahead}");
    slack.shut(true);
    let fresh = Api::new(&slack);
    assert!(fresh.post("auth.test", BOT_TOKEN).send().await.is_err());
    slack.shut(false);
    assert!(fresh.post("auth.test", BOT_TOKEN).send().await.is_ok());
}

#[tokio::test]
async fn without_its_installation_the_app_may_do_nothing() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let api = Api::new(&slack);
    acme.uninstall_app();
    assert_eq!(error(&api.call("auth.test", json!({})).await), "account_inactive");
    acme.reinstall();
    assert_eq!(api.call("auth.test", json!({})).await["ok"], true);
    slack.revoke_tokens();
    assert_eq!(error(&api.call("auth.test", json!({})).await), "token_revoked");
}
