//! What comes twice is shown once: events that the gateway repeats, and messages whose line broke
//! after they were taken.

use super::running::Running;
use crate::support::discord::Fault;

const ALONE: [(&str, &str); 2] = [("deck", "capitals"), ("topic", "Americas")];
const TWO: [(&str, &str); 3] = [("deck", "capitals"), ("questions", "2"), ("style", "typed")];
const RACE: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

#[tokio::test]
async fn an_interaction_that_comes_twice_is_answered_once() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let asked = ben.slash(&running.channel, "quiz", &ALONE).await;
    let form = ben.click(&asked.seen(), "Answer").await.modal();
    let answered = ben.submit(&form, &["Lima"]).await;
    answered.followup(1).await;
    ben.repeat_interaction();
    // Whatever is said to the repetition is said before what comes after it.
    ben.slash(&running.channel, "help", &[]).await;
    assert_eq!(answered.followups().len(), 1, "the end of the quiz stands there once");
}

#[tokio::test]
async fn a_channel_quiz_that_is_started_twice_by_the_gateway_begins_once() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    anna.slash(&running.channel, "quiz", &RACE).await;
    running.channel.sees("started a quiz").await;
    anna.repeat_interaction();
    let thread = running.channel.threads().remove(0);
    thread.sees("What is the capital of Peru?").await;
    anna.slash(&running.channel, "help", &[]).await;
    assert_eq!((running.channel.messages().len(), thread.messages().len()), (1, 1));
}

#[tokio::test]
async fn a_typed_message_that_comes_twice_is_answered_once() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let direct = ben.direct();
    ben.say(&direct, "/help");
    direct.sees("How to begin").await;
    let answers =
        || direct.messages().iter().filter(|seen| seen.text().contains("How to begin")).count();
    ben.repeat_message();
    ben.say(&direct, "/deck list");
    direct.sees("Decks").await;
    assert_eq!(answers(), 1);
}

#[tokio::test]
async fn what_answers_a_typed_message_stands_there_once_although_the_line_breaks() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let direct = ben.direct();
    running.discord.fault("POST", "/messages", Fault::HangUp, 1);
    ben.say(&direct, "/help");
    direct.sees("How to begin").await;
    ben.say(&direct, "/deck list");
    direct.sees("Decks").await;
    assert_eq!(running.discord.faults_left(), 0);
    assert_eq!(
        direct.messages().iter().filter(|seen| seen.text().contains("How to begin")).count(),
        1
    );
}

#[tokio::test]
async fn what_follows_an_answer_stands_there_once_although_the_line_breaks() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let asked = ben.slash(&running.channel, "quiz", &TWO).await;
    let form = ben.click(&asked.seen(), "Answer").await.modal();
    running.discord.fault("POST", "/webhooks/", Fault::HangUp, 1);
    let answered = ben.submit(&form, &["Springfield"]).await;
    let retried = ben.click(&answered.seen(), "Try again").await.modal();
    let answered = ben.submit(&retried, &["Springfield"]).await;
    // The first answer, the next question, and the button that shows it should it not have arrived.
    answered.told(3).await;
    assert_eq!((answered.followups().len(), running.discord.faults_left()), (1, 0));
    let shown = ben.click(&answered.seen(), "Go on").await;
    assert!(shown.text().contains("Question 2 of 2"), "{}", shown.text());
}
