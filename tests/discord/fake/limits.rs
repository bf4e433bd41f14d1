//! What is too long, too much, or said twice is refused with its place.

use serde_json::{Value, json};

use super::bot::{Bot, http, refusal};
use crate::support::discord::{Discord, TOKEN};

fn button(label: &str, id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": id })
}

fn rows(rows: Vec<Vec<Value>>) -> Value {
    rows.into_iter().map(|row| json!({ "type": 1, "components": row })).collect()
}

fn select(options: usize) -> Value {
    let options: Vec<_> = (0..options)
        .map(|one| json!({ "label": one.to_string(), "value": one.to_string() }))
        .collect();
    json!({ "type": 3, "custom_id": "s", "options": options })
}

fn texts(length: usize) -> String {
    "é".repeat(length)
}

/// Bodies at a limit and just beyond it.
fn pairs() -> Vec<(Value, Value)> {
    let five =
        |label: &str| (0..5).map(|one| button(label, &format!("{label}{one}"))).collect::<Vec<_>>();
    let lines =
        |count: usize| rows((0..count).map(|one| vec![button("x", &one.to_string())]).collect());
    let embed = |field: &str, length: usize| {
        let mut embed = json!({ "description": "x" });
        embed[field] =
            if field == "footer" { json!({ "text": texts(length) }) } else { json!(texts(length)) };
        json!({ "embeds": [embed] })
    };
    let field = |name: usize, value: usize| {
        let field = json!({ "name": texts(name), "value": texts(value) });
        json!({ "embeds": [{ "fields": [field] }] })
    };
    let whole = |rest: usize| {
        let embed = |length: usize| json!({ "description": texts(length) });
        json!({ "embeds": [embed(4096), embed(rest)] })
    };
    let with = |components: Value| json!({ "content": "x", "components": components });
    vec![
        (json!({ "content": texts(2000) }), json!({ "content": texts(2001) })),
        (embed("title", 256), embed("title", 257)),
        (embed("description", 4096), embed("description", 4097)),
        (embed("footer", 2048), embed("footer", 2049)),
        (field(256, 1024), field(257, 1024)),
        (field(1, 1), field(0, 1)),
        (whole(1904), whole(1905)),
        (
            json!({ "embeds": vec![json!({ "title": "x" }); 10] }),
            json!({ "embeds": vec![json!({ "title": "x" }); 11] }),
        ),
        (json!({ "embeds": [{ "title": "x" }] }), json!({ "embeds": [{ "color": 1 }] })),
        (with(lines(5)), with(lines(6))),
        (with(rows(vec![five("a"), five("b")])), with(rows(vec![[five("a"), five("b")].concat()]))),
        (
            with(rows(vec![vec![button(&texts(80), "x")]])),
            with(rows(vec![vec![button(&texts(81), "x")]])),
        ),
        (
            with(rows(vec![vec![button("x", &texts(100))]])),
            with(rows(vec![vec![button("x", &texts(101))]])),
        ),
        (
            with(rows(vec![vec![button("x", "1"), button("x", "2")]])),
            with(rows(vec![vec![button("x", "1"); 2]])),
        ),
        (with(rows(vec![vec![button("x", "1")]])), with(rows(vec![vec![button("x", "")]]))),
        (with(rows(vec![vec![select(25)]])), with(rows(vec![vec![select(26)]]))),
        (with(rows(vec![vec![select(1)]])), with(rows(vec![vec![select(1), button("x", "x")]]))),
        (
            json!({ "content": "x", "nonce": "n".repeat(25) }),
            json!({ "content": "x", "nonce": "n".repeat(26) }),
        ),
    ]
}

#[tokio::test]
async fn a_message_may_be_as_large_as_a_limit_and_no_larger() {
    let discord = Discord::start().await;
    let channel = discord.guild("Study group").channel("quiz");
    let http = http(&discord, TOKEN);
    discord.without_limits();
    discord.want_violations();
    for (number, (good, bad)) in pairs().into_iter().enumerate() {
        http.send_message(channel.id().into(), vec![], &good)
            .await
            .unwrap_or_else(|error| panic!("{number}: {error}"));
        let refused = http.send_message(channel.id().into(), vec![], &bad).await;
        assert_eq!(refusal(refused), (400, 50035), "{number}");
        let message = channel.messages()[0].id;
        let refused = http.edit_message(channel.id().into(), message.into(), &bad, vec![]).await;
        assert_eq!(refusal(refused), (400, 50035), "{number}");
    }
}

fn command(name: &str, options: &Value) -> Value {
    json!({ "name": name, "description": "Does something", "options": options })
}

fn option(name: &str, kind: u8) -> Value {
    json!({ "name": name, "description": "Something", "type": kind })
}

