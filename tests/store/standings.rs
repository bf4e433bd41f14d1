//! What boards and streaks read.

use chrono::{Days, NaiveDate};
use studyhall::domain::id::AnswerId;
use studyhall::domain::standing::Period;

use super::given::{Given, noon};
use crate::support::database::on_each_database;

fn day(number: u64) -> NaiveDate {
    noon().date_naive() + Days::new(number)
}

#[tokio::test]
async fn tallies_add_up_the_days_of_a_period_most_points_first() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        let bob = given.another("Bob").await;
        let idle = given.another("Idle").await;
        for (id, member, number, points) in [
            (1, given.member.id, 0, 5),
            (2, given.member.id, 1, 3),
            (3, bob.id, 1, 8),
            (4, bob.id, 2, 1),
            (5, idle.id, 1, 0),
        ] {
            let mut answer = given.answer(id, points);
            (answer.member, answer.study_day, answer.board_day) = (member, day(number), day(number));
            given.commit_answer(answer, 0).await;
        }
        let everyone = Period::All.days(day(0));
        for ((from, to), expected) in [
            ((day(0), day(0)), &[("Ann", 5)][..]),
            ((day(1), day(1)), &[("Bob", 8), ("Ann", 3)]),
            ((day(0), day(1)), &[("Ann", 8), ("Bob", 8)]),
            ((day(3), day(9)), &[]),
            (everyone, &[("Bob", 9), ("Ann", 8)]),
        ] {
            let tallies = database.store.tallies(given.community.id, from, to).await.unwrap();
            let rows: Vec<(&str, i64)> = tallies.iter().map(|tally| (tally.name.as_str(), tally.points)).collect();
            assert_eq!(rows, expected, "{from} to {to}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_study_day_counts_with_any_graded_answer_and_once() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        let bob = given.another("Bob").await;
        for (id, member, number) in
            [(1, given.member.id, 4), (2, given.member.id, 0), (3, given.member.id, 4), (4, bob.id, 1)]
        {
            let mut answer = given.answer(id, 0);
            (answer.id, answer.member, answer.study_day) = (AnswerId(id), member, day(number));
            given.commit_answer(answer, 0).await;
        }
        assert_eq!(database.store.study_days(given.member.id).await.unwrap(), [day(0), day(4)]);
        let all = database.store.all_study_days(given.community.id).await.unwrap();
        assert_eq!(all, [(given.member.clone(), vec![day(0), day(4)]), (bob, vec![day(1)])]);
    })
    .await;
}
