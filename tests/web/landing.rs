//! What somebody sees who enters a channel in which much has been said.

use chrono::Utc;
use serde_json::json;
use studyhall::store::Store;
use studyhall::store::chat::Draft;

use super::browser::{come_in, faults};
use crate::support::browser::{Driver, ENTER};
use crate::support::page::Page;

/// Whether a button with this label is wholly within the window.
fn is_in_sight(label: &str) -> String {
    format!(
        "[...document.querySelectorAll('button')].some((one) => {{
            const box = one.getBoundingClientRect();
            return one.innerText.startsWith({label:?}) && box.width > 0 && box.top >= 0
                && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
        }})"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_enters_a_busy_channel_sees_the_card_a_quiz_and_help_where_they_land() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let card = json!({ "kind": "line", "text": "/daily now deck:capitals" });
    assert_eq!(page.act(&ada, "e1", card).await.status, 200);
    let store = Store::open(&page.database()).await.unwrap();
    // More than a new tab gets, so that the card comes along by itself.
    let drafts = (1..=260).map(|number| Draft {
        place: "study-group".to_owned(),
        visible_to: None,
        key: format!("k{number}"),
        author: Some(ada.clone()),
        body: json!({ "kind": "said", "text": format!("message {number}") }).to_string(),
    });
    store.chat_write("web", "local", &drafts.collect::<Vec<_>>(), None, Utc::now()).await.unwrap();

    let ben = come_in(&driver, &page, "Ben").await;
    ben.sees("message 260").await;
    for width in [1_280, 500] {
        ben.client.set_window_size(width, 800).await.unwrap();
        for label in ["Today's card: ", "Start a quiz", "Help"] {
            ben.until(&format!("{label} at {width}"), &is_in_sight(label)).await;
        }
    }
    // It is answered from where one is, and is not offered any more.
    ben.script("document.querySelector('#offers .card').click()").await;
    let words = "document.getElementById('reply-words').innerText";
    ben.until("in the bar", &format!("{words} !== ''")).await;
    let question = ben.script(&format!("return {words}")).await.as_str().unwrap().to_owned();
    ben.press(&format!("{}{ENTER}", super::browser::right(&question))).await;
    ben.sees("+10 points").await;
    ben.until("no card", "!document.querySelector('#offers .card')").await;
    ben.until("a quiz still", &is_in_sight("Start a quiz")).await;
    assert_eq!(faults(&ben).await, Vec::<String>::new());
    ben.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_enters_an_empty_channel_is_welcomed_and_offered_nothing_twice() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let count = "[...document.querySelectorAll('button')].filter((one) => \
        one.checkVisibility() && one.innerText === 'Start a quiz').length";
    ada.until("one way in", &format!("{count} === 1")).await;
    ada.close().await;
}
