//! Members whom an admin has named: what they may do then, who says so, and how it ends.

use std::fmt::Write;

use studyhall::app::request::Action;
use studyhall::domain::place::Home;

use super::mydata::file;
use super::room::{Room, direct, sentence, shown};
use crate::support::database::on_each_database;

/// What each of these lines is answered with, the line before it.
async fn said(room: &Room, lines: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for (who, line) in lines {
        let told = sentence(&shown(&room.line(who, line).await));
        let told = told.replace("[only you]\n", "").replace('\n', "\n  ");
        let _ = writeln!(said, "{who}: {line}\n  {told}");
    }
    said
}

#[tokio::test]
async fn a_member_who_is_named_does_what_admins_do_until_that_is_taken_back() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let told = said(
            &room,
            &[
                ("Ben", "/timezone zone:Europe/London"),
                ("Ben", "/daily set time:09:00"),
                ("Ben", "/admins add member:Ben"),
                ("Admin", "/admins list"),
                ("Admin", "/admins add member:@ben"),
                ("Ben", "/season start name:Spring until:2026-06-01"),
                ("Cleo", "/timezone zone:Europe/Berlin"),
                ("Ben", "/admins add member:“id of Cleo”"),
                ("Ben", "/admins list"),
                ("Cleo", "/admins remove member:Ben"),
                ("Ben", "/season end"),
                ("Ben", "/admins list"),
                ("Cleo", "/admins remove member:Cleo"),
                ("Cleo", "/admins list"),
            ],
        )
        .await;
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        Ben: /timezone zone:Europe/London
          Your time zone is Europe/London; it is 13:00 there now.
          (Your study days and your reminder go by it from now on.)
        Ben: /daily set time:09:00
          refused: Only admins may use /daily set: those who manage this community, and whom they have named with /admins add. Ask one of them.
        Ben: /admins add member:Ben
          refused: Only admins may use /admins add: those who manage this community, and whom they have named with /admins add. Ask one of them.
        Admin: /admins list
          # Named admins
          Nobody has been named yet. Name a member with /admins add member:….
          (Whoever manages this community by its own settings is an admin, too, without being named here.)
        Admin: /admins add member:@ben
          notice: Ben is an admin now and may use every command that admins may, this one among them. Take it back with /admins remove.
        Ben: /season start name:Spring until:2026-06-01
          [everyone]
          notice: The season Spring has begun and runs through 1 June 2026. Its board: /leaderboard period:season.
        Cleo: /timezone zone:Europe/Berlin
          Your time zone is Europe/Berlin; it is 14:00 there now.
          (Your study days and your reminder go by it from now on.)
        Ben: /admins add member:“id of Cleo”
          notice: Cleo is an admin now and may use every command that admins may, this one among them. Take it back with /admins remove.
        Ben: /admins list
          # Named admins
          - Ben, named by Admin on 4 May 2026
          - Cleo, named by Ben on 4 May 2026
          (Whoever manages this community by its own settings is an admin, too, without being named here.)
        Cleo: /admins remove member:Ben
          notice: Ben is not named as an admin any more. If they manage this community by its own settings, they stay one by that.
        Ben: /season end
          refused: Only admins may use /season end: those who manage this community, and whom they have named with /admins add. Ask one of them.
        Ben: /admins list
          refused: Only admins may use /admins list: those who manage this community, and whom they have named with /admins add. Ask one of them.
        Cleo: /admins remove member:Cleo
          notice: You are not named as an admin any more. Admins can name you again.
          (Nobody else is named. Whoever manages this community is an admin all the same.)
        Cleo: /admins list
          refused: Only admins may use /admins list: those who manage this community, and whom they have named with /admins add. Ask one of them.
        ") };
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_done_about_admins_is_said_truthfully() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Ben", "/timezone zone:Europe/Berlin").await;
        let told = said(
            &room,
            &[
                ("Admin", "/admins add"),
                ("Admin", "/admins add member:Nobody"),
                ("Admin", "/admins remove member:Nobody"),
                ("Admin", "/admins remove member:Ben"),
                ("Admin", "/admins remove member:Admin"),
                ("Admin", "/admins add member:“id of Admin”"),
                ("Admin", "/admins add member:Admin"),
                ("Admin", "/admins add member:Ben"),
                ("Admin", "/admins add member:Ben"),
                ("Admin", "/admins remove member:Admin"),
                ("Admin", "/admins list"),
            ],
        )
        .await;
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        Admin: /admins add
          refused: /admins add needs “member”. Write it like /admins add member:…
        Admin: /admins add member:Nobody
          refused: I have not met anybody called “Nobody” here yet. Check the name, or have them type /help here once and try again.
        Admin: /admins remove member:Nobody
          refused: I have not met anybody called “Nobody” here yet. Check the name, or have them type /help here once and try again.
        Admin: /admins remove member:Ben
          refused: Ben has not been named as an admin, so there is nothing to take back. Whoever manages this community by its own settings is one without that; only those settings change it.
        Admin: /admins remove member:Admin
          refused: You have not been named as an admin: you are one because you manage this community, and only its own settings change that.
        Admin: /admins add member:“id of Admin”
          notice: You are named as an admin now, and stay one if you no longer manage this community otherwise.
        Admin: /admins add member:Admin
          refused: You have been named as an admin already. See who has with /admins list.
        Admin: /admins add member:Ben
          notice: Ben is an admin now and may use every command that admins may, this one among them. Take it back with /admins remove.
        Admin: /admins add member:Ben
          refused: Ben has been named as an admin already. See who has with /admins list.
        Admin: /admins remove member:Admin
          notice: You are not named as an admin any more. You manage this community, so you stay an admin by that.
        Admin: /admins list
          # Named admins
          - Ben, named by Admin on 4 May 2026
          (Whoever manages this community by its own settings is an admin, too, without being named here.)
        ") };
    })
    .await;
}

