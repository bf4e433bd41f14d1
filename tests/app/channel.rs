//! Quizzes with a channel: private answers, public counts, order, next, and time.

use studyhall::app::reply::{Audience, Reply, Sign};
use studyhall::app::request::Action;

use super::room::{Room, channel, direct, shown};
use crate::support::database::on_each_database;

/// What everyone sees of a reply.
fn public(reply: &Reply) -> String {
    let messages = reply
        .messages
        .iter()
        .filter(|message| message.audience == Audience::Everyone)
        .cloned()
        .collect();
    shown(&Reply { messages, ..Reply::default() })
}

/// What the asker alone sees of a reply.
fn private(reply: &Reply) -> String {
    let messages = reply
        .messages
        .iter()
        .filter(|message| message.audience == Audience::Asker)
        .cloned()
        .collect();
    shown(&Reply { messages, ..Reply::default() })
}

/// What the clock posts.
async fn ticked(room: &Room) -> Reply {
    let posts = room.app.tick(room.now()).await.unwrap();
    assert!(
        posts
            .iter()
            .all(|post| post.place == channel() && post.message.audience == Audience::Everyone)
    );
    Reply { messages: posts.into_iter().map(|post| post.message).collect(), ..Reply::default() }
}

#[tokio::test]
async fn three_members_race_and_see_only_counts_until_the_question_closes() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Sun with:channel").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&asked), @r"
        [everyone]
        Anna started a quiz: 1 question from The World.
        (Everyone can answer. Answers stay private until the question closes, which it does as soon as all who play have answered; the first three to be right get more points.)
        [Join]

        [everyone]
        # Question 1 of 1 · Sun
        > True or false: the Sun is a star.
        (Closes at 12:00 UTC. Your answer stays private.)
        [True] [False] [Finish] [Stop]
        ") };
        let told = room.press("Ben", &asked, "True").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        # Question 1 of 1 · Sun
        > True or false: the Sun is a star.
        correct: Correct. +8 points, first to be right
        Answer: True
        Because of sun.

        [everyone]
        # Question 1 of 1 · Sun
        > True or false: the Sun is a star.
        (1 of 1 answered · Closes at 12:00 UTC. Your answer stays private.)
        [True] [False] [Finish] [Stop]
        ") };
        let told = room.press("Cleo", &asked, "False").await;
        assert!(private(&told).contains("incorrect: Not quite.\nAnswer: True"), "{}", shown(&told));
        let seen = public(&told);
        assert!(seen.contains("(2 of 2 answered") && !seen.contains("Answer:"), "{seen}");
        let told = room.press("Anna", &asked, "True").await;
        assert!(private(&told).contains("+7 points, second to be right"), "{}", shown(&told));
        let closed = room.press("Anna", &asked, "Finish").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&closed), @r"
        [everyone]
        # Question 1 of 1 · Sun
        > True or false: the Sun is a star.
        Answer: True
        Because of sun.
        Right, in order:
        - Ben +8
        - Anna +7
        (Anna closed the last question.)

        [everyone]
        # Quiz finished
        Rank | Name | Right | Points
        1 | Ben | 1 of 1 | 8
        2 | Anna | 1 of 1 | 7
        3 | Cleo | 0 of 1 | 0
        [Again with the missed ones]
        ") };
        assert_eq!(closed.messages[0].key, asked.messages[1].key, "the answer stands in place of \
            the question");
    })
    .await;
}

#[tokio::test]
async fn a_round_closes_when_its_time_is_over_and_the_next_one_is_asked() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Capitals questions:2 with:channel").await;
        assert_eq!(
            room.app.next_wake().await.unwrap(),
            Some(room.now() + chrono::TimeDelta::seconds(90))
        );
        let wrong = room.answer("Ben", &asked, "Atlantis").await;
        assert!(
            public(&wrong).is_empty(),
            "whoever has a try left is not counted: {}",
            public(&wrong)
        );
        room.wait(89);
        assert!(ticked(&room).await.messages.is_empty());
        room.wait(1);
        let room = room.restarted(&database.store);
        let posted = shown(&ticked(&room).await);
        assert!(posted.contains("(Nobody was right this time.)"), "{posted}");
        assert!(posted.contains("# Question 2 of 2 · Capitals"), "{posted}");
        assert!(ticked(&room).await.messages.is_empty(), "a round closes once");
    })
    .await;
}

