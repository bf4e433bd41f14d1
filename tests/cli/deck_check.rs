//! `studyhall deck check`: every error and warning as people see it.

use studyhall::domain::deck::check::check;
use studyhall::domain::deck::diagnostic::Diagnostics;
use studyhall::domain::deck::read::read_with_places;

use super::{deck, studyhall, studyhall_in, text};

/// All that is said about a deck of `tests/decks`.
fn said(name: &str) -> String {
    let source = std::fs::read_to_string(deck(name)).unwrap();
    let all = match read_with_places(name, &source) {
        Ok((deck, places)) => Diagnostics::new(name, &source, check(&deck, &places)),
        Err(wrong) => wrong,
    };
    all.to_string()
}

#[test]
fn each_error_points_at_its_place_and_says_how_to_mend_it() {
    for name in [
        "syntax",
        "no-deck",
        "no-cards",
        "lacking",
        "unknown-keys",
        "types",
        "texts",
        "keys",
        "twice",
        "twice-key",
    ] {
        insta::assert_snapshot!(name, said(&format!("broken/{name}.toml")));
    }
}

#[test]
fn each_warning_points_at_its_place_and_says_how_to_mend_it() {
    insta::assert_snapshot!("unkind", said("unkind.toml"));
}

#[test]
fn a_kind_deck_is_quiet() {
    assert_eq!(said("good.toml"), "");
}

#[test]
fn a_deck_of_signs_is_no_broken_one_and_signs_that_are_alike_are_told() {
    let deck = |accept: &str| {
        format!(
            r#"
[deck]
id = "signs"
title = "Signs"

[[card]]
id = "strict"
topic = "Operators"
prompt = "Which operator compares two values without conversion?"
answer = "==="
accept = [{accept}]
explain = "It compares the types, too."

[[card]]
id = "loose"
topic = "Operators"
prompt = "Which operator compares two values with conversion?"
answer = "=="
explain = "It makes the types alike first."
"#
        )
    };
    let said = |source: &str| match read_with_places("signs.toml", source) {
        Ok((deck, places)) => {
            Diagnostics::new("signs.toml", source, check(&deck, &places)).to_string()
        }
        Err(wrong) => wrong.to_string(),
    };
    assert_eq!(said(&deck("")), "");
    assert!(
        said(&deck("\"==\"")).contains("\"==\" is the answer of the card `loose`"),
        "{}",
        said(&deck("\"==\""))
    );
}

#[test]
fn a_deck_without_error_ends_with_exit_code_0_and_a_count() {
    let output = studyhall(&["deck", "check", &deck("good.toml"), &deck("unkind.toml")], b"");
    assert_eq!(output.status.code(), Some(0));
    let last = text(&output.stdout).lines().last().unwrap();
    assert_eq!(last, "2 decks, 18 cards: no errors, 12 warnings");
}

#[test]
fn a_deck_with_an_error_ends_with_exit_code_1_and_shows_the_place() {
    let file = deck("broken/unknown-keys.toml");
    let output = studyhall(&["deck", "check", &file, &deck("good.toml")], b"");
    assert_eq!(output.status.code(), Some(1));
    let shown = text(&output.stdout);
    assert!(
        shown.contains("unknown key `promt`") && shown.contains(&format!("--> {file}:")),
        "{shown}"
    );
    assert!(shown.contains("^^^^^") && shown.contains("did you mean `prompt`?"), "{shown}");
}

#[test]
fn a_file_that_cannot_be_read_is_one_sentence_and_the_others_are_checked() {
    let output = studyhall(&["deck", "check", "nowhere.toml", &deck("good.toml")], b"");
    assert_eq!(output.status.code(), Some(1));
    let shown = text(&output.stdout);
    assert!(shown.starts_with("error: nowhere.toml cannot be read: No such file"), "{shown}");
    assert!(shown.ends_with("2 decks, 6 cards: 1 error, no warnings\n"), "{shown}");
}

