//! Seasons: one at a time, kept for good with their final boards.

use chrono::{DateTime, NaiveDate, Utc};

use super::claim::{FINAL_BOARDS, family};
use super::pool::on;
use super::record::{Checked, record};
use super::write::Write;
use super::{Error, Family, Result, Store, text};
use crate::domain::id::{CommunityId, SeasonId};
use crate::domain::place::{Home, Place};
use crate::domain::standing::Period;

/// Seasons `s` with their place, and what follows.
macro_rules! select_season {
    ($($rest:expr),+) => {
        concat!(
            "SELECT s.id, s.community, h.platform, h.external, s.channel, s.name, s.first_day, \
                 s.last_day, s.final_board, s.tried \
             FROM seasons s JOIN homes h ON h.id = s.home ",
            $($rest),+
        )
    };
}

const RUNNING: &str = select_season!("WHERE s.community = $1 AND s.final_board IS NULL");

const LATEST: &str = select_season!("WHERE s.community = $1 ORDER BY s.id DESC LIMIT $2");

const DUE: &str =
    select_season!("WHERE s.final_board IS NULL AND s.ends_at <= $1 ORDER BY s.ends_at LIMIT $2");

const START: &str = "INSERT INTO seasons ( \
         id, community, home, name, channel, first_day, last_day, ends_at, final_board) \
     SELECT $1, $2, id, $5, $6, $7, $8, $9, NULL FROM homes \
     WHERE platform = $3 AND external = $4 \
     ON CONFLICT DO NOTHING";

/// What was earned on the day of the start, before it, counts as well: a season is a span of whole
/// days.
const COPY_STANDINGS: &str = "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT member, scope, CAST($3 AS TEXT), points, listed FROM standings \
     WHERE listed = 1 AND period = $2 \
         AND scope IN ( \
             SELECT CAST($1 AS BIGINT) UNION ALL SELECT id FROM teams WHERE community = $1)";

const COPY_COUNTS: &str = "INSERT INTO standing_counts (scope, period, width, bucket, members) \
     SELECT scope, CAST($3 AS TEXT), width, bucket, members FROM standing_counts \
     WHERE scope = $1 AND period = $2";

const END_NOW: &str = "UPDATE seasons SET ends_at = $2 WHERE id = $1 AND final_board IS NULL";

const CLOSE: &str =
    "UPDATE seasons SET final_board = $1, post_at = $3 WHERE id = $2 AND final_board IS NULL";

const CLAIMED: &str = select_season!(
    "WHERE s.id IN (SELECT id FROM claims WHERE family = ",
    family!(final_boards),
    " AND claim = $1) ORDER BY s.post_at"
);

const POSTED: &str = "UPDATE seasons SET post_at = NULL WHERE id = $1";

const TRIED: &str = "UPDATE seasons SET tried = $1 WHERE id = $2";

/// A season as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeasonRow {
    /// The id under which it is kept.
    pub id: SeasonId,
    /// The community whose members compete.
    pub community: CommunityId,
    /// Where it was started, and where its final board is posted.
    pub place: Place,
    /// The name that members know it by.
    pub name: String,
    /// Its first day, by the community's zone.
    pub first_day: NaiveDate,
    /// Its last day, which still counts.
    pub last_day: NaiveDate,
    /// The final board, as JSON, once it is over.
    pub final_board: Option<String>,
}

/// A season to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeason {
    /// The season as it will be kept.
    pub season: SeasonRow,
    /// When its last day is over.
    pub ends_at: DateTime<Utc>,
}

record! {
    struct SeasonRecord {
        id: i64,
        community: i64,
        platform: String,
        external: String,
        channel: String,
        name: String,
        first_day: String,
        last_day: String,
        final_board: Option<String>,
    }
}

record! {
    struct ToPostRecord {
        ..season: SeasonRecord,
        tried: i64,
    }
}

/// A final board that is to be posted.
struct ToPost {
    season: SeasonRow,
    tried: bool,
}

impl TryFrom<ToPostRecord> for ToPost {
    type Error = Error;

    fn try_from(row: ToPostRecord) -> Result<Self> {
        Ok(Self { season: row.season.try_into()?, tried: row.tried != 0 })
    }
}

/// A final board that is to be posted by whoever has claimed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalBoardRow {
    /// The season, which has its final board.
    pub season: SeasonRow,
    /// Whether it may have been posted already by somebody who could not say so any more.
    pub tried: bool,
    /// The number of the claim.
    pub claim: i64,
    /// When the claim ends.
    pub until: DateTime<Utc>,
}

impl TryFrom<SeasonRecord> for SeasonRow {
    type Error = Error;

    fn try_from(row: SeasonRecord) -> Result<Self> {
        let id = row.id;
        Self::read(row).map_err(|fault| fault.in_row("seasons", id))
    }
}

