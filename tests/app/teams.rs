//! Teams: founding, joining, leaving, drafts, and the race.

use super::commands::plays_right;
use super::room::{Room, sentence, shown};
use crate::support::database::on_each_database;

#[tokio::test]
async fn teams_race_with_their_best_members_and_keep_what_was_earned_for_them() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let said = shown(&room.line("Anna", "/team create name:Night  Owls").await);
        assert_eq!(
            said,
            "[everyone]\nnotice: Anna founded the team Night Owls. Join in with /team \
            join Night Owls."
        );
        assert!(
            shown(
                &room
                    .line(
                        "Ben",
                        "/team join night \
            owls"
                    )
                    .await
            )
            .contains("Ben joined the team Night Owls.")
        );
        room.line("Cleo", "/team create Larks").await;
        room.line("Dora", "/team join Larks").await;
        room.line("Eva", "/team create Alone").await;
        for who in ["Anna", "Ben", "Cleo", "Eva"] {
            plays_right(&room, who, "Sun", "True").await;
        }
        plays_right(&room, "Ben", "Moon", "False").await;
        let said = shown(&room.line("Dora", "/leaderboard board:teams").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Teams, this week
        Rank | Team | Members | Points
        1 | Night Owls | 2 | 15
        2 | Larks | 2 | 5 <
        (Each team's best 2 members count, however many it has.)
        Alone so far: Alone (5 points).
        ") };
        let said = shown(&room.line("Ben", "/team leave").await);
        assert!(
            said.contains(
                "You have left the team Night Owls. The points that you earned for \
            it stay"
            ),
            "{said}"
        );
        room.line("Ben", "/team join Larks").await;
        plays_right(&room, "Ben", "Peru style:choices", "Lima").await;
        room.line("Eva", "/team leave").await;
        room.line("Eva", "/team join Night Owls").await;
        let said = shown(&room.line("Anna", "/team list").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Teams, this week
        Rank | Team | Members | Points
        1 | Night Owls | 2 | 15 <
        2 | Larks | 3 | 10
        (Each team's best 2 members count, however many it has.)
        ") };
        // The name of a team that everyone has left is free, and what it earned is still there.
        let said = shown(&room.line("Finn", "/team create alone").await);
        assert!(
            said.contains(
                "Finn founded the team alone anew; it goes on with the points that were earned for \
                    it before."
            ),
            "{said}"
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_done_with_teams_is_said_in_a_sentence() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Anna", "/team create Night Owls").await;
        let long = format!("/team create {}", "x".repeat(200));
        let mut refused = String::new();
        for (who, line) in [
            ("Ben", long.as_str()),
            ("Ben", "/team create"),
            ("Ben", "/team create ***"),
            ("Ben", "/team create @everyone wins"),
            ("Ben", "/team create <@123>"),
            ("Ben", "/team create NIGHT owls"),
            ("Anna", "/team create Larks"),
            ("Anna", "/team join Night Owls"),
            ("Ben", "/team join Nigth Owls"),
            ("Ben", "/team leave"),
            ("Ben", "/team balance"),
            ("Admin", "/team balance teams:3"),
            ("Admin", "/team balance teams:1"),
        ] {
            let line = sentence(&shown(&room.line(who, line).await));
            refused += &line.replace("[only you]\nrefused: ", "");
            refused.push('\n');
        }
        insta::allow_duplicates! { insta::assert_snapshot!(refused, @r"
        A team's name has at most 40 characters and yours has 200. Pick a shorter one.
        /team create needs “name”. Write it like /team create name:…
        A team needs a name. Write it like /team create name:Night Owls.
        A team's name has no mentions and no markup. Leave out the @ and try again.
        A team's name has no mentions and no markup. Leave out the < and try again.
        There is a team called Night Owls already. Join it with /team join Night Owls, or pick another name.
        You are in the team Night Owls. Leave it with /team leave before you join another.
        You are in the team Night Owls. Leave it with /team leave before you join another.
        There is no team called “Nigth Owls”. Did you mean “Night Owls”?
        You are in no team. Look at the teams with /team list and join one with /team join.
        Only admins may use /team balance: those who manage this community, and whom they have named with /admins add. Ask one of them.
        For 3 teams it takes 6 members with points in the last 30 days, and there are 1.
        teams takes 2 to 10; 1 is too few. Try teams:2.
        ") };
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_looked_at_then_applied_and_undone_by_a_button() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for (number, who) in ["Anna", "Ben", "Cleo", "Dora"].into_iter().enumerate() {
            for (topic, answer) in
                [("Sun", "True"), ("Moon", "False"), ("Peru style:choices", "Lima")]
                    .iter()
                    .take(4 - number)
            {
                plays_right(&room, who, topic, answer).await;
            }
            room.wait(1);
        }
        room.line("Dora", "/team create Larks").await;
        let proposed = room.line("Admin", "/team balance").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&proposed), @r"
        [only you]
        # Teams of like strength
        Larks, 25 points: Anna (15), Cleo (10)
        Team 1, 20 points: Ben (15), Dora (5)
        (Drawn from the points of the last 30 days. Nothing has changed yet.)
        [Make these the teams]
        ") };
        let before = shown(&room.line("Dora", "/team list").await);
        assert!(
            before.contains("Alone so far: Larks (0 points)."),
            "nothing has changed yet: {before}"
        );
        let refused = shown(&room.press("Ben", &proposed, "Make these the teams").await);
        assert!(refused.contains("refused: Only admins may use /team balance:"), "{refused}");
        let applied = room.press("Admin", &proposed, "Make these the teams").await;
        assert!(shown(&applied).starts_with("[everyone]\n# New teams\n"), "{}", shown(&applied));
        let teams = shown(&room.line("Anna", "/team list").await);
        assert!(teams.contains("| Larks | 2 | 0") && teams.contains("| Team 1 | 2 | 0"), "{teams}");
        let again = shown(&room.press("Admin", &proposed, "Make these the teams").await);
        assert!(again.contains("refused: That draft is over."), "{again}");
        let undone = shown(&room.press("Admin", &applied, "Undo").await);
        assert!(undone.contains("The new teams are undone"), "{undone}");
        assert_eq!(shown(&room.line("Dora", "/team list").await), before);
        assert!(
            shown(&room.press("Admin", &applied, "Undo").await).contains("That draft is over.")
        );
    })
    .await;
}
