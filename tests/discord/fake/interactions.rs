//! The rules of interactions: three seconds, one first response, fifteen minutes, who sees what.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{CommandInteraction, InteractionId, MessageId};

use super::bot::{Bot, plain, refusal};
use crate::support::discord::{Channel, Discord, Guild, Member, Pending};

/// A bot that is connected, a member, and a place to meet.
struct Meeting {
    discord: Discord,
    guild: Guild,
    channel: Channel,
    ben: Member,
    bot: Bot,
}

impl Meeting {
    async fn begin() -> Self {
        let discord = Discord::start().await;
        let guild = discord.guild("Study group");
        let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
        let bot = Bot::start(&discord).await;
        bot.register().await;
        Self { discord, guild, channel, ben, bot }
    }

    async fn ask(&mut self) -> (Pending, CommandInteraction) {
        let asked = self.ben.start_slash(&self.channel, "quiz", &[]).await;
        (asked, self.bot.command().await)
    }

    async fn respond(&self, id: InteractionId, token: &str, body: Value) -> serenity::Result<()> {
        self.bot.http.create_interaction_response(id, token, &body, vec![]).await
    }
}

fn said(content: &str) -> Value {
    json!({ "type": 4, "data": { "content": content, "allowed_mentions": { "parse": [] } } })
}

#[tokio::test]
async fn a_second_first_response_is_refused() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    assert!(!asked.is_acknowledged());
    meeting.respond(command.id, &command.token, said("one")).await.unwrap();
    let again = meeting.respond(command.id, &command.token, said("two")).await;
    assert_eq!(refusal(again), (400, 40060));
    assert!(meeting.discord.loose().is_empty());
    assert_eq!(
        (asked.answered().await.text().as_str(), meeting.channel.messages().len()),
        ("one", 1)
    );
}

#[tokio::test]
async fn an_event_may_come_twice_and_is_answered_once() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    meeting.respond(command.id, &command.token, said("one")).await.unwrap();
    meeting.ben.repeat_interaction();
    let again = meeting.bot.command().await;
    assert_eq!(
        (again.id, &again.token, &again.data.name),
        (command.id, &command.token, &command.data.name)
    );
    assert_eq!(refusal(meeting.respond(again.id, &again.token, said("two")).await), (400, 40060));
    assert_eq!(
        (asked.answered().await.text().as_str(), meeting.channel.messages().len()),
        ("one", 1)
    );
    assert_eq!((meeting.discord.responses().total(), meeting.discord.unanswered()), (1, 0));

    let written = meeting.ben.say(&meeting.channel, "<@1000000000000000001> Lima");
    meeting.ben.repeat_message();
    for _ in 0..2 {
        let heard = meeting.bot.message().await;
        assert_eq!((heard.id.get(), heard.content), (written.id, written.content.clone()));
    }
    assert_eq!(meeting.channel.messages().len(), 2);
}

#[tokio::test]
async fn after_three_seconds_an_interaction_is_unknown_and_counted_as_late() {
    let mut meeting = Meeting::begin().await;
    let (_asked, command) = meeting.ask().await;
    meeting.discord.forward(Duration::from_millis(3_100));
    assert_eq!((meeting.discord.unanswered(), meeting.discord.late()), (1, 0));
    assert_eq!(
        refusal(meeting.respond(command.id, &command.token, said("late")).await),
        (404, 10062)
    );
    assert_eq!(meeting.discord.late(), 1);
    let edit = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
    let edited =
        meeting.bot.http.edit_original_interaction_response(&command.token, &edit, vec![]).await;
    assert_eq!(refusal(edited), (404, 10015), "nothing follows what was never answered");
    assert_eq!(refusal(meeting.respond(command.id, "forged", said("x")).await), (404, 10062));
    assert!(meeting.channel.messages().is_empty());
}

