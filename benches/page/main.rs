//! The local page in a real browser that runs already: its first paint, what it loads, and a list
//! of a thousand messages. Run by hand: `cargo bench --bench page`; it needs Chromium and its
//! driver.
//!
//! The program runs in this process, on SQLite on disk, anew for each of nine runs; the figures are
//! medians. Prints each beside its budget and ends with exit code 1 if one is missed.

#![expect(
    clippy::unwrap_used,
    reason = "a failing unwrap is the bench's own message, in what it stands on too"
)]

/// How the bench of Discord tells its figures.
#[path = "../discord"]
#[expect(dead_code, reason = "that bench uses more of it")]
mod discord {
    pub(crate) mod figures;
}

/// The browser and the page, as the tests use them.
#[path = "../../tests/support"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support {
    pub(crate) mod browser;
    pub(crate) mod page;
}

use std::process::ExitCode;
use std::time::Duration;

use chrono::Utc;
use discord::figures::Figures;
use serde_json::{Value, json};
use studyhall::store::Store;
use studyhall::store::chat::Draft;
use support::browser::{Browser, Driver, ENTER};
use support::page::Page;

/// How often all is measured; of an odd number, one is the median.
const RUNS: usize = 9;

/// How many messages the list has.
const MESSAGES: usize = 1_000;

/// When something of the page is seen at the latest.
const FIRST_PAINT: Duration = Duration::from_millis(300);

/// The longest time for which the page takes no key, in milliseconds.
const TASK: u64 = 50;

/// The most bytes of all files together, as they come out of their transport.
const BYTES: u64 = 100_000;

/// What one run brought.
#[derive(Debug)]
struct Run {
    /// From asking for the page to its first text.
    paint: Duration,
    /// All files of the page.
    bytes: u64,
    /// The longest tasks of more than [`TASK`], or none: while a thousand messages come, and while
    /// the list of them is opened.
    coming: Duration,
    opening: Duration,
    /// Until the list of them was whole.
    opened: Duration,
}

fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let Some(runs) = runtime.block_on(measure()) else { return ExitCode::FAILURE };
    let mut figures = Figures::default();
    figures.at_most("first paint", median(&runs, |run| run.paint), FIRST_PAINT);
    figures.few("bytes of all files", runs[0].bytes, BYTES);
    figures.few("longest task while 1,000 come, ms", longest(&runs, |run| run.coming), TASK);
    figures.few("longest task, opening them, ms", longest(&runs, |run| run.opening), TASK);
    figures.note("until that list is whole", discord::figures::ms(median(&runs, |run| run.opened)));
    println!("\n{figures}");
    if figures.are_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All runs in one browser; none where there is no browser.
async fn measure() -> Option<Vec<Run>> {
    let driver = Driver::start().await?;
    let browser = driver.browser().await;
    let mut runs = Vec::new();
    for number in 1..=RUNS {
        let run = run(&browser).await;
        println!("run {number}: {run:?}");
        runs.push(run);
    }
    browser.close().await;
    Some(runs)
}

async fn run(browser: &Browser) -> Run {
    let mut page = Page::open().await;
    // A tab that has seen nothing yet would get the latest of them only.
    let ben = page.enter("Ben").await;
    assert_eq!(page.say(&ben, "first", "Good morning").await.status, 200);
    // The browser's first page of a program is none that anybody waits for: it starts the worker.
    browser.client.goto("about:blank").await.unwrap();
    browser.client.goto(&format!("http://{}/", page.address)).await.unwrap();
    browser.until("who", "document.getElementById('who').open").await;
    let painted = "performance.getEntriesByName('first-contentful-paint')[0]";
    browser.until("a paint", painted).await;
    let paint = time(browser, &format!("{painted}.startTime")).await;
    let bytes = bytes(browser).await;
    browser.press(&format!("Anna{ENTER}")).await;
    browser.until("she is in", "document.querySelector('#welcome h2')").await;

    watch_tasks(browser).await;
    fill(&page, &ben).await;
    let all = format!("document.querySelectorAll('#log article').length >= {MESSAGES}");
    browser.until("all messages", &all).await;
    let coming = longest_task(browser).await;
    browser.script("document.querySelector('[data-place=direct]').click()").await;
    browser.until("an empty list", "!document.querySelector('#log article')").await;
    watch_tasks(browser).await;
    let open = format!(
        "const began = performance.now();
        window.opened = null;
        const look = () => {{
            if ({all}) window.opened = performance.now() - began;
            else requestAnimationFrame(look);
        }};
        document.querySelector('[data-place=study-group]').click();
        look();"
    );
    browser.script(&open).await;
    browser.until("the list", "window.opened !== null").await;
    let opened = time(browser, "window.opened").await;
    let opening = longest_task(browser).await;
    browser.client.goto("about:blank").await.unwrap();
    page.stop().await;
    Run { paint, bytes, coming, opening, opened }
}

