//! The rules of grading as tables of examples, on decks of several subjects.

use super::bare::{self, BareQuestion};
use super::{Graded, Verdict, grade, grade_at};
use crate::domain::deck::{Card, Deck, Habits, Key};

mod figures;
mod instead;
mod numerals;
mod properties;
mod signs;
mod statements;

/// An answer to a question without a deck, and what is right or not right for it.
type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

/// Judges each answer of some rows on a deck of its own.
fn check(rows: &[Row<'_>], question: &BareQuestion) {
    for (answer, right, wrong) in rows {
        let question = BareQuestion { answers: vec![(*answer).to_owned()], ..question.clone() };
        let deck = Graded::new(bare::deck(&question));
        for (given, expected) in
            right.iter().map(|one| (one, true)).chain(wrong.iter().map(|one| (one, false)))
        {
            let judged = grade_at(0, &deck, given);
            assert_eq!(
                judged.verdict == Correct,
                expected,
                "{answer:?}: {given:?} ({})",
                judged.why
            );
        }
    }
}

/// A card with what the examples need.
fn card(id: &str, topic: &str, prompt: &str, key: Key) -> Card {
    Card {
        id: id.into(),
        topic: topic.into(),
        prompt: prompt.into(),
        key,
        accept: Vec::new(),
        close: Vec::new(),
        reject: Vec::new(),
        hint: None,
        explain: None,
        sources: Vec::new(),
    }
}

fn term(answer: &str) -> Key {
    Key::Term(answer.into())
}

fn number(number: i64, unit: &str) -> Key {
    Key::Number { number: number.into(), unit: (!unit.is_empty()).then(|| unit.into()) }
}

fn list(items: &[&[&str]], ordered: bool) -> Key {
    Key::List {
        items: items
            .iter()
            .map(|forms| forms.iter().map(|form| (*form).into()).collect())
            .collect(),
        ordered,
    }
}

fn deck(cards: Vec<Card>) -> Graded {
    let habits = Habits {
        optional: vec!["Acme".into()],
        same: vec![
            vec!["database".into(), "DB".into()],
            vec!["United Kingdom".into(), "UK".into(), "Britain".into()],
        ],
        others: vec!["GetRow".into(), "Parma".into()],
        strict_accents: false,
    };
    Graded::new(Deck { id: "examples".into(), title: "Examples".into(), habits, cards })
}

/// A deck of many subjects: geography, history, music, science, programming.
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn subjects() -> Graded {
    let mut cards = vec![
        card(
            "poland",
            "Geography",
            "Which Polish city is known for its film school?",
            term("Łódź"),
        ),
        card("palma", "Geography", "What is the capital of Mallorca?", term("Palma")),
        card(
            "uk",
            "Geography",
            "Which country left the European Union in 2020?",
            term("United Kingdom"),
        ),
        card(
            "rivers",
            "Geography",
            "Name three rivers that flow through Germany.",
            list(&[&["Rhine", "Rhein"], &["Elbe"], &["Danube", "Donau"]], false),
        ),
        card("wall", "History", "In which year did the Berlin Wall fall?", number(1989, "")),
        card(
            "pope",
            "History",
            "True or false: Pope Gregory XIII reformed the calendar.",
            Key::TrueFalse(true),
        ),
        card("magna", "History", "Which charter did King John seal in 1215?", term("Magna Carta")),
        card(
            "tempo",
            "Music",
            "Put these tempi in order from slow to fast: presto, largo, andante.",
            list(&[&["largo"], &["andante"], &["presto"]], true),
        ),
        card(
            "light",
            "Science",
            "How long does sunlight take to reach the Earth?",
            number(500, "seconds"),
        ),
        card(
            "water",
            "Science",
            "At how many degrees Celsius does water boil at sea level?",
            number(100, "°C"),
        ),
        card(
            "marathon",
            "Sport",
            "How long is a marathon, to the nearest kilometer?",
            number(42, "km"),
        ),
        card(
            "osmosis",
            "Science",
            "What is the passage of water through a membrane called?",
            term("osmosis"),
        ),
        card(
            "sync",
            "Programming",
            "Which kind of call waits for its result?",
            term("synchronous call"),
        ),
        card(
            "async",
            "Programming",
            "Which kind of call does not wait for its result?",
            term("asynchronous call"),
        ),
        card(
            "put",
            "Programming",
            "Which operation of the Acme store writes a row?",
            term("PutRow"),
        ),
        card(
            "put-many",
            "Programming",
            "Which operation of the Acme store writes several rows?",
            term("PutRowBatch"),
        ),
        card(
            "queue",
            "Programming",
            "Which Acme service hands messages to one reader each?",
            term("Acme Message Queue (AMQ)"),
        ),
        card(
            "mood",
            "Grammar",
            "Which mood does “si j’avais” call for in the main clause?",
            Key::Choices {
                choices: vec!["indicatif".into(), "conditionnel".into(), "subjonctif".into()],
                correct: 1,
            },
        ),
        card("zambia", "Geography", "Of which country is Lusaka the capital?", term("Zambia")),
        card(
            "slovakia",
            "Geography",
            "Of which country is Bratislava the capital?",
            term("Slovakia"),
        ),
        card(
            "australia",
            "Geography",
            "Of which country is Canberra the capital?",
            term("Australia"),
        ),
        card(
            "salvador",
            "Geography",
            "Which is the smallest country of Central America?",
            term("El Salvador"),
        ),
        card(
            "low-sugar",
            "Medicine",
            "What is too little glucose in the blood called?",
            term("hypoglycemia"),
        ),
        card(
            "sulfate",
            "Chemistry",
            "What is the ion with one sulfur and four oxygen atoms called?",
            term("sulfate"),
        ),
        card("king", "History", "Which French king was called the Sun King?", term("Louis XIV")),
        card("water-french", "French", "What is “water” in French?", term("l’eau")),
        card("tokyo", "Geography", "What is Tokyo called in Japanese script?", term("東京")),
    ];
    cards[2].close.push("Northern Europe".into());
    cards[6].accept.push("the Great Charter".into());
    deck(cards)
}

use Verdict::{Close, Correct, Incorrect};

#[test]
fn answers_are_judged_as_a_fair_teacher_would() {
    let deck = subjects();
    for (id, given, verdict) in [
        // Case, accents, punctuation, letters of other alphabets' kin.
        ("poland", "lodz", Correct),
        ("poland", "  ŁÓDŹ! ", Correct),
        ("poland", "I think it's Lodz", Correct),
        ("poland", "Lotz", Incorrect),
        // One slip in a word of medium length, but never onto another name of the deck.
        ("palma", "Plama", Correct),
        ("palma", "Palna", Correct),
        ("palma", "Parma", Incorrect),
        ("palma", "not Palma", Incorrect),
        ("palma", "Palma or Ibiza", Incorrect),
        ("palma", "Palma/Ibiza", Incorrect),
        ("palma", "Palma, Ibiza, Rome", Incorrect),
        ("palma", "Palma, because it lies on the coast", Correct),
        ("palma", "it would be Palma since Ibiza is on another island", Correct),
        ("palma", "Palma Nova", Incorrect),
        // Synonyms that the deck lists.
        ("uk", "UK", Correct),
        ("uk", "Britain", Correct),
        ("uk", "the united kingdom", Correct),
        ("uk", "Kingdom", Close),
        ("uk", "northern europe", Close),
        ("uk", "France", Incorrect),
        ("magna", "magnacarta", Correct),
        ("magna", "Great Charter", Correct),
        ("magna", "Manga Carta", Correct),
        ("magna", "Carta", Close),
        ("magna", "", Incorrect),
        ("magna", "???", Incorrect),
        ("magna", "no idea", Incorrect),
        ("osmosis", "osmossis", Correct),
        ("osmosis", "reverse osmosis", Incorrect),
        ("osmosis", "osm", Incorrect),
        // A turned word is another word.
        ("sync", "asynchronous call", Incorrect),
        ("sync", "synchronous", Correct),
        ("sync", "sychronous calls", Correct),
        ("async", "synchronous call", Incorrect),
        ("async", "a call that is asynchronous", Correct),
        // Names and words that a letter or two tell apart.
        ("zambia", "Zamiba", Correct),
        ("zambia", "Gambia", Incorrect),
        ("slovakia", "Slovenia", Incorrect),
        ("slovakia", "Slovakai", Correct),
        ("australia", "Austria", Incorrect),
        ("australia", "Austrailia", Correct),
        ("salvador", "Salvador", Close),
        ("salvador", "el salvador", Correct),
        ("low-sugar", "hyperglycemia", Incorrect),
        ("low-sugar", "hypoglicemia", Correct),
        ("sulfate", "sulfite", Incorrect),
        ("sulfate", "sulphate", Correct),
        ("king", "Louis XVI", Incorrect),
        ("king", "louis xiv", Correct),
        ("water-french", "eau", Correct),
        // Identifiers.
        ("put", "put_row", Correct),
        ("put", "Acme PutRow", Correct),
        ("put", "putrow", Correct),
        ("put", "acme:PutRow", Correct),
        ("put", "GetRow", Incorrect),
        ("put", "PutRowBatch", Incorrect),
        ("put", "RowPut", Close),
        ("put-many", "PutRow", Incorrect),
        ("put-many", "put row batch", Correct),
        ("queue", "AMQ", Correct),
        ("queue", "message queue", Correct),
        ("queue", "Acme Message Queue", Correct),
        ("queue", "A.M.Q.", Correct),
        ("queue", "AMG", Incorrect),
        // Scripts in which another letter is another word.
        ("tokyo", "東京", Correct),
        ("tokyo", "京都", Incorrect),
        // True or false.
        ("pope", "T", Correct),
        ("pope", "yes, in 1582", Correct),
        ("pope", "not false", Correct),
        ("pope", "nope", Incorrect),
        ("pope", "it isn't true", Incorrect),
        ("pope", "true or false", Incorrect),
        ("pope", "no idea", Incorrect),
        ("pope", "treu", Correct),
        // Choices.
        ("mood", "le conditionnel", Correct),
        ("mood", "Conditionnel", Correct),
        ("mood", "subjonctif", Incorrect),
        ("mood", "conditionel", Correct),
    ] {
        assert_eq!(grade(deck.card(id).unwrap(), &deck, given).verdict, verdict, "{id}: {given}");
    }
}

#[test]
fn numbers_are_compared_by_value_and_unit() {
    let deck = subjects();
    for (id, given, verdict) in [
        ("wall", "1989", Correct),
        ("wall", "in 1989", Correct),
        ("wall", "nineteen", Incorrect),
        ("wall", "1990", Incorrect),
        ("wall", "1988 or 1989", Incorrect),
        ("wall", "1980-1989", Incorrect),
        ("wall", "around 1989", Close),
        ("light", "500 seconds", Correct),
        ("light", "500s", Correct),
        ("light", "five hundred seconds", Correct),
        ("light", "8:20", Correct),
        ("light", "500,000 ms", Correct),
        ("light", "500 000 ms", Correct),
        ("light", "0.5k seconds", Correct),
        ("light", "500 secodns", Correct),
        ("light", "500 minutes", Incorrect),
        ("light", "500 km", Incorrect),
        ("light", "50 seconds", Incorrect),
        ("light", "0500", Incorrect),
        ("light", "more than 500 seconds", Incorrect),
        ("light", "a few seconds", Close),
        ("light", "no idea", Incorrect),
        ("water", "100", Correct),
        ("water", "100 °C", Correct),
        ("water", "a hundred degrees", Correct),
        ("water", "100 K", Incorrect),
        ("water", "-100", Incorrect),
        ("marathon", "42 km", Correct),
        ("marathon", "forty-two kilometers", Correct),
        ("marathon", "42,000 m", Correct),
        ("marathon", "42 miles", Incorrect),
    ] {
        assert_eq!(grade(deck.card(id).unwrap(), &deck, given).verdict, verdict, "{id}: {given}");
    }
}

#[test]
fn lists_are_judged_item_by_item() {
    let deck = subjects();
    for (id, given, verdict, why) in [
        ("rivers", "Rhine, Elbe, Danube", Correct, "That is it."),
        ("rivers", "donau rhein elbe", Correct, "That is it."),
        ("rivers", "the Elbe & the Danube + the Rhine", Correct, "That is it."),
        ("rivers", "Rhine; Elbe; Dnaube", Correct, "That is it."),
        ("rivers", "Rhine and Elbe", Close, "2 of 3: one is missing."),
        ("rivers", "Rhine", Close, "1 of 3: 2 are missing."),
        (
            "rivers",
            "Rhine, Elbe, Danube, Thames",
            Close,
            "All are there, and something that does not belong.",
        ),
        (
            "rivers",
            "Rhine, Elbe, Danube, Thames, Seine, Nile",
            Incorrect,
            "Too much that does not belong here.",
        ),
        ("rivers", "neither Rhine nor Elbe", Incorrect, "That says what it is not."),
        ("rivers", "Thames, Nile", Incorrect, "That is not it."),
        ("tempo", "largo, andante, presto", Correct, "That is it."),
        ("tempo", "presto, andante, largo", Close, "All are there, in another order than asked."),
    ] {
        let judged = grade(deck.card(id).unwrap(), &deck, given);
        assert_eq!(
            (judged.verdict, judged.why.to_string().as_str()),
            (verdict, why),
            "{id}: {given}"
        );
    }
}
