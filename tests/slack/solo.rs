//! Somebody plays alone: in the channel, where only they see it, and in their conversation with the
//! bot.

use crate::slack::running::Running;
use crate::support::slack::Shown;

#[tokio::test]
async fn a_quiz_alone_is_played_in_private() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let text = "deck:capitals topic:Americas";
    let first = ben.slash(&running.channel, "/quiz", text).await.seen();
    assert!(first.is_ephemeral() && first.text().contains("Question 1 of 1"), "{first:?}");
    let form = ben.click(&first, "Answer").await.modal();
    let answered = ben.submit(&form, &["Springfield"]).await;
    assert!(answered.closed());
    let verdict = answered.sees("Not quite.").await;
    assert_eq!(verdict.ts, first.ts, "it takes the place of its question");
    assert!(verdict.buttons().iter().any(|label| label == "Try again"), "{verdict:?}");
    assert_eq!(running.channel.messages().len(), 0, "nobody else sees anything");
    let direct = ben.slash(&ben.direct(), "/studyhall", "").await.seen();
    assert!(!direct.is_ephemeral() && direct.text().contains("Hello, Ben."), "{direct:?}");
}
