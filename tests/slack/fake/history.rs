//! What can be read back, and what is known of conversations and people.

use serde_json::{Value, json};

use super::bot::{Api, error};
use crate::support::slack::Slack;

fn texts(answer: &Value) -> Vec<&str> {
    let messages = answer["messages"].as_array().unwrap_or_else(|| panic!("{answer}"));
    messages.iter().map(|one| one["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn history_is_newest_first_in_pages_and_spans() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    let mut all = vec![];
    for text in ["one", "two", "three"] {
        all.push(api.say(&channel.id(), text).await);
    }
    assert!(all.is_sorted());
    let id = channel.id();
    let ask = async |more: &[(&str, &str)]| {
        let args: Vec<_> = [("channel", id.as_str())].iter().chain(more).copied().collect();
        api.form("conversations.history", &args).await
    };
    assert_eq!(texts(&ask(&[]).await), ["three", "two", "one"]);
    let first = ask(&[("limit", "2")]).await;
    assert_eq!((texts(&first), &first["has_more"]), (vec!["three", "two"], &json!(true)));
    let cursor = first["response_metadata"]["next_cursor"].as_str().unwrap();
    let second = ask(&[("limit", "2"), ("cursor", cursor)]).await;
    assert_eq!((texts(&second), &second["has_more"]), (vec!["one"], &json!(false)));
    assert_eq!(texts(&ask(&[("oldest", &all[0])]).await), ["three", "two"]);
    let span = [("oldest", &*all[0]), ("latest", &*all[1]), ("inclusive", "true")];
    assert_eq!(texts(&ask(&span).await), ["two", "one"]);
    slack.want_violations();
    assert_eq!(error(&ask(&[("cursor", "nonsense")]).await), "invalid_cursor");
}

#[tokio::test]
async fn metadata_comes_whole_only_where_it_is_asked_for() {
    let slack = Slack::start().await;
    let channel = slack.workspace("Acme").channel("study");
    let api = Api::new(&slack);
    let metadata = json!({ "event_type": "posting", "event_payload": { "mark": "17" } });
    let args = json!({ "channel": channel.id(), "text": "x", "metadata": metadata });
    api.call("chat.postMessage", args).await;
    channel.foreign_message(json!({
        "type": "message", "user": "U0OTHER", "bot_id": "B0OTHER", "text": "foreign",
        "edited": { "ts": "1700000000.000000" },
        "metadata": { "event_type": "other", "event_payload": { "n": 5, "b": true, "o": {} } },
    }));
    let id = channel.id();
    let plain = api.form("conversations.history", &[("channel", &id)]).await;
    assert_eq!(plain["messages"][1]["metadata"], json!({ "event_type": "posting" }));
    let whole = [("channel", id.as_str()), ("include_all_metadata", "true")];
    let whole = api.form("conversations.history", &whole).await;
    assert_eq!(whole["messages"][1]["metadata"], metadata);
    assert_eq!(whole["messages"][0]["metadata"]["event_payload"]["n"], 5);
    assert_eq!(whole["messages"][0]["edited"].get("user"), None);
    assert_eq!(channel.messages()[0].metadata, Some(metadata));
}

#[tokio::test]
async fn replies_come_with_their_root_and_only_to_members() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (channel, ben) = (acme.channel("study"), acme.member("Ben"));
    let api = Api::new(&slack);
    let root = api.say(&channel.id(), "A question").await;
    ben.replies(&channel.messages()[0], "An answer");
    let id = channel.id();
    let ask =
        async |ts: &str| api.form("conversations.replies", &[("channel", &*id), ("ts", ts)]).await;
    let found = ask(&root).await;
    assert_eq!(texts(&found), ["A question", "An answer"]);
    assert_eq!(found["messages"][0]["reply_count"], 1);
    assert_eq!(found["messages"][1]["thread_ts"], root);
    assert_eq!(error(&ask("1700000000.000001").await), "thread_not_found");
    channel.kick_app();
    assert_eq!(error(&ask(&root).await), "not_in_channel");
}

#[tokio::test]
async fn conversations_tell_what_they_are() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (ben, other) = (acme.member("Ben"), slack.workspace("Other"));
    let (study, random) = (acme.channel("study"), acme.channel_without_app("random"));
    let secret = acme.private_channel("secret");
    let api = Api::new(&slack);
    let info = async |id: &str| api.form("conversations.info", &[("channel", id)]).await;
    assert_eq!(info(&study.id()).await["channel"]["is_member"], true);
    assert_eq!(info(&random.id()).await["channel"]["is_member"], false);
    assert_eq!(info(&secret.id()).await["channel"]["is_private"], true);
    study.archive();
    study.share_with(&other);
    let told = info(&study.id()).await;
    assert_eq!(
        (&told["channel"]["is_archived"], &told["channel"]["is_ext_shared"]),
        (&json!(true), &json!(true))
    );
    let direct = info(&ben.direct().id()).await;
    assert_eq!(
        (&direct["channel"]["is_im"], &direct["channel"]["user"]),
        (&json!(true), &json!(ben.id()))
    );
    let types = [("types", "public_channel,private_channel,im"), ("exclude_archived", "true")];
    let list = api.form("conversations.list", &types).await;
    assert_eq!(list["channels"].as_array().unwrap().len(), 3, "{list}");
    let mine = api.form("users.conversations", &[("types", "public_channel")]).await;
    assert_eq!(mine["channels"].as_array().unwrap().len(), 1);
    let members = api.form("conversations.members", &[("channel", &random.id())]).await;
    assert_eq!(members["members"], json!([ben.id()]));
}

