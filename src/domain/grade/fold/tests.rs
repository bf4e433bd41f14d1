//! What folds alike, and what stays apart.

use super::super::clean::clean;
use super::*;

fn joined(text: &str) -> String {
    fold(&clean(text, false), Humps::Part, &Abbreviations::default()).text
}

#[test]
fn what_is_written_differently_but_means_the_same_folds_alike() {
    for (one, other) in [
        ("All at once", "allAtOnce"),
        ("all-at-once", "ALL_AT_ONCE"),
        ("«All–at–once»", "all at once"),
        ("strategies", "strategy"),
        ("policies", "policy"),
        ("databases", "database"),
        ("caches", "cache"),
        ("cookies", "cookie"),
        ("URLs", "url"),
        ("classes", "class"),
        ("Lambda authoriser", "lambda authorizers"),
        ("the behaviour", "behavior"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ﬁancé", "fiance"),
        ("İstanbul", "istanbul"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("２０ seconds", "20 second"),
        ("x\u{ad}-amz\u{200b}-acl", "x-amz-acl"),
        ("S.Q.S.", "SQS"),
        ("A.C.L", "acl"),
        ("it's an ACL's", "it acl"),
        ("**user pool**", "||user pool||"),
    ] {
        assert_eq!(joined(one), joined(other), "{one} and {other}");
    }
}

#[test]
fn what_means_something_else_stays_apart() {
    for (one, other) in [
        ("か", "が"),
        ("plane", "plan"),
        ("address", "addres s1"),
        ("redis", "redi"),
        ("sync", "async"),
        ("東京", "京都"),
        ("S3", "S2"),
        ("HTTP only", "HTTPS only"),
    ] {
        assert_ne!(joined(one), joined(other), "{one} and {other}");
    }
}

#[test]
fn words_part_at_humps_and_punctuation() {
    let folded =
        fold("GetItem, AWSProxy / acl:Encrypt (URLs)", Humps::Part, &Abbreviations::default());
    let words: Vec<(&str, Break)> =
        (0..folded.len()).map(|i| (folded.root(i), folded.tokens[i].before)).collect();
    assert_eq!(
        words,
        [
            ("get", Break::Space),
            ("item", Break::Hump),
            ("aws", Break::Comma),
            ("proxi", Break::Hump),
            ("acl", Break::Slash),
            ("encrypt", Break::Tight),
            ("url", Break::Bracket),
        ]
    );
}

#[test]
fn accents_count_where_the_deck_says_so() {
    assert_eq!(joined("résumé"), joined("resume"));
    let strict = |text: &str| fold(&clean(text, true), Humps::Part, &Abbreviations::default()).text;
    assert_ne!(strict("résumé"), strict("resume"));
    assert_eq!(strict("re\u{301}sume\u{301}"), strict("résumé"));
}
