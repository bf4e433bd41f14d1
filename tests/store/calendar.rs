//! Schedules, postings and reminders: claimed once, made once, and never taken on top of an older
//! version.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Tz;
use studyhall::domain::calendar::Turn;
use studyhall::domain::calendar::schedule::Schedule;
use studyhall::domain::id::{PostingId, ScheduleId};
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::domain::reminder::Mood;
use studyhall::store::{
    Advanced, Change, Committed, Deed, PostingRow, PostingState, ReminderRow, ScheduleRow,
    ScheduleState, Store,
};

use super::given::{Given, noon};
use crate::support::database::on_each_database;

const MINUTE: TimeDelta = TimeDelta::seconds(60);

fn schedule(given: &Given, id: i64) -> ScheduleRow {
    let channel = format!("channel {id}");
    ScheduleRow {
        id: ScheduleId(id),
        community: given.community.id,
        place: Place { home: Home::new("web", "hall".to_owned()), channel, direct: false },
        deck: "capitals".to_owned(),
        schedule: Schedule {
            at: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
            zone: chrono_tz::Europe::Berlin,
            days: WeekdaySet::ALL,
            off_days: ["2026-12-25".parse().unwrap(), "2026-12-26".parse().unwrap()].into(),
        },
        set_by: given.member.id,
        state: ScheduleState::On,
        note: String::new(),
        version: 0,
        summary: true,
        told: true,
        next_at: Some(noon()),
    }
}

fn posting(schedule: &ScheduleRow, id: i64) -> PostingRow {
    PostingRow {
        id: PostingId(id),
        community: schedule.community,
        place: schedule.place.clone(),
        schedule: Some(schedule.id),
        date: noon().date_naive(),
        deck: "capitals".to_owned(),
        card: "france".to_owned(),
        round: "{}".to_owned(),
        state: PostingState::Due,
        due_at: noon(),
        tried: false,
        reference: String::new(),
        posted_at: None,
        closes_at: None,
        answered: 0,
        shown: 0,
        summary: String::new(),
        asked_by: None,
    }
}

/// A number for a claim that no other has.
fn number() -> i64 {
    static CLAIMS: AtomicI64 = AtomicI64::new(1);
    CLAIMS.fetch_add(1, Ordering::Relaxed)
}

/// Claims schedules under a number that nobody else has.
async fn claim(
    store: &Store,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Vec<ScheduleRow> {
    store.claim_schedules(number(), now, until, limit).await.unwrap()
}

async fn put(given: &Given, changes: Vec<Deed>) -> Committed {
    given.commit(&Change::from_iter(changes)).await
}

async fn put_schedule(given: &Given, row: &ScheduleRow) -> Committed {
    put(given, vec![Deed::PutSchedule(row.clone())]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_who_claim_at_once_get_each_schedule_and_each_posting_once() {
    const COUNT: i64 = 2_000;
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let schedules: Vec<ScheduleRow> = (1..=COUNT).map(|id| schedule(&given, id)).collect();
        let changes = schedules.iter().flat_map(|row| {
            [Deed::PutSchedule(row.clone()), Deed::AddPosting(posting(row, row.id.0))]
        });
        assert_eq!(put(&given, changes.collect()).await, Committed::Done);
        let tasks = (1..=8).map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let (mut schedules, mut postings) = (Vec::new(), Vec::new());
                loop {
                    let claimed = claim(&store, noon(), noon() + MINUTE, 10).await;
                    let due =
                        store.claim_postings(number(), noon(), noon() + MINUTE, 10).await.unwrap();
                    if claimed.is_empty() && due.is_empty() {
                        return (schedules, postings);
                    }
                    schedules.extend(claimed.into_iter().map(|row| row.id));
                    postings.extend(due.into_iter().map(|row| row.id));
                }
            })
        });
        let (mut schedules, mut postings) = (Vec::new(), Vec::new());
        for task in tasks.collect::<Vec<_>>() {
            let (some, due) = task.await.unwrap();
            schedules.extend(some);
            postings.extend(due);
        }
        let count = usize::try_from(COUNT).unwrap();
        assert_eq!((schedules.len(), postings.len()), (count, count), "none is claimed twice");
        let (schedules, postings): (HashSet<_>, HashSet<_>) =
            (schedules.into_iter().collect(), postings.into_iter().collect());
        assert_eq!((schedules.len(), postings.len()), (count, count), "none is left out");
        let again = claim(&database.store, noon() + MINUTE, noon() + MINUTE * 2, 10).await;
        assert_eq!(again, [], "a claim holds until its end");
        let again = claim(&database.store, noon() + MINUTE * 2, noon() + MINUTE * 3, 10).await;
        assert_eq!(again.len(), 10, "and no longer");
    })
    .await;
}

