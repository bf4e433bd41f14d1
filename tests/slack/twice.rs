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
