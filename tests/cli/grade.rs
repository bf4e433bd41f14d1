//! `studyhall grade`: JSON lines in, the same lines with `verdict` and `why` out.

use serde_json::{Map, Value};

use super::{deck, studyhall, text};

/// What the program made of `input`: its lines, what it said, and whether it ended well.
fn graded(arguments: &[&str], input: &str) -> (Vec<Map<String, Value>>, String, bool) {
    let output = studyhall(&[&["grade"], arguments].concat(), input.as_bytes());
    let lines =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    (lines, text(&output.stderr).to_owned(), output.status.success())
}

fn is_graded(line: &Map<String, Value>) -> bool {
    let verdict = line["verdict"].as_str().unwrap();
    ["correct", "close", "incorrect"].contains(&verdict) && line["why"].is_string()
}

#[test]
fn every_line_comes_back_in_order_with_all_its_fields() {
    let input = "{\"card\": \"australia\", \"given\": \"Canberra\", \"n\": 1.50, \"more\": \
        {\"why\": [1]}}\r\n\
                 \n\
                 {\"given\":\"Canberra\",\"card\":\"row-2\",\"n\":2}";
    let output = studyhall(&["grade", "--deck", &deck("good.toml")], input.as_bytes());
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(output.status.success());
    assert_eq!(lines.len(), 2);
    let first = "{\"card\": \"australia\", \"given\": \"Canberra\", \"n\": 1.50, \"more\": \
        {\"why\": [1]},\"verdict\":\"";
    assert!(lines[0].starts_with(first), "{}", lines[0]);
    assert!(
        lines[1].starts_with("{\"given\":\"Canberra\",\"card\":\"row-2\",\"n\":2,\"verdict\":\""),
        "{}",
        lines[1]
    );
}

#[test]
fn an_older_verdict_or_reason_is_replaced() {
    let input = r#"{"verdict": "close", "card": "australia", "why": "by hand", "given": "Sydney"}"#;
    let (lines, _, fine) = graded(&["--deck", &deck("good.toml")], input);
    assert!(fine);
    assert!(is_graded(&lines[0]) && lines[0]["why"] != "by hand", "{lines:?}");
    assert_eq!(lines[0].len(), 4);
}

#[test]
fn a_line_may_state_its_own_question() {
    let input = r#"
        {"answers": ["Canary"], "given": "canary", "close": ["shift"], "reject": ["blue/green"]}
        {"answers": [true], "given": true}
        {"answers": ["20 seconds"], "given": "20s"}
        {"items": [["red"], "green"], "ordered": true, "given": "red, green"}"#;
    let (lines, said, fine) = graded(&[], input);
    assert!(fine, "{said}");
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(is_graded));
}

#[test]
fn a_line_may_state_its_prompt_and_whether_accents_count() {
    let input = r#"{"answers": ["mañana"], "given": "manana", "strict_accents": true}
        {"answers": ["mañana"], "given": "manana"}
        {"answers": ["52"], "given": "52 weeks", "prompt": "How many weeks has a year?"}
        {"answers": ["52"], "given": "52 weeks", "strict_accents": null}"#;
    let (lines, said, fine) = graded(&[], input);
    assert!(fine, "{said}");
    let verdicts: Vec<&str> = lines.iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["incorrect", "correct", "correct", "incorrect"]);
}

#[test]
fn without_a_deck_the_cards_of_all_decks_on_offer_are_known() {
    let (lines, said, fine) = graded(&[], r#"{"card": "codedeploy-canary", "given": "Canary"}"#);
    assert!(fine, "{said}");
    assert!(is_graded(&lines[0]));
}

#[test]
fn a_bad_line_is_named_and_the_others_are_graded() {
    let input = r#"{"card": "australia", "given": "Canberra"}
        {"card": "austria", "given": "Vienna"}
        {"card": "australia"}
        {"given": "Vienna"}
        {"card": ["australia"], "given": "Vienna"}
        {"card": "australia", "given": "Canb
        [1]
        {"card": "australia", "given": "Canberra"}"#;
    let (lines, said, fine) = graded(&["--deck", &deck("good.toml")], input);
    assert!(!fine);
    assert_eq!(lines.len(), 6, "every object comes back");
    assert!(lines.iter().all(is_graded));
    assert!(lines[1..5].iter().all(|line| line["verdict"] == "incorrect"));
    let said: Vec<&str> = said.lines().collect();
    for (said, start) in said.iter().zip([
        "line 2: no card has the id or the source `austria`",
        "line 3: it has no `given`",
        "line 4: it has neither `card` nor `answers`",
        "line 5: it is not a row to grade",
        "line 6: it is not a JSON object",
        "line 7: it is not a JSON object",
    ]) {
        assert!(said.starts_with(start), "{said}");
    }
    assert_eq!(said.len(), 6);
}

#[test]
fn of_many_bad_lines_twenty_are_named_and_all_come_back() {
    let (lines, said, fine) =
        graded(&["--deck", &deck("good.toml")], &"{\"card\": \"none\"}\n".repeat(100));
    assert!(!fine);
    assert_eq!((lines.len(), said.lines().count()), (100, 21));
    assert_eq!(said.lines().last(), Some("and 80 more lines that cannot be graded"));
}

#[test]
fn odd_bytes_and_long_answers_do_no_harm() {
    let long = "x".repeat(100_000);
    let mut input = "\u{feff}".as_bytes().to_vec();
    for given in [long.as_str(), "\\u0000\\u202e\\ud83d\\ude00", "\u{200b}\u{200f}<b>*hi*</b>", ""]
    {
        input.extend(format!("{{\"card\":\"australia\",\"given\":\"{given}\"}}\n").bytes());
    }
    input.extend(b"{\"card\":\"australia\",\"given\":\"\xff\"}\n");
    let output = studyhall(&["grade", "--deck", &deck("good.toml")], &input);
    assert_eq!(text(&output.stdout).lines().count(), 4);
    assert_eq!(text(&output.stderr), "line 5: it is not UTF-8 text\n");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_deck_that_cannot_be_used_is_one_sentence() {
    for (file, part) in [
        (deck("broken/lacking.toml"), "the deck cannot be used: "),
        ("nowhere.toml".to_owned(), "the deck nowhere.toml cannot be read: No such file"),
    ] {
        let (lines, said, fine) = graded(&["--deck", &file], r#"{"card": "a", "given": "b"}"#);
        assert!(!fine && lines.is_empty());
        assert!(said.contains(part) && said.lines().count() == 1, "{said}");
    }
}
