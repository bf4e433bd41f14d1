//! Members by their platform's own ids, for a platform that has no list of people itself.

use super::community::MemberRecord;
use super::pool::on;
use super::{Member, Result, Store};

const SEEN: &str = "\
    SELECT members.id, members.community, members.external, members.name, \
    COALESCE(members.chosen_zone, members.zone) AS zone \
    FROM members JOIN communities ON communities.id = members.community \
    WHERE communities.platform = $1 AND communities.external = $2 \
    ORDER BY members.created_at, members.id";

const SEEN_ONE: &str = "\
    SELECT members.id, members.community, members.external, members.name, \
    COALESCE(members.chosen_zone, members.zone) AS zone \
    FROM members JOIN communities ON communities.id = members.community \
    WHERE communities.platform = $1 AND communities.external = $2 AND members.external = $3";

impl Store {
    /// Everybody who has been seen in a community, first comers first.
    pub async fn members_seen(&self, platform: &str, community: &str) -> Result<Vec<Member>> {
        let rows: Vec<MemberRecord> =
            on!(&self.read, |db| sqlx::query_as(SEEN).bind(platform).bind(community).fetch_all(db).await?);
        rows.into_iter().map(Member::try_from).collect()
    }

    /// The member of a community whom the platform knows by this id, if they have been seen; nobody is made.
    pub async fn member_seen(&self, platform: &str, community: &str, external: &str) -> Result<Option<Member>> {
        let row: Option<MemberRecord> = on!(&self.read, |db| {
            sqlx::query_as(SEEN_ONE).bind(platform).bind(community).bind(external).fetch_optional(db).await?
        });
        row.map(Member::try_from).transpose()
    }
}
