//! A channel's question closes as soon as all who take part have answered it.

use super::*;

/// A race of three questions that Anna has started; its first question is over.
fn second_question() -> Quiz {
    let mut quiz = channel(3);
    quiz.answered(1, ANNA, Correct, at(30)).unwrap();
    assert_eq!((quiz.open(), quiz.wakes_at()), (Some(2), Some(at(120))));
    quiz
}

#[test]
fn the_first_question_stays_open_for_others_to_join() {
    let mut quiz = channel(2);
    quiz.answered(1, BEN, Correct, at(3)).unwrap();
    assert_eq!((quiz.open(), quiz.wakes_at()), (Some(1), Some(at(20))));
    // Somebody comes in, and the question waits for them.
    quiz.join(CLEO, at(10)).unwrap();
    assert_eq!(quiz.wakes_at(), Some(at(90)));
    assert!(!quiz.time_over(at(20)));
    quiz.answered(1, CLEO, Incorrect, at(15)).unwrap();
    assert_eq!(quiz.wakes_at(), Some(at(90)), "a try is left");
    quiz.answered(1, CLEO, Incorrect, at(16)).unwrap();
    assert_eq!(quiz.wakes_at(), Some(at(20)));
    assert!(!quiz.time_over(at(19)) && quiz.time_over(at(20)));
    assert_eq!(quiz.open(), Some(2));
}

#[test]
fn later_questions_close_with_the_last_answer() {
    let mut quiz = second_question();
    quiz.answered(2, BEN, Close, at(31)).unwrap();
    quiz.answered(2, ANNA, Correct, at(32)).unwrap();
    assert_eq!(quiz.open(), Some(2), "Ben has begun to play");
    quiz.answered(2, BEN, Correct, at(40)).unwrap();
    assert_eq!((quiz.open(), quiz.wakes_at()), (Some(3), Some(at(130))));
    quiz.answered(3, ANNA, Correct, at(41)).unwrap();
    quiz.answered(3, BEN, Incorrect, at(42)).unwrap();
    quiz.answered(3, BEN, Incorrect, at(43)).unwrap();
    assert_eq!(quiz.ending(), Some(Ending::Played));
}

#[test]
fn who_has_joined_is_waited_for_and_is_counted_once() {
    let mut quiz = second_question();
    quiz.join(CLEO, at(31)).unwrap();
    quiz.join(CLEO, at(32)).unwrap();
    quiz.join(ANNA, at(33)).unwrap();
    assert_eq!(quiz.players(), [ANNA, CLEO]);
    quiz.answered(2, ANNA, Correct, at(34)).unwrap();
    assert_eq!(quiz.open(), Some(2));
    assert!(quiz.time_over(at(120)));
    assert_eq!(quiz.open(), Some(3));
    assert_eq!(solo(&[Style::Typed]).join(BEN, at(1)), Err(Barred::NotYours));
    quiz.stopped(ANNA, false).unwrap();
    assert_eq!(quiz.join(BEN, at(2)), Err(Barred::Over));
}

#[test]
fn only_the_starter_and_admins_go_on() {
    let mut quiz = second_question();
    quiz.answered(2, BEN, Close, at(31)).unwrap();
    assert_eq!(quiz.next(2, BEN, false, at(32)), Err(Barred::StarterOnly(ANNA)));
    quiz.next(2, BEN, true, at(33)).unwrap();
    assert_eq!(quiz.next(2, ANNA, false, at(33)), Err(Barred::Moved(3)));
    quiz.next(3, ANNA, false, at(34)).unwrap();
    assert_eq!(quiz.ending(), Some(Ending::Played));
}

#[test]
fn a_question_that_was_asked_before_a_restart_keeps_its_end() {
    let mut quiz = channel(2);
    quiz.answered(1, BEN, Correct, at(3)).unwrap();
    let kept = serde_json::to_string(&quiz).unwrap();
    let mut quiz: Quiz = serde_json::from_str(&kept).unwrap();
    assert_eq!(quiz.wakes_at(), Some(at(20)));
    quiz.answered(1, CLEO, Close, at(4)).unwrap();
    assert_eq!(quiz.wakes_at(), Some(at(90)));
}
