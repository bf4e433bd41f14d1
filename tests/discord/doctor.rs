//! What the doctor says of Discord.

use studyhall::config::Settings;
use studyhall::store::Store;

use super::running::Running;
use crate::support::discord::MESSAGE_CONTENT;
use crate::support::discord::permissions::{
    ATTACH_FILES, CREATE_PUBLIC_THREADS, EMBED_LINKS, SEND_MESSAGES, VIEW_CHANNEL,
};

const RACE: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

/// The doctor's lines about Discord, ids by these names, and whether all is well.
async fn doctor(settings: &Settings, names: &[(u64, &str)]) -> String {
    let mut said = Vec::new();
    let fine = studyhall::jobs::doctor::run(settings, &mut said).await.unwrap();
    let mut said = String::from_utf8(said).unwrap();
    for (id, name) in names {
        said = said.replace(&id.to_string(), name);
    }
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("Discord")).collect();
    format!("{}\nall is well: {fine}", lines.join("\n"))
}

impl Running {
    /// Its settings for the doctor, whose page must be free.
    fn for_doctor(&self) -> Settings {
        let mut settings = self.settings();
        settings.platforms.discord.discord_message_content = true;
        settings
    }
}

#[tokio::test]
async fn before_the_first_start_only_the_commands_wait_to_be_registered() {
    let running = Running::stopped().await;
    insta::assert_snapshot!("first", doctor(&running.settings(), &[]).await);
    assert_eq!(
        running.discord.requests("PUT /applications/{}/commands"),
        0,
        "the doctor registers nothing"
    );
    assert_eq!(running.discord.gateway().connections, 0, "nor does it connect");
}

#[tokio::test]
async fn beside_the_running_bot_all_is_well() {
    let mut running = Running::start_reading().await;
    let anna = running.guild.member("Anna");
    let (second, unused) = (running.guild.channel("second"), running.guild.channel("unused"));
    for channel in [&running.channel, &second] {
        anna.slash(channel, "quiz", &RACE).await;
        channel.sees("started a quiz").await;
    }
    unused.deny_bot(SEND_MESSAGES);
    second.thread("talk", &anna);
    insta::assert_snapshot!("running", doctor(&running.for_doctor(), &[]).await);
    running.stop().await;
}

#[tokio::test]
async fn what_is_lacking_is_named_with_its_channel_and_the_click_that_mends_it() {
    let mut running = Running::start().await;
    let anna = running.guild.member("Anna");
    let server = running.discord.guild("Night school");
    let (hidden, gone, fine) =
        (running.guild.channel("hidden"), running.guild.channel("gone"), server.channel("fine"));
    let ben = server.member("Ben");
    for (channel, member) in
        [(&running.channel, &anna), (&hidden, &anna), (&gone, &anna), (&fine, &ben)]
    {
        member.slash(channel, "quiz", &RACE).await;
        channel.sees("started a quiz").await;
    }
    running.channel.deny_bot(EMBED_LINKS | CREATE_PUBLIC_THREADS);
    running.guild.take_from_bot(ATTACH_FILES);
    hidden.deny_bot(VIEW_CHANNEL);
    gone.delete();
    let told = doctor(&running.for_doctor(), &[(hidden.id(), "HIDDEN")]).await;
    insta::assert_snapshot!("lacking", told);
    running.discord.grant(MESSAGE_CONTENT);
    running.discord.starts_left(0);
    let told = doctor(&running.for_doctor(), &[(hidden.id(), "HIDDEN")]).await;
    assert!(told.contains("ok       Discord: the bot may read messages"), "{told}");
    assert!(
        told.contains("failed   Discord: Discord lets this bot connect no more today"),
        "{told}"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_quiz_in_somebodys_thread_needs_what_its_channel_gives() {
    let mut running = Running::start().await;
    let anna = running.guild.member("Anna");
    let thread = running.channel.thread("talk", &anna);
    anna.slash(&thread, "quiz", &RACE).await;
    thread.sees("started a quiz").await;
    running.channel.deny_bot(EMBED_LINKS);
    let told = doctor(&running.settings(), &[]).await;
    assert!(told.contains("The channel takes Embed Links from the bot."), "{told}");
    running.stop().await;
}

#[tokio::test]
async fn a_wrong_token_or_address_is_all_that_is_said() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.discord.discord_token = Some("MTIz.wrong.token".into());
    insta::assert_snapshot!("wrong_token", doctor(&settings, &[]).await);
    settings.platforms.discord.discord_token = Some("two words".into());
    assert!(
        doctor(&settings, &[])
            .await
            .contains("failed   Discord: DISCORD_TOKEN has characters that no token has")
    );
}

#[tokio::test]
async fn with_the_database_as_it_is_before_an_update_channels_are_left_out() {
    let running = Running::stopped().await;
    let url = running.database().display().to_string();
    Store::open(&url).await.unwrap().close().await;
    assert!(
        doctor(&running.settings(), &[])
            .await
            .contains("skipped  Discord channels: None is in use yet.")
    );
    std::fs::write(running.database(), "").unwrap();
    let told = doctor(&running.settings(), &[]).await;
    assert!(
        told.contains("skipped  Discord channels: Which are in use only a database tells"),
        "{told}"
    );
    assert_eq!(std::fs::read(running.database()).unwrap(), b"", "nothing is changed");
}
