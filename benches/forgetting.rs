//! What it takes to forget a member of a large community, and what an answer of somebody else waits
//! for it meanwhile: 100,000 members with 10 million answers where a database is named, a hundredth
//! of that in a temporary one otherwise.
//!
//! `STUDYHALL_BENCH_SQLITE=/var/tmp/large.db cargo bench --bench forgetting` makes the file once
//! and uses it again, as `standings` does; `STUDYHALL_BENCH_POSTGRES=postgres://…` does the same in
//! an empty database.

#[path = "standings/generator.rs"]
#[expect(dead_code, reason = "the other bench uses the rest of it")]
mod generator;

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use studyhall::domain::grade::Verdict;
use studyhall::domain::id::{AnswerId, MemberId, QuizId};
use studyhall::domain::place::Home;
use studyhall::store::{AnswerRow, Change, Committed, Deed, Earned, HandledEvent};

use generator::{Hall, MEMBERS_AT, QUIZ};

/// How many are forgotten.
const FORGOTTEN: usize = 40;

/// How many answers are recorded while nobody is.
const ANSWERS: usize = 200;

/// From here on nobody has answered.
const FAR_DAY: NaiveDate = NaiveDate::from_ymd_opt(2100, 1, 1).expect("a date of the calendar");

fn main() {
    report("SQLite", &Hall::sqlite());
    if let Some(hall) = Hall::postgres() {
        report("PostgreSQL", &hall);
    }
}

fn report(engine: &str, hall: &Hall) {
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let mut answers = Hall::next_answer();
    let alone: Vec<Duration> = (0..ANSWERS)
        .map(|_| {
            answers += 1;
            hall.runtime.block_on(record(hall, answers, drawn(hall, &mut rng)))
        })
        .collect();
    let (mut forgetting, mut meanwhile) = (Vec::new(), Vec::new());
    for _ in 0..FORGOTTEN {
        answers += 1;
        let (gone, stays) = (drawn(hall, &mut rng), drawn(hall, &mut rng));
        let (took, waited) = hall
            .runtime
            .block_on(async { tokio::join!(forget(hall, gone), record(hall, answers, stays)) });
        forgetting.push(took);
        meanwhile.push(waited);
    }
    println!(
        "{engine}, {} members: forgetting one {}; an answer {}, while somebody is forgotten {}",
        hall.members,
        spread(forgetting),
        spread(alone),
        spread(meanwhile),
    );
}

fn drawn(hall: &Hall, rng: &mut StdRng) -> MemberId {
    MemberId(MEMBERS_AT + rng.random_range(1..=hall.members))
}

/// Forgets a member; how long it took.
async fn forget(hall: &Hall, member: MemberId) -> Duration {
    let external = format!("member {}", member.0 - MEMBERS_AT);
    let member = hall
        .store
        .member_seen(&Home::new("web", "hall"), &external)
        .await
        .expect("the database works");
    // Drawn once more.
    let Some(member) = member else { return Duration::ZERO };
    let change = Change::of(Deed::Forget(member));
    let begun = Instant::now();
    let committed = hall.store.commit(&change, Hall::now()).await.expect("the database works");
    assert_eq!(committed, Committed::Done);
    begun.elapsed()
}

/// Records an answer; how long it took.
async fn record(hall: &Hall, id: i64, member: MemberId) -> Duration {
    let day = FAR_DAY + TimeDelta::days(id % 1_999_993);
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
        study_day: day,
        board_day: day,
        at: Hall::now(),
    };
    let event = HandledEvent { id: format!("event {id}"), member, reply: "{}".to_owned() };
    let change = Change::of(Deed::Handle(event)).with(Deed::Record(answer, Earned::default()));
    let begun = Instant::now();
    let committed = hall.store.commit(&change, Hall::now()).await.expect("the database works");
    assert_eq!(committed, Committed::Done);
    begun.elapsed()
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    format!(
        "{:.1} ms in the median, {:.1} at most",
        ms(times[times.len() / 2]),
        ms(*times.last().expect("some were measured"))
    )
}
