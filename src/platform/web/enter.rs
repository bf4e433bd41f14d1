//! Coming in: what the page needs to know at its start, and who somebody is.

use anyhow::Context;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use chrono_tz::Tz;
use rand::RngExt;
use rand::rngs::StdRng;

use super::guard::{JsonBody, Rejection};
use super::wire::{Enter, Person, Start};
use super::{PLATFORM, Web, home, identity, name};
use crate::store::{Community, Member};

/// Commands, decks, people and teams.
pub(super) async fn start(State(web): State<Web>) -> Result<Response, Rejection> {
    let people = web.people().await?;
    let teams = web.0.app.team_names(&home()).await.context("listing the teams")?;
    Ok(Json(Start { tables: &web.0.tables, people, teams }).into_response())
}

/// Makes somebody known by a name; who takes a name that is known is that person.
pub(super) async fn enter(
    State(web): State<Web>,
    JsonBody(body): JsonBody<Enter>,
) -> Result<Json<Person>, Rejection> {
    let name = name::clean(&body.name)
        .map_err(|refusal| Rejection::new(StatusCode::BAD_REQUEST, refusal.to_string()))?;
    let zone = body.zone.and_then(|zone| zone.parse().ok());
    // Two who come in at once by one name are one person.
    let _turn = web.0.entering.lock().await;
    let person = web.come_in(&name, zone, &mut web.rng()).await?;
    web.0.news.send_replace(());
    Ok(Json(person))
}

impl Web {
    async fn come_in(
        &self,
        name: &str,
        zone: Option<Tz>,
        rng: &mut StdRng,
    ) -> anyhow::Result<Person> {
        let now = Utc::now();
        let store = &self.0.store;
        let community = self.community(zone, rng).await?;
        let known = store
            .members_called(community.id, name)
            .await
            .context("looking for a member by name")?;
        // The store's own search forgives accents, too; here José and Jose are two people.
        let folded = name.to_lowercase();
        let namesake = known.into_iter().find(|member| member.name.to_lowercase() == folded);
        let (id, name) = match namesake {
            // They have been here before, and the name stays as it was.
            Some(member) => (self.id_of(&member).await?, member.name),
            None => (None, name.to_owned()),
        };
        let id = id.unwrap_or_else(|| format!("{:016x}", rng.random::<u64>()));
        store
            .member(community.id, &identity(&id), &name, zone, now, rng)
            .await
            .context("keeping a member")?;
        Ok(Person { id, name })
    }

    /// The page's id of a member, if they have been here.
    async fn id_of(&self, member: &Member) -> anyhow::Result<Option<String>> {
        self.0.store.identity_on(PLATFORM, member.id).await.context("looking up a member's id")
    }

    /// The page's community, made at its first sight in the zone of whoever comes first.
    async fn community(&self, zone: Option<Tz>, rng: &mut StdRng) -> anyhow::Result<Community> {
        let zone = zone.unwrap_or(Tz::UTC);
        let community = self.0.store.community(&home(), zone, Utc::now(), rng).await;
        community.context("looking up the page's community")
    }

    /// Everybody who has been here, first comers first.
    pub(super) async fn people(&self) -> anyhow::Result<Vec<Person>> {
        let seen = self.0.store.members_seen(&home()).await.context("listing the members")?;
        Ok(seen.into_iter().map(|(id, member)| Person { id, name: member.name }).collect())
    }

    /// The member with this id, if there is one.
    pub(super) async fn known(&self, who: &str) -> anyhow::Result<Option<Member>> {
        self.0.store.member_seen(&home(), who).await.context("looking up a member")
    }
}
