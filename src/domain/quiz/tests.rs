//! The rules of a quiz, as tables and as properties.

use proptest::prelude::*;

use super::*;
use Verdict::{Close, Correct, Incorrect};

mod race;

const ANNA: MemberId = MemberId(1);
const BEN: MemberId = MemberId(2);
const CLEO: MemberId = MemberId(3);

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
}

fn pick() -> Style {
    Style::Choices { options: vec!["a".into(), "b".into()], correct: 0 }
}

fn rounds(styles: &[Style]) -> Vec<Round> {
    let round =
        |(place, style): (usize, &Style)| Round::new(format!("card-{place}"), style.clone(), 90);
    styles.iter().enumerate().map(round).collect()
}

fn solo(styles: &[Style]) -> Quiz {
    Quiz::start("deck".into(), Kind::Solo(ANNA), rounds(styles), at(0)).unwrap()
}

fn channel(count: usize) -> Quiz {
    Quiz::start("deck".into(), Kind::Channel(ANNA), rounds(&vec![Style::Typed; count]), at(0))
        .unwrap()
}

#[test]
fn tries_run_out_by_wrong_answers_only() {
    let table: [(Style, &[Verdict], Option<Outcome>); 8] = [
        (Style::Typed, &[Correct], Some(Outcome::Right)),
        (Style::Typed, &[Incorrect], None),
        (Style::Typed, &[Incorrect, Correct], Some(Outcome::Right)),
        (Style::Typed, &[Incorrect, Incorrect], Some(Outcome::Wrong)),
        (Style::Typed, &[Close, Close, Incorrect, Close, Close], None),
        (Style::Typed, &[Close, Incorrect, Close, Incorrect], Some(Outcome::Wrong)),
        (pick(), &[Incorrect], Some(Outcome::Wrong)),
        (Style::TrueFalse, &[Incorrect], Some(Outcome::Wrong)),
    ];
    for (style, verdicts, outcome) in table {
        let mut quiz = solo(&[style.clone(), Style::Typed]);
        let mut last = None;
        for verdict in verdicts {
            last = Some(quiz.answered(1, ANNA, *verdict, at(1)).unwrap());
        }
        assert_eq!(last.unwrap().outcome, outcome, "{style:?} {verdicts:?}");
        assert_eq!(
            quiz.open(),
            Some(if outcome.is_some() { 2 } else { 1 }),
            "{style:?} {verdicts:?}"
        );
    }
}

#[test]
fn a_close_answer_leaves_the_first_try_unspent() {
    let mut quiz = solo(&[Style::Typed]);
    quiz.answered(1, ANNA, Close, at(1)).unwrap();
    let tried = quiz.answered(1, ANNA, Correct, at(1)).unwrap();
    assert!(tried.first);
}

#[test]
fn a_solo_quiz_is_its_members_alone() {
    let mut quiz = solo(&[Style::Typed]);
    assert_eq!(quiz.answered(1, BEN, Correct, at(1)), Err(Barred::NotYours));
    assert_eq!(quiz.hinted(1, BEN, at(1)), Err(Barred::NotYours));
    assert_eq!(quiz.skipped(1, BEN, at(1)), Err(Barred::NotYours));
    assert_eq!(quiz.stopped(BEN, true), Err(Barred::NotYours));
    assert_eq!(quiz.wakes_at(), None);
}

#[test]
fn a_channel_round_stays_open_until_its_time_is_over() {
    let mut quiz = channel(2);
    quiz.join(CLEO, at(1)).unwrap();
    quiz.answered(1, BEN, Correct, at(1)).unwrap();
    assert_eq!(quiz.answered(1, BEN, Correct, at(2)), Err(Barred::Done));
    assert_eq!(quiz.open(), Some(1));
    assert!(!quiz.time_over(at(89)));
    assert!(quiz.time_over(at(90)));
    assert_eq!((quiz.open(), quiz.wakes_at()), (Some(2), Some(at(180))));
    assert_eq!(quiz.answered(1, CLEO, Correct, at(91)), Err(Barred::Moved(2)));
}

#[test]
fn those_who_are_right_are_placed_in_order() {
    let mut quiz = channel(1);
    quiz.answered(1, BEN, Incorrect, at(1)).unwrap();
    let places: Vec<Option<u32>> = [CLEO, ANNA, BEN]
        .into_iter()
        .map(|member| quiz.answered(1, member, Correct, at(2)).unwrap().place)
        .collect();
    assert_eq!(places, [Some(1), Some(2), Some(3)]);
    let right: Vec<MemberId> =
        quiz.round(1).unwrap().right().iter().map(|play| play.member).collect();
    assert_eq!(right, [CLEO, ANNA, BEN]);
}

