//! Who asks, where and when.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;

use super::command::refusal::CommandRefusal;
use super::reach::Traits;
use super::request::{Asker, Hindrance, Request};
use crate::domain::calendar::board_day;
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::place::Place;
use crate::store::{self, Community, Deed, KnownMember, Member, NewCommunity, NewMember, Store};

/// What a member may do in the community.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rights {
    /// What admins do, since the platform lets them manage the community.
    Manages,
    /// What admins do, since an admin has named them.
    Named,
    /// What all members do.
    Usual,
    /// What all members do, since the platform did not say just now whether they may do more.
    Unsaid,
    /// What all members do, since admins cannot be told from others at the place: in a conversation
    /// with the bot alone some platforms neither say who manages the community nor who is still in
    /// it.
    Untold,
}

/// A request's who, where and when, as the store knows them.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    /// Where it was asked.
    pub(super) place: &'a Place,
    /// The community of that place.
    pub(super) community: Community,
    /// The member who asks, with their name and zone as they are now.
    pub(super) member: Member,
    /// The platform's id of them; none where something happens as if they asked.
    pub(super) id: Option<&'a str>,
    /// What they may do in the community.
    pub(super) rights: Rights,
    /// The instant of the request; nothing below reads a clock.
    pub(super) now: DateTime<Utc>,
    /// Why nothing could be shown to everyone at this place, if something is in the way.
    pub(super) hindrance: Option<&'a Hindrance>,
    /// What is new of community and member, to be kept with what is decided.
    pub(super) news: Vec<Deed>,
    /// Whether the community's streaks have been brought up to date for this request.
    pub(super) has_settled_streaks: bool,
}

fn new_community(
    request: &Request,
    now: DateTime<Utc>,
    rng: &mut StdRng,
    news: &mut Vec<Deed>,
) -> Community {
    let (id, zone) = (CommunityId::fresh(now, rng), request.asker.zone.unwrap_or(Tz::UTC));
    let home = request.place.home.clone();
    news.push(Deed::MeetCommunity(NewCommunity { id, home, zone }));
    Community { id, zone }
}

fn new_member(
    community: CommunityId,
    request: &Request,
    now: DateTime<Utc>,
    rng: &mut StdRng,
    news: &mut Vec<Deed>,
) -> Member {
    let Asker { name, zone, .. } = &request.asker;
    let new = NewMember {
        id: MemberId::fresh(now, rng),
        community,
        identity: request.identity(),
        name: name.clone(),
        zone: *zone,
    };
    let member = new.member();
    news.push(Deed::MeetMember(new));
    member
}

/// A member as they will be known, with what the platform tells now.
fn brought_up_to_date(known: KnownMember, request: &Request, news: &mut Vec<Deed>) -> Member {
    let Asker { name, zone, .. } = &request.asker;
    let told = known.news(name, *zone);
    let (mut member, is_away) = (known.member, known.is_away);
    if let Some(told) = told {
        member.name.clone_from(&told.name);
        if told.moves {
            member.zone = told.zone;
        }
        news.push(Deed::Hear(told));
    }
    // Whoever asks for something among others is back.
    if is_away && !request.place.direct {
        news.push(Deed::Return(member.community, member.id));
    }
    member
}

/// What somebody may do who is named as an admin, or is not.
fn rights(request: &Request, is_named: bool, traits: Traits) -> Rights {
    match request.asker.admin {
        Some(true) => Rights::Manages,
        _ if request.place.direct && !traits.members_alone_write => Rights::Untold,
        _ if is_named => Rights::Named,
        Some(false) => Rights::Usual,
        None => Rights::Unsaid,
    }
}

impl<'a> Asking<'a> {
    /// Finds community and member, or makes them up at first sight; what is new of them is to be
    /// kept with whatever is decided.
    pub(super) async fn meet(
        store: &Store,
        request: &'a Request,
        traits: Traits,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> store::Result<Self> {
        let (place, asker) = (&request.place, &request.asker);
        let mut news = Vec::new();
        let (community, known) = match store.met(&place.home, &asker.id).await? {
            Some(met) => met,
            None => (new_community(request, now, rng, &mut news), None),
        };
        let is_named = known.as_ref().is_some_and(|known| known.is_named_admin);
        let rights = rights(request, is_named, traits);
        let member = match known {
            Some(known) => brought_up_to_date(known, request, &mut news),
            None => new_member(community.id, request, now, rng, &mut news),
        };
        Ok(Self {
            place,
            community,
            member,
            id: Some(&asker.id),
            rights,
            now,
            hindrance: request.hindrance.as_ref(),
            news,
            has_settled_streaks: false,
        })
    }

    /// As if this member asked, who is known.
    pub(super) fn of_member(
        place: &'a Place,
        community: Community,
        member: Member,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            place,
            community,
            member,
            id: None,
            rights: Rights::Usual,
            now,
            hindrance: None,
            news: Vec::new(),
            has_settled_streaks: false,
        }
    }

    /// Refuses a command that is for admins, by its name in the table, to everybody else.
    pub(super) fn must_be_admin(&self, command: &'static str) -> Result<(), CommandRefusal> {
        if self.is_admin() {
            return Ok(());
        }
        if self.rights == Rights::Unsaid {
            return Err(CommandRefusal::NotToldWho { command });
        }
        let is_told = self.rights != Rights::Untold;
        Err(CommandRefusal::NotAdmin { command, is_told })
    }

    /// Whether they may do what admins do.
    pub(super) fn is_admin(&self) -> bool {
        matches!(self.rights, Rights::Manages | Rights::Named)
    }

    /// The asker's study day.
    pub(super) fn study_day(&self) -> NaiveDate {
        self.study_day_of(&self.member)
    }

    /// The asker's study day at an instant of before.
    pub(super) fn study_day_at(&self, instant: DateTime<Utc>) -> NaiveDate {
        self.member.study_day(instant, self.community.zone)
    }

    /// A member's study day.
    pub(super) fn study_day_of(&self, member: &Member) -> NaiveDate {
        member.study_day(self.now, self.community.zone)
    }

    /// The community's study day, by which its boards are reckoned.
    pub(super) fn board_day(&self) -> NaiveDate {
        board_day(self.now, self.community.zone)
    }
}
