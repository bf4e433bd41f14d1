//! Many people at once: the fake keeps up, and tells how fast the bot was.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{Http, Interaction};

use super::bot::Bot;
use crate::support::discord::{Channel, Discord, MESSAGE_CONTENT, Member};
use crate::support::page::PATIENCE;

const MEMBERS: usize = 60;
const CHANNELS: usize = 10;

fn message(kind: u8, content: &str) -> Value {
    let button = json!({ "type": 2, "style": 1, "label": "Answer", "custom_id": "answer" });
    let rows = json!([{ "type": 1, "components": [button] }]);
    json!({
        "type": kind,
        "data": {
            "content": content,
            "flags": 64,
            "components": rows,
            "allowed_mentions": { "parse": [] },
        },
    })
}

/// A quiz of one card, without an end.
async fn answer(http: Arc<Http>, interaction: Interaction) {
    let (id, token, body) = match interaction {
        Interaction::Command(command) => {
            (command.id, command.token, message(4, "What is the capital of Peru?"))
        }
        Interaction::Component(click) => {
            let field =
                json!({ "type": 4, "style": 1, "custom_id": "given", "label": "Your answer" });
            let rows = json!([{ "type": 1, "components": [field] }]);
            let data = json!({ "custom_id": "form", "title": "Card", "components": rows });
            (click.id, click.token, json!({ "type": 9, "data": data }))
        }
        Interaction::Modal(form) => (form.id, form.token, message(7, "Correct.")),
        other => panic!("{other:?}"),
    };
    http.create_interaction_response(id, &token, &body, vec![]).await.unwrap();
}

async fn study(member: Member, channel: Channel) {
    let card = member.slash(&channel, "quiz", &[]).await.seen();
    let form = member.click(&card, "Answer").await.modal();
    let verdict = member.submit(&form, &["Lima"]).await;
    assert_eq!(verdict.text(), "Correct.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_members_are_served_at_once() {
    let discord = Discord::start().await;
    discord.grant(MESSAGE_CONTENT);
    let guild = discord.guild("Study group");
    let channels: Vec<_> =
        (0..CHANNELS).map(|number| guild.channel(&format!("quiz-{number}"))).collect();
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    let people = (0..MEMBERS).map(|number| {
        tokio::spawn(study(
            guild.member(&format!("Member {number}")),
            channels[number % CHANNELS].clone(),
        ))
    });
    let people: Vec<_> = people.collect();
    for _ in 0..3 * MEMBERS {
        tokio::spawn(answer(bot.http.clone(), bot.interaction().await));
    }
    for person in people {
        tokio::time::timeout(PATIENCE, person).await.expect("everybody is served").unwrap();
    }
    let times = discord.responses();
    println!("first responses: {} in all, 99 % within {:?}", times.total(), times.within(990));
    assert_eq!((times.total(), discord.late(), discord.unanswered()), (3 * MEMBERS as u64, 0, 0));
    assert!(times.within(500) > Duration::ZERO && times.within(500) <= times.within(990));
    assert!(times.within(990) < Duration::from_secs(3));
}
