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
    assert!(shown.contains("You have no reminder yet."), "{shown}");
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

#[tokio::test]
async fn all_that_is_ones_own_is_changed_by_one_form() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let form = ben.slash(&running.channel, "settings", &[]).await.modal();
    let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(values, ["UTC", "off", "on", "everyone", "04:00"]);
    // Five fields are all that Discord takes, so what is wrong stands in the message, and a button
    // opens the form again with all that was typed.
    let wrong = ben.submit(&form, &["Europe/Rome", "18:00", "off", "me", "13:00"]).await.seen();
    assert!(wrong.text().contains("not “13:00”"), "{}", wrong.text());
    let form = ben.click(&wrong, "Fill in a form").await.modal();
    let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(values, ["Europe/Rome", "18:00", "off", "me", "13:00"]);
    let told = ben.submit(&form, &["Europe/Rome", "18:00", "off", "me", "00:00"]).await;
    for line in ["Time zone: **Europe/Rome**", "**daily at 18:00**", "Streak: **off**"] {
        assert!(told.text().contains(line), "{line} is not in\n{}", told.text());
    }
    assert!(told.text().contains("Your day turns at **00:00**, from "), "{}", told.text());
    let again = ben.click(&told.seen(), "Change").await.modal();
    assert_eq!(again.fields.len(), 5);
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}
