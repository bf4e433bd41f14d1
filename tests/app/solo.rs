//! Quizzes for one: typed, picked, hinted, skipped, stopped, continued, repeated.

use studyhall::app::App;
use studyhall::app::decks::Decks;
use studyhall::app::request::{Action, Addressee};

use super::room::{Room, deck, direct, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn a_right_typed_answer_earns_five_points_and_ends_the_quiz_with_a_summary() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&asked), @r"
        [only you]
        # Question 1 of 1 · Peru
        > Which city governs Peru?
        [Answer] [Hint (−2)] [Skip] [Stop]
        ") };
        let told = room.answer("Anna", &asked, "Lima").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        # Question 1 of 1 · Peru
        > Which city governs Peru?
        correct: Correct. +5 points
        Answer: Lima
        Because of peru.

        [only you]
        # Quiz finished
        1 of 1 right, 5 points. Your streak began today: 1 study day.
        [Another quiz] [Remind me tomorrow at 18:00]
        ") };
        assert_eq!(
            asked.messages[0].key, told.messages[0].key,
            "the verdict stands in place of the question"
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_typed_answer_may_be_tried_once_more_for_three_points() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        let told = room.answer("Anna", &asked, "Quito").await;
        let text = shown(&told);
        assert!(
            text.contains("You answered: Quito\nincorrect: Not quite. One more try."),
            "{text}"
        );
        assert!(text.contains("[Try again] [Hint (−2)] [Skip] [Stop]"), "{text}");
        assert!(!text.contains("Lima"), "{text}");
        let told = room.answer("Anna", &told, "Lima").await;
        assert!(shown(&told).contains("Correct. +3 points"), "{}", shown(&told));
    })
    .await;
}

