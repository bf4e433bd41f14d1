//! What the doctor says of Slack.

use std::process::Output;

use studyhall::config::Settings;
use studyhall::store::Store;

use super::running::Running;
use crate::support::program::command;
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Channel, Fault, Member, Slack};

/// The doctor's lines about Slack, ids by these names, and whether all is well.
async fn doctor(settings: &Settings, names: &[(&str, &str)]) -> String {
    let mut said = Vec::new();
    let fine = studyhall::jobs::doctor::run(settings, &mut said).await.unwrap();
    let mut said = String::from_utf8(said).unwrap();
    assert!(!said.contains(BOT_TOKEN) && !said.contains(APP_TOKEN), "a token is told: {said}");
    for (id, name) in names {
        said = said.replace(id, name);
    }
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("Slack")).collect();
    format!("{}\nall is well: {fine}", lines.join("\n"))
}

impl Running {
    /// The doctor's lines, the workspace's id by a name.
    async fn doctor(&self) -> String {
        doctor(&self.settings(), &[(&self.workspace.id(), "WORKSPACE")]).await
    }

    /// Somebody starts a quiz for everyone in a channel.
    async fn quiz(&self, who: &Member, channel: &Channel) {
        let options =
            [("deck", "capitals"), ("topic", "Americas"), ("questions", "1"), ("with", "channel")];
        who.command(channel, "quiz", &options).await;
        channel.sees("started a quiz").await;
    }
}

#[tokio::test]
async fn before_the_first_start_no_connection_is_made() {
    let running = Running::stopped().await;
    insta::assert_snapshot!("first", running.doctor().await);
    assert_eq!(running.slack.connections(), 0);
    assert!(!running.database().exists(), "nothing is made");
}

#[tokio::test]
async fn beside_the_running_bot_all_is_well() {
    let mut running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let (second, unused) =
        (running.workspace.private_channel("second"), running.workspace.channel("unused"));
    running.quiz(&anna, &running.channel).await;
    running.quiz(&anna, &second).await;
    unused.kick_app();
    insta::assert_snapshot!("running", running.doctor().await);
    running.stop().await;
}

#[tokio::test]
async fn a_scope_that_is_lacking_is_named_with_what_it_is_for() {
    let mut running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    running.quiz(&anna, &running.channel).await;
    running.slack.revoke_scope("im:write");
    running.slack.revoke_scope("channels:read");
    insta::assert_snapshot!("scope", running.doctor().await);
    running.stop().await;
}

#[tokio::test]
async fn channels_that_take_nothing_from_the_bot_are_named_with_their_mend() {
    let mut running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let make = |name| running.workspace.channel(name);
    let (kicked, archived, deleted) = (make("kicked"), make("archived"), make("deleted"));
    let hidden = running.workspace.private_channel("hidden");
    for channel in [&running.channel, &kicked, &archived, &deleted, &hidden] {
        running.quiz(&anna, channel).await;
    }
    running.stop().await;
    kicked.kick_app();
    hidden.kick_app();
    archived.archive();
    deleted.delete();
    let (workspace, hidden, deleted) = (running.workspace.id(), hidden.id(), deleted.id());
    let names = [(&*workspace, "WORKSPACE"), (&*hidden, "HIDDEN"), (&*deleted, "DELETED")];
    insta::assert_snapshot!("channels", doctor(&running.settings(), &names).await);
    running.slack.fault_times("conversations.info", Fault::Refused("access_denied"), 2);
    let told = doctor(&running.settings(), &names).await;
    let refused = "conversations.info: Slack refused it: access_denied.";
    assert_eq!(told.matches(refused).count(), 2, "{told}");
    assert!(told.ends_with("all is well: false"), "{told}");
}

#[tokio::test]
async fn each_wrong_token_is_told_and_how_it_is_mended() {
    let running = Running::stopped().await;
    let mut settings = running.settings();
    settings.platforms.slack.slack_app_token = Some("xapp-wrong".into());
    insta::assert_snapshot!(
        "app_token",
        doctor(&settings, &[(&running.workspace.id(), "WORKSPACE")]).await
    );
    settings.platforms.slack.slack_bot_token = Some("xoxb-wrong".into());
    insta::assert_snapshot!("both_tokens", doctor(&settings, &[]).await);
    settings.platforms.slack.slack_app_token = None;
    let told = doctor(&settings, &[]).await;
    assert!(told.starts_with("failed   Slack: SLACK_BOT_TOKEN is set, but"), "{told}");
    let calls = running.slack.tally().calls("auth.test");
    settings.platforms.slack.slack_bot_token = None;
    let told = doctor(&settings, &[]).await;
    assert_eq!(told, "skipped  Slack: There is no SLACK_BOT_TOKEN.\nall is well: true");
    assert_eq!(running.slack.tally().calls("auth.test"), calls, "nobody is asked without tokens");
}

