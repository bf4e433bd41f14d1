//! What the workspaces of an organisation are called: asked of Slack at the start and now and then,
//! and kept meanwhile. Nobody waits for it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::api::{ApiError, Call, TEAMS};
use super::heard::lenient::{lenient, read};
use super::{Slack, lock};
use crate::app::reach::HomeName;

/// How long what Slack has told is believed.
const KEPT: Duration = Duration::from_mins(10);

/// The least time between two looks.
const BETWEEN: Duration = Duration::from_mins(1);

/// How long one look may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many workspaces come with one answer, and how many answers are asked for at most.
const AT_ONCE: usize = 200;
const PAGES: usize = 10;

/// The workspaces that are known.
#[derive(Debug, Default)]
pub(super) struct Workspaces(Mutex<Told>);

#[derive(Debug, Default)]
struct Told {
    /// Their names by their ids.
    names: HashMap<String, String>,
    /// Since when all of them are known; none while they are not.
    whole_since: Option<Instant>,
    /// When they were asked for last.
    asked: Option<Instant>,
}

/// Some of the workspaces, as `auth.teams.list` tells them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    #[serde(deserialize_with = "lenient")]
    teams: Vec<Team>,
    #[serde(deserialize_with = "lenient")]
    response_metadata: More,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Team {
    #[serde(deserialize_with = "lenient")]
    id: String,
    #[serde(deserialize_with = "lenient")]
    name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct More {
    #[serde(deserialize_with = "lenient")]
    next_cursor: String,
}

impl Workspaces {
    /// What a workspace is called at `now`; one that is not among all that there are is one in
    /// which the app is not any more.
    fn name(&self, workspace: &str, now: Instant) -> HomeName {
        let told = lock(&self.0);
        let is_recent = told.whole_since.is_some_and(|since| now.duration_since(since) < KEPT);
        match told.names.get(workspace) {
            Some(name) => HomeName::Called(name.clone()),
            None if is_recent => HomeName::Gone,
            None => HomeName::Unknown,
        }
    }

    /// Whether it is time to ask for them once more, of which it takes note: what was told is old,
    /// or one is asked for that was not told of.
    fn is_to_ask(&self, workspace: &str, now: Instant) -> bool {
        let mut told = lock(&self.0);
        let since = |at: Option<Instant>| at.map(|at| now.duration_since(at));
        let is_old = since(told.whole_since).is_none_or(|age| age >= KEPT);
        let is_wanted = is_old || !told.names.contains_key(workspace);
        let is_time = since(told.asked).is_none_or(|age| age >= BETWEEN);
        if is_wanted && is_time {
            told.asked = Some(now);
        }
        is_wanted && is_time
    }

    /// Keeps the names that Slack tells, which are all that there are or not.
    fn keep(&self, names: HashMap<String, String>, are_all: bool, now: Instant) {
        let mut told = lock(&self.0);
        (told.names, told.whole_since) = (names, are_all.then_some(now));
    }

    /// The app was taken off a workspace.
    pub(super) fn lost(&self, workspace: &str) {
        lock(&self.0).names.remove(workspace);
    }
}

impl Slack {
    /// Whether the app is installed for an organisation, so that a conversation with it is in none
    /// of several workspaces.
    pub(super) fn is_for_organisation(&self) -> bool {
        self.known().workspace.is_none()
    }

    /// What a workspace of an organisation is called, as far as that is known; where it is not,
    /// Slack is asked behind it.
    pub(super) fn workspace_name(&self, workspace: &str) -> HomeName {
        if !self.is_for_organisation() {
            return HomeName::Unknown;
        }
        self.learn_workspaces(workspace);
        self.0.workspaces.name(workspace, Instant::now())
    }

    /// Has Slack asked for the names of workspaces where it is time for that, and goes on;
    /// `wanted` is the one of which the name is wanted.
    pub(super) fn learn_workspaces(&self, wanted: &str) {
        if self.is_for_organisation() && self.0.workspaces.is_to_ask(wanted, Instant::now()) {
            let slack = self.clone();
            self.handlers().spawn(async move { slack.look_at_workspaces().await });
        }
    }

    /// Asks Slack for the workspaces in which the app is.
    async fn look_at_workspaces(&self) {
        match self.all_workspaces().await {
            Ok((names, are_all)) => self.0.workspaces.keep(names, are_all, Instant::now()),
            Err(error) => tracing::info!(%error, "the names of workspaces could not be had"),
        }
    }

    /// The names of the workspaces by their ids, and whether these are all.
    async fn all_workspaces(&self) -> Result<(HashMap<String, String>, bool), ApiError> {
        let (mut names, mut cursor) = (HashMap::new(), String::new());
        for _ in 0..PAGES {
            let mut parameters = json!({ "limit": AT_ONCE });
            if !cursor.is_empty() {
                parameters["cursor"] = json!(cursor);
            }
            let page: Page =
                read(self.api().send(&Call::new(&TEAMS, "", parameters, PATIENCE)).await?);
            names.extend(page.teams.into_iter().map(|team| (team.id, team.name)));
            cursor = page.response_metadata.next_cursor;
            if cursor.is_empty() {
                return Ok((names, true));
            }
        }
        Ok((names, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(ids: &[&str]) -> HashMap<String, String> {
        ids.iter().map(|id| ((*id).to_owned(), format!("Team {id}"))).collect()
    }

    #[test]
    fn a_workspace_is_gone_only_where_all_were_told_lately() {
        let (workspaces, start) = (Workspaces::default(), Instant::now());
        let called = HomeName::Called("Team T1".to_owned());
        let at = |minutes| start + Duration::from_mins(minutes);
        assert_eq!(workspaces.name("T1", at(0)), HomeName::Unknown, "nobody has asked yet");
        workspaces.keep(names(&["T1", "T2"]), true, at(0));
        workspaces.lost("T2");
        for (minutes, first, second) in
            [(9, &called, &HomeName::Gone), (10, &called, &HomeName::Unknown)]
        {
            assert_eq!(workspaces.name("T1", at(minutes)), *first, "{minutes}");
            assert_eq!(workspaces.name("T2", at(minutes)), *second, "{minutes}");
        }
        workspaces.keep(names(&["T1"]), false, at(11));
        assert_eq!(workspaces.name("T3", at(11)), HomeName::Unknown, "there are more");
    }

    #[test]
    fn slack_is_asked_again_after_ten_minutes_and_for_what_is_new_after_one() {
        let (workspaces, start) = (Workspaces::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(workspaces.is_to_ask("T1", at(0)));
        assert!(!workspaces.is_to_ask("T1", at(30)), "it was asked already");
        workspaces.keep(names(&["T1"]), true, at(1));
        for (seconds, id, is_asked) in [
            (59, "T2", false),
            (60, "T2", true),
            (61, "T2", false),
            (500, "T1", false),
            (601, "T1", true),
        ] {
            assert_eq!(workspaces.is_to_ask(id, at(seconds)), is_asked, "{id} after {seconds} s");
        }
    }
}
