//! Who may do what admins do, as Slack tells it.

use crate::slack::running::Running;
use crate::support::slack::Fault;

const SET: &str = "set time:09:00 deck:capitals";

#[tokio::test]
async fn a_profile_that_could_not_be_had_once_is_asked_for_again() {
    for fault in [Fault::Status(500), Fault::HangUp] {
        let running = Running::start().await;
        let anna = running.workspace.admin("Anna");
        running.slack.fault("users.info", fault);
        anna.slash(&running.channel, "/daily", SET).await.sees("The card of the day comes").await;
    }
}

#[tokio::test]
async fn an_admin_of_whom_slack_tells_nothing_just_now_is_not_called_a_stranger() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    running.slack.fault("users.info", Fault::Limited { seconds: 1 });
    let told = anna.slash(&running.channel, "/daily", SET).await;
    let told = told.sees("could not look up your profile").await;
    assert!(told.text().contains("Please try again in a moment."), "{}", told.text());
    // Once the pause is over that Slack asked for.
    for _ in 0..100 {
        let told = anna.slash(&running.channel, "/daily", SET).await.seen();
        if told.text().contains("The card of the day comes") {
            return;
        }
    }
    panic!("her profile is never asked for again");
}

#[tokio::test]
async fn a_colleague_who_has_said_nothing_yet_is_called_by_name_and_may_be_named() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let (cleo, robot) = (running.workspace.member("Cleo"), running.workspace.bot("Robot"));
    let mention = |id: String| format!("<@{id}|somebody>");
    let form = anna.slash(&running.channel, "/stats", &mention(cleo.id())).await.modal();
    assert!(form.text().contains("Nobody called “Cleo”"), "{}", form.text());
    assert_eq!(form.values(), ["@Cleo"]);
    let add = format!("admins add {}", mention(robot.id()));
    let told = anna.slash(&running.channel, "/studyhall", &add).await.seen();
    assert!(told.text().contains("Robot is an app"), "{}", told.text());
    let add = format!("admins add {}", mention(cleo.id()));
    let told = anna.slash(&running.channel, "/studyhall", &add).await.seen();
    assert!(told.text().contains("*Cleo* is an admin now"), "{}", told.text());
    let told = cleo.slash(&running.channel, "/daily", SET).await.seen();
    assert!(told.text().contains("The card of the day comes"), "{}", told.text());
}
