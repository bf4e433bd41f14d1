//! What is offered beside a right answer: small decks, and the built-in one as a whole.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rand::SeedableRng;

use super::shape::Shape;
use super::*;
use crate::domain::deck::read::read;
use crate::domain::deck::{Deck, Habits};
use crate::domain::grade::{Verdict, grade};

/// The deck that is built into the program.
static BUILT_IN: LazyLock<Graded> = LazyLock::new(|| {
    let text = include_str!("../../../../data/decks/aws-developer-associate.toml");
    Graded::new(read("built-in.toml", text).unwrap())
});

fn card(id: &str, topic: &str, key: Key) -> Card {
    Card {
        id: id.into(),
        topic: topic.into(),
        prompt: format!("What is {id}?"),
        key,
        accept: Vec::new(),
        close: Vec::new(),
        reject: Vec::new(),
        hint: None,
        explain: None,
        sources: Vec::new(),
    }
}

fn term(id: &str, topic: &str, answer: &str) -> Card {
    card(id, topic, Key::Term(answer.into()))
}

fn number(id: &str, topic: &str, number: &str, unit: &str) -> Card {
    card(id, topic, Key::Number { number: number.parse().unwrap(), unit: Some(unit.into()) })
}

fn list(id: &str, ordered: bool, items: &str) -> Card {
    let items = items.split(", ").map(|item| vec![item.to_owned()]).collect();
    card(id, "Lists", Key::List { items, ordered })
}

fn asked(card: Card, prompt: &str) -> Card {
    Card { prompt: prompt.into(), ..card }
}

fn deck(cards: Vec<Card>) -> Graded {
    let habits = Habits::default();
    Graded::new(Deck { id: "deck".into(), title: "Deck".into(), habits, cards })
}

/// The options of a card with the place of the right one; none if it cannot be asked so.
fn offered(card: &Card, deck: &Graded, seed: u64) -> Option<(Vec<String>, usize)> {
    match choices(card, deck, &mut StdRng::seed_from_u64(seed)) {
        Some(Style::Choices { options, correct }) => Some((options, correct)),
        _ => None,
    }
}

/// The options of the first card of a deck, the right one first, the others sorted.
fn options(deck: &Graded, seed: u64) -> Vec<String> {
    let Some((mut options, correct)) = offered(&deck.cards[0], deck, seed) else {
        return Vec::new();
    };
    let right = options.remove(correct);
    options.sort();
    [vec![right], options].concat()
}

#[test]
fn sisters_of_the_topic_come_first_and_the_rest_of_the_deck_fills_up() {
    let deck = deck(vec![
        term("a", "Capitals", "Lima"),
        term("b", "Capitals", "Oslo"),
        term("c", "Capitals", "Cairo"),
        term("d", "Rivers", "Nile"),
        card("e", "Capitals", Key::TrueFalse(true)),
    ]);
    assert_eq!(options(&deck, 1), ["Lima", "Cairo", "Nile", "Oslo"]);
}

#[test]
fn no_option_is_there_twice_or_is_one_that_the_grader_would_take() {
    let mut first = term("a", "Storage", "Simple Queue Service");
    first.accept = vec!["Plain Waiting Line".into()];
    first.close = vec!["some queue thing".into()];
    let others = [
        "Plain Waiting Line",
        "simple queue service",
        "some queue thing",
        "Push Topic Service",
        "push topic service",
        "Data Stream Store",
    ];
    let others =
        others.iter().zip('b'..).map(|(answer, id)| term(&id.to_string(), "Storage", answer));
    let deck = deck([first].into_iter().chain(others).collect());
    for seed in 0..20 {
        let options = options(&deck, seed);
        assert_eq!(options.len(), 3, "{options:?}");
        assert_eq!((&*options[0], &*options[1]), ("Simple Queue Service", "Data Stream Store"));
        assert!(options[2].eq_ignore_ascii_case("push topic service"), "{options:?}");
    }
}

