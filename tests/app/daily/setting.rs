//! `/daily set` and its kin.

use super::super::room::{channel, direct, sentence, shown};
use super::Hall;
use crate::support::database::on_each_database;
use studyhall::app::request::Action;

#[tokio::test]
async fn bad_input_is_one_sentence_and_the_old_schedule_stays() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 days:mon-fri zone:Europe/Berlin").await;
        let before = hall.told("Anna", "/daily preview").await;
        let many_dates = format!("/daily set off:\"{}\"", "2026-12-25 ".repeat(2_001));
        for (line, said) in [
            (
                many_dates.as_str(),
                "You have listed 2,001 off-days, and I take 2,000 at most. List those of the \
                    coming years.",
            ),
            (
                "/daily set \
                time:25:00",
                "“25:00” is no time of day. Write it like 09:00, 9 am or 21:30.",
            ),
            ("/daily set time:25", "“25” is no time of day. Write it like 09:00, 9 am or 21:30."),
            (
                "/daily set \
                days:,",
                "No day of the week is left. Name at least one, like daily, mon-fri or \
                    mon,wed,fri.",
            ),
            (
                "/daily set days:someday",
                "“someday” is no day of the week. Write days like daily, mon-fri or mon,wed,fri.",
            ),
            ("/daily set deck:wrold", "There is no deck called “wrold”. Did you mean “world”?"),
            (
                "/daily set channel:read-only time:09:00",
                "I may not post in that channel: I lack the permission Write. Somebody who manages \
                    the channel can give me that under Settings.",
            ),
            (
                "/daily set channel:nowhere time:09:00",
                "I cannot find that channel. Pick one from the list, or invite me into it first.",
            ),
            (
                "/daily set off:tomorrow",
                "“tomorrow” is no date. List off-days like 2026-12-25, 2026-12-26, or write none.",
            ),
            (
                "/daily set calendar:hello",
                "calendar takes a file, and “hello” is only words. Attach the file itself.\n(Use \
                    /daily set once more and attach the file to its option calendar.)",
            ),
        ] {
            let told = hall.told("Admin", line).await;
            assert_eq!(sentence(&told), format!("[only you]\nrefused: {said}"), "{line}");
            assert_eq!(hall.told("Anna", "/daily preview").await, before, "{line}");
        }
        let png = "\u{89}PNG\r\n\u{1a}\n";
        let told = hall.room.hand_in("Admin", "/daily set", "calendar", png).await;
        assert!(shown(&told).contains("That is no calendar file."), "{}", shown(&told));
        assert_eq!(hall.told("Anna", "/daily preview").await, before, "of another type");
        let told = hall.told("Anna", "/daily set time:10:00").await;
        assert!(told.contains("Only admins may use /daily set: those"), "{told}");
        let told = hall.told("Admin", "/daily resume").await;
        assert!(told.contains("It is not paused."), "{told}");
        let alone = hall
            .room
            .request(
                "1",
                &direct("Admin"),
                "Admin",
                Action::Line(
                    "/daily \
            now"
                    .into(),
                ),
            )
            .await;
        assert!(shown(&alone).contains("A card of the day needs a channel."), "{}", shown(&alone));
    })
    .await;
}

#[tokio::test]
async fn a_channel_without_a_schedule_says_how_to_set_one() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        for line in ["/daily today", "/daily preview", "/daily pause", "/daily off"] {
            let told = hall.told("Admin", line).await;
            assert!(
                told.contains("An admin sets one with /daily set time:09:00"),
                "{line}: {told}"
            );
        }
        let told = hall.told("Admin", "/daily set").await;
        assert!(told.contains("/daily set needs “time”."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_preview_shows_clock_changes_and_off_days() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.wait_until("2026-10-22T12:00:00Z");
        let calendar =
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261023\nEND:VEVENT\nEND:VCALENDAR";
        let line = "/daily set time:02:30 zone:Europe/Berlin off:2026-10-27 calendar:off.ics";
        let set = hall.room.hand_in("Admin", line, "calendar", calendar).await;
        assert!(
            shown(&set).contains("2 off-days to come on which no card is posted."),
            "{}",
            shown(&set)
        );
        let preview = hall.told("Anna", "/daily preview").await;
        insta::allow_duplicates! { insta::assert_snapshot!(preview, @r"
        [only you]
        # The next cards
        daily at 02:30, Europe/Berlin
        Day | Time | Note
        Fri 23 Oct 2026 | – | off-day
        Sat 24 Oct 2026 | 02:30 CEST | 
        Sun 25 Oct 2026 | 02:30 CEST | the clocks show this time twice; the first counts
        Mon 26 Oct 2026 | 02:30 CET | 
        Tue 27 Oct 2026 | – | off-day
        Wed 28 Oct 2026 | 02:30 CET | 
        Thu 29 Oct 2026 | 02:30 CET | 
        Fri 30 Oct 2026 | 02:30 CET | 
        Sat 31 Oct 2026 | 02:30 CET | 
        Sun 1 Nov 2026 | 02:30 CET |
        ") };
        hall.wait_until("2026-10-24T23:00:00Z");
        for (at, count) in [
            ("2026-10-25T00:29:59Z", 1),
            ("2026-10-25T00:30:00Z", 2),
            ("2026-10-25T01:30:00Z", 2),
            ("2026-10-26T01:30:00Z", 3),
            ("2026-10-27T12:00:00Z", 3),
        ] {
            hall.wait_until(at);
            hall.tick().await;
            // Those of the 24th and before were missed: nothing ran.
            assert_eq!(hall.count() + 1, count, "{at}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_paused_schedule_posts_nothing_until_it_goes_on() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00").await;
        assert!(hall.told("Admin", "/daily pause").await.contains("Paused."));
        hall.wait_until("2026-05-06T12:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 0);
        assert!(hall.told("Anna", "/daily today").await.contains("It is paused."));
        assert!(
            hall.told("Admin", "/daily resume").await.contains("The card of the day comes daily")
        );
        hall.wait_until("2026-05-07T09:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1, "those of the pause are not made up for");
        assert!(hall.told("Admin", "/daily off").await.contains("is off here"));
        hall.wait_until("2026-05-08T09:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        assert!(
            hall.told("Admin", "/daily set time:10:00").await.contains("at 10:00"),
            "and it can be set again"
        );
    })
    .await;
}

#[tokio::test]
async fn several_channels_have_a_card_each_and_not_the_same_one() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00 deck:world").await;
        hall.told("Admin", "/daily set time:09:00 deck:world channel:late-shift").await;
        hall.wait_until("2026-05-05T09:00:00Z");
        hall.tick().await;
        let standing = hall.platform.standing();
        let mut places: Vec<&str> =
            standing.iter().map(|message| message.place.channel.as_str()).collect();
        places.sort_unstable();
        assert_eq!(places, ["late-shift", channel().channel.as_str()]);
        assert_ne!(standing[0].message.blocks, standing[1].message.blocks);
    })
    .await;
}
