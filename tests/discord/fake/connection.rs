//! The gateway: who is let in, what is told after a break, what happens to those who do not listen.

use std::time::Duration;

use serenity::all::{GatewayIntents, HttpError};
use serenity::http::HttpBuilder;

use super::bot::{Bot, http, refusal};
use crate::support::discord::{Discord, GUILD_MEMBERS, TOKEN};

const MODEST: GatewayIntents = GatewayIntents::GUILDS;

#[tokio::test]
async fn a_wrong_token_is_refused_at_both_doors() {
    let discord = Discord::start().await;
    assert_eq!(refusal(http(&discord, "wrong").get_current_user().await), (401, 0));
    let _bot = Bot::with(&discord, "wrong", MODEST).await;
    discord.until_gateway("a refused token", |counts| counts.closed == [4004]).await;
    assert_eq!(http(&discord, TOKEN).get_current_user().await.unwrap().name, "studyhall");
    let application = http(&discord, TOKEN).get_current_application_info().await.unwrap();
    assert_eq!(application.id.get(), 1_000_000_000_000_000_001);
    let plain = HttpBuilder::new(TOKEN).proxy(discord.url()).ratelimiter_disabled(true).build();
    let nowhere = plain.get_user(5.into()).await;
    assert!(matches!(nowhere, Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(_)))));
}

#[tokio::test]
async fn intents_must_exist_and_privileged_ones_be_granted() {
    let discord = Discord::start().await;
    let _bot = Bot::with(&discord, TOKEN, MODEST | GatewayIntents::GUILD_MEMBERS).await;
    discord.until_gateway("disallowed intents", |counts| counts.closed == [4014]).await;
    let _bot = Bot::with(&discord, TOKEN, GatewayIntents::from_bits_retain(1 << 40)).await;
    discord.until_gateway("invalid intents", |counts| counts.closed == [4014, 4013]).await;
    discord.grant(GUILD_MEMBERS);
    let mut bot = Bot::with(&discord, TOKEN, MODEST | GatewayIntents::GUILD_MEMBERS).await;
    assert!(bot.ready().await.application.flags.bits() & (1 << 15) != 0);
}

#[tokio::test]
async fn after_a_break_a_session_goes_on_and_nothing_is_lost() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    bot.told_guild().await;
    for resumes in 1..=3 {
        match resumes {
            1 => discord.cut(true),
            2 => discord.ask_to_reconnect(),
            _ => discord.close(4000, true),
        }
        let _asked = ben.start_slash(&channel, "quiz", &[("topic", &resumes.to_string())]).await;
        let command = bot.command().await;
        assert_eq!(command.data.options[0].value.as_str(), Some(resumes.to_string().as_str()));
        bot.resumed().await;
        let counts = discord.gateway();
        assert_eq!((counts.identifies, counts.resumes, counts.invalidated), (1, resumes, 0));
    }
}

#[tokio::test]
async fn a_session_that_is_over_is_begun_anew() {
    let discord = Discord::start().await;
    discord.guild("Study group");
    let mut bot = Bot::start(&discord).await;
    let first = bot.ready().await.session_id;
    discord.forward(Duration::from_secs(6));
    discord.cut(false);
    assert_ne!(bot.ready().await.session_id, first);
    let counts = discord.gateway();
    assert_eq!((counts.identifies, counts.resumes, counts.invalidated), (2, 1, 1));
    bot.told_guild().await;
    discord.forward(Duration::from_secs(6));
    discord.invalidate(false);
    bot.ready().await;
    assert_eq!(discord.gateway().identifies, 3);
}

#[tokio::test]
async fn a_session_waits_three_minutes_for_its_resume() {
    let discord = Discord::start().await;
    let mut bot = Bot::start(&discord).await;
    bot.ready().await;
    discord.shut(true);
    discord.cut(true);
    discord.forward(Duration::from_secs(200));
    discord.shut(false);
    bot.ready().await;
    let counts = discord.gateway();
    assert!(
        counts.invalidated >= u32::from(counts.resumes > 0) && counts.identifies == 2,
        "{counts:?}"
    );
}

#[tokio::test]
async fn a_second_identify_within_five_seconds_is_sent_away() {
    let discord = Discord::start().await;
    let mut first = Bot::start(&discord).await;
    first.ready().await;
    let mut second = Bot::start(&discord).await;
    discord.until_gateway("an invalid session", |counts| counts.invalidated > 0).await;
    discord.forward(Duration::from_secs(6));
    second.ready().await;
    discord.connected(2).await;
}

#[tokio::test]
async fn shards_share_the_servers_and_start_together_where_they_may() {
    let discord = Discord::start().await;
    discord.shards(2, 16);
    for number in 0..8 {
        discord.guild(&number.to_string());
    }
    let client = http(&discord, TOKEN);
    let gateway = client.get_bot_gateway().await.unwrap();
    assert_eq!((gateway.shards, gateway.session_start_limit.max_concurrency), (2, 16));
    let (mut one, mut two) =
        (Bot::sharded(&discord, 0, 2).await, Bot::sharded(&discord, 1, 2).await);
    let (some, others) = (one.ready().await.guilds.len(), two.ready().await.guilds.len());
    assert!(some > 0 && others > 0 && some + others == 8, "{some} and {others}");
    let _wrong = Bot::sharded(&discord, 2, 2).await;
    discord.until_gateway("an invalid shard", |counts| counts.closed.contains(&4010)).await;
}

#[tokio::test]
async fn sessions_of_a_day_run_out_and_take_the_token_with_them() {
    let discord = Discord::start().await;
    discord.starts_left(1);
    let mut bot = Bot::start(&discord).await;
    bot.ready().await;
    discord.forward(Duration::from_secs(6));
    discord.invalidate(false);
    discord.until_gateway("a refused token", |counts| counts.closed.contains(&4004)).await;
    assert_eq!(refusal(bot.http.get_current_user().await), (401, 0));
}

#[tokio::test]
async fn heartbeats_are_answered_and_missed() {
    let discord = Discord::start().await;
    discord.heartbeat(Duration::from_millis(600));
    let mut bot = Bot::start(&discord).await;
    bot.ready().await;
    discord.until_gateway("heartbeats", |counts| counts.heartbeats >= 2).await;
    assert_eq!(discord.gateway().connections, 1);
    // A gateway that says nothing is noticed by the missing answer to a heartbeat.
    discord.silence(true);
    discord.until_gateway("a new connection", |counts| counts.connections > 1).await;
    discord.silence(false);
}
