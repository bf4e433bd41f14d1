//! Communities and their members, met by their homes and identities on platforms and kept under ids
//! of our own.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use super::pool::on;
use super::record::record;
use super::text::{self, NAME_LENGTH};
use super::write::Write;
use super::{Error, Result, Store};
use crate::domain::calendar::{Turn, study_day};
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::place::{Home, Identity};

const COMMUNITY: &str = "SELECT c.id, c.zone FROM homes h JOIN communities c ON c.id = h.community \
     WHERE h.platform = $1 AND h.external = $2";

const ADD_COMMUNITY: &str =
    "INSERT INTO communities (id, zone, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// The first home of a community bears its number.
const ADD_HOME: &str = "INSERT INTO homes (id, community, platform, external, met_at) \
     VALUES ($1, $1, $2, $3, $4) ON CONFLICT DO NOTHING";

const MEMBER: &str = "SELECT m.id, m.community, m.name, COALESCE(m.chosen_zone, m.zone) AS zone, \
         m.turn, m.zone AS told_zone, m.chosen_zone, \
         (SELECT COUNT(*) FROM absences WHERE member = m.id) AS absences, \
         (SELECT COUNT(*) FROM admins WHERE member = m.id) AS namings \
     FROM identities i JOIN members m ON m.id = i.member \
     WHERE i.community = $1 AND i.platform = $2 AND i.external = $3";

/// Both at once, since every request begins with them.
const MET: &str = "SELECT c.id AS community, c.zone AS community_zone, m.id AS member, m.name, \
         COALESCE(m.chosen_zone, m.zone) AS zone, m.turn, m.zone AS told_zone, m.chosen_zone, \
         (SELECT COUNT(*) FROM absences WHERE member = m.id) AS absences, \
         (SELECT COUNT(*) FROM admins WHERE member = m.id) AS namings \
     FROM homes h \
         JOIN communities c ON c.id = h.community \
         LEFT JOIN identities i ON i.community = c.id AND i.platform = h.platform \
             AND i.external = $3 \
         LEFT JOIN members m ON m.id = i.member \
     WHERE h.platform = $1 AND h.external = $2";

const ADD_MEMBER: &str = "INSERT INTO members ( \
         id, community, name, folded_name, zone, is_forgotten, created_at) \
     VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT DO NOTHING";

const ADD_IDENTITY: &str = "INSERT INTO identities (member, community, platform, external, met_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// A zone once known stays when the platform does not tell it.
const HEAR: &str = "UPDATE members SET name = $1, folded_name = $2, zone = COALESCE($3, zone) \
     WHERE id = $4";

const MEMBERS_CALLED: &str = "SELECT id, community, name, COALESCE(chosen_zone, zone) AS zone, \
         turn \
     FROM members \
     WHERE community = $1 AND folded_name = $2 AND is_forgotten = 0 \
     ORDER BY id";

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
    /// The name that others see.
    pub name: String,
    /// The own zone, if it is known; otherwise the community's counts.
    pub zone: Option<Tz>,
    /// When their study days turn.
    pub turn: Turn,
}

impl Member {
    /// Their study day at an instant, in a community of this zone.
    pub fn study_day(&self, instant: DateTime<Utc>, community_zone: Tz) -> NaiveDate {
        study_day(instant, self.zone.unwrap_or(community_zone), self.turn)
    }
}

/// A member of whom the store knows, with what tells whether anything of them is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMember {
    /// The member, with the zone that counts for them.
    pub member: Member,
    /// The zone that the platform told last, as it is kept.
    told_zone: Option<String>,
    /// Whether they have chosen a zone, so that what the platform tells does not move them.
    has_chosen_zone: bool,
    /// Whether they have left the community, and so stand on none of its boards.
    pub is_away: bool,
    /// Whether an admin has named them, so that they may do what admins do.
    pub is_named_admin: bool,
}

/// A community that is met for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommunity {
    /// The id that it gets.
    pub id: CommunityId,
    /// Where it was met.
    pub home: Home,
    /// Its zone until somebody sets another.
    pub zone: Tz,
}

/// A member who is met for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// The id that they get.
    pub id: MemberId,
    /// The community in which they were met.
    pub community: CommunityId,
    /// Who they are where they were met.
    pub identity: Identity,
    /// The name that others see; cut where it is longer than any platform's.
    pub name: String,
    /// Their zone, if the platform tells it.
    pub zone: Option<Tz>,
}

