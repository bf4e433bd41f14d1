//! The page without a mouse: where the focus goes, and what a key does wherever it is.

use studyhall::store::Store;
use studyhall::store::chat::Draft;

use super::browser::{come_in, faults, right};
use crate::support::browser::{BACKWARDS, Browser, Driver, ENTER, ESCAPE};
use crate::support::page::Page;

const FORM_IS_OPEN: &str = "document.getElementById('form').open";
const IN_THE_BOX: &str = "document.activeElement.id === 'text'";

/// A deck of which one answer is a list.
const LISTS: &str = r#"
[deck]
id = "colors"
title = "Colors"

[[card]]
id = "flag"
topic = "Flags"
prompt = "Which three colors has the flag of Germany?"
answer = { items = [["black"], ["red"], ["gold"]] }
explain = "It has flown since 1949."
"#;

/// Goes backwards through what can have the focus until a button with this label has it.
async fn back_to(browser: &Browser, label: &str) {
    let script = "return document.activeElement.innerText.trim()";
    for _ in 0..20 {
        browser.press(BACKWARDS).await;
        if browser.script(script).await == label {
            return;
        }
    }
    panic!("no way back to {label}");
}

/// The right answer to the question in the bar.
async fn right_now(browser: &Browser) -> &'static str {
    browser.until("a question", "!document.getElementById('reply').hidden").await;
    let script = "return document.getElementById('reply-words').innerText";
    right(browser.script(script).await.as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_opening_to_the_third_answer_by_keyboard_alone() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = driver.browser().await;
    ada.client.goto(&format!("http://{}/", page.address)).await.unwrap();
    ada.until("the name has the focus", "document.activeElement.id === 'who-name'").await;
    ada.press(&format!("Ada{ENTER}")).await;
    ada.until("she is in", IN_THE_BOX).await;
    ada.press(&format!("/quiz deck:capitals style:typed questions:3{ENTER}")).await;

    // The first by the box, the second by the form behind the button, the third by the box again.
    ada.press(&format!("{}{ENTER}", right_now(&ada).await)).await;
    ada.sees("Question 2 of 3").await;
    let second = right_now(&ada).await;
    back_to(&ada, "Answer").await;
    ada.press(ENTER).await;
    ada.until("the form", FORM_IS_OPEN).await;
    ada.press(&format!("{second}{ENTER}")).await;
    ada.sees("Question 3 of 3").await;
    ada.until("back in the box", IN_THE_BOX).await;
    ada.press(&format!("{}{ENTER}", right_now(&ada).await)).await;
    ada.sees("3 of 3").await;
    ada.until("nothing is left", "document.getElementById('reply').hidden").await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_are_answered_by_one_key_each_and_a_key_held_down_answers_once() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.press(&format!("/quiz deck:capitals topic:Oceania style:choices{ENTER}")).await;
    ada.sees("True or false").await;
    ada.until("the box", IN_THE_BOX).await;
    back_to(&ada, "False").await;
    // What a key that is held down sends again presses nothing.
    let held = "const key = new KeyboardEvent('keydown', \
        { key: 'Enter', repeat: true, bubbles: true, cancelable: true });
        return document.activeElement.dispatchEvent(key)";
    assert_eq!(ada.script(held).await, false);
    ada.press(ENTER).await;
    ada.sees("You answered: False").await;
    ada.until("the next input goes into the box", IN_THE_BOX).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_button_and_from_anywhere_a_key_lands_in_the_box() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.press(&format!("/help{ENTER}")).await;
    ada.sees("How to begin").await;
    back_to(&ada, "Start a quiz").await;
    ada.press(ENTER).await;
    ada.sees("Question 1 of").await;
    let next = format!("{IN_THE_BOX} || document.activeElement.matches('.choices button')");
    ada.until("where the next input goes", &next).await;

    for place in ["document.activeElement.blur()", "document.getElementById('scroller').focus()"] {
        ada.script("document.getElementById('text').value = ''").await;
        ada.script(place).await;
        ada.press("no").await;
        ada.until("in the box", &format!("{IN_THE_BOX} && document.activeElement.value === 'no'"))
            .await;
    }
    // Where something takes keys, it keeps them.
    ada.script("document.getElementById('text').value = ''").await;
    ada.script("document.getElementById('switch').click()").await;
    ada.press("Ben").await;
    ada.until("the name", "document.getElementById('who-name').value === 'Ben'").await;
    ada.until("an empty box", "document.getElementById('text').value === ''").await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_keeps_what_was_written_and_sends_no_empty_answer() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.press(&format!("/quiz deck:capitals topic:Americas style:typed{ENTER}")).await;
    ada.sees("What is the capital of Peru?").await;
    ada.click("Answer").await;
    ada.until("a form", FORM_IS_OPEN).await;
    ada.press(&format!("  {ENTER}")).await;
    let wrong = "document.querySelector('#form-fields .wrong')?.innerText";
    ada.until("what is wrong", &format!("{wrong} === 'Nothing is written here yet.'")).await;
    ada.until("it is still open", FORM_IS_OPEN).await;
    ada.press(&format!("Lim{ESCAPE}")).await;
    ada.until("closed", &format!("!{FORM_IS_OPEN}")).await;
    ada.click("Answer").await;
    ada.until("as it was", "document.activeElement.value.trim() === 'Lim'").await;
    ada.press(&format!("a{ENTER}")).await;
    ada.sees("Correct. +5 points").await;
    assert!(ada.shown().await.iter().all(|text| !text.contains("One more try")), "no try is lost");
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn enter_sends_a_list_too_and_shift_enter_starts_a_line() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open_with(&[("colors.toml", LISTS)]).await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.press(&format!("/quiz deck:colors style:typed{ENTER}")).await;
    ada.sees("Which three colors").await;
    ada.click("Answer").await;
    ada.until("a form", FORM_IS_OPEN).await;
    ada.until("several lines", "document.activeElement.tagName === 'TEXTAREA'").await;
    let new_line = format!("\u{e008}{ENTER}\u{e000}");
    ada.press(&format!("black{new_line}red{new_line}gold")).await;
    ada.until("three lines", r"document.activeElement.value === 'black\nred\ngold'").await;
    ada.press(ENTER).await;
    ada.until("a right verdict", "document.querySelector('.callout.correct')").await;
    ada.until("the form is gone", &format!("!{FORM_IS_OPEN}")).await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_leads_from_the_conversation_of_two_to_the_channel() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let place = "document.getElementById('place-name').innerText";
    ada.keys("[data-place=direct]", ENTER).await;
    ada.until("there", &format!("{place} === 'Studyhall'")).await;
    ada.client.refresh().await.unwrap();
    ada.until("there still", &format!("{place} === 'Studyhall'")).await;
    ada.client.back().await.unwrap();
    ada.until("back", &format!("{place} === '# study-group'")).await;
    ada.client.forward().await.unwrap();
    ada.until("there again", &format!("{place} === 'Studyhall'")).await;
    ada.client.back().await.unwrap();
    ada.keys("#home", ENTER).await;
    ada.sees("Hello, Ada.").await;
    ada.client.back().await.unwrap();
    ada.until("back from there, too", &format!("{place} === '# study-group'")).await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mention_alone_opens_the_home_view() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.press(&format!("@Studyhall{ENTER}")).await;
    ada.sees("Hello, Ada.").await;
    ada.press(&format!("@studyhall help{ENTER}")).await;
    ada.sees("How to begin").await;
    let people = "document.querySelectorAll('#log article.person:not(.private)').length";
    ada.until("nobody else saw it", &format!("{people} === 0")).await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_is_as_high_as_the_window() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let store = Store::open(&page.database()).await.unwrap();
    let drafts: Vec<Draft> = (0..60).map(callout).collect();
    store.chat_write("web", "local", &drafts, None, chrono::Utc::now()).await.unwrap();
    let ada = come_in(&driver, &page, "Ada").await;
    ada.until("all", "document.querySelectorAll('#log article').length === 60").await;
    for (width, height) in [(1_280, 800), (500, 700)] {
        ada.client.set_window_size(width, height).await.unwrap();
        let sizes = "const of = document.documentElement;
            return [of.scrollHeight - innerHeight, of.scrollWidth - innerWidth]";
        assert_eq!(ada.script(sizes).await, serde_json::json!([0, 0]), "{width}");
    }
    ada.close().await;
}

/// A message with words that are hidden from the eye.
fn callout(number: usize) -> Draft {
    let text = serde_json::json!([{ "plain": format!("Message {number}") }]);
    let blocks = serde_json::json!([{ "kind": "callout", "tone": "correct", "text": text }]);
    let body = serde_json::json!({ "kind": "bot", "blocks": blocks, "buttons": [] }).to_string();
    let (place, key) = ("study-group".to_owned(), format!("k{number}"));
    Draft { place, visible_to: None, key, author: None, body }
}
