//! A right answer that is said to everyone in a race: the others see it when the question is over.

use serde_json::{Value, json};

use crate::support::page::{Heard, Page};

/// The lines that people said, oldest first: what is seen of each, and whether it is held back.
fn lines(heard: &[Heard]) -> Vec<(&str, bool)> {
    let mut said: Vec<&Heard> = heard.iter().filter(|one| one.data["author"].is_string()).collect();
    said.sort_by_key(|one| one.data["id"].as_i64());
    let text = |one: &&'_ Heard| one.data["body"]["spoils"].is_string();
    said.iter()
        .filter(|one| one.data["private"] == false)
        .map(|one| (one.data["body"]["text"].as_str().unwrap(), text(one)))
        .collect()
}

/// Something said to everyone by whoever has taken the question out of the bar.
fn talk(text: &str) -> Value {
    json!({ "kind": "said", "text": text, "addressed": false, "talk": true })
}

/// A page with a race about the capital of Peru, and the click that finishes it.
async fn race(page: &Page, who: &str) -> Value {
    let line = "/quiz deck:capitals topic:Americas questions:1 style:typed with:channel";
    let line = json!({ "kind": "line", "text": line });
    assert_eq!(page.act(who, "race", line).await.status, 200);
    let asked = page.listen(who, "").await.until_ready().await.pop().unwrap();
    let buttons = asked.data["body"]["buttons"].as_array().unwrap().clone();
    let finish = buttons.iter().find(|button| button["label"] == "Finish").unwrap();
    json!({ "kind": "click", "action": finish["action"] })
}

#[tokio::test]
async fn a_right_answer_said_to_everyone_is_held_back_until_the_question_is_over() {
    let mut page = Page::open().await;
    let (ada, ben) = (page.enter("Ada").await, page.enter("Ben").await);
    let finish = race(&page, &ada).await;
    let mut live = page.listen(&ben, "").await;
    live.until_ready().await;
    // As talk it is no answer, and shown to its author as it is.
    assert_eq!(page.act(&ada, "e1", talk("Lima")).await.status, 200);
    assert_eq!(lines(&[live.message().await]), [("", true)]);
    // Said without more, it is taken as an answer as well.
    assert_eq!(page.say(&ben, "e2", "I think it is Lima").await.status, 200);
    assert_eq!(page.act(&ada, "e3", talk("what a question")).await.status, 200);
    assert_eq!(page.act(&ada, "e4", talk("Quito")).await.status, 200);

    // It stays so over a restart, and for whoever comes later.
    page.stop().await;
    page.start().await;
    let cleo = page.enter("Cleo").await;
    for (who, seen) in [
        (&ada, [("Lima", false), ("", true), ("what a question", false), ("Quito", false)]),
        (
            &ben,
            [
                ("", true),
                ("I think it is Lima", false),
                ("what a question", false),
                ("Quito", false),
            ],
        ),
        (&cleo, [("", true), ("", true), ("what a question", false), ("Quito", false)]),
    ] {
        let heard = page.listen(who, "").await.until_ready().await;
        assert_eq!(lines(&heard), seen);
        let told: String = heard.iter().map(|one| one.data.to_string()).collect();
        assert_eq!(told.contains("Correct. "), who == &ben, "{told}");
    }

    let mut live = page.listen(&cleo, "").await;
    let seen = live.until_ready().await.pop().unwrap().id;
    assert_eq!(page.act(&ada, "e5", finish).await.status, 200);
    let after = page.listen(&cleo, &format!("Last-Event-ID: {seen}\r\n")).await.until_ready().await;
    assert_eq!(lines(&after), [("Lima", false), ("I think it is Lima", false)], "told anew");
    assert_eq!(page.act(&ada, "e6", talk("Lima it was")).await.status, 200);
    let all = page.listen(&ben, "").await.until_ready().await;
    assert!(lines(&all).iter().all(|(_, is_held_back)| !is_held_back), "all is told");
}