#[tokio::test]
async fn two_questions_without_an_answer_end_the_quiz() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz topic:Capitals questions:4 with:channel").await;
        room.wait(90);
        let posted = shown(&ticked(&room).await);
        assert!(posted.contains("(Nobody answered.)"), "{posted}");
        room.wait(90);
        let posted = shown(&ticked(&room).await);
        assert!(
            posted.contains("# Quiz ended\nTwo questions went by without an answer"),
            "{posted}"
        );
        assert_eq!(room.app.next_wake().await.unwrap(), None);
        let asked = shown(&room.line("Ben", "/quiz topic:Sun with:channel").await);
        assert!(asked.contains("Ben started a quiz"), "{asked}");
    })
    .await;
}

#[tokio::test]
async fn next_and_stop_are_the_starters_and_admins_and_all_read_who_it_was() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked =
            room.line("Anna", "/quiz topic:Capitals style:choices questions:3 with:channel").await;
        for label in ["Next", "Stop"] {
            let refused = shown(&room.press("Ben", &asked, label).await);
            let whom = "refused: That is for Anna, who started this quiz, or an admin. Ask one of \
                them.";
            assert!(refused.contains(whom), "{refused}");
        }
        let second = room.press("Anna", &asked, "Next").await;
        assert!(shown(&second).contains("(Anna went on to the next question.)"), "{second:?}");
        assert!(shown(&second).contains("# Question 2 of 3"), "{}", shown(&second));
        let late = shown(&room.press("Admin", &asked, "Next").await);
        assert!(late.contains("The quiz has moved on to question 2."), "{late}");
        let stopped = shown(&room.press("Admin", &second, "Stop").await);
        assert!(stopped.contains("(Admin stopped the quiz here.)"), "{stopped}");
        assert!(stopped.contains("# Quiz stopped"), "{stopped}");
    })
    .await;
}

#[tokio::test]
async fn a_question_closes_with_the_last_answer_of_those_who_play() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let line = "/quiz topic:Capitals style:choices questions:3 with:channel";
        let first = room.line("Anna", line).await;
        let joined = room.press("Ben", &first, "Join").await;
        assert!(private(&joined).contains("notice: You are in."), "{}", shown(&joined));
        assert!(public(&joined).contains("(0 of 1 answered"), "{}", shown(&joined));
        let told = room.press("Anna", &first, "Oslo").await;
        assert!(public(&told).contains("(1 of 2 answered"), "{}", shown(&told));
        room.press("Ben", &first, "Oslo").await;
        // It stays open for others to join.
        room.wait(19);
        assert!(ticked(&room).await.messages.is_empty());
        room.wait(1);
        let second = ticked(&room).await;
        assert!(shown(&second).contains("# Question 2 of 3"), "{}", shown(&second));
        room.press("Anna", &second, "Oslo").await;
        let third = room.press("Ben", &second, "Oslo").await;
        assert!(private(&third).contains("Question 2 of 3"), "{}", shown(&third));
        assert!(public(&third).contains("# Question 3 of 3"), "{}", shown(&third));
        room.press("Ben", &third, "Oslo").await;
        let end = room.press("Anna", &third, "Oslo").await;
        assert!(public(&end).contains("# Quiz finished"), "{}", shown(&end));
        assert_eq!(room.app.next_wake().await.unwrap(), None);
        let late = shown(&room.press("Cleo", &first, "Join").await);
        assert!(late.contains("refused: That quiz is over."), "{late}");
    })
    .await;
}

#[tokio::test]
async fn everyone_can_repeat_in_private_what_they_missed_themselves() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Sun with:channel").await;
        room.press("Ben", &asked, "True").await;
        room.press("Cleo", &asked, "False").await;
        let end = room.press("Anna", &asked, "Finish").await;
        let refused = shown(&room.press("Ben", &end, "Again with the missed ones").await);
        assert!(refused.contains("refused: You missed none of these cards"), "{refused}");
        let again = room.press("Cleo", &end, "Again with the missed ones").await;
        assert!(
            public(&again).is_empty() && private(&again).contains("the Sun is a star"),
            "{}",
            shown(&again)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_overheard_counts_only_if_it_is_right() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        assert_eq!(room.say("Ben", "Lima", false).await, Reply::default());
        room.line("Anna", "/quiz topic:Peru with:channel").await;
        assert_eq!(room.say("Ben", "has anyone been to Atlantis?", false).await, Reply::default());
        let told = room.say("Ben", "Lima", false).await;
        assert!(private(&told).contains("+8 points, first to be right"), "{}", shown(&told));
        assert!(public(&told).contains("(1 of 1 answered"), "{}", shown(&told));
        let again = room.say("Ben", "Lima", false).await;
        assert!(again.messages.is_empty() && again.sign.is_none(), "once is enough: {again:?}");
    })
    .await;
}

