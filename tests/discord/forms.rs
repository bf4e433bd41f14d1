//! Forms that come back: twice, from somebody else, from an earlier program, or in parts that are
//! not read.

use serde_json::{Value, json};

use super::running::Running;

#[tokio::test]
async fn a_form_that_comes_back_in_labels_is_noticed_and_nothing_is_done() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let asked = ben.slash(&running.channel, "reminder set", &[("time", "25:00")]).await;
    let form = asked.modal();
    let told = ben.submit_altered(&form, &["18:00", "mon-fri"], |data| {
        for row in data["components"].as_array_mut().unwrap() {
            if row["type"] == 1 {
                *row = json!({ "type": 18, "id": row["id"], "component": row["components"][0] });
            }
        }
    });
    let told = told.await;
    assert!(told.seen().ephemeral);
    assert!(
        told.text().contains("I could not read all of that form, so I have done nothing with it."),
        "{}",
        told.text()
    );
    let shown = ben.slash(&running.channel, "reminder show", &[]).await.text();
    assert!(shown.contains("You have no reminder."), "{shown}");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let form = ben.slash(&running.channel, "team create", &[("name", "@everyone")]).await.modal();
    let made = ben.submit(&form, &["Owls"]).await;
    // A form that a command opened has no message of ours to change.
    assert!(made.text().starts_with("Here it is: "), "{}", made.text());
    running.channel.sees("Owls").await;
    ben.repeat_interaction();
    // Whoever sends the form itself again is told what is so.
    let again = ben.submit(&form, &["Owls"]).await;
    assert!(again.text().contains("Owls"), "{}", again.text());
    let teams = ben.slash(&running.channel, "team list", &[]).await.text();
    assert_eq!(teams.matches("Owls").count(), 1, "{teams}");
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn a_form_of_an_earlier_program_or_of_somebody_else_gets_a_sentence() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    let quiz = [("deck", "capitals"), ("topic", "Americas")];
    let annas = anna.slash(&running.channel, "quiz", &quiz).await.seen();
    let mut of_anna = Value::Null;
    let form = anna.click(&annas, "Answer").await.modal();
    anna.submit_altered(&form, &["Quito"], |data| of_anna = data["custom_id"].clone()).await;
    let bens = ben.slash(&running.channel, "quiz", &quiz).await.seen();
    for (custom_id, said) in [
        (of_anna, "This quiz belongs to somebody else."),
        ("shout:812".into(), "That button is no longer in use. Type </help:"),
        ("answer:812".into(), "That button is no longer in use."),
        ("line:/quizz".into(), "There is no command “/quizz”."),
    ] {
        let form = ben.click(&bens, "Answer").await.modal();
        let told = ben.submit_altered(&form, &["Lima"], |data| data["custom_id"] = custom_id).await;
        assert!(told.text().contains(said), "{}", told.text());
    }
    // The own quiz waits as it did.
    let form = ben.click(&bens, "Answer").await.modal();
    assert!(ben.submit(&form, &["Lima"]).await.text().contains("✅ Correct."));
}
