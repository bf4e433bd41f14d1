//! The line from the page to its browsers: shared by all tabs, and said where nobody is at its end.

use std::time::{Duration, Instant};

use super::browser::{come_in, enter, faults};
use crate::support::browser::{Browser, Driver, ENTER};
use crate::support::page::Page;
use crate::support::relay::{Manner, Relay};

/// Within this time a page says that nobody answers, and that somebody does again.
const SOON: Duration = Duration::from_secs(3);

/// What a page says of its line, beside the conversation.
const SAID: &str = "document.getElementById('connection').innerText";

/// Waits for a condition, which must be met soon.
async fn soon(browser: &Browser, what: &str, condition: &str) {
    let began = Instant::now();
    browser.until(what, condition).await;
    let took = began.elapsed();
    assert!(took <= SOON, "{what}: after {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_tabs_share_one_stream_and_leave_room_for_requests() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let relay = Relay::before(page.address, Manner::Open).await;
    let browser = driver.browser().await;
    let mut tabs = vec![browser.client.window().await.unwrap()];
    enter(&browser, relay.address, "Ada").await;
    // A browser takes six connections to a host; the tabs are two people's.
    for name in ["Ben", "Ada", "Ben", "Ada", "Ben"] {
        tabs.push(browser.open_tab().await);
        enter(&browser, relay.address, name).await;
    }
    browser.keys("#text", &format!("one for all{ENTER}")).await;
    browser.keys("#text", &format!("/help{ENTER}")).await;
    browser.sees("How to begin").await;
    // The one that was there before the last tab came may be closing still.
    let began = Instant::now();
    while relay.streams() > 1 && began.elapsed() < SOON {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(relay.streams(), 1, "one stream for all of them");
    for (number, tab) in (1..).zip(&tabs) {
        browser.turn_to(tab).await;
        browser.sees("one for all").await;
        let is_bens = number % 2 == 0;
        let hears_help = browser.shown().await.iter().any(|text| text.contains("How to begin"));
        assert_eq!(hears_help, is_bens, "tab {number}: what is private stays with its person");
        assert_eq!(faults(&browser).await, Vec::<String>::new());
    }

    // The first goes, and nothing is lost to the others, nor is anything shown twice.
    browser.turn_to(&tabs[0]).await;
    browser.client.close_window().await.unwrap();
    browser.turn_to(&tabs[1]).await;
    browser.keys("#text", &format!("and another{ENTER}")).await;
    for tab in &tabs[1..] {
        browser.turn_to(tab).await;
        browser.sees("and another").await;
        let shown = browser.shown().await;
        for text in ["one for all", "and another"] {
            assert_eq!(shown.iter().filter(|one| one.contains(text)).count(), 1, "{text}");
        }
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_shares_nothing_has_a_stream_for_each_tab() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let relay = Relay::before(page.address, Manner::Open).await;
    let browser = driver.browser().await;
    browser.before_each_page("delete window.SharedWorker").await;
    enter(&browser, relay.address, "Ada").await;
    browser.keys("#text", &format!("on my own{ENTER}")).await;
    browser.sees("on my own").await;
    browser.until("no worker", "!('SharedWorker' in window)").await;
    assert_eq!(relay.streams(), 1);
    relay.turn(Manner::Hung);
    soon(&browser, "it is said", &format!("{SAID}.includes('does not answer')")).await;
    relay.turn(Manner::Open);
    soon(&browser, "it is taken back", &format!("{SAID} === ''")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_is_said_soon_and_what_is_written_meanwhile_goes_out() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let relay = Relay::before(page.address, Manner::Open).await;
    let ada = driver.browser().await;
    enter(&ada, relay.address, "Ada").await;
    ada.keys("#text", &format!("/quiz deck:capitals topic:Americas style:typed{ENTER}")).await;
    ada.sees("What is the capital of Peru?").await;
    ada.click("Answer").await;
    ada.until("a form", "document.getElementById('form').open").await;
    ada.press("Lima").await;

    relay.turn(Manner::Hung);
    let in_form = "document.querySelector('#form .line-state').innerText";
    soon(&ada, "in the form", &format!("{in_form}.includes('does not answer')")).await;
    ada.until("beside the conversation", &format!("{SAID}.includes('does not answer')")).await;
    ada.press(ENTER).await;
    ada.until("on its way", "document.getElementById('form').ariaBusy === 'true'").await;
    ada.until("the text stays", "document.activeElement.value === 'Lima'").await;

    relay.turn(Manner::Open);
    soon(&ada, "it is back", &format!("{SAID} === ''")).await;
    ada.sees("Correct. +5 points").await;
    ada.until("the form is gone", "!document.getElementById('form').open").await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_gone_is_said_soon_also_before_one_has_come_in() {
    let Some(driver) = Driver::start().await else { return };
    let mut page = Page::open().await;
    let ada = driver.browser().await;
    ada.client.goto(&format!("http://{}/", page.address)).await.unwrap();
    ada.until("who", "document.getElementById('who').open").await;
    page.stop().await;
    let said = "document.querySelector('#who .line-state').innerText";
    soon(&ada, "it is said", &format!("{said}.includes('does not answer')")).await;
    page.start().await;
    soon(&ada, "it is back", &format!("{said} === ''")).await;
    ada.press(&format!("Ada{ENTER}")).await;
    ada.until("she is in", "document.getElementById('me-name').innerText === 'Ada'").await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_something_holds_back_is_said_in_words() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let relay = Relay::before(page.address, Manner::WithoutStreams).await;
    let ada = driver.browser().await;
    ada.client.goto(&format!("http://{}/", relay.address)).await.unwrap();
    ada.keys("#who-name", &format!("Ada{ENTER}")).await;
    ada.until("it is said", &format!("{SAID}.includes('holds back what Studyhall sends')")).await;
    relay.turn(Manner::Open);
    soon(&ada, "it comes through", &format!("{SAID} === ''")).await;
    ada.keys("#text", &format!("/help{ENTER}")).await;
    ada.sees("How to begin").await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_taken_out_of_the_bar_is_so_in_every_tab_of_its_person() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let browser = come_in(&driver, &page, "Ada").await;
    let first = browser.client.window().await.unwrap();
    browser.open_tab().await;
    enter(&browser, page.address, "Ada").await;
    browser.keys("#text", &format!("/quiz deck:capitals style:typed with:channel{ENTER}")).await;
    let bar = "!document.getElementById('reply').hidden";
    browser.until("a bar", bar).await;
    browser.script("document.getElementById('reply-off').click()").await;
    browser.turn_to(&first).await;
    browser.sees("Question 1 of").await;
    browser.until("none here either", &format!("!({bar})")).await;
    browser.click("Reply privately").await;
    browser.until("a bar again", bar).await;
    browser.close().await;
}
