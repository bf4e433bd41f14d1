//! A real browser, driven through chromedriver; both end with the test.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::page::PATIENCE;

/// Keys that have no letter.
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const END: &str = "\u{e010}";
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
pub(crate) const BACKWARDS: &str = "\u{e008}\u{e004}\u{e000}";
pub(crate) const DOWN: &str = "\u{e015}";

const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--window-size=1200,900",
];

/// chromedriver on a port of its own.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts it, or says that it is not there; where the environment requires a browser, its
    /// absence is a failure.
    pub(crate) async fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(process) = command.spawn() else {
            let required = std::env::var("STUDYHALL_REQUIRE").unwrap_or_default();
            assert!(
                !required.split(',').any(|part| part.trim() == "browser"),
                "chromedriver is required but not installed"
            );
            println!("skipped: no chromedriver");
            return None;
        };
        let driver = Self { process, port };
        let began = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(began.elapsed() < PATIENCE, "chromedriver does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Some(driver)
    }

    /// A browser with a profile of its own.
    pub(crate) async fn browser(&self) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = FLAGS.iter().map(ToString::to_string).collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let Value::Object(wishes) = json!({
            "goog:chromeOptions": { "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
        }) else {
            unreachable!("an object stands above")
        };
        let address = format!("http://127.0.0.1:{}", self.port);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wishes)
            .connect(&address)
            .await
            .unwrap();
        Browser { client, port: self.port, _profile: profile }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, it takes its browsers along; killed, it would leave those of a failed test
        // behind.
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.write_all(b"GET /shutdown HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One person's browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
    /// Where its driver listens.
    port: u16,
    _profile: TempDir,
}

impl Browser {
    /// The element, as soon as it is there.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .every(Duration::from_millis(30))
            .for_element(Locator::Css(css))
            .await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Types into an element.
    pub(crate) async fn keys(&self, css: &str, keys: &str) {
        self.find(css).await.send_keys(keys).await.unwrap();
    }

    /// Types into whatever has the focus.
    pub(crate) async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Runs a script; its value.
    pub(crate) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Waits until a script's value is true.
    pub(crate) async fn until(&self, what: &str, condition: &str) {
        let began = Instant::now();
        while self.script(&format!("return Boolean({condition})")).await != Value::Bool(true) {
            let shown = || async { self.shown().await.join("\n---\n") };
            assert!(
                began.elapsed() < PATIENCE,
                "waited in vain for: {what}. The page shows:\n{}",
                shown().await
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The texts of all messages on screen, oldest first.
    pub(crate) async fn shown(&self) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll('#log article')].map((one) => one.innerText)";
        serde_json::from_value(self.script(script).await).unwrap()
    }

    /// Waits until a message with this text is on screen.
    pub(crate) async fn sees(&self, text: &str) {
        let text = serde_json::to_string(text).unwrap();
        self.until(&text, &format!("document.getElementById('log').innerText.includes({text})"))
            .await;
    }

    /// Clicks the newest button with this label.
    pub(crate) async fn click(&self, label: &str) {
        let label = serde_json::to_string(label).unwrap();
        let newest = format!(
            "[...document.querySelectorAll('#log button')].filter((one) => one.innerText.trim() \
                === {label}).at(-1)"
        );
        self.until(&format!("a button {label}"), &newest).await;
        self.script(&format!("{newest}.click()")).await;
    }

    /// Runs a script in the open tab before those of each page that comes.
    pub(crate) async fn before_each_page(&self, script: &str) {
        let params = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &params).await;
    }

    /// Asks what WebDriver has no word for, by the browser's own protocol.
    pub(crate) async fn devtools(&self, method: &str, params: &Value) {
        let session = self.client.session_id().await.unwrap().unwrap();
        let driver = format!("http://127.0.0.1:{}", self.port);
        let address = format!("{driver}/session/{session}/goog/cdp/execute");
        let asked = json!({ "cmd": method, "params": params });
        let answer = reqwest::Client::new().post(address).json(&asked).send().await.unwrap();
        assert!(answer.status().is_success(), "{method}: {}", answer.text().await.unwrap());
    }

    /// Opens one more tab and goes on in it.
    pub(crate) async fn open_tab(&self) -> WindowHandle {
        let tab = self.client.new_window(true).await.unwrap().handle;
        self.client.switch_to_window(tab.clone()).await.unwrap();
        tab
    }

    /// Goes on in another of its tabs.
    pub(crate) async fn turn_to(&self, tab: &WindowHandle) {
        self.client.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Ends the session.
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }
}
