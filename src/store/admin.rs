//! Members whom an admin has named, so that they may do what admins do.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::write::Write;
use super::{Result, Store, text};
use crate::domain::id::{CommunityId, MemberId};

const ADMINS: &str = "SELECT member, named_by, named_at FROM admins \
     WHERE community = $1 \
     ORDER BY named_at, member";

const NAME: &str = "INSERT INTO admins (member, community, named_by, named_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

const DISMISS: &str = "DELETE FROM admins WHERE member = $1";

/// A member whom an admin has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAdmin {
    /// The member who may do what admins do.
    pub member: MemberId,
    /// The admin who has named them; perhaps themselves.
    pub named_by: MemberId,
    /// When they were named, to the second.
    pub named_at: DateTime<Utc>,
}

impl Store {
    /// The members of a community whom an admin has named, those named first before others.
    pub async fn named_admins(&self, community: CommunityId) -> Result<Vec<NamedAdmin>> {
        let rows: Vec<(i64, i64, i64)> =
            on!(&self.read, |db| sqlx::query_as(ADMINS).bind(community.0).fetch_all(db).await)?;
        let named = |(member, named_by, named_at)| {
            Ok(NamedAdmin {
                member: MemberId(member),
                named_by: MemberId(named_by),
                named_at: text::time(named_at)?,
            })
        };
        rows.into_iter().map(named).collect()
    }
}

/// A member may do what admins do from now on; out of date if they are named already.
pub(super) fn name(community: CommunityId, member: MemberId, by: MemberId, now: i64) -> Write {
    Write::of(NAME, &[member.0, community.0, by.0, now]).must_change()
}

/// A member is named no more; out of date if they are not named.
pub(super) fn dismiss(member: MemberId) -> Write {
    Write::of(DISMISS, &[member.0]).must_change()
}

/// A member who has left is named no more, if they were.
pub(super) fn dismiss_if_named(member: MemberId) -> Write {
    Write::of(DISMISS, &[member.0])
}
