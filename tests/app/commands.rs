//! Boards, streaks, decks and help.

use studyhall::app::command::commands;

use super::room::{Room, shown};
use crate::support::database::on_each_database;

pub(crate) async fn plays_right(room: &Room, who: &str, topic: &str, answer: &str) {
    let asked = room.line(who, &format!("/quiz topic:{topic}")).await;
    let told = shown(&room.press(who, &asked, answer).await);
    assert!(told.contains("Correct."), "{told}");
}

#[tokio::test]
async fn the_leaderboard_ranks_members_and_shows_the_way_up() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let said = shown(&room.line("Anna", "/leaderboard").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Leaderboard, this week
        Nobody has points in this period yet. Play the first quiz with /quiz.
        ") };
        for (topic, answer) in [("Sun", "True"), ("Moon", "False")] {
            plays_right(&room, "Anna", topic, answer).await;
        }
        plays_right(&room, "Ben", "Sun", "True").await;
        plays_right(&room, "Cleo", "Moon", "False").await;
        let said = shown(&room.line("Ben", "/leaderboard").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Leaderboard, this week
        Rank | Name | Points
        1 | Anna | 10
        2 | Ben | 5 <
        2 | Cleo | 5
        (5 points to rank 1.)
        picture board.png
        ") };
        room.wait(7 * 24 * 3_600);
        plays_right(&room, "Cleo", "Sun", "True").await;
        let said = shown(&room.line("Ben", "/leaderboard period:week").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Leaderboard, this week
        Rank | Name | Points
        1 | Cleo | 5
        (You have no points in this period yet. Get some with /quiz.)
        picture board.png
        ") };
        let all = shown(&room.line("Cleo", "/leaderboard period:all").await);
        assert!(all.contains("1 | Cleo | 10 <\n1 | Anna | 10\n3 | Ben | 5"), "{all}");
        let streaks = shown(&room.line("Cleo", "/leaderboard board:streaks").await);
        assert!(streaks.contains("1 | Cleo | 1 <"), "{streaks}");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_among_the_first_ten_sees_their_own_row_below() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for number in 0..11 {
            for (topic, answer) in [("Sun", "True"), ("Moon", "False")] {
                plays_right(&room, &format!("Member {number}"), topic, answer).await;
            }
        }
        plays_right(&room, "Zoe", "Sun", "True").await;
        let board = shown(&room.line("Zoe", "/leaderboard").await);
        let end = "12 | Zoe | 5 <\n(5 points to rank 1. 12 members are on this board.)\npicture \
            board.png\n[Next page] [My page]";
        assert!(board.ends_with(end), "{board}");
    })
    .await;
}

#[tokio::test]
async fn a_streak_is_shown_with_what_to_do_for_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let said = shown(&room.line("Anna", "/streak show").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Your streak
        0 study days in a row.
        - Today does not count yet.
        - Longest: 0 study days.
        - No freeze held; seven counted days in a row earn one.
        (Answer one question today to begin a streak, with /quiz questions:1.)
        ") };
        for _ in 0..7 {
            plays_right(&room, "Anna", "Sun", "True").await;
            room.wait(24 * 3_600);
        }
        let said = shown(&room.line("Anna", "/streak show").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Your streak
        7 study days in a row.
        - Today does not count yet.
        - Longest: 7 study days.
        - 1 freeze held; one is spent by itself on a missed study day.
        (Answer one question today, with /quiz questions:1, or a freeze is spent to keep it.)
        ") };
        let said = shown(&room.line("Ben", "/streak show member:anna").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # The streak of Anna
        7 study days in a row.
        - Today does not count yet.
        - Longest: 7 study days.
        - 1 freeze held; one is spent by itself on a missed study day.
        ") };
        let unknown = shown(&room.line("Ben", "/streak show member:Nobody").await);
        assert!(
            unknown.contains("refused: Nobody called “Nobody” has answered anything here."),
            "{unknown}"
        );
    })
    .await;
}

#[tokio::test]
async fn decks_are_listed_with_topics_and_questions_but_without_answers() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let said = shown(&room.line("Anna", "/deck list").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Decks
        The World (world): 10 cards in 7 topics. Peru, Capitals, Capes, Moon, Sun, Rivers, Essay
        Chemistry (chemistry): 1 card in 1 topic. Metals
        (Play with /quiz deck:… topic:….)
        ") };
        let said = shown(&room.line("Anna", "/deck show deck:chem").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Chemistry
        Topic | Cards
        Metals | 1
        (See a topic's questions with /deck show topic:….)
        ") };
        let said = shown(&room.line("Anna", "/deck show topic:capitals").await);
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        [only you]
        # Capitals · 4 cards
        - Which city governs Japan?
        - Which city governs Kenya?
        - Which city governs Norway?
        - Which city governs Cuba?
        ") };
    })
    .await;
}

