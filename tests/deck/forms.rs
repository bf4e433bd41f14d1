//! Each form that the deck lists is judged as its list says, and no card takes another's answer.

use studyhall::domain::deck::{Card, Key};
use studyhall::domain::grade::{Graded, Verdict, grade};

use super::aws;

/// Collects answers that are judged otherwise than expected.
struct Trial<'a> {
    deck: &'a Graded,
    wrong: Vec<String>,
}

impl Trial<'_> {
    fn expect(&mut self, card: &Card, given: &str, expected: Verdict) {
        let judged = grade(card, self.deck, given);
        if judged.verdict != expected {
            let (id, why) = (&card.id, judged.why);
            self.wrong.push(format!(
                "{id}: {given:?} is {:?}, expected {expected:?} ({why})",
                judged.verdict
            ));
        }
    }

    fn end(self) {
        assert!(
            self.wrong.is_empty(),
            "{} of the deck's forms:\n{}",
            self.wrong.len(),
            self.wrong.join("\n")
        );
    }
}

#[test]
fn every_form_is_judged_as_its_list_says() {
    let deck = aws();
    let mut trial = Trial { deck: &deck, wrong: Vec::new() };
    for card in &deck.cards {
        trial.expect(card, &card.key.shown(), Verdict::Correct);
        card.accept.iter().for_each(|form| trial.expect(card, form, Verdict::Correct));
        card.close.iter().for_each(|form| trial.expect(card, form, Verdict::Close));
        card.reject.iter().for_each(|form| trial.expect(card, form, Verdict::Incorrect));
        if let Key::Choices { choices, correct } = &card.key {
            let others = choices.iter().enumerate().filter(|(place, _)| place != correct);
            others.for_each(|(_, choice)| trial.expect(card, choice, Verdict::Incorrect));
        }
    }
    trial.end();
}

#[test]
fn a_list_is_right_with_any_forms_of_its_items_and_close_without_one() {
    let deck = aws();
    let mut trial = Trial { deck: &deck, wrong: Vec::new() };
    for card in &deck.cards {
        let Key::List { items, .. } = &card.key else { continue };
        for turn in 0..3 {
            let forms: Vec<&str> =
                items.iter().map(|forms| forms[turn % forms.len()].as_str()).collect();
            trial.expect(card, &forms.join(", "), Verdict::Correct);
        }
        for missing in 0..items.len() {
            let rest = items.iter().enumerate().filter(|(place, _)| *place != missing);
            let rest: Vec<&str> = rest.map(|(_, forms)| forms[0].as_str()).collect();
            trial.expect(card, &rest.join("; "), Verdict::Close);
        }
    }
    trial.end();
}

/// The letters and digits of a form, without a plural's ending.
fn letters(form: &str) -> String {
    let letters: String =
        form.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.trim_end_matches('s').to_owned()
}

#[test]
fn no_card_takes_the_answer_of_another_for_its_own() {
    let deck = aws();
    let forms_of = |card: &Card| {
        let mut forms = card.accept.clone();
        forms.push(card.key.shown());
        forms.iter().map(|form| letters(form)).collect::<Vec<_>>()
    };
    let mut taken = Vec::new();
    for mine in deck.cards.iter().filter(|card| matches!(card.key, Key::Term(_))) {
        let own = forms_of(mine);
        for theirs in deck.cards.iter().filter(|card| matches!(card.key, Key::Term(_))) {
            let answer = theirs.key.shown();
            // Two cards may ask for the same thing from two sides, or from two services.
            let alike = |one: &String, other: &String| {
                one.ends_with(other.as_str()) || other.ends_with(one.as_str())
            };
            let shared =
                forms_of(theirs).iter().any(|form| own.iter().any(|mine| alike(mine, form)));
            if !shared && grade(mine, &deck, &answer).verdict == Verdict::Correct {
                taken.push(format!("{} takes {answer:?}", mine.id));
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}
