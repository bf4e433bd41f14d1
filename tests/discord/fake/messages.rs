//! Messages: written once, seen by whom they concern, refused where they are too much.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{
    ChannelId, CreateAllowedMentions, CreateAttachment, CreateMessage, EditMessage, GatewayIntents,
    GetMessages, MessageId, MessagePagination, UserId,
};

use super::bot::{Bot, http, refusal};
use crate::support::discord::permissions::READ_MESSAGE_HISTORY;
use crate::support::discord::{Discord, Fault, MESSAGE_CONTENT, TOKEN};

fn text(content: &str) -> Value {
    json!({ "content": content, "allowed_mentions": { "parse": [] } })
}

fn marked(content: &str, nonce: &str) -> Value {
    let mut body = text(content);
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    body
}

#[tokio::test]
async fn a_nonce_brings_back_the_first_message_even_when_its_answer_was_lost() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, other) = (guild.channel("quiz"), guild.channel("other"));
    let http = http(&discord, TOKEN);
    let (place, elsewhere) = (ChannelId::new(channel.id()), ChannelId::new(other.id()));
    discord.fault("POST", "/messages", Fault::HangUp, 1);
    let lost = http.send_message(place, vec![], &marked("card", "n1")).await;
    assert!(matches!(lost, Err(serenity::Error::Http(_))) && discord.faults_left() == 0);
    assert_eq!(channel.messages().len(), 1, "it was accepted");
    let again = http.send_message(place, vec![], &marked("card", "n1")).await.unwrap();
    assert_eq!((again.id.get(), channel.messages().len()), (channel.messages()[0].id, 1));

    http.send_message(place, vec![], &marked("card", "n2")).await.unwrap();
    http.send_message(elsewhere, vec![], &marked("card", "n1")).await.unwrap();
    assert_eq!((channel.messages().len(), other.messages().len()), (2, 1));
    discord.forward(Duration::from_mins(10));
    http.send_message(place, vec![], &marked("card", "n1")).await.unwrap();
    assert_eq!(channel.messages().len(), 3, "after minutes it is forgotten");
}

#[tokio::test]
async fn faults_come_as_often_as_they_were_ordered() {
    let discord = Discord::start().await;
    let channel = discord.guild("Study group").channel("quiz");
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    discord.fault("POST", "/messages", Fault::Status(503), 2);
    for _ in 0..2 {
        assert_eq!(refusal(http.send_message(place, vec![], &text("one")).await).0, 503);
    }
    http.send_message(place, vec![], &text("one")).await.unwrap();
    discord.fault("POST", "/messages", Fault::Limited(Duration::from_millis(1500)), 1);
    assert_eq!(refusal(http.send_message(place, vec![], &text("two")).await).0, 429);
    discord.fault("POST", "/messages", Fault::Slow(Duration::from_millis(1)), 1);
    http.send_message(place, vec![], &text("two")).await.unwrap();
    assert_eq!(
        (channel.messages().len(), discord.limited()),
        (2, 0),
        "an ordered 429 was not provoked"
    );
}

