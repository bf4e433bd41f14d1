//! Answers, events and points: each once, and never more than was reckoned.

use chrono::{Days, NaiveDate, TimeDelta};
use studyhall::domain::id::{AnswerId, MemberId};
use studyhall::domain::points::{Earning, QUIZ_CAP, quiz_points};
use studyhall::store::{Change, Committed, Deed, Earned, QuizRow, Store};

use super::given::{Given, noon};
use crate::support::database::on_each_database;

fn today() -> NaiveDate {
    noon().date_naive()
}

async fn points(store: &Store, given: &Given) -> Vec<(MemberId, i64)> {
    let tallies = store.points_between(given.community.id, today(), today()).await.unwrap();
    tallies.iter().map(|tally| (tally.member, tally.points)).collect()
}

#[tokio::test]
async fn the_same_event_twice_changes_nothing_and_gets_the_same_reply() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        let change = |reply: &str| {
            Change::of(Deed::Handle(given.event("click 1", reply)))
                .with(Deed::PutQuiz(QuizRow { version: 1, ..given.solo(1) }))
                .with(Deed::Record(given.answer(1, 5), Earned::default()))
        };
        assert_eq!(database.store.reply_to("click 1").await.unwrap(), None);
        assert_eq!(given.commit(&change(r#"{"said":"Correct"}"#)).await, Committed::Done);
        assert_eq!(
            given.commit(&change(r#"{"said":"something else"}"#)).await,
            Committed::Seen(r#"{"said":"Correct"}"#.to_owned())
        );
        assert_eq!(
            database.store.reply_to("click 1").await.unwrap().as_deref(),
            Some(r#"{"said":"Correct"}"#)
        );
        assert_eq!(points(&database.store, &given).await, [(given.member.id, 5)]);
        assert_eq!(database.store.quiz(given.solo(1).id).await.unwrap().unwrap().version, 2);
    })
    .await;
}

#[tokio::test]
async fn an_event_delivered_eight_times_at_once_is_handled_once() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        let deliveries = (1..=8).map(|id| {
            let change = Change::of(Deed::Handle(given.event("click", &id.to_string())))
                .with(Deed::Record(given.answer(id, 0), Earned::default()));
            let store = database.store.clone();
            tokio::spawn(async move { store.commit(&change, noon()).await.unwrap() })
        });
        let mut outcomes = Vec::new();
        for delivery in deliveries.collect::<Vec<_>>() {
            outcomes.push(delivery.await.unwrap());
        }
        let reply = database.store.reply_to("click").await.unwrap().unwrap();
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Committed::Done).count(), 1);
        assert_eq!(
            outcomes.iter().filter(|outcome| **outcome == Committed::Seen(reply.clone())).count(),
            7
        );
    })
    .await;
}

#[tokio::test]
async fn events_are_forgotten_when_they_are_old() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let event = |name: &str| Change::of(Deed::Handle(given.event(name, "{}")));
        database.store.commit(&event("old"), noon()).await.unwrap();
        database.store.commit(&event("new"), noon() + TimeDelta::days(2)).await.unwrap();
        assert_eq!(database.store.forget_events(noon() + TimeDelta::days(1)).await.unwrap(), 1);
        assert_eq!(database.store.reply_to("old").await.unwrap(), None);
        assert_eq!(database.store.reply_to("new").await.unwrap().as_deref(), Some("{}"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_whose_points_were_reckoned_from_old_figures_is_stale() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), Some(given.answer(1, 5))).await;
        assert_eq!(given.earned(1).await, Earned { quiz_points: 5, card: true });
        assert_eq!(given.earned(2).await, Earned { quiz_points: 5, card: false });

        assert_eq!(
            given.commit_answer(given.answer(2, 5), 0).await,
            Committed::Stale,
            "the day's points moved on"
        );
        let mut again = given.answer(3, 5);
        again.card = "card-1".to_owned();
        assert_eq!(
            given.commit_answer(again.clone(), 5).await,
            Committed::Stale,
            "the card has earned today"
        );
        again.points = 0;
        assert_eq!(
            given.commit_answer(again.clone(), 5).await,
            Committed::Done,
            "practice is always taken"
        );
        let tomorrow = today() + Days::new(1);
        (again.id, again.points, again.study_day) = (AnswerId(4), 5, tomorrow);
        assert_eq!(
            given.commit_answer(again, 0).await,
            Committed::Done,
            "the card earns again tomorrow"
        );

        assert_eq!(points(&database.store, &given).await, [(given.member.id, 10)]);
        assert_eq!(database.store.study_days(given.member.id).await.unwrap(), [today(), tomorrow]);
    })
    .await;
}

#[tokio::test]
async fn an_endless_answer_with_control_characters_is_kept_cut() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let mut answer = given.answer(1, 5);
        answer.given = "\0\u{200f}é\u{1b}[31m".repeat(20_000);
        given.commit_new(&given.solo(1), Some(answer)).await;
        // No door of the store shows what was typed, so the row is told apart behind its back.
        database.tamper("UPDATE answers SET card = 'cut' WHERE LENGTH(given) = 500").await;
        let kept =
            database.store.earned(given.member.id, "capitals", "cut", today()).await.unwrap();
        assert_eq!(kept, Earned { quiz_points: 5, card: true });
    })
    .await;
}

/// Answers a card as the application does: reads what was earned, reckons, commits, and again if it
/// was stale.
async fn answer_until_taken(given: &Given, task: i64, card: i64) {
    loop {
        let earned = given.earned(card).await;
        let earning = Earning {
            first_try: true,
            hint: false,
            ahead: None,
            quiz_points: earned.quiz_points,
            card_earned: earned.card,
        };
        let mut answer = given.answer(1_000 * task + card, quiz_points(&earning).points);
        answer.card = format!("card-{card}");
        let change = Change::of(Deed::Record(answer, earned));
        match given.commit(&change).await {
            Committed::Done => return,
            Committed::Stale => {}
            Committed::Seen(reply) => panic!("there was no event, but a reply: {reply}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_who_answer_at_once_never_pass_the_cap_and_lose_no_point() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        let given = std::sync::Arc::new(given);
        let tasks = (1..=8).map(|task| {
            let given = given.clone();
            tokio::spawn(async move {
                // Cards 1 to 4 are everybody's and earn once; the other is the task's own. That
                // makes 12 cards of 5 points.
                for card in [1, 2, 3, 4, 10 + task, 20 + task] {
                    answer_until_taken(&given, task, card).await;
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert_eq!(given.earned(1).await.quiz_points, QUIZ_CAP);
        assert_eq!(points(&database.store, &given).await, [(given.member.id, i64::from(QUIZ_CAP))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_who_change_one_quiz_at_once_lose_no_change() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&QuizRow { state: "0".to_owned(), ..given.solo(1) }, None).await;
        let tasks = (1..=8).map(|_| {
            let (store, id) = (database.store.clone(), given.solo(1).id);
            tokio::spawn(async move {
                let mut taken = 0;
                while taken < 5 {
                    let mut quiz = store.quiz(id).await.unwrap().unwrap();
                    quiz.state = (quiz.state.parse::<u32>().unwrap() + 1).to_string();
                    let change = Change::of(Deed::PutQuiz(quiz));
                    taken +=
                        u32::from(store.commit(&change, noon()).await.unwrap() == Committed::Done);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let quiz = database.store.quiz(given.solo(1).id).await.unwrap().unwrap();
        assert_eq!((quiz.state.as_str(), quiz.version), ("40", 41));
    })
    .await;
}
