//! `/setup`: a channel's schedule and its first card by one form.

use studyhall::app::request::Action;

use super::super::forms::{filled, send};
use super::super::room::{channel, direct, sentence, shown};
use super::Hall;
use crate::support::database::on_each_database;

#[tokio::test]
async fn one_form_that_is_filled_in_sets_the_schedule_and_posts_the_first_card() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let asked = hall.room.line("Admin", "/setup").await;
        let form = asked.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        Card of the day: This channel gets a card at this time, and the first one at once.
        Time (a time): “09:00”
        Days: “mon-fri”
        Zone: “UTC”
        Deck (The World|Chemistry): “The World”
        ") };
        hall.tick().await;
        assert_eq!(hall.count(), 0, "nothing is done before it is sent");
        assert!(hall.told("Admin", "/daily preview").await.contains("There is no card of the day"));
        let told = send(&hall.room, "Admin", &form, &[("deck", "Chemistry")]).await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&told), @r"
        [only you]
        notice: Today's card is on its way.
        The card of the day comes mon-fri at 09:00, UTC, from Chemistry.
        Day | Time
        Tue 5 May 2026 | 09:00 UTC
        Wed 6 May 2026 | 09:00 UTC
        Thu 7 May 2026 | 09:00 UTC
        (See more with /daily preview, change it with /setup.)
        ") };
        hall.tick().await;
        assert!(shown(&hall.posted(0)).contains("Which metal has the symbol Au?"));
        hall.wait_until("2026-05-05T09:00:00Z");
        hall.tick().await;
        hall.tick().await;
        assert_eq!(hall.count(), 2, "and the next one comes by itself");
    })
    .await;
}

#[tokio::test]
async fn whoever_no_form_opens_for_takes_it_as_it_is() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let asked = hall.room.line("Admin", "/setup").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&asked), @r"
        [only you]
        The card of the day would come mon-fri at 09:00, UTC, from The World, and the first one at once.
        [Take it as it is] [Fill in a form]
        ") };
        let opened = hall.room.press("Admin", &asked, "Fill in a form").await;
        assert_eq!(opened.form, asked.form);
        hall.room.press("Admin", &asked, "Take it as it is").await;
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        let next = hall.told("Anna", "/daily preview").await;
        assert!(next.contains("mon-fri at 09:00, UTC"), "{next}");
    })
    .await;
}

#[tokio::test]
async fn a_form_with_a_mistake_comes_back_with_all_that_was_typed() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let form = hall.room.line("Admin", "/setup").await.form.expect("a form");
        let typed = [("time", "25:00"), ("days", "sat"), ("deck", "Chemistry")];
        let again = send(&hall.room, "Admin", &form, &typed).await.form.expect("a form again");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&again), @r"
        Card of the day: This channel gets a card at this time, and the first one at once.
        Time (a time): “25:00” <- “25:00” is no time of day. Write it like 09:00, 9 am or 21:30.
        Days: “sat”
        Zone: “UTC”
        Deck: “Chemistry”
        ") };
        hall.tick().await;
        assert_eq!(hall.count(), 0, "nothing is half done");
        let told = send(&hall.room, "Admin", &again, &[("time", "8 am")]).await;
        let told = shown(&told);
        assert!(told.contains("comes sat at 08:00, UTC, from Chemistry."), "{told}");
        hall.tick().await;
        assert_eq!(hall.count(), 1, "the first one comes on a day on which none would");
    })
    .await;
}

#[tokio::test]
async fn the_zone_is_that_of_the_asker_and_a_form_that_was_emptied_takes_what_is_usual() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/timezone zone:Asia/Tokyo").await;
        let form = hall.room.line("Admin", "/setup").await.form.expect("a form");
        assert!(filled(&form).contains("Zone: “Asia/Tokyo”"), "{}", filled(&form));
        let empty = [("time", ""), ("days", " "), ("zone", ""), ("deck", "")];
        let told = shown(&send(&hall.room, "Admin", &form, &empty).await);
        assert!(told.contains("comes mon-fri at 09:00, Asia/Tokyo, from The World."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_card_of_now_stands_for_the_one_that_is_due_later_today() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let told = hall.told("Admin", "/setup time:18:00 days:daily").await;
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        [only you]
        notice: Today's card is on its way.
        (It comes instead of the one at 18:00. The next one comes Tue 5 May, 18:00.)
        The card of the day comes daily at 18:00, UTC, from The World.
        Day | Time
        Tue 5 May 2026 | 18:00 UTC
        Wed 6 May 2026 | 18:00 UTC
        Thu 7 May 2026 | 18:00 UTC
        (See more with /daily preview, change it with /setup.)
        ") };
        hall.tick().await;
        hall.wait_until("2026-05-04T18:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        hall.wait_until("2026-05-05T18:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 2);
    })
    .await;
}