#[tokio::test]
async fn contents_are_withheld_unless_they_concern_the_bot_or_were_granted() {
    for granted in [false, true] {
        let discord = Discord::start().await;
        let guild = discord.guild("Study group");
        let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
        let mut intents = GatewayIntents::GUILDS
            | GatewayIntents::GUILD_MESSAGES
            | GatewayIntents::DIRECT_MESSAGES;
        if granted {
            discord.grant(MESSAGE_CONTENT);
            intents |= GatewayIntents::MESSAGE_CONTENT;
        }
        let mut bot = Bot::with(&discord, TOKEN, intents).await;
        bot.ready().await;
        let own = bot.http.send_message(channel.id().into(), vec![], &text("card")).await.unwrap();
        assert_eq!(own.content, "card");

        let plain = ben.say(&channel, "Lima");
        let heard = bot.message().await;
        assert_eq!(
            (heard.content.as_str(), heard.id.get()),
            (if granted { "Lima" } else { "" }, plain.id)
        );
        assert_eq!(heard.member.unwrap().roles.len(), 0);
        let read =
            bot.http.get_message(channel.id().into(), MessageId::new(plain.id)).await.unwrap();
        assert_eq!(read.content, heard.content);

        let card = channel.sees("card").await;
        ben.reply(&card, "Lima");
        let heard = bot.message().await;
        assert_eq!(
            (heard.content.as_str(), heard.referenced_message.unwrap().id),
            ("Lima", own.id)
        );
        ben.say(&channel, "<@1000000000000000001> Lima");
        assert_eq!(bot.message().await.content, "<@1000000000000000001> Lima");
        // A reply to somebody else concerns the bot no more than the rest of their talk.
        ben.reply(&guild.member("Ada").say(&channel, "Which one?"), "That one");
        assert_eq!(bot.message().await.content, if granted { "Which one?" } else { "" });
        let heard = bot.message().await;
        let answered = heard.referenced_message.unwrap();
        assert_eq!(heard.message_reference.unwrap().message_id, Some(answered.id));
        let shown =
            (heard.content.as_str(), answered.content.as_str(), answered.author.name.as_str());
        assert_eq!(
            shown,
            if granted { ("That one", "Which one?", "ada") } else { ("", "", "ada") }
        );
        ben.reply(&plain, "<@1000000000000000001> I meant that");
        let heard = bot.message().await;
        let answered = heard.referenced_message.unwrap();
        assert_eq!(heard.content, "<@1000000000000000001> I meant that");
        assert_eq!(
            (answered.id.get(), answered.content.as_str()),
            (plain.id, if granted { "Lima" } else { "" })
        );
        ben.say(&ben.direct(), "Lima");
        let heard = bot.message().await;
        assert_eq!((heard.content.as_str(), heard.guild_id), ("Lima", None));
    }
}

#[tokio::test]
async fn messages_are_listed_edited_and_deleted() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    discord.without_limits();
    let mut ids = vec![];
    for number in 0..5 {
        ids.push(http.send_message(place, vec![], &text(&number.to_string())).await.unwrap().id);
    }
    let list = async |after: MessagePagination, limit| {
        let messages = http.get_messages(place, Some(after), Some(limit)).await.unwrap();
        messages.into_iter().map(|message| message.content).collect::<Vec<_>>()
    };
    assert_eq!(list(MessagePagination::After(ids[1]), 2).await, ["3", "2"]);
    assert_eq!(list(MessagePagination::Before(ids[3]), 2).await, ["2", "1"]);
    assert_eq!(list(MessagePagination::Around(ids[2]), 3).await, ["3", "2", "1"]);
    assert_eq!(place.messages(&http, GetMessages::new().limit(2)).await.unwrap().len(), 2);

    guild.deny_everyone(READ_MESSAGE_HISTORY);
    assert!(
        list(MessagePagination::After(ids[1]), 2).await.is_empty(),
        "without the history there is nothing"
    );
    assert_eq!(refusal(http.get_message(place, ids[1]).await), (403, 50013));
    let mut reply = text("x");
    reply["message_reference"] = json!({ "message_id": ids[1].to_string() });
    assert_eq!(refusal(http.send_message(place, vec![], &reply).await), (400, 160_002));
    guild.allow_bot(READ_MESSAGE_HISTORY);
    http.send_message(place, vec![], &reply).await.unwrap();
    assert_eq!(channel.messages()[5].reply_to, Some(ids[1].get()));

    let edit = EditMessage::new().content("edited").allowed_mentions(CreateAllowedMentions::new());
    let edited = place.edit_message(&http, ids[0], edit).await.unwrap();
    assert!(edited.edited_timestamp.is_some());
    assert_eq!((channel.messages()[0].text().as_str(), channel.messages()[0].edits), ("edited", 1));
    assert_eq!(
        refusal(http.edit_message(place, ids[1], &json!({ "content": "" }), vec![]).await),
        (400, 50006)
    );
    http.delete_message(place, ids[0], None).await.unwrap();
    assert_eq!(refusal(http.delete_message(place, ids[0], None).await), (404, 10008));
    channel.delete_message(&channel.messages()[0]);
    assert_eq!(refusal(http.edit_message(place, ids[1], &text("x"), vec![]).await), (404, 10008));
    let foreign = MessageId::new(ben.say(&channel, "hello").id);
    assert_eq!(refusal(http.edit_message(place, foreign, &text("x"), vec![]).await), (403, 50005));
    assert_eq!(refusal(http.delete_message(place, foreign, None).await), (403, 50013));
    assert_eq!(
        refusal(http.send_message(place, vec![], &json!({ "content": "  " })).await),
        (400, 50006)
    );
}

