//! Members who leave a server and come back.

use std::time::Duration;

use serenity::all::{GatewayIntents, GuildId, UserId};

use super::bot::{Bot, Heard, http, refusal};
use crate::support::discord::{Discord, GUILD_MEMBERS, TOKEN};

#[tokio::test]
async fn who_has_left_is_no_member_until_they_come_back() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ada) = (guild.channel("quiz"), guild.admin("Ada"));
    let http = http(&discord, TOKEN);
    let (place, user) = (GuildId::new(guild.id()), UserId::new(ada.id()));
    let direct = user.create_dm_channel(&http).await.unwrap().id;
    ada.say(&channel, "hello");
    assert_eq!(http.get_member(place, user).await.unwrap().roles.len(), 1);
    ada.leave();
    assert_eq!(refusal(http.get_member(place, user).await), (404, 10007));
    assert_eq!(http.get_user(user).await.unwrap().name, "ada");
    let refused = direct.say(&http, "hello").await;
    assert_eq!(refusal(refused), (403, 50007), "they share no server any more");
    assert_eq!(channel.messages().len(), 1);
    let elsewhere = discord.guild("Elsewhere").welcome(&ada);
    direct.say(&http, "hello").await.unwrap();
    elsewhere.leave();
    ada.join_again();
    assert_eq!(http.get_member(place, user).await.unwrap().roles.len(), 0);
    direct.say(&http, "hello").await.unwrap();
    ada.say(&channel, "hello again");
}

#[tokio::test]
async fn comings_and_goings_are_told_to_those_who_may_know() {
    let discord = Discord::start().await;
    discord.grant(GUILD_MEMBERS);
    let guild = discord.guild("Study group");
    let (channel, ben, ada) = (guild.channel("quiz"), guild.member("Ben"), guild.member("Ada"));
    let mut modest = Bot::start(&discord).await;
    modest.told_guild().await;
    discord.forward(Duration::from_secs(6));
    let mut curious =
        Bot::with(&discord, TOKEN, GatewayIntents::GUILDS | GatewayIntents::GUILD_MEMBERS).await;
    curious.told_guild().await;
    ben.leave();
    ben.join_again();
    assert_eq!(curious.leaver().await.get(), ben.id());
    let newcomer = curious.newcomer().await;
    assert_eq!((newcomer.user.id.get(), newcomer.guild_id.get()), (ben.id(), guild.id()));
    ada.say(&channel, "hello");
    let heard = modest.hears(Some).await;
    assert!(matches!(heard, Heard::Message(message) if message.author.id.get() == ada.id()));
}
