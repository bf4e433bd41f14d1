//! A bot that does nothing by itself: tests take what it hears and let it call.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::page::PATIENCE;
use crate::support::slack::{APP_TOKEN, BOT_TOKEN, Hub};

/// A client of the Web API.
#[derive(Clone)]
pub(super) struct Api {
    pub(super) url: String,
    pub(super) client: reqwest::Client,
}

impl Api {
    /// A client of a fake.
    pub(super) fn new(hub: &Hub) -> Self {
        Self { url: hub.url(), client: reqwest::Client::new() }
    }

    /// Sends a request to a method, for which only the body is to be filled in.
    pub(super) fn post(&self, method: &str, token: &str) -> reqwest::RequestBuilder {
        let request = self.client.post(format!("{}/api/{method}", self.url));
        request.header("authorization", format!("Bearer {token}"))
    }

    /// Calls a method with JSON.
    pub(super) async fn call(&self, method: &str, args: Value) -> Value {
        body(json_body(self.post(method, BOT_TOKEN), &args)).await
    }

    /// Calls a method with a form.
    pub(super) async fn form(&self, method: &str, args: &[(&str, &str)]) -> Value {
        let request = self.post(method, BOT_TOKEN).body(encoded(args));
        body(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Posts a text into a channel; its `ts`.
    pub(super) async fn say(&self, channel: &str, text: &str) -> String {
        let answer =
            self.call("chat.postMessage", json!({ "channel": channel, "text": text })).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["ts"].as_str().unwrap().to_owned()
    }

    /// Answers at a response address; the status and what was said.
    pub(super) async fn respond(&self, payload: &Value, answer: Value) -> (u16, String) {
        let request = self.client.post(payload["response_url"].as_str().unwrap());
        let response = json_body(request, &answer).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

/// A request with a JSON body.
pub(super) fn json_body(request: reqwest::RequestBuilder, body: &Value) -> reqwest::RequestBuilder {
    request.header("content-type", "application/json; charset=utf-8").body(body.to_string())
}

async fn body(request: reqwest::RequestBuilder) -> Value {
    let text = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}

fn encoded(args: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse("http://form/").unwrap();
    url.query_pairs_mut().extend_pairs(args);
    url.query().unwrap_or_default().to_owned()
}

/// The error of a refused call.
pub(super) fn error(answer: &Value) -> &str {
    assert_eq!(answer["ok"], false, "{answer}");
    answer["error"].as_str().unwrap()
}

/// A connection.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens one, and returns it with what is said first.
    pub(super) async fn open(hub: &Hub) -> (Self, Value) {
        let (socket, _) = connect_async(address(hub).await).await.unwrap();
        let mut socket = Self(socket);
        let first = socket.next().await.expect("a word at the beginning");
        (socket, first)
    }

    /// The next frame; none at the end.
    pub(super) async fn next(&mut self) -> Option<Value> {
        let hearing = async {
            loop {
                match self.0.next().await? {
                    Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                    Ok(Message::Ping(_)) => {}
                    Ok(_) | Err(_) => return None,
                }
            }
        };
        tokio::time::timeout(PATIENCE, hearing).await.expect("something is heard in time")
    }

    /// Says something.
    pub(super) async fn say(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// Begins the closing handshake.
    pub(super) async fn close(&mut self) {
        self.0.send(Message::Close(None)).await.unwrap();
    }

    /// Reads until the end, as far as it comes within a time; whether it came.
    pub(super) async fn ends_within(&mut self, time: std::time::Duration) -> bool {
        let ending = async { while self.0.next().await.is_some_and(|frame| frame.is_ok()) {} };
        tokio::time::timeout(time, ending).await.is_ok()
    }
}

/// The address for one connection.
pub(super) async fn address(hub: &Hub) -> String {
    let answer = body(Api::new(hub).post("apps.connections.open", APP_TOKEN)).await;
    answer["url"].as_str().unwrap_or_else(|| panic!("no address: {answer}")).to_owned()
}

/// A connected bot.
pub(super) struct Bot {
    pub(super) api: Api,
    pub(super) socket: Socket,
}

impl Bot {
    /// One that has been greeted.
    pub(super) async fn start(hub: &Hub) -> Self {
        let (socket, hello) = Socket::open(hub).await;
        assert_eq!(hello["type"], "hello");
        Self { api: Api::new(hub), socket }
    }

    /// The next envelope, not acknowledged.
    pub(super) async fn hears(&mut self) -> Value {
        self.socket.next().await.expect("an envelope")
    }

    /// Acknowledges an envelope.
    pub(super) async fn acks(&mut self, envelope: &Value) {
        self.socket.say(&json!({ "envelope_id": envelope["envelope_id"] })).await;
    }

    /// Acknowledges an envelope with something.
    pub(super) async fn acks_with(&mut self, envelope: &Value, payload: Value) {
        let frame = json!({ "envelope_id": envelope["envelope_id"], "payload": payload });
        self.socket.say(&frame).await;
    }

    /// The payload of the next envelope, which it acknowledges.
    pub(super) async fn takes(&mut self) -> Value {
        let envelope = self.hears().await;
        self.acks(&envelope).await;
        envelope["payload"].clone()
    }

    /// The payload of the next command or interaction; events before it are acknowledged.
    pub(super) async fn takes_act(&mut self) -> Value {
        loop {
            let payload = self.takes().await;
            if payload["type"] != "event_callback" {
                return payload;
            }
        }
    }

    /// The next event of a type; what comes before is acknowledged.
    pub(super) async fn takes_event(&mut self, kind: &str) -> Value {
        loop {
            let payload = self.takes().await;
            if payload["event"]["type"] == kind {
                return payload;
            }
        }
    }
}

/// A message with one button and a menu.
pub(super) fn question() -> Value {
    json!([
        { "type": "section", "text": { "type": "mrkdwn", "text": "*2 &lt; 3*?" } },
        { "type": "actions", "elements": [
            { "type": "button", "action_id": "press.0", "value": "yes",
              "text": { "type": "plain_text", "text": "Yes" } },
            { "type": "static_select", "action_id": "choose",
              "placeholder": { "type": "plain_text", "text": "Choose" },
              "options": [{ "value": "maybe",
                  "text": { "type": "plain_text", "text": "Maybe" } }] },
        ] },
    ])
}

/// A form with these fields.
pub(super) fn form(blocks: &Value) -> Value {
    json!({ "type": "modal", "callback_id": "form", "private_metadata": "kept",
        "title": { "type": "plain_text", "text": "A form" },
        "submit": { "type": "plain_text", "text": "Send" }, "blocks": blocks })
}

/// A field of a form.
pub(super) fn field(id: &str, element: Value) -> Value {
    let mut element = element;
    element["action_id"] = json!("value");
    json!({ "type": "input", "block_id": id, "element": element,
        "label": { "type": "plain_text", "text": id } })
}

/// A field for a line of text.
pub(super) fn line(id: &str) -> Value {
    field(id, json!({ "type": "plain_text_input" }))
}
