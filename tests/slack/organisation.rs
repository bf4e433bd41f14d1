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