/// Has a thousand messages of several kinds come to whoever is there.
async fn fill(page: &Page, ben: &str) {
    let store = Store::open(&page.database()).await.unwrap();
    let drafts: Vec<Draft> = (2..MESSAGES).map(|number| draft(number, ben)).collect();
    store.chat_write("web", "local", &drafts, None, Utc::now()).await.unwrap();
    // What is written beside the program is news with what is said in it.
    assert_eq!(page.say(ben, "last", "And that was all").await.status, 200);
}

/// A line of somebody, or a message of the bot with what it has at most: a table, a verdict, a
/// question with choices.
fn draft(number: usize, author: &str) -> Draft {
    let plain = |text: &str| json!([{ "plain": text }]);
    let row = json!([plain("1"), plain("Ben"), plain("25")]);
    let blocks = match number % 6 {
        0 => json!([{ "kind": "callout", "tone": "correct", "text": plain("Correct. +5 points") },
            { "kind": "paragraph", "text": plain("Founded in 1535, on the coast.") }]),
        1 => json!([{ "kind": "heading", "text": plain("Question 1 of 5") },
            { "kind": "question", "text": plain("What is the capital of Peru?") }]),
        2 => json!([{ "kind": "table", "head": ["Rank", "Member", "Points"], "marked": 0,
            "rows": [row, row, row, row, row] }]),
        _ => Value::Null,
    };
    let choice = |label: &str| json!({ "action": "line:/help", "label": label, "style": "choice" });
    let (author, body) = if blocks.is_null() {
        let text = format!("Message {number}, about what was asked a while ago");
        (Some(author.to_owned()), json!({ "kind": "said", "text": text }))
    } else {
        let buttons = json!([choice("Lima"), choice("Quito"), choice("Bogota"), choice("Cusco")]);
        (None, json!({ "kind": "bot", "blocks": blocks, "buttons": buttons }))
    };
    let (place, key) = ("study-group".to_owned(), format!("k{number}"));
    Draft { place, visible_to: None, key, author, body: body.to_string() }
}

/// The sizes of the page's files, with those of its worker.
async fn bytes(browser: &Browser) -> u64 {
    let script = "const files = performance.getEntriesByType('resource')
            .map((one) => new URL(one.name).pathname).filter((path) => !path.startsWith('/api/'));
        window.bytes = null;
        const all = new Set(['/', '/shared.js', ...files]);
        const load = (path) => fetch(path).then((one) => one.arrayBuffer());
        const sum = (found) => found.reduce((total, one) => total + one.byteLength, 0);
        Promise.all([...all].map(load)).then((found) => { window.bytes = sum(found); });";
    browser.script(script).await;
    browser.until("all files", "window.bytes").await;
    browser.script("return window.bytes").await.as_u64().unwrap()
}

/// Notes from now on what takes longer than [`TASK`].
async fn watch_tasks(browser: &Browser) {
    let script = "window.tasks = [];
        window.observer?.disconnect();
        window.observer = new PerformanceObserver((list) => \
            tasks.push(...list.getEntries().map((one) => one.duration)));
        window.observer.observe({ type: 'longtask' });";
    browser.script(script).await;
}

/// The longest task since they are watched that took more than [`TASK`]; zero if none did.
async fn longest_task(browser: &Browser) -> Duration {
    browser
        .script(
            "window.isIdle = false;
        requestAnimationFrame(() => setTimeout(() => { window.isIdle = true; }, 100))",
        )
        .await;
    browser.until("all tasks are told", "window.isIdle").await;
    time(
        browser,
        "Math.max(0, ...window.tasks, ...window.observer.takeRecords().map((one) => one.duration))",
    )
    .await
}

/// Milliseconds by the browser's own clock.
async fn time(browser: &Browser, value: &str) -> Duration {
    let value = browser.script(&format!("return {value}")).await;
    Duration::from_secs_f64(value.as_f64().unwrap() / 1_000.0)
}

fn median(runs: &[Run], of: impl Fn(&Run) -> Duration) -> Duration {
    let mut sorted: Vec<Duration> = runs.iter().map(of).collect();
    sorted.sort();
    sorted[sorted.len() / 2]
}

/// The median of the longest tasks, in whole milliseconds; zero where none was long.
fn longest(runs: &[Run], of: impl Fn(&Run) -> Duration) -> u64 {
    u64::try_from(median(runs, of).as_millis()).unwrap()
}
