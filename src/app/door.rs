//! The one door: a request comes in, is decided about, its change is committed, and a reply goes
//! out.
//!
//! If somebody was faster, it is decided again on fresh reads; nothing is said before its change is
//! durable.

use std::time::Instant;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use tracing::Instrument;

use super::asking::Asking;
use super::counts::Outcome;
use super::decision::{Decision, Fault, guarded};
use super::reply::{Message, Reply};
use super::request::Request;
use super::{App, answer, reminder, routing, speaking};
use crate::domain::visible;
use crate::store::{Change, Committed, Deed, HandledEvent};

/// How often a change is decided anew because somebody was faster.
const TRIES: usize = 10;

/// What somebody is called of whose name nothing is to be seen.
const NAMELESS: &str = "Somebody";

/// What a person sees when the fault is ours.
pub const OUR_FAULT: &str = "Something went wrong on our side. Please try again in a moment.";

/// A reply to somebody whose request could not even be put together; the cause is logged here.
pub fn fault(cause: &(dyn std::error::Error + 'static), platform: &str) -> Reply {
    tracing::error!(platform, cause, "could not take in a request");
    Reply::one(Message::refused(OUR_FAULT))
}

/// The reply to an event that comes again; a notice where its words have been forgotten.
fn repeated(known: &str) -> Result<Reply, Fault> {
    if known.is_empty() {
        return Ok(Reply::one(Message::refused("I have done that already.")));
    }
    Ok(serde_json::from_str(known)?)
}

impl App {
    /// Does what was asked and says what to show. Never fails: a refusal becomes a private
    /// sentence, a fault on our side is logged once and becomes "Something went wrong on our side".
    pub async fn handle(
        &self,
        mut request: Request,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Reply {
        let begun = Instant::now();
        // Whatever a platform lets people call themselves is read by others, in texts of ours.
        let name = visible::name(&request.asker.name);
        request.asker.name = name.unwrap_or_else(|| NAMELESS.to_owned());
        // Two platforms may number their events alike.
        let event = format!("{}:{}", request.place.home.platform, request.event);
        let (platform, community) = (request.place.home.platform, request.place.home.id.as_str());
        let action = request.action.kind();
        let span = tracing::info_span!("request", platform, community, action);
        let replying = Box::pin(self.reply_to(&event, &request, now, rng));
        let replied = guarded(replying).instrument(span.clone()).await;
        let (mut reply, outcome) = match replied {
            Ok(mut reply) => {
                self.put_names(reply.messages.iter_mut().flat_map(|message| &mut message.blocks))
                    .await;
                (reply, Outcome::Done)
            }
            Err(Fault::Refused(refusal)) => (refusal.reply(), Outcome::Refused),
            Err(fault) => {
                let cause = &fault as &dyn std::error::Error;
                span.in_scope(|| tracing::error!(cause, "could not handle a request"));
                (Reply::one(Message::refused(OUR_FAULT)), Outcome::Fault)
            }
        };
        if outcome != Outcome::Fault {
            self.tell_home(&request, &mut reply).instrument(span).await;
        }
        self.counts.handled(platform, action, outcome, begun.elapsed());
        reply
    }

    async fn reply_to(
        &self,
        event: &str,
        request: &Request,
        now: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> Result<Reply, Fault> {
        if let Some(known) = self.store.reply_to(event).await? {
            return repeated(&known);
        }
        if answer::is_talk(self, request).await? {
            return Ok(Reply::default());
        }
        let traits = self.traits(&request.place);
        let (mut turn, mut has_settled_streaks) = (None, false);
        for _ in 0..TRIES {
            let met = Asking::meet(&self.store, request, traits, now, rng).await?;
            let asking = Asking { has_settled_streaks, ..met };
            let decided = routing::decide(self, &asking, &request.action, rng).await?;
            if decided.needs_streaks {
                self.settle_streaks_of(asking.community.id, now).await;
                has_settled_streaks = true;
                continue;
            }
            let decided = reminder::with_notice(self, &asking, decided).await;
            let Decision { change, mut reply, .. } = decided;
            speaking::tell_alone(&asking, &mut reply);
            if change.is_none() && asking.news.is_empty() {
                return Ok(reply);
            }
            let mut deeds = asking.news;
            if let Some(change) = change {
                let (member, kept) = (asking.member.id, serde_json::to_string(&reply)?);
                deeds.push(Deed::Handle(HandledEvent {
                    id: event.to_owned(),
                    member,
                    reply: kept,
                }));
                deeds.extend(change.into_deeds());
            }
            let change: Change = deeds.into_iter().collect();
            match self.commit(&change, now).await? {
                Committed::Done => return Ok(reply),
                Committed::Seen(known) => return repeated(&known),
                Committed::Stale if turn.is_none() => {
                    turn = Some(self.turns.turn(asking.community.id).await);
                }
                Committed::Stale => {}
            }
        }
        Err(Fault::Contended)
    }
}