#[test]
fn what_was_shown_last_to_a_member_is_known() {
    let mut alone = solo(&[Style::Typed, Style::Typed]);
    let mut race = channel(2);
    assert_eq!(alone.last_shown_to(ANNA), Some(at(0)));
    alone.hinted(1, ANNA, at(5)).unwrap();
    race.answered(1, BEN, Close, at(7)).unwrap();
    assert_eq!((alone.last_shown_to(ANNA), race.last_shown_to(ANNA)), (Some(at(5)), Some(at(0))));
    assert_eq!(race.last_shown_to(BEN), Some(at(7)), "with what he had tried");
    assert!(race.time_over(at(90)));
    assert_eq!(race.last_shown_to(BEN), Some(at(90)), "the next question, as everyone");
    for (place, second) in [("here", 91), ("there", 92), ("here", 93)] {
        alone.show_in(place, at(second));
        race.show_in(place, at(second));
    }
    let shown: Vec<(&str, i64)> =
        alone.shown_in().iter().map(|one| (one.place.as_str(), one.at)).collect();
    let [there, here] = [at(92), at(93)].map(|at| at.timestamp_millis());
    assert_eq!(shown, [("there", there), ("here", here)]);
    assert_eq!(race.shown_in(), [], "it is shown in its channel");
    alone.skipped(1, ANNA, at(94)).unwrap();
    assert_eq!(alone.shown_in(), [], "the next has not been shown yet");
}

#[test]
fn two_quiet_rounds_in_a_row_end_a_channels_quiz() {
    let mut quiz = channel(6);
    assert!(quiz.time_over(at(90)));
    quiz.answered(2, BEN, Incorrect, at(91)).unwrap();
    assert!(quiz.time_over(at(180)));
    assert!(quiz.time_over(at(270)));
    assert_eq!(quiz.ending(), None);
    assert!(quiz.time_over(at(360)));
    assert_eq!(quiz.ending(), Some(Ending::Deserted));
}

#[test]
fn only_the_starter_or_an_admin_stops_a_channels_quiz() {
    assert_eq!(channel(2).stopped(BEN, false), Err(Barred::StarterOnly(ANNA)));
    assert_eq!(channel(2).stopped(BEN, true), Ok(()));
    assert_eq!(channel(2).stopped(ANNA, false), Ok(()));
}

#[test]
fn missed_are_the_closed_rounds_that_did_not_come_out_right() {
    let mut quiz = solo(&[Style::Typed, pick(), Style::Typed, Style::Typed]);
    quiz.answered(1, ANNA, Correct, at(1)).unwrap();
    quiz.answered(2, ANNA, Incorrect, at(1)).unwrap();
    quiz.skipped(3, ANNA, at(1)).unwrap();
    quiz.stopped(ANNA, false).unwrap();
    assert_eq!(quiz.missed_by(ANNA), ["card-1", "card-2"]);
    assert_eq!(quiz.score(ANNA).right, 1);
}

#[test]
fn a_quiz_that_was_kept_before_a_field_was_added_is_still_read() {
    let kept = r#"{
        "deck": "d",
        "kind": {"channel": 7},
        "rounds": [{"card": "c", "style": "typed", "seconds": 90}],
        "open": 0
    }"#;
    let quiz: Quiz = serde_json::from_str(kept).unwrap();
    assert_eq!((quiz.open(), quiz.starter()), (Some(1), MemberId(7)));
}

/// Anything that can happen to a quiz.
#[derive(Debug, Clone)]
enum Event {
    Answered(u32, MemberId, Verdict),
    Hinted(u32, MemberId),
    Shown(u32, MemberId),
    Skipped(u32, MemberId),
    Next(u32, MemberId, bool),
    TimeOver,
    Stopped(MemberId, bool),
}

fn event() -> impl Strategy<Value = Event> {
    let number = || 0..6_u32;
    let member = || (1..4_i64).prop_map(MemberId);
    let verdict = prop_oneof![Just(Correct), Just(Close), Just(Incorrect)];
    prop_oneof![
        12 => (number(), member(), verdict)
            .prop_map(|(number, member, verdict)| Event::Answered(number, member, verdict)),
        2 => (number(), member()).prop_map(|(number, member)| Event::Hinted(number, member)),
        2 => (number(), member()).prop_map(|(number, member)| Event::Shown(number, member)),
        2 => (number(), member()).prop_map(|(number, member)| Event::Skipped(number, member)),
        2 => (number(), member(), any::<bool>())
            .prop_map(|(number, member, admin)| Event::Next(number, member, admin)),
        2 => Just(Event::TimeOver),
        1 => (member(), any::<bool>()).prop_map(|(member, admin)| Event::Stopped(member, admin)),
    ]
}

