//! What the local page has shown: messages of its places, and the events that have been answered.

mod pictured;

use chrono::{DateTime, TimeDelta, Utc};

use super::aside::legible;
use super::pool::on;
use super::record::{Checked, record};
use super::write::Write;
use super::{Result, Store};

/// Messages kept for each place; older ones are forgotten.
const KEPT: i64 = 1_000;

/// How many new messages may pile up before the old ones are swept out.
const SWEEP_EVERY: i64 = 50;

/// How long an event that comes again is recognized.
const REMEMBERED: TimeDelta = TimeDelta::days(7);

/// How often a write is tried again that met another process's at the same moment.
const TRIES: u32 = 10;

/// A message to keep; it takes the place of an earlier one with the same place, audience and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The channel or conversation.
    pub place: String,
    /// The only person to see it, if not everyone.
    pub visible_to: Option<String>,
    /// What tells it from the others of its place and audience.
    pub key: String,
    /// The person who wrote it, if it was not the bot.
    pub author: Option<String>,
    /// What it says, as JSON.
    pub body: String,
}

record! {
    /// A message as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ChatMessage {
        /// Its place in the conversation, which a change does not move.
        pub id: i64,
        /// Its latest change; rises over all messages.
        pub revision: i64,
        /// The channel or conversation.
        pub place: String,
        /// The only person to see it; empty for everyone.
        pub visible_to: String,
        /// What tells it from the others of its place and audience.
        pub key: String,
        /// Who wrote it; empty for the bot.
        pub author: String,
        /// What it says, as JSON.
        pub body: String,
        /// When it was first shown, in UTC seconds.
        pub at: i64,
    }
}

const MARK_EVENT: &str = "INSERT INTO chat_events (id, told, handled_at, platform) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";

// A row that is no message of ours leaves the count alone. The count rises within the statement: on
// SQLite there is one writer; on PostgreSQL two that meet violate the unique revision, and the
// later one tries again.
const PUT: &str = "INSERT INTO chat_messages ( \
         id, revision, community, place, visible_to, name, author, body, posted_at, platform) \
     SELECT COALESCE(MAX(revision), 0) + 1, COALESCE(MAX(revision), 0) + 1, CAST($1 AS TEXT), \
         CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), \
         CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS TEXT) \
     FROM chat_messages \
     WHERE revision BETWEEN 0 AND 4611686018427387903 \
     ON CONFLICT (community, place, visible_to, name) DO UPDATE SET \
         revision = excluded.revision, body = excluded.body";

const BODY: &str = "SELECT body FROM chat_messages \
     WHERE community = $1 AND place = $2 AND visible_to = '' AND name = $3";

/// Lines of people whose body has a text ($3), oldest first.
const CONTAINING: &str = "SELECT id, body FROM chat_messages \
     WHERE community = $1 AND place = $2 AND author <> '' AND body LIKE $3 ORDER BY id";

const HAS: &str = "SELECT COUNT(*) FROM chat_messages \
     WHERE community = $1 AND place = $2 AND visible_to = '' AND name = $3";

const TOLD: &str = "SELECT told FROM chat_events WHERE id = $1";

const SINCE: &str = "SELECT id, revision, place, visible_to, name AS key, author, body, \
         posted_at AS at \
     FROM chat_messages \
     WHERE revision > $5 AND community = $1 AND place IN ($2, $3) AND visible_to IN ('', $4) \
     ORDER BY revision";

