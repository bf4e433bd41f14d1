//! Quizzes: written on top of the version that was read, one open at a time, found when they are
//! due.

use chrono::TimeDelta;
use studyhall::domain::id::QuizId;
use studyhall::store::{Change, Committed, Deed, QuizRow};

use super::given::{Given, noon};
use crate::support::database::on_each_database;

fn with(quizzes: Vec<QuizRow>) -> Change {
    quizzes.into_iter().map(Deed::PutQuiz).collect()
}

#[tokio::test]
async fn a_quiz_comes_back_as_it_was_written() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut quiz = given.channel(1);
        quiz.place.direct = true;
        quiz.wakes_at = Some(noon());
        given.commit_new(&quiz, None).await;
        assert_eq!(
            database.store.quiz(quiz.id).await.unwrap(),
            Some(QuizRow { version: 1, ..quiz })
        );
        assert_eq!(database.store.quiz(QuizId(2)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_change_to_an_old_version_is_stale_and_changes_nothing() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let quiz = given.solo(1);
        given.commit_new(&quiz, None).await;
        let next = QuizRow { state: "next".to_owned(), version: 1, ..quiz.clone() };
        assert_eq!(given.commit(&with(vec![next.clone()])).await, Committed::Done);

        let late = Change::of(Deed::Record(given.answer(1, 5), given.earned(1).await))
            .with(Deed::PutQuiz(QuizRow { state: "late".to_owned(), ..next }))
            .with(Deed::Handle(given.event("late", "{}")));
        assert_eq!(given.commit(&late).await, Committed::Stale);
        let kept = database.store.quiz(quiz.id).await.unwrap().unwrap();
        assert_eq!((kept.state.as_str(), kept.version), ("next", 2));
        assert_eq!(database.store.reply_to("late").await.unwrap(), None);
        assert_eq!(given.earned(1).await.quiz_points, 0);
    })
    .await;
}

#[tokio::test]
async fn a_member_has_one_open_quiz_and_a_channel_another() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        given.commit_new(&given.channel(2), None).await;
        for second in [given.solo(3), given.channel(4), given.solo(1)] {
            assert_eq!(given.commit(&with(vec![second])).await, Committed::Stale);
        }
        let solo = database.store.solo_quiz(given.member.id).await.unwrap().unwrap();
        let channel = database.store.channel_quiz(&given.place("general")).await.unwrap().unwrap();
        assert_eq!((solo.id, channel.id), (QuizId(1), QuizId(2)));
        assert_eq!(database.store.channel_quiz(&given.place("random")).await.unwrap(), None);

        // The end of one makes room for the next, in the same change and in whichever order they
        // stand in it.
        let over = QuizRow { over: true, ..solo };
        assert_eq!(given.commit(&with(vec![given.solo(3), over])).await, Committed::Done);
        assert_eq!(database.store.solo_quiz(given.member.id).await.unwrap().unwrap().id, QuizId(3));
    })
    .await;
}

#[tokio::test]
async fn of_eight_who_start_a_channel_quiz_at_once_one_succeeds() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let starts = (1..=8).map(|id| {
            let (store, change) = (database.store.clone(), with(vec![given.channel(id)]));
            tokio::spawn(async move { store.commit(&change, noon()).await.unwrap() })
        });
        let mut outcomes = Vec::new();
        for start in starts.collect::<Vec<_>>() {
            outcomes.push(start.await.unwrap());
        }
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Committed::Done).count(), 1);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Committed::Stale).count(), 7);
    })
    .await;
}

#[tokio::test]
async fn open_quizzes_are_found_when_they_are_due_and_not_before() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        assert_eq!(database.store.next_wake().await.unwrap(), None);
        for (id, seconds, over) in
            [(1, Some(30), false), (2, Some(10), false), (3, Some(5), true), (4, None, false)]
        {
            let mut quiz = given.channel(id);
            quiz.place.channel = format!("channel {id}");
            quiz.wakes_at = seconds.map(|seconds| noon() + TimeDelta::seconds(seconds));
            quiz.over = over;
            given.commit_new(&quiz, None).await;
        }
        let due = async |seconds: i64, limit: u32| {
            let due = database
                .store
                .due_quizzes(noon() + TimeDelta::seconds(seconds), limit)
                .await
                .unwrap();
            due.iter().map(|quiz| quiz.id.0).collect::<Vec<_>>()
        };
        assert_eq!(
            database.store.next_wake().await.unwrap(),
            Some(noon() + TimeDelta::seconds(10))
        );
        assert_eq!(due(9, 9).await, [0_i64; 0]);
        assert_eq!(due(10, 9).await, [2]);
        assert_eq!(due(30, 9).await, [2, 1]);
        assert_eq!(due(30, 1).await, [2]);
    })
    .await;
}