#[tokio::test]
async fn a_direct_message_is_opened_with_people_of_the_workspace() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (ben, gone, robot) = (acme.member("Ben"), acme.member("Gone"), acme.bot("Robot"));
    let stranger = slack.workspace("Other").member("Zoe");
    gone.deactivate();
    let api = Api::new(&slack);
    let open = async |users: &str| api.call("conversations.open", json!({ "users": users })).await;
    let opened = open(&ben.id()).await;
    assert_eq!(opened["channel"]["id"], ben.direct().id());
    assert_eq!(open(&ben.id()).await["channel"], opened["channel"]);
    assert_eq!(error(&open(&gone.id()).await), "user_disabled");
    assert_eq!(error(&open(&robot.id()).await), "cannot_dm_bot");
    assert_eq!(error(&open(&stranger.id()).await), "user_not_found");
    assert_eq!(error(&open("U404").await), "user_not_found");
}

#[tokio::test]
async fn people_have_a_name_a_zone_and_a_role() {
    let slack = Slack::start().await;
    let acme = slack.workspace("Acme");
    let (anna, ben, guest) = (acme.admin("Anna"), acme.owner("Ben"), acme.guest("Gus"));
    let zoe = slack.workspace("Other").member("Zoe");
    let channel = acme.channel("study");
    let api = Api::new(&slack);
    let ask = async |id: &str| {
        api.form("users.info", &[("user", id), ("include_locale", "true")]).await["user"].clone()
    };
    let told = ask(&anna.id()).await;
    assert_eq!((&told["is_admin"], &told["is_owner"]), (&json!(true), &json!(false)));
    assert_eq!((&told["tz"], &told["locale"]), (&json!("Europe/Berlin"), &json!("en-GB")));
    assert_eq!(ask(&ben.id()).await["is_owner"], true);
    assert_eq!(ask(&guest.id()).await["is_restricted"], true);
    ben.set_zone("Asia/Tokyo");
    ben.set_name("Benjamin");
    ben.set_locale("ja-JP");
    let told = ask(&ben.id()).await;
    assert_eq!((&told["tz_offset"], &told["locale"]), (&json!(9 * 3_600), &json!("ja-JP")));
    assert_eq!(told["profile"]["display_name"], "Benjamin");
    ben.deactivate();
    let told = ask(&ben.id()).await;
    assert_eq!((&told["deleted"], told.get("tz")), (&json!(true), None));
    assert_eq!(error(&api.form("users.info", &[("user", &zoe.id())]).await), "user_not_found");
    channel.share_with(&slack.workspace("Other"));
    channel.welcome(&zoe);
    assert_eq!(ask(&zoe.id()).await["is_stranger"], true);
    assert_eq!(api.form("team.info", &[]).await["team"]["domain"], "acme");
    assert_eq!(api.form("bots.info", &[]).await["bot"]["app_id"], "A0000000001");
}
