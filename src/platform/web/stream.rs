//! The live line to one browser: to each of its tabs what that has not seen yet, then whatever
//! comes, until the browser or the program goes.
//!
//! Tabs may be different people, and a browser allows six connections to one host; so all of them
//! share one stream, whose events say for which tab they are. The store is read again at each piece
//! of news, from the revision on that the tab has seen; so nothing is lost between two reads, and a
//! tab that comes back gets exactly what it missed.

use std::time::Duration;

use anyhow::Context;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use serde_json::json;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tokio_util::sync::CancellationToken;

use super::guard::Rejection;
use super::wire::{Body, PageMessage, Person};
use super::{CHANNEL, COMMUNITY, Web, direct_of};
use crate::store::chat::ChatMessage;

/// How many messages of each place a new tab gets.
const LATEST: u32 = 200;

/// How long the line is silent at most, so that a page can tell a server that hangs.
const BEAT: Duration = Duration::from_secs(1);

/// The most tabs that one stream serves; nobody has as many.
const MOST_TABS: usize = 100;

/// One tab of the browser that asks.
#[derive(Debug, PartialEq, Eq)]
struct Tab {
    who: String,
    /// The revision that it has seen, 0 if none.
    since: i64,
}

/// The tabs that a query names: each begins with its person, and what it has seen follows. The
/// browser's own Last-Event-ID goes before that of a tab that is alone.
fn tabs(query: Vec<(String, String)>, last: Option<i64>) -> Result<Vec<Tab>, Rejection> {
    let mut tabs: Vec<Tab> = Vec::new();
    for (name, value) in query {
        match (name.as_str(), tabs.last_mut()) {
            ("who", _) => tabs.push(Tab { who: value, since: 0 }),
            ("since", Some(tab)) => tab.since = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    if tabs.len() > MOST_TABS {
        let sentence = format!("At most {MOST_TABS} tabs are served at once. Close some of them.");
        return Err(Rejection::new(StatusCode::BAD_REQUEST, sentence));
    }
    if let ([tab], Some(last)) = (tabs.as_mut_slice(), last) {
        tab.since = last;
    }
    Ok(tabs)
}

/// Events `message` and `ready` (with the revision as id), `people`, and `stranger` for an unknown
/// person, each with the number of its tab in the query; `beat` where nothing else is told.
pub(super) async fn stream(
    State(web): State<Web>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>>, Rejection> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    // A browser that takes no more than so many is waited for, by its own tasks alone.
    let (line, events): (_, Receiver<Event>) = channel(MOST_TABS + 28);
    let cut = web.0.closing.child_token();
    let tabs = tabs(query, last)?;
    let is_for_nobody = tabs.is_empty();
    for (to, tab) in tabs.into_iter().enumerate() {
        if web.known(&tab.who).await?.is_none() {
            // No error status: the browser would hide the reason from the page.
            let _ = line.send(stranger(to)).await;
            continue;
        }
        let follower = Follower {
            direct: direct_of(&tab.who),
            to,
            who: tab.who,
            since: tab.since,
            people: Vec::new(),
            web: web.clone(),
            line: line.clone(),
            cut: cut.clone(),
        };
        tokio::spawn(follower.run());
    }
    if is_for_nobody {
        // Also before anybody has come in, the line says that the server is there.
        tokio::spawn(async move {
            tokio::select! {
                () = line.closed() => {}
                () = cut.cancelled() => {}
            }
        });
    }
    let beat = KeepAlive::new().interval(BEAT).event(Event::default().event("beat").data("{}"));
    Ok(Sse::new(ReceiverStream::new(events).map(Ok)).keep_alive(beat))
}

/// Tells a tab that its person is not known, or not any more.
fn stranger(to: usize) -> Event {
    Event::default().event("stranger").data(json!({ "to": to }).to_string())
}

/// What keeps one open tab up to date, as long as it is open.
struct Follower {
    web: Web,
    /// The tab's number in the query.
    to: usize,
    /// The page's id of the person.
    who: String,
    /// The store's name of their conversation with the bot.
    direct: String,
    /// The revision that the tab has seen.
    since: i64,
    /// The people that the tab was told of, empty before it was told of any.
    people: Vec<Person>,
    line: Sender<Event>,
    /// Canceled when the whole line is to end.
    cut: CancellationToken,
}

/// The tab has gone.
struct TabGone;

impl Follower {
    async fn run(mut self) {
        let mut news = self.web.0.news.subscribe();
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
                    self.cut.cancel();
                    return;
                }
            }
            tokio::select! {
                changed = news.changed() => if changed.is_err() { return },
                () = self.line.closed() => return,
                () = self.cut.cancelled() => return,
            }
        }
    }

    /// Tells the tab all that it has not seen yet; `first` if it was told nothing before.
    async fn catch_up(&mut self, first: bool) -> anyhow::Result<Result<(), TabGone>> {
        let people = self.web.people().await?;
        if !people.iter().any(|person| person.id == self.who) {
            // Forgotten while the tab was open.
            let _ = self.line.send(stranger(self.to)).await;
            return Ok(Err(TabGone));
        }
        // Before the messages, in which they are named.
        if people != self.people {
            let told = json!({ "to": self.to, "people": people });
            let event = Event::default().event("people").data(told.to_string());
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
            let told = json!({ "to": self.to }).to_string();
            let ready = Event::default().event("ready").id(self.since.to_string()).data(told);
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
            .json_data(PageMessage::new(self.to, message, body, &self.direct))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_names_tabs_each_with_what_it_has_seen() {
        let tab = |who: &str, since| Tab { who: who.to_owned(), since };
        for (query, last, wanted) in [
            ("", None, vec![]),
            ("who=a", None, vec![tab("a", 0)]),
            ("who=a&since=7", None, vec![tab("a", 7)]),
            ("since=7&who=a", None, vec![tab("a", 0)]),
            (
                "who=a&since=7&who=b&since=x&who=a",
                None,
                vec![tab("a", 7), tab("b", 0), tab("a", 0)],
            ),
            ("who=a&since=7", Some(9), vec![tab("a", 9)]),
            ("who=a&since=7&who=b", Some(9), vec![tab("a", 7), tab("b", 0)]),
        ] {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            assert_eq!(tabs(pairs, last).unwrap(), wanted, "{query} {last:?}");
        }
        let many = vec![("who".to_owned(), "a".to_owned()); MOST_TABS + 1];
        assert_eq!(tabs(many, None).unwrap_err().0, StatusCode::BAD_REQUEST);
    }
}