#[tokio::test]
async fn help_begins_with_the_first_steps_and_has_the_rest_behind_buttons() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let help = room.line("Anna", "/help").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&help), @r"
        [only you]
        # How to begin
        - Start a quiz with the button below or by typing /quiz; five questions, only for you.
        - Type each answer in your own words. Spelling is forgiven, and a close answer may be tried again.
        - Play with everyone in a channel by /quiz with:channel, and look at /leaderboard afterwards.
        # What would you like to do?
        - Study: Play a few cards, alone or with the channel. /quiz /answer
        - Every day: One card a day in the channel, and a nudge at your own hour. /daily /reminder
        - Compete: Points, streaks, teams and seasons. /leaderboard /streak /team /season
        - Decks: Which cards there are. /deck
        - Mine: How you do, your clock, and what I keep about you. /stats /settings /timezone /mydata /help
        (A command's name behind /help tells more of it.)
        [Start a quiz] [Study] [Every day] [Compete] [Decks] [Mine]
        ") };
        let asked = shown(&room.press("Anna", &help, "Start a quiz").await);
        assert!(asked.contains("# Question 1 of 5"), "{asked}");
    })
    .await;
}

#[tokio::test]
async fn help_tells_of_a_goal_a_family_or_a_command_what_its_asker_may_use() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let help = room.line("Anna", "/help").await;
        let daily = room.press("Anna", &help, "Every day").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&daily), @r"
        [only you]
        # Every day
        One card a day in the channel, and a nudge at your own hour.
        - /daily today How today's card stands. Options: channel
        - /daily preview When the next cards come. Options: channel
        - /reminder set A nudge at your own hour, only if you have not studied. Options: time, days, zone
        - /reminder off No nudges any more
        - /reminder show When you are nudged
        (Options are written as name:value, in any order.)
        [All of help]
        ") };
        assert_eq!(daily.messages[0].key, help.messages[0].key, "it takes its place");
        let admins = shown(&room.press("Admin", &help, "Every day").await);
        assert!(admins.contains("- /daily set ") && admins.contains("- /admins add "), "{admins}");
        let quiz = shown(&room.line("Anna", "/help quiz").await);
        insta::allow_duplicates! { insta::assert_snapshot!(quiz, @r"
        [only you]
        # /quiz
        Play a few cards, alone or with the channel.
        - deck Which deck
        - topic Only cards of this topic
        - questions How many, 1 to 25: 1–25 (5)
        - style Type the answers, pick from choices, or as each card suits best: auto|typed|choices
        - with Alone, or everyone in the channel: me|channel
        [Study] [All of help]
        ") };
        for (line, told) in [
            ("/help /Team", "- /team create Found a team and join it. Options: name"),
            ("/help daily set", "For admins."),
            ("/help quizz", "refused: There is no command “quizz”. Did you mean “/help quiz”?"),
            ("/help xyz", "There is no command “xyz”. Type /help to see all that I can do."),
        ] {
            let shown = shown(&room.line("Anna", line).await);
            assert!(shown.contains(told), "{line}: {shown}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_command_of_the_table_does_something() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for command in commands() {
            let needs = if command.name == "answer" { " text:Lima" } else { "" };
            let said = shown(&room.line("Admin", &format!("/{}{needs}", command.name)).await);
            assert!(
                !said.is_empty() && !said.contains("There is no command"),
                "{}: {said}",
                command.name
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_command_can_be_the_first_thing_that_somebody_does() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for line in [
            "/quiz",
            "/quiz with:channel",
            "/answer Lima",
            "/leaderboard",
            "/leaderboard board:teams period:all",
            "/leaderboard board:streaks",
            "/daily today",
            "/daily set time:09:00",
            "/daily now",
            "/daily pause",
            "/daily resume",
            "/daily off",
            "/daily preview",
            "/reminder set time:18:00 zone:Asia/Tokyo",
            "/reminder off",
            "/reminder show",
            "/timezone",
            "/timezone zone:Asia/Tokyo",
            "/streak show",
            "/streak why",
            "/streak off",
            "/streak on",
            "/stats",
            "/mydata export",
            "/mydata delete",
            "/team create name:Owls",
            "/team join name:Owls",
            "/team leave",
            "/team list",
            "/team balance",
            "/season start name:Spring until:2026-06-30",
            "/season end",
            "/season list",
            "/deck list",
            "/deck show",
            "/help",
        ] {
            // In a community of its own, where nobody has done anything yet.
            let said = shown(&room.in_community(line, "Admin", line).await);
            assert!(!said.is_empty() && !said.contains("went wrong"), "{line}: {said}");
            // What is kept of them goes by the member who was met.
            let again = shown(&room.in_community(line, "Admin", "/timezone").await);
            assert!(again.contains("Your time zone is"), "{line}: {again}");
        }
        let said = shown(&room.in_community("new", "Anna", "/mydata delete").await);
        assert!(said.contains("[Forget me]"), "{said}");
    })
    .await;
}