#[test]
fn of_a_hundred_thousand_broken_cards_twenty_errors_are_told_wherever_decks_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let cards = "[[card]]\n".repeat(100_000);
    std::fs::create_dir(dir.path().join("decks")).unwrap();
    std::fs::write(
        dir.path().join("decks/broken.toml"),
        format!("[deck]\nid=\"a\"\ntitle=\"b\"\n{cards}"),
    )
    .unwrap();
    let output = studyhall_in(dir.path(), &["deck", "check", "decks/broken.toml"], b"");
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(shown.matches("error: ").count(), 20, "{shown}");
    let end = "decks/broken.toml: and 399980 more errors\n\n1 deck, no cards: 400000 errors, no \
        warnings\n";
    assert!(shown.ends_with(end), "{shown}");

    std::fs::write(dir.path().join(".env"), "DECKS_DIR=decks\nWEB_ADDR=127.0.0.1:0\n").unwrap();
    let output = studyhall_in(dir.path(), &["doctor"], b"");
    let lines: Vec<&str> =
        text(&output.stdout).lines().filter(|line| line.contains("broken.toml")).collect();
    assert_eq!(lines.len(), 21, "{lines:#?}");
    assert_eq!(lines[20], "failed   decks: decks/broken.toml: and 399980 more.");
    let output = studyhall_in(dir.path(), &["grade"], b"");
    assert_eq!(
        text(&output.stderr).lines().filter(|line| line.contains("broken.toml")).count(),
        21
    );
}

#[test]
fn of_many_warnings_twenty_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let card = |number| {
        format!("[[card]]\nid=\"c{number}\"\ntopic=\"t\"\nprompt=\"p{number}?\"\nanswer=true\n")
    };
    let cards: String = (0..100).map(card).collect();
    std::fs::write(dir.path().join("d.toml"), format!("[deck]\nid=\"a\"\ntitle=\"b\"\n{cards}"))
        .unwrap();
    let output = studyhall_in(dir.path(), &["deck", "check", "d.toml"], b"");
    let shown = text(&output.stdout);
    assert_eq!(shown.matches("warning: ").count(), 20, "{shown}");
    assert!(
        shown.ends_with(
            "d.toml: and 80 more warnings\n\n1 deck, 100 cards: no errors, 100 warnings\n"
        ),
        "{shown}"
    );
}

#[test]
fn of_many_broken_decks_twenty_are_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("decks")).unwrap();
    for number in 10..40 {
        std::fs::write(dir.path().join(format!("decks/{number}.toml")), "[deck").unwrap();
    }
    let output = studyhall_in(
        dir.path(),
        &["--decks-dir", "decks", "--web-addr", "127.0.0.1:0", "doctor"],
        b"",
    );
    let lines: Vec<&str> =
        text(&output.stdout).lines().filter(|line| line.starts_with("failed   decks")).collect();
    assert_eq!(lines.len(), 21, "{lines:#?}");
    assert_eq!(
        lines[20],
        "failed   decks: 10 more decks are refused; `studyhall deck check` shows why."
    );
}

#[test]
fn a_file_that_is_too_large_is_told_its_size_and_what_is_allowed() {
    let dir = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(dir.path().join("big.toml")).unwrap();
    for (bytes, said) in [
        ((1 << 20) + 1, "1,048,577 bytes, and a deck has at most 1,048,576 bytes"),
        (5 << 20, "5 MB, and a deck has at most 1 MB"),
        (3 << 30, "3,072 MB, and a deck has at most 1 MB"),
    ] {
        // It has holes, so it takes no room.
        file.set_len(bytes).unwrap();
        let said = format!("the file has {said}; split it into several decks");
        let output = studyhall_in(dir.path(), &["deck", "check", "big.toml"], b"");
        let shown = text(&output.stdout);
        assert!(shown.starts_with(&format!("error: big.toml cannot be read: {said}\n")), "{shown}");
        let output = studyhall_in(dir.path(), &["grade", "--deck", "big.toml"], b"");
        assert_eq!(
            text(&output.stderr),
            format!("studyhall: the deck big.toml cannot be read: {said}\n")
        );
    }
}