#[tokio::test]
async fn a_schedule_is_kept_whole_and_changed_only_on_top_of_what_was_read() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let row = schedule(&given, 1);
        assert_eq!(put_schedule(&given, &row).await, Committed::Done);
        assert_eq!(
            put_schedule(&given, &ScheduleRow { id: ScheduleId(2), ..row.clone() }).await,
            Committed::Stale
        );
        let kept = database.store.schedule_at(&given.place("channel 1")).await.unwrap().unwrap();
        assert_eq!(kept, ScheduleRow { version: 1, ..row.clone() });
        let paused = ScheduleRow {
            state: ScheduleState::Paused,
            next_at: None,
            note: "gone".to_owned(),
            ..kept.clone()
        };
        assert_eq!(put_schedule(&given, &paused).await, Committed::Done);
        assert_eq!(put_schedule(&given, &paused).await, Committed::Stale);
        assert_eq!(claim(&database.store, noon(), noon() + MINUTE, 10).await, []);
        assert_eq!(
            database.store.schedules(given.community.id).await.unwrap(),
            [ScheduleRow { version: 2, ..paused }]
        );
    })
    .await;
}

#[tokio::test]
async fn a_day_of_a_schedule_has_one_posting_and_a_changed_schedule_none() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let (store, tomorrow) = (&database.store, Some(noon() + TimeDelta::days(1)));
        put_schedule(&given, &schedule(&given, 1)).await;
        let row = claim(store, noon(), noon() + MINUTE, 10).await.remove(0);
        let advance = async |postings: &[PostingRow]| {
            store.advance_schedule(&row, postings, tomorrow).await.unwrap()
        };
        assert_eq!(advance(&[posting(&row, 1), posting(&row, 2)]).await, Advanced::Done);
        assert_eq!(advance(&[posting(&row, 3)]).await, Advanced::Done);
        let made = store.posting_on(row.id, noon().date_naive()).await.unwrap().unwrap();
        assert_eq!(made, posting(&row, 1));
        let seen = store.cards_seen(given.community.id, "capitals").await.unwrap();
        assert_eq!(seen[0].1.posted, Some(noon().date_naive()));

        assert_eq!(put_schedule(&given, &row).await, Committed::Done);
        let next =
            PostingRow { date: noon().date_naive() + TimeDelta::days(1), ..posting(&row, 4) };
        assert_eq!(advance(&[next]).await, Advanced::Changed, "its version has moved on");
        assert_eq!(store.posting(PostingId(4)).await.unwrap(), None);

        let alone = |id| PostingRow { schedule: None, ..posting(&row, id) };
        assert_eq!(put(&given, vec![Deed::AddPosting(alone(5))]).await, Committed::Done);
        assert_eq!(put(&given, vec![Deed::AddPosting(alone(6))]).await, Committed::Stale);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_taken_for_a_day_that_has_its_posting() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let (store, tomorrow) = (&database.store, Some(noon() + TimeDelta::days(1)));
        for id in [1, 2] {
            put_schedule(&given, &schedule(&given, id)).await;
        }
        let rows = claim(store, noon(), noon() + MINUTE, 10).await;
        let advance = async |row, id| {
            store.advance_schedule(row, &[posting(row, id)], tomorrow).await.unwrap()
        };
        assert_eq!(advance(&rows[0], 1).await, Advanced::Done);
        assert_eq!(advance(&rows[1], 1).await, Advanced::Raced);
        assert_eq!(
            store.schedule(rows[1].id).await.unwrap().unwrap().next_at,
            Some(noon()),
            "it is still due"
        );
        assert_eq!(advance(&rows[1], 2).await, Advanced::Done);

        let alone = PostingRow { schedule: None, ..posting(&rows[0], 1) };
        assert_eq!(
            put(&given, vec![Deed::AddPosting(alone)]).await,
            Committed::Stale,
            "to be tried again"
        );
    })
    .await;
}

