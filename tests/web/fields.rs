//! Fields of a form that are no text, and other things to press, in a real browser: by keyboard,
//! with what is wrong at each field.

use chrono::{TimeDelta, Utc};
use studyhall::store::Store;
use studyhall::store::chat::Draft;

use super::browser::{come_in, faults};
use crate::support::browser::{Browser, Driver, ENTER, ESCAPE};
use crate::support::page::Page;

const IS_OPEN: &str = "document.getElementById('form').open";

/// Asserts that each field has a label, and that what is wrong with it is told with it.
async fn check_labels(browser: &Browser) {
    let script = "return [...document.querySelectorAll('#form-fields input, #form-fields select')]
        .filter((one) => {
            const under = document.getElementById(one.getAttribute('aria-describedby'));
            const told = Boolean(under.querySelector('.wrong'));
            return one.labels.length !== 1 || !one.labels[0].innerText
                || told !== (one.getAttribute('aria-invalid') === 'true');
        }).map((one) => one.name)";
    assert_eq!(browser.script(script).await, serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_that_does_not_exist_stays_to_be_mended() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/season start name:Spring until:2027-02-30{ENTER}")).await;
    ada.until("a form", IS_OPEN).await;
    let error = "document.querySelector('#form-fields .wrong')?.innerText";
    let said = "30 February 2027 is no day, since that month has 28 days. Write another date.";
    ada.until("what is wrong", &format!("{error} === '{said}'")).await;
    check_labels(&ada).await;
    let focus = "document.activeElement";
    ada.until("what was typed", &format!("{focus}.name === 'until'")).await;
    ada.until("as it was", &format!("{focus}.value === '2027-02-30'")).await;
    // A date that is one has the browser's own field.
    ada.script("document.activeElement.select()").await;
    ada.press(&format!("2020-02-01{ENTER}")).await;
    ada.until("past", &format!("{error}?.startsWith('A season ends after today')")).await;
    ada.until("a field for dates", "document.querySelector('[type=date]').value === '2020-02-01'")
        .await;
    check_labels(&ada).await;
    let next_month = (Utc::now() + TimeDelta::days(28)).format("%m%d%Y");
    ada.keys("[type=date]", &format!("{next_month}{ENTER}")).await;
    ada.sees("has begun and runs through").await;
    ada.until("no form any more", &format!("!{IS_OPEN}")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_and_a_box_go_with_a_form_and_stay_when_it_is_asked_again() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/daily set calendar:hello summary:no{ENTER}")).await;
    ada.until("a form", IS_OPEN).await;
    let error = "document.querySelector('#form-fields .wrong')?.innerText";
    ada.until("what is wrong", &format!("{error}?.startsWith('calendar takes a file')")).await;
    ada.until("at its field", "document.activeElement.type === 'file'").await;
    let checked = "document.querySelector('[type=checkbox]').checked";
    ada.until("the box as it was given", &format!("!{checked}")).await;
    check_labels(&ada).await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("our days.ics");
    let day = (Utc::now() + TimeDelta::days(10)).format("%Y%m%d");
    let calendar = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\nEND:VCALENDAR"
    );
    std::fs::write(&file, calendar).unwrap();
    ada.keys("[type=file]", &file.display().to_string()).await;
    ada.keys("[type=checkbox]", " ").await;
    ada.until("checked by keyboard", checked).await;
    // Something else is wrong first: the file that was chosen stays.
    ada.keys("[name=time]", "0900AM").await;
    ada.keys("[name=days]", &format!("someday{ENTER}")).await;
    ada.until("what is wrong now", &format!("{error}?.startsWith('“someday” is no day')")).await;
    let kept = "document.querySelector('[type=file]').files[0]?.name === 'our days.ics'";
    ada.until("the file is kept", kept).await;
    ada.until("and the box", checked).await;
    check_labels(&ada).await;
    ada.script("document.activeElement.select()").await;
    ada.press(&format!("mon-fri{ENTER}")).await;
    ada.sees("1 off-day to come").await;
    ada.until("no form any more", &format!("!{IS_OPEN}")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());

    // Closed, a form leaves the line as it was.
    ada.keys("#text", &format!("/daily set calendar:hello{ENTER}")).await;
    ada.until("a form", IS_OPEN).await;
    // What is typed into a field for files is taken for the path of one.
    ada.keys("[name=days]", ESCAPE).await;
    let line = "document.getElementById('text').value === '/daily set calendar:hello'";
    ada.until("the line again", line).await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn home_is_opened_from_the_side_and_takes_its_own_place() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", "not sent yet").await;
    ada.keys("#home", ENTER).await;
    ada.sees("Hello, Ada.").await;
    let homes = "[...document.querySelectorAll('#log article')].filter((one) => \
        one.innerText.includes('Hello, Ada.'))";
    ada.until("it has the focus", &format!("{homes}[0] === document.activeElement")).await;
    ada.click("Help").await;
    ada.sees("How to begin").await;
    ada.keys("#home", ENTER).await;
    ada.until("it has the focus again", &format!("{homes}[0] === document.activeElement")).await;
    ada.until("it is there once", &format!("{homes}.length === 1")).await;
    // What was begun in the channel waits there.
    ada.script("document.querySelector('[data-place=study-group]').click()").await;
    ada.until("the line", "document.getElementById('text').value === 'not sent yet'").await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_opens_a_page_beside_this_one_and_a_file_is_there_after_a_reload() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let store = Store::open(&page.database()).await.unwrap();
    let body = serde_json::json!({
        "kind": "bot",
        "blocks": [{
            "kind": "file", "name": "a.txt", "media_type": "text/plain", "base64": "w6k=",
        }],
        "buttons": [
            { "action": "line:/help", "label": "Help", "style": "plain" },
            { "opens": "https://example.org/a", "label": "Read more", "style": "plain" },
        ],
    });
    let (place, key, body) = ("study-group".to_owned(), "a".to_owned(), body.to_string());
    let draft = Draft { place, visible_to: None, key, author: None, body };
    store.chat_write("web", "local", &[draft], None, Utc::now()).await.unwrap();
    let ada = come_in(&driver, &page, "Ada").await;
    for _ in 0..2 {
        ada.until("a link", "document.querySelector('#log .buttons a')").await;
        let link = "const a = document.querySelector('#log .buttons a');
            return [a.href, a.target, a.rel, a.innerText, String(a.tabIndex)]";
        let told = ["https://example.org/a", "_blank", "noopener noreferrer"];
        let link = ada.script(link).await;
        assert_eq!(link.as_array().unwrap()[..3], told);
        assert!(link[3].as_str().unwrap().starts_with("Read more"), "{link}");
        assert_eq!(link[4], "0", "by keyboard, too");
        let file = "const a = document.querySelector('#log a.file');
            return [a.download, a.href]";
        let file = ada.script(file).await;
        assert_eq!(file, serde_json::json!(["a.txt", "data:text/plain;base64,w6k="]));
        ada.client.refresh().await.unwrap();
    }
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_is_ones_own_is_changed_by_a_form_without_a_mouse() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/settings{ENTER}")).await;
    ada.until("a form", IS_OPEN).await;
    check_labels(&ada).await;
    let turn = "document.querySelector('#form-fields [name=turn]').value";
    ada.until("the usual turn", &format!("{turn} === '04:00'")).await;
    ada.script("document.querySelector('#form-fields [name=reminder]').select()").await;
    ada.keys("#form-fields [name=reminder]", &format!("18:00{ENTER}")).await;
    ada.sees("Saved. Your settings").await;
    ada.sees("daily at 18:00").await;
    ada.until("no form any more", &format!("!{IS_OPEN}")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_is_set_up_by_a_form_that_is_sent_as_it_stands() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/setup{ENTER}")).await;
    ada.until("a form", IS_OPEN).await;
    check_labels(&ada).await;
    let time = "document.querySelector('#form-fields [type=time]').value";
    ada.until("nine", &format!("{time} === '09:00'")).await;
    let deck = "document.querySelector('#form-fields select').value";
    ada.until("a deck", &format!("{deck} !== ''")).await;
    ada.keys("#form-fields [name=days]", ENTER).await;
    ada.sees("Today's card is on its way.").await;
    ada.sees("Who has answered?").await;
    ada.until("no form any more", &format!("!{IS_OPEN}")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_that_was_founded_after_one_came_in_is_completed() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/team create name:Owls{ENTER}")).await;
    ada.sees("Owls").await;
    ada.press("/team join name:o").await;
    let offered = "document.getElementById('suggestions-list').innerText";
    ada.until("the team", &format!("{offered}.includes('Owls')")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}
