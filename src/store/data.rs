//! What is kept about one member, read for them; `personal.rs` says where each column stands in it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::people::Whereabouts;
use super::pool::on;
use super::record::record;
use super::{Member, Result, Store, text};
use crate::domain::seen_by::SeenBy;

const KEPT: &str = "SELECT m.created_at, m.stats_for, t.name AS team, s.longest, s.is_off, \
         a.named_at \
     FROM members m \
         LEFT JOIN team_members tm ON tm.member = m.id \
         LEFT JOIN teams t ON t.id = tm.team \
         LEFT JOIN streaks s ON s.member = m.id \
         LEFT JOIN admins a ON a.member = m.id \
     WHERE m.id = $1";

const ANSWERS: &str = "SELECT deck, card, given, verdict, points, study_day, answered_at \
     FROM answers \
     WHERE member = $1 \
     ORDER BY answered_at, id";

const BOARD_DAYS: &str =
    "SELECT board_day, points FROM board_days WHERE member = $1 ORDER BY board_day";

const STUDY_DAYS: &str =
    "SELECT study_day, answers FROM study_days WHERE member = $1 ORDER BY study_day";

/// What a member wrote on the local page.
const MESSAGES: &str = "SELECT k.posted_at, k.body FROM chat_messages k \
         JOIN homes h ON h.platform = k.platform AND h.external = k.community \
         JOIN identities i ON i.community = h.community AND i.platform = k.platform \
             AND i.external = k.author \
     WHERE i.member = $1 \
     ORDER BY k.id";

record! {
    struct KeptRecord {
        created_at: i64,
        stats_for: String,
        team: Option<String>,
        longest: Option<i64>,
        is_off: Option<i64>,
        named_at: Option<i64>,
    }
}

record! {
    /// An answer as its member gets it.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct GivenAnswer {
        /// The id of the card's deck.
        pub deck: String,
        /// The id of the card in its deck.
        pub card: String,
        /// What was typed or chosen.
        pub given: String,
        /// What the grader said.
        pub verdict: String,
        /// How many points it earned.
        pub points: i64,
        /// The study day on which it counts.
        pub study_day: String,
        /// When, in UTC seconds.
        #[serde(serialize_with = "as_time")]
        pub answered_at: i64,
    }
}

/// Where a member's community is on a platform, and who they are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownAs {
    /// The name of the platform.
    pub platform: &'static str,
    /// The platform's id of the community.
    pub community: String,
    /// The platform's id of the member.
    pub id: String,
}

/// All that is kept about a member besides their reminder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MemberData {
    /// When they were first seen, in UTC seconds.
    #[serde(serialize_with = "as_time")]
    pub known_since: i64,
    /// Where their community is, and who they are there.
    pub known_as: Vec<KnownAs>,
    /// The name of their team, if they are in one.
    pub team: Option<String>,
    /// When they were named as an admin, in UTC seconds, if they are one by that.
    #[serde(serialize_with = "as_time_if_any", skip_serializing_if = "Option::is_none")]
    pub named_admin_at: Option<i64>,
    /// Who besides them sees how they do.
    pub stats_for: String,
    /// Their longest streak, in study days.
    pub longest_streak: Option<i64>,
    /// Whether they have switched their streak off.
    pub streak_is_off: bool,
    /// What they earned on each study day of the community.
    pub points_by_day: Vec<(String, i64)>,
    /// Their study days, each with the number of their answers.
    pub study_days: Vec<(String, i64)>,
    /// Every answer, oldest first.
    pub answers: Vec<GivenAnswer>,
    /// What they wrote on the local page, oldest first.
    pub messages: Vec<WrittenMessage>,
}

/// Something that a member wrote on the local page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenMessage {
    /// When, in UTC seconds.
    #[serde(serialize_with = "as_time")]
    pub written_at: i64,
    /// What they wrote, word by word.
    pub text: String,
}

impl Store {
    /// What is kept about a member; of one who is met only `now`, nothing.
    pub async fn member_data(&self, member: &Member, now: DateTime<Utc>) -> Result<MemberData> {
        let id = member.id.0;
        let kept: Option<KeptRecord> =
            on!(&self.read, |db| sqlx::query_as(KEPT).bind(id).fetch_optional(db).await)?;
        let Some(kept) = kept else {
            let stats_for = SeenBy::default().word().to_owned();
            let known_since = now.timestamp();
            return Ok(MemberData { known_since, stats_for, ..MemberData::default() });
        };
        let known_as = self.whereabouts(member.id).await?.into_iter().map(KnownAs::from).collect();
        let answers = on!(&self.read, |db| sqlx::query_as(ANSWERS).bind(id).fetch_all(db).await)?;
        let points_by_day =
            on!(&self.read, |db| sqlx::query_as(BOARD_DAYS).bind(id).fetch_all(db).await)?;
        let study_days =
            on!(&self.read, |db| sqlx::query_as(STUDY_DAYS).bind(id).fetch_all(db).await)?;
        let written: Vec<(i64, String)> =
            on!(&self.read, |db| sqlx::query_as(MESSAGES).bind(id).fetch_all(db).await)?;
        Ok(MemberData {
            known_since: kept.created_at,
            known_as,
            stats_for: kept.stats_for,
            team: kept.team,
            named_admin_at: kept.named_at,
            longest_streak: kept.longest,
            streak_is_off: kept.is_off == Some(1),
            points_by_day,
            study_days,
            answers,
            messages: written.into_iter().map(message).collect(),
        })
    }
}

impl From<Whereabouts> for KnownAs {
    fn from(Whereabouts { home, identity }: Whereabouts) -> Self {
        Self { platform: home.platform, community: home.id, id: identity.id }
    }
}

/// A message of the page, which keeps a person's words as JSON.
fn message((written_at, body): (i64, String)) -> WrittenMessage {
    let words = serde_json::from_str::<Value>(&body)
        .ok()
        .and_then(|body| Some(body.get("text")?.as_str()?.to_owned()));
    // What cannot be read is theirs as well.
    WrittenMessage { written_at, text: words.unwrap_or(body) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn as_time<S: serde::Serializer>(
    seconds: &i64,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&text::time(*seconds).map_err(serde::ser::Error::custom)?.to_rfc3339())
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn as_time_if_any<S: serde::Serializer>(
    seconds: &Option<i64>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match seconds {
        Some(seconds) => as_time(seconds, serializer),
        None => serializer.serialize_none(),
    }
}
