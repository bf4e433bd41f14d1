//! What a request may change: one list of deeds, each of which gives the writes that make it so.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::admin::{dismiss, name};
use super::answer::add_answer;
use super::community::{meet_community, meet_member};
use super::direct_home::choose_home;
use super::event::add_event;
use super::posting::{add_asked_posting, answered};
use super::quiz::put_quiz;
use super::reminder::put_reminder;
use super::schedule::put_schedule;
use super::season::{NewSeason, end_now, start};
use super::settings::{choose_turn, show_stats_to};
use super::standing::returned;
use super::streak::switch;
use super::team::{NewTeam, create, join, leave, move_members, put_draft};
use super::write::Write;
use super::{
    AnswerRow, DraftRow, Earned, HandledEvent, Member, MemberNews, NewCommunity, NewMember,
    PostingRow, QuizRow, ReminderRow, Result, ScheduleRow, Store,
};
use crate::domain::calendar::Turn;
use crate::domain::id::{CommunityId, HomeId, MemberId, PostingId, SeasonId, TeamId};
use crate::domain::place::Identity;
use crate::domain::seen_by::SeenBy;

/// One thing to change. What no longer fits makes the whole change stale.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// The platform's event that brings the change is handled; it fits if it was not before.
    Handle(HandledEvent),
    /// A community that is met for the first time; it fits if nobody else has met it meanwhile.
    MeetCommunity(NewCommunity),
    /// A member who is met for the first time; it fits if nobody else has met them meanwhile.
    MeetMember(NewMember),
    /// A member's name and zone are brought up to date.
    Hear(MemberNews),
    /// A member who had left the community is back on its boards; it fits if they were away.
    Return(CommunityId, MemberId),
    /// A quiz to write: a new one has version 0, a changed one the version that was read.
    PutQuiz(QuizRow),
    /// An answer to record, with what its member had earned that study day when its points were
    /// reckoned; it fits if they have earned nothing since.
    Record(AnswerRow, Earned),
    /// A new team; it fits if its name is free.
    CreateTeam(NewTeam),
    /// A member joins a team; it fits if they are in none.
    JoinTeam(MemberId, TeamId),
    /// A member leaves a team; it fits if they are in it.
    LeaveTeam(MemberId, TeamId),
    /// Teams as they were drawn up, new or at the next step; it fits if nobody was faster.
    PutDraft(DraftRow),
    /// Puts members into teams, or into none, wherever they were.
    MoveMembers(Vec<(MemberId, Option<TeamId>)>),
    /// A new season; it fits if none is running.
    StartSeason(NewSeason),
    /// A season's time is over at this instant, in UTC seconds; it fits if it runs.
    EndSeason(SeasonId, i64),
    /// Everything that says who a member was is removed.
    Forget(Member),
    /// Switches a streak off (`true`) or on.
    SwitchStreak(CommunityId, MemberId, bool),
    /// A schedule to write: a new one has version 0, a changed one the version that was read.
    PutSchedule(ScheduleRow),
    /// A posting that is due at once; it fits if its day has none.
    AddPosting(PostingRow),
    /// One more member has finished this posting; it fits if it has not closed.
    Finish(PostingId),
    /// A reminder to write, with its version like a schedule's.
    PutReminder(ReminderRow),
    /// A member of a community is named as an admin by another, or by themselves; it fits if they
    /// are not named yet.
    NameAdmin {
        /// The community in which they may do what admins do.
        community: CommunityId,
        /// The member who is named.
        member: MemberId,
        /// The admin who names them.
        by: MemberId,
    },
    /// A member is named as an admin no more; it fits if they are named.
    DismissAdmin(MemberId),
    /// The zone that a member chose.
    ChooseZone(MemberId, Tz),
    /// When a member's study days turn, as it was and as they chose it; it fits if it still was so.
    ChooseTurn(MemberId, Turn, Turn),
    /// Who besides a member sees how they do.
    ShowStatsTo(MemberId, SeenBy),
    /// Which of their homes a person's conversation with the bot is about from now on.
    ChooseHome(Identity, HomeId),
}

impl Deed {
    /// Whether it may change when something is due that comes by the calendar.
    pub fn is_of_calendar(&self) -> bool {
        matches!(
            self,
            Self::PutSchedule(_)
                | Self::AddPosting(_)
                | Self::Finish(_)
                | Self::PutReminder(_)
                | Self::ChooseZone(..)
        )
    }

    /// Whether it starts the clock of a round.
    pub fn starts_clock(&self) -> bool {
        matches!(self, Self::PutQuiz(quiz) if quiz.wakes_at.is_some())
    }

    /// Its place among the deeds of a change: first the event, so that one which comes again is
    /// seen before anything else; then whom others refer to; then quizzes, changed ones before new
    /// ones, since the end of one may make room for another, and in the order of their ids, so that
    /// two transactions never wait for each other; then the answer, and last all others as they
    /// come.
    pub(super) fn place(&self) -> (u8, bool, i64) {
        let place = match self {
            Self::Handle(_) => 0,
            Self::MeetCommunity(_) => 1,
            Self::MeetMember(_) | Self::Hear(_) | Self::Return(..) => 2,
            Self::PutQuiz(quiz) => return (3, quiz.version == 0, quiz.id.0),
            Self::Record(..) => 4,
            _ => 5,
        };
        (place, false, 0)
    }
}

impl Store {
    /// The writes that make a deed so.
    pub(super) async fn writes_of(&self, deed: &Deed, at: DateTime<Utc>) -> Result<Vec<Write>> {
        let now = at.timestamp();
        Ok(match deed {
            Deed::Handle(event) => vec![add_event(event, at)],
            Deed::MeetCommunity(community) => meet_community(community, at).into(),
            Deed::MeetMember(member) => meet_member(member, at).into(),
            Deed::Hear(news) => self.hear(news, at).await?,
            Deed::Return(community, member) => returned(*community, *member).into(),
            Deed::PutQuiz(quiz) => vec![put_quiz(quiz)],
            Deed::Record(answer, earned) => add_answer(answer, *earned),
            Deed::CreateTeam(team) => vec![create(team, now)],
            Deed::JoinTeam(member, team) => vec![join(*member, *team, now)],
            Deed::LeaveTeam(member, team) => vec![leave(*member, *team)],
            Deed::PutDraft(draft) => vec![put_draft(draft)],
            Deed::MoveMembers(moves) => move_members(moves, now),
            Deed::StartSeason(season) => start(season),
            Deed::EndSeason(season, ends_at) => vec![end_now(*season, *ends_at)],
            Deed::Forget(member) => self.forget(member, now).await?,
            Deed::SwitchStreak(community, member, off) => vec![switch(*community, *member, *off)],
            Deed::PutSchedule(schedule) => put_schedule(schedule).into(),
            Deed::AddPosting(posting) => add_asked_posting(posting),
            Deed::Finish(posting) => vec![answered(*posting, at)],
            Deed::PutReminder(reminder) => {
                let [put, release] = put_reminder(reminder);
                vec![put.must_change(), release]
            }
            Deed::NameAdmin { community, member, by } => vec![name(*community, *member, *by, now)],
            Deed::DismissAdmin(member) => vec![dismiss(*member)],
            Deed::ChooseZone(member, zone) => self.choose_zone(*member, *zone, at).await?,
            Deed::ChooseTurn(member, before, turn) => choose_turn(*member, *before, *turn).into(),
            Deed::ShowStatsTo(member, seen_by) => vec![show_stats_to(*member, *seen_by)],
            Deed::ChooseHome(person, home) => vec![choose_home(person, *home, at)],
        })
    }
}
