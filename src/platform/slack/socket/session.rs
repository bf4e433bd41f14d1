//! One connection: what comes is handed on, acknowledgements go back.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, interval, timeout};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use tokio_util::sync::CancellationToken;

use super::frame::{Envelope, Frame, Reason};
use crate::platform::slack::Slack;
use crate::platform::slack::delivered::wants_answer;

/// How long a connection may take to come up, its greeting included.
const CONNECTING: Duration = Duration::from_secs(10);

/// How often the other side is asked whether it is there.
const PING: Duration = Duration::from_secs(20);

/// How long the other side may say nothing; it answers each ping.
const SILENCE: Duration = Duration::from_secs(50);

/// How long one frame may take to be written.
const WRITING: Duration = Duration::from_secs(5);

/// How long a goodbye may take. Slack answers it and leaves the line open.
const GOODBYE: Duration = Duration::from_secs(1);

/// How long a connection that is to end is still served.
const ENDING: Duration = Duration::from_secs(30);

/// The largest frame that is read, in bytes; forms and messages are far smaller.
const LARGEST_FRAME: usize = 4 << 20;

/// An acknowledgement on its way: an envelope's id, and what it brings.
type Answer = (String, Option<Value>);

/// A connection that is up.
#[derive(Debug)]
pub(super) struct Session {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Which of the lines it belongs to, from 0.
    number: u32,
    /// Whether Slack has said hello.
    is_up: bool,
}

/// Why a connection is over.
#[derive(Debug)]
pub(super) enum Over {
    /// The program is about to end.
    Shutdown,
    /// Slack has closed it.
    Closed,
    /// It broke; this is why.
    Broken(String),
}

/// The acknowledgement of an envelope, which is sent once.
#[derive(Debug)]
pub(in crate::platform::slack) struct Ack {
    id: String,
    back: mpsc::UnboundedSender<Answer>,
}

impl Ack {
    /// Acknowledges, and says nothing.
    pub(in crate::platform::slack) fn plainly(self) {
        // A connection that is gone acknowledges nothing; Slack delivers again by another.
        let _ = self.back.send((self.id, None));
    }

    /// Acknowledges, and says what is to become of a form.
    pub(in crate::platform::slack) fn with(self, payload: Value) {
        let _ = self.back.send((self.id, Some(payload)));
    }
}

