//! Every typed line finds the question that it answers, and no other.

use studyhall::app::played::Spot;
use studyhall::app::reply::Reply;
use studyhall::app::request::{Action, Addressee};
use studyhall::domain::place::Place;

use super::daily::Hall;
use super::room::{Room, channel, direct, shown};
use crate::support::database::on_each_database;

/// Which cape is the southernmost of Africa?
const ALONE: &str = "/quiz deck:world topic:Capes style:typed";

/// Which city governs Peru?
const RACE: &str = "/quiz deck:world topic:Peru style:typed with:channel";

/// Which city governs Japan, Kenya, Norway or Cuba?
const OF_FOUR: &str = "/quiz deck:world topic:Capitals style:typed questions:4";

/// The question that the last of these messages asks.
fn question(reply: &Reply) -> Spot {
    let about = reply.messages.iter().rev().find_map(|message| message.about?.spot());
    about.expect("a message about a question")
}

/// What somebody is told about a line that answers this question.
async fn to_question(room: &Room, who: &str, spot: Spot, text: &str) -> String {
    said(room, &channel(), who, text, Addressee::Question(spot)).await
}

/// What somebody is told who mentions the bot.
async fn to_bot(room: &Room, who: &str, text: &str) -> String {
    said(room, &channel(), who, text, Addressee::Bot).await
}

async fn said(room: &Room, place: &Place, who: &str, text: &str, to: Addressee) -> String {
    let action = Action::Said { text: text.to_owned(), to };
    let event = format!("{text} to {to:?} at {} from {who}", room.now());
    shown(&room.request(&event, place, who, action).await)
}

/// A hall with a card of the day in its channel: which metal has the symbol Au?
async fn with_card(store: &studyhall::store::Store) -> (Hall, Spot) {
    let hall = Hall::new(store);
    hall.told("Admin", "/daily now deck:chemistry").await;
    hall.tick().await;
    let card = question(&hall.posted(0));
    assert!(shown(&hall.posted(0)).contains("> Which metal has the symbol Au?"));
    (hall, card)
}

