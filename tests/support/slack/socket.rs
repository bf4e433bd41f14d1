//! Socket Mode: who is connected, what is put on the wire, and how connections end.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{MissedTickBehavior, interval};

use super::world::World;
use super::{APP, Hub};

/// How many connections an app may have: apis/events-api/using-socket-mode.
const MOST: usize = 10;

/// How long a connection lives on after a warning, and after it was told to be renewed.
const NOTICES: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(1));

/// How long TCP stays open after the closing handshake; Slack leaves it to the client (release
/// notes of @slack/socket-mode 3.2.0).
const LINGER: Duration = Duration::from_secs(30);

/// How often a connection looks whether it must be silent.
const LOOK: Duration = Duration::from_millis(25);

/// What a connection is to do.
enum Order {
    Text(String),
    Close,
    Cut,
}

struct Connection {
    number: u64,
    orders: UnboundedSender<Order>,
    /// When it is closed, once it was told to go.
    leaving: Option<Instant>,
}

/// All connections, and how new ones fare.
pub(crate) struct Socket {
    connections: Vec<Connection>,
    /// Addresses that were handed out and not used.
    tickets: HashSet<String>,
    turn: usize,
    /// Whether Socket Mode is on in the app's settings.
    pub(crate) enabled: bool,
    /// Whether addresses come with the warning that it is not, which Slack's reference does not
    /// tell of.
    pub(crate) doubted: bool,
    /// How many more connections end right after hello.
    pub(crate) hang_ups: u32,
    /// The status, and `Retry-After`, with which new connections are refused.
    pub(crate) refuse: Option<(u16, Option<u64>)>,
    /// Whether nothing is said or heard any more on connections that stay open.
    pub(crate) silent: bool,
    /// How often the fake pings.
    pub(crate) ping: Duration,
}

impl Default for Socket {
    fn default() -> Self {
        Self {
            connections: vec![],
            tickets: HashSet::new(),
            turn: 0,
            enabled: true,
            doubted: false,
            hang_ups: 0,
            refuse: None,
            silent: false,
            ping: Duration::from_secs(5),
        }
    }
}

impl Socket {
    /// The next connection in turn that is to stay, rather another than this.
    pub(crate) fn choose(&mut self, rather_not: Option<u64>) -> Option<u64> {
        let mut staying: Vec<u64> = self
            .connections
            .iter()
            .filter(|one| one.leaving.is_none())
            .map(|one| one.number)
            .collect();
        if staying.is_empty() {
            // Until it is closed, one that was told to go is better than none.
            staying.extend(self.connections.iter().map(|one| one.number));
        }
        if staying.len() > 1 {
            staying.retain(|number| Some(*number) != rather_not);
        }
        self.turn += 1;
        (!staying.is_empty()).then(|| staying[self.turn % staying.len()])
    }

    /// Sends a frame.
    pub(crate) fn send(&self, connection: u64, frame: &Value) {
        if let Some(one) = self.connections.iter().find(|one| one.number == connection) {
            let _ = one.orders.send(Order::Text(frame.to_string()));
        }
    }

    /// How many there are that were not told to go.
    pub(crate) fn count(&self) -> usize {
        self.connections.iter().filter(|one| one.leaving.is_none()).count()
    }

    /// Tells all connections to go.
    pub(crate) fn disconnect(&mut self, reason: &str) {
        let notice = match reason {
            "warning" => NOTICES.0,
            "refresh_requested" => NOTICES.1,
            _ => Duration::ZERO,
        };
        let frame = json!({ "type": "disconnect", "reason": reason,
            "debug_info": { "host": "applink-fake" } })
        .to_string();
        for one in self.connections.iter_mut().filter(|one| one.leaving.is_none()) {
            let _ = one.orders.send(Order::Text(frame.clone()));
            one.leaving = Some(Instant::now() + notice);
        }
    }

    /// Cuts all connections without a word.
    pub(crate) fn cut(&self) {
        for one in &self.connections {
            let _ = one.orders.send(Order::Cut);
        }
    }

    /// A new address for one connection.
    pub(crate) fn hand_out(&mut self, ticket: &str) {
        self.tickets.insert(ticket.to_owned());
    }
}

