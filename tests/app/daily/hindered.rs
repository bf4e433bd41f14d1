//! What hinders the bot from posting in a channel: said where something is asked for, and to
//! whoever set or asked for a card that was refused.

use std::fmt::Write;

use studyhall::app::request::{Action, Hindrance};
use studyhall::platform::sending::Refused;

use super::Hall;
use crate::app::room::{channel, direct, sentence, shown};
use crate::support::database::on_each_database;
use crate::support::sending::Fate;

/// Everything that hinders.
fn hindrances() -> [Hindrance; 4] {
    let permissions = vec!["Send", "Attach"];
    [
        Hindrance::Lacking { permissions, given_under: "Settings" },
        Hindrance::NotIn { invite: "/invite @Bot".to_owned() },
        Hindrance::Archived,
        Hindrance::OfOthers,
    ]
}

#[tokio::test]
async fn what_hinders_is_told_before_anything_begins_and_how_it_is_mended() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let mut said = String::new();
        for why in hindrances() {
            hall.platform.hinder("study-group", Some(why.clone()));
            hall.platform.hinder("other", Some(why.clone()));
            let quiz = Action::Line("/quiz with:channel".to_owned());
            let event = format!("{why:?}");
            let told = hall.room.hindered(&event, &channel(), "Anna", quiz, Some(why)).await;
            let quiz = shown(&told);
            for line in [
                "/setup",
                "/setup time:09:00",
                "/daily set time:09:00",
                "/daily now",
                "/season start Spring until:2026-06-01",
            ] {
                assert_eq!(sentence(&hall.told("Admin", line).await), quiz, "{line}");
            }
            let there = hall.told("Admin", "/daily now channel:other").await;
            let _ = writeln!(said, "{quiz}\n{there}");
        }
        assert_eq!(hall.count(), 0);
        insta::allow_duplicates! { insta::assert_snapshot!(said.replace("[only you]\n", ""), @r"
        refused: I may not post in this channel: I lack the permissions Send and Attach. Somebody who manages the channel can give me that under Settings.
        refused: I may not post in that channel: I lack the permissions Send and Attach. Somebody who manages the channel can give me that under Settings.
        [Fill in a form]
        refused: I am not in this channel yet. Invite me with /invite @Bot, then try again.
        refused: I am not in that channel yet. Invite me with /invite @Bot, then try again.
        [Fill in a form]
        refused: I cannot post in this channel, since it is archived. Open it again, or use another one.
        refused: I cannot post in that channel, since it is archived. Open it again, or use another one.
        [Fill in a form]
        refused: I cannot join this conversation, since it is between other people. Use a channel instead.
        refused: I cannot join that conversation, since it is between other people. Use a channel instead.
        [Fill in a form]
        ") };
        hall.platform.hinder("study-group", None);
        let told = hall.told("Admin", "/season start Spring until:2026-06-01").await;
        assert!(told.contains("The season Spring has begun"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_refused_card_says_in_the_words_of_its_platform_what_hinders() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for why in hindrances() {
            hall.told("Admin", "/daily now").await;
            hall.platform.fates([Fate::Refused(Refused::Forbidden)]);
            hall.platform.hinder("study-group", Some(why));
            hall.tick().await;
            hall.platform.hinder("study-group", None);
        }
        let notes = hall.standing_in(&direct("Admin")).join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(notes, @r"
        [everyone]
        notice: The card that you asked for could not be posted. I may not post in its channel: I lack the permissions Send and Attach. Somebody who manages the channel can give me that under Settings.
        (Once that is mended, ask for it again with /daily now.)
        [everyone]
        notice: The card that you asked for could not be posted. I am not in its channel yet. Invite me with /invite @Bot.
        (Once that is mended, ask for it again with /daily now.)
        [everyone]
        notice: The card that you asked for could not be posted. I cannot post in its channel, since it is archived. Open it again, or use another one.
        (Once that is mended, ask for it again with /daily now.)
        [everyone]
        notice: The card that you asked for could not be posted. I cannot join its conversation, since it is between other people. Use a channel instead.
        (Once that is mended, ask for it again with /daily now.)
        ") };
    })
    .await;
}

#[tokio::test]
async fn what_is_done_where_nobody_reads_it_is_told_to_its_asker() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let mut said = String::new();
        for (who, why) in ["Anna", "Ben", "Cleo", "Admin"].into_iter().zip(hindrances()) {
            let found = Action::Line(format!("/team create Team of {who}"));
            let told = hall.room.hindered(who, &channel(), who, found, Some(why)).await;
            let _ = writeln!(said, "{}", shown(&told));
            // It is done: the same once more is refused.
            let again = shown(&hall.room.line(who, "/team create Other").await);
            assert!(again.contains("refused: You are in the team"), "{again}");
        }
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        notice: Anna founded the team Team of Anna. Join in with /team join Team of Anna.
        (The channel does not read this, since I lack the permissions Send and Attach there.)
        [only you]
        notice: Ben founded the team Team of Ben. Join in with /team join Team of Ben.
        (The channel does not read this, since I am not in it; /invite @Bot brings me in.)
        [only you]
        notice: Cleo founded the team Team of Cleo. Join in with /team join Team of Cleo.
        (The channel does not read this, since it is archived.)
        [only you]
        notice: Admin founded the team Team of Admin. Join in with /team join Team of Admin.
        (Nobody else reads this, since I cannot join a conversation between other people.)
        ") };
    })
    .await;
}
