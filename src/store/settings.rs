//! What members choose for themselves, each in a column of `members`: their zone, when their study
//! days turn, who sees how they do.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::pool::on;
use super::write::Write;
use super::{Result, Store};
use crate::domain::calendar::Turn;
use crate::domain::id::MemberId;
use crate::domain::seen_by::SeenBy;

const CHOOSE_ZONE: &str = "UPDATE members SET chosen_zone = $1 WHERE id = $2";

const CHOOSE_TURN: &str = "UPDATE members SET turn = $1 WHERE id = $2 AND turn = $3";

/// Another turn may end the day, and so the streak, at another instant.
const MARK: &str = "UPDATE streaks SET mark = mark + 1, due_at = 0 WHERE member = $1";

const STATS_FOR: &str = "SELECT stats_for FROM members WHERE id = $1";

const SHOW_STATS_TO: &str = "UPDATE members SET stats_for = $1 WHERE id = $2";

impl Store {
    /// Who besides a member sees how they do; everyone, of one who has not been met yet.
    pub async fn stats_for(&self, member: MemberId) -> Result<SeenBy> {
        let word: Option<String> = on!(&self.read, |db| {
            sqlx::query_scalar(STATS_FOR).bind(member.0).fetch_optional(db).await
        })?;
        // Of a word that nobody knows the member has made a choice: nobody else sees anything.
        Ok(word.map_or_else(SeenBy::default, |word| SeenBy::of_word(&word).unwrap_or(SeenBy::Me)))
    }

    /// Writes down which zone a member chose, and which dates they lose by it.
    pub(super) async fn choose_zone(
        &self,
        member: MemberId,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Vec<Write>> {
        let mut writes = self.moved(member, zone, now).await?;
        writes.push(Write::new(CHOOSE_ZONE).text(zone.name()).number(member.0));
        Ok(writes)
    }
}

/// Writes down when a member's study days turn; out of date if they have chosen again meanwhile.
pub(super) fn choose_turn(member: MemberId, before: Turn, turn: Turn) -> [Write; 2] {
    let choose = Write::new(CHOOSE_TURN)
        .text(turn.to_string())
        .number(member.0)
        .text(before.to_string())
        .must_change();
    [choose, Write::of(MARK, &[member.0])]
}

/// Writes down who sees how a member does.
pub(super) fn show_stats_to(member: MemberId, seen_by: SeenBy) -> Write {
    Write::new(SHOW_STATS_TO).text(seen_by.word()).number(member.0)
}
