//! What boards and streaks read.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use studyhall::domain::id::{MemberId, QuizId};
use studyhall::domain::standing::{Period, board};
use studyhall::domain::streak::Studied;
use studyhall::store::{Committed, PageOf, QuizRow};

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
        let everyone = (NaiveDate::from_ymd_opt(1, 1, 1).unwrap(), NaiveDate::from_ymd_opt(9999, 12, 31).unwrap());
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

/// A member as a history knows them: their points of each board day, and whether they have left.
#[derive(Debug, Clone, Default)]
struct Known {
    days: BTreeMap<NaiveDate, u32>,
    away: bool,
}

/// Answers a card as the application does: what it is worth is what the daily cap leaves of it.
async fn answers(given: &Given, member: MemberId, known: &mut Known, id: i64, rng: &mut StdRng) {
    let mut answer = given.answer(id, 0);
    let today = day(rng.random_range(0..70));
    let before = known.days.get(&today).copied().unwrap_or_default();
    let points = [0, 1, 3, 5, 5, 8][rng.random_range(0..6)].min(60 - before);
    (answer.member, answer.points, answer.study_day, answer.board_day) = (member, points, today, today);
    assert_eq!(given.commit_answer(answer, before).await, Committed::Done);
    *known.days.entry(today).or_default() += points;
}

/// Compares each page of each board with the one reckoned from all answers.
async fn assert_boards(given: &Given, names: &[(MemberId, String)], known: &[Known], rng: &mut StdRng) {
    let today = day(rng.random_range(0..70));
    for period in [Period::Today, Period::Week, Period::Month, Period::All] {
        let key = period.key(today);
        let rows: Vec<(MemberId, String, i64)> = names
            .iter()
            .zip(known)
            .filter(|(_, known)| !known.away)
            .map(|((member, name), known)| {
                let within = known.days.iter().filter(|(date, _)| period.key(**date) == key);
                (*member, name.clone(), within.map(|(_, points)| i64::from(*points)).sum())
            })
            .filter(|(_, _, points)| *points > 0)
            .collect();
        let asker = names[rng.random_range(0..names.len())].0;
        let own = board(rows.clone(), asker, 1).own.map_or(1, |own| own.page);
        let found = given.store.board(given.community.id, &key, asker, PageOf::Asker).await.unwrap();
        assert_eq!(found, board(rows.clone(), asker, own), "own page of {key}");
        for page in 1..=found.pages() + 1 {
            let found = given.store.board(given.community.id, &key, asker, PageOf::Number(page)).await.unwrap();
            assert_eq!(found, board(rows.clone(), asker, page), "page {page} of {key}");
        }
    }
}

#[tokio::test]
async fn boards_kept_with_every_answer_equal_boards_reckoned_from_all_answers() {
    on_each_database(async |database| {
        for seed in 0..4_i64 {
            let mut rng = StdRng::seed_from_u64(seed.unsigned_abs());
            let given = Given::in_community(&database.store, &format!("hall {seed}")).await;
            given.commit_new(&QuizRow { id: QuizId(seed + 1), ..given.solo(1) }, None).await;
            let mut names = vec![(given.member.id, given.member.name.clone())];
            for number in 0..rng.random_range(3..40) {
                let name = format!("{number} of {seed}");
                names.push((given.another(&name).await.id, name));
            }
            let mut known = vec![Known::default(); names.len()];
            for id in 1..=400 {
                let who = rng.random_range(0..names.len());
                let (member, one) = (names[who].0, &mut known[who]);
                match rng.random_range(0..20) {
                    0 => {
                        given.store.member_left(given.community.id, member, noon()).await.unwrap();
                        one.away = true;
                    }
                    1 => {
                        given.store.member_returned(given.community.id, member).await.unwrap();
                        one.away = false;
                    }
                    _ if one.away => {}
                    _ => answers(&given, member, one, seed * 1_000 + id, &mut rng).await,
                }
                if id % 100 == 0 {
                    assert_boards(&given, &names, &known, &mut rng).await;
                }
            }
        }
    })
    .await;
}
