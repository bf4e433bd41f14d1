//! Two people in two browsers play a quiz on the running page.

use std::net::SocketAddr;

use crate::support::browser::{Browser, DOWN, Driver, END, ENTER, ESCAPE, TAB};
use crate::support::page::Page;

pub(super) async fn come_in(driver: &Driver, page: &Page, name: &str) -> Browser {
    let browser = driver.browser().await;
    enter(&browser, page.address, name).await;
    browser
}

/// Comes in in the open tab, at the page or at what stands before it.
pub(super) async fn enter(browser: &Browser, address: SocketAddr, name: &str) {
    browser.client.goto(&format!("http://{address}/")).await.unwrap();
    browser.keys("#who-name", &format!("{name}{ENTER}")).await;
    browser.until("the dialog is gone", "!document.getElementById('who').open").await;
    browser.until("everything has come", "document.querySelector('#welcome h2')").await;
    watch(browser).await;
}

/// The right answer to the question on screen.
async fn answer_on_screen(browser: &Browser) -> &'static str {
    browser
        .until("an open question", "document.querySelector('article:has(.buttons) .question')")
        .await;
    let script =
        "return [...document.querySelectorAll('article:has(.buttons) .question')].at(-1).innerText";
    let question = browser.script(script).await;
    match question.as_str().unwrap() {
        text if text.contains("France") => "Paris",
        text if text.contains("Peru") => "Lima",
        text => panic!("an unknown question: {text}"),
    }
}

/// Watches for errors of the page's scripts and for breaches of its rules, from now to the next
/// reload.
async fn watch(browser: &Browser) {
    let script = "window.faults = [];
        addEventListener('error', (event) => faults.push(event.message));
        addEventListener('unhandledrejection', (event) => faults.push(String(event.reason)));
        addEventListener('securitypolicyviolation', (event) => \
        faults.push(event.violatedDirective));";
    browser.script(script).await;
}

