//! What is sent to Slack, as a person sees it: every kind of message and view can be laid out, and
//! nothing of it is wider than a window or a phone.

use crate::evening::REMIND;
use crate::slack::running::Running;
use crate::support::browser::Driver;
use crate::support::slack::{Looks, Shown};

const NOW: [(&str, &str); 1] = [("deck", "aws-developer")];

#[tokio::test]
async fn all_that_is_shown_can_be_laid_out() {
    let Some(driver) = Driver::start().await else { return };
    let running = Running::start().await;
    let looks = Looks::open(driver.browser().await, &running.slack).await;
    let (anna, ben) = (running.workspace.admin("Anna"), running.workspace.member("Ben"));

    let study = running.workspace.channel_without_app("study");
    study.invite_app();
    let inviter = anna.direct().sees("Three first steps:").await;
    looks.message("greeting-of-its-inviter", &inviter).await;
    looks.view("home-first-of-an-admin", &anna.opens_home().await.expect("a view")).await;
    looks.view("home-first", &ben.opens_home().await.expect("a view")).await;
    let greeting = ben.slash(&running.channel, "/studyhall", "").await.seen();
    looks.message("greeting", &greeting).await;
    let help = ben.slash(&running.channel, "/studyhall", "help").await.seen();
    looks.message("help", &help).await;

    let form = anna.command(&running.channel, "setup", &[]).await.modal();
    looks.view("setup", &form).await;
    anna.command(&running.channel, "daily now", &NOW).await;
    let posting = running.channel.sees("Card of the day").await;
    looks.message("posting", &posting).await;
    let told = if posting.buttons().iter().any(|label| label == "Answer") {
        let form = ben.click(&posting, "Answer").await.modal();
        looks.view("answer", &form).await;
        ben.submit(&form, &["certainly not this"]).await.seen()
    } else {
        ben.click(&posting, "True").await.seen()
    };
    looks.message("posting-verdict", &told).await;

    let quiz = "deck:capitals topic:Europe";
    let question = ben.slash(&running.channel, "/quiz", quiz).await.seen();
    looks.message("question", &question).await;
    let form = ben.click(&question, "Answer").await.modal();
    let wrong = ben.submit(&form, &["Lyon"]).await.sees("Not quite.").await;
    looks.message("verdict-wrong", &wrong).await;
    let form = ben.click(&wrong, "Try again").await.modal();
    let right = ben.submit(&form, &["Paris"]).await.sees("Correct").await;
    looks.message("verdict-right", &right).await;

    let race = "deck:capitals with:channel";
    let first = anna.slash(&running.channel, "/quiz", race).await.sees("Question 1").await;
    looks.message("question-of-a-channel", &first).await;

    for (name, command) in [
        ("board", "/leaderboard"),
        ("streak", "/streak show"),
        ("stats", "/stats"),
        ("daily", "/studyhall daily today"),
        ("deck", "/studyhall deck list"),
    ] {
        let (command, text) = command.split_once(' ').unwrap_or((command, ""));
        let shown = ben.slash(&running.channel, command, text).await.seen();
        looks.message(name, &shown).await;
    }
    let cleo = running.workspace.member("Cleo");
    let set = cleo.slash(&running.channel, "/reminder", "set 03:00").await.seen();
    looks.message("reminder-set", &set).await;
    running.tamper(REMIND).await;
    let reminder = cleo.direct().sees("Time for today's card.").await;
    looks.message("reminder", &reminder).await;
    looks.view("home", &ben.opens_home().await.expect("a view")).await;
    let settings = ben.command(&running.channel, "settings", &[]).await.modal();
    looks.view("settings", &settings).await;
    let saved = ben.command(&running.channel, "settings", &[("turn", "00:00")]).await.seen();
    looks.message("settings-saved", &saved).await;
    let refused = ben.slash(&running.channel, "/quiz", "question=5").await;
    looks.view("form", &refused.modal()).await;
    looks.close().await;
}
