//! Members by their platform's own ids, for a platform that has no list of people itself.

use chrono_tz::Tz;

use super::pool::on;
use super::{Member, Result, Store};
use crate::domain::id::{CommunityId, MemberId};

const SEEN: &str = "\
    SELECT members.id, members.community, members.external, members.name, members.zone \
    FROM members JOIN communities ON communities.id = members.community \
    WHERE communities.platform = $1 AND communities.external = $2 \
    ORDER BY members.created_at, members.id";

const SEEN_ONE: &str = "\
    SELECT members.id, members.community, members.external, members.name, members.zone \
    FROM members JOIN communities ON communities.id = members.community \
    WHERE communities.platform = $1 AND communities.external = $2 AND members.external = $3";

type Row = (i64, i64, String, String, Option<String>);

impl Store {
    /// Everybody who has been seen in a community, first comers first.
    pub async fn members_seen(&self, platform: &str, community: &str) -> Result<Vec<Member>> {
        let rows: Vec<Row> =
            on!(&self.read, |db| sqlx::query_as(SEEN).bind(platform).bind(community).fetch_all(db).await?);
        Ok(rows.into_iter().map(member).collect())
    }

    /// The member of a community whom the platform knows by this id, if they have been seen; nobody is made.
    pub async fn member_seen(&self, platform: &str, community: &str, external: &str) -> Result<Option<Member>> {
        let row: Option<Row> = on!(&self.read, |db| {
            sqlx::query_as(SEEN_ONE).bind(platform).bind(community).bind(external).fetch_optional(db).await?
        });
        Ok(row.map(member))
    }
}

fn member((id, community, external, name, zone): Row) -> Member {
    // A zone that this program's tables do not know any more is as good as none.
    let zone = zone.and_then(|zone| zone.parse::<Tz>().ok());
    Member { id: MemberId(id), community: CommunityId(community), external, name, zone }
}