#[test]
fn nothing_is_offered_that_another_card_of_the_same_question_takes() {
    let which = "Which planet has rings?";
    let deck = deck(vec![
        asked(term("a", "Planets", "Saturn"), which),
        asked(term("b", "Planets", "Uranus"), which),
        term("c", "Planets", "Venus"),
    ]);
    for seed in 0..20 {
        assert_eq!(options(&deck, seed), ["Saturn", "Venus"]);
    }
}

#[test]
fn what_the_question_names_is_not_offered() {
    let deck = deck(vec![
        asked(term("a", "Planets", "Saturn"), "Which planet besides Uranus has rings?"),
        term("b", "Planets", "Uranus"),
        term("c", "Planets", "Venus"),
    ]);
    assert_eq!(options(&deck, 1), ["Saturn", "Venus"]);
}

#[test]
fn sisters_that_are_asked_for_the_same_kind_of_thing_come_first() {
    let deck = deck(vec![
        asked(term("a", "Tables", "PutItem"), "Which table action creates an item?"),
        asked(term("b", "Tables", "hot partition"), "What is an overloaded slice called?"),
        asked(term("c", "Tables", "Scan"), "Which table action reads everything?"),
        asked(term("d", "Tables", "BatchGetItem"), "Which table action reads several items?"),
        asked(term("e", "Tables", "GetItem"), "Which call reads one item?"),
        asked(
            term("f", "Tables", "it is free of charge for a year"),
            "Which price has the first year?",
        ),
    ]);
    for seed in 0..20 {
        assert_eq!(options(&deck, seed), ["PutItem", "BatchGetItem", "GetItem", "Scan"]);
    }
}

#[test]
fn people_stand_beside_people_though_titles_would_hide_the_length() {
    let card = |prompt: &str, id: &str, answer: &str| {
        asked(term(id, "Books", answer), &format!("{prompt} {id}?"))
    };
    let who = |id: &str, answer: &str| card("Who wrote", id, answer);
    let what = |id: &str, answer: &str| card("In which novel is", id, answer);
    let deck = deck(vec![
        who("a", "Emily Brontë"),
        who("b", "Charlotte Brontë"),
        who("c", "Alexandre Dumas"),
        who("d", "Franz Kafka"),
        what("e", "War and Peace"),
        what("f", "The Trial"),
    ]);
    for seed in 0..20 {
        let people = ["Emily Brontë", "Alexandre Dumas", "Charlotte Brontë", "Franz Kafka"];
        assert_eq!(options(&deck, seed), people);
    }
}

#[test]
fn yes_or_no_with_a_reason_stands_beside_such_alone() {
    let yes = term("a", "Caches", "Yes, only if the mode is enabled");
    let alone = deck(vec![yes.clone(), term("b", "Caches", "encrypting and decrypting the data")]);
    assert!(options(&alone, 1).is_empty());
    let two = deck(vec![
        yes,
        term("b", "Caches", "encrypting and decrypting the data"),
        term("c", "Caches", "No, it is always on by itself"),
    ]);
    assert_eq!(
        options(&two, 1),
        ["Yes, only if the mode is enabled", "No, it is always on by itself"]
    );
}

#[test]
fn numbers_get_others_near_them_in_their_unit() {
    let near = |text: &str| {
        let figure: f64 = text.split_whitespace().next().unwrap().parse().unwrap();
        (2.0..=100.0).contains(&figure) && text.ends_with(" seconds")
    };
    let deck = deck(vec![
        number("a", "Limits", "20", "seconds"),
        number("b", "Limits", "400", "KB"),
        number("c", "Limits", "4000", "seconds"),
        number("d", "Limits", "25", "seconds"),
    ]);
    let mut seen = BTreeSet::new();
    for seed in 0..40 {
        let options = options(&deck, seed);
        assert_eq!((options.len(), options[0].as_str()), (4, "20 seconds"));
        assert!(options.iter().all(|option| near(option)), "{options:?}");
        seen.extend(options);
    }
    assert!(seen.contains("25 seconds") && seen.contains("10 seconds"), "{seen:?}");
}

