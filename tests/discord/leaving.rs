//! Who leaves a server leaves its boards, without any privileged intent.

use super::running::Running;

const RACE: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

#[tokio::test]
async fn who_has_left_is_gone_at_the_next_look_and_back_when_they_come_back() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.slash(&running.channel, "quiz", &RACE).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("What is the capital of Peru?").await;
    for who in [&ben, &anna] {
        let form = who.click(&question, "Answer").await.modal();
        who.submit(&form, &["Lima"]).await;
    }
    ben.leave();
    let board = anna.slash(&running.channel, "leaderboard", &[]).await;
    assert!(board.text().contains("Ben"), "a board is shown at once: {}", board.text());
    running.discord.until_requests("GET /guilds/{}/members/{}", 1).await;
    running.until(&anna, "leaderboard", &[], |text| !text.contains("Ben")).await;
    assert_eq!(
        running.discord.requests("GET /guilds/{}/members/{}"),
        1,
        "what was found is kept a day"
    );
    ben.join_again();
    ben.slash(&running.channel, "help", &[]).await;
    let board = anna.slash(&running.channel, "leaderboard", &[]).await;
    assert!(board.text().contains("Ben"), "{}", board.text());
}
