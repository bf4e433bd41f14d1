//! Answers of signs alone, and accents that a deck wants as they are.

use super::*;

#[test]
fn signs_alone_are_compared_sign_by_sign() {
    let rows: &[(&str, &[&str])] = &[
        ("!==", &["!=", "==", "=!=", "!===", "! = =", "!== or !=", "not !==", "equals"]),
        ("&&", &["&", "||", "&&&", "and and"]),
        ("||", &["|", "&&", "|||"]),
        ("←", &["→", "<-", "←←", "↑"]),
        ("<=", &[">=", "<", "=<"]),
        ("?:", &["?", ":", ":?", "? :"]),
        ("..", &[".", "...", ". ."]),
        (",", &[";", ",,"]),
        ("∞", &["8", "∝"]),
        ("%", &["$", "%%"]),
    ];
    for (answer, wrong) in rows {
        let around = [
            format!("\"{answer}\""),
            format!("`{answer}`"),
            format!(" '{answer}' "),
            format!("“{answer}”"),
        ];
        let mut right: Vec<&str> = around.iter().map(String::as_str).collect();
        right.push(answer);
        check(&[(answer, &right, wrong)], &BareQuestion::default());
    }
    check(
        &[(
            "=>",
            &["it's =>", "I think =>", "`=>`.", "=>, because it is short"],
            &["=> ->", "=> and ->", "it's =", "?", "no idea"],
        )],
        &BareQuestion::default(),
    );
}

#[test]
fn signs_stand_beside_words_and_in_lists() {
    let mut cards = vec![
        card("equal", "Programming", "Which operator compares without conversion?", term("===")),
        card("loose", "Programming", "Which operator compares with conversion?", term("==")),
        card(
            "both",
            "Programming",
            "Name the two operators of logic.",
            list(&[&["&&", "and"], &["||", "or"]], false),
        ),
        card("magna", "History", "Which charter did King John seal?", term("Magna Carta")),
    ];
    cards[0].accept.push("triple equals".into());
    let deck = deck(cards);
    for (id, given, verdict) in [
        ("equal", "===", Correct),
        ("equal", "the === operator", Correct),
        ("equal", "triple equals", Correct),
        ("equal", "==", Incorrect),
        ("equal", "=== - it compares", Correct),
        ("loose", "===", Incorrect),
        ("both", "&&, ||", Correct),
        ("both", "|| &&", Correct),
        ("both", "`&&`,`||`", Correct),
        ("both", "&&", Close),
        ("both", "&, |", Incorrect),
        ("magna", "Magna Carta ===", Correct),
        ("magna", "===", Incorrect),
    ] {
        assert_eq!(grade(deck.card(id).unwrap(), &deck, given).verdict, verdict, "{id}: {given}");
    }
}

#[test]
fn a_slip_does_not_forgive_an_accent_that_counts() {
    check(
        &[
            ("comió", &["comió", "COMIÓ", "comi", "cmoió"], &["comio", "cómio", "comiò"]),
            ("montaña", &["montaña", "montñaa", "motaña"], &["montana", "montâña"]),
            ("garçon", &["garçon", "grçon"], &["garcon"]),
            ("naïve", &["naïve"], &["naive", "naíve"]),
            ("smørrebrød", &["smørrebrød", "smørebrød"], &["smorrebrod", "smørrebrod"]),
            ("corazón roto", &["corazón roto", "corazn roto"], &["corazon roto", "corazonroto"]),
            ("3 años", &["3 años"], &["3 anos"]),
        ],
        &BareQuestion { strict_accents: true, ..BareQuestion::default() },
    );
    check(
        &[("comió", &["comio", "comiò"], &["comieron"]), ("smørrebrød", &["smorrebrod"], &[])],
        &BareQuestion::default(),
    );
}
