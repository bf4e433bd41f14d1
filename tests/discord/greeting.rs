//! What the bot says where it was added: once, in the system channel, else to the owner.

use super::running::Running;
use crate::support::discord::permissions::SEND_MESSAGES;
use crate::support::discord::{Channel, Guild};

const SAID: &str = "Three first steps:";

/// How often everyone in a channel was greeted.
fn greeted(channel: &Channel) -> usize {
    channel.messages().iter().filter(|seen| seen.text().contains(SAID)).count()
}

/// Waits until a server to which the bot is added now is greeted: what came before it is over then.
async fn until_all_are_greeted(running: &Running, name: &str) {
    let guild: Guild = running.discord.guild(name);
    let lobby = guild.channel("lobby");
    guild.tell_news_in(&lobby);
    guild.bot_came_before(0);
    guild.show();
    lobby.sees(SAID).await;
    assert_eq!(greeted(&lobby), 1);
}

#[tokio::test]
async fn a_server_is_greeted_once_in_its_system_channel_and_set_up_from_there() {
    let mut running = Running::stopped().await;
    running.guild.tell_news_in(&running.channel);
    running.guild.bot_came_before(23);
    running.connect().await;
    let greeting = running.channel.sees(SAID).await;
    assert_eq!(greeting.buttons(), ["Set up", "Start a quiz", "Remind me"]);
    assert!(greeting.text().contains("</setup:"), "{}", greeting.text());
    let (anna, ben) = (running.guild.admin("Anna"), running.guild.member("Ben"));
    let refused = ben.click(&greeting, "Set up").await;
    assert!(refused.seen().ephemeral, "{}", refused.text());
    assert!(refused.text().contains("Only admins may use </setup:"), "{}", refused.text());
    let form = anna.click(&greeting, "Set up").await.modal();
    let values: Vec<String> = form.fields.iter().map(|field| field.value.clone()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let told = anna.submit(&form, &values).await;
    assert!(told.seen().ephemeral, "{}", told.text());
    running.channel.sees("Card of the day").await;
    let quiz = ben.click(&greeting, "Start a quiz").await;
    assert!(quiz.seen().ephemeral && quiz.text().contains("Question 1"), "{}", quiz.text());

    // After an outage, with a new session, and after a restart.
    running.guild.show();
    running.discord.cut(false);
    until_all_are_greeted(&running, "Night school").await;
    running.stop().await;
    running.connect().await;
    until_all_are_greeted(&running, "Day school").await;
    assert_eq!(greeted(&running.channel), 1);
    let owner = running.guild.owner();
    assert!(owner.direct().messages().is_empty(), "who reads it there needs no second one");
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn a_server_on_which_the_bot_has_long_been_is_not_greeted() {
    let mut running = Running::stopped().await;
    running.guild.tell_news_in(&running.channel);
    running.guild.bot_came_before(25);
    running.connect().await;
    until_all_are_greeted(&running, "Night school").await;
    assert_eq!(greeted(&running.channel), 0);
    assert!(running.guild.owner().direct().messages().is_empty());
}

#[tokio::test]
async fn where_the_bot_may_not_write_the_owner_is_told() {
    for has_channel in [true, false] {
        let mut running = Running::stopped().await;
        if has_channel {
            running.guild.tell_news_in(&running.channel);
            running.channel.deny_bot(SEND_MESSAGES);
        }
        running.guild.bot_came_before(0);
        running.connect().await;
        let owner = running.guild.owner();
        let greeting = owner.direct().sees(SAID).await;
        assert_eq!(greeting.buttons(), ["Start a quiz", "Remind me"]);
        assert!(greeting.text().contains("</setup:"), "{}", greeting.text());
        let quiz = owner.click(&greeting, "Start a quiz").await;
        assert!(quiz.text().contains("Question 1"), "{}", quiz.text());
        assert!(running.channel.messages().is_empty());
        assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
    }
}

#[tokio::test]
async fn an_owner_who_takes_no_messages_is_left_alone_for_good() {
    let mut running = Running::stopped().await;
    running.guild.bot_came_before(0);
    let owner = running.guild.owner();
    owner.take_messages(false);
    running.connect().await;
    until_all_are_greeted(&running, "Night school").await;
    owner.take_messages(true);
    running.stop().await;
    running.connect().await;
    until_all_are_greeted(&running, "Day school").await;
    assert!(owner.direct().messages().is_empty());
}
