//! What Slack delivers again changes nothing and is shown once.

use crate::slack::running::Running;

#[tokio::test]
async fn what_is_delivered_again_is_shown_once() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let text = "deck:capitals topic:Americas";
    let question = ben.slash(&running.channel, "/quiz", text).await.seen();
    running.slack.redeliver_last();
    let form = ben.click(&question, "Answer").await.modal();
    let opened = running.slack.tally().calls("views.open");
    running.slack.redeliver_last();
    let verdict = ben.submit(&form, &["Springfield"]).await.seen();
    running.slack.redeliver_last();
    running
        .slack
        .until_tally("what was delivered again is acknowledged", |tally| tally.acks >= 6)
        .await;
    let seen = running.channel.seen_by(&ben);
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(verdict.text().contains("One more try."), "{}", verdict.text());
    assert_eq!(running.slack.tally().calls("views.open"), opened);
}

#[tokio::test]
async fn an_answer_that_is_sent_twice_costs_one_try_and_has_one_verdict() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let text = "deck:capitals topic:Americas";
    let question = ben.slash(&running.channel, "/quiz", text).await.seen();
    let form = ben.click(&question, "Answer").await.modal();
    let wrong = ["Springfield"];
    let (first, second) = tokio::join!(ben.submit(&form, &wrong), ben.submit(&form, &wrong));
    assert!(first.closed() && second.closed());
    let verdict = running.channel.whispers(&ben, "One more try.").await;
    let seen = running.channel.seen_by(&ben);
    assert_eq!(seen.len(), 1, "{seen:?}");
    // The other try is there still, and counts.
    let form = ben.click(&verdict, "Try again").await.modal();
    let verdict = ben.submit(&form, &["Lima"]).await.seen();
    assert!(verdict.text().contains("Correct."), "{}", verdict.text());
}

#[tokio::test]
async fn a_command_that_is_sent_twice_by_its_form_is_done_once() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let form = ben.slash(&running.channel, "/studyhall", "team create").await.modal();
    let name = ["Owls"];
    let (first, second) = tokio::join!(ben.submit(&form, &name), ben.submit(&form, &name));
    assert!(first.closed() && second.closed());
    running.channel.sees("Owls").await;
    let seen = running.channel.seen_by(&ben);
    assert_eq!(seen.len(), 1, "the team is told of once, and nobody is refused: {seen:?}");
}

#[tokio::test]
async fn a_form_that_is_mended_after_a_refusal_is_another_one() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let form = ben.slash(&running.channel, "/studyhall", "team create").await.modal();
    for blank in ["\u{200b}", "\u{200b}"] {
        let refused = ben.submit(&form, &[blank]).await;
        assert_eq!(refused.errors().len(), 1, "{:?}", refused.errors());
    }
    ben.submit(&form, &["Owls"]).await;
    running.channel.sees("Owls").await;
}
