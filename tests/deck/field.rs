//! The grader's figures on answers from the field, class by class, each with the question's own
//! answers.

use std::collections::BTreeMap;

use serde_json::Value;
use studyhall::app::decks::Decks;
use studyhall::jobs::grade::{Cards, run};

use super::reference;

/// Classes of which every row is judged right.
const WHOLE: [&str; 5] =
    ["unit \"min\"", "signs alone", "true/false", "strict accents", "own form"];
/// Classes of which nothing wrong is taken, and every form is right as its own answer.
const SAFE: [&str; 2] = ["numerals", "figures"];

#[test]
fn answers_from_the_field_are_judged_right_by_class() {
    let Some(rows) = reference("STUDYHALL_FIELD") else { return };
    let (mut graded, mut errors) = (Vec::new(), Vec::new());
    let (decks, _) = Decks::load(None);
    assert!(
        run(Cards::of_decks(&decks), rows.as_bytes(), &mut graded, &mut errors).unwrap(),
        "{errors:?}"
    );
    // class → (rows judged as labeled, all rows)
    let mut classes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in String::from_utf8(graded).unwrap().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| row[field].as_str().unwrap_or_default();
        let right = row["verdict"] == row["label"];
        let (as_labeled, all) = classes.entry(text("class").to_owned()).or_default();
        *as_labeled += usize::from(right);
        *all += 1;
        let safe = SAFE.contains(&text("class"))
            && (text("label") == "incorrect" || row["given"] == row["answers"][0]);
        if !right && (safe || WHOLE.contains(&text("class"))) {
            wrong.push(line.to_owned());
        }
    }
    println!("{classes:#?}");
    assert!(wrong.is_empty() && !classes.is_empty(), "{wrong:#?}");
}
