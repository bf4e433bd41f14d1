//! One connection to the gateway.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::super::Hub;
use super::Out;
use super::identify::No;
use super::zlib;

/// What a client may send within a minute.
const COMMANDS_A_MINUTE: usize = 120;
/// Payloads from this size on are sent in the zlib format to a client that asked for it.
const LARGE: usize = 2_048;

/// Why a connection ends.
enum End {
    /// The gateway closes it with a code.
    Close(u16, &'static str),
    /// Without a word.
    Cut,
    /// The client left; whether its session is over.
    Left { for_good: bool },
}

struct Connection {
    hub: Hub,
    socket: WebSocket,
    line: UnboundedSender<Out>,
    session: Option<String>,
    compress: bool,
    commands: VecDeque<Instant>,
}

/// Opens a connection.
pub(crate) async fn connect(
    State(hub): State<Hub>,
    Query(query): Query<HashMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if query.contains_key("compress") {
        return (StatusCode::NOT_IMPLEMENTED, "the fake has no transport compression")
            .into_response();
    }
    upgrade.max_message_size(4096).on_upgrade(async move |socket| {
        let (line, out) = unbounded_channel();
        let mut connection = Connection {
            hub,
            socket,
            line,
            session: None,
            compress: false,
            commands: VecDeque::new(),
        };
        if query.get("v").is_none_or(|version| version != "10") {
            connection.end(End::Close(4012, "Invalid API version.")).await;
            return;
        }
        let end = connection.talk(out).await;
        connection.end(end).await;
    })
}

impl Connection {
    async fn talk(&mut self, mut out: UnboundedReceiver<Out>) -> End {
        let interval = self.hub.change(|world| {
            world.gateway.counts.connections += 1;
            world.gateway.heartbeat
        });
        let data = json!({ "heartbeat_interval": interval.as_millis() });
        let hello = json!({ "op": 10, "t": null, "s": null, "d": data });
        if let Err(end) = self.send(&hello.to_string()).await {
            return end;
        }
        // The first heartbeat may come a whole interval after HELLO, and one may be late by as
        // much.
        let patience = interval * 2 + Duration::from_millis(100);
        let mut alive = tokio::time::Instant::now();
        loop {
            let step = tokio::select! {
                Some(out) = out.recv() => self.deliver(out).await,
                received = self.socket.recv() => match received {
                    Some(Ok(message)) => self.receive(message, &mut alive).await,
                    Some(Err(_)) | None => Err(End::Left { for_good: false }),
                },
                () = tokio::time::sleep_until(alive + patience) => {
                    self.hub.change(|world| world.gateway.counts.silent_clients += 1);
                    Err(End::Close(4009, "Session timed out."))
                }
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn deliver(&mut self, out: Out) -> Result<(), End> {
        match out {
            Out::Close(code, reason) => Err(End::Close(code, reason)),
            Out::Cut => Err(End::Cut),
            Out::Payload(text, interaction) => {
                if let Some(id) = interaction {
                    let written = Instant::now();
                    let mut world = self.hub.world();
                    if let Some(interaction) = world.interactions.get_mut(&id) {
                        interaction.written = Some(written);
                    }
                }
                self.send(&text).await
            }
        }
    }

    async fn receive(
        &mut self,
        message: Message,
        alive: &mut tokio::time::Instant,
    ) -> Result<(), End> {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(frame) => {
                let for_good = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                return Err(End::Left { for_good });
            }
            Message::Binary(_) => return Err(End::Close(4002, "Error while decoding payload.")),
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
        };
        self.count_command()?;
        let payload: Value = serde_json::from_str(&text)
            .map_err(|_| End::Close(4002, "Error while decoding payload."))?;
        match payload["op"].as_u64() {
            Some(1) => {
                *alive = tokio::time::Instant::now();
                self.heartbeat().await
            }
            Some(2 | 6) if self.session.is_some() => {
                Err(End::Close(4005, "Already authenticated."))
            }
            Some(op @ (2 | 6)) => self.begin(op == 2, &payload["d"]).await,
            Some(3 | 4 | 8) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8) => Err(End::Close(4003, "Not authenticated.")),
            _ => Err(End::Close(4001, "Unknown opcode.")),
        }
    }

    fn count_command(&mut self) -> Result<(), End> {
        let now = Instant::now();
        while self.commands.front().is_some_and(|first| now - *first > Duration::from_mins(1)) {
            self.commands.pop_front();
        }
        self.commands.push_back(now);
        if self.commands.len() > COMMANDS_A_MINUTE {
            Err(End::Close(4008, "Rate limited."))
        } else {
            Ok(())
        }
    }

    async fn heartbeat(&mut self) -> Result<(), End> {
        self.hub.change(|world| world.gateway.counts.heartbeats += 1);
        self.send(r#"{"op":11,"t":null,"s":null,"d":null}"#).await
    }

    async fn begin(&mut self, fresh: bool, data: &Value) -> Result<(), End> {
        self.compress = fresh && data["compress"] == true;
        let line = self.line.clone();
        let begun = self.hub.change(|world| {
            let begun = if fresh { world.identify(data, line) } else { world.resume(data, line) };
            world.gateway.counts.invalidated += u32::from(matches!(begun, Err(No::Invalid)));
            begun
        });
        match begun {
            Ok(session) => {
                self.session = Some(session);
                Ok(())
            }
            Err(No::Close(code, reason)) => Err(End::Close(code, reason)),
            Err(No::Invalid) => self.send(r#"{"op":9,"t":null,"s":null,"d":false}"#).await,
        }
    }

    async fn send(&mut self, text: &str) -> Result<(), End> {
        if self.hub.world().gateway.silent {
            return Ok(());
        }
        let message = if self.compress && text.len() >= LARGE {
            Message::Binary(zlib::stored(text.as_bytes()).into())
        } else {
            Message::text(text)
        };
        self.socket.send(message).await.map_err(|_| End::Left { for_good: false })
    }

    async fn end(mut self, end: End) {
        let for_good = matches!(end, End::Left { for_good: true });
        let session = self.session.take();
        self.hub.change(|world| {
            if let End::Close(code, _) = end {
                world.gateway.counts.closed.push(code);
            }
            let Some(id) = session else { return };
            let now = world.now();
            if let Some(session) = world.gateway.sessions.get_mut(&id)
                && session.line.as_ref().is_some_and(|line| line.same_channel(&self.line))
            {
                session.line = None;
                session.lost = now;
                if for_good {
                    world.gateway.sessions.remove(&id);
                }
            }
        });
        if let End::Close(code, reason) = end {
            let frame = CloseFrame { code, reason: reason.into() };
            let _ = self.socket.send(Message::Close(Some(frame))).await;
        }
    }
}