#[tokio::test]
async fn a_close_answer_is_asked_to_be_more_specific_and_uses_up_no_try() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Capes").await;
        for _ in 0..3 {
            let told = shown(&room.answer("Anna", &asked, "the southern cape").await);
            assert!(told.contains("close: Close. ") && told.contains("Try again."), "{told}");
        }
        let told = shown(&room.answer("Anna", &asked, "Cape Agulhas").await);
        assert!(told.contains("+5 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn after_two_wrong_answers_the_answer_is_shown_and_listed_as_missed() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        room.answer("Anna", &asked, "Quito").await;
        let told = shown(&room.answer("Anna", &asked, "Bogota").await);
        assert!(told.contains("Answer: Lima\nBecause of peru.\n"), "{told}");
        assert!(
            told.contains(
                "0 of 1 right, 0 points. Your streak began today: 1 study day.\nMissed:\n\
                - Which city governs Peru? Lima"
            ),
            "{told}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_hint_is_shown_once_and_costs_two_points() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        let hinted = room.press("Anna", &asked, "Hint (−2)").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&hinted), @r"
        [only you]
        # Question 1 of 1 · Peru
        > Which city governs Peru?
        notice: Hint: One word: L with 4 letters.
        [Answer] [Skip] [Stop]
        ") };
        let told = shown(&room.answer("Anna", &hinted, "Lima").await);
        assert!(told.contains("Correct. +3 points\n"), "{told}");
        assert!(told.contains("(The hint cost 2 points.)"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn choices_are_picked_once_and_true_or_false_too() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Rivers").await;
        let told = shown(&room.press("Anna", &asked, "Nile").await);
        assert!(told.contains("Correct. +5 points"), "{told}");
        let asked = room.line("Anna", "/quiz topic:Moon").await;
        assert!(shown(&asked).contains("[True] [False] [Skip] [Stop]"), "{}", shown(&asked));
        let told = shown(&room.press("Anna", &asked, "True").await);
        assert!(told.contains("incorrect: Not quite.\nAnswer: False"), "{told}");
        assert!(told.contains("# Quiz finished\n0 of 1 right"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_typed_card_gets_choices_from_its_sisters_when_that_is_wanted() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Capitals style:choices questions:1").await;
        let mut labels: Vec<&str> =
            asked.messages[0].buttons.iter().map(|button| button.label.as_str()).collect();
        labels.sort_unstable();
        assert_eq!(labels, ["Havana", "Nairobi", "Oslo", "Skip", "Stop", "Tokyo"]);
    })
    .await;
}

#[tokio::test]
async fn a_choice_may_be_typed_and_what_is_none_of_them_uses_up_no_try() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz topic:Rivers").await;
        let told = room.line("Anna", "/answer a river").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        refused: That is none of the choices. Press one of the buttons under the question, or type its text.
        ") };
        let told = shown(&room.line("Anna", "/answer nile").await);
        assert!(told.contains("Correct. +5 points"), "{told}");
        room.line("Anna", "/quiz topic:Moon").await;
        let told = shown(&room.line("Anna", "/answer cheese").await);
        assert!(told.contains("refused: That is none of the choices."), "{told}");
        let told = shown(&room.line("Anna", "/answer yes, it is true").await);
        assert!(told.contains("incorrect: Not quite.") && told.contains("Answer: False"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_topic_that_tells_the_answer_does_not_stand_over_the_question() {
    on_each_database(async |database| {
        let mut room = Room::new(&database.store);
        let mut told = deck();
        told.cards[0].topic = "Lima".into();
        room.app = App::new(database.store.clone(), [told].into_iter().collect::<Decks>());
        let asked = room.line("Anna", "/quiz topic:Lima").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&asked), @r"
        [only you]
        # Question 1 of 1
        > Which city governs Peru?
        [Answer] [Hint (−2)] [Skip] [Stop]
        ") };
    })
    .await;
}

#[tokio::test]
async fn a_self_graded_card_is_revealed_and_then_judged_by_its_member() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Essay").await;
        let revealed = room.press("Anna", &asked, "Show the answer").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&revealed), @r"
        [only you]
        # Question 1 of 1 · Essay
        > Why is the sky blue?
        Answer: Air scatters blue light most.
        Because of essay.
        [I had it] [I missed it]
        ") };
        let told = shown(&room.press("Anna", &revealed, "I had it").await);
        assert!(told.contains("1 of 1 right, 5 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn skipped_cards_are_missed_and_can_be_played_again() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let first = room.line("Anna", "/quiz topic:Moon").await;
        let told = room.press("Anna", &first, "Skip").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        # Question 1 of 1 · Moon
        > True or false: the Moon has air to breathe.
        notice: Skipped.
        Answer: False
        Because of moon.

        [only you]
        # Quiz finished
        0 of 1 right, 0 points.
        Missed:
        - True or false: the Moon has air to breathe. False
        [Again with the missed ones] [Another quiz] [Remind me tomorrow at 18:00]
        ") };
        let asked = room.press("Anna", &told, "Again with the missed ones").await;
        assert!(
            shown(&asked).contains("> True or false: the Moon has air to breathe."),
            "{}",
            shown(&asked)
        );
        let told = room.press("Anna", &asked, "False").await;
        assert!(!shown(&told).contains("Again with the missed ones"), "{}", shown(&told));
    })
    .await;
}

#[tokio::test]
async fn a_second_quiz_is_offered_to_continue_or_to_stop_the_first() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Capitals questions:2").await;
        let going = room.line("Anna", "/quiz").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&going), @r"
        [only you]
        notice: You have a quiz going, question 1 of 2.
        [Continue] [Stop it]
        ") };
        let again = room.press("Anna", &going, "Continue").await;
        assert_eq!(
            (shown(&again), &again.messages[0].buttons),
            (shown(&asked), &asked.messages[0].buttons)
        );
        let stopped = shown(&room.press("Anna", &going, "Stop it").await);
        assert!(stopped.contains("notice: Stopped here."), "{stopped}");
        assert!(stopped.contains("# Quiz stopped\nNo question was answered."), "{stopped}");
        let asked = shown(&room.line("Anna", "/quiz topic:Moon").await);
        assert!(asked.contains("Question 1 of 1 · Moon"), "{asked}");
    })
    .await;
}

#[tokio::test]
async fn plain_text_answers_in_a_direct_conversation() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let place = direct("Anna");
        room.request("1", &place, "Anna", Action::Line("/quiz topic:Sun".into())).await;
        let said = Action::Said { text: "true".into(), to: Addressee::Everyone { under: None } };
        let told = shown(&room.request("2", &place, "Anna", said).await);
        assert!(told.contains("1 of 1 right, 5 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_card_earns_points_once_a_study_day_and_again_on_the_next() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for (hours, points) in [(0, "+5 points"), (1, "+0 points"), (24, "+5 points")] {
            room.wait(hours * 3_600);
            let asked = room.line("Anna", "/quiz topic:Sun").await;
            let told = shown(&room.press("Anna", &asked, "True").await);
            assert!(told.contains(points), "after {hours} h: {told}");
            assert_eq!(
                told.contains("has earned you points today already"),
                points == "+0 points",
                "{told}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_quiz_goes_on_after_a_restart() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Sun").await;
        let room = room.restarted(&database.store);
        let told = shown(&room.press("Anna", &asked, "True").await);
        assert!(told.contains("1 of 1 right, 5 points"), "{told}");
    })
    .await;
}
