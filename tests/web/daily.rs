//! The card of the day on the page: a newcomer sees one at once, and it is counted and kept.

use serde_json::{Value, json};

use crate::support::page::{Heard, Listener, Page, get};

/// The next message of the card of the day that everyone sees.
async fn card(listener: &mut Listener) -> Heard {
    loop {
        let heard = listener.message().await;
        if heard.data["private"] == false && heading(&heard).starts_with("Card of the day") {
            return heard;
        }
    }
}

fn heading(heard: &Heard) -> String {
    let text = &heard.data["body"]["blocks"][0]["text"];
    text.as_array().into_iter().flatten().filter_map(|span| span["plain"].as_str()).collect()
}

fn button(heard: &Heard, label: &str) -> Value {
    let buttons = heard.data["body"]["buttons"].as_array().unwrap();
    let button = buttons
        .iter()
        .find(|button| button["label"] == label)
        .unwrap_or_else(|| panic!("{label}: {heard:?}"));
    json!({ "kind": "click", "action": button["action"] })
}

fn note(heard: &Heard) -> String {
    heard.data["body"].to_string()
}

#[tokio::test]
async fn a_newcomer_sees_a_card_at_once_and_it_counts_answers() {
    let mut page = Page::open().await;
    let ada = page.enter("Ada").await;
    let mut adas = page.listen(&ada, "").await;
    adas.until_ready().await;
    let line = json!({ "kind": "line", "text": "/daily now deck:capitals" });
    assert_eq!(page.act(&ada, "e1", line).await.status, 200);
    let posted = card(&mut adas).await;
    assert!(
        note(&posted).contains(", or with the next card. Your answer stays private."),
        "{posted:?}"
    );
    page.act(&ada, "e2", button(&posted, "Who has answered?")).await;
    // Two wrong answers finish a typed card, one finishes the other.
    let answers = posted.data["body"]["buttons"][0]["action"].as_str().unwrap().to_owned();
    for event in ["e3", "e4"] {
        let action = if answers.starts_with("answer:") {
            json!({ "kind": "submit", "action": answers, "fields": { "answer": "nowhere" } })
        } else {
            json!({ "kind": "click", "action": answers })
        };
        page.act(&ada, event, action).await;
    }
    let counted = loop {
        let counted = card(&mut adas).await;
        if note(&counted).contains("1 answered") {
            break counted;
        }
    };
    assert_eq!(counted.data["id"], posted.data["id"], "the same message, changed in its place");
    let metrics = get(page.ops, "/metrics").await.body;
    for line in [
        "studyhall_postings_total{platform=\"web\",outcome=\"sent\"} 1",
        "studyhall_postings_total{platform=\"web\",outcome=\"missed\"} 0",
    ] {
        assert!(metrics.lines().any(|told| told == line), "{line} is missing in\n{metrics}");
    }
    // A restart posts nothing again and forgets nothing.
    page.stop().await;
    page.start().await;
    let shown = page.listen(&ada, "").await.until_ready().await;
    let cards: Vec<&Heard> = shown
        .iter()
        .filter(|heard| {
            heard.data["private"] == false && heading(heard).starts_with("Card of the day")
        })
        .collect();
    assert_eq!(cards.len(), 1);
    assert!(note(cards[0]).contains("1 answered"), "{cards:?}");
}
