//! Boards, streaks and answers in a large community: 100,000 members with 10 million answers where
//! a database is named, a hundredth of that in a temporary one otherwise.
//!
//! `STUDYHALL_BENCH_SQLITE=/var/tmp/large.db cargo bench --bench standings` makes the file once and
//! uses it again; `STUDYHALL_BENCH_POSTGRES=postgres://…` does the same in an empty database. For
//! figures, run one engine at a time: they share a disk, and what the one has yet to write there
//! makes the other wait.

#[path = "standings/generator.rs"]
mod generator;

use std::sync::OnceLock;

use chrono::{NaiveDate, TimeDelta};
use divan::Bencher;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use studyhall::domain::calendar::StudyDays;
use studyhall::domain::grade::Verdict;
use studyhall::domain::id::{AnswerId, MemberId, QuizId};
use studyhall::domain::standing::{Board, Period, STREAKS_KEY};
use studyhall::domain::streak::streak;
use studyhall::store::{AnswerRow, Change, Committed, Deed, Earned, HandledEvent, PageOf};

use generator::{EQUAL, Hall, LAST_DAY, MEMBERS_AT, QUIZ};

/// From here on nobody has answered, so that each answer recorded earns and makes its streak due.
const FAR_DAY: NaiveDate = NaiveDate::from_ymd_opt(2100, 1, 1).expect("a date of the calendar");

/// So many days, a prime number, that hardly any comes twice for a member, however often the bench
/// is run.
const FAR_DAYS: i64 = 1_999_993;

const ENGINES: [&str; 2] = ["sqlite", "postgres"];

fn main() {
    divan::main();
}

/// The database of an engine, opened once; none where PostgreSQL is not named.
fn hall(engine: &str) -> Option<&'static Hall> {
    static SQLITE: OnceLock<Hall> = OnceLock::new();
    static POSTGRES: OnceLock<Option<Hall>> = OnceLock::new();
    match engine {
        "sqlite" => Some(SQLITE.get_or_init(Hall::sqlite)),
        _ => POSTGRES.get_or_init(Hall::postgres).as_ref(),
    }
}

fn today() -> NaiveDate {
    LAST_DAY.parse().expect("a date of the calendar")
}

/// Measures something about a member drawn by lot.
fn bench_with<T>(
    bencher: Bencher<'_, '_>,
    engine: &str,
    work: &impl AsyncFn(&Hall, MemberId) -> T,
) {
    let Some(hall) = hall(engine) else { return };
    let mut rng = StdRng::seed_from_u64(1);
    bencher
        .with_inputs(|| MemberId(MEMBERS_AT + rng.random_range(1..=hall.members)))
        .bench_local_values(|member| hall.runtime.block_on(work(hall, member)));
}

async fn board(hall: &Hall, asker: MemberId, key: &str, page: PageOf) -> Board {
    let board =
        hall.store.board(hall.community, key, Some(asker), page).await.expect("the database works");
    assert!(!board.rows.is_empty(), "the board of {key} has rows");
    board
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn first_page_of_the_week(bencher: Bencher<'_, '_>, engine: &str) {
    let key = Period::Week.key(today());
    bench_with(bencher, engine, &async |hall, asker| {
        board(hall, asker, &key, PageOf::Number(1)).await
    });
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn first_page_of_all_time(bencher: Bencher<'_, '_>, engine: &str) {
    let key = Period::All.key(today());
    bench_with(bencher, engine, &async |hall, asker| {
        board(hall, asker, &key, PageOf::Number(1)).await
    });
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn own_page_of_all_time(bencher: Bencher<'_, '_>, engine: &str) {
    let key = Period::All.key(today());
    bench_with(bencher, engine, &async |hall, asker| board(hall, asker, &key, PageOf::Asker).await);
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn own_page_of_streaks(bencher: Bencher<'_, '_>, engine: &str) {
    bench_with(bencher, engine, &async |hall, asker| {
        board(hall, asker, STREAKS_KEY, PageOf::Asker).await
    });
}

/// All members have the same points, as on the first day of a season: the page in the middle of
/// them takes longest.
#[divan::bench(args = ENGINES, sample_count = 200)]
fn middle_page_of_equals(bencher: Bencher<'_, '_>, engine: &str) {
    bench_with(bencher, engine, &async |hall, asker| {
        let middle = hall.members.unsigned_abs() / 10 / 2;
        board(hall, asker, EQUAL, PageOf::Number(middle)).await
    });
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn own_page_of_equals(bencher: Bencher<'_, '_>, engine: &str) {
    bench_with(bencher, engine, &async |hall, asker| {
        board(hall, asker, EQUAL, PageOf::Asker).await
    });
}

#[divan::bench(args = ENGINES, sample_count = 200)]
fn a_streak(bencher: Bencher<'_, '_>, engine: &str) {
    bench_with(bencher, engine, &async |hall, member| {
        let mut studied = hall.store.studied(member).await.expect("the database works");
        // Not the far days of answers that this bench has recorded in an earlier run.
        studied.retain(|studied| studied.day <= today());
        streak(&studied, &StudyDays::default(), today())
    });
}

/// One transaction, durable when it returns: the event, the answer and everything that is kept with
/// it.
#[divan::bench(args = ENGINES, sample_count = 500)]
fn recording_an_answer(bencher: Bencher<'_, '_>, engine: &str) {
    let answers = std::sync::atomic::AtomicI64::new(Hall::next_answer());
    bench_with(bencher, engine, &async |hall, member| {
        let id = answers.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let day = today() + TimeDelta::days(1 + id % 5);
        let answer = AnswerRow {
            id: AnswerId(id),
            member,
            community: hall.community,
            quiz: QuizId(QUIZ),
            round: 1,
            deck: "capitals".to_owned(),
            card: format!("card-{id}"),
            given: "Paris".to_owned(),
            verdict: Verdict::Correct,
            points: 5,
            counts_to_cap: true,
            study_day: FAR_DAY + TimeDelta::days(id % FAR_DAYS),
            board_day: day,
            at: day.and_time(chrono::NaiveTime::MIN).and_utc(),
        };
        let event = HandledEvent { id: format!("event {id}"), member, reply: "{}".to_owned() };
        let change = Change::of(Deed::Handle(event)).with(Deed::Record(answer, Earned::default()));
        let committed = hall.store.commit(&change, Hall::now()).await.expect("the database works");
        assert_eq!(committed, Committed::Done);
    });
}
