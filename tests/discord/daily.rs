//! The card of the day and reminders on Discord: posted once, answered in private, changed in
//! place.

use super::running::Running;
use crate::support::discord::Fault;
use crate::support::discord::permissions::SEND_MESSAGES;

const NOW: [(&str, &str); 1] = [("deck", "capitals")];

#[tokio::test]
async fn a_card_of_the_day_is_posted_answered_in_private_and_counted() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.admin("Anna"), running.guild.member("Ben"));
    let refused = ben.slash(&running.channel, "daily now", &[]).await;
    assert!(refused.text().contains("Only admins may use </daily now:"), "{}", refused.text());
    let told = anna.slash(&running.channel, "daily now", &NOW).await;
    assert!(told.seen().ephemeral, "{}", told.text());
    let card = running.channel.sees("Card of the day").await;
    assert!(card.buttons().contains(&"Who has answered?".to_owned()), "{:?}", card.buttons());

    let who = ben.click(&card, "Who has answered?").await;
    assert!(who.seen().ephemeral, "{}", who.text());
    let answer = if card.buttons().contains(&"Answer".to_owned()) {
        let form = ben.click(&card, "Answer").await.modal();
        ben.submit(&form, &["certainly not this"]).await
    } else {
        ben.click(&card, "True").await
    };
    assert!(answer.seen().ephemeral, "{}", answer.text());
    assert_eq!(running.channel.messages().len(), 1, "nothing is posted beside the card");
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn a_card_that_was_taken_before_the_line_broke_stands_there_once() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    running.discord.fault("POST", "/messages", Fault::HangUp, 1);
    running.discord.fault("POST", "/messages", Fault::Status(500), 1);
    anna.slash(&running.channel, "daily now", &NOW).await;
    running.channel.sees("Card of the day").await;
    // A second look of the clockwork would find it due again if it had not been confirmed.
    let other = running.guild.channel("other");
    anna.slash(&other, "daily now", &NOW).await;
    other.sees("Card of the day").await;
    assert_eq!((running.channel.messages().len(), running.discord.faults_left()), (1, 0));
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_in_is_refused_when_it_is_set() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    let other = running.guild.channel("closed");
    other.deny_bot(SEND_MESSAGES);
    let id = other.id().to_string();
    let options = [
        ("time", "09:00"),
        ("zone", "Europe/Berlin"),
        ("deck", "capitals"),
        ("channel", id.as_str()),
    ];
    let refused = anna.slash(&running.channel, "daily set", &options).await;
    assert!(refused.text().starts_with("⚠️"), "{}", refused.text());
    let set = anna.slash(&running.channel, "daily set", &options[..3]).await;
    assert!(set.text().contains("09:00"), "{}", set.text());
}

#[tokio::test]
async fn zones_and_days_are_completed() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let zones = ben.complete(&running.channel, "timezone", &[("zone", "new york")]).await;
    assert!(
        zones[0].0.starts_with("America/New_York, ") && zones[0].1 == "America/New_York",
        "{zones:?}"
    );
    let zones = ben.complete(&running.channel, "timezone", &[("zone", "India")]).await;
    assert!(zones[0].0.starts_with("Asia/Kolkata, ") && zones[0].1 == "Asia/Kolkata", "{zones:?}");
    let offered = ben.slash(&running.channel, "timezone", &[("zone", "GMT+9")]).await.seen();
    assert!(offered.ephemeral && offered.text().contains("Asia/Tokyo"), "{}", offered.text());
    let buttons = offered.buttons();
    let tokyo =
        buttons.iter().find(|label| label.starts_with("Asia/Tokyo, ")).expect("a button for Tokyo");
    let taken = ben.click(&offered, tokyo).await;
    assert!(taken.text().contains("Your time zone is **Asia/Tokyo**"), "{}", taken.text());
    let set = ben.slash(&running.channel, "timezone", &[("zone", "Europe/Berlin")]).await;
    assert!(set.text().contains("Europe/Berlin"), "{}", set.text());
}

#[tokio::test]
async fn whoever_sets_a_reminder_chooses_their_clock_from_a_menu() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let set = ben.slash(&running.channel, "reminder set", &[("time", "18:00")]).await;
    assert!(set.text().contains("Your reminder: **daily at 18:00, UTC**."), "{}", set.text());
    let options = set.seen().options();
    let tokyo = options.iter().find(|option| option.ends_with(" · Tokyo, Seoul"));
    let chosen = ben.choose(&set.seen(), &[tokyo.expect("a clock of Tokyo")]).await;
    assert!(chosen.text().contains("Your time zone is **Asia/Tokyo**"), "{}", chosen.text());
    let kept = ben.slash(&running.channel, "reminder show", &[]).await;
    assert!(kept.text().contains("**daily at 18:00, Asia/Tokyo**"), "{}", kept.text());
    let again = ben.slash(&running.channel, "reminder set", &[("time", "19:00")]).await;
    assert_eq!(again.seen().options(), Vec::<String>::new(), "it is known from then on");
}

