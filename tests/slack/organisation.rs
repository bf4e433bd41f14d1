//! An app that is installed for a whole organisation: one token, several workspaces.

use crate::slack::running::{Running, right};
use crate::support::slack::Slack;

#[tokio::test]
async fn each_workspace_of_an_organisation_is_a_community() {
    let mut running = Running::on(Slack::start_org().await);
    let sales = running.slack.workspace("Sales");
    let channel = sales.channel("study");
    running.connect().await;
    let (anna, dora) = (running.workspace.admin("Anna"), sales.admin("Dora"));
    for (who, channel) in [(&anna, &running.channel), (&dora, &channel)] {
        who.command(channel, "daily now", &[("deck", "capitals")]).await;
        let card = channel.sees("Card of the day").await;
        who.replies(&card, right(&card.text()));
        channel.whispers(who, "Correct.").await;
    }
    let board = anna.slash(&running.channel, "/leaderboard", "").await.seen();
    assert!(!board.text().contains("Dora"), "{}", board.text());
    let home = dora.opens_home().await.expect("a view");
    assert!(home.text().contains("Hello, Dora."), "{}", home.text());
    let direct = dora.direct();
    dora.slash(&direct, "/quiz", "deck:capitals").await.sees("Question 1").await;
}

#[tokio::test]
async fn whoever_is_in_two_workspaces_reads_which_one_and_chooses() {
    let mut running = Running::on(Slack::start_org().await);
    let sales = running.slack.workspace("Sales");
    let channel = sales.channel("study");
    running.connect().await;
    let (anna, ben) = (running.workspace.member("Anna"), running.workspace.member("Ben"));
    channel.welcome(&anna);
    running.slack.until_calls("auth.teams.list", 1).await;
    for who in [&anna, &ben] {
        who.slash(&running.channel, "/help", "").await;
    }
    let before = anna.slash(&anna.direct(), "/leaderboard", "").await.sees("Leaderboard").await;
    assert!(!before.text().contains("In *"), "she is in one so far: {}", before.text());
    anna.mentions(&channel, "leaderboard");
    channel.whispers(&anna, "Leaderboard").await;

    let home = anna.opens_home().await.expect("a view");
    assert!(home.text().contains("In *Study group*."), "{}", home.text());
    let offered = anna.click(&home, "Another community").await.modal();
    assert!(offered.text().contains("about *Study group*."), "{}", offered.text());
    let chosen = anna.choose(&offered, "Sales").await.modal();
    let told = chosen.text();
    assert!(told.contains("This conversation is about *Sales* from now on."), "{told}");
    let board = anna.slash(&anna.direct(), "/leaderboard", "").await.sees("Leaderboard").await;
    assert!(board.text().contains("In *Sales*."), "{}", board.text());
    anna.says(&anna.direct(), "hello");
    anna.direct().sees("Three things that you can do here").await;

    let told = ben.slash(&ben.direct(), "/leaderboard", "").await.sees("Leaderboard").await;
    assert!(!told.text().contains("In *"), "{}", told.text());
    sales.uninstall_app();
    for _ in 0..100 {
        let board = anna.slash(&anna.direct(), "/leaderboard", "").await.sees("Leaderboard").await;
        if !board.text().contains("In *") {
            return;
        }
    }
    panic!("a workspace without the app is still what the conversation is about");
}
