//! Files that people attach to commands.

use super::running::Running;

/// What is said to a command with this file.
async fn set(running: &Running, file: &str) -> String {
    let anna = running.guild.admin("Anna");
    let options = [("time", "09:00"), ("deck", "capitals"), ("calendar", file)];
    anna.slash(&running.channel, "daily set", &options).await.text()
}

fn calendar() -> String {
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(10)).format("%Y%m%d");
    format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\nEND:VCALENDAR")
}

#[tokio::test]
async fn an_attached_file_is_fetched_once_and_taken() {
    let running = Running::start().await;
    running.discord.keep_file("off.ics", "text/calendar", calendar().as_bytes());
    let told = set(&running, "off.ics").await;
    assert!(told.contains("1 off-day to come"), "{told}");
    assert_eq!(running.discord.fetched("off.ics"), 1);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_was_told_to_be_is_refused_in_words() {
    let running = Running::start().await;
    let discord = &running.discord;
    for (name, said) in [
        ("png.ics", "That is no calendar file."),
        ("cut.ics", "“cut.ics” broke off on its way:"),
        ("short.ics", "“short.ics” broke off on its way:"),
        ("huge.ics", "“huge.ics” has 5 MB, and the most that I take here is 1 MB."),
        (
            "larger.ics",
            "“larger.ics” has more than 1 MB, and the most that I take here is 1 MB. Export only",
        ),
        ("gone.ics", "I could not get “gone.ics”. Attach it again."),
    ] {
        let bytes = calendar();
        discord.keep_file(name, "text/calendar", bytes.as_bytes());
        discord.change_file(name, |file| match name {
            "png.ics" => file.bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "cut.ics" => (file.told, file.cut) = (50_000, true),
            "short.ics" => file.told = 50_000,
            "huge.ics" => file.told = 5 << 20,
            "larger.ics" => file.bytes = vec![b'x'; (1 << 20) + 1],
            _ => file.bytes.clear(),
        });
        if name == "png.ics" {
            discord.change_file(name, |file| file.told = file.bytes.len() as u64);
        }
        let told = set(&running, name).await;
        assert!(told.contains(said), "{name}: {told}");
        // Forms have no fields for files here: the command is pressed instead.
        assert!(told.contains("-# Use </daily set:"), "{name}: {told}");
        assert!(told.contains("and attach the file to its option `calendar`."), "{name}: {told}");
    }
    assert_eq!(discord.fetched("huge.ics"), 0, "what is too large is not fetched");
    let anna = running.guild.admin("Anna");
    let preview = anna.slash(&running.channel, "daily preview", &[]).await.text();
    assert!(preview.contains("There is no card of the day here yet."), "{preview}");
}

#[tokio::test]
async fn dates_and_boxes_are_texts_with_an_example_in_a_form() {
    let running = Running::start().await;
    let anna = running.guild.admin("Anna");
    let options = [("name", "Spring"), ("until", "30 Feb 2027")];
    let form = anna.slash(&running.channel, "season start", &options).await.modal();
    assert!(
        form.texts.join("\n").contains("⚠️ 30 February 2027 is no day, since that month has 28")
    );
    let until = &form.fields[1];
    assert_eq!((until.label.as_str(), until.value.as_str()), ("Until", "30 Feb 2027"));
    assert_eq!(until.placeholder.as_deref(), Some("Its last day, such as 2026-06-30"));
    let options = [("summary", "false")];
    let form = anna.slash(&running.channel, "daily set", &options).await.modal();
    let summary = form.fields.last().unwrap();
    assert_eq!((summary.label.as_str(), summary.value.as_str()), ("Summary", "no"));
    assert_eq!(summary.placeholder.as_deref(), Some("yes or no"));
    let told = anna.submit(&form, &["09:00", "mon-fri", "", "nope"]).await.seen();
    assert!(told.text().contains("summary takes yes or no, not “nope”."), "{}", told.text());
    let form = anna.click(&told, "Fill in a form").await.modal();
    let set = anna.submit(&form, &["09:00", "mon-fri", "", "off"]).await;
    assert!(set.text().contains("09:00"), "{}", set.text());
}

#[tokio::test]
async fn a_file_of_the_bot_is_an_upload_of_its_kind() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let told = ben.slash(&running.channel, "mydata export", &[]).await.seen();
    let [file] = told.files.as_slice() else { panic!("{:?}", told.text()) };
    assert_eq!(file.content_type, "application/json");
    let data: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(data["name"], "Ben");
}