#[tokio::test]
async fn no_more_are_named_than_anybody_watches() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for number in 1..=26 {
            let who = format!("Member {number}");
            room.line(&who, "/timezone zone:Europe/Berlin").await;
            let told = shown(&room.line("Admin", &format!("/admins add \"{who}\"")).await);
            let is_refused = told.contains("refused: 25 members have been named already");
            assert_eq!(is_refused, number == 26, "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_named_is_so_in_one_community_and_where_they_are_among_others() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Ben", "/timezone zone:Europe/Berlin").await;
        room.line("Admin", "/admins add member:Ben").await;
        let elsewhere = shown(&room.in_community("other", "Ben", "/admins list").await);
        assert!(elsewhere.contains("refused: Only admins may use /admins list"), "{elsewhere}");
        assert!(elsewhere.ends_with("Ask one of them."), "{elsewhere}");
        // Whoever has left could still write to the bot.
        let alone = room
            .request("alone", &direct("Ben"), "Ben", Action::Line("/admins list".to_owned()))
            .await;
        let alone = shown(&alone);
        assert!(alone.ends_with("If you are one, type it in a channel, not here."), "{alone}");
        let here = shown(&room.line("Ben", "/admins list").await);
        assert!(here.contains("- Ben, named by Admin on 4 May 2026"), "{here}");
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_or_is_forgotten_is_named_no_more() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for who in ["Ben", "Cleo"] {
            room.line(who, "/timezone zone:Europe/Berlin").await;
            room.line("Admin", &format!("/admins add member:{who}")).await;
        }
        let export = file(&room.line("Ben", "/mydata export").await).unwrap();
        assert_eq!(export["named_admin_at"], "2026-05-04T12:00:00+00:00");
        assert!(!export.to_string().contains("Admin"), "{export:#}");

        let home = Home::new("web", "room");
        let ben = database.store.member_seen(&home, "id of Ben").await.unwrap().unwrap();
        database.store.member_left(ben.community, ben.id, room.now()).await.unwrap();
        let back = shown(&room.line("Ben", "/admins list").await);
        assert!(back.contains("refused: Only admins may use /admins list"), "{back}");

        let asked = room.line("Cleo", "/mydata delete").await;
        room.press("Cleo", &asked, "Forget me").await;
        let list = shown(&room.line("Admin", "/admins list").await);
        assert!(list.contains("Nobody has been named yet."), "{list}");
        let anew = shown(&room.line("Cleo", "/admins list").await);
        assert!(anew.contains("refused: Only admins may use /admins list"), "{anew}");
    })
    .await;
}

#[tokio::test]
async fn whoever_named_others_and_is_forgotten_is_a_former_member_in_the_list() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for who in ["Ben", "Cleo"] {
            room.line(who, "/timezone zone:Europe/Berlin").await;
        }
        room.line("Admin", "/admins add member:Ben").await;
        room.line("Ben", "/admins add member:Cleo").await;
        let asked = room.line("Ben", "/mydata delete").await;
        room.press("Ben", &asked, "Forget me").await;
        let list = shown(&room.line("Cleo", "/admins list").await);
        assert!(list.contains("- Cleo, named by Former member on 4 May 2026"), "{list}");
        assert!(!list.contains("Ben"), "{list}");
    })
    .await;
}
