//! The home tab of each person: shown when it is opened, and anew when something of it may have
//! changed, at most once in five seconds.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::time::sleep;

use super::api::{Call, PUBLISH_HOME};
use super::{Slack, lock, views};
use crate::app::request::{Action, Request};
use crate::domain::place::Place;

/// The least time between two views of one person's tab.
const BETWEEN: Duration = Duration::from_secs(5);

/// How long it is tried to show the tab.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a tab is kept up to date after it was opened; opening it shows it anew in any case.
const LOOKED_AT: Duration = Duration::from_hours(2);

/// How many tabs are kept up to date; beyond that, those of before are shown anew when they are
/// opened.
const MANY: usize = 10_000;

/// Whose tabs were opened lately.
#[derive(Debug, Default)]
pub(super) struct Homes(Mutex<HashMap<String, Tab>>);

/// The tab of one person.
#[derive(Debug, Clone, Copy)]
struct Tab {
    /// When it was last opened.
    opened: Instant,
    /// When it was last shown.
    shown: Instant,
    /// Whether it is to be shown anew by somebody who waits for the time to come.
    is_awaited: bool,
}

impl Homes {
    /// Takes note that a tab was opened; after how long it is to be shown, if that is to be seen to
    /// now.
    fn opened(&self, person: &str, now: Instant) -> Option<Duration> {
        let mut tabs = lock(&self.0);
        if tabs.len() >= MANY {
            tabs.retain(|_, tab| now.duration_since(tab.opened) < LOOKED_AT);
        }
        if tabs.len() >= MANY {
            tabs.clear();
        }
        let Some(tab) = tabs.get_mut(person) else {
            let tab = Tab { opened: now, shown: now, is_awaited: false };
            tabs.insert(person.to_owned(), tab);
            return Some(Duration::ZERO);
        };
        tab.opened = now;
        tab.due(now)
    }

    /// Takes note that something of a tab may have changed; after how long it is to be shown anew,
    /// if that is to be seen to now.
    fn changed(&self, person: &str, now: Instant) -> Option<Duration> {
        let mut tabs = lock(&self.0);
        let tab = tabs.get_mut(person)?;
        if now.duration_since(tab.opened) >= LOOKED_AT {
            return None;
        }
        tab.due(now)
    }

    /// The tab is shown now.
    fn shown(&self, person: &str, now: Instant) {
        if let Some(tab) = lock(&self.0).get_mut(person) {
            (tab.shown, tab.is_awaited) = (now, false);
        }
    }
}

impl Tab {
    /// After how long it is to be shown anew, if that is to be seen to now.
    fn due(&mut self, now: Instant) -> Option<Duration> {
        if self.is_awaited {
            return None;
        }
        self.is_awaited = true;
        Some((self.shown + BETWEEN).saturating_duration_since(now))
    }
}

impl Slack {
    /// Somebody has opened their tab.
    pub(super) fn home_opened(&self, person: &str, workspace: &str) {
        let pause = self.0.homes.opened(person, Instant::now());
        self.publish_home_after(pause, person, workspace);
    }

    /// Something of a person's tab may have changed.
    pub(super) fn home_changed(&self, person: &str, workspace: &str) {
        let pause = self.0.homes.changed(person, Instant::now());
        self.publish_home_after(pause, person, workspace);
    }

    fn publish_home_after(&self, pause: Option<Duration>, person: &str, workspace: &str) {
        let Some(pause) = pause else { return };
        let (slack, person, workspace) = (self.clone(), person.to_owned(), workspace.to_owned());
        self.handlers().spawn(async move {
            sleep(pause).await;
            slack.0.homes.shown(&person, Instant::now());
            slack.publish_home(&person, &workspace).await;
        });
    }

    /// Shows somebody's tab as it is now.
    async fn publish_home(&self, person: &str, workspace: &str) {
        let Some(asker) = self.asker(person, "", workspace).await else { return };
        if asker.admin == Some(true) {
            self.acted_for(workspace, person, None);
        }
        let channel = match self.conversation(person, workspace, PATIENCE).await {
            Ok(channel) => channel,
            Err(error) => {
                tracing::warn!(%error, "a conversation with somebody could not be opened");
                return;
            }
        };
        let action = Action::Home;
        let home = self.home_of(person, workspace, true, &action).await;
        let place = Place { home, channel, direct: true };
        let event = format!("home:{:032x}", rand::random::<u128>());
        let request = Request { event, place, asker, action, hindrance: None };
        let reply = self.ask(request).await;
        let Some(message) = reply.messages.first() else { return };
        let view = views::home(message, &reply.settings);
        let parameters = json!({ "user_id": person, "view": view });
        let call = Call::new(&PUBLISH_HOME, workspace, parameters, PATIENCE);
        if let Err(error) = self.api().send(&call).await {
            tracing::warn!(%error, "a home tab could not be shown");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_is_shown_at_most_once_in_five_seconds() {
        let (homes, start) = (Homes::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(homes.changed("U1", at(0)), None, "nobody has opened it");
        assert_eq!(homes.opened("U1", at(0)), Some(Duration::ZERO));
        assert_eq!(homes.changed("U1", at(1)), Some(Duration::from_secs(4)));
        assert_eq!(homes.changed("U1", at(2)), None, "it is seen to");
        assert_eq!(homes.opened("U1", at(3)), None, "it is seen to");
        homes.shown("U1", at(5));
        assert_eq!(homes.opened("U1", at(20)), Some(Duration::ZERO));
        homes.shown("U1", at(20));
        assert_eq!(homes.changed("U1", at(20 + 7_200)), None, "nobody has looked for two hours");
    }
}