impl World {
    /// Ends connections that were told to go and did not.
    pub(crate) fn close_connections_told_to_go(&mut self) {
        let over = |at: Instant| at <= Instant::now();
        for one in self.socket.connections.iter().filter(|one| one.leaving.is_some_and(over)) {
            let _ = one.orders.send(Order::Close);
        }
    }

    fn enter(&mut self, orders: UnboundedSender<Order>) -> Option<u64> {
        self.tally.connections += 1;
        let (number, approximate) = (self.next_number(), 18_060);
        let hello = if self.socket.connections.len() >= MOST {
            json!({ "type": "disconnect", "reason": "too_many_websockets" })
        } else {
            json!({ "type": "hello", "num_connections": self.socket.connections.len() + 1,
                "debug_info": { "host": "applink-fake", "build_number": 118,
                    "approximate_connection_time": approximate },
                "connection_info": { "app_id": APP } })
        };
        let refused = hello["type"] == "disconnect";
        let _ = orders.send(Order::Text(hello.to_string()));
        if refused || self.socket.hang_ups > 0 {
            self.socket.hang_ups = self.socket.hang_ups.saturating_sub(u32::from(!refused));
            let _ = orders.send(Order::Close);
            return None;
        }
        self.socket.connections.push(Connection { number, orders, leaving: None });
        self.deliver_waiting();
        Some(number)
    }

    fn leave(&mut self, number: u64) {
        self.socket.connections.retain(|one| one.number != number);
        self.lost(number);
    }
}

/// Lets a connection in that has an address of its own.
pub(crate) async fn connect(
    State(hub): State<Hub>,
    Query(query): Query<HashMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let ticket = query.get("ticket").cloned().unwrap_or_default();
    let known = hub.change(|world| world.socket.tickets.remove(&ticket));
    if !known {
        hub.change(|world| world.violation("a connection without an address of its own"));
        return StatusCode::FORBIDDEN.into_response();
    }
    upgrade.on_upgrade(move |socket| run(hub, socket))
}

async fn run(hub: Hub, mut socket: WebSocket) {
    let (sender, orders) = unbounded_channel();
    // Kept, so that the orders do not end with the refusal of a connection.
    let _kept = sender.clone();
    let number = hub.change(|world| world.enter(sender));
    let lingers = converse(&hub, &mut socket, orders, number.unwrap_or_default()).await;
    if let Some(number) = number {
        hub.change(|world| world.leave(number));
    }
    if lingers {
        let _ =
            tokio::time::timeout(LINGER, async { while socket.recv().await.is_some() {} }).await;
        tokio::time::sleep(LINGER).await;
    }
}

/// Speaks and listens until the end; whether TCP then stays open for a while.
async fn converse(
    hub: &Hub,
    socket: &mut WebSocket,
    mut orders: UnboundedReceiver<Order>,
    number: u64,
) -> bool {
    let mut look = interval(LOOK);
    let mut ping = interval(hub.world().socket.ping);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut unanswered = 0;
    loop {
        let silent = hub.world().socket.silent;
        tokio::select! {
            _ = look.tick() => {}
            _ = ping.tick(), if !silent => {
                if unanswered > 1 {
                    hub.change(|world| world.violation("two pings were not answered"));
                    return false;
                }
                unanswered += 1;
                let payload = b"Ping from applink-fake".to_vec().into();
                if socket.send(Message::Ping(payload)).await.is_err() {
                    return false;
                }
            }
            order = orders.recv(), if !silent => match order {
                Some(Order::Text(text)) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        return false;
                    }
                }
                Some(Order::Close) => {
                    let frame = CloseFrame { code: 1000, reason: "".into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    return true;
                }
                Some(Order::Cut) | None => return false,
            },
            heard = socket.recv(), if !silent => match heard {
                Some(Ok(Message::Text(text))) => hub.change(|world| world.heard(number, &text)),
                Some(Ok(Message::Pong(_))) => {
                    unanswered = 0;
                    hub.change(|world| world.tally.pongs += 1);
                }
                Some(Ok(Message::Ping(_))) => {}
                Some(Ok(Message::Binary(_))) => {
                    hub.change(|world| world.violation("binary on the socket"));
                }
                Some(Ok(Message::Close(_))) => return true,
                Some(Err(_)) | None => return false,
            },
        }
    }
}
