//! Discord has a bad day: faults, cut connections, slowness.

use std::time::Duration;

use super::running::Running;
use crate::support::discord::Fault;

const ALONE: [(&str, &str); 2] = [("deck", "capitals"), ("topic", "Americas")];
const QUIZ: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

#[tokio::test]
async fn an_answer_to_an_interaction_is_sent_again_after_a_fault() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    running.discord.fault("POST", "/callback", Fault::Status(500), 2);
    let asked = ben.slash(&running.channel, "quiz", &ALONE).await;
    assert!(asked.text().contains("What is the capital of Peru?"));
    running.discord.fault("POST", "/callback", Fault::HangUp, 1);
    let form = ben.click(&asked.seen(), "Answer").await.modal();
    running.discord.fault("POST", "/webhooks/", Fault::Status(502), 1);
    let answered = ben.submit(&form, &["Lima"]).await;
    answered.followup(1).await;
    assert_eq!((running.discord.faults_left(), running.discord.late()), (0, 0));
}

#[tokio::test]
async fn a_message_that_was_taken_before_the_line_broke_is_one_message() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    running.discord.fault("POST", "/messages", Fault::HangUp, 1);
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    thread.sees("What is the capital of Peru?").await;
    assert_eq!((running.channel.messages().len(), thread.messages().len()), (1, 1));
}

#[tokio::test]
async fn being_asked_to_be_slower_loses_nothing() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    running.discord.fault("POST", "/messages", Fault::Limited(Duration::from_millis(300)), 1);
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    thread.sees("What is the capital of Peru?").await;
    assert_eq!(running.discord.faults_left(), 0);
}

#[tokio::test]
async fn a_connection_that_is_cut_is_taken_up_again_and_nothing_is_missed() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    ben.slash(&running.channel, "help", &[]).await;
    running.discord.cut(true);
    running.discord.connected(1).await;
    let asked = ben.slash(&running.channel, "quiz", &ALONE).await;
    assert!(asked.text().contains("What is the capital of Peru?"));
    running.discord.ask_to_reconnect();
    running.discord.until_gateway("a second resume", |counts| counts.resumes >= 2).await;
    let form = ben.click(&asked.seen(), "Answer").await.modal();
    assert!(ben.submit(&form, &["Lima"]).await.text().contains("✅ Correct."));
}

#[tokio::test]
async fn a_database_that_is_slow_does_not_make_us_late() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let question = ben.slash(&running.channel, "quiz", &ALONE).await.seen();
    // Another process writes to the database, and takes its time.
    let database = running.database();
    let busy = tokio::spawn(async move {
        use sqlx::{ConnectOptions, Executor};
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&database);
        let mut connection = options.connect().await.unwrap();
        connection.execute("BEGIN IMMEDIATE").await.unwrap();
        tokio::time::sleep(Duration::from_millis(2_200)).await;
        connection.execute("COMMIT").await.unwrap();
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let form = ben.click(&question, "Answer").await.modal();
    let pending = ben.start_submit(&form, &["Lima"]).await;
    let acknowledged = pending.acknowledged().await;
    assert_eq!(acknowledged.response(), 6, "a sign that it was heard");
    acknowledged.followup(1).await;
    assert!(acknowledged.text().contains("✅ Correct."), "{}", acknowledged.text());
    busy.await.unwrap();
    let late = ben.slash(&running.channel, "help", &[]).await;
    assert!(late.text().contains("How to begin"));
    assert_eq!((running.discord.late(), running.discord.unanswered()), (0, 0));
}
