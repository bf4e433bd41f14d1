//! Waiting for a turn, and what is told when there is none in time.

use super::*;

const SOON: Duration = Duration::from_secs(20);

fn lane(about: &str) -> Lane {
    Lane { kind: "open".to_owned(), about: about.to_owned(), urgent: false }
}

fn left(left: u32, filled_after: Duration) -> Limits {
    Limits {
        bucket: Some("b".to_owned()),
        most: Some(2),
        left: Some(left),
        filled_after: Some(filled_after),
        ..Limits::default()
    }
}

#[tokio::test]
async fn who_waits_for_an_answer_goes_when_it_is_there() {
    let turns = Arc::new(Turns::new(None));
    let first = turns.take(&lane(""), Instant::now() + SOON).await.unwrap();
    let second = tokio::spawn({
        let turns = Arc::clone(&turns);
        async move { turns.take(&lane(""), Instant::now() + SOON).await.map(drop) }
    });
    while lock(&turns.lines).is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(!second.is_finished());
    first.answered(&left(1, SOON));
    assert_eq!(second.await.unwrap(), Ok(()));
    assert!(lock(&turns.lines).is_empty(), "nobody waits any more");
}

#[tokio::test]
async fn who_cannot_go_in_time_is_told_so_at_once_and_when_to_come_back() {
    let turns = Turns::new(None);
    let an_hour = Duration::from_hours(1);
    turns.take(&lane(""), Instant::now() + SOON).await.unwrap().answered(&left(0, an_hour));
    let began = Instant::now();
    let held = turns.take(&lane(""), began + SOON).await.unwrap_err();
    assert!(held.after + SOON > an_hour && held.after <= an_hour, "{held:?}");
    assert!(began.elapsed() < SOON / 4);
}

#[tokio::test]
async fn a_place_among_all_is_kept_until_a_while_after_the_answer() {
    let turns = Turns::new(Some(Together { most: 1, span: Duration::from_millis(300) }));
    let began = Instant::now();
    turns.take(&lane("1"), began + SOON).await.unwrap().answered(&Limits::default());
    turns.take(&lane("2"), began + SOON).await.unwrap().answered(&Limits::default());
    assert!(began.elapsed() >= Duration::from_millis(300));
    let urgent = Lane { urgent: true, ..lane("3") };
    turns
        .take(&urgent, Instant::now() + Duration::from_millis(100))
        .await
        .unwrap()
        .answered(&Limits::default());
}
