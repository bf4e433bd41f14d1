//! What people type: in threads, in mentions, directly.

use crate::slack::running::{Running, right};
use crate::support::slack::{Fault, Shown};

const NOW: [(&str, &str); 1] = [("deck", "capitals")];

#[tokio::test]
async fn a_reply_in_the_thread_of_a_card_counts_and_its_verdict_is_private() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let (ben, cleo) = (running.workspace.member("Ben"), running.workspace.member("Cleo"));
    anna.command(&running.channel, "daily now", &NOW).await;
    let card = running.channel.sees("Card of the day").await;
    ben.replies(&card, right(&card.text()));
    let verdict = running.channel.whispers(&ben, "Correct.").await;
    assert_eq!(verdict.thread_ts.as_deref(), Some(card.ts.as_str()));
    assert!(verdict.text().contains("Everybody here can read this thread."), "{verdict:?}");
    running.channel.sees("1 answered").await;
    // Talk between people is left alone, and so is what stands under nothing of ours.
    cleo.replies(&card, &format!("<@{}> well done", ben.id()));
    let talk = cleo.says(&running.channel, "Good morning");
    assert!(!talk.is_empty());
    // Without a mention a second one, to somebody who knows it now.
    let topic = right(&card.text()).to_lowercase();
    cleo.replies(&card, &topic);
    running.channel.whispers(&cleo, "Correct.").await;
    let mine = running.channel.seen_by(&cleo);
    assert_eq!(mine.iter().filter(|one| one.is_ephemeral()).count(), 1, "{mine:?}");
    let card = running.channel.sees("2 answered").await;
    assert_eq!(running.channel.thread(&card).len(), 3, "nothing of ours stands there");
}

#[tokio::test]
async fn a_mention_may_be_a_command_also_in_a_thread() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let ts = ben.says(&running.channel, "Anybody up for a game?");
    let talk = running.channel.messages().into_iter().find(|one| one.ts == ts).unwrap();
    ben.replies_mentioning(&talk, "quiz deck:capitals questions:1");
    let question = running.channel.whispers(&ben, "Question 1 of 1").await;
    assert_eq!(question.thread_ts.as_deref(), Some(talk.ts.as_str()));
    assert!(!question.text().contains("Everybody here can read"), "no answer: {question:?}");
    ben.mentions(&running.channel, "");
    let home = running.channel.whispers(&ben, "Hello, Ben.").await;
    assert!(home.buttons().iter().any(|label| label == "Leaderboard"), "{home:?}");
}

#[tokio::test]
async fn direct_messages_are_answered_where_they_stand() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let direct = ben.direct();
    let question = ben.slash(&direct, "/quiz", "deck:capitals topic:Americas").await.seen();
    assert!(!question.is_ephemeral(), "{question:?}");
    ben.says(&direct, "Lima & nothing else");
    direct.sees("Lima & nothing else").await;
    ben.says(&direct, "Lima");
    direct.sees("Correct.").await;
    // A bot that talks is no person.
    let robot = running.workspace.bot("Robot");
    robot.says(&running.channel, "Lima");
    ben.says(&direct, "/help");
    direct.sees("How to begin").await;
}

#[tokio::test]
async fn emoji_beside_an_answer_change_nothing() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let (ben, cleo) = (running.workspace.member("Ben"), running.workspace.member("Cleo"));
    anna.command(&running.channel, "daily now", &NOW).await;
    let card = running.channel.sees("Card of the day").await;
    ben.replies(&card, &format!("{} :tada::wave::skin-tone-2:", right(&card.text())));
    running.channel.whispers(&ben, "Correct.").await;
    // A picture alone is talk, and said to the bot it is no answer.
    cleo.replies(&card, ":tada:");
    cleo.replies_mentioning(&card, ":tada:");
    running.channel.whispers(&cleo, "There was nothing in your answer.").await;
    let direct = cleo.direct();
    let asked = cleo.slash(&direct, "/quiz", "deck:capitals topic:Americas").await.seen();
    let form = cleo.click(&asked, "Answer").await.modal();
    let verdict = cleo.submit(&form, &["Lima :llama:"]).await.seen();
    assert!(verdict.text().contains("Correct."), "{}", verdict.text());
}

#[tokio::test]
async fn a_command_without_its_slash_is_one_where_nothing_is_asked() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let direct = ben.direct();
    for (typed, told) in [
        ("help", "How to begin"),
        ("stats", "You have not answered"),
        ("daily", "needs one more word"),
        ("leaderbord", "leaderboard"),
        ("Lima", "No question is waiting for your answer"),
    ] {
        ben.says(&direct, typed);
        direct.sees(told).await;
    }
    ben.mentions(&running.channel, ", leaderbord");
    running.channel.whispers(&ben, "There is no command").await;
    // While a question is open, what is said directly is an answer.
    ben.slash(&direct, "/quiz", "deck:capitals topic:Americas").await;
    ben.says(&direct, "stats");
    direct.sees("One more try.").await;
}

#[tokio::test]
async fn a_quiz_goes_on_beside_a_thread_whose_first_message_was_deleted() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let begun = "deck:capitals with:channel questions:2 style:typed";
    ben.slash(&running.channel, "/quiz", begun).await;
    let first = running.channel.sees("Question 1 of 2").await;
    running.channel.delete_message(&first);
    let answer = format!("text:{}", right(&first.text()));
    let verdict = ben.slash(&running.channel, "/answer", &answer).await.seen();
    assert!(verdict.text().contains("Correct."), "{}", verdict.text());
    running.channel.sees("Question 2 of 2").await;
    // What was said in a thread that is gone by now is answered where the two are alone.
    let ts = ben.says(&running.channel, "Anybody up for a game?");
    let talk = running.channel.messages().into_iter().find(|one| one.ts == ts).unwrap();
    running.slack.fault("chat.postEphemeral", Fault::Refused("thread_not_found"));
    ben.replies_mentioning(&talk, "stats");
    ben.direct().sees("Your stats").await;
}

#[tokio::test]
async fn what_only_one_person_sees_is_said_again_after_a_fault() {
    for faults in [1, 2] {
        let running = Running::start().await;
        let ben = running.workspace.member("Ben");
        running.slack.fault_times("chat.postEphemeral", Fault::Status(500), faults);
        ben.mentions(&running.channel, "help");
        match faults {
            1 => drop(running.channel.whispers(&ben, "How to begin").await),
            _ => drop(ben.direct().sees("How to begin").await),
        }
    }
}