#[tokio::test]
async fn a_reply_to_the_card_of_the_day_answers_the_card() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        let race = hall.room.line("Ben", RACE).await;
        let alone = hall.room.line("Anna", ALONE).await;
        let told = to_question(&hall.room, "Anna", card, "silver").await;
        assert!(told.contains("> Which metal has the symbol Au?"), "{told}");
        assert!(told.contains("Not quite. One more try."), "{told}");
        let told = to_question(&hall.room, "Anna", card, "gold").await;
        assert!(told.contains("Correct. +6 points"), "{told}");
        // Neither quiz has lost a try.
        let told = to_question(&hall.room, "Anna", question(&race), "Lima").await;
        assert!(told.contains("Correct. +8 points, first to be right"), "{told}");
        let told = to_question(&hall.room, "Anna", question(&alone), "Agulhas cape").await;
        assert!(told.contains("Cape Agulhas"), "{told}");
        hall.room.wait(1);
        let told = to_question(&hall.room, "Anna", card, "gold").await;
        assert!(told.contains("refused: You have finished this card."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_answer_costs_no_try_and_does_what_its_button_does() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let alone = room.line("Anna", OF_FOUR).await;
        for text in ["i don't know", "IDK", "?", "pass", "not sure", "hello"] {
            let told = to_question(&room, "Anna", question(&alone), text).await;
            assert!(told.contains("That cost you no try."), "{text}: {told}");
            assert!(told.contains("take a hint, give it a guess or skip it"), "{text}: {told}");
            assert!(told.contains("[Hint (−2)]"), "{text}: {told}");
        }
        let told = to_question(&room, "Anna", question(&alone), "hint").await;
        assert!(told.contains("Hint: ") && !told.contains("[Hint (−2)]"), "{told}");
        room.wait(1);
        let told = to_question(&room, "Anna", question(&alone), "idk").await;
        assert!(told.contains("You can give it a guess or skip it."), "{told}");
        let told = to_question(&room, "Anna", question(&alone), "help").await;
        assert!(told.contains("How to begin"), "{told}");
        let skipped = to_question(&room, "Anna", question(&alone), "skip").await;
        assert!(skipped.contains("Skipped.") && skipped.contains("Question 2 of 4"), "{skipped}");
        let told = shown(&room.line("Anna", "/stats").await);
        assert!(told.contains("refused: You have not answered anything yet."), "{told}");
        let told = to_bot(&room, "Anna", "stop").await;
        assert!(told.contains("Stopped"), "{told}");
        let told = said(&room, &direct("Ben"), "Ben", "Hello!", Addressee::Bot).await;
        assert!(told.contains("Hello, Ben. Three things that you can do here:"), "{told}");
        let told = said(&room, &direct("Ben"), "Ben", "help", Addressee::Bot).await;
        assert!(told.contains("How to begin"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn in_a_race_and_on_a_card_what_is_no_answer_is_told_to_its_author_alone() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        for text in ["idk", "skip", "stop"] {
            let told = to_question(&hall.room, "Anna", card, text).await;
            assert!(told.contains("> Which metal has the symbol Au?"), "{text}: {told}");
            assert!(told.contains("You can take a hint or give it a guess."), "{text}: {told}");
        }
        let told = to_question(&hall.room, "Anna", card, "gold").await;
        assert!(told.contains("Correct. +10 points"), "{told}");
        let race = hall.room.line("Ben", RACE).await;
        let told = to_question(&hall.room, "Anna", question(&race), "not sure").await;
        assert!(told.contains("You can take a hint or give it a guess."), "{told}");
        let told = to_question(&hall.room, "Anna", question(&race), "stop").await;
        assert!(told.contains("refused: "), "the starter may: {told}");
        let overheard = hall.room.say("Cleo", "idk", false).await;
        assert!(overheard.messages.is_empty() && overheard.sign.is_none(), "{overheard:?}");
        let told = to_question(&hall.room, "Ben", question(&race), "stop").await;
        assert!(told.contains("Lima"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_refused_and_costs_nothing() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        let race = hall.room.line("Ben", &format!("{OF_FOUR} with:channel")).await;
        let first = question(&race);
        // Two questions close while Anna types.
        for _ in 0..2 {
            hall.room.wait(120);
            hall.room.app.tick(hall.room.now()).await.unwrap();
        }
        let told = to_question(&hall.room, "Anna", first, "Lima").await;
        assert!(told.contains("refused: That quiz is over."), "{told}");
        hall.wait_until("2026-05-06T12:00:00Z");
        hall.tick().await;
        let told = to_question(&hall.room, "Anna", card, "gold").await;
        assert!(told.contains("refused: That card is closed."), "{told}");
        let told = said(&hall.room, &channel(), "Anna", "nice", Addressee::NoQuestion).await;
        assert!(told.contains("refused: Nothing in that message waits for an answer."), "{told}");
        let nowhere: Spot = "p1.1".parse().unwrap();
        let told = to_question(&hall.room, "Anna", nowhere, "gold").await;
        assert!(told.contains("refused: I do not know that quiz any more."), "{told}");
        let told = shown(&hall.room.line("Anna", "/stats").await);
        assert!(told.contains("refused: You have not answered anything yet."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_mention_answers_the_question_that_was_shown_last_there() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let alone = room.line("Anna", OF_FOUR).await;
        room.wait(1);
        room.line("Ben", RACE).await;
        // The channel's question came later.
        let told = to_bot(&room, "Anna", "Quito").await;
        assert!(told.contains("> Which city governs Peru?"), "{told}");
        room.wait(1);
        room.press("Anna", &alone, "Hint (−2)").await;
        room.wait(1);
        let told = to_bot(&room, "Anna", "Rome").await;
        assert!(told.contains("# Question 1 of 4") && !told.contains("Peru"), "{told}");
        room.wait(1);
        let told = to_bot(&room, "Anna", "Madrid").await;
        assert!(told.contains("# Question 2 of 4"), "the next comes with the verdict: {told}");
        let told = to_bot(&room, "Anna", "Rome").await;
        assert!(told.contains("# Question 2 of 4") && !told.contains("Peru"), "{told}");
        // For Ben, who plays nothing alone, it is the channel's.
        let told = to_bot(&room, "Ben", "Lima").await;
        assert!(told.contains("Correct. +8 points, first to be right"), "{told}");
        // Elsewhere nothing was shown to Anna; to the bot alone, the own quiz was.
        let elsewhere = Place { channel: "elsewhere".to_owned(), ..channel() };
        let told = said(&room, &elsewhere, "Anna", "Berlin", Addressee::Bot).await;
        assert!(told.contains("refused: No question is waiting for your answer here."), "{told}");
        let told = said(&room, &direct("Anna"), "Anna", "somewhere", Addressee::Bot).await;
        assert!(told.contains("You answered: somewhere"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn going_on_with_a_quiz_shows_its_question_again() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", ALONE).await;
        room.wait(1);
        room.line("Ben", RACE).await;
        room.wait(1);
        let going = room.line("Anna", "/quiz").await;
        room.press("Anna", &going, "Continue").await;
        let told = to_bot(&room, "Anna", "the horn").await;
        assert!(told.contains("> Which cape is the southernmost of Africa?"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn answer_takes_the_only_open_question_and_asks_which_of_several() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        // The card alone is open here.
        let told = hall.told("Anna", "/answer gold").await;
        assert!(told.contains("Correct. +10 points"), "{told}");
        let told = hall.told("Anna", "/answer gold").await;
        assert!(told.contains("refused: No question is waiting for your answer here."), "{told}");
        // To Ben, the card is open still.
        hall.room.wait(1);
        let race = hall.room.line("Ben", RACE).await;
        let which = hall.room.line("Ben", "/answer Lima").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&which), @r"
        [only you]
        notice: Several questions are open here, so “Lima” is not graded yet. Which one does it answer?
        - Question 1 of 1 · Peru: Which city governs Peru?
        - Card of the day · Metals: Which metal has the symbol Au?
        (Or type /answer question:… with a word of the question in quotes, and your answer behind it.)
        [Answer 1] [Answer 2]
        ") };
        let told = shown(&hall.room.answer("Ben", &which, "Lima").await);
        assert!(told.contains("Correct. +8 points, first to be right"), "{told}");
        // The question of the race is finished for Ben, so the card is the only one again.
        let told = hall.told("Ben", "/answer silver").await;
        assert!(told.contains("> Which metal has the symbol Au?"), "{told}");
        // By name, by a part of the question, and wrong.
        for named in [card.to_string(), "\"symbol Au\"".to_owned(), "METAL".to_owned()] {
            let told = hall.told("Cleo", &format!("/answer question:{named} silver?")).await;
            assert!(told.contains("> Which metal has the symbol Au?"), "{named}: {told}");
            hall.room.wait(1);
            if named == "\"symbol Au\"" {
                break;
            }
        }
        let line = format!("/answer question:{} Lima", question(&race));
        let told = hall.told("Dora", &line).await;
        assert!(told.contains("> Which city governs Peru?"), "{told}");
        let told = hall.told("Dora", "/answer question:volcano Lima").await;
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        [only you]
        refused: No question that is open here says “volcano”. Open here: Card of the day · Metals: Which metal has the symbol Au?
        [Fill in a form]
        ") };
        let none = hall.room.in_channel("elsewhere", "Dora", "/answer question:volcano Lima").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&none), @r"
        [only you]
        refused: No question is waiting for your answer here. Start a quiz with /quiz.
        [Start a quiz]
        ") };
    })
    .await;
}

#[tokio::test]
async fn what_is_overheard_under_a_card_counts_and_is_never_refused() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        let studyhall::app::played::Played::Posting(posting) = card.of else { panic!("{card}") };
        let under = Addressee::Everyone { under: Some(posting) };
        let thread = Place { channel: "thread".to_owned(), ..channel() };
        let talk = "has anybody any idea what this one is about, really?";
        for (who, text, told) in [
            ("Anna", talk, ""),
            ("Anna", "gold", "Correct. +10 points"),
            ("Anna", "gold", ""),
            ("Ben", "tin", "Not quite. One more try."),
        ] {
            let heard = said(&hall.room, &thread, who, text, under).await;
            assert!(heard.contains(told) && heard.is_empty() == told.is_empty(), "{text}: {heard}");
            hall.room.wait(1);
        }
        hall.wait_until("2026-05-06T12:00:00Z");
        hall.tick().await;
        assert_eq!(said(&hall.room, &thread, "Cleo", "gold", under).await, "");
    })
    .await;
}

#[tokio::test]
async fn open_questions_are_completed_newest_first() {
    on_each_database(async |database| {
        let (hall, card) = with_card(&database.store).await;
        hall.room.wait(1);
        let race = hall.room.line("Ben", RACE).await;
        let complete = async |who: &str, typed: &str| {
            let mut rng = rand::SeedableRng::seed_from_u64(7);
            let (app, now) = (&hall.room.app, hall.room.now());
            let who = format!("id of {who}");
            let found = app.complete_question(&channel(), &who, typed, now, &mut rng).await;
            found.into_iter().map(|one| (one.label, one.value)).collect::<Vec<_>>()
        };
        let of_card = ("Card of the day · Metals: Which metal has the symbol Au?", card);
        let of_race = ("Question 1 of 1 · Peru: Which city governs Peru?", question(&race));
        let named = |(label, spot): (&str, Spot)| (label.to_owned(), spot.to_string());
        assert_eq!(complete("Ben", "").await, [named(of_race), named(of_card)]);
        assert_eq!(complete("Ben", "Metal").await, [named(of_card)]);
        assert_eq!(complete("Ben", "volcano").await, []);
        assert_eq!(complete("a stranger", "").await, []);
    })
    .await;
}

#[tokio::test]
async fn a_question_belongs_to_the_place_where_it_was_shown() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", OF_FOUR).await;
        room.wait(1);
        room.line("Ben", RACE).await;
        room.wait(1);
        // Shown again in the conversation of two, and so not later here.
        let going = Action::Line("/quiz".to_owned());
        let going = room.request("going", &direct("Anna"), "Anna", going).await;
        let go_on = Action::Click(super::room::action(&going, "Continue"));
        room.request("go on", &direct("Anna"), "Anna", go_on).await;
        room.wait(1);
        let told = to_bot(&room, "Anna", "Lima").await;
        assert!(told.contains("Correct. +8 points, first to be right"), "{told}");
        // What was shown last is finished; nothing else is meant.
        room.wait(1);
        let told = to_bot(&room, "Anna", "Peru's city").await;
        assert!(told.contains("refused: You have finished this question"), "{told}");
        // It can be answered where it was shown, by the bot's name for it or without.
        let elsewhere = Place { channel: "elsewhere".to_owned(), ..channel() };
        let told = said(&room, &elsewhere, "Anna", "Rome", Addressee::Bot).await;
        assert!(told.contains("refused: No question is waiting for your answer here."), "{told}");
        let going = Action::Line("/quiz".to_owned());
        let going = room.request("going there", &elsewhere, "Anna", going).await;
        let go_on = Action::Click(super::room::action(&going, "Continue"));
        room.request("go on there", &elsewhere, "Anna", go_on).await;
        let line = Action::Line("/answer Rome".to_owned());
        let told = shown(&room.request("there", &elsewhere, "Anna", line).await);
        assert!(told.contains("You answered: Rome"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_quiz_whose_deck_is_away_is_in_no_other_questions_way() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz deck:chemistry").await;
        let room = room.restarted_without_chemistry(&database.store);
        let told = shown(&room.line("Anna", "/answer gold").await);
        assert!(told.contains("refused: The deck of that quiz is away"), "{told}");
        room.wait(1);
        room.line("Ben", RACE).await;
        let told = shown(&room.line("Anna", "/answer Lima").await);
        assert!(told.contains("Correct. +8 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn what_holds_no_answer_is_talk_and_what_shows_nothing_costs_nothing() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let race = room.line("Ben", RACE).await;
        for talk in ["ok", "...", "🦉"] {
            let told = shown(&room.say("Anna", talk, false).await);
            assert_eq!(told, "", "{talk}");
            room.wait(1);
        }
        for nothing in
            ["\u{ad}", "\u{202e}", "\u{61c}", "\u{2062}", "\u{e0041}", "\u{3164}", "\u{300}"]
        {
            let told = to_question(&room, "Anna", question(&race), nothing).await;
            assert!(told.contains("refused: There was nothing in your answer."), "{told}");
            room.wait(1);
        }
        let told = to_question(&room, "Anna", question(&race), "Lima").await;
        assert!(told.contains("Correct. +8 points, first to be right"), "no try was lost: {told}");
    })
    .await;
}