#[tokio::test]
async fn only_the_holder_of_the_claim_confirms_and_the_next_looks_whether_it_was_sent() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let store = &database.store;
        let row = schedule(&given, 1);
        put(&given, vec![Deed::PutSchedule(row.clone()), Deed::AddPosting(posting(&row, 1))]).await;
        let first = store.claim_postings(7, noon(), noon() + MINUTE, 10).await.unwrap().remove(0);
        assert!(!first.tried, "nobody has had it before");
        // Handed back unsent, it is as new.
        store.hand_back_posting(first.id, 7, false, noon() + MINUTE).await.unwrap();
        assert_eq!(store.claim_postings(8, noon(), noon() + MINUTE, 10).await.unwrap(), []);
        assert_eq!(store.next_posting().await.unwrap(), Some(noon() + MINUTE));
        let second = store
            .claim_postings(8, noon() + MINUTE, noon() + MINUTE * 2, 10)
            .await
            .unwrap()
            .remove(0);
        assert!(!second.tried);
        // This one dies; whoever comes next must look.
        let later = noon() + MINUTE * 3;
        let third = store.claim_postings(9, later, later + MINUTE, 10).await.unwrap().remove(0);
        assert!(third.tried);
        assert!(!store.posted(&second, 8, "lost", later).await.unwrap());
        assert!(store.posted(&third, 9, "message", later).await.unwrap());
        let kept = store.posting(PostingId(1)).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.reference.as_str()), (PostingState::Posted, "message"));
        assert_eq!(kept.closes_at, Some(later + TimeDelta::hours(24)));
        // The next one in the channel closes it.
        let tomorrow = PostingRow { date: NaiveDate::MAX, due_at: later, ..posting(&row, 2) };
        put(
            &given,
            vec![Deed::AddPosting(PostingRow {
                date: tomorrow.date.pred_opt().unwrap(),
                ..tomorrow
            })],
        )
        .await;
        let next = store.claim_postings(10, later, later + MINUTE, 10).await.unwrap().remove(0);
        store.posted(&next, 10, "other", later).await.unwrap();
        let due = store.claim_postings(11, later, later + MINUTE, 10).await.unwrap();
        assert_eq!(
            due.iter().map(|row| (row.id.0, row.closes_at)).collect::<Vec<_>>(),
            [(1, Some(later))]
        );
        assert!(store.closed(PostingId(1), 11).await.unwrap());
        assert_eq!(store.posting(PostingId(1)).await.unwrap().unwrap().state, PostingState::Closed);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_is_claimed_and_settled_once() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let store = &database.store;
        let row = ReminderRow {
            member: given.member.id,
            at: NaiveTime::from_hms_opt(18, 30, 0).unwrap(),
            zone: chrono_tz::Asia::Tokyo,
            days: WeekdaySet::ALL,
            on: true,
            mood: Mood::Heard(2),
            sent_on: Some(noon().date_naive()),
            not_on: None,
            closed: false,
            version: 0,
            next_at: Some(noon()),
            turn: Turn::default(),
        };
        let zone = Deed::ChooseZone(given.member.id, Tz::Asia__Tokyo);
        put(&given, vec![Deed::PutReminder(row.clone()), zone]).await;
        assert_eq!(store.next_reminder().await.unwrap(), Some(noon()));
        let claimed = store.claim_reminders(number(), noon(), noon() + MINUTE, 10).await.unwrap();
        assert_eq!(claimed, [ReminderRow { version: 1, ..row }]);
        assert_eq!(store.claim_reminders(number(), noon(), noon() + MINUTE, 10).await.unwrap(), []);
        let (nudge, before) = store
            .nudge_at(studyhall::domain::id::NudgeId(5), given.member.id, noon())
            .await
            .unwrap();
        assert!(!before && !nudge.sent);
        let (again, before) = store
            .nudge_at(studyhall::domain::id::NudgeId(6), given.member.id, noon())
            .await
            .unwrap();
        assert_eq!((again, before), (nudge, true), "an instant has one nudge");
        let settled = ReminderRow { mood: Mood::Asked, next_at: None, ..claimed[0].clone() };
        assert!(store.settle_reminder(&settled, Some(nudge.id), noon()).await.unwrap());
        assert!(store.nudge(nudge.id).await.unwrap().unwrap().sent);
        assert!(
            !store.settle_reminder(&settled, None, noon()).await.unwrap(),
            "its version has moved on"
        );
        assert_eq!(store.next_reminder().await.unwrap(), None);
        let member = store.member_by_id(given.member.id).await.unwrap().unwrap();
        assert_eq!(member.zone, Some(Tz::Asia__Tokyo));
    })
    .await;
}

#[tokio::test]
async fn the_zone_that_a_member_chose_goes_before_the_one_of_the_platform() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut rng = rand::SeedableRng::seed_from_u64(3);
        put(&given, vec![Deed::ChooseZone(given.member.id, Tz::Asia__Tokyo)]).await;
        for known in [None, Some(Tz::Europe__Berlin), Some(Tz::Europe__Berlin)] {
            let store = &database.store;
            let member = store
                .member(
                    given.community.id,
                    &Identity::new("web", "ann"),
                    "Ann",
                    known,
                    noon(),
                    &mut rng,
                )
                .await
                .unwrap();
            assert_eq!(member.zone, Some(Tz::Asia__Tokyo));
        }
    })
    .await;
}