#[tokio::test]
async fn where_todays_card_is_up_the_schedule_alone_is_set() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let up = "notice: Today's card is up already, so I post no other one now.";
        let is_set = |told: &str, said: &str| {
            assert!(told.contains(said) && told.contains("The card of the day comes"), "{told}");
        };
        // By hand, before there was a schedule; what is only on its way is told so.
        hall.told("Admin", "/daily now").await;
        is_set(&hall.told("Admin", "/setup time:10:00").await, "Today's card is on its way.");
        hall.tick().await;
        is_set(&hall.told("Admin", "/setup time:10:00").await, up);
        hall.tick().await;
        assert_eq!(hall.count(), 1);
        // By the schedule itself, ended or not.
        hall.wait_until("2026-05-05T10:00:00Z");
        hall.tick().await;
        is_set(&hall.told("Admin", "/setup deck:chemistry").await, up);
        hall.told("Admin", "/daily off").await;
        is_set(&hall.told("Admin", "/setup time:10:00").await, up);
        hall.tick().await;
        assert_eq!(hall.count(), 2);
        // Another channel has a day of its own.
        hall.told("Admin", "/setup time:10:00 channel:late-shift").await;
        hall.tick().await;
        assert_eq!(hall.count(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_has_a_schedule_keeps_what_is_not_named() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let set = "/daily set time:7:30 days:mon,wed zone:Asia/Tokyo deck:chemistry off:2026-05-06";
        hall.told("Admin", set).await;
        let form = hall.room.line("Admin", "/setup").await.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        Card of the day: This channel gets a card at this time, and the first one at once.
        Time (a time): “07:30”
        Days: “mon,wed”
        Zone: “Asia/Tokyo”
        Deck (The World|Chemistry): “Chemistry”
        ") };
        let told = hall.told("Admin", "/setup time:8:00").await;
        assert!(told.contains("comes mon,wed at 08:00, Asia/Tokyo, from Chemistry."), "{told}");
        assert!(told.contains("1 off-day to come on which no card is posted."), "{told}");
        // What has ended is begun anew.
        hall.told("Admin", "/daily off").await;
        let form = hall.room.line("Admin", "/setup").await.form.expect("a form");
        assert!(filled(&form).contains("Days: “mon-fri”"), "{}", filled(&form));
    })
    .await;
}

#[tokio::test]
async fn a_card_that_was_missed_keeps_its_day_and_one_comes_all_the_same() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.told("Admin", "/daily set time:09:00").await;
        hall.wait_until("2026-05-05T16:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 0, "that one was missed");
        let told = hall.told("Admin", "/setup time:17:00").await;
        assert!(told.contains("Today's card is on its way."), "{told}");
        assert!(told.contains("Wed 6 May 2026 | 17:00 UTC"), "{told}");
        hall.tick().await;
        hall.wait_until("2026-05-05T17:00:00Z");
        hall.tick().await;
        assert_eq!(hall.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn no_form_opens_where_sending_it_could_do_nothing() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let only_admins = "refused: Only admins may use /setup: those who manage this community, \
            and whom they have named with /admins add. Ask one of them.";
        let needs_channel = "refused: A card of the day needs a channel. Name one with channel:…, \
            or type this in the channel itself.";
        for (who, place, line, said) in [
            ("Ben", channel(), "/setup", only_admins),
            ("Ben", channel(), "/setup time:25:00", only_admins),
            ("Admin", direct("Admin"), "/setup", needs_channel),
            ("Admin", direct("Admin"), "/setup time:25:00", needs_channel),
        ] {
            let told = hall
                .room
                .request(&format!("{who} {line} {place:?}"), &place, who, Action::Line(line.into()))
                .await;
            assert_eq!(shown(&told), format!("[only you]\n{said}"), "{line}");
            assert_eq!(told.form, None, "{line}");
        }
        let read_only = hall.room.in_channel("read-only", "Admin", "/setup").await;
        assert!(shown(&read_only).contains("refused: I may not post in this channel"));
        assert_eq!(read_only.form, None);
        for (line, said) in [
            ("/setup channel:nowhere", "I cannot find that channel."),
            ("/setup channel:read-only", "I may not post in that channel"),
            ("/setup deck:wrold", "There is no deck called “wrold”. Did you mean “world”?"),
            ("/setup days:,", "No day of the week is left."),
        ] {
            let told = hall.told("Admin", line).await;
            assert!(sentence(&told).contains(said), "{line}: {told}");
        }
        // From the conversation of two, a channel can be named.
        let line = Action::Line("/setup channel:study-group".into());
        let told = hall.room.request("named", &direct("Admin"), "Admin", line).await;
        assert!(shown(&told).contains("Today's card is on its way."), "{}", shown(&told));
        hall.tick().await;
        assert_eq!(hall.standing_in(&channel()).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_who_send_the_form_at_the_same_time_get_one_card() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        let set = |time| hall.room.line("Admin", time);
        let (one, two) = tokio::join!(set("/setup time:09:00"), set("/setup time:10:00"));
        for told in [&one, &two] {
            assert!(shown(told).contains("Today's card is on its way."), "{}", shown(told));
        }
        hall.tick().await;
        assert_eq!(hall.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_is_paused_is_told_so_before_and_after() {
    on_each_database(async |database| {
        let hall = Hall::new(&database.store);
        hall.room.line("Admin", "/setup time:09:00").await;
        hall.room.line("Admin", "/daily pause").await;
        let form = hall.room.line("Admin", "/setup").await.form.expect("a form");
        assert!(form.intro.starts_with("The card of this channel is paused."), "{}", form.intro);
        let told = shown(&send(&hall.room, "Admin", &form, &[]).await);
        assert!(told.contains("(The pause is over: cards come again.)"), "{told}");
        hall.room.line("Admin", "/daily pause").await;
        let told = hall.told("Admin", "/daily set time:10:00").await;
        assert!(told.contains("(The pause is over: cards come again.)"), "{told}");
        let told = hall.told("Admin", "/daily set time:11:00").await;
        assert!(!told.contains("pause"), "{told}");
    })
    .await;
}
