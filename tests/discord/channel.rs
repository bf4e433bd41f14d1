//! A quiz for everyone in a channel.

use crate::support::discord::Fault;
use crate::support::discord::permissions::{CREATE_PUBLIC_THREADS, EMBED_LINKS, SEND_MESSAGES};

use super::running::Running;

const QUIZ: [(&str, &str); 4] =
    [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];

#[tokio::test]
async fn a_race_runs_in_a_thread_and_its_question_counts_the_answers() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    let started = anna.slash(&running.channel, "quiz", &QUIZ).await;
    let invitation = running.channel.sees("started a quiz").await;
    assert!(
        invitation.text().contains("**Anna** started a quiz: 1 question from Capitals."),
        "{}",
        invitation.text()
    );
    let thread = running.channel.threads().remove(0);
    assert_eq!(thread.name(), "Quiz: 1 question from Capitals");
    assert!(
        started.seen().ephemeral && started.text().contains(&format!("<#{}>", thread.id())),
        "{}",
        started.text()
    );
    let question = thread.sees("What is the capital of Peru?").await;
    assert_eq!(question.buttons(), ["Answer", "Hint (−2)", "Finish", "Stop"]);
    let text = question.text();
    assert!(text.contains("Closes <t:") && text.contains(":R>. Your answer"), "{text}");

    let form = ben.click(&question, "Answer").await.modal();
    let verdict = ben.submit(&form, &["Lima"]).await.seen();
    assert!(
        verdict.ephemeral
            && verdict.text().contains("✅ Correct. **+8 points, first to be right**")
    );
    let counted = thread.sees("1 of 1 answered").await;
    assert_eq!(counted.id, question.id, "the question counts; nothing is posted");
    assert!(
        !counted.text().contains("Ben"),
        "who answered is not told before it closes: {}",
        counted.text()
    );

    anna.click(&counted, "Finish").await;
    let closed = thread.sees("Right, in order:").await;
    assert!(closed.id == question.id && closed.buttons().is_empty());
    assert!(closed.text().contains("1. **Ben** +8"), "{}", closed.text());
    let summary = thread.sees("Quiz finished").await;
    assert!(summary.text().contains("Ben   1 of 1       8"), "{}", summary.text());
    assert_eq!(running.channel.messages().len(), 1, "the channel holds the invitation alone");
    assert!(summary.buttons().is_empty(), "nobody missed anything: {:?}", summary.buttons());
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn many_answers_are_few_changes_of_one_message() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    anna.slash(&running.channel, "quiz", &QUIZ).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("What is the capital of Peru?").await;
    let mut pending = Vec::new();
    for number in 0..20 {
        let member = running.guild.member(&format!("Member {number}"));
        let form = member.click(&question, "Answer").await.modal();
        pending.push(member.start_submit(&form, &["Lima"]).await);
    }
    for one in pending {
        assert!(one.answered().await.text().contains("✅ Correct."));
    }
    let counted = thread.sees("20 answered").await;
    assert!(counted.edits <= 6, "{} changes for 20 answers", counted.edits);
    assert_eq!((thread.messages().len(), running.discord.limited()), (1, 0));
}

#[tokio::test]
async fn without_the_permission_for_threads_it_runs_in_the_channel() {
    let running = Running::start().await;
    running.channel.deny_bot(CREATE_PUBLIC_THREADS);
    let anna = running.guild.member("Anna");
    let started = anna.slash(&running.channel, "quiz", &QUIZ).await;
    let question = running.channel.sees("What is the capital of Peru?").await;
    assert!(started.text().contains(&format!("<#{}>", running.channel.id())), "{}", started.text());
    let form = anna.click(&question, "Answer").await.modal();
    assert!(anna.submit(&form, &["Lima"]).await.text().contains("✅ Correct."));
}

#[tokio::test]
async fn without_the_permission_to_post_the_asker_is_told_which_one_and_nothing_begins() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    running.channel.deny_bot(SEND_MESSAGES | EMBED_LINKS);
    let refused = anna.slash(&running.channel, "quiz", &QUIZ).await;
    assert!(refused.seen().ephemeral);
    assert_eq!(
        refused.text(),
        "⚠️ I may not post in this channel: I lack the permissions Send Messages and Embed Links. \
         Somebody who manages the channel can give me that under Edit Channel, Permissions."
    );
    running.channel.deny_bot(0);
    let started = anna.slash(&running.channel, "quiz", &QUIZ).await;
    assert!(started.text().contains("Here it is:"), "nothing was in its way: {}", started.text());
}

#[tokio::test]
async fn a_deleted_message_or_thread_ends_quietly_and_nothing_else_stops() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    let options =
        [("deck", "capitals"), ("questions", "2"), ("with", "channel"), ("style", "typed")];
    anna.slash(&running.channel, "quiz", &options).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("Question 1 of 2").await;
    let form = ben.click(&question, "Answer").await.modal();
    let own = ben.submit(&form, &["no idea at all"]).await.seen();
    thread.delete_message(&question);
    let form = ben.click(&own, "Try again").await.modal();
    let told = ben.submit(&form, &["no idea at all"]).await;
    assert!(told.text().contains("Not quite."), "{}", told.text());
    thread.delete();
    let other = running.guild.channel("other");
    let started = ben.slash(&other, "quiz", &QUIZ).await;
    assert!(started.text().contains("Here it is:"), "{}", started.text());
    other.sees("started a quiz").await;
}

#[tokio::test]
async fn a_quiz_that_nobody_can_see_is_not_running() {
    let running = Running::start().await;
    let anna = running.guild.member("Anna");
    running.discord.fault("POST", "/messages", Fault::Refused(403, 50_013), 2);
    let told = anna.slash(&running.channel, "quiz", &QUIZ).await;
    assert!(told.text().contains("I may not post in this channel."), "{}", told.text());
    running.until(&anna, "quiz", &QUIZ, |text| !text.contains("has a quiz going")).await;
    running.channel.sees("started a quiz").await;
}