/// Lets an event happen; says whether it was allowed.
fn happen(quiz: &mut Quiz, event: &Event, now: DateTime<Utc>) -> bool {
    match *event {
        Event::Answered(number, member, verdict) => {
            quiz.answered(number, member, verdict, now).is_ok()
        }
        Event::Hinted(number, member) => quiz.hinted(number, member, now).is_ok(),
        Event::Shown(number, member) => quiz.shown(number, member, now).is_ok(),
        Event::Skipped(number, member) => quiz.skipped(number, member, now).is_ok(),
        Event::Next(number, member, admin) => quiz.next(number, member, admin, now).is_ok(),
        Event::TimeOver => quiz.time_over(now),
        Event::Stopped(member, admin) => quiz.stopped(member, admin).is_ok(),
    }
}

fn any_quiz() -> impl Strategy<Value = Quiz> {
    let style = prop_oneof![
        3 => Just(Style::Typed),
        1 => Just(pick()),
        1 => Just(Style::TrueFalse),
        1 => Just(Style::SelfGraded),
    ];
    (any::<bool>(), proptest::collection::vec(style, 1..5)).prop_map(|(alone, styles)| {
        let kind = if alone { Kind::Solo(ANNA) } else { Kind::Channel(ANNA) };
        Quiz::start("deck".into(), kind, rounds(&styles), at(0)).unwrap()
    })
}

proptest! {
    #[test]
    fn whatever_happens_the_rules_hold(
        mut quiz in any_quiz(),
        events in proptest::collection::vec(event(), 0..80),
    ) {
        for (second, event) in (0..).zip(&events) {
            let before = quiz.clone();
            let allowed = happen(&mut quiz, event, at(second * 20));
            prop_assert!(allowed || quiz == before, "what is barred changes nothing: {:?}", event);
            prop_assert!(
                before.ending().is_none() || quiz == before,
                "what is over stays as it is: {:?}", event
            );
            let moved = quiz.open().unwrap_or(quiz.len()).checked_sub(before.open().unwrap_or(1));
            let forward = moved.is_some_and(|rounds| rounds <= quiz.len());
            prop_assert!(before.ending().is_some() || forward);
            for round in quiz.rounds() {
                let mut members: Vec<MemberId> =
                    round.plays.iter().map(|play| play.member).collect();
                members.sort_unstable();
                members.dedup();
                prop_assert_eq!(members.len(), round.plays.len());
                prop_assert!(round.plays.iter().all(|play| play.wrong <= round.tries()));
                let mut spent = round.plays.iter().filter(|play| play.wrong == round.tries());
                prop_assert!(spent.all(|play| play.outcome.is_some()));
            }
            let missed = u32::try_from(quiz.missed_by(ANNA).len()).unwrap();
            prop_assert!(quiz.score(ANNA).right + missed <= quiz.len());
            let kept = serde_json::to_string(&quiz).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Quiz>(&kept).unwrap(), &quiz);
        }
    }

    #[test]
    fn a_solo_quiz_ends_when_its_rounds_are_answered(
        styles in 1..5_usize,
        verdicts in proptest::collection::vec(prop_oneof![Just(Correct), Just(Incorrect)], 10),
    ) {
        let mut quiz = solo(&vec![Style::Typed; styles]);
        let mut verdicts = verdicts.into_iter();
        while let Some(open) = quiz.open() {
            let verdict = verdicts.next().expect("two tries a round at most");
            quiz.answered(open, ANNA, verdict, at(1)).unwrap();
        }
        prop_assert_eq!(quiz.ending(), Some(Ending::Played));
    }
}

#[test]
fn a_kept_quiz_that_is_none_is_not_read() {
    let round = r#"{"card":"a","style":"typed","seconds":60}"#;
    let choices = |correct: usize| {
        let style = format!(r#"{{"choices":{{"options":["x","y"],"correct":{correct}}}}}"#);
        format!(r#"{{"card":"a","style":{style},"seconds":60}}"#)
    };
    let kept = |open: usize, rounds: &str| {
        format!(r#"{{"deck":"d","kind":{{"solo":7}},"rounds":[{rounds}],"open":{open}}}"#)
    };
    for (state, error) in [
        (kept(0, round), None),
        (kept(1, round), Some("round 1 of 1 is open")),
        (kept(0, ""), Some("round 0 of 0 is open")),
        (kept(0, &choices(2)), Some("choice 2 of 2 is the right one")),
        (kept(0, &choices(1)), None),
    ] {
        let read =
            serde_json::from_str::<Quiz>(&state).map(drop).map_err(|error| error.to_string());
        assert_eq!(
            read.as_ref().err().map(|said| said.split(" at line").next().unwrap()),
            error,
            "{state}"
        );
    }
}
