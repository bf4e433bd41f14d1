//! Limits learned from answers: by examples, and with a platform whose limits are made up.

use proptest::prelude::*;

use super::*;

fn lane(kind: &str, about: &str) -> Lane {
    Lane { kind: kind.to_owned(), about: about.to_owned(), urgent: false }
}

fn said(bucket: &str, most: u32, left: u32, filled_after: u64) -> Limits {
    Limits {
        bucket: Some(bucket.to_owned()),
        most: Some(most),
        left: Some(left),
        filled_after: Some(Duration::from_millis(filled_after)),
        ..Limits::default()
    }
}

fn go(rates: &mut Rates, lane: &Lane, now: Instant) -> Pass {
    match rates.turn(lane, now) {
        Turn::Go(pass) => pass,
        other => panic!("{lane:?} may not go: {other:?}"),
    }
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn the_first_goes_ahead_and_the_others_wait_for_what_it_learns() {
    let (mut rates, start, post) = (Rates::default(), Instant::now(), lane("POST", "1"));
    let first = go(&mut rates, &post, start);
    assert_eq!(rates.turn(&post, start), Turn::AfterAnswer);
    rates.answered(&first, &said("b", 3, 2, 5_000), start);
    for left in [1, 0] {
        let pass = go(&mut rates, &post, start);
        rates.answered(&pass, &said("b", 3, left, 5_000), start);
    }
    assert_eq!(rates.turn(&post, start), Turn::At(start + ms(5_000)));
    let again = go(&mut rates, &post, start + ms(5_000));
    assert_eq!(
        rates.turn(&post, start + ms(5_000)),
        Turn::AfterAnswer,
        "a filling begins with one that goes ahead"
    );
    rates.answered(&again, &said("b", 3, 2, 5_000), start + ms(5_050));
    go(&mut rates, &post, start + ms(5_050));
}

#[test]
fn what_is_learned_in_one_place_holds_in_the_others() {
    let (mut rates, start) = (Rates::default(), Instant::now());
    let first = go(&mut rates, &lane("POST", "1"), start);
    rates.answered(&first, &said("b", 2, 1, 5_000), start);
    let elsewhere = lane("POST", "2");
    go(&mut rates, &elsewhere, start);
    go(&mut rates, &elsewhere, start);
    assert_eq!(
        rates.turn(&elsewhere, start),
        Turn::AfterAnswer,
        "both are on their way, and the bucket has no more"
    );
}

#[test]
fn kinds_that_share_a_bucket_are_counted_together() {
    let (mut rates, start) = (Rates::default(), Instant::now());
    let (one, other) = (lane("POST", "1"), lane("PUT", "1"));
    for kind in [&one, &other] {
        let first = go(&mut rates, kind, start);
        rates.answered(&first, &said("b", 3, 2, 5_000), start);
    }
    go(&mut rates, &one, start);
    go(&mut rates, &other, start);
    assert_eq!(rates.turn(&one, start), Turn::At(start + ms(5_000)));
}

#[test]
fn a_refusal_for_being_too_fast_holds_back_the_siblings() {
    let (mut rates, start, post) = (Rates::default(), Instant::now(), lane("POST", "1"));
    let first = go(&mut rates, &post, start);
    rates.answered(&first, &said("b", 50, 49, 5_000), start);
    let (second, third) = (go(&mut rates, &post, start), go(&mut rates, &post, start));
    let refused = Limits { retry_after: Some(ms(3_000)), invalid: true, ..Limits::default() };
    rates.answered(&second, &refused, start);
    assert_eq!(rates.turn(&post, start), Turn::At(start + ms(3_000)));
    rates.answered(&third, &said("b", 50, 47, 5_000), start);
    assert_eq!(
        rates.turn(&post, start),
        Turn::At(start + ms(3_000)),
        "an answer of before does not open it again"
    );
    go(&mut rates, &lane("POST", "2"), start);
    go(&mut rates, &post, start + ms(3_000));
    assert_eq!(rates.turn(&post, start + ms(3_000)), Turn::AfterAnswer, "one goes ahead first");
}

#[test]
fn a_word_to_all_holds_back_all_but_urgent_ones() {
    let (mut rates, start, post) = (Rates::default(), Instant::now(), lane("POST", "1"));
    let first = go(&mut rates, &post, start);
    let refused = Limits {
        retry_after: Some(ms(4_000)),
        everywhere: true,
        invalid: true,
        ..Limits::default()
    };
    rates.answered(&first, &refused, start);
    assert_eq!(rates.turn(&lane("GET", "7"), start), Turn::At(start + ms(4_000)));
    let urgent = |token: &str| Lane { urgent: true, ..lane("callback", token) };
    let answer = go(&mut rates, &urgent("token"), start);
    rates.answered(&answer, &refused, start);
    assert_eq!(
        rates.turn(&urgent("token"), start),
        Turn::At(start + ms(4_000)),
        "whoever was told so waits, too"
    );
    go(&mut rates, &urgent("another"), start);
    go(&mut rates, &post, start + ms(4_000));
}

#[test]
fn a_kind_without_limits_waits_for_nothing_and_is_not_remembered() {
    let (mut rates, start) = (Rates::default(), Instant::now());
    let callback = Lane { urgent: true, ..lane("callback", "token") };
    let first = go(&mut rates, &callback, start);
    rates.answered(&first, &Limits::default(), start);
    assert!(rates.fillings.is_empty());
}

#[test]
fn one_that_is_lost_lets_the_next_go_ahead() {
    let (mut rates, start, post) = (Rates::default(), Instant::now(), lane("POST", "1"));
    for _ in 0..3 {
        let pass = go(&mut rates, &post, start);
        assert_eq!(rates.turn(&post, start), Turn::AfterAnswer);
        rates.lost(&pass);
    }
    let first = go(&mut rates, &post, start);
    rates.answered(&first, &said("b", 2, 1, 5_000), start);
    let elsewhere = lane("POST", "2");
    let lost = [go(&mut rates, &elsewhere, start), go(&mut rates, &elsewhere, start)];
    for pass in &lost {
        rates.lost(pass);
    }
    go(&mut rates, &elsewhere, start);
}

#[test]
fn too_many_invalid_requests_stop_all_but_urgent_ones_and_more_stop_all() {
    let (mut rates, start) = (Rates::default(), Instant::now());
    let urgent = |about: String| Lane { urgent: true, ..lane("callback", &about) };
    let refused = Limits { invalid: true, ..Limits::default() };
    for number in 0..INVALID_MOST {
        assert!(!rates.is_overdrawn(start));
        let pass = go(&mut rates, &lane("GET", &number.to_string()), start);
        rates.answered(&pass, &refused, start);
    }
    assert!(rates.is_overdrawn(start));
    assert_eq!(rates.turn(&lane("GET", "next"), start), Turn::At(start + INVALID_SPAN));
    for number in INVALID_MOST..INVALID_MOST_URGENT {
        let pass = go(&mut rates, &urgent(number.to_string()), start + ms(1));
        rates.answered(&pass, &refused, start + ms(1));
    }
    assert!(matches!(rates.turn(&urgent("next".to_owned()), start + ms(2)), Turn::At(_)));
    go(&mut rates, &lane("GET", "later"), start + INVALID_SPAN + ms(1));
}

#[test]
fn it_is_known_beforehand_when_a_line_is_too_long() {
    let (mut rates, start, open) = (Rates::default(), Instant::now(), lane("open", ""));
    assert_eq!(rates.opens(&open, 90, start), start, "nothing is known yet");
    let first = go(&mut rates, &open, start);
    rates.answered(&first, &said("b", 10, 9, 10_000), start);
    for (before, seconds) in [(0, 0), (8, 0), (9, 10), (18, 10), (19, 20), (89, 90)] {
        assert_eq!(
            rates.opens(&open, before, start),
            start + Duration::from_secs(seconds),
            "{before} before it"
        );
    }
}

#[test]
fn buckets_that_lie_idle_are_forgotten() {
    let (mut rates, start) = (Rates::default(), Instant::now());
    for number in 0..10_000 {
        let now = start + ms(10 * number);
        let pass = go(&mut rates, &lane("POST", &number.to_string()), now);
        rates.answered(&pass, &said("b", 5, 4, 5_000), now);
    }
    assert!(rates.fillings.len() <= MANY_BUCKETS, "{}", rates.fillings.len());
}

/// A platform that counts, in windows that begin with their first request or in a sliding one.
struct Platform {
    slides: bool,
    most: usize,
    span: Duration,
    taken: Vec<Instant>,
    refused: u32,
}

impl Platform {
    fn take(&mut self, at: Instant) -> Limits {
        let span = self.span;
        if self.slides {
            self.taken.retain(|taken| *taken + span > at);
        } else if self.taken.first().is_some_and(|first| *first + span <= at) {
            self.taken.clear();
        }
        let ends = |taken: &[Instant]| taken.first().map_or(span, |first| *first + span - at);
        if self.taken.len() == self.most {
            self.refused += 1;
            return Limits {
                retry_after: Some(ends(&self.taken)),
                invalid: true,
                ..Limits::default()
            };
        }
        self.taken.push(at);
        let left = u32::try_from(self.most - self.taken.len()).unwrap();
        Limits { filled_after: Some(ends(&self.taken)), left: Some(left), ..said("b", 0, 0, 0) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// However a platform counts and however long the line takes, nobody is refused for being too
    /// fast, and all get through in about the time that the limit takes.
    #[test]
    fn a_limit_that_is_learned_is_kept(
        slides in any::<bool>(),
        most in 1_usize..12,
        span in 500_u64..6_000,
        lines in prop::collection::vec(1_u64..120, 1..60),
        gap in 0_u64..200,
    ) {
        let (mut rates, start, post) = (Rates::default(), Instant::now(), lane("POST", "1"));
        let mut platform = Platform { slides, most, span: ms(span), taken: Vec::new(), refused: 0 };
        let (mut waiting, mut answers, mut done) = (0, Vec::<(u64, Pass, Limits)>::new(), 0);
        let mut arrivals: Vec<(u64, u64, Pass)> = Vec::new();
        let rounds = (lines.len() / most + 2) as u64;
        let longest = gap * lines.len() as u64 + rounds * (span + 400) * if slides { 2 } else { 1 };
        let mut time = 0;
        while done < lines.len() {
            prop_assert!(time <= longest, "{} of {} after {} ms", done, lines.len(), time);
            let now = start + ms(time);
            arrivals.retain(|(at, back, pass)| {
                let arrives = *at == time;
                if arrives {
                    let most = Some(u32::try_from(most).unwrap());
                    let said = Limits { most, ..platform.take(now) };
                    answers.push((time + back, pass.clone(), said));
                }
                !arrives
            });
            answers.retain(|(at, pass, said)| {
                if *at == time {
                    rates.answered(pass, said, now);
                    done += usize::from(said.retry_after.is_none());
                }
                *at != time
            });
            while waiting < lines.len() && gap * waiting as u64 <= time
                && let Turn::Go(pass) = rates.turn(&post, now) {
                let one_way = lines[waiting] / 2;
                arrivals.push((time + 1 + one_way, one_way, pass));
                waiting += 1;
            }
            time += 1;
        }
        prop_assert_eq!(platform.refused, 0);
    }

    #[test]
    fn all_together_never_go_faster_than_allowed(gaps in prop::collection::vec(0_u64..60, 1..300)) {
        let together = Together { most: 50, span: ms(1_000) };
        let (mut rates, mut all) = (Rates::new(Some(together)), Vec::new());
        let mut now = Instant::now();
        for gap in gaps {
            now += ms(gap);
            all.push(rates.slot(&lane("POST", "1"), now));
        }
        let most = all.iter().map(|from| {
            let span = *from..*from + together.span;
            all.iter().filter(|at| span.contains(*at)).count()
        });
        prop_assert!(most.max().unwrap_or_default() <= together.most);
    }
}
