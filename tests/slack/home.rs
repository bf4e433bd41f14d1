//! The home tab: useful at the very first opening, and kept up to date.

use crate::slack::running::Running;
use crate::support::slack::Shown;

#[tokio::test]
async fn home_shows_where_one_stands_and_changes_what_is_ones_own() {
    let running = Running::start().await;
    let (anna, ben) = (running.workspace.admin("Anna"), running.workspace.member("Ben"));
    anna.command(&running.channel, "daily now", &[("deck", "capitals")]).await;
    running.channel.sees("Card of the day").await;
    let home = ben.opens_home().await.expect("a view");
    let text = home.text();
    for part in ["Hello, Ben.", "Card of the day", "*0 points* this week", "Your settings"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let published = running.slack.tally().calls("views.publish");
    ben.pick(&home, "set:/streak ", "off").await;
    ben.pick(&home, "set:/reminder set time:", "08:30").await;
    ben.pick(&home, "set:/timezone zone:", "Asia/Tokyo").await;
    ben.pick(&home, "set:/settings accuracy:", "me").await;
    ben.pick(&home, "set:/settings turn:", "00:00").await;
    running.slack.until_calls("views.publish", published + 1).await;
    let changed = ben.home().expect("a view").text();
    assert!(changed.contains("*daily at 08:30*, Asia/Tokyo."), "{changed}");
    assert!(!changed.contains("No streak yet"), "{changed}");
    assert!(running.channel.seen_by(&ben).len() == 1, "no message says what the tab shows");
}

#[tokio::test]
async fn a_quiz_is_played_from_the_home_tab_in_a_window() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let home = ben.opens_home().await.expect("a view");
    let board = ben.click(&home, "Leaderboard").await.modal();
    assert!(board.text().contains("Leaderboard, this week"), "{}", board.text());
    let question = ben.shortcut("start_quiz").await.modal();
    assert!(question.text().contains("Question 1"), "{}", question.text());
    let answer = if question.buttons().iter().any(|label| label == "Answer") {
        let form = ben.click(&question, "Answer").await.modal();
        ben.submit(&form, &["certainly not this"]).await.modal()
    } else {
        ben.click(&question, "True").await.modal()
    };
    assert!(answer.is_open(), "{}", answer.text());
    assert!(ben.direct().messages().is_empty(), "it is played in the window alone");
}