impl Session {
    /// Connects to an address that Slack gave, and waits for its greeting.
    pub(super) async fn connect(address: &str, number: u32) -> Result<Self, String> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_FRAME))
            .max_frame_size(Some(LARGEST_FRAME));
        // Without delay: an acknowledgement is small, and waits for nothing.
        let connecting = connect_async_with_config(address, Some(config), true);
        match timeout(CONNECTING, connecting).await {
            Ok(Ok((stream, _))) => Ok(Self { stream, number, is_up: false }),
            Ok(Err(error)) => Err(without_address(&error)),
            Err(_) => Err("it took too long".to_owned()),
        }
    }

    /// Serves the connection until it is over. `ending` hears when it is about to be.
    pub(super) async fn serve(
        mut self,
        slack: &Slack,
        ending: oneshot::Sender<Reason>,
        shutdown: &CancellationToken,
    ) -> Over {
        let over = self.serve_until_over(slack, ending, shutdown).await;
        // The end of the program is no loss.
        if self.is_up && !matches!(over, Over::Shutdown) {
            slack.connection(self.number, false);
        }
        // A line that is left open would hold us up.
        let _ = timeout(GOODBYE, self.stream.close(None)).await;
        over
    }

    async fn serve_until_over(
        &mut self,
        slack: &Slack,
        ending: oneshot::Sender<Reason>,
        shutdown: &CancellationToken,
    ) -> Over {
        let (back, mut answers) = mpsc::unbounded_channel::<Answer>();
        let (mut ending, mut until) = (Some(ending), None);
        let (mut heard, mut ping) = (Instant::now(), interval(PING));
        loop {
            let said = tokio::select! {
                frame = self.stream.next() => match frame {
                    Some(Ok(frame)) => {
                        heard = Instant::now();
                        Said::Frame(frame)
                    }
                    Some(Err(error)) => return Over::Broken(without_address(&error)),
                    None => return Over::Closed,
                },
                Some(answer) = answers.recv() => Said::Answer(answer),
                _ = ping.tick() => Said::Tick,
                () = shutdown.cancelled() => return Over::Shutdown,
            };
            let written = match said {
                Said::Frame(Message::Text(text)) => match Frame::read(&text) {
                    Frame::Hello { connections } => {
                        self.hello(slack, connections);
                        Ok(())
                    }
                    Frame::Envelope(envelope) => self.take(slack, envelope, &back).await,
                    Frame::Disconnect(reason) => {
                        tracing::debug!(?reason, "Slack ends a connection");
                        until = Some(Instant::now() + ENDING);
                        if let Some(ending) = ending.take() {
                            let _ = ending.send(reason);
                        }
                        Ok(())
                    }
                    Frame::Nothing => Ok(()),
                },
                // Pings are answered by the library, with the next frame that is read or written.
                Said::Frame(Message::Ping(_)) => self.write(None).await,
                Said::Frame(Message::Close(_)) => return Over::Closed,
                Said::Frame(_) => Ok(()),
                Said::Answer(answer) => self.write(Some(acknowledgement(answer))).await,
                Said::Tick if heard.elapsed() > SILENCE => {
                    return Over::Broken("nothing has come for a while".to_owned());
                }
                Said::Tick if until.is_some_and(|until| Instant::now() > until) => {
                    return Over::Closed;
                }
                Said::Tick => self.write(Some(Message::Ping(Vec::new().into()))).await,
            };
            if let Err(why) = written {
                return Over::Broken(why);
            }
        }
    }

    /// Takes note that the connection is ready.
    fn hello(&mut self, slack: &Slack, connections: u32) {
        tracing::debug!(connections, "Slack says hello");
        if !self.is_up {
            self.is_up = true;
            slack.connection(self.number, true);
        }
    }

    /// Acknowledges an envelope, unless that is to say what comes of it, and has it handled.
    async fn take(
        &mut self,
        slack: &Slack,
        envelope: Envelope,
        back: &mpsc::UnboundedSender<Answer>,
    ) -> Result<(), String> {
        let ack = Ack { id: envelope.id.clone(), back: back.clone() };
        if wants_answer(&envelope) {
            slack.handle(envelope, Some(ack));
            return Ok(());
        }
        // Before anything else, so that it never waits for a turn.
        let written = self.write(Some(acknowledgement((envelope.id.clone(), None)))).await;
        slack.handle(envelope, None);
        written
    }

    /// Writes a frame, or what the library has to say.
    async fn write(&mut self, frame: Option<Message>) -> Result<(), String> {
        let writing = async {
            match frame {
                Some(frame) => self.stream.send(frame).await,
                None => self.stream.flush().await,
            }
        };
        match timeout(WRITING, writing).await {
            Ok(written) => written.map_err(|error| without_address(&error)),
            Err(_) => Err("it takes nothing any more".to_owned()),
        }
    }
}

/// What the loop of a connection has to do with.
enum Said {
    Frame(Message),
    Answer(Answer),
    Tick,
}

fn acknowledgement((id, payload): Answer) -> Message {
    let answer = match payload {
        Some(payload) => json!({ "envelope_id": id, "payload": payload }),
        None => json!({ "envelope_id": id }),
    };
    Message::text(answer.to_string())
}

/// What went wrong, without the address: its ticket lets anybody listen.
fn without_address(error: &Error) -> String {
    match error {
        Error::Url(_) => "the address that Slack gave is none".to_owned(),
        Error::Http(response) => format!("status {}", response.status().as_u16()),
        other => other.to_string(),
    }
}