pub(super) async fn faults(browser: &Browser) -> Vec<String> {
    serde_json::from_value(browser.script("return window.faults").await).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_play_through_a_restart_and_a_reload() {
    let Some(driver) = Driver::start().await else { return };
    let mut page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let ben = come_in(&driver, &page, "Ben <b>").await;
    ada.until(
        "Ben is listed as text",
        "document.getElementById('people').innerText.includes('Ben <b>')",
    )
    .await;

    // A quiz alone: the first question by the form.
    ada.keys("#text", &format!("/quiz deck:capitals topic:Europe style:typed{ENTER}")).await;
    ada.sees("What is the capital of France?").await;
    ada.click("Answer").await;
    ada.until("the form is open", "document.getElementById('form').open").await;
    ada.press("Pariss").await;
    ada.until(
        "the characters are counted",
        "document.querySelector('.length').innerText.startsWith('6 of ')",
    )
    .await;
    ada.press(ENTER).await;
    ada.until("a right verdict", "document.querySelector('.callout.correct')").await;
    ada.until("the form is closed", "!document.getElementById('form').open").await;

    // The next one by typing, kept from the others.
    ada.keys("#text", &format!("/quiz deck:capitals topic:Americas style:typed{ENTER}")).await;
    ada.sees("What is the capital of Peru?").await;
    ada.until("the private reply is offered", "!document.getElementById('reply').hidden").await;

    // The program goes and comes back on its database and port; the page goes on by itself.
    page.stop().await;
    ada.until(
        "the page says so",
        "document.getElementById('connection').innerText.includes('does not answer')",
    )
    .await;
    ada.keys("#text", &format!("Lima{ENTER}")).await;
    page.start().await;
    ada.until(
        "a second right verdict",
        "document.querySelectorAll('.callout.correct').length >= 2",
    )
    .await;
    ada.until("the line is up again", "document.getElementById('connection').innerText === ''")
        .await;
    let count = "[...document.querySelectorAll('#log article')].filter((one) => \
        one.innerText.includes('Lima')).length";
    assert!(
        ben.shown().await.iter().all(|text| !text.contains("Lima") && !text.contains("Paris")),
        "answers stay private"
    );
    assert!(ada.script(&format!("return {count}")).await.as_u64().unwrap() >= 1);

    assert_eq!(faults(&ada).await, Vec::<String>::new());
    assert_eq!(faults(&ben).await, Vec::<String>::new());

    // A reload shows the same.
    let before = ada.shown().await;
    ada.client.refresh().await.unwrap();
    ada.until(
        "everything is back",
        &format!("document.querySelectorAll('#log article').length === {}", before.len()),
    )
    .await;
    assert_eq!(ada.shown().await, before);
    for browser in [ada, ben] {
        browser.close().await;
    }
    page.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_answer_one_question_of_the_channel() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let ben = come_in(&driver, &page, "Ben").await;
    ada.keys(
        "#text",
        &format!("/quiz deck:capitals topic:Americas questions:1 style:typed with:channel{ENTER}"),
    )
    .await;
    for browser in [&ada, &ben] {
        browser.sees("What is the capital of Peru?").await;
        let answer = answer_on_screen(browser).await;
        browser.click("Answer").await;
        browser.until("the form is open", "document.getElementById('form').open").await;
        browser.press(&format!("{answer}{ENTER}")).await;
        browser
            .until("a right verdict", "document.querySelector('.message.private .callout.correct')")
            .await;
    }
    // What they said is theirs until the round is over.
    ada.sees("2 answered").await;
    ada.click("Finish").await;
    ben.sees("Ada").await;
    ben.until(
        "the answer is public",
        "[...document.querySelectorAll('.message.bot:not(.private)')].some((one) => \
            one.innerText.includes('Lima'))",
    )
    .await;
    for browser in [ada, ben] {
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_written_by_keyboard_alone() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    // The focus is in the box from the start.
    ada.press("/qu").await;
    ada.until(
        "suggestions",
        "document.querySelectorAll('#suggestions-list [role=option]').length >= 1",
    )
    .await;
    ada.until(
        "the box tells of its list",
        "document.activeElement.getAttribute('aria-controls') === 'suggestions-list'",
    )
    .await;
    ada.press(TAB).await;
    ada.press("deck").await;
    ada.press(TAB).await;
    ada.press("capit").await;
    ada.press(DOWN).await;
    ada.until(
        "the marked option is told",
        "document.getElementById(\
            document.activeElement.getAttribute('aria-activedescendant')\
         )?.ariaSelected === 'true'",
    )
    .await;
    ada.press(ENTER).await;
    ada.press("to").await;
    ada.press(TAB).await;
    ada.press(DOWN).await;
    ada.press(DOWN).await;
    ada.press(ENTER).await;
    ada.until(
        "the whole line",
        "document.activeElement.value === '/quiz deck:capitals topic:Americas '",
    )
    .await;
    ada.press(ESCAPE).await;
    ada.until("the list is closed", "document.getElementById('suggestions').hidden").await;
    ada.press(ENTER).await;
    ada.sees("What is the capital of Peru?").await;
    ada.until(
        "nothing is wider than the window",
        "document.documentElement.scrollWidth <= innerWidth",
    )
    .await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_is_over_takes_its_buttons_along() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys(
        "#text",
        &format!("/quiz deck:capitals topic:Americas style:typed with:channel{ENTER}"),
    )
    .await;
    ada.sees("What is the capital of Peru?").await;
    let left = "document.querySelector('time-left').shadowRoot.textContent";
    ada.until("it counts down", &format!("/^in \\d+ seconds$/.test({left})")).await;
    ada.click("Reply privately").await;
    ada.until("the answer is kept from the others", "!document.getElementById('reply').hidden")
        .await;
    ada.press(&format!("Quito{ENTER}")).await;
    ada.sees("You answered: Quito").await;
    let labels = "[...document.querySelectorAll('#log button')].map((one) => one.innerText).join()";
    ada.until(
        "one message alone offers to answer",
        &format!("{labels} === 'Join,Finish,Stop,Try again,Hint (−2)'"),
    )
    .await;
    ada.click("Finish").await;
    ada.sees("This question is over.").await;
    ada.until("nothing is left to answer", &format!("!{labels}.includes('Try again')")).await;
    ada.until("the box is for everyone again", "document.getElementById('reply').hidden").await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_cannot_be_sent_comes_back_with_the_reason() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.script("document.getElementById('text').value = 'x'.repeat(300_000)").await;
    ada.keys("#text", ENTER).await;
    ada.until("the reason", "document.getElementById('refusal').innerText.includes('too long')")
        .await;
    ada.until("the text", "document.getElementById('text').value.length === 300_000").await;
    ada.close().await;
}

/// What is right for a card of the deck that the page plays.
pub(super) fn right(card: &str) -> &'static str {
    let answers = [("France", "Paris"), ("Peru", "Lima"), ("Canberra", "true")];
    answers.into_iter().find(|(about, _)| card.contains(about)).unwrap().1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_answers_the_question_that_the_bar_quotes() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let words = "document.getElementById('reply-words').innerText";
    let bar_is_gone = "document.getElementById('reply').hidden";
    ada.keys("#text", &format!("/daily now deck:capitals{ENTER}")).await;
    ada.until("the card", "document.querySelector('#log .question')").await;
    let card = "document.querySelector('#log .question').innerText";
    let card = ada.script(&format!("return {card}")).await.as_str().unwrap().to_owned();
    // A card earns its points once a day, so the quiz is about another one.
    let (topic, own) = if card.contains("France") {
        ("Americas", "What is the capital of Peru?")
    } else {
        ("Europe", "What is the capital of France?")
    };
    ada.keys("#text", &format!("/quiz deck:capitals topic:{topic} style:typed{ENTER}")).await;
    ada.until("the own quiz", &format!("{words} === '{own}'")).await;

    // Which of the two was meant is asked, and that asks nothing to be answered itself.
    ada.keys("#text", &format!("/answer nowhere{ENTER}")).await;
    ada.sees("is not graded yet").await;
    ada.until("the own quiz still", &format!("{words} === '{own}'")).await;

    // The card is chosen, and answered; the own quiz has lost no try.
    ada.click("Reply privately").await;
    let named = "document.getElementById('reply-name').innerText";
    ada.until("the card", &format!("{named} === 'Answering the card of the day, privately'")).await;
    ada.until("its question", &format!("{words} === {card:?}")).await;
    ada.client.refresh().await.unwrap();
    watch(&ada).await;
    ada.until("the card, over a reload", &format!("{words} === {card:?}")).await;
    ada.keys("#text", &format!("{}{ENTER}", right(&card))).await;
    ada.sees("+10 points").await;
    ada.until("back to the quiz", &format!("{words} === '{own}'")).await;
    ada.keys("#text", &format!("{}{ENTER}", right(own))).await;
    ada.sees("+5 points").await;
    ada.until("nothing is left to answer", bar_is_gone).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.client.refresh().await.unwrap();
    ada.sees("+5 points").await;
    ada.until("nor after a reload", bar_is_gone).await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_was_begun_for_one_question_answers_no_other() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/quiz deck:capitals questions:2 style:typed with:channel{ENTER}"))
        .await;
    ada.sees("Question 1 of 2").await;
    ada.click("Reply privately").await;
    ada.keys("#text", "nowhere at all").await;
    ada.click("Next").await;
    ada.sees("Question 2 of 2").await;
    ada.keys("#text", ENTER).await;
    ada.sees("That question is over. The quiz has moved on to question 2.").await;
    assert!(ada.shown().await.iter().all(|text| !text.contains("Not quite")), "no try is lost");
    let words = "document.getElementById('reply-words').innerText";
    let question = ada.script(&format!("return {words}")).await.as_str().unwrap().to_owned();
    ada.keys("#text", &format!("{}{ENTER}", right(&question))).await;
    ada.sees("+8 points").await;
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_was_begun_for_everyone_or_elsewhere_stays_so() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/quiz deck:capitals questions:2 style:typed with:channel{ENTER}"))
        .await;
    ada.sees("Question 1 of 2").await;

    // Begun here and not sent, it waits here.
    ada.click("Reply privately").await;
    ada.keys("#text", "Pari").await;
    ada.script("document.querySelector('[data-place=direct]').click()").await;
    ada.until("an empty box there", "document.getElementById('text').value === ''").await;
    ada.until("and no bar", "document.getElementById('reply').hidden").await;
    ada.script("document.querySelector('[data-place=study-group]').click()").await;
    ada.until("the line again", "document.getElementById('text').value === 'Pari'").await;
    ada.until("and its bar", "!document.getElementById('reply').hidden").await;

    // Two wrong answers finish the question, so the next line is begun for everyone.
    ada.keys("#text", &format!("qqq{ENTER}")).await;
    ada.sees("One more try.").await;
    ada.keys("#text", &format!("qqq{ENTER}")).await;
    ada.until("no bar", "document.getElementById('reply').hidden").await;
    ada.keys("#text", "that was hard for me").await;
    ada.click("Next").await;
    ada.sees("Question 2 of 2").await;
    ada.until("still no bar", "document.getElementById('reply').hidden").await;
    ada.keys("#text", ENTER).await;
    let said = "[...document.querySelectorAll('#log article.person:not(.private)')].at(-1)";
    ada.until("it is said", &format!("{said}?.innerText.includes('that was hard for me')")).await;
    ada.until("the next line answers", "!document.getElementById('reply').hidden").await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_is_chosen_from_a_list_by_keyboard() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/timezone{ENTER}")).await;
    ada.sees("Your time zone is").await;
    let button = "document.querySelector('.menu button')";
    ada.until("nothing to choose yet", &format!("{button}.disabled")).await;
    ada.keys(".menu select", END).await;
    ada.until(
        "the last clock",
        "document.querySelector('.menu select').value.includes('Auckland')",
    )
    .await;
    ada.until("it can be chosen", &format!("!{button}.disabled")).await;
    ada.script(&format!("{button}.focus()")).await;
    ada.press(ENTER).await;
    ada.sees("Your time zone is Pacific/Auckland").await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_lacks_something_opens_a_form_by_keyboard() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    let is_open = "document.getElementById('form').open";
    ada.keys("#text", &format!("/reminder set days:someday{ENTER}")).await;
    ada.until("a form", is_open).await;
    // Closed, it leaves the line as it was.
    ada.press(ESCAPE).await;
    ada.until("no form", &format!("!{is_open}")).await;
    let line = "document.getElementById('text').value";
    ada.until("the line again", &format!("{line} === '/reminder set days:someday'")).await;
    ada.keys("#text", ENTER).await;
    ada.until("a form again", is_open).await;

    // What is wrong has the focus, and is said at its field; a form is answered by a form.
    let error = "document.querySelector('#form-fields .wrong')?.innerText";
    ada.until("what is wrong", &format!("{error}?.startsWith('“someday” is no day')")).await;
    ada.until("at its field", "document.activeElement.name === 'days'").await;
    ada.keys("#form-field-0", "0600PM").await;
    ada.press(ENTER).await;
    ada.until("at its field again", "document.activeElement.name === 'days'").await;
    ada.until("the time stays", "document.querySelector('[type=time]').value === '18:00'").await;
    ada.script("document.activeElement.select()").await;
    ada.press(&format!("mon-fri{ENTER}")).await;
    ada.sees("Your reminder: mon-fri at 18:00").await;
    ada.until("no form any more", &format!("!{is_open}")).await;
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_takes_the_question_out_of_the_bar_talks() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/quiz deck:capitals questions:2 style:typed with:channel{ENTER}"))
        .await;
    ada.sees("Question 1 of 2").await;
    ada.until("the bar", "!document.getElementById('reply').hidden").await;
    ada.keys("#text", &format!("Quito{ENTER}")).await;
    ada.sees("One more try.").await;
    ada.script("document.getElementById('reply-off').click()").await;
    ada.until("no bar", "document.getElementById('reply').hidden").await;
    ada.keys("#text", &format!("Bogota{ENTER}")).await;
    let said = "[...document.querySelectorAll('#log article.person:not(.private)')].at(-1)";
    ada.until("it is said", &format!("{said}?.innerText.includes('Bogota')")).await;
    assert!(ada.shown().await.iter().any(|text| text.contains("One more try.")), "no try is lost");
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_opens_at_full_size_by_keyboard_and_by_mouse_and_escape_closes_it() {
    let Some(driver) = Driver::start().await else { return };
    let page = Page::open().await;
    let ada = come_in(&driver, &page, "Ada").await;
    ada.keys("#text", &format!("/quiz deck:capitals topic:Europe style:choices{ENTER}")).await;
    ada.sees("What is the capital of France?").await;
    ada.click("Paris").await;
    ada.sees("Correct").await;
    ada.keys("#text", &format!("/leaderboard{ENTER}")).await;
    ada.until("a picture", "document.querySelector('#log .picture img')?.complete").await;
    // One look for light pages and one for dark ones; the same facts stand in no table beside it.
    let looks = ada
        .script(
            "const message = [...document.querySelectorAll('#log .picture')].at(-1).closest('article');
             return [message.querySelectorAll('picture source').length,
                 message.querySelectorAll('table').length,
                 message.querySelector('.picture img').alt.includes('Ada (you)')]",
        )
        .await;
    assert_eq!(looks, serde_json::json!([1, 0, true]));
    let by_keyboard = "[...document.querySelectorAll('#log .picture button')].at(-1).focus()";
    let by_mouse = "[...document.querySelectorAll('#log .picture img')].at(-1).click()";
    ada.script(by_keyboard).await;
    ada.press(ENTER).await;
    for again in [true, false] {
        ada.until(
            "the picture at its full size",
            "(() => { const image = document.querySelector('dialog[open] img'); \
             return image?.complete && image.width >= 720 && image.width <= image.naturalWidth; \
             })()",
        )
        .await;
        ada.press(ESCAPE).await;
        ada.until("it is closed", "!document.querySelector('dialog.viewer')").await;
        if again {
            ada.until("the focus is back", "document.activeElement.closest('.picture')").await;
            ada.script(by_mouse).await;
        }
    }
    assert_eq!(faults(&ada).await, Vec::<String>::new());
    ada.close().await;
}
