//! Bodies against Discord's own description of its interface.

use serde_json::json;

use super::bot::{Bot, http};
use crate::support::discord::schema::{Schema, report};
use crate::support::discord::{Discord, TOKEN};

#[test]
fn a_body_is_held_against_the_description_of_its_operation() {
    let content = json!({ "$ref": "#/components/schemas/Text" });
    let text = json!({ "type": "object", "properties": { "content": content } });
    let operation =
        json!({ "requestBody": { "content": { "application/json": { "schema": text } } } });
    let schema = Schema::new(json!({
        "paths": { "/channels/{channel_id}/messages": { "post": operation } },
        "components": { "schemas": { "Text": { "type": "string", "maxLength": 3 } } },
    }));
    let check = |body| schema.check("POST /channels/{}/messages", &body);
    assert_eq!(check(json!({ "content": "abc" })), Some(vec![]));
    let wrong = check(json!({ "content": "abcd" })).unwrap();
    assert!(wrong.len() == 1 && wrong[0].contains("/content"), "{wrong:?}");
    assert_eq!(schema.check("POST /elsewhere", &json!({})), None);
}

#[tokio::test]
async fn what_a_client_sends_is_checked_where_the_description_is_there() {
    let Some(_) = Schema::get() else { return };
    let discord = Discord::start().await;
    let channel = discord.guild("Study group").channel("quiz");
    let bot = Bot::start(&discord).await;
    bot.register().await;
    let (checked, _) = report();
    assert!(checked > 0 && discord.violations().is_empty(), "{:?}", discord.violations());

    discord.want_violations();
    let http = http(&discord, TOKEN);
    let body = json!({ "content": "x", "allowed_mentions": { "parse": ["nobody"] } });
    http.send_message(channel.id().into(), vec![], &body).await.unwrap();
    let violations = discord.violations();
    assert!(
        violations.len() == 1 && violations[0].starts_with("POST /channels/{}/messages"),
        "{violations:?}"
    );
}