/// Commands that are refused.
fn refused_commands() -> Vec<Value> {
    let many =
        |count: usize| (0..count).map(|one| option(&format!("o{one}"), 3)).collect::<Vec<_>>();
    let mut late = option("late", 3);
    late["required"] = json!(true);
    let mut rich = option("rich", 3);
    rich["choices"] =
        (0..26).map(|one| json!({ "name": one.to_string(), "value": one.to_string() })).collect();
    let mut both = option("both", 3);
    both["choices"] = json!([{ "name": "a", "value": "a" }]);
    both["autocomplete"] = json!(true);
    let mut typed = option("typed", 4);
    typed["choices"] = json!([{ "name": "a", "value": "a" }]);
    let mut heavy = option("heavy", 3);
    heavy["choices"] = (0..25)
        .map(|one| json!({ "name": format!("{one:0>100}"), "value": format!("{one:0>100}") }))
        .collect();
    let heavy: Vec<_> = (0..2)
        .map(|one| {
            let mut heavy = heavy.clone();
            heavy["name"] = json!(format!("h{one}"));
            heavy
        })
        .collect();
    vec![
        command("Quiz", &json!([])),
        command("a b", &json!([])),
        command(&"q".repeat(33), &json!([])),
        json!({ "name": "quiz", "description": texts(101) }),
        json!({ "name": "quiz", "description": "" }),
        command("quiz", &json!(many(26))),
        command("quiz", &json!([option("first", 3), late])),
        command("quiz", &json!([option("same", 3), option("same", 3)])),
        command("quiz", &json!([option("sub", 1), option("text", 3)])),
        command("quiz", &json!([rich])),
        command("quiz", &json!([both])),
        command("quiz", &json!([typed])),
        command("quiz", &json!(heavy)),
        command("quiz", &json!([option("what", 77)])),
    ]
}

#[tokio::test]
async fn commands_are_registered_within_their_limits() {
    let discord = Discord::start().await;
    discord.want_violations();
    discord.without_limits();
    let http = http(&discord, TOKEN);
    for bad in refused_commands() {
        let refused = http.create_global_commands(&json!([bad])).await;
        assert_eq!(refusal(refused), (400, 50035), "{bad}");
        assert_eq!(refusal(http.create_global_command(&bad).await), (400, 50035), "{bad}");
    }
    let twice = json!([command("quiz", &json!([])), command("quiz", &json!([]))]);
    assert_eq!(refusal(http.create_global_commands(&twice).await), (400, 50035));
    let many: Vec<_> = (0..101).map(|one| command(&format!("c{one}"), &json!([]))).collect();
    assert_eq!(refusal(http.create_global_commands(&many).await), (400, 30032));
    assert!(http.get_global_commands().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_command_keeps_its_id_while_its_name_stays() {
    let discord = Discord::start().await;
    let bot = Bot::start(&discord).await;
    let first = bot.register().await;
    let again = bot.register().await;
    assert_eq!(
        first.iter().map(|one| (one.id, one.version)).collect::<Vec<_>>(),
        again.iter().map(|one| (one.id, one.version)).collect::<Vec<_>>()
    );
    let changed = json!({ "name": "quiz", "description": "Asks other cards" });
    let changed = bot.http.create_global_command(&changed).await.unwrap();
    assert_eq!(changed.id, first[0].id);
    assert_ne!(changed.version, first[0].version);
    assert_eq!(bot.http.get_global_commands().await.unwrap().len(), 3);
    bot.http.delete_global_command(changed.id).await.unwrap();
    assert_eq!(discord.commands().await.len(), 2);
}

#[tokio::test]
async fn forms_and_suggestions_have_limits_too() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    discord.want_violations();
    discord.freeze();
    let _asked = ben.start_slash(&channel, "quiz", &[]).await;
    let command = bot.command().await;
    let field = |label: usize, id: &str, most: u32| {
        let label = texts(label);
        json!({ "type": 4, "style": 1, "custom_id": id, "label": label, "max_length": most })
    };
    let form = |title: usize, fields: Vec<Value>| {
        let rows = rows(fields.into_iter().map(|field| vec![field]).collect());
        let data = json!({ "custom_id": "m", "title": texts(title), "components": rows });
        json!({ "type": 9, "data": data })
    };
    let mut hint = field(5, "a", 10);
    hint["placeholder"] = json!(texts(101));
    let bad = [
        form(46, vec![field(5, "a", 10)]),
        form(45, vec![field(46, "a", 10)]),
        form(45, vec![field(5, "a", 4001)]),
        form(45, vec![field(5, "a", 10), field(5, "a", 10)]),
        form(45, vec![hint]),
        form(45, vec![]),
        form(45, (0..6).map(|one| field(5, &one.to_string(), 10)).collect()),
    ];
    for bad in bad {
        let refused =
            bot.http.create_interaction_response(command.id, &command.token, &bad, vec![]).await;
        assert_eq!(refusal(refused), (400, 50035), "{bad}");
    }
    let good = form(45, vec![field(45, "a", 4000)]);
    bot.http.create_interaction_response(command.id, &command.token, &good, vec![]).await.unwrap();

    let typing =
        tokio::spawn(async move { ben.complete(&channel, "quiz", &[("topic", "a")]).await });
    let typed = bot.interaction().await.autocomplete().unwrap();
    let choices = |count: usize| {
        let list: Vec<_> = (0..count)
            .map(|one| json!({ "name": one.to_string(), "value": one.to_string() }))
            .collect();
        json!({ "type": 8, "data": { "choices": list } })
    };
    let refused =
        bot.http.create_interaction_response(typed.id, &typed.token, &choices(26), vec![]).await;
    assert_eq!(refusal(refused), (400, 50035));
    bot.http
        .create_interaction_response(typed.id, &typed.token, &choices(25), vec![])
        .await
        .unwrap();
    assert_eq!(typing.await.unwrap().len(), 25);
}