impl SeasonRow {
    fn read(row: SeasonRecord) -> Result<Self> {
        let platform = text::platform(&row.platform)?;
        Ok(Self {
            id: SeasonId(row.id),
            community: CommunityId(row.community),
            place: Place {
                home: Home::new(platform, row.external),
                channel: row.channel,
                direct: false,
            },
            name: row.name,
            first_day: text::day(&row.first_day)?,
            last_day: text::day(&row.last_day)?,
            final_board: row.final_board,
        })
    }
}

impl Store {
    /// The season that is running in a community.
    pub async fn season(&self, community: CommunityId) -> Result<Option<SeasonRow>> {
        let row: Option<SeasonRecord> = on!(&self.read, |db| sqlx::query_as(RUNNING)
            .bind(community.0)
            .fetch_optional(db)
            .await)?;
        row.map(SeasonRow::try_from).transpose()
    }

    /// A community's latest seasons, the newest first.
    pub async fn seasons(&self, community: CommunityId, limit: u32) -> Result<Vec<SeasonRow>> {
        let rows: Vec<SeasonRecord> = on!(&self.read, |db| {
            sqlx::query_as(LATEST).bind(community.0).bind(i64::from(limit)).fetch_all(db).await
        })?;
        rows.into_iter().map(SeasonRow::try_from).collect()
    }

    /// Seasons whose time is over and that have not been closed.
    pub async fn due_seasons(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<SeasonRow>> {
        let rows: Vec<Checked<SeasonRecord>> = on!(&self.read, |db| {
            sqlx::query_as(DUE).bind(now.timestamp()).bind(i64::from(limit)).fetch_all(db).await
        })?;
        self.readable(Family::Seasons, rows).await
    }

    /// Keeps a season's final board, which is to be posted from now on; false if somebody has
    /// closed it before.
    pub async fn close_season(
        &self,
        season: SeasonId,
        final_board: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let close = Write::new(CLOSE).text(final_board).number(season.0).number(now.timestamp());
        Ok(self.write_one(close).await? > 0)
    }

    /// Claims final boards that are to be posted, until `until`; no other process gets them before
    /// that. The number `claim` is this claim's alone.
    pub async fn claim_final_boards(
        &self,
        claim: i64,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<FinalBoardRow>> {
        if !self.claim(&FINAL_BOARDS, claim, now, until, limit).await? {
            return Ok(Vec::new());
        }
        let rows: Vec<Checked<ToPostRecord>> =
            on!(&self.read, |db| sqlx::query_as(CLAIMED).bind(claim).fetch_all(db).await)?;
        let rows = self.readable(Family::FinalBoards, rows).await?.into_iter();
        Ok(rows
            .map(|ToPost { season, tried }| FinalBoardRow { season, tried, claim, until })
            .collect())
    }

    /// A claimed final board stands in its channel, or never can; false if the claim has passed to
    /// another.
    pub async fn final_board_posted(&self, board: &FinalBoardRow) -> Result<bool> {
        let id = board.season.id.0;
        let writes = vec![FINAL_BOARDS.confirm(id, board.claim), Write::of(POSTED, &[id])];
        Ok(self.write(writes).await?.is_done())
    }

    /// Gives a claimed final board back, to be posted at `again`; false if the claim has passed to
    /// another.
    pub async fn hand_back_final_board(
        &self,
        board: &FinalBoardRow,
        tried: bool,
        again: DateTime<Utc>,
    ) -> Result<bool> {
        let id = board.season.id.0;
        let back = FINAL_BOARDS.hand_back(id, board.claim, again);
        let tried = Write::of(TRIED, &[i64::from(tried), id]);
        Ok(self.write(vec![back, tried]).await?.is_done())
    }
}

/// A new season; out of date if one is running.
pub(super) fn start(new: &NewSeason) -> Vec<Write> {
    let season = &new.season;
    let start = Write::of(START, &[season.id.0, season.community.0])
        .text(season.place.home.platform)
        .text(text::printable(&season.place.home.id))
        .text(&season.name)
        .text(text::printable(&season.place.channel))
        .text(season.first_day.to_string())
        .text(season.last_day.to_string())
        .number(new.ends_at.timestamp())
        .must_change();
    let (today, key) =
        (Period::Today.key(season.first_day), Period::Season(season.id).key(season.first_day));
    let copies = [COPY_STANDINGS, COPY_COUNTS]
        .map(|sql| Write::new(sql).number(season.community.0).text(&today).text(&key));
    [start].into_iter().chain(copies).collect()
}

/// A season's time is over at this instant; out of date if it has been closed.
pub(super) fn end_now(season: SeasonId, at: i64) -> Write {
    Write::of(END_NOW, &[season.0, at]).must_change()
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::*;

    #[tokio::test]
    async fn a_start_does_not_look_at_other_communities() {
        for sql in [COPY_STANDINGS, COPY_COUNTS] {
            let plan = plan(sql).await;
            assert!(
                plan.contains("(scope=? AND period=?)") && !plan.contains("SCAN stand"),
                "{sql}\n{plan}"
            );
        }
    }
}
