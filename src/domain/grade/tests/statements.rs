//! True or false, said in many ways; and what says neither.

use super::*;

const TRUE: &str = "true|T|t.|Y|y!|YES|YES!|Yes!!|yes \
    👍|TRUE|True!|yep|YUP|Yeah!|Right!|CORRECT.|that is true|that's right|\
    I think it's true|this statement is true|the claim is correct|true, because it is \
    so|absolutely|absolutely true|100% true|\
    hell yes|yes sir|Yes, it does|not false|it isn't wrong|treu|ture|it evaluates to True|IT IS \
    TRUE|THIS IS TRUE|THE ANSWER IS YES|\
    \"True\"|`True`|true in general|it must be true|true :)|yes, that's right";

const FALSE: &str = "false|F|f.|N|n!|NO|NO!|nope|NOPE|nah|Wrong!|WRONG|incorrect|untrue|that is \
    wrong|that's not right|\
    I think it's false|the statement is incorrect|absolutely false|absolutely not|so wrong|not \
    true|it isn't true|not correct|\
    flase|fasle|indeed false|no it isn't|IT IS FALSE|THIS IS WRONG|no, there's no way|I don't \
    think it's true|\
    I don't think so, no|no 👎|false it needs the other one|not always true|no because it is \
    not|No, never";

const NEITHER: &str = "not sure|NOT SURE|not so sure|I'm not really sure|not \
    certain|unsure|maybe|Maybe!|perhaps true|true maybe|\
    false, maybe|no idea|no clue|i don't know|idk false|dunno|true or false|true/false|t/f|true \
    false|True, false|yes no|\
    yes and no|y/n|wrong two|right two|wrong way|right wing|right to left|human rights|two wrongs \
    don't make a right|\
    the wrong answer|he has the right|John F. Kennedy|F. Scott Fitzgerald|NaN|N/A|n.a.|F \
    major|T-shirt|n-type|yes-man|\
    false positive|true north|False Friends|negative feedback|no one|none|nothing|no answer|no \
    opinion|no man's land|No. 5|\
    No country for old men|truelove|yesterday|fall|tree|trie|north|42|0|?|👍👎|either|both|neither \
    true nor false|it depends|\
    half true|sometimes true|partly false|who knows|not sure but false|no idea, false|all right \
    then|Harry S. Truman|true or|yes?no";

#[test]
fn a_statement_is_judged_by_what_is_said_of_it() {
    fn all(text: &str) -> Vec<&str> {
        text.split('|').collect()
    }
    let (yes, no, neither) = (all(TRUE), all(FALSE), all(NEITHER));
    let refused = |other: &[&'static str]| [other, &neither[..]].concat();
    for (answer, right, wrong) in [
        ("true", &yes, refused(&no)),
        ("Yes", &yes, refused(&no)),
        ("FALSE", &no, refused(&yes)),
        ("no", &no, refused(&yes)),
    ] {
        check(&[(answer, right, &wrong)], &BareQuestion::default());
    }
}

#[test]
fn words_of_the_prompt_may_stand_beside_the_side() {
    let deck = deck(vec![
        card("moon", "Science", "The Moon turns around the Earth.", Key::TrueFalse(true)),
        card(
            "quiz",
            "Manners",
            "Answer YES or NO: A quiz in CAPITALS IS rude.",
            Key::TrueFalse(false),
        ),
    ]);
    for (id, given, verdict) in [
        ("moon", "true the moon does turn", Correct),
        ("moon", "yes the Moon turns around the Earth", Correct),
        ("moon", "true two", Incorrect),
        ("moon", "YES", Correct),
        ("moon", "false", Incorrect),
        ("quiz", "no", Correct),
        ("quiz", "NO", Correct),
        ("quiz", "yes", Incorrect),
        ("quiz", "THAT IS WRONG", Correct),
    ] {
        assert_eq!(grade(deck.card(id).unwrap(), &deck, given).verdict, verdict, "{id}: {given}");
    }
}