// One statement, so that both places are seen at the same moment. However much has been said since,
// the newest card of the day of the first place is among them; what people say cannot look like
// one, since quotes in it are escaped.
const LATEST: &str = "SELECT id, revision, place, visible_to, name AS key, author, body, \
         posted_at AS at \
     FROM chat_messages \
     WHERE id IN ( \
         SELECT id FROM ( \
             SELECT id FROM chat_messages \
             WHERE community = $1 AND place = $2 AND visible_to IN ('', $4) \
             ORDER BY id DESC LIMIT $5) AS one \
         UNION ALL SELECT id FROM ( \
             SELECT id FROM chat_messages \
             WHERE community = $1 AND place = $3 AND visible_to IN ('', $4) \
             ORDER BY id DESC LIMIT $5) AS other \
         UNION ALL SELECT id FROM ( \
             SELECT id FROM chat_messages \
             WHERE community = $1 AND place = $2 AND visible_to = '' \
                 AND body LIKE '%\"about\":\"p%' \
             ORDER BY id DESC LIMIT 1) AS card) \
     ORDER BY revision";

const REVISION: &str = "SELECT revision FROM chat_messages \
     WHERE community = $1 AND place = $2 AND visible_to = $3 AND name = $4";

/// Whether the message that was just put is new, and one of so many ($5) after which is swept.
macro_rules! is_time_to_sweep {
    () => {
        "EXISTS ( \
             SELECT 1 FROM chat_messages n \
             WHERE n.community = $1 AND n.place = $2 AND n.visible_to = $3 AND n.name = $4 \
                 AND n.id = n.revision AND n.id % $5 = 0)"
    };
}

const SWEEP_MESSAGES: &str = concat!(
    "DELETE FROM chat_messages \
     WHERE community = $1 AND place = $2 \
         AND id <= ( \
             SELECT id FROM chat_messages WHERE community = $1 AND place = $2 AND ",
    is_time_to_sweep!(),
    " ORDER BY id DESC LIMIT 1 OFFSET $6)"
);

const SWEEP_EVENTS: &str =
    concat!("DELETE FROM chat_events WHERE handled_at < $6 AND ", is_time_to_sweep!());

const PUT_BODY: &str = "UPDATE chat_messages SET body = $1, \
         revision = ( \
             SELECT MAX(revision) + 1 FROM chat_messages WHERE revision < 4611686018427387903) \
     WHERE id = $2";

impl Store {
    /// Keeps messages, and with them that an event has been answered and what the page was told;
    /// the revision of the last message. Of an event that was answered before, nothing is kept
    /// again and the revision is 0.
    pub async fn chat_write(
        &self,
        platform: &str,
        community: &str,
        drafts: &[Draft],
        event: Option<(&str, &str)>,
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let mut tries = 0;
        loop {
            match self.chat_write_once(platform, community, drafts, event, now).await {
                Err(error) if tries < TRIES && error.is_race() => tries += 1,
                done => return done,
            }
        }
    }

    async fn chat_write_once(
        &self,
        platform: &str,
        community: &str,
        drafts: &[Draft],
        event: Option<(&str, &str)>,
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let mark = event.map(|(id, told)| {
            Write::new(MARK_EVENT)
                .text(id)
                .text(told)
                .number(now.timestamp())
                .text(platform)
                .must_change()
        });
        let puts = drafts.iter().flat_map(|draft| put(platform, community, draft, now));
        let written = self.write(mark.into_iter().chain(puts).collect()).await?;
        match drafts.last() {
            Some(last) if written.is_done() => self.revision(community, last).await,
            _ => Ok(0),
        }
    }

    /// The revision of the message that a draft has become, or of one that has taken its place
    /// since.
    async fn revision(&self, community: &str, draft: &Draft) -> Result<i64> {
        let revision: Option<i64> = on!(&self.read, |db| {
            let revision = sqlx::query_scalar(REVISION).bind(community).bind(&draft.place);
            let revision = revision.bind(draft.visible_to.as_deref().unwrap_or_default());
            revision.bind(&draft.key).fetch_optional(db).await
        })?;
        Ok(revision.unwrap_or_default())
    }

