//! What boards and streaks read.

use chrono::{Days, NaiveDate};
use studyhall::domain::standing::Period;
use studyhall::domain::streak::Studied;
use studyhall::store::PageOf;

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
            (answer.member, answer.study_day, answer.board_day) =
                (member, day(number), day(number));
            given.commit_answer(answer, 0).await;
        }
        let everyone = (
            NaiveDate::from_ymd_opt(1, 1, 1).unwrap(),
            NaiveDate::from_ymd_opt(9999, 12, 31).unwrap(),
        );
        for ((from, to), expected) in [
            ((day(0), day(0)), &[("Ann", 5)][..]),
            ((day(1), day(1)), &[("Bob", 8), ("Ann", 3)]),
            ((day(0), day(1)), &[("Ann", 8), ("Bob", 8)]),
            ((day(3), day(9)), &[]),
            (everyone, &[("Bob", 9), ("Ann", 8)]),
        ] {
            let tallies =
                database.store.points_between(given.community.id, from, to).await.unwrap();
            let rows: Vec<(&str, i64)> =
                tallies.iter().map(|tally| (tally.name.as_str(), tally.points)).collect();
            assert_eq!(rows, expected, "{from} to {to}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_study_day_counts_with_any_graded_answer_once_and_knows_its_different_cards() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        given.commit_new(&given.solo(1), None).await;
        for (id, number, card) in [(1, 4, "a"), (2, 0, "a"), (3, 4, "a"), (4, 4, "b")] {
            let mut answer = given.answer(id, 0);
            (answer.study_day, answer.card) = (day(number), card.to_owned());
            given.commit_answer(answer, 0).await;
        }
        let store = &database.store;
        assert_eq!(store.study_days(given.member.id).await.unwrap(), [day(0), day(4)]);
        let studied = [Studied { day: day(0), cards: 1 }, Studied { day: day(4), cards: 2 }];
        assert_eq!(store.studied(given.member.id).await.unwrap(), studied);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_back_is_counted_once_with_what_they_earned_in_private_while_they_were_away() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let (store, community, member) = (&database.store, given.community.id, given.member.id);
        given.commit_new(&given.solo(1), Some(given.answer(1, 5))).await;
        store.member_left(community, member, noon()).await.unwrap();
        let mut answer = given.answer(2, 3);
        (answer.study_day, answer.board_day) = (day(1), day(1));
        given.commit_answer(answer, 0).await;
        store.member_returned(community, member).await.unwrap();
        for (period, points) in [
            (Period::Today.key(day(0)), 5),
            (Period::Today.key(day(1)), 3),
            (Period::All.key(day(1)), 8),
        ] {
            let board =
                store.board(community, &period, Some(member), PageOf::Number(1)).await.unwrap();
            let rows: Vec<(u64, i64)> =
                board.rows.iter().map(|row| (row.rank, row.points)).collect();
            assert_eq!((board.members, rows), (1, vec![(1, points)]), "{period}");
        }
    })
    .await;
}