#[tokio::test]
async fn responses_must_fit_what_was_done() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    for kind in [1, 6, 7, 8, 99] {
        let data = json!({ "content": "x", "choices": [], "allowed_mentions": { "parse": [] } });
        let wrong = json!({ "type": kind, "data": data });
        meeting.discord.want_violations();
        assert_eq!(
            refusal(meeting.respond(command.id, &command.token, wrong).await),
            (400, 50035),
            "{kind}"
        );
    }
    let field = json!({ "type": 4, "custom_id": "f", "style": 1, "label": "Answer" });
    let rows = json!([{ "type": 1, "components": [field] }]);
    let modal =
        json!({ "type": 9, "data": { "custom_id": "m", "title": "Form", "components": rows } });
    meeting.respond(command.id, &command.token, modal.clone()).await.unwrap();
    let submitted = meeting.ben.start_submit(&asked.answered().await.modal(), &["Lima"]).await;
    let form = meeting.bot.form().await;
    assert!(form.message.is_none(), "the form came from a command");
    let second = meeting.respond(form.id, &form.token, modal).await;
    assert_eq!(refusal(second), (400, 50035), "a form does not answer a form");
    let update =
        json!({ "type": 7, "data": { "content": "x", "allowed_mentions": { "parse": [] } } });
    assert_eq!(
        refusal(meeting.respond(form.id, &form.token, update).await),
        (400, 50035),
        "nothing to update"
    );
    meeting.respond(form.id, &form.token, said("thanks")).await.unwrap();
    assert_eq!(submitted.answered().await.text(), "thanks");
}

#[tokio::test]
async fn a_deferred_answer_keeps_who_sees_it_and_its_first_follow_up_takes_its_place() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    meeting
        .respond(command.id, &command.token, json!({ "type": 5, "data": { "flags": 64 } }))
        .await
        .unwrap();
    let asked = asked.acknowledged().await;
    assert!(asked.seen().thinking && asked.seen().ephemeral && asked.response() == 5);
    let public = json!({ "content": "one", "allowed_mentions": { "parse": [] } });
    let first =
        meeting.bot.http.create_followup_message(&command.token, &public, vec![]).await.unwrap();
    asked.told(1).await;
    let seen = asked.seen();
    assert_eq!((seen.id, seen.text().as_str(), seen.thinking), (first.id.get(), "one", false));
    assert!(seen.ephemeral && seen.edits == 0, "the flags of the deferral hold");

    let second =
        meeting.bot.http.create_followup_message(&command.token, &public, vec![]).await.unwrap();
    let seen = asked.followup(1).await;
    assert_eq!((seen.id, seen.ephemeral, asked.followups().len()), (second.id.get(), false, 1));
    let edit = json!({ "content": "two", "allowed_mentions": { "parse": [] } });
    meeting.bot.http.edit_followup_message(&command.token, second.id, &edit, vec![]).await.unwrap();
    assert_eq!(meeting.channel.sees("two").await.edits, 1);
    meeting
        .bot
        .http
        .edit_original_interaction_response(&command.token, &edit, vec![])
        .await
        .unwrap();
    let whole = meeting.bot.http.get_original_interaction_response(&command.token).await.unwrap();
    assert_eq!((whole.content.as_str(), whole.id), ("two", first.id));
    let hidden = meeting.bot.http.get_message(command.channel_id, first.id).await;
    assert_eq!(
        refusal(hidden),
        (404, 10008),
        "ephemeral messages are reached by their token alone"
    );
    meeting.discord.forward(Duration::from_secs(2));
    meeting.bot.http.delete_original_interaction_response(&command.token).await.unwrap();
    let gone = meeting.bot.http.get_original_interaction_response(&command.token).await;
    assert_eq!(refusal(gone), (404, 10008));
}

#[tokio::test]
async fn a_click_can_be_deferred_without_a_word_and_its_message_changed_later() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    let button = json!({ "type": 2, "style": 1, "label": "More", "custom_id": "more" });
    let mut card = said("card");
    card["data"]["components"] = json!([{ "type": 1, "components": [button] }]);
    meeting.respond(command.id, &command.token, card).await.unwrap();
    let card = asked.answered().await.seen();
    let clicked = meeting.ben.start_click(&card, "More").await;
    let click = meeting.bot.click().await;
    meeting.respond(click.id, &click.token, json!({ "type": 6 })).await.unwrap();
    let clicked = clicked.answered().await;
    assert_eq!((clicked.response(), clicked.text().as_str()), (6, "card"));
    let edit = json!({ "content": "more", "allowed_mentions": { "parse": [] } });
    meeting.bot.http.edit_original_interaction_response(&click.token, &edit, vec![]).await.unwrap();
    clicked.told(1).await;
    assert_eq!(
        (clicked.text().as_str(), meeting.channel.messages()[0].text().as_str()),
        ("more", "more")
    );
}