/// What a platform tells of a member who is known, where it is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberNews {
    /// The member of whom it is told.
    pub member: MemberId,
    /// The name that others see.
    pub name: String,
    /// Their zone, if the platform tells it.
    pub zone: Option<Tz>,
    /// Whether their study days go by another zone from now on.
    pub moves: bool,
}

impl NewMember {
    /// The member as they are kept once they have been met.
    pub fn member(&self) -> Member {
        Member {
            id: self.id,
            community: self.community,
            name: text::cut(&self.name, NAME_LENGTH),
            zone: self.zone,
            turn: Turn::default(),
        }
    }
}

impl KnownMember {
    /// What is new in the name and the zone that a platform tells; none if it is all known.
    pub fn news(&self, name: &str, zone: Option<Tz>) -> Option<MemberNews> {
        let name = text::cut(name, NAME_LENGTH);
        let is_told = zone.is_some_and(|zone| self.told_zone.as_deref() != Some(zone.name()));
        if self.member.name == name && !is_told {
            return None;
        }
        let moves = is_told && !self.has_chosen_zone;
        Some(MemberNews { member: self.member.id, name, zone, moves })
    }
}

record! {
    /// A row of `members`.
    pub(super) struct MemberRecord {
        id: i64,
        community: i64,
        name: String,
        zone: Option<String>,
        turn: String,
    }
}

record! {
    /// A member with the zone that the platform told and the one that they chose, whichever counts.
    struct KnownRecord {
        ..member: MemberRecord,
        told_zone: Option<String>,
        chosen_zone: Option<String>,
        absences: i64,
        namings: i64,
    }
}

record! {
    /// A community, and a member of it if they are known.
    struct MetRecord {
        community: i64,
        community_zone: String,
        member: Option<i64>,
        name: Option<String>,
        zone: Option<String>,
        turn: Option<String>,
        told_zone: Option<String>,
        chosen_zone: Option<String>,
        absences: i64,
        namings: i64,
    }
}

impl MetRecord {
    fn member(self) -> Result<Option<KnownMember>> {
        let (Some(id), Some(name), Some(turn)) = (self.member, self.name, self.turn) else {
            return Ok(None);
        };
        let member = MemberRecord { id, community: self.community, name, zone: self.zone, turn };
        let Self { told_zone, chosen_zone, absences, namings, .. } = self;
        KnownRecord { member, told_zone, chosen_zone, absences, namings }.try_into().map(Some)
    }
}

impl TryFrom<KnownRecord> for KnownMember {
    type Error = Error;

    fn try_from(row: KnownRecord) -> Result<Self> {
        Ok(Self {
            member: row.member.try_into()?,
            told_zone: row.told_zone,
            has_chosen_zone: row.chosen_zone.is_some(),
            is_away: row.absences > 0,
            is_named_admin: row.namings > 0,
        })
    }
}

impl TryFrom<MemberRecord> for Member {
    type Error = Error;

    fn try_from(row: MemberRecord) -> Result<Self> {
        Ok(Self {
            id: MemberId(row.id),
            community: CommunityId(row.community),
            name: row.name,
            // One that cannot be read is as good as none: they choose another, and the community's
            // counts meanwhile.
            zone: row.zone.as_deref().and_then(|zone| text::zone(zone).ok()),
            turn: text::turn(&row.turn),
        })
    }
}

impl Store {
    /// The community that has this home, if it was met before.
    pub async fn known_community(&self, home: &Home) -> Result<Option<Community>> {
        let external = text::printable(&home.id);
        let row: Option<(i64, String)> = on!(&self.read, |db| {
            sqlx::query_as(COMMUNITY).bind(home.platform).bind(&external).fetch_optional(db).await
        })?;
        row.map(|(id, name)| Ok(Community { id: CommunityId(id), zone: text::zone(&name)? }))
            .transpose()
    }

