//! The running page, and a small HTTP client that talks to it as a browser would, or as no browser
//! would.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use studyhall::config::Settings;
use studyhall::platform::Options;
use studyhall::platform::web::WebOptions;
use studyhall::serve::Server;
use studyhall::store::Checkpoints;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Long enough for a slow machine; nothing waits for it unless something is wrong.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A deck whose answers the tests know.
const DECK: &str = r#"
[deck]
id = "capitals"
title = "Capitals"

[[card]]
id = "france"
topic = "Europe"
prompt = "What is the capital of France?"
answer = "Paris"
explain = "It has been the seat of government for most of a thousand years."

[[card]]
id = "peru"
topic = "Americas"
prompt = "What is the capital of Peru?"
answer = "Lima"
explain = "Founded in 1535, on the coast."

[[card]]
id = "canberra"
topic = "Oceania"
prompt = "True or false: Canberra is the capital of Australia."
answer = true
explain = "Neither Sydney nor Melbourne would have agreed to the other."
"#;

/// The program, serving on a free port of loopback, with a database of its own.
pub(crate) struct Page {
    pub(crate) address: SocketAddr,
    /// Where it tells health and metrics.
    pub(crate) ops: SocketAddr,
    folder: TempDir,
    running: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Page {
    /// A new one with an empty database.
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// A new one with further decks: the names of their files, and what stands in those.
    pub(crate) async fn open_with(others: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("decks");
        write_deck(&decks);
        for (name, text) in others {
            std::fs::write(decks.join(name), text).unwrap();
        }
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let mut page = Self { address: any, ops: any, folder, running: None };
        page.start().await;
        page
    }

    /// Starts it on the database and, after the first time, the port that it had.
    pub(crate) async fn start(&mut self) {
        let server = Server::bind(&self.settings()).await.unwrap();
        self.address = server.address().unwrap();
        self.ops = server.ops_address().unwrap();
        let shutdown = CancellationToken::new();
        self.running = Some((shutdown.clone(), tokio::spawn(server.run(shutdown))));
    }

    /// Stops it as SIGTERM does.
    pub(crate) async fn stop(&mut self) {
        let (shutdown, running) = self.running.take().unwrap();
        shutdown.cancel();
        tokio::time::timeout(PATIENCE, running).await.expect("it stops in time").unwrap().unwrap();
    }

    /// Its settings.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            database_url: self.database().into(),
            platforms: Options {
                web: WebOptions { web_addr: Some(self.address) },
                ..Options::default()
            },
            ops_addr: Some(([127, 0, 0, 1], 0).into()),
            decks_dir: Some(self.folder.path().join("decks")),
            sqlite_checkpoint: Checkpoints::On,
            log: "off".to_owned(),
        }
    }

    /// Its database.
    pub(crate) fn database(&self) -> String {
        self.folder.path().join("studyhall.db").display().to_string()
    }

    /// Runs SQL behind the program's back.
    pub(crate) async fn tamper(&self, sql: &'static str) {
        tamper(Path::new(&self.database()), sql).await;
    }

    /// Sends the bytes of a request and reads the whole answer.
    pub(crate) async fn raw(&self, request: &[u8]) -> Answer {
        raw(self.address, request).await
    }

    /// A GET with these headers besides Host.
    pub(crate) async fn get(&self, path: &str, headers: &str) -> Answer {
        let host = self.address;
        self.raw(
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n")
                .as_bytes(),
        )
        .await
    }

    /// A POST of JSON with these headers besides Host and Content-Type.
    pub(crate) async fn post_with(&self, path: &str, headers: &str, body: &str) -> Answer {
        post(self.address, path, headers, body).await
    }

    /// A POST of JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, "", &body.to_string()).await
    }

    /// Comes in; the person's id.
    pub(crate) async fn enter(&self, name: &str) -> String {
        let answer =
            self.post("/api/enter", &json!({ "name": name, "zone": "Europe/Berlin" })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Does something in the channel.
    pub(crate) async fn act(&self, who: &str, event: &str, action: Value) -> Answer {
        let body = json!({ "event": event, "who": who, "place": "study-group", "action": action });
        self.post("/api/act", &body).await
    }

    /// Says something to everyone in the channel.
    pub(crate) async fn say(&self, who: &str, event: &str, text: &str) -> Answer {
        self.act(who, event, json!({ "kind": "said", "text": text, "addressed": false })).await
    }

    /// Opens a person's stream.
    pub(crate) async fn listen(&self, who: &str, headers: &str) -> Listener {
        Listener::open(self.address, who, headers).await
    }
}

/// Runs SQL on an SQLite file that is nobody else's business.
pub(crate) async fn tamper(database: &Path, sql: &'static str) {
    use sqlx::{ConnectOptions, Executor};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    options.connect().await.unwrap().execute(sql).await.unwrap();
}

/// Makes a folder with the deck whose answers the tests know.
pub(crate) fn write_deck(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    std::fs::write(folder.join("capitals.toml"), DECK).unwrap();
}

/// Sends the bytes of a request and reads the whole answer.
pub(crate) async fn raw(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A refusal may come before the last byte has gone.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("an answer in time")
        .unwrap();
    Answer::parse(&String::from_utf8(bytes).unwrap())
}

/// A GET without ado.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    raw(address, format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes()).await
}

/// A POST of JSON with these headers besides Host and Content-Type.
pub(crate) async fn post(address: SocketAddr, path: &str, headers: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: \
            application/json\r\n\
         Content-Length: {length}\r\n{headers}\r\n"
    );
    raw(address, format!("{head}{body}").as_bytes()).await
}

/// An answer of the page.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a whole answer");
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The sentence of a refusal.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().expect("a sentence").to_owned()
    }
}

/// One event of a stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Heard {
    pub(crate) event: String,
    pub(crate) id: String,
    pub(crate) data: Value,
}

/// The other end of a stream.
pub(crate) struct Listener {
    lines: BufReader<TcpStream>,
}

impl Listener {
    /// Opens a person's stream. HTTP/1.0 keeps it free of chunk sizes.
    pub(crate) async fn open(address: SocketAddr, who: &str, headers: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request =
            format!("GET /api/stream?who={who} HTTP/1.0\r\nHost: {address}\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        Self { lines: BufReader::new(stream) }
    }

    /// The next event; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        let mut heard = Heard { event: "message".to_owned(), ..Heard::default() };
        let mut any = false;
        loop {
            let mut line = String::new();
            let read = tokio::time::timeout(PATIENCE, self.lines.read_line(&mut line))
                .await
                .expect("an event in time");
            if read.unwrap_or(0) == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("event", name)) => heard.event = name.to_owned(),
                Some(("id", id)) => heard.id = id.to_owned(),
                Some(("data", data)) => {
                    (heard.data, any) = (serde_json::from_str(data).unwrap(), true);
                }
                // Nothing but that the server is there.
                None if any && heard.event == "beat" => {
                    (heard.event, any) = ("message".to_owned(), false);
                }
                None if any => return Some(heard),
                _ => {}
            }
        }
    }

    /// All messages up to the end of what the page had missed.
    pub(crate) async fn until_ready(&mut self) -> Vec<Heard> {
        let mut messages = Vec::new();
        while let Some(heard) = self.next().await {
            match heard.event.as_str() {
                "ready" => return messages,
                "message" => messages.push(heard),
                _ => {}
            }
        }
        panic!("the stream ended before it was ready")
    }

    /// The next message, whatever comes before it.
    pub(crate) async fn message(&mut self) -> Heard {
        loop {
            let heard = self.next().await.expect("the stream goes on");
            if heard.event == "message" {
                return heard;
            }
        }
    }
}
