//! Discord's limits: learned from its answers, kept on all routes, and told in their own words.

use std::time::Duration;

use studyhall::serve::Server;

use super::running::Running;
use crate::support::discord::{Fault, Member};

const NOW: [(&str, &str); 1] = [("deck", "capitals")];

/// Members with a reminder each; the program is stopped. They have chosen a time of the night: the
/// clock is that of the wall here, and nobody else is reminded at night.
async fn reminded(running: &mut Running, count: usize) -> Vec<Member> {
    let mut members = Vec::new();
    for number in 0..count {
        let member = running.guild.member(&format!("Member {number}"));
        member.slash(&running.channel, "reminder set", &[("time", "03:00")]).await;
        members.push(member);
    }
    running.stop().await;
    members
}

/// Starts the program with all reminders due.
async fn all_are_due(running: &mut Running) {
    running
        .tamper(
            "UPDATE reminders SET next_at = CAST(strftime('%s', 'now') AS INTEGER) - 1, \
        sent_on = NULL",
        )
        .await;
    running.tamper("DELETE FROM nudges").await;
    running.connect().await;
}

#[tokio::test]
async fn reminders_of_one_minute_provoke_nothing_and_open_each_conversation_once() {
    for slides in [false, true] {
        let mut running = Running::start().await;
        running.discord.limit("POST /users/@me/channels", 5, Duration::from_secs(2));
        if slides {
            running.discord.slide();
        }
        let members = reminded(&mut running, 16).await;
        for round in 1..=2 {
            all_are_due(&mut running).await;
            for member in &members {
                member.direct().until_messages(round).await;
            }
            running.stop().await;
            assert!(
                members.iter().all(|member| member.direct().messages().len() == round),
                "nobody hears it twice"
            );
        }
        let opened = running.discord.requests("POST /users/@me/channels");
        assert_eq!(
            (opened, running.discord.limited(), running.discord.impatient()),
            (16, 0, 0),
            "slides: {slides}"
        );
    }
}

#[tokio::test]
async fn a_limit_holds_back_all_that_it_is_about_and_nothing_else() {
    let mut running = Running::start().await;
    let members = reminded(&mut running, 4).await;
    running.discord.fault("POST", "/users/@me/channels", Fault::Limited(Duration::from_secs(2)), 1);
    all_are_due(&mut running).await;
    let ben = running.guild.member("Ben");
    assert!(ben.slash(&running.channel, "help", &[]).await.text().contains("How to begin"));
    for member in &members {
        member.direct().until_messages(1).await;
    }
    assert_eq!((running.discord.impatient(), running.discord.faults_left()), (0, 0));
}

#[tokio::test]
async fn a_conversation_of_another_bot_is_opened_anew() {
    let mut running = Running::start().await;
    let members = reminded(&mut running, 1).await;
    running
        .tamper(
            "INSERT INTO conversations SELECT 'discord', external, '1234567890', 0 FROM identities",
        )
        .await;
    all_are_due(&mut running).await;
    members[0].direct().until_messages(1).await;
}

#[tokio::test]
async fn a_program_that_discord_blocks_says_so_at_the_start() {
    let running = Running::stopped().await;
    running.discord.block(true);
    let refused = Server::bind(&running.settings()).await.unwrap_err();
    let said = format!("{refused:#}");
    assert!(
        said.starts_with("Discord takes no requests from this program (403, code 40333)."),
        "{said}"
    );
}

#[tokio::test]
async fn what_blocks_us_later_is_not_taken_for_lost_rights() {
    for page in [false, true] {
        let running = Running::start().await;
        let anna = running.guild.admin("Anna");
        if page {
            running.discord.fault("POST", "/messages", Fault::Page(403), 1);
        } else {
            running.discord.fault("POST", "/messages", Fault::Refused(403, 40_333), 1);
        }
        anna.slash(&running.channel, "daily set", &[("time", "09:00"), ("deck", "capitals")]).await;
        anna.slash(&running.channel, "daily now", &NOW).await;
        running.discord.until_no_faults_left().await;
        let today = anna.slash(&running.channel, "daily today", &[]).await;
        assert!(today.text().contains("Today's card is on its way."), "{}", today.text());
    }
}

#[tokio::test]
async fn every_request_says_who_we_are() {
    let mut running = Running::start().await;
    let anna = running.guild.admin("Anna");
    anna.slash(&running.channel, "daily now", &NOW).await;
    running.channel.sees("Card of the day").await;
    reminded(&mut running, 1).await;
    assert_eq!(running.discord.blocked(), 0);
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}
