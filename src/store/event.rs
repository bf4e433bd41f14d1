//! Events that were handled, so that one delivered twice changes nothing and gets the same reply.

use chrono::{DateTime, Utc};

use super::packed::{pack, unpack};
use super::pool::on;
use super::write::Write;
use super::{Result, Store, text};
use crate::domain::id::MemberId;

const REPLY: &str = "SELECT reply FROM events WHERE id = $1";

/// Another transaction with the same event is waited for; if it commits, nothing is written here.
const ADD_EVENT: &str = "INSERT INTO events (id, reply, handled_at, member) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";

const FORGET: &str = "DELETE FROM events WHERE handled_at < $1";

/// An event of a platform that is handled, so that it changes nothing when it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandledEvent {
    /// The platform's name and its id of the event.
    pub id: String,
    /// The member who did it.
    pub member: MemberId,
    /// The reply to give if it comes again, as JSON in which members are ids.
    pub reply: String,
}

impl Store {
    /// The reply that was given to an event, as JSON, if it has been handled; empty if its words
    /// have been forgotten.
    pub async fn reply_to(&self, event: &str) -> Result<Option<String>> {
        let event = text::printable(event);
        let reply: Option<String> =
            on!(&self.read, |db| sqlx::query_scalar(REPLY).bind(&event).fetch_optional(db).await)?;
        reply.map(unpack).transpose()
    }

    /// Forgets handled events from before `before`.
    pub async fn forget_events(&self, before: DateTime<Utc>) -> Result<u64> {
        self.write_one(Write::new(FORGET).number(before.timestamp())).await
    }
}

/// Writes down that an event is handled; out of date if it was before.
pub(super) fn add_event(event: &HandledEvent, now: DateTime<Utc>) -> Write {
    let add = Write::new(ADD_EVENT).text(text::printable(&event.id)).text(pack(&event.reply));
    add.number(now.timestamp()).number(event.member.0).must_change()
}