#[tokio::test]
async fn a_command_that_cannot_be_taken_is_asked_for_again_by_a_form() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let options = [("time", "25:00"), ("days", "mon-fri")];
    let form = ben.slash(&running.channel, "reminder set", &options).await.modal();
    assert_eq!(form.title, "/reminder set");
    let text = form.texts.join("\n");
    assert!(text.contains("⚠️ “25:00” is no time of day."), "{text}");
    let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(values, ["25:00", "mon-fri", ""]);
    // Discord opens no form from a form; a button does.
    let refused = ben.submit(&form, &["26:00"]).await.seen();
    assert!(refused.text().contains("“26:00” is no time of day."), "{}", refused.text());
    let form = ben.click(&refused, "Fill in a form").await.modal();
    assert_eq!(form.fields[0].value, "26:00");
    let set = ben.submit(&form, &["18:00"]).await;
    assert!(set.text().contains("Your reminder: **mon-fri at 18:00, UTC**"), "{}", set.text());
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn many_cards_at_once_go_at_the_limit_and_provoke_nothing() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    let channels: Vec<_> =
        (0..60).map(|number| running.guild.channel(&format!("team-{number}"))).collect();
    for channel in &channels {
        drop(anna.start_slash(channel, "daily now", &NOW).await);
    }
    for channel in &channels {
        channel.sees("Card of the day").await;
    }
    assert_eq!(running.discord.limited(), 0, "nobody had to ask us to be slower");
    assert!(channels.iter().all(|channel| channel.messages().len() == 1));
}

#[tokio::test]
async fn a_card_that_discord_refuses_is_told_to_whoever_asked_and_can_be_asked_for_again() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    running.discord.fault("POST", "/messages", Fault::Refused(403, 50_013), 1);
    anna.slash(&running.channel, "daily now", &NOW).await;
    let told = anna.direct().sees("The card that you asked for could not be posted.").await;
    assert!(told.text().contains("Allow me to send messages there."), "{}", told.text());
    let again = anna.slash(&running.channel, "daily now", &NOW).await;
    assert!(again.text().contains("Today's card is on its way."), "{}", again.text());
    running.channel.sees("Card of the day").await;
    assert_eq!(running.channel.messages().len(), 1);
}

#[tokio::test]
async fn a_calendar_file_that_is_too_large_is_told_its_size_and_not_fetched() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    for (size, said) in [
        (
            "5242880",
            "“off.ics” has 5 MB, and the most that I take here is 1 MB. Export only the holidays.",
        ),
        (
            "1048577",
            "“off.ics” has 1,048,577 bytes, and the most that I take here is 1,048,576 bytes.",
        ),
    ] {
        let file = format!("off.ics {size}");
        let options = [("time", "09:00"), ("deck", "capitals"), ("calendar", file.as_str())];
        let told = anna.slash(&running.channel, "daily set", &options).await;
        assert!(told.text().contains(said), "{}", told.text());
    }
    let told = anna.slash(&running.channel, "daily preview", &[]).await;
    assert!(
        told.text().contains("There is no card of the day here yet."),
        "nothing is half done: {}",
        told.text()
    );
    let ben = running.guild.member("Ben");
    let told = ben
        .slash(&running.channel, "daily set", &[("time", "09:00"), ("calendar", "off.ics 5242880")])
        .await;
    assert!(told.text().contains("Only admins may use </daily set:"), "{}", told.text());
}

#[tokio::test]
async fn a_channel_is_set_up_by_one_form_that_is_filled_in() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.admin("Anna"), running.guild.member("Ben"));
    let refused = ben.slash(&running.channel, "setup", &[]).await;
    assert!(refused.text().contains("Only admins may use </setup:"), "{}", refused.text());
    let alone = anna.slash(&anna.direct(), "setup", &[]).await;
    assert!(alone.text().contains("type it in a channel, not here."), "{}", alone.text());
    let form = anna.slash(&running.channel, "setup", &[]).await.modal();
    let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(values[..3], ["09:00", "mon-fri", "UTC"]);
    assert!(form.texts.join("\n").contains("the first one at once"), "{:?}", form.texts);
    // Discord opens no form from a form; a button does, and nothing is typed twice.
    let wrong = anna.submit(&form, &["25:00", "daily", "Europe/Berlin", "Capitals"]).await.seen();
    let form = anna.click(&wrong, "Fill in a form").await.modal();
    let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(values, ["25:00", "daily", "Europe/Berlin", "Capitals"]);
    let told = anna.submit(&form, &["07:30"]).await;
    assert!(told.text().contains("**daily at 07:30, Europe/Berlin**"), "{}", told.text());
    running.channel.sees("Card of the day").await;
    assert_eq!(running.channel.messages().len(), 1);
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}
