//! The card of the day and reminders on Slack: posted once, answered in private, changed in place.

use crate::slack::running::Running;
use crate::support::slack::{Channel, Fault, KEEP, Member, Shown};

const NOW: [(&str, &str); 1] = [("deck", "capitals")];

#[tokio::test]
async fn a_card_is_answered_in_private_and_carries_nothing_but_its_mark() {
    let running = Running::start().await;
    let (anna, ben) = (running.workspace.admin("Anna"), running.workspace.member("Ben"));
    let refused = ben.command(&running.channel, "daily now", &NOW).await.seen();
    assert!(refused.is_ephemeral() && refused.text().contains("may use"), "{}", refused.text());
    anna.command(&running.channel, "daily now", &NOW).await;
    let card = running.channel.sees("Card of the day").await;
    let metadata = card.metadata.clone().unwrap();
    assert_eq!(metadata["event_payload"].as_object().unwrap().len(), 1, "{metadata}");
    let told = if card.buttons().iter().any(|label| label == "Answer") {
        let form = ben.click(&card, "Answer").await.modal();
        ben.submit(&form, &["certainly not this"]).await.seen()
    } else {
        ben.click(&card, "True").await.seen()
    };
    assert!(told.is_ephemeral(), "{told:?}");
    assert_eq!(running.channel.messages().len(), 1, "nothing is posted beside the card");
}

#[tokio::test]
async fn a_card_of_which_nobody_knows_whether_it_was_taken_stands_there_once() {
    for fault in [
        Fault::HangUp,
        Fault::HangUpAfterTaking,
        Fault::Status(503),
        Fault::StatusAfterTaking(500),
        Fault::Refused("fatal_error"),
        Fault::Limited { seconds: 1 },
    ] {
        let running = Running::start().await;
        let anna = running.workspace.admin("Anna");
        // What other apps say there is no hindrance: their metadata is of any shape.
        running.channel.foreign_message(serde_json::json!({
            "text": "A ticket", "edited": { "ts": "1.2" },
            "metadata": { "event_type": "ticket", "event_payload": { "open": true, "mark": 7 } },
        }));
        running.slack.fault("chat.postMessage", fault);
        anna.command(&running.channel, "daily now", &NOW).await;
        running.channel.sees("Card of the day").await;
        // A second look of the clockwork would find it due again if it had not been confirmed.
        let other = running.workspace.channel("other");
        anna.command(&other, "daily now", &NOW).await;
        other.sees("Card of the day").await;
        let cards = running.channel.messages().len();
        assert_eq!(cards, 2, "{fault:?}: the ticket and one card");
    }
}

#[tokio::test]
async fn a_channel_without_the_app_is_told_how_to_invite_it() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let elsewhere = running.workspace.channel_without_app("elsewhere");
    let told = anna.slash(&elsewhere, "/quiz", "deck:capitals with:channel").await.seen();
    assert!(told.is_ephemeral() && told.text().contains("/invite @"), "{}", told.text());
    // Alone, one can play there all the same.
    let alone = anna.slash(&elsewhere, "/quiz", "deck:capitals").await.seen();
    assert!(alone.is_ephemeral() && alone.text().contains("Question 1"), "{}", alone.text());
    elsewhere.invite_app();
    let begun = anna.slash(&elsewhere, "/quiz", "deck:capitals with:channel").await;
    begun.sees("Question 1").await;
}

#[tokio::test]
async fn an_app_that_was_taken_off_rests_and_loses_nothing() {
    let mut running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    running.slack.fault("chat.postMessage", Fault::Refused("account_inactive"));
    anna.command(&running.channel, "daily now", &NOW).await;
    running.slack.until_no_faults_left().await;
    running.stop().await;
    // The pause of a minute is over, and so is the claim of the program that has ended.
    running.tamper("UPDATE postings SET wake_at = 1").await;
    running.tamper("DELETE FROM claims").await;
    running.connect().await;
    running.channel.sees("Card of the day").await;
    assert_eq!(running.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_paused_card_goes_on_as_soon_as_its_channel_is_back() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let elsewhere = running.workspace.channel("elsewhere");
    for channel in [&running.channel, &elsewhere] {
        let set = anna.slash(channel, "/daily", "set time:09:00 deck:capitals").await;
        set.sees("The card of the day comes").await;
    }
    running.channel.archive();
    elsewhere.kick_app();
    let paused =
        "UPDATE schedules SET state = 'paused', note = 'A note.', next_at = NULL, told = 1";
    running.tamper(paused).await;
    running.channel.unarchive();
    goes_on(&running.channel, &anna).await;
    let still = anna.slash(&elsewhere, "/daily", "today").await.seen();
    assert!(still.text().contains("It is paused."), "the other one is not back: {still:?}");
    elsewhere.invite_app();
    goes_on(&elsewhere, &anna).await;
}

#[tokio::test]
async fn a_channel_is_set_up_by_one_form_that_is_filled_in() {
    let running = Running::start().await;
    let (anna, ben) = (running.workspace.admin("Anna"), running.workspace.member("Ben"));
    let refused = ben.command(&running.channel, "setup", &[]).await.seen();
    assert!(refused.text().contains("Only admins may use"), "{}", refused.text());
    let elsewhere = running.workspace.channel_without_app("elsewhere");
    let told = anna.command(&elsewhere, "setup", &[]).await.seen();
    assert!(told.text().contains("/invite @"), "{}", told.text());
    let form = anna.command(&running.channel, "setup", &[]).await.modal();
    assert_eq!(form.labels(), ["Time", "Days", "Zone", "Deck"]);
    assert_eq!(form.values()[..2], ["09:00", "mon-fri"]);
    // What is wrong stands at its field, and the form stays as it is.
    let wrong = anna.submit(&form, &["07:30", "someday", "Europe/Berlin", "Capitals"]).await;
    let errors = wrong.errors();
    assert!(errors["days"].contains("“someday” is no day of the week."), "{errors:?}");
    let told = anna.submit(&form, &[KEEP, "daily", KEEP, KEEP]).await.seen();
    assert!(told.is_ephemeral(), "{told:?}");
    assert!(told.text().contains("daily at 07:30, Europe/Berlin"), "{}", told.text());
    running.channel.sees("Card of the day").await;
    assert_eq!(running.channel.messages().len(), 1);
}

#[tokio::test]
async fn whoever_mentions_the_bot_sets_a_channel_up_by_buttons() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    anna.mentions(&running.channel, "setup");
    let asked = running.channel.whispers(&anna, "The card of the day would come").await;
    let form = anna.click(&asked, "Fill in a form").await.modal();
    assert_eq!(form.title(), "Card of the day");
    anna.click(&asked, "Take it as it is").await;
    running.channel.sees("Card of the day").await;
}

/// Waits until `/daily today` tells of the next card again.
async fn goes_on(channel: &Channel, who: &Member) {
    for _ in 0..200 {
        let told = who.slash(channel, "/daily", "today").await.seen();
        if told.text().contains("The next one comes") {
            return;
        }
    }
    panic!("it is paused still");
}