#[tokio::test]
async fn where_socket_mode_is_off_it_says_where_to_switch_it_on() {
    let running = Running::stopped().await;
    running.slack.doubt_socket_mode();
    let doubted = running.doctor().await;
    running.slack.disconnect("link_disabled");
    insta::assert_snapshot!("socket_mode", format!("{doubted}\n\n{}", running.doctor().await));
}

#[tokio::test]
async fn a_token_that_opens_too_many_connections_is_looked_at_another_time() {
    let running = Running::stopped().await;
    running.slack.fault("apps.connections.open", Fault::Limited { seconds: 30 });
    let told = running.doctor().await;
    let line = "skipped  Slack, app's token: Slack wants to be asked for it in 30 s again.";
    assert!(told.contains(line) && told.ends_with("all is well: true"), "{told}");
}

#[tokio::test]
async fn the_clocks_are_compared() {
    let running = Running::stopped().await;
    running.slack.date_off(60);
    let told = running.doctor().await;
    assert!(told.contains("failed   clock: This machine's clock is "), "{told}");
    assert!(told.contains(" s behind Slack's."), "{told}");
}

#[tokio::test]
async fn where_nothing_answers_that_is_all_that_is_said() {
    let running = Running::stopped().await;
    running.slack.fault_times("auth.test", Fault::Status(503), 3);
    let address = running.slack.url();
    let told = doctor(&running.settings(), &[(&address, "ADDRESS")]).await;
    insta::assert_snapshot!("away", told);
    running.slack.fault("apps.connections.open", Fault::HangUp);
    let told = doctor(&running.settings(), &[(&address, "ADDRESS")]).await;
    let line = "failed   Slack: Nothing that speaks for Slack answers at ADDRESS (";
    assert!(told.contains(line), "{told}");
}

#[tokio::test]
async fn an_organisation_is_told_with_the_workspaces_that_have_the_app() {
    let running = Running::on(Slack::start_org().await);
    let sales = running.slack.workspace("Sales");
    insta::assert_snapshot!("organisation", doctor(&running.settings(), &[]).await);
    sales.uninstall_app();
    let told = doctor(&running.settings(), &[]).await;
    assert!(told.contains("in 1 workspace of the organisation: Study group\n"), "{told}");
    running.workspace.uninstall_app();
    let told = doctor(&running.settings(), &[]).await;
    assert!(told.contains("failed   Slack workspaces: The app is in none of"), "{told}");
}

#[tokio::test]
async fn with_the_database_as_it_is_before_an_update_channels_are_left_out() {
    let running = Running::stopped().await;
    let url = running.database().display().to_string();
    Store::open(&url).await.unwrap().close().await;
    let told = running.doctor().await;
    assert!(told.contains("skipped  Slack channels: None is in use yet."), "{told}");
    std::fs::write(running.database(), "").unwrap();
    let told = running.doctor().await;
    assert!(told.contains("skipped  Slack channels: Which are in use only a database"), "{told}");
    assert_eq!(std::fs::read(running.database()).unwrap(), b"", "nothing is changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_exit_code_says_whether_all_is_well() {
    let running = Running::stopped().await;
    let folder = tempfile::tempdir().unwrap();
    for (bot, code) in [(BOT_TOKEN, 0), ("xoxb-wrong", 1)] {
        let mut doctor = command(folder.path());
        doctor.arg("doctor").env_remove("DECKS_DIR").envs([
            ("SLACK_API_URL", &*running.slack.url()),
            ("SLACK_BOT_TOKEN", bot),
            ("SLACK_APP_TOKEN", APP_TOKEN),
        ]);
        let told: Output =
            tokio::task::spawn_blocking(move || doctor.output().unwrap()).await.unwrap();
        assert_eq!(told.status.code(), Some(code), "{told:?}");
    }
}
