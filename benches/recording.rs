//! Recording an answer: what a member waits for between typing and the verdict.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use divan::Bencher;
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::grade::Verdict;
use studyhall::domain::id::{AnswerId, QuizId};
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::store::{AnswerRow, Change, Committed, Deed, Earned, HandledEvent, QuizRow, Store};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A member in the middle of a quiz, on a database on disk.
struct Hall {
    runtime: Runtime,
    store: Store,
    quiz: QuizRow,
    answer: AnswerRow,
    /// Removed with its database at the end.
    _folder: TempDir,
}

fn main() {
    divan::main();
}

/// One transaction, durable when it returns: the event, the quiz, the answer and the points of its
/// days.
#[divan::bench]
fn commit_an_answer(bencher: Bencher<'_, '_>) {
    let Hall { runtime, store, mut quiz, mut answer, _folder } = Hall::open();
    bencher.bench_local(|| {
        quiz.version += 1;
        answer.id.0 += 1;
        answer.card = format!("card-{}", answer.id.0);
        // Each answer falls on a study day of its own, so that each earns.
        answer.study_day = answer.study_day.succ_opt().expect("the bench ends before the calendar");
        let change = Change::of(Deed::Handle(HandledEvent {
            id: format!("event-{}", answer.id.0),
            member: answer.member,
            reply: "{}".to_owned(),
        }))
        .with(Deed::PutQuiz(quiz.clone()))
        .with(Deed::Record(answer.clone(), Earned::default()));
        let outcome =
            runtime.block_on(store.commit(&change, answer.at)).expect("the database works");
        assert_eq!(outcome, Committed::Done);
    });
}

/// What is read before an answer can be reckoned: the quiz, and what its member has earned.
#[divan::bench]
fn read_before_an_answer(bencher: Bencher<'_, '_>) {
    let Hall { runtime, store, quiz, answer, _folder } = Hall::open();
    bencher.bench_local(|| {
        runtime.block_on(async {
            let quiz = store.quiz(quiz.id).await.expect("the database works");
            let earned =
                store.earned(answer.member, &answer.deck, &answer.card, answer.study_day).await;
            (quiz, earned.expect("the database works"))
        })
    });
}

impl Hall {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a database");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let path = folder.path().join("study.db").display().to_string();
        let (store, quiz, answer) = runtime.block_on(async {
            let store = Store::open(&path).await.expect("the database opens");
            let (quiz, answer) = begin(&store).await.expect("the database works");
            (store, quiz, answer)
        });
        Self { runtime, store, quiz, answer, _folder: folder }
    }
}

/// Starts a quiz; the answer is one that could be given in it.
async fn begin(store: &Store) -> Result<(QuizRow, AnswerRow), studyhall::store::Error> {
    let now: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let mut rng = StdRng::seed_from_u64(1);
    let community = store.community(&Home::new("web", "hall"), Tz::UTC, now, &mut rng).await?.id;
    let member =
        store.member(community, &Identity::new("web", "ann"), "Ann", None, now, &mut rng).await?.id;
    let quiz = QuizRow {
        id: QuizId(1),
        community,
        place: Place {
            home: Home::new("web", "hall".to_owned()),
            channel: "general".to_owned(),
            direct: false,
        },
        solo: Some(member),
        posting: None,
        // About as long as the state of a quiz of five cards.
        state: "x".repeat(1_500),
        version: 0,
        wakes_at: None,
        over: false,
    };
    store.commit(&Change::of(Deed::PutQuiz(quiz.clone())), now).await?;
    let answer = AnswerRow {
        id: AnswerId(0),
        member,
        community,
        quiz: quiz.id,
        round: 1,
        deck: "capitals".to_owned(),
        card: "france".to_owned(),
        given: "Paris".to_owned(),
        verdict: Verdict::Correct,
        points: 5,
        counts_to_cap: true,
        study_day: now.date_naive(),
        board_day: now.date_naive(),
        at: now,
    };
    Ok((quiz, answer))
}
