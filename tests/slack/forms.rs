//! Forms: what is wrong stands at its field, and nothing is typed twice.

use crate::slack::running::Running;
use crate::support::slack::{KEEP, Shown};

#[tokio::test]
async fn an_incomplete_command_is_filled_in() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let form = anna.slash(&running.channel, "/daily", "set deck:capitals").await.modal();
    assert_eq!(form.title(), "/daily set");
    let wrong = anna.slash(&running.channel, "/reminder", "set time:25:99 days:mon-fri").await;
    let form = wrong.modal();
    assert!(form.text().contains("25:99"), "what was typed is not lost: {}", form.text());
    let values: Vec<&str> =
        form.labels().iter().map(|label| if label == "Time" { "18:30" } else { KEEP }).collect();
    let told = anna.submit(&form, &values).await.seen();
    assert!(told.is_ephemeral() && told.text().contains("mon-fri at 18:30"), "{}", told.text());
}

#[tokio::test]
async fn a_file_is_handed_in_by_a_form() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let plan = "set time:09:00 deck:capitals calendar:holidays.ics";
    let form = anna.slash(&running.channel, "/daily", plan).await.modal();
    let day = (chrono::Utc::now() + chrono::Days::new(30)).format("%Y%m%d");
    let days = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\nEND:VCALENDAR"
    );
    let file = anna.upload("holidays.ics", days.as_bytes());
    let labels = form.labels();
    let values: Vec<&str> =
        labels.iter().map(|label| if label == "Calendar" { file.as_str() } else { KEEP }).collect();
    let told = anna.submit(&form, &values).await.seen();
    assert!(told.text().contains("off-day"), "{}", told.text());
}

#[tokio::test]
async fn a_file_of_ones_own_comes_in_the_conversation_of_two() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let told = ben.slash(&running.channel, "/studyhall", "mydata export").await;
    told.sees("I have sent you the file").await;
    let files: usize = ben.direct().messages().iter().map(|one| one.files.len()).sum();
    assert_eq!(files, 1);
    assert!(running.channel.messages().is_empty(), "nobody else sees it");
}

#[tokio::test]
async fn commands_are_written_as_they_are_typed_on_slack_also_in_plain_text() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let told = anna.slash(&running.channel, "/studyhall", "admins").await.seen();
    assert!(told.text().contains("/studyhall admins"), "{}", told.text());
    assert!(!told.text().contains(" /admins"), "{}", told.text());
    let labels = told.buttons();
    assert!(labels.iter().any(|label| label == "/studyhall admins add"), "{labels:?}");
    let form = anna.slash(&running.channel, "/quiz", "deck:nonesuch").await.modal();
    assert!(form.text().contains("/studyhall deck list"), "{}", form.text());
    let sent = anna.submit(&form, &["nonesuch", KEEP, KEEP, KEEP]).await;
    let errors = sent.errors();
    assert!(errors.values().any(|error| error.contains("/studyhall deck list")), "{errors:?}");
}

#[tokio::test]
async fn a_channel_stands_in_a_form_by_its_name_and_is_found_again() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let out = running.workspace.channel("out");
    let set = format!("set time:25:99 deck:capitals channel:<#{}|out>", out.id());
    let form = anna.slash(&running.channel, "/daily", &set).await.modal();
    let values: Vec<String> = form.values();
    assert!(values.iter().any(|value| value == "#out"), "{values:?}");
    let typed: Vec<&str> =
        form.labels().iter().map(|label| if label == "Time" { "09:00" } else { KEEP }).collect();
    anna.submit(&form, &typed).await;
    let today = anna.slash(&out, "/daily", "today").await.seen();
    assert!(today.text().contains("The next one comes"), "{}", today.text());
}

#[tokio::test]
async fn all_that_is_ones_own_is_changed_by_one_form() {
    let running = Running::start().await;
    let ben = running.workspace.member("Ben");
    let form = ben.command(&running.channel, "settings", &[]).await.modal();
    assert_eq!(form.title(), "Your settings");
    assert_eq!(form.labels()[3..], ["Who sees my accuracy", "My day turns at"]);
    assert_eq!(form.values()[1..], ["off", "on", "everyone", "04:00"]);
    let wrong = ben.submit(&form, &["Europe/Rome", "soon", "off", "me", "00:00"]).await;
    let errors = wrong.errors();
    assert!(errors["reminder"].contains("“soon”"), "{errors:?}");
    let told = ben.submit(&form, &[KEEP, "18:00", KEEP, KEEP, KEEP]).await.seen();
    assert!(told.is_ephemeral(), "{told:?}");
    for line in ["Time zone: *Europe/Rome*", "*daily at 18:00*", "Streak: *off*"] {
        assert!(told.text().contains(line), "{line} is not in\n{}", told.text());
    }
    // Where no form opens, a button does.
    ben.mentions(&running.channel, "settings");
    let told = running.channel.whispers(&ben, "Your settings").await;
    let form = ben.click(&told, "Change").await.modal();
    assert_eq!(form.values(), ["Europe/Rome", "18:00", "off", "me", "00:00"]);
}
