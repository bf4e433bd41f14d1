//! Servers, channels, threads and what the bot may do in them.

use serde_json::{Value, json};
use serenity::all::{
    AutoArchiveDuration, Channel as Place, ChannelId, ChannelType, CreateThread, EditThread,
    GuildId, MessageId, RoleId, UserId,
};

use super::bot::{Bot, http, refusal};
use crate::support::discord::permissions::{
    ATTACH_FILES, CREATE_PUBLIC_THREADS, EMBED_LINKS, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
};
use crate::support::discord::{Channel, Discord, TOKEN};

fn text(content: &str) -> Value {
    json!({ "content": content, "allowed_mentions": { "parse": [] } })
}

#[tokio::test]
async fn a_missing_permission_is_named_by_its_code() {
    let discord = Discord::start().await;
    let channel = discord.guild("Study group").channel("quiz");
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    discord.without_limits();
    let embed = json!({ "embeds": [{ "description": "x" }], "allowed_mentions": { "parse": [] } });
    channel.deny_bot(EMBED_LINKS | ATTACH_FILES);
    assert_eq!(refusal(http.send_message(place, vec![], &embed).await), (403, 50013));
    http.send_message(place, vec![], &text("x")).await.unwrap();
    channel.deny_bot(SEND_MESSAGES);
    assert_eq!(refusal(http.send_message(place, vec![], &text("x")).await), (403, 50013));
    channel.deny_bot(VIEW_CHANNEL);
    assert_eq!(refusal(http.send_message(place, vec![], &text("x")).await), (403, 50001));
    assert_eq!(refusal(http.get_channel(place).await), (403, 50001));
    channel.deny_bot(0);
    http.send_message(place, vec![], &embed).await.unwrap();
    channel.delete();
    assert_eq!(refusal(http.send_message(place, vec![], &text("x")).await), (404, 10003));
}

#[tokio::test]
async fn a_servers_objects_let_a_bot_reckon_its_own_permissions() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    channel.deny_bot(SEND_MESSAGES);
    let http = http(&discord, TOKEN);
    let id = GuildId::new(guild.id());
    let whole = http.get_guild(id).await.unwrap();
    let bot = http.get_member(id, UserId::new(1_000_000_000_000_000_001)).await.unwrap();
    let Place::Guild(place) = http.get_channel(ChannelId::new(channel.id())).await.unwrap() else {
        panic!("a text channel")
    };
    let permissions = whole.user_permissions_in(&place, &bot);
    assert!(
        permissions.view_channel() && permissions.embed_links() && !permissions.send_messages()
    );
    assert!(
        http.get_guild_roles(id)
            .await
            .unwrap()
            .iter()
            .any(|role| role.managed && bot.roles.contains(&role.id))
    );
    assert_eq!(http.get_channels(id).await.unwrap().len(), 1);
    assert!(whole.roles.contains_key(&RoleId::new(guild.id())));
    assert_eq!(http.get_member(id, UserId::new(ben.id())).await.unwrap().display_name(), "Ben");
    assert_eq!(refusal(http.get_member(id, UserId::new(5)).await), (404, 10007));
    assert_eq!(refusal(http.get_guild(GuildId::new(5)).await), (404, 10004));
    let other = discord.guild("Elsewhere");
    assert_eq!(http.get_guilds(None, None).await.unwrap().len(), 2);
    let there = other.welcome(&ben);
    assert_eq!(
        http.get_member(GuildId::new(other.id()), UserId::new(there.id()))
            .await
            .unwrap()
            .display_name(),
        "Ben"
    );
}

#[tokio::test]
async fn threads_are_opened_from_a_message_or_alone_where_the_bot_may() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.told_guild().await;
    let place = ChannelId::new(channel.id());
    let sent = bot.http.send_message(place, vec![], &text("race")).await.unwrap();
    let wish = || {
        CreateThread::new("Race")
            .kind(ChannelType::PublicThread)
            .auto_archive_duration(AutoArchiveDuration::OneDay)
    };
    let thread = place.create_thread_from_message(&bot.http, sent.id, wish()).await.unwrap();
    assert_eq!((thread.id.get(), thread.parent_id), (sent.id.get(), Some(place)));
    let twice = place.create_thread_from_message(&bot.http, sent.id, wish()).await;
    assert_eq!(refusal(twice), (400, 160_004));
    place.create_thread(&bot.http, wish()).await.unwrap();
    assert_eq!(channel.threads().iter().map(Channel::name).collect::<Vec<_>>(), ["Race", "Race"]);

    let race = &channel.threads()[0];
    bot.http.send_message(thread.id, vec![], &text("go")).await.unwrap();
    ben.say(race, "<@1000000000000000001> Lima");
    assert_eq!(bot.message().await.channel_id, thread.id);
    thread.id.edit_thread(&bot.http, EditThread::new().archived(true)).await.unwrap();
    channel.deny_bot(SEND_MESSAGES_IN_THREADS | CREATE_PUBLIC_THREADS);
    assert_eq!(refusal(bot.http.send_message(thread.id, vec![], &text("go")).await), (403, 50013));
    assert_eq!(refusal(place.create_thread(&bot.http, wish()).await), (403, 50013));
    let inner = thread.id.create_thread_from_message(&bot.http, MessageId::new(1), wish()).await;
    assert_eq!(refusal(inner), (403, 50013));
    race.delete();
    assert_eq!(refusal(bot.http.send_message(thread.id, vec![], &text("go")).await), (404, 10003));
}
