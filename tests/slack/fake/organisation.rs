//! Installed for an organisation: what is null there, and what must be said.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{Bot, error, form, line, question};
use crate::support::slack::Slack;

#[tokio::test]
async fn an_organisation_has_several_workspaces_and_payloads_without_a_team() {
    let slack = Slack::start_org().await;
    slack.quiet_after(Duration::from_millis(200));
    let (north, south) = (slack.workspace("North"), slack.workspace("South"));
    let (channel, ben) = (south.channel("study"), south.member("Ben"));
    let mut bot = Bot::start(&slack).await;
    let own = bot.api.call("auth.test", json!({})).await;
    assert_eq!(
        (&own["is_enterprise_install"], &own["enterprise_id"]),
        (&json!(true), &json!("E0000000001"))
    );
    let teams = bot.api.form("auth.teams.list", &[]).await;
    assert_eq!(teams["teams"][0]["id"], north.id());
    assert!(ben.id().starts_with('W'));
    ben.says(&channel, "Hello");
    let told = bot.takes().await;
    assert_eq!(told["authorizations"][0]["team_id"], Value::Null);
    assert_eq!(
        (&told["team_id"], &told["enterprise_id"]),
        (&json!(south.id()), &json!("E0000000001"))
    );
    let post = json!({ "channel": channel.id(), "text": "Q", "blocks": question() });
    bot.api.call("chat.postMessage", post).await;
    let seen = channel.sees("2 < 3").await;
    let (_, click) = tokio::join!(ben.click(&seen, "Yes"), bot.takes_act());
    assert_eq!((&click["team"], &click["user"]["team_id"]), (&Value::Null, &json!(south.id())));
    assert_eq!(click["enterprise"]["id"], "E0000000001");
    let (answered, command) = tokio::join!(ben.slash(&channel, "/quiz", ""), async {
        let command = bot.takes_act().await;
        let args =
            json!({ "trigger_id": command["trigger_id"], "view": form(&json!([line("a")])) });
        bot.api.call("views.open", args).await;
        command
    });
    assert_eq!(
        (&command["is_enterprise_install"], &command["enterprise_id"]),
        (&json!("true"), &json!("E0000000001"))
    );
    let modal = answered.modal();
    let (_, told) = tokio::join!(ben.submit(&modal, &["x"]), bot.takes());
    assert_eq!(
        (&told["team"], &told["view"]["app_installed_team_id"]),
        (&Value::Null, &json!(south.id()))
    );
    slack.want_violations();
    assert_eq!(error(&bot.api.form("conversations.list", &[]).await), "missing_argument");
    let list = bot.api.form("conversations.list", &[("team_id", &south.id())]).await;
    assert_eq!(list["channels"][0]["id"], channel.id());
    south.uninstall_app();
    let teams = bot.api.form("auth.teams.list", &[]).await;
    assert_eq!(teams["teams"].as_array().unwrap().len(), 1);
}