#[tokio::test]
async fn text_for_the_bot_goes_to_the_newest_question_and_then_to_the_other() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz topic:Peru with:channel").await;
        room.wait(1);
        room.line("Anna", "/quiz topic:Sun").await;
        let told = shown(&room.say("Anna", "true", true).await);
        assert!(told.contains("# Quiz finished\n1 of 1 right, 5 points."), "{told}");
        let told = shown(&room.say("Anna", "Lima", true).await);
        assert!(told.contains("+8 points, first to be right"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_hint_in_a_channel_is_seen_by_its_member_alone() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Peru with:channel").await;
        let hinted = room.press("Ben", &asked, "Hint (−2)").await;
        assert!(public(&hinted).is_empty(), "{}", shown(&hinted));
        assert!(
            private(&hinted).contains("notice: Hint: One word: L with 4 letters."),
            "{}",
            shown(&hinted)
        );
        let told = shown(&room.answer("Ben", &hinted, "Lima").await);
        assert!(told.contains("+6 points, first to be right"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn many_at_once_are_all_counted_and_placed_once() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Anna", "/quiz topic:Sun with:channel").await;
        let names: Vec<String> = (0..24).map(|number| format!("Member {number}")).collect();
        let mut pending = Vec::new();
        for name in &names {
            pending.push(Box::pin(room.press(name, &asked, "True")));
        }
        let told = join_all(pending).await;
        let texts: Vec<String> = told.iter().map(private).collect();
        assert!(texts.iter().all(|text| text.contains("Correct.")), "{texts:#?}");
        for place in ["first to be right", "second to be right", "third to be right"] {
            assert_eq!(texts.iter().filter(|text| text.contains(place)).count(), 1, "{place}");
        }
        let closed = shown(&room.press("Anna", &asked, "Finish").await);
        assert!(closed.contains("(and 14 more)"), "{closed}");
    })
    .await;
}

/// Lets all futures run side by side on this task.
async fn join_all<F: Future + Unpin>(mut pending: Vec<F>) -> Vec<F::Output> {
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, output) in
            pending.iter_mut().zip(&mut done).filter(|(_, output)| output.is_none())
        {
            if let std::task::Poll::Ready(ready) = std::pin::Pin::new(future).poll(context) {
                *output = Some(ready);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_quiz_with_the_channel_needs_a_channel_that_has_none() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let line = Action::Line("/quiz with:channel".into());
        let refused = shown(&room.request("1", &direct("Anna"), "Anna", line).await);
        assert!(refused.contains("refused: A quiz with the channel needs a channel."), "{refused}");
        room.line("Anna", "/quiz topic:Peru with:channel").await;
        let going = shown(&room.line("Ben", "/quiz with:channel").await);
        assert_eq!(
            going,
            "[only you]\nnotice: This channel has a quiz going, question 1 of 1. \
             Join in, or start another when it is over.\n[Join]"
        );
        let going = shown(&room.line("Anna", "/quiz with:channel").await);
        assert!(going.ends_with("[Join] [Stop it]"), "{going}");
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_in_a_race_follows_the_rules_of_the_form() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/quiz topic:Capes with:channel").await;
        for talk in
            ["is it cape town?", "i have no idea at all what this could be", &"x".repeat(61), "  "]
        {
            let reply = room.say("Ben", talk, false).await;
            assert_eq!((shown(&reply).as_str(), reply.sign), ("", None), "{talk}");
        }
        let close = room.say("Ben", "the southern cape", false).await;
        assert_eq!(close.sign, Some(Sign::Close), "it uses up no try: {}", shown(&close));
        let wrong = room.say("Ben", "Cape Horn", false).await;
        assert_eq!(wrong.sign, Some(Sign::Wrong));
        assert!(private(&wrong).contains("One more try."), "{}", private(&wrong));
        let wrong = room.say("Ben", "Cape Cod", false).await;
        assert_eq!(wrong.sign, Some(Sign::Wrong));
        assert!(public(&wrong).contains("1 of 1 answered"), "{}", public(&wrong));
        let late = room.say("Ben", "Cape Agulhas", false).await;
        assert_eq!(shown(&late), "", "no guess is free");
        let right = room.say("Cleo", "Cape Agulhas", false).await;
        assert!(
            right.sign.is_none() && private(&right).contains("first to be right"),
            "{}",
            private(&right)
        );
        assert_eq!(
            database.count("SELECT COUNT(*) FROM answers WHERE verdict = 'incorrect'").await,
            2
        );
    })
    .await;
}
