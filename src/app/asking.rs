//! Who asks, where and when.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use super::request::Request;
use crate::domain::calendar::study_day;
use crate::domain::place::Place;
use crate::store::{Community, Member, Result, Store};

/// A request's who, where and when, as the store knows them.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    /// Where it was asked.
    pub(super) place: &'a Place,
    /// The community of that place.
    pub(super) community: Community,
    /// The member who asks, with their name and zone as they are now.
    pub(super) member: Member,
    /// Whether the platform lets them manage the community.
    pub(super) admin: bool,
    /// The instant of the request; nothing below reads a clock.
    pub(super) now: DateTime<Utc>,
    /// Why nothing could be shown to everyone at this place, if something is in the way.
    pub(super) hindrance: Option<&'a str>,
}

impl<'a> Asking<'a> {
    /// Finds community and member, or makes them at first sight.
    pub(super) async fn meet(
        store: &Store,
        request: &'a Request,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Self> {
        let (place, asker) = (&request.place, &request.asker);
        let zone = asker.zone.unwrap_or(Tz::UTC);
        let community = store.community(place.platform, &place.community, zone, now, rng).await?;
        let member =
            store.member(community.id, &asker.id, &asker.name, asker.zone, now, rng).await?;
        // Whoever asks for something among others is back.
        if !place.direct && store.is_away(member.id).await? {
            store.member_returned(community.id, member.id).await?;
        }
        Ok(Self {
            place,
            community,
            member,
            admin: asker.admin,
            now,
            hindrance: request.hindrance.as_deref(),
        })
    }

    /// The asker's study day.
    pub(super) fn study_day(&self) -> NaiveDate {
        self.study_day_of(&self.member)
    }

    /// The asker's study day at an instant of before.
    pub(super) fn study_day_at(&self, instant: DateTime<Utc>) -> NaiveDate {
        study_day(instant, self.member.zone.unwrap_or(self.community.zone))
    }

    /// A member's study day.
    pub(super) fn study_day_of(&self, member: &Member) -> NaiveDate {
        study_day(self.now, member.zone.unwrap_or(self.community.zone))
    }

    /// The community's study day, by which its boards are reckoned.
    pub(super) fn board_day(&self) -> NaiveDate {
        study_day(self.now, self.community.zone)
    }
}
