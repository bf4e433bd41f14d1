//! What people type: to the bot, with a mention, and among themselves.

use serde_json::Value;

use super::running::Running;
use crate::support::discord::{Channel, Seen};

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
    assert!(board.text().contains("1. Ben (you) 5"), "{}", board.text());
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

/// What is right for a question from the deck Capitals.
fn right(card: &Seen) -> &'static str {
    let text = card.text();
    let answers = [("France", "Paris"), ("Peru", "Lima"), ("Canberra", "true")];
    answers.into_iter().find(|(about, _)| text.contains(about)).unwrap().1
}

/// A card of the day in the channel, and a race with another card in a thread beside it.
async fn card_and_race(running: &Running) -> (Seen, Channel, Seen) {
    let admin = running.guild.admin("Admin");
    admin.slash(&running.channel, "daily now", &[("deck", "capitals")]).await;
    let card = running.channel.sees("Card of the day").await;
    // A card earns its points once a day.
    let topic = if right(&card) == "Lima" { "Europe" } else { "Americas" };
    let [deck, _, questions, with] = QUIZ;
    let options = [deck, ("topic", topic), questions, with];
    admin.slash(&running.channel, "quiz", &options).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("What is the capital of").await;
    (card, thread, question)
}

#[tokio::test]
async fn a_reply_answers_the_question_that_it_replies_to() {
    let running = Running::start().await;
    let (card, thread, question) = card_and_race(&running).await;
    let ben = running.guild.member("Ben");
    ben.reply(&card, right(&card));
    let told = ben.direct().sees("✅ Correct. **+10 points**").await;
    assert!(told.text().contains("Card of the day"), "{}", told.text());
    ben.reply(&question, right(&question));
    ben.direct().sees("✅ Correct. **+8 points, first to be right**").await;
    thread.sees("1 answered").await;
    ben.reply(&card, right(&card));
    ben.direct().sees("You have finished this card.").await;
    // What asks nothing takes no answer, and costs nothing.
    let anna = running.guild.member("Anna");
    anna.reply(&running.channel.sees("started a quiz").await, "Lima");
    anna.direct().sees("Nothing in that message waits for an answer.").await;
    let admin = running.guild.admin("Admin");
    admin.click(&question, "Finish").await;
    let closed = thread.sees("Right, in order:").await;
    let cleo = running.guild.member("Cleo");
    cleo.reply(&closed, "Lima");
    cleo.direct().sees("Nothing in that message waits for an answer.").await;
}

#[tokio::test]
async fn in_the_thread_under_a_card_answers_count_and_talk_does_not() {
    let running = Running::start_reading().await;
    let (card, race, _) = card_and_race(&running).await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    let thread = running.channel.thread_under(&card, "About this one", &anna);
    anna.say(&thread, "does anybody know what this one is really about?");
    // Whether something is true is said by a button, or to the bot.
    if right(&card) != "true" {
        ben.say(&thread, right(&card));
        ben.direct().sees("✅ Correct. **+10 points**").await;
    }
    let cleo = running.guild.member("Cleo");
    cleo.say(&thread, &format!("<@{}> {}", running.discord.bot_id(), right(&card)));
    cleo.direct().sees("✅ Correct. **+10 points**").await;
    assert!(anna.direct().messages().is_empty(), "talk is talk");
    assert!(race.messages().iter().all(|seen| !seen.text().contains("answered")), "not the race");
}

#[tokio::test]
async fn answer_asks_which_of_several_questions_and_completes_them() {
    let running = Running::start().await;
    let (card, _, race) = card_and_race(&running).await;
    let ben = running.guild.member("Ben");
    let which = ben.slash(&running.channel, "answer", &[("text", "Lima")]).await;
    assert!(which.seen().ephemeral && which.text().contains("is not graded yet"));
    assert_eq!(which.seen().buttons(), ["Answer 1", "Answer 2"]);
    let typed = [("text", "Lima"), ("question", "")];
    let offered = ben.complete(&running.channel, "answer", &typed).await;
    assert_eq!(offered.len(), 2, "{offered:?}");
    assert!(offered[0].0.starts_with("Question 1 of 1 · "), "{offered:?}");
    assert!(offered[1].0.starts_with("Card of the day · "), "{offered:?}");
    for (place, (text, told)) in
        [(right(&race), "+8 points, first to be right"), (right(&card), "+10 points")]
            .into_iter()
            .enumerate()
    {
        let options = [("text", text), ("question", offered[place].1.as_str().unwrap())];
        let verdict = ben.slash(&running.channel, "answer", &options).await;
        assert!(verdict.text().contains(told), "{}", verdict.text());
    }
    let none = ben.slash(&running.channel, "answer", &[("text", "Lima")]).await;
    assert!(none.text().contains("You have finished this question"), "{}", none.text());
}

#[tokio::test]
async fn a_team_and_a_time_are_completed_while_they_are_typed() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let values = |offered: Vec<(String, Value)>| -> Vec<Value> {
        offered.into_iter().map(|(_, value)| value).collect()
    };
    let join = ben.complete(&running.channel, "team join", &[("name", "")]).await;
    assert_eq!(join.len(), 0, "there is none yet: {join:?}");
    ben.slash(&running.channel, "team create", &[("name", "Night Owls")]).await;
    let cleo = running.guild.member("Cleo");
    let join = cleo.complete(&running.channel, "team join", &[("name", "owl")]).await;
    assert_eq!(values(join), ["Night Owls"]);
    let time = cleo.complete(&running.channel, "reminder set", &[("time", "6 pm")]).await;
    assert_eq!(values(time), ["18:00"]);
}

#[tokio::test]
async fn whoever_calls_the_bot_without_a_word_is_shown_home_in_private() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    anna.say(&running.channel, &format!("<@{}>", running.discord.bot_id()));
    let home = anna.direct().sees("Hello, **Anna**").await;
    assert_eq!(home.buttons(), ["Start a quiz", "Today's card", "Leaderboard", "Settings", "Help"]);
    assert!(running.channel.messages().iter().all(|seen| !seen.text().contains("Hello")));
    let quiz = anna.click(&home, "Start a quiz").await;
    assert!(quiz.text().contains("Question 1 of"), "{}", quiz.text());
    // A picture without a word, perhaps.
    ben.say(&ben.direct(), "");
    ben.direct().sees("Hello, **Ben**").await;
}
