//! Who may do what admins do, as Slack tells it.

use std::time::Duration;

use crate::slack::running::Running;
use crate::support::slack::Fault;

const SET: &str = "set time:09:00 deck:capitals";

#[tokio::test]
async fn a_profile_that_could_not_be_had_once_is_asked_for_again() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    running.slack.fault("users.info", Fault::Slow(Duration::from_millis(1_500)));
    let told = anna.slash(&running.channel, "/daily", SET).await.seen();
    assert!(told.text().contains("The card of the day comes"), "{}", told.text());
}

#[tokio::test]
async fn an_admin_of_whom_slack_tells_nothing_just_now_is_not_called_a_stranger() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    running.slack.fault_times("users.info", Fault::Slow(Duration::from_millis(2_000)), 2);
    let told = anna.slash(&running.channel, "/daily", SET).await.seen();
    assert!(told.text().contains("could not look up your profile"), "{}", told.text());
    running.slack.until_no_faults_left().await;
    let told = anna.slash(&running.channel, "/daily", SET).await.seen();
    assert!(told.text().contains("The card of the day comes"), "{}", told.text());
}

#[tokio::test]
async fn a_colleague_who_has_said_nothing_yet_is_called_by_name_and_may_be_named() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let (cleo, robot) = (running.workspace.member("Cleo"), running.workspace.bot("Robot"));
    let mention = |id: String| format!("<@{id}|somebody>");
    let told = anna.slash(&running.channel, "/stats", &mention(cleo.id())).await.seen();
    assert!(told.text().contains("Nobody called “Cleo”"), "{}", told.text());
    let add = format!("admins add {}", mention(robot.id()));
    let told = anna.slash(&running.channel, "/studyhall", &add).await.seen();
    assert!(told.text().contains("Robot is an app"), "{}", told.text());
    let add = format!("admins add {}", mention(cleo.id()));
    let told = anna.slash(&running.channel, "/studyhall", &add).await.seen();
    assert!(told.text().contains("Cleo is an admin now"), "{}", told.text());
    let told = cleo.slash(&running.channel, "/daily", SET).await.seen();
    assert!(told.text().contains("The card of the day comes"), "{}", told.text());
}