    /// The community that has this home; made with `zone` at its first sight.
    pub async fn community(
        &self,
        home: &Home,
        zone: Tz,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Community> {
        if let Some(known) = self.known_community(home).await? {
            return Ok(known);
        }
        let new = NewCommunity { id: CommunityId::fresh(now, rng), home: home.clone(), zone };
        self.write(meet_community(&new, now).into()).await?;
        // Another process may have been faster: what stands there counts.
        self.known_community(home).await?.ok_or(Error::Missing)
    }

    /// The community that has this home, and its member whom the home's platform knows by this id,
    /// as far as they were met before.
    pub async fn met(
        &self,
        home: &Home,
        id: &str,
    ) -> Result<Option<(Community, Option<KnownMember>)>> {
        let (external, id) = (text::printable(&home.id), text::printable(id));
        let row: Option<MetRecord> = on!(&self.read, |db| {
            let met = sqlx::query_as(MET).bind(home.platform).bind(&external);
            met.bind(&id).fetch_optional(db).await
        })?;
        row.map(|row| {
            let zone = text::zone(&row.community_zone)?;
            let community = Community { id: CommunityId(row.community), zone };
            Ok((community, row.member()?))
        })
        .transpose()
    }

    /// The member of a community who is this on a platform, if they were met before.
    pub async fn known_member(
        &self,
        community: CommunityId,
        identity: &Identity,
    ) -> Result<Option<KnownMember>> {
        let external = text::printable(&identity.id);
        let row: Option<KnownRecord> = on!(&self.read, |db| {
            let member = sqlx::query_as(MEMBER).bind(community.0).bind(identity.platform);
            member.bind(&external).fetch_optional(db).await
        })?;
        row.map(KnownMember::try_from).transpose()
    }

    /// The member of a community who is this on a platform; made at first sight, the name and a
    /// known zone brought up to date.
    pub async fn member(
        &self,
        community: CommunityId,
        identity: &Identity,
        name: &str,
        zone: Option<Tz>,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Member> {
        let writes = if let Some(known) = self.known_member(community, identity).await? {
            // Nearly every request finds its member unchanged, and a write would cost it a wait for
            // the disk.
            let Some(news) = known.news(name, zone) else { return Ok(known.member) };
            self.hear(&news, now).await?
        } else {
            let (id, identity) = (MemberId::fresh(now, rng), identity.clone());
            let new = NewMember { id, community, identity, name: name.to_owned(), zone };
            meet_member(&new, now).into()
        };
        // Another process may have been faster: what stands there counts.
        self.write(writes).await?;
        let known = self.known_member(community, identity).await?;
        Ok(known.ok_or(Error::Missing)?.member)
    }

    /// Brings a member's name and zone up to date; out of date if their zone has changed since it
    /// was read here.
    pub(super) async fn hear(&self, news: &MemberNews, now: DateTime<Utc>) -> Result<Vec<Write>> {
        let mut writes = match news.zone {
            Some(zone) if news.moves => self.moved(news.member, zone, now).await?,
            _ => Vec::new(),
        };
        let name = text::cut(&news.name, NAME_LENGTH);
        let hear = Write::new(HEAR).text(&name).text(text::folded(&name));
        writes.push(hear.text_if_any(news.zone.map(Tz::name)).number(news.member.0));
        Ok(writes)
    }

    /// All members of a community whose names fold to the same text as `name`.
    pub async fn members_called(&self, community: CommunityId, name: &str) -> Result<Vec<Member>> {
        let name = text::folded(&text::printable(name));
        let rows: Vec<MemberRecord> = on!(&self.read, |db| {
            sqlx::query_as(MEMBERS_CALLED).bind(community.0).bind(&name).fetch_all(db).await
        })?;
        rows.into_iter().map(Member::try_from).collect()
    }
}

/// A community that is met for the first time, with its home; out of date if that is one already.
pub(super) fn meet_community(new: &NewCommunity, now: DateTime<Utc>) -> [Write; 2] {
    let community = Write::new(ADD_COMMUNITY)
        .number(new.id.0)
        .text(new.zone.name())
        .number(now.timestamp())
        .must_change();
    let home = Write::new(ADD_HOME)
        .number(new.id.0)
        .text(new.home.platform)
        .text(text::printable(&new.home.id))
        .number(now.timestamp())
        .must_change();
    [community, home]
}

/// A member who is met for the first time, with their identity; out of date if that is another
/// member's already.
pub(super) fn meet_member(new: &NewMember, now: DateTime<Utc>) -> [Write; 2] {
    let name = text::cut(&new.name, NAME_LENGTH);
    let member = Write::of(ADD_MEMBER, &[new.id.0, new.community.0])
        .text(&name)
        .text(text::folded(&name))
        .text_if_any(new.zone.map(Tz::name))
        .number(now.timestamp())
        .must_change();
    let identity = Write::of(ADD_IDENTITY, &[new.id.0, new.community.0])
        .text(new.identity.platform)
        .text(text::printable(&new.identity.id))
        .number(now.timestamp())
        .must_change();
    [member, identity]
}
