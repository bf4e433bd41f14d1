//! Reactions: by whom, where, and how fast.

use std::time::Duration;

use serenity::all::{ChannelId, MessageId, ReactionType};

use super::bot::{http, plain, refusal};
use crate::support::discord::permissions::{ADD_REACTIONS, READ_MESSAGE_HISTORY};
use crate::support::discord::{Discord, TOKEN};

const BOT: u64 = 1_000_000_000_000_000_001;

fn emoji(name: &str) -> ReactionType {
    ReactionType::Unicode(name.to_owned())
}

#[tokio::test]
async fn a_reaction_stays_with_its_message() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    discord.without_limits();
    let said = ben.say(&channel, "Lima");
    let message = MessageId::new(said.id);
    assert!(said.reactions().is_empty());
    for name in ["✅", "✅", "7️⃣", "ℹ️"] {
        http.create_reaction(place, message, &emoji(name)).await.unwrap();
    }
    ben.react(&said, "✅");
    let seen = channel.sees_reaction(&said, "✅").await;
    let told: Vec<_> =
        seen.reactions().into_iter().map(|(emoji, users)| (emoji, users.to_vec())).collect();
    assert_eq!(told, [("✅", vec![BOT, ben.id()]), ("7️⃣", vec![BOT]), ("ℹ️", vec![BOT])]);
    let read = http.get_message(place, message).await.unwrap();
    assert_eq!((read.reactions.len(), read.reactions[0].count, read.reactions[0].me), (3, 2, true));
    let direct = ben.say(&ben.direct(), "Lima");
    http.create_reaction(ChannelId::new(direct.channel), MessageId::new(direct.id), &emoji("✅"))
        .await
        .unwrap();
    ben.direct().sees_reaction(&direct, "✅").await;
    assert_eq!(discord.requests("PUT /channels/{}/messages/{}/reactions/{}/@me"), 5);
    assert!(discord.refusals().is_empty());
}

#[tokio::test]
async fn to_react_takes_the_history_and_to_be_first_takes_a_permission_more() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let http = http(&discord, TOKEN);
    let place = ChannelId::new(channel.id());
    discord.without_limits();
    let said = ben.say(&channel, "Lima");
    let message = MessageId::new(said.id);
    channel.deny_bot(READ_MESSAGE_HISTORY);
    assert_eq!(refusal(http.create_reaction(place, message, &emoji("✅")).await), (403, 50013));
    channel.deny_bot(ADD_REACTIONS);
    assert_eq!(refusal(http.create_reaction(place, message, &emoji("✅")).await), (403, 50013));
    ben.react(&said, "✅");
    http.create_reaction(place, message, &emoji("✅")).await.unwrap();
    assert_eq!(channel.sees_reaction(&said, "✅").await.reactions()[0].1, [ben.id(), BOT]);
    assert_eq!(refusal(http.create_reaction(place, message, &emoji("❌")).await), (403, 50013));
    channel.deny_bot(0);
    for name in ["x", "é", "7", "Lima", "custom:123"] {
        assert_eq!(
            refusal(http.create_reaction(place, message, &emoji(name)).await),
            (400, 10014),
            "{name}"
        );
    }
    channel.delete_message(&said);
    assert_eq!(refusal(http.create_reaction(place, message, &emoji("✅")).await), (404, 10008));
}

#[tokio::test]
async fn reactions_come_one_in_a_quarter_of_a_second() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    discord.freeze();
    let client = plain();
    let react = async |message: u64| {
        let path = format!("/channels/{}/messages/{message}/reactions/%E2%9C%85/@me", channel.id());
        let request =
            client.put(format!("{}/api/v10{path}", discord.url())).header("content-length", "0");
        request
            .header("authorization", format!("Bot {TOKEN}"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    let (first, second) = (ben.say(&channel, "Lima"), ben.say(&channel, "Quito"));
    assert_eq!((react(first.id).await, react(second.id).await), (204, 429));
    discord.forward(Duration::from_millis(250));
    assert_eq!(react(second.id).await, 204);
    assert_eq!(discord.limited(), 1);
}
