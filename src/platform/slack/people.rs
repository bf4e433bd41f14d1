//! Who people are, as their profiles say: name, zone, language, and whether they manage the
//! workspace. Kept for a day, and forgotten when Slack says that a profile has changed.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::json;

use super::api::{ApiError, Call, PERSON};
use super::heard::lenient::{lenient, read};
use super::{Slack, lock};
use crate::app::request::Asker;
use crate::domain::visible;

/// How long a profile is believed.
const KEPT: Duration = Duration::from_hours(24);

/// How long somebody who does something waits for their profile; what cannot be had by then is
/// asked for the next time.
const WAITING: Duration = Duration::from_millis(1_200);

/// How long they wait where it is asked for once more: all together leaves time for a form to open.
const ONCE_MORE: Duration = Duration::from_millis(600);

/// How long they wait for a turn to ask: where many come at once, each is known a little later
/// rather than all of them answered later.
const TURN: Duration = Duration::from_millis(50);

/// How many profiles are kept, at about 200 bytes each; beyond that all begins anew.
const MANY: usize = 50_000;

/// The profiles that are known.
#[derive(Debug, Default)]
pub(super) struct People(Mutex<HashMap<String, (Profile, Instant)>>);

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// The name that others see.
    pub(super) name: String,
    /// Their zone, where they have one that we know.
    pub(super) zone: Option<Tz>,
    /// The language of their client, as a tag: `en-US`.
    pub(super) language: String,
    /// Whether they manage the workspace.
    pub(super) admin: bool,
    /// Whether it is an app, which is never answered.
    pub(super) is_bot: bool,
    /// Whether the account is switched off.
    pub(super) is_gone: bool,
    /// Their own workspace, by its id.
    pub(super) workspace: String,
}

/// A person as `users.info` tells of them.
#[expect(clippy::struct_excessive_bools, reason = "so Slack tells it")]
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    real_name: String,
    #[serde(deserialize_with = "lenient")]
    profile: ToldProfile,
    #[serde(deserialize_with = "lenient")]
    tz: String,
    #[serde(deserialize_with = "lenient")]
    locale: String,
    #[serde(deserialize_with = "lenient")]
    is_admin: bool,
    #[serde(deserialize_with = "lenient")]
    is_owner: bool,
    #[serde(deserialize_with = "lenient")]
    is_bot: bool,
    #[serde(deserialize_with = "lenient")]
    deleted: bool,
    /// Whether they are of another organisation, and met in a channel that is shared with it.
    #[serde(deserialize_with = "lenient")]
    is_stranger: bool,
    #[serde(deserialize_with = "lenient")]
    team_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ToldProfile {
    #[serde(deserialize_with = "lenient")]
    display_name: String,
    #[serde(deserialize_with = "lenient")]
    real_name: String,
}

impl Told {
    fn profile(self) -> Profile {
        let names = [self.profile.display_name, self.profile.real_name, self.real_name, self.name];
        let name = names.iter().find_map(|name| visible::name(name)).unwrap_or_default();
        Profile {
            name,
            zone: self.tz.parse().ok(),
            language: self.locale,
            admin: (self.is_admin || self.is_owner) && !self.is_stranger,
            is_bot: self.is_bot,
            is_gone: self.deleted,
            workspace: self.team_id,
        }
    }
}

impl People {
    /// Takes note that a profile has changed.
    pub(super) fn forget(&self, person: &str) {
        lock(&self.0).remove(person);
    }

    fn known(&self, person: &str) -> Option<Profile> {
        let people = lock(&self.0);
        let (profile, at) = people.get(person)?;
        (at.elapsed() < KEPT).then(|| profile.clone())
    }

    fn keep(&self, person: &str, profile: &Profile) {
        let mut people = lock(&self.0);
        if people.len() >= MANY {
            people.clear();
        }
        people.insert(person.to_owned(), (profile.clone(), Instant::now()));
    }
}

impl Slack {
    /// What is known of a person, asked of Slack where it is not known: waiting so long for a turn,
    /// and in all.
    pub(super) async fn profile(
        &self,
        person: &str,
        workspace: &str,
        (turn, patience): (Duration, Duration),
    ) -> Result<Profile, ApiError> {
        if let Some(known) = self.0.people.known(person) {
            return Ok(known);
        }
        let parameters = json!({ "user": person, "include_locale": true });
        let mut call = Call::new(&PERSON, workspace, parameters, patience);
        call.turn_by = Instant::now() + turn;
        let mut answer = self.api().send(&call).await?;
        let profile = read::<Told>(answer["user"].take()).profile();
        self.0.people.keep(person, &profile);
        Ok(profile)
    }

    /// The person who does something; `called` is what the payload calls them. None if it is an
    /// app.
    pub(super) async fn asker(&self, person: &str, called: &str, workspace: &str) -> Option<Asker> {
        let known = match self.profile(person, workspace, (TURN, WAITING)).await {
            Err(error) if !is_lasting(&error) => {
                self.profile(person, workspace, (TURN, ONCE_MORE)).await
            }
            known => known,
        };
        let profile = known.inspect_err(|error| {
            tracing::info!(%error, "a person's profile could not be had in time");
        });
        match profile {
            Ok(profile) if profile.is_bot => None,
            Ok(profile) => {
                // Whoever comes from another workspace, in a shared channel, manages nothing here.
                let is_of_here = profile.workspace.is_empty()
                    || profile.workspace == workspace
                    // The workspaces of an organisation share their people.
                    || self.known().workspace.is_none();
                Some(Asker {
                    id: person.to_owned(),
                    name: profile.name,
                    zone: profile.zone,
                    language: profile.language.parse().ok(),
                    admin: Some(profile.admin && is_of_here),
                })
            }
            Err(error) => Some(Asker {
                id: person.to_owned(),
                name: if called.is_empty() { person } else { called }.to_owned(),
                zone: None,
                language: None,
                // Of whom Slack will not tell anything manages nothing here.
                admin: is_lasting(&error).then_some(false),
            }),
        }
    }
}

/// Whether Slack will not tell of a person at another time, either.
fn is_lasting(error: &ApiError) -> bool {
    matches!(error.word(), "user_not_found" | "user_not_visible" | "missing_scope")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_profile_is_read_whatever_is_missing() {
        let whole = read::<Told>(json!({
            "id": "U1", "team_id": "T1", "name": "ben", "real_name": "Benjamin",
            "tz": "Europe/Rome",
            "locale": "it-IT", "is_admin": false, "is_owner": true, "is_bot": false,
            "profile": { "display_name": "", "real_name": "Benjamin R." },
        }));
        assert_eq!(
            whole.profile(),
            Profile {
                name: "Benjamin R.".to_owned(),
                zone: Some(Tz::Europe__Rome),
                language: "it-IT".to_owned(),
                admin: true,
                is_bot: false,
                is_gone: false,
                workspace: "T1".to_owned(),
            }
        );
        let bare = read::<Told>(json!({ "name": "ben", "tz": null, "profile": null, "is_bot": 1 }));
        let bare = bare.profile();
        assert_eq!((bare.name.as_str(), bare.zone, bare.is_bot), ("ben", None, false));
        assert_eq!(read::<Told>(json!("U1")).profile().name, "");
    }
}