#[test]
fn one_of_a_thing_is_written_as_the_deck_writes_several() {
    let mut cards = vec![number("a", "Limits", "1", "read per second")];
    assert!(options(&deck(cards.clone()), 1).is_empty());
    cards.push(number("b", "Limits", "2", "reads per second"));
    for seed in 0..10 {
        let deck = deck(cards.clone());
        let (options, correct) = offered(&deck.cards[0], &deck, seed).unwrap();
        for (place, option) in options.iter().enumerate() {
            assert_eq!(option.ends_with(" reads per second"), place != correct, "{options:?}");
        }
    }
    // A symbol is the same for one and for many.
    assert_eq!(options(&deck(vec![number("a", "Limits", "1", "KB")]), 1).len(), 4);
}

#[test]
fn a_share_of_a_whole_stays_one() {
    let deck = deck(vec![number("a", "Shares", "80", "%")]);
    for seed in 0..20 {
        for option in options(&deck, seed) {
            let share: f64 = option.trim_end_matches([' ', '%']).parse().unwrap();
            assert!((1.0..=100.0).contains(&share), "{option}");
        }
    }
}

#[test]
fn where_sisters_lack_a_name_with_a_number_gets_other_numbers() {
    for (answer, kept) in [("Symphony No. 5", "Symphony No. "), ("$1,000", "$")] {
        let options = options(&deck(vec![term("a", "Works", answer)]), 3);
        assert_eq!(options.len(), 4, "{options:?}");
        assert!(options.iter().all(|option| option.starts_with(kept)), "{options:?}");
    }
    for answer in ["AES256", "Serverless-2016-10-31", "v2.1-rc3"] {
        assert!(options(&deck(vec![term("a", "Works", answer)]), 3).is_empty(), "{answer}");
    }
}

#[test]
fn a_list_is_hidden_among_lists_of_as_many_items_none_of_which_stands_out() {
    let deck = deck(vec![
        list("a", false, "red, green, blue"),
        list("b", false, "pink, gray"),
        term("c", "Lists", "brown"),
        term("d", "Lists", "it is no color at all"),
    ]);
    for seed in 0..20 {
        let (options, _) = offered(&deck.cards[0], &deck, seed).unwrap();
        assert_eq!(options.len(), 4, "{options:?}");
        let lists: Vec<Vec<&str>> =
            options.iter().map(|option| option.split(", ").collect()).collect();
        assert!(lists.iter().all(|list| list.len() == 3), "{options:?}");
        for place in 0..3 {
            for list in &lists {
                let same = lists.iter().filter(|other| other[place] == list[place]).count();
                assert!([2, 4].contains(&same), "{} tells: {options:?}", list[place]);
            }
        }
    }
}

#[test]
fn a_list_with_a_single_wrong_item_has_it_in_two_places() {
    let deck = deck(vec![list("a", false, "red, green"), term("b", "Lists", "brown")]);
    let options = options(&deck, 1);
    assert_eq!(options, ["red, green", "brown, green", "red, brown"]);
    assert!(self::options(&self::deck(vec![list("a", false, "red, green")]), 1).is_empty());
}

#[test]
fn a_list_whose_order_counts_stands_beside_the_same_items_in_other_orders() {
    for items in ["one, two", "one, two, three", "one, two, three, four, five, six"] {
        let deck = deck(vec![list("a", true, items), list("b", true, "red, green, blue")]);
        for seed in 0..10 {
            let options = options(&deck, seed);
            assert_eq!(options[0], items);
            let count = items.split(", ").count().min(4);
            assert_eq!(options.iter().collect::<BTreeSet<_>>().len(), count, "{options:?}");
            for option in &options {
                let sorted = |text: &str| text.split(", ").map(str::to_owned).collect();
                let (one, other): (BTreeSet<String>, _) = (sorted(option), sorted(items));
                assert_eq!(one, other);
            }
        }
    }
}

#[test]
fn a_card_without_sisters_has_nothing_to_choose_from() {
    assert!(options(&deck(vec![term("a", "Capitals", "Lima")]), 1).is_empty());
}

