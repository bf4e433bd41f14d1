//! Communities and their members, known by the platform's names and kept under ids of our own.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use super::pool::on;
use super::record::record;
use super::text::{self, NAME_LENGTH};
use super::write::Write;
use super::{Error, Result, Store};
use crate::domain::id::{CommunityId, MemberId};

const COMMUNITY: &str = "SELECT id, zone FROM communities WHERE platform = $1 AND external = $2";

const ADD_COMMUNITY: &str = "INSERT INTO communities (id, platform, external, zone, created_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (platform, external) DO NOTHING";

const MEMBER: &str = "SELECT id, community, external, name, COALESCE(chosen_zone, zone) AS zone, \
    zone AS known_zone, \
         chosen_zone \
     FROM members WHERE community = $1 AND external = $2";

/// A zone once known stays when the platform does not tell it.
const PUT_MEMBER: &str = "INSERT INTO members (id, community, external, name, folded_name, zone, \
    created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (community, external) DO UPDATE SET \
         name = excluded.name, folded_name = excluded.folded_name, \
         zone = COALESCE(excluded.zone, members.zone)";

const MEMBERS_CALLED: &str = "SELECT id, community, external, name, COALESCE(chosen_zone, zone) AS \
    zone FROM members \
     WHERE community = $1 AND (folded_name = $2 OR external = $3) ORDER BY id";

/// A community as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Its id in this database, whatever platforms call it.
    pub id: CommunityId,
    /// Its zone, in which its standings and schedules are reckoned.
    pub zone: Tz,
}

/// A member as the store knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The member's id in this database.
    pub id: MemberId,
    /// The community in which they are a member.
    pub community: CommunityId,
    /// The platform's id of the person.
    pub external: String,
    /// The name that others see.
    pub name: String,
    /// The own zone, if it is known; otherwise the community's counts.
    pub zone: Option<Tz>,
}

record! {
    /// A row of `members`.
    pub(super) struct MemberRecord {
        id: i64,
        community: i64,
        external: String,
        name: String,
        zone: Option<String>,
    }
}

record! {
    /// A member with the zone that the platform told and the one that they chose, whichever counts.
    struct KnownRecord {
        ..member: MemberRecord,
        known_zone: Option<String>,
        chosen_zone: Option<String>,
    }
}

impl TryFrom<MemberRecord> for Member {
    type Error = Error;

    fn try_from(row: MemberRecord) -> Result<Self> {
        Ok(Self {
            id: MemberId(row.id),
            community: CommunityId(row.community),
            external: row.external,
            name: row.name,
            // One that cannot be read is as good as none: they choose another, and the community's
            // counts meanwhile.
            zone: row.zone.as_deref().and_then(|zone| text::zone(zone).ok()),
        })
    }
}

impl Store {
    /// The community with this name on its platform; made with `zone` at its first sight.
    pub async fn community(
        &self,
        platform: &str,
        external: &str,
        zone: Tz,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Community> {
        let external = text::printable(external);
        if let Some(known) = self.known_community(platform, &external).await? {
            return Ok(known);
        }
        let id = CommunityId::fresh(now, rng);
        let add = Write::new(ADD_COMMUNITY).number(id.0).text(platform).text(&external);
        self.write_one(add.text(zone.name()).number(now.timestamp())).await?;
        // Another process may have been faster: what stands there counts.
        self.known_community(platform, &external).await?.ok_or(Error::Missing)
    }

    async fn known_community(&self, platform: &str, external: &str) -> Result<Option<Community>> {
        let row: Option<(i64, String)> = on!(&self.read, |db| {
            sqlx::query_as(COMMUNITY).bind(platform).bind(external).fetch_optional(db).await
        })?;
        row.map(|(id, name)| Ok(Community { id: CommunityId(id), zone: text::zone(&name)? }))
            .transpose()
    }

    /// The member with this id on the platform; made at first sight, the name and a known zone
    /// brought up to date.
    pub async fn member(
        &self,
        community: CommunityId,
        external: &str,
        name: &str,
        zone: Option<Tz>,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Member> {
        let (external, name) = (text::printable(external), text::cut(name, NAME_LENGTH));
        let known = self.known_record(community, &external).await?;
        let mut writes = Vec::new();
        // Nearly every request finds its member unchanged, and a write would cost it a wait for the
        // disk.
        if let Some(known) = known {
            let moved = zone.filter(|zone| known.known_zone.as_deref() != Some(zone.name()));
            if known.member.name == name && moved.is_none() {
                return known.member.try_into();
            }
            if let (Some(zone), None) = (moved, known.chosen_zone) {
                writes = self.moved(MemberId(known.member.id), zone, now).await?;
            }
        }
        let put = Write::of(PUT_MEMBER, &[MemberId::fresh(now, rng).0, community.0])
            .text(&external)
            .text(&name)
            .text(text::folded(&name))
            .text_if_any(zone.map(Tz::name))
            .number(now.timestamp());
        writes.push(put);
        // Another process may have been faster: what stands there counts.
        self.write(writes).await?;
        let put = self.known_record(community, &external).await?.ok_or(Error::Missing)?;
        put.member.try_into()
    }

    async fn known_record(
        &self,
        community: CommunityId,
        external: &str,
    ) -> Result<Option<KnownRecord>> {
        Ok(on!(&self.read, |db| {
            sqlx::query_as(MEMBER).bind(community.0).bind(external).fetch_optional(db).await
        })?)
    }

    /// All members of a community whose names fold to the same text as `name`, or whose platform id
    /// it is.
    pub async fn members_called(&self, community: CommunityId, name: &str) -> Result<Vec<Member>> {
        let name = text::printable(name);
        let rows: Vec<MemberRecord> = on!(&self.read, |db| {
            let called = sqlx::query_as(MEMBERS_CALLED).bind(community.0).bind(text::folded(&name));
            called.bind(name.trim()).fetch_all(db).await
        })?;
        rows.into_iter().map(Member::try_from).collect()
    }
}
