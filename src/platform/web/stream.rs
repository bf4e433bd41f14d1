//! The live line to one tab: what it has not seen yet, then whatever comes, until the tab or the
//! program goes.
//!
//! The store is read again at each piece of news, from the revision on that the tab has seen; so
//! nothing is lost between two reads, and a tab that comes back gets exactly what it missed.

use anyhow::Context;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::Deserialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};

use super::guard::Rejection;
use super::wire::{Body, PageMessage, Person};
use super::{CHANNEL, COMMUNITY, Web, direct_of};
use crate::store::chat::ChatMessage;

/// How many messages of each place a new tab gets.
const LATEST: u32 = 200;

/// What a tab asks for: whose messages, and from where on.
#[derive(Debug, Deserialize)]
pub(super) struct StreamQuery {
    who: String,
    /// The revision that the tab has seen, 0 if none; the browser's own Last-Event-ID goes before
    /// it.
    #[serde(default)]
    since: i64,
}

/// Events `message` and `ready` (with the revision as id), `people`, and `stranger` for an unknown
/// person.
pub(super) async fn stream(
    State(web): State<Web>,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>>, Rejection> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let since = last.unwrap_or(query.since);
    // A tab that takes no more than so many is waited for, by its own task alone.
    let (line, events): (_, Receiver<Event>) = channel(64);
    if web.known(&query.who).await?.is_some() {
        tokio::spawn(
            Follower {
                direct: direct_of(&query.who),
                who: query.who,
                since,
                people: Vec::new(),
                web,
                line,
            }
            .run(),
        );
    } else {
        // No error status: the browser would hide the reason from the page.
        let _ = line.send(stranger()).await;
    }
    Ok(Sse::new(ReceiverStream::new(events).map(Ok)).keep_alive(KeepAlive::default()))
}

/// Tells a tab that its person is not known, or not any more.
fn stranger() -> Event {
    Event::default().event("stranger").data("{}")
}

/// What keeps one open tab up to date, as long as it is open.
struct Follower {
    web: Web,
    /// The page's id of the person.
    who: String,
    /// The store's name of their conversation with the bot.
    direct: String,
    /// The revision that the tab has seen.
    since: i64,
    /// The people that the tab was told of, empty before it was told of any.
    people: Vec<Person>,
    line: Sender<Event>,
}

/// The tab has gone.
struct TabGone;

impl Follower {
    async fn run(mut self) {
        let mut news = self.web.0.news.subscribe();
        let closing = self.web.0.closing.clone();
        let mut first = true;
        loop {
            // Before the store is read: what comes meanwhile is news again, and none is missed.
            news.mark_unchanged();
            match self.catch_up(first).await {
                Ok(Ok(())) => first = false,
                Ok(Err(TabGone)) => return,
                Err(error) => {
                    // The line is cut; the browser comes back and gets what it missed.
                    tracing::error!(
                        platform = super::PLATFORM,
                        error = format!("{error:#}"),
                        "a stream broke off"
                    );
                    return;
                }
            }
            tokio::select! {
                changed = news.changed() => if changed.is_err() { return },
                () = self.line.closed() => return,
                () = closing.cancelled() => return,
            }
        }
    }

    /// Tells the tab all that it has not seen yet; `first` if it was told nothing before.
    async fn catch_up(&mut self, first: bool) -> anyhow::Result<Result<(), TabGone>> {
        let people = self.web.people().await?;
        if !people.iter().any(|person| person.id == self.who) {
            // Forgotten while the tab was open.
            let _ = self.line.send(stranger()).await;
            return Ok(Err(TabGone));
        }
        // Before the messages, in which they are named.
        if people != self.people {
            let event =
                Event::default().event("people").json_data(&people).context("writing people")?;
            self.people = people;
            if self.line.send(event).await.is_err() {
                return Ok(Err(TabGone));
            }
        }
        for message in self.unseen().await? {
            self.since = self.since.max(message.revision);
            let Some(event) = self.event(&message).await? else { continue };
            if self.line.send(event).await.is_err() {
                return Ok(Err(TabGone));
            }
        }
        if first {
            let ready = Event::default().event("ready").id(self.since.to_string()).data("{}");
            return Ok(self.line.send(ready).await.map_err(|_| TabGone));
        }
        Ok(Ok(()))
    }

    /// A kept message as the page shows it. One that cannot be read is left out; the others are
    /// shown.
    async fn event(&self, message: &ChatMessage) -> anyhow::Result<Option<Event>> {
        let Ok(mut body) = serde_json::from_str::<Body>(&message.body) else {
            tracing::debug!(
                table = "chat_messages",
                id = message.id,
                "a message cannot be read and is left out"
            );
            return Ok(None);
        };
        body = self.web.seen_by(&self.who, message, body).await?;
        self.web.0.app.put_names(body.blocks_mut()).await;
        let event = Event::default()
            .id(message.revision.to_string())
            .json_data(PageMessage::new(message, body, &self.direct))
            .context("writing a message")?;
        Ok(Some(event))
    }

    /// The messages that the tab has not seen: the latest ones of each place if it has seen none.
    async fn unseen(&self) -> anyhow::Result<Vec<ChatMessage>> {
        let places = [CHANNEL, self.direct.as_str()];
        let store = &self.web.0.store;
        let messages = if self.since > 0 {
            store.chat_since(COMMUNITY, places, &self.who, self.since).await
        } else {
            store.chat_latest(COMMUNITY, places, &self.who, LATEST).await
        };
        messages.context("reading the page's messages")
    }
}