    /// What the page was told when this event was answered, if it was.
    pub async fn chat_told(&self, event: &str) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| sqlx::query_scalar(TOLD).bind(event).fetch_optional(db).await)?)
    }

    /// Whether a message with this key stands in a place.
    pub async fn chat_has(&self, community: &str, place: &str, key: &str) -> Result<bool> {
        let count: i64 = on!(&self.read, |db| {
            sqlx::query_scalar(HAS).bind(community).bind(place).bind(key).fetch_one(db).await
        })?;
        Ok(count > 0)
    }

    /// What the message for everyone with this key in a place says, as JSON, if it is there.
    pub async fn chat_body(
        &self,
        community: &str,
        place: &str,
        key: &str,
    ) -> Result<Option<String>> {
        Ok(on!(&self.read, |db| {
            let body = sqlx::query_scalar(BODY).bind(community).bind(place);
            body.bind(key).fetch_optional(db).await
        })?)
    }

    /// What people have said in a place whose JSON contains a text, with its ids, oldest first. The
    /// text has no `%` or `_`.
    pub async fn chat_containing(
        &self,
        community: &str,
        place: &str,
        text: &str,
    ) -> Result<Vec<(i64, String)>> {
        let pattern = format!("%{text}%");
        Ok(on!(&self.read, |db| {
            let found = sqlx::query_as(CONTAINING).bind(community).bind(place);
            found.bind(pattern).fetch_all(db).await
        })?)
    }

    /// Changes what messages say, by their ids, in this order.
    pub async fn chat_change(&self, bodies: &[(i64, String)]) -> Result<()> {
        let puts = bodies.iter().map(|(id, body)| Write::new(PUT_BODY).text(body).number(*id));
        let puts: Vec<Write> = puts.collect();
        let mut tries = 0;
        loop {
            match self.write(puts.clone()).await {
                Err(error) if tries < TRIES && error.is_race() => tries += 1,
                done => return done.map(drop),
            }
        }
    }

    /// The messages of two places that `who` may see and that changed after `since`, in the order
    /// of their changes.
    pub async fn chat_since(
        &self,
        community: &str,
        places: [&str; 2],
        who: &str,
        since: i64,
    ) -> Result<Vec<ChatMessage>> {
        let [one, other] = places;
        let rows: Vec<Checked<ChatMessage>> = on!(&self.read, |db| {
            sqlx::query_as(SINCE)
                .bind(community)
                .bind(one)
                .bind(other)
                .bind(who)
                .bind(since)
                .fetch_all(db)
                .await
        })?;
        Ok(legible("chat_messages", rows, Ok))
    }

    /// The newest messages of two places that `who` may see, at most `limit` of each, and the
    /// newest card of the day of the first, in the order of their changes.
    pub async fn chat_latest(
        &self,
        community: &str,
        places: [&str; 2],
        who: &str,
        limit: u32,
    ) -> Result<Vec<ChatMessage>> {
        let [one, other] = places;
        let limit = i64::from(limit);
        let rows: Vec<Checked<ChatMessage>> = on!(&self.read, |db| {
            sqlx::query_as(LATEST)
                .bind(community)
                .bind(one)
                .bind(other)
                .bind(who)
                .bind(limit)
                .fetch_all(db)
                .await
        })?;
        Ok(legible("chat_messages", rows, Ok))
    }
}

/// Puts one message in its place and, now and then, sweeps out the place's oldest messages and long
/// past events.
fn put(platform: &str, community: &str, draft: &Draft, now: DateTime<Utc>) -> [Write; 3] {
    let visible_to = draft.visible_to.as_deref().unwrap_or_default();
    let of_draft = |sql: &'static str| {
        let of_draft = Write::new(sql).text(community).text(&draft.place);
        of_draft.text(visible_to).text(&draft.key)
    };
    let put = of_draft(PUT)
        .text(draft.author.as_deref().unwrap_or_default())
        .text(&draft.body)
        .number(now.timestamp())
        .text(platform);
    let past = (now - REMEMBERED).timestamp();
    [
        put,
        of_draft(SWEEP_MESSAGES).number(SWEEP_EVERY).number(KEPT),
        of_draft(SWEEP_EVENTS).number(SWEEP_EVERY).number(past),
    ]
}
