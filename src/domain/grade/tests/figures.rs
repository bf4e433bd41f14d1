//! Figures and their units: exact however long, never a number that is none, "min" a minute.

use super::*;

#[test]
fn what_is_no_number_is_right_on_no_card() {
    let (nines, endless, hundreds) = ("9".repeat(320), "9".repeat(3_900), "hundred ".repeat(400));
    let none: Vec<&str> =
        "1/0 0/0 5/0 1÷0 1:0 1/0.0 1/00 -1/0 1/-0 1e0/0 inf infinity -inf NaN ∞ 1e400 1e-400 \
            1e999999999"
            .split(' ')
            .chain([
                "1 / \
                0",
                "5 ÷ 0 seconds",
                "1/0 kg",
                "one over zero",
                &nines,
                &endless,
                &hundreds,
            ])
            .collect();
    for answer in ["20 seconds", "1789", "0", "1", "-7", "3.5 kg", "100 °C", "5 %", "1.45 billion"]
    {
        check(&[(answer, &[answer], &none)], &BareQuestion::default());
    }
}

#[test]
fn figures_are_compared_exactly() {
    check(
        &[
            (
                "9007199254740993",
                &["9,007,199,254,740,993", "9007199254740993.0"],
                &["9007199254740992", "9007199254740994"],
            ),
            ("0.1", &[".1", "0.10", "1/10", "1e-1"], &["0.10000000000000001", "0.1000000001"]),
            (
                "3.14159265358979323846",
                &["3.14159265358979323846"],
                &["3.14159265358979323847", "3.14159"],
            ),
            ("6.022", &["6.022"], &["6022", "6.02"]),
            (
                "1,000,000",
                &["1000000", "one million", "1e6", "1 000 000"],
                &["1,000", "1,000,001", "10 million"],
            ),
            ("-40", &["minus 40", "negative forty", "−40", "- 40"], &["40", "forty", "-4"]),
            (
                "40 minutes",
                &["2/3 hour", "2400 s", "2.4e3 seconds"],
                &["2/3 minute", "2/0 hour", "40.0000000000000001 min"],
            ),
            ("16 oz", &["1 lb", "16 ounces"], &["1.0000001 lb", "16 lb"]),
        ],
        &BareQuestion::default(),
    );
}

#[test]
fn a_form_of_figures_is_right_as_its_own_answer() {
    let forms = "2.25 million|Thirty six|nine hundred|two thousand miles|Two hundred billion|7 \
        Dozen|0042|45 Secs|\
                 418 I'm a Teapot|007|Catch-22|Nineteen Eighty-Four|12 Angry Men|Seven Samurai|3 \
                 under par|less than 5|1/2|9:30|24/7|\
                 3,5|1.000|2FA|192.168.0.1|a dozen|Two and a Half Men|The|A|None of the above|at \
                 least 2";
    for form in forms.split('|') {
        check(
            &[(form, &[form, &format!(" {form} "), &form.to_uppercase()][..2], &[])],
            &BareQuestion::default(),
        );
    }
    check(
        &[
            (
                "2.25 million",
                &["2,250,000", "2.25 Million", "2250 thousand"],
                &["225 million", "2.25", "2.25 billion", "2.52 million"],
            ),
            ("Thirty six", &["36", "thirty-six"], &["63", "30", "six"]),
            ("nine hundred", &["900", "9 hundred"], &["9", "90", "nine thousand"]),
            (
                "two thousand miles",
                &["2,000 miles", "2000 mi"],
                &["2 miles", "a thousand miles", "2000 km"],
            ),
            ("7 Dozen", &["84", "seven dozen"], &["7", "70", "8 dozen"]),
            ("0042", &[], &["42", "0024"]),
            ("45 Secs", &["45 sec", "45 seconds", "45s"], &["45 min", "54 secs"]),
            ("418 I'm a Teapot", &["418 i'm a teapot"], &["418", "417 I'm a Teapot"]),
            ("Seven Samurai", &["seven samurai"], &["7", "Six Samurai"]),
        ],
        &BareQuestion::default(),
    );
}

#[test]
fn a_deck_may_write_a_multiplier_as_the_unit() {
    let deck = deck(vec![
        card(
            "sun",
            "Science",
            "How far is the Sun, in millions of kilometers?",
            number(150, "million km"),
        ),
        card(
            "page",
            "Web",
            "What does a server say of a page that it does not have?",
            number(404, "Not Found"),
        ),
    ]);
    for (id, given, verdict) in [
        ("sun", "150 million km", Correct),
        ("sun", "150,000,000 km", Correct),
        ("sun", "150", Correct),
        ("sun", "150 km", Incorrect),
        ("sun", "150 billion km", Incorrect),
        ("page", "404 not found", Correct),
        ("page", "403 not found", Incorrect),
    ] {
        assert_eq!(grade(deck.card(id).unwrap(), &deck, given).verdict, verdict, "{id}: {given}");
    }
}

#[test]
fn a_word_that_is_a_unit_plays_no_other_part() {
    check(
        &[
            (
                "25 minutes",
                &["25 min", "25 mins", "25min", "25 min.", "25-min", "twenty-five MIN"],
                &[
                    "at least 25",
                    "min 25",
                    "min. 25 minutes",
                    "25 minimum",
                    "26 min",
                    "25 h",
                    "25 max",
                    "25 miles",
                ],
            ),
            (
                "40 min",
                &["40 min", "40 minutes", "40 mins"],
                &["40 max", "40 maximum", "minimum 40", "40 hours"],
            ),
            ("3 hours", &["180 min", "180 mins"], &["3 min", "180 max"]),
            ("10 reads per min", &["10 reads per minute"], &["10 reads per hour"]),
            ("12 inches", &["12 in", "1 foot", "12 inches in total"], &["12 cm", "13 in"]),
            ("30 cm", &["30 cm in length", "30 in total"], &["30 in"]),
            ("5 tons", &["5 t", "5 tonnes"], &["5 y"]),
            ("3 years", &["3 y", "3 yrs"], &["3 t"]),
        ],
        &BareQuestion::default(),
    );
    for unit in crate::domain::grade::unit::names() {
        let answer = format!("20 {unit}");
        check(&[(&answer, &[&answer], &[&format!("21 {unit}")])], &BareQuestion::default());
    }
}

#[test]
fn a_prompt_may_ask_for_the_unit() {
    let asked =
        |prompt: &str| BareQuestion { prompt: prompt.to_owned(), ..BareQuestion::default() };
    check(
        &[("52", &["52", "52 weeks"], &["51 weeks", "52 days"])],
        &asked("How many weeks has a year?"),
    );
    check(
        &[("60", &["60 seconds", "1 min"], &["60 minutes"])],
        &asked("How many seconds has a minute?"),
    );
    check(
        &[("30", &["30 max", "max 30"], &["31 max"])],
        &asked("How many people are in a team at most, at maximum?"),
    );
}
