//! What is kept about one member: read for them, or forgotten.
//!
//! To forget a member is to take name, platform id and every word they typed. What they earned stays under a number that
//! leads nowhere, so that teams, seasons and the counts of others remain true.

use serde::Serialize;

use super::deed::run;
use super::pool::{Tx, on};
use super::record::record;
use super::standing::take_off_boards;
use super::{Member, Result, Store, text};

macro_rules! former {
    () => {
        "Former member"
    };
}

/// Who stands where a forgotten member stood.
pub const FORMER: &str = former!();

const KEPT: &str = "SELECT m.created_at, t.name AS team, s.longest, s.is_off \
     FROM members m LEFT JOIN team_members tm ON tm.member = m.id LEFT JOIN teams t ON t.id = tm.team \
         LEFT JOIN streaks s ON s.member = m.id \
     WHERE m.id = $1";

const ANSWERS: &str = "SELECT deck, card, given, verdict, points, study_day, answered_at FROM answers \
     WHERE member = $1 ORDER BY answered_at, id";

const BOARD_DAYS: &str = "SELECT board_day, points FROM board_days WHERE member = $1 ORDER BY board_day";

/// Each takes the member's number.
const FORGET: [&str; 8] = [
    "DELETE FROM team_members WHERE member = $1",
    "DELETE FROM reminders WHERE member = $1",
    "DELETE FROM nudges WHERE member = $1",
    "DELETE FROM skipped_days WHERE member = $1",
    "DELETE FROM streaks WHERE member = $1",
    "UPDATE answers SET given = '' WHERE member = $1",
    // What a quiz alone holds is nobody else's; its row stays, since answers point to it.
    "UPDATE quizzes SET state = '', version = version + 1, wakes_at = NULL, is_over = 1 WHERE solo = $1",
    concat!(
        "UPDATE members SET external = 'forgotten ' || CAST(id AS TEXT), name = '",
        former!(),
        "', folded_name = '', zone = NULL, chosen_zone = NULL WHERE id = $1"
    ),
];

/// What the local page has shown to the member alone, and what they wrote themselves.
const FORGET_CHAT: &str = "DELETE FROM chat_messages WHERE community = (SELECT c.external FROM communities c \
         WHERE c.id = $1 AND c.platform = 'web') AND (visible_to = $2 OR author = $2)";

const FORGET_CONVERSATION: &str = "DELETE FROM conversations \
     WHERE person = $2 AND platform = (SELECT platform FROM communities WHERE id = $1)";

/// Drafts of teams name their members; the real teams do not depend on them.
const FORGET_DRAFTS: &str = "DELETE FROM drafts WHERE community = $1 AND plan LIKE '%' || CAST($2 AS TEXT) || '%'";

/// The summaries of weeks in which a name stands.
const FORGET_SUMMARIES: &str =
    "UPDATE postings SET summary = '' WHERE community = $1 AND summary LIKE '%' || CAST($2 AS TEXT) || '%'";

record! {
    struct KeptRecord {
        created_at: i64,
        team: Option<String>,
        longest: Option<i64>,
        is_off: Option<i64>,
    }
}

record! {
    /// An answer as its member gets it.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct GivenAnswer {
        /// The deck's id.
        pub deck: String,
        /// The card's id.
        pub card: String,
        /// What was typed or chosen.
        pub given: String,
        /// What the grader said.
        pub verdict: String,
        /// What it earned.
        pub points: i64,
        /// The study day on which it counts.
        pub study_day: String,
        /// When, in UTC seconds.
        #[serde(serialize_with = "as_time")]
        pub answered_at: i64,
    }
}

/// All that is kept about a member besides their reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberData {
    /// When they were first seen, in UTC seconds.
    #[serde(serialize_with = "as_time")]
    pub known_since: i64,
    /// Their team's name.
    pub team: Option<String>,
    /// Their longest streak, in study days.
    pub longest_streak: Option<i64>,
    /// Whether they have switched their streak off.
    pub streak_is_off: bool,
    /// What they earned on each study day of the community.
    pub points_by_day: Vec<(String, i64)>,
    /// Every answer, oldest first.
    pub answers: Vec<GivenAnswer>,
}

impl Store {
    /// What is kept about a member.
    pub async fn member_data(&self, member: &Member) -> Result<MemberData> {
        let id = member.id.0;
        let kept: KeptRecord = on!(&self.read, |db| sqlx::query_as(KEPT).bind(id).fetch_one(db).await)?;
        let answers = on!(&self.read, |db| sqlx::query_as(ANSWERS).bind(id).fetch_all(db).await)?;
        let points_by_day = on!(&self.read, |db| sqlx::query_as(BOARD_DAYS).bind(id).fetch_all(db).await)?;
        Ok(MemberData {
            known_since: kept.created_at,
            team: kept.team,
            longest_streak: kept.longest,
            streak_is_off: kept.is_off == Some(1),
            points_by_day,
            answers,
        })
    }
}

/// Forgets a member.
pub(super) async fn forget(tx: &mut Tx, member: &Member, now: i64) -> Result<()> {
    take_off_boards(tx, member.community, member.id, now).await?;
    on!(&mut *tx, |tx| {
        let chat = sqlx::query(FORGET_CHAT).bind(member.community.0).bind(&member.external);
        chat.execute(&mut **tx).await?;
        let conversation = sqlx::query(FORGET_CONVERSATION).bind(member.community.0).bind(&member.external);
        conversation.execute(&mut **tx).await?;
        // As the name stands in JSON.
        let name = serde_json::Value::from(member.name.as_str()).to_string();
        let summaries = sqlx::query(FORGET_SUMMARIES).bind(member.community.0).bind(name.trim_matches('"'));
        summaries.execute(&mut **tx).await?;
    });
    run(tx, FORGET_DRAFTS, &[member.community.0, member.id.0]).await?;
    for sql in FORGET {
        run(tx, sql, &[member.id.0]).await?;
    }
    Ok(())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn as_time<S: serde::Serializer>(seconds: &i64, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&text::time(*seconds).map_err(serde::ser::Error::custom)?.to_rfc3339())
}
