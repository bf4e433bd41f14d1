//! The grader's figures on answers that a person has labeled.

use std::collections::HashMap;

use serde_json::Value;
use studyhall::domain::grade::{Verdict, grade};

use super::{aws, reference};

/// A share of rows, as a percentage.
fn share(part: usize, whole: usize) -> f64 {
    let count = |rows: usize| f64::from(u32::try_from(rows).unwrap());
    100.0 * count(part) / count(whole)
}

#[test]
fn labeled_answers_are_judged_as_a_fair_teacher_would() {
    let Some(labeled) = reference("STUDYHALL_LABELED") else { return };
    let deck = aws();
    // (label, verdict) → rows; confusables that are not right are counted once more by whether they
    // were taken.
    let mut pairs: HashMap<(Verdict, Verdict), usize> = HashMap::new();
    let mut confusable: HashMap<bool, usize> = HashMap::new();
    for line in labeled.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| row[field].as_str().unwrap_or_default();
        let label: Verdict = serde_json::from_value(row["label"].clone()).unwrap();
        let card = deck.card(text("card")).unwrap();
        let verdict = grade(card, &deck, text("given")).verdict;
        *pairs.entry((label, verdict)).or_default() += 1;
        if text("category") == "confusable" && label != Verdict::Correct {
            *confusable.entry(verdict == Verdict::Correct).or_default() += 1;
        }
    }
    let count = |wanted: &dyn Fn(Verdict, Verdict) -> bool| {
        pairs
            .iter()
            .filter(|((label, verdict), _)| wanted(*label, *verdict))
            .map(|(_, rows)| rows)
            .sum::<usize>()
    };
    let right = count(&|label, verdict| label == Verdict::Correct && verdict == Verdict::Correct);
    let three_class = share(count(&|label, verdict| label == verdict), count(&|_, _| true));
    let precision = share(right, count(&|_, verdict| verdict == Verdict::Correct));
    let recall = share(right, count(&|label, _| label == Verdict::Correct));
    let taken = share(confusable.get(&true).copied().unwrap_or(0), confusable.values().sum());
    let figures = format!(
        "three-class {three_class:.1} %, accept-precision {precision:.1} %, accept-recall \
            {recall:.1} %, \
         false accepts on confusables {taken:.1} %"
    );
    println!("{figures}");
    assert!(
        three_class >= 95.0 && precision >= 98.0 && recall >= 95.0 && taken <= 0.5,
        "{figures}"
    );
}
