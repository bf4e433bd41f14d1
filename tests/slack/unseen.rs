//! What everyone was to see, and nobody does: whoever did it is told what has become of it.

use crate::slack::running::Running;
use crate::support::slack::Fault;

#[tokio::test]
async fn what_is_done_where_the_app_is_not_is_told_to_its_asker() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let elsewhere = running.workspace.channel_without_app("elsewhere");
    let told = ben.slash(&elsewhere, "/studyhall", "team create Owls").await.seen();
    assert!(told.is_ephemeral() && told.text().contains("founded the team"), "{}", told.text());
    assert!(told.text().contains("The channel does not read this"), "{}", told.text());
    running.channel.archive();
    let cleo = running.workspace.member("Cleo");
    let told = cleo.slash(&running.channel, "/studyhall", "team join Owls").await.seen();
    assert!(told.text().contains("since it is archived"), "{}", told.text());
}

#[tokio::test]
async fn what_was_refused_after_it_was_done_is_not_to_be_tried_again() {
    let running = Running::start().await;
    let (ben, cleo) = (running.workspace.member("Ben"), running.workspace.member("Cleo"));
    running.slack.fault("chat.postMessage", Fault::Refused("restricted_action"));
    let told = ben.slash(&running.channel, "/studyhall", "team create Owls").await.seen();
    let expected = "Done, but I could not tell the channel: not everybody may post in it.";
    assert_eq!(told.text(), expected);
    // By a form, too.
    let form = cleo.slash(&running.channel, "/studyhall", "team create").await.modal();
    running.slack.fault("chat.postMessage", Fault::Refused("is_archived"));
    cleo.submit(&form, &["Hawks"]).await;
    let told = running.channel.whispers(&cleo, "Done, but").await;
    assert!(told.text().ends_with("it is archived."), "{}", told.text());
}

#[tokio::test]
async fn a_quiz_whose_invitation_alone_was_refused_goes_on() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    running.slack.fault("chat.postMessage", Fault::Refused("restricted_action"));
    let begun = ben.slash(&running.channel, "/quiz", "deck:capitals with:channel").await;
    running.channel.sees("Question 1").await;
    let seen = begun.messages();
    assert!(seen.iter().all(|one| !one.is_ephemeral()), "{seen:?}");
}