#[tokio::test]
async fn files_come_with_their_descriptions_and_bytes() {
    let discord = Discord::start().await;
    let channel = discord.guild("Study group").channel("quiz");
    let http = http(&discord, TOKEN);
    let picture = CreateAttachment::bytes(vec![1_u8, 2, 3], "board.png")
        .description("Ada leads with 30 points");
    let message =
        CreateMessage::new().add_file(picture).allowed_mentions(CreateAllowedMentions::new());
    let sent = ChannelId::new(channel.id()).send_message(&http, message).await.unwrap();
    let seen = channel.sees("").await;
    assert_eq!(seen.author, sent.author.id.get());
    assert_eq!(
        (seen.id, seen.files.len(), &seen.files[0].bytes[..]),
        (sent.id.get(), 1, &[1_u8, 2, 3][..])
    );
    assert_eq!(seen.files[0].description.as_deref(), Some("Ada leads with 30 points"));
    assert_eq!((seen.files[0].filename.as_str(), sent.attachments[0].size), ("board.png", 3));
}

#[tokio::test]
async fn a_conversation_takes_messages_until_its_person_closes_it() {
    let discord = Discord::start().await;
    let ben = discord.guild("Study group").member("Ben");
    let http = http(&discord, TOKEN);
    let direct = UserId::new(ben.id()).create_dm_channel(&http).await.unwrap();
    http.send_message(direct.id, vec![], &text("hello")).await.unwrap();
    assert_eq!((ben.direct().id(), ben.direct().messages().len()), (direct.id.get(), 1));
    ben.take_messages(false);
    assert_eq!(
        UserId::new(ben.id()).create_dm_channel(&http).await.unwrap().id,
        direct.id,
        "it opens all the same"
    );
    assert_eq!(refusal(http.send_message(direct.id, vec![], &text("hello")).await), (403, 50007));
    ben.take_messages(true);
    http.send_message(direct.id, vec![], &text("again")).await.unwrap();
    assert_eq!(refusal(UserId::new(12345).create_dm_channel(&http).await), (400, 50033));
}

#[tokio::test]
async fn who_is_notified_is_told_and_a_text_that_could_is_noted() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    let content = format!("@everyone <@{}>", ben.id());
    http.send_message(place, vec![], &text(&content)).await.unwrap();
    assert!(discord.loose().is_empty());
    http.send_message(place, vec![], &json!({ "content": content })).await.unwrap();
    let one = json!({
        "content": content,
        "allowed_mentions": { "parse": [], "users": [ben.id().to_string()] },
    });
    http.send_message(place, vec![], &one).await.unwrap();
    let told: Vec<_> = channel
        .until_messages(3)
        .await
        .iter()
        .map(|one| (one.everyone, one.mentions.clone()))
        .collect();
    assert_eq!(told, [(false, vec![]), (true, vec![ben.id()]), (false, vec![ben.id()])]);
    assert_eq!(discord.loose().len(), 2);
}
