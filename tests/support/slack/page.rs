//! What the app sent, laid out as Slack would: drawn from the blocks in a real browser.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::driver::seen::Seen;
use super::driver::view::View;
use super::{Hub, Slack};
use crate::support::browser::Browser;

/// Widths of a window on a desk and of a phone, in CSS pixels.
const WIDTHS: [u32; 2] = [820, 390];

/// A browser that draws; where `SLACK_LOOKS` names a folder, each drawing is kept there as
/// `NAME-WIDTH.png` beside the JSON that it was drawn from.
pub(crate) struct Looks {
    browser: Browser,
    hub: Hub,
    folder: Option<PathBuf>,
}

impl Looks {
    /// Opens the page that draws.
    pub(crate) async fn open(browser: Browser, slack: &Slack) -> Self {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/slack/page.html");
        browser.client.goto(&format!("file://{}", page.display())).await.unwrap();
        let folder = env::var_os("SLACK_LOOKS").map(PathBuf::from);
        Self { browser, hub: slack.hub.clone(), folder }
    }

    /// Draws a message.
    pub(crate) async fn message(&self, name: &str, message: &Seen) {
        let json = json!({
            "blocks": message.blocks, "text": message.fallback(),
            "ephemeral": message.is_ephemeral(), "metadata": message.metadata,
        });
        self.draw(name, "drawMessage", &json).await;
    }

    /// Draws a window or somebody's home.
    pub(crate) async fn view(&self, name: &str, view: &View) {
        self.draw(name, "drawView", &view.json).await;
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.browser.close().await;
    }

    /// Draws, and fails where the page knows a part not, or where something is wider than it.
    async fn draw(&self, name: &str, how: &str, json: &Value) {
        for width in WIDTHS {
            self.browser.client.set_window_size(width, 1400).await.unwrap();
            let given = vec![json.clone(), json!(self.pictures())];
            let script =
                format!("{how}(arguments[0], arguments[1]); return document.body.innerText");
            let text = self.browser.client.execute(&script, given).await;
            let text = text.unwrap_or_else(|error| panic!("{name} cannot be drawn: {error}"));
            assert!(!text.as_str().unwrap_or_default().trim().is_empty(), "{name} shows nothing");
            let wide = "return document.documentElement.scrollWidth - innerWidth";
            let over = self.browser.script(wide).await;
            assert!(over.as_i64().unwrap() <= 0, "{name} is {over} px too wide at {width}");
            if let Some(folder) = &self.folder {
                fs::create_dir_all(folder).unwrap();
                let picture = self.browser.find("body").await.screenshot().await.unwrap();
                fs::write(folder.join(format!("{name}-{width}.png")), picture).unwrap();
                let text = serde_json::to_string_pretty(json).unwrap();
                fs::write(folder.join(format!("{name}.json")), text).unwrap();
            }
        }
    }

    /// The pictures that the app has sent, by the ids of their files.
    fn pictures(&self) -> BTreeMap<String, String> {
        let world = self.hub.world();
        let sent = world.files.values().filter_map(|file| Some((&file.id, file.bytes.as_ref()?)));
        let shown = sent.map(|(id, bytes)| {
            (id.clone(), format!("data:image/png;base64,{}", STANDARD.encode(bytes)))
        });
        shown.collect()
    }
}