#[tokio::test]
async fn follow_ups_end_after_fifteen_minutes() {
    let mut meeting = Meeting::begin().await;
    let (_asked, command) = meeting.ask().await;
    meeting.respond(command.id, &command.token, said("one")).await.unwrap();
    let more = json!({ "content": "more", "allowed_mentions": { "parse": [] } });
    meeting.discord.forward(Duration::from_mins(14));
    let told =
        meeting.bot.http.create_followup_message(&command.token, &more, vec![]).await.unwrap();
    meeting.discord.forward(Duration::from_mins(2));
    let refused = meeting.bot.http.create_followup_message(&command.token, &more, vec![]).await;
    assert_eq!(refusal(refused), (401, 50027));
    let refused =
        meeting.bot.http.edit_followup_message(&command.token, told.id, &more, vec![]).await;
    assert_eq!(refusal(refused), (401, 50027));
    // The bot may still change its message as its author.
    let (channel, message) = (command.channel_id, MessageId::new(told.id.get()));
    meeting.bot.http.edit_message(channel, message, &more, vec![]).await.unwrap();
}

#[tokio::test]
async fn a_response_may_ask_for_the_message_it_made() {
    let mut meeting = Meeting::begin().await;
    let (asked, command) = meeting.ask().await;
    let address = format!(
        "{}/api/v10/interactions/{}/{}/callback?with_response=true",
        meeting.discord.url(),
        command.id,
        command.token
    );
    let body = said("one").to_string();
    let request = plain().post(address).header("content-type", "application/json").body(body);
    let answer: Value =
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    let id = asked.answered().await.seen().id.to_string();
    assert_eq!(
        (&answer["resource"]["message"]["id"], &answer["interaction"]["response_message_id"]),
        (&json!(id), &json!(id))
    );
    assert_eq!(answer["interaction"]["response_message_ephemeral"], false);
}

#[tokio::test]
async fn in_a_channel_that_is_gone_nothing_can_be_answered() {
    let mut meeting = Meeting::begin().await;
    let (_asked, command) = meeting.ask().await;
    let (_other, again) = meeting.ask().await;
    meeting
        .respond(command.id, &command.token, json!({ "type": 4, "data": { "content": "one" } }))
        .await
        .unwrap();
    assert_eq!(meeting.discord.loose(), ["POST /interactions/{}/{}/callback"]);
    meeting.channel.delete();
    for kind in [4, 5] {
        let data = json!({ "content": "two", "allowed_mentions": { "parse": [] } });
        let late = json!({ "type": kind, "data": data });
        assert_eq!(refusal(meeting.respond(again.id, &again.token, late).await), (404, 10003));
    }
    let edit = json!({ "content": "x", "allowed_mentions": { "parse": [] } });
    let edited =
        meeting.bot.http.edit_original_interaction_response(&command.token, &edit, vec![]).await;
    assert_eq!(refusal(edited), (404, 10008));
    meeting.guild.kick_bot();
    assert!(meeting.bot.http.get_guilds(None, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_form_with_a_label_or_a_menu_is_refused_since_what_is_in_it_would_be_lost() {
    let mut meeting = Meeting::begin().await;
    meeting.discord.want_violations();
    let text = json!({ "type": 4, "custom_id": "days", "style": 1 });
    let option = json!({ "label": "daily", "value": "daily" });
    let menu = json!({ "type": 3, "custom_id": "days", "options": [option] });
    let label = |part: &Value| json!({ "type": 18, "label": "Days", "component": part });
    for part in [label(&text), label(&menu), json!({ "type": 1, "components": [menu] })] {
        let (_asked, command) = meeting.ask().await;
        let form = json!({ "custom_id": "m", "title": "Form", "components": [part] });
        let answer = json!({ "type": 9, "data": form });
        let taken = meeting.respond(command.id, &command.token, answer).await;
        assert_eq!(refusal(taken), (400, 50035), "{part}");
    }
}
