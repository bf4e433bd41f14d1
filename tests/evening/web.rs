//! The evening on the local page.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::stage::{Person, Stage};
use crate::support::page::Page;

/// The page with its one channel.
pub(super) struct Room {
    page: Page,
    /// The ids of those who came in.
    people: Vec<String>,
    /// How many things were done: each is an event of its own.
    events: AtomicU32,
}

impl Room {
    /// Does something in the channel; what the page is told, such as a form.
    async fn act(&self, who: Person, place: &str, action: Value) -> Value {
        let event = format!("event-{}", self.events.fetch_add(1, Ordering::Relaxed));
        let body = json!({
            "event": event, "who": self.people[who as usize], "place": place, "action": action
        });
        let answer = self.page.post("/api/act", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// What a person sees that the bot has said, the latest change last.
    async fn seen(&self, who: Person) -> Vec<Value> {
        let heard = self.page.listen(&self.people[who as usize], "").await.until_ready().await;
        let messages = heard.into_iter().map(|heard| heard.data);
        messages.filter(|message| message["author"].is_null()).collect()
    }

    /// What came of something that was done: the latest that the bot has said to its doer alone.
    async fn told(&self, who: Person) -> Value {
        let seen = self.seen(who).await;
        let own = |message: &&Value| message["private"] == true || message["place"] == "direct";
        seen.iter().rev().find(own).or(seen.last()).expect("a message").clone()
    }

    /// The action of a button.
    fn action(on: &Value, button: &str) -> Value {
        let buttons = on["body"]["buttons"].as_array().into_iter().flatten();
        let found = buttons.into_iter().find(|one| one["label"] == button);
        found.unwrap_or_else(|| panic!("no button {button} under {on}"))["action"].clone()
    }
}

fn place(message: &Value) -> &str {
    message["place"].as_str().unwrap()
}

/// All texts below a value, in their order; what is no text is left out.
fn texts(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => into.push_str(text),
        Value::Array(parts) => parts.iter().for_each(|part| texts(part, into)),
        Value::Object(parts) => parts.values().for_each(|part| texts(part, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Stage for Room {
    type Message = Value;

    async fn open() -> Self {
        let page = Page::open().await;
        let mut people = Vec::new();
        for who in Person::ALL {
            people.push(page.enter(who.name()).await);
        }
        Self { page, people, events: AtomicU32::new(0) }
    }

    async fn restart(&mut self, meanwhile: &'static str) {
        self.page.stop().await;
        self.page.tamper(meanwhile).await;
        self.page.start().await;
    }

    async fn command(&self, who: Person, name: &str, options: &[(&str, &str)]) -> Value {
        let given = options.iter().map(|(option, value)| format!(" {option}:{value}"));
        let line = format!("/{name}{}", given.collect::<String>());
        self.act(who, "study-group", json!({ "kind": "line", "text": line })).await;
        self.told(who).await
    }

    async fn press(&self, who: Person, on: &Value, button: &str) -> Value {
        let click = json!({ "kind": "click", "action": Self::action(on, button) });
        self.act(who, place(on), click).await;
        self.told(who).await
    }

    async fn fill(&self, who: Person, on: &Value, button: &str, text: &str) -> Value {
        let click = json!({ "kind": "click", "action": Self::action(on, button) });
        let form = &self.act(who, place(on), click).await["form"];
        let field = form["fields"][0]["name"].as_str().expect("a form with a field");
        let sent = json!({ "kind": "submit", "action": form["action"], "fields": { field: text } });
        self.act(who, place(on), sent).await;
        self.told(who).await
    }

    async fn reply(&self, who: Person, to: &Value, text: &str) -> Value {
        // The question stood in the bar, whatever has become of it since.
        let said = json!({
            "kind": "said", "text": text, "addressed": true, "question": to["question"]
        });
        self.act(who, place(to), said).await;
        self.told(who).await
    }

    async fn channel(&self) -> Vec<Value> {
        let seen = self.seen(Person::Anna).await;
        let public = |message: &Value| message["private"] == false && place(message) != "direct";
        seen.into_iter().filter(public).collect()
    }

    async fn direct(&self, who: Person) -> Vec<Value> {
        let seen = self.seen(who).await;
        seen.into_iter().filter(|message| place(message) == "direct").collect()
    }

    fn text(message: &Value) -> String {
        let mut said = String::new();
        for block in message["body"]["blocks"].as_array().into_iter().flatten() {
            for part in ["head", "text", "items", "rows", "alt"] {
                texts(&block[part], &mut said);
            }
            said.push('\n');
        }
        said
    }

    fn buttons(message: &Value) -> Vec<String> {
        let buttons = message["body"]["buttons"].as_array().into_iter().flatten();
        buttons.filter_map(|button| Some(button["label"].as_str()?.to_owned())).collect()
    }
}