#[test]
fn the_right_choice_is_not_told_by_its_length() {
    let (mut asked, mut longest, mut shortest) = (0.0, 0.0, 0.0);
    for card in &BUILT_IN.cards {
        if !matches!(card.key, Key::Term(_) | Key::List { .. }) {
            continue;
        }
        for seed in 0..4 {
            let Some((options, correct)) = offered(card, &BUILT_IN, seed) else { continue };
            let lengths: Vec<usize> = options.iter().map(|text| text.chars().count()).collect();
            asked += 1.0;
            // Whoever picks the longest picks any of those that are.
            let share = |most: Option<&usize>| {
                let all = lengths.iter().filter(|length| Some(*length) == most).count();
                let is_one = Some(&lengths[correct]) == most;
                if is_one { 1.0 / f64::from(u32::try_from(all).unwrap()) } else { 0.0 }
            };
            longest += share(lengths.iter().max());
            shortest += share(lengths.iter().min());
        }
    }
    let (longest, shortest) = (longest / asked, shortest / asked);
    assert!((0.17..0.33).contains(&longest), "the longest in {longest}");
    assert!((0.17..0.33).contains(&shortest), "the shortest in {shortest}");
}

/// Whether a wrong choice is of the kind of the right answer.
fn is_of_the_kind(card: &Card, option: &str) -> bool {
    let right = card.key.shown();
    match &card.key {
        Key::List { items, .. } => option.split(", ").count() == items.len(),
        Key::Number { unit, .. } => {
            let (figure, of) = option.split_once(' ').unwrap_or((option, ""));
            let unit = unit.as_deref().unwrap_or_default();
            figure.parse::<f64>().unwrap() > 0.0 && BUILT_IN.plain(of) == BUILT_IN.plain(unit)
        }
        Key::Term(_) => {
            let [one, other] = [&*right, option].map(|text| Shape::of(text, &BUILT_IN));
            let mut owners = BUILT_IN.cards.iter().filter(|owner| owner.key.shown() == option);
            // What is asked for in the same words fits, whatever it looks like.
            let asks = |card: &Card| -> Vec<String> {
                card.prompt.split_whitespace().take(3).map(str::to_owned).collect()
            };
            one.fits(&other) || owners.any(|owner| asks(owner) == asks(card))
        }
        _ => true,
    }
}

proptest! {
    #[test]
    fn of_any_built_in_card_one_choice_is_right_and_all_are_of_its_kind(
        place in 0..BUILT_IN.cards.len(),
        seed in any::<u64>(),
    ) {
        let card = &BUILT_IN.cards[place];
        if let Some((options, correct)) = offered(card, &BUILT_IN, seed) {
            prop_assert!((2..=OPTIONS).contains(&options.len()), "{:?}", options);
            prop_assert_eq!(&options[correct], &card.key.shown());
            let texts: BTreeSet<_> = options.iter().map(|text| BUILT_IN.plain(text)).collect();
            prop_assert_eq!(texts.len(), options.len(), "{:?}", options);
            for (place, option) in options.iter().enumerate() {
                let is_right = grade(card, &BUILT_IN, option).verdict == Verdict::Correct;
                prop_assert_eq!(is_right, place == correct, "{}", option);
                prop_assert!(is_of_the_kind(card, option), "{} for {}", option, card.prompt);
            }
        }
    }

    #[test]
    fn the_right_answer_is_always_on_offer_and_the_only_one(
        answers in prop::collection::vec("[a-z]{1,9}( [a-z]{2,6})?", 2..12),
        seed in any::<u64>(),
    ) {
        let cards = (0..).zip(&answers).map(|(place, answer)| {
            term(&format!("{place}"), "Topic", answer)
        });
        let deck = deck(cards.collect());
        let right = &deck.cards[0];
        if let Some((options, correct)) = offered(right, &deck, seed) {
            prop_assert!((2..=OPTIONS).contains(&options.len()));
            prop_assert_eq!(&options[correct], &right.key.shown());
            for (place, option) in options.iter().enumerate() {
                let is_wrong = grade(right, &deck, option).verdict == Verdict::Incorrect;
                prop_assert!(place == correct || is_wrong, "{}", option);
            }
        }
    }
}
