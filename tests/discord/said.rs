//! What people type: to the bot, with a mention, and among themselves.

use super::running::Running;

const QUIZ: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

#[tokio::test]
async fn a_direct_message_is_an_answer() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let direct = ben.direct();
    ben.slash(&running.channel, "quiz", &[("deck", "capitals"), ("topic", "Americas")]).await;
    ben.say(&direct, "Lima");
    let told = direct.sees("✅ Correct. **+5 points**").await;
    assert!(told.buttons().is_empty());
    direct.sees("Quiz finished").await;
    ben.say(&direct, "/leaderboard");
    let board = direct.sees("Leaderboard, this week").await;
    assert!(board.text().contains("Ben        5"), "{}", board.text());
}

#[tokio::test]
async fn a_reply_that_mentions_the_bot_is_answered_in_private() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("What is the capital of Peru?").await;
    ben.reply(&question, "Lima");
    ben.direct().sees("✅ Correct. **+8 points, first to be right**").await;
    thread.sees("1 answered").await;
    anna.take_messages(false);
    anna.reply(&question, "Lima");
    let told = thread.sees("you take no direct messages").await;
    assert!(!told.text().contains("Correct"), "{}", told.text());
}

#[tokio::test]
async fn without_the_intent_talk_is_not_read() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("What is the capital of Peru?").await;
    ben.say(&thread, "Lima");
    anna.reply(&question, "Lima");
    thread.sees("1 answered").await;
    assert!(ben.direct().messages().is_empty(), "nobody read it");
}

#[tokio::test]
async fn with_the_intent_a_right_answer_in_the_thread_counts_and_talk_does_not() {
    let running = Running::start_reading().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    thread.sees("What is the capital of Peru?").await;
    anna.say(&thread, "has anybody been there?");
    ben.say(&thread, "lima");
    ben.direct().sees("first to be right").await;
    thread.sees("1 answered").await;
    assert!(anna.direct().messages().is_empty(), "talk is talk");
}

#[tokio::test]
async fn a_wrong_answer_in_a_race_is_marked_and_counts_and_talk_to_somebody_is_not_touched() {
    let running = Running::start_reading().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    thread.sees("What is the capital of Peru?").await;
    let talk = anna.say(&thread, "anybody here from Peru?");
    ben.reply(&talk, "not me");
    for guess in ["Quito", "Bogota"] {
        let said = ben.say(&thread, guess);
        thread.sees_reaction(&said, "✖️").await;
    }
    thread.sees("1 answered").await;
    ben.say(&thread, "Lima");
    anna.say(&thread, "Lima");
    anna.direct().sees("first to be right").await;
    thread.sees("2 answered").await;
    assert!(ben.direct().messages().is_empty(), "the sign is enough");
    assert!(thread.messages().iter().filter(|seen| !seen.reactions().is_empty()).count() == 2);
}
