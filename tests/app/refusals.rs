//! What cannot be done is said in one sentence, to its asker alone.

use std::collections::BTreeMap;
use std::fmt::Write;

use studyhall::app::click::Click;
use studyhall::app::request::{Action, Files};

use super::room::{Room, sentence, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn refusals_say_what_where_and_how_to_mend_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let mut said = String::new();
        for line in [
            "/quizz",
            "/quiz deck:wrld",
            "/quiz deck:history",
            "/quiz topic:Captials",
            "/quiz topic:Poetry",
            "/quiz deck:world topic:Metals",
            "/quiz topic:M questions:99",
            "/quiz topic:Cap",
            "/quiz with:channel topic:Sun questions:0",
            "/answer Lima",
        ] {
            let reply = sentence(&shown(&room.line("Anna", line).await));
            let _ = writeln!(said, "{line}\n  \
                {}", reply.replace("[only you]\n", "").replace('\n', "\n  "));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        /quizz
          refused: There is no command “/quizz”. Did you mean “/quiz”?
          [Yes, /quiz]
        /quiz deck:wrld
          refused: There is no deck called “wrld”. Did you mean “world”?
        /quiz deck:history
          refused: There is no deck called “history”. Type /deck list to see the decks.
        /quiz topic:Captials
          refused: There is no topic called “Captials” in The World. Did you mean “Capitals”?
        /quiz topic:Poetry
          refused: There is no topic called “Poetry” in The World. Type /deck list to see the topics.
        /quiz deck:world topic:Metals
          refused: There is no topic called “Metals” in The World. Type /deck list to see the topics.
        /quiz topic:M questions:99
          refused: questions takes 1 to 25; 99 is too many. Try questions:25.
        /quiz topic:Cap
          refused: “Cap” is the beginning of Capitals and Capes. Type a little more of the one you mean.
        /quiz with:channel topic:Sun questions:0
          refused: questions takes 1 to 25; 0 is too few. Try questions:1.
        /answer Lima
          refused: No question is waiting for your answer here. Start a quiz with /quiz.
          [Start a quiz]
        ") };
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_text_or_with_far_too_much_is_refused_and_uses_up_no_try() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru").await;
        for (text, said) in [
            ("  \n", "refused: There was nothing in your answer."),
            ("\u{200b}\u{7}\u{feff}", "refused: There was nothing in your answer."),
            (
                &"x".repeat(1_001),
                "refused: An answer has at most 1,000 characters and yours has 1,001.",
            ),
            (
                &"é".repeat(100_000),
                "refused: An answer has at most 1,000 characters and yours has 100,000.",
            ),
        ] {
            let told = shown(&room.answer("Anna", &asked, text).await);
            assert!(told.contains(said), "{told}");
        }
        let told = shown(&room.answer("Anna", &asked, "Lima").await);
        assert!(told.contains("+5 points"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn buttons_and_forms_that_are_not_ours_are_refused() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for action in [
            "",
            "answer",
            "answer:1",
            "answer:x.y",
            "pick:1.1.-1",
            "again:",
            "drop:table",
            "next:1.1.1",
        ] {
            let told = shown(&room.act("Anna", Action::Click(Click::read(action))).await);
            assert!(
                told.starts_with("[only you]\nrefused: That button is no longer in use."),
                "{action}: {told}"
            );
            let submit = Action::Submit {
                action: Click::read(action),
                fields: BTreeMap::new(),
                files: Files::new(),
            };
            let told = shown(&room.act("Anna", submit).await);
            assert!(told.starts_with("[only you]\nrefused: "), "{action}: {told}");
        }
        let told = shown(
            &room
                .act("Anna", Action::Click(Click::read("answer:9223372036854775807.4294967295")))
                .await,
        );
        assert_eq!(
            told,
            "[only you]\nrefused: I do not know that quiz any more. Start a new one with /quiz."
        );
    })
    .await;
}
