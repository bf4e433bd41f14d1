//! Boards, read from the standings at a cost that does not grow with the community.

use super::pool::on;
use super::standing::{STEP, WIDTHS};
use super::{Result, Store, text};
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::{BOARD_ROWS, Behind, Board, Own, Standing};

/// How many listed members have more points: the wide spans above the wide span of the points, then the narrower ones
/// above them within that span, down to single points.
const AHEAD: &str = "SELECT CAST(COALESCE(SUM(members), 0) AS BIGINT) FROM ( \
         SELECT members FROM standing_counts WHERE scope = $1 AND period = $2 AND width = 32768 \
             AND bucket > CAST($3 AS BIGINT) / 32768 \
         UNION ALL \
         SELECT members FROM standing_counts WHERE scope = $1 AND period = $2 AND width = 1024 \
             AND bucket > CAST($3 AS BIGINT) / 1024 AND bucket < (CAST($3 AS BIGINT) / 32768 + 1) * 32 \
         UNION ALL \
         SELECT members FROM standing_counts WHERE scope = $1 AND period = $2 AND width = 32 \
             AND bucket > CAST($3 AS BIGINT) / 32 AND bucket < (CAST($3 AS BIGINT) / 1024 + 1) * 32 \
         UNION ALL \
         SELECT members FROM standing_counts WHERE scope = $1 AND period = $2 AND width = 1 \
             AND bucket > CAST($3 AS BIGINT) AND bucket < (CAST($3 AS BIGINT) / 32 + 1) * 32) AS ahead";

const SPANS: &str = "SELECT bucket, members FROM standing_counts \
     WHERE scope = $1 AND period = $2 AND width = $3 AND bucket >= $4 AND bucket < $5 AND members > 0 \
     ORDER BY bucket DESC";

/// The ranks are those within the page.
const PAGE: &str = "SELECT RANK() OVER (ORDER BY page.points DESC), page.member, members.name, page.points \
     FROM (SELECT member, points FROM standings \
         WHERE scope = $1 AND period = $2 AND listed = 1 AND points <= $3 \
         ORDER BY points DESC, member LIMIT $4 OFFSET $5) AS page \
     JOIN members ON members.id = page.member ORDER BY page.points DESC, page.member";

const OWN: &str = "SELECT m.name, s.points, \
         (SELECT MIN(b.points) FROM standings b \
          WHERE b.scope = $2 AND b.period = $3 AND b.listed = 1 AND b.points > s.points), \
         (SELECT COUNT(*) FROM standings t WHERE t.scope = $2 AND t.period = $3 AND t.listed = 1 \
             AND t.points = s.points AND t.member < $1) \
     FROM standings s JOIN members m ON m.id = s.member \
     WHERE s.member = $1 AND s.scope = $2 AND s.period = $3 AND s.listed = 1";

/// The rows of a page, as the database counts.
const ROWS: i64 = BOARD_ROWS.cast_signed();

/// Which page of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOf {
    /// The one of this number, from 1.
    Number(u64),
    /// The one on which the asker stands; the first for those without points.
    Asker,
}

impl Store {
    /// A page of a community's board of a period, with the asker's own row. A page past the end has no rows.
    pub async fn board(&self, community: CommunityId, period: &str, asker: MemberId, page: PageOf) -> Result<Board> {
        let own = self.own(community, period, asker).await?;
        let page = match page {
            PageOf::Number(number) => number.max(1),
            PageOf::Asker => own.as_ref().map_or(1, |own| own.page),
        };
        let skipped = (page - 1).saturating_mul(BOARD_ROWS);
        let members = self.ahead(community, period, 0).await?;
        let rows = if skipped < members { self.page(community, period, skipped).await? } else { Vec::new() };
        Ok(Board { rows, own, members, page })
    }

    async fn own(&self, community: CommunityId, period: &str, asker: MemberId) -> Result<Option<Own>> {
        let row: Option<(String, i64, Option<i64>, i64)> = on!(&self.read, |db| {
            sqlx::query_as(OWN).bind(asker.0).bind(community.0).bind(period).fetch_optional(db).await
        })?;
        let Some((name, points, better, ties_before)) = row else { return Ok(None) };
        let ahead = self.ahead(community, period, points).await?;
        let behind = match better {
            Some(better) => {
                let rank = self.ahead(community, period, better).await? + 1;
                Some(Behind { rank, points: better - points })
            }
            None => None,
        };
        let page = (ahead + count(ties_before)?) / BOARD_ROWS + 1;
        Ok(Some(Own { standing: Standing { rank: ahead + 1, member: asker, name, points }, page, behind }))
    }

    /// How many listed members have more points.
    async fn ahead(&self, community: CommunityId, period: &str, points: i64) -> Result<u64> {
        let ahead: i64 = on!(&self.read, |db| {
            sqlx::query_scalar(AHEAD).bind(community.0).bind(period).bind(points).fetch_one(db).await
        })?;
        count(ahead)
    }

    /// The rows of a page that begins after so many.
    async fn page(&self, community: CommunityId, period: &str, skipped: u64) -> Result<Vec<Standing>> {
        let skipped_in_order = i64::try_from(skipped).map_err(text::undecodable)?;
        let (points, offset) = match skipped_in_order {
            0 => (i64::MAX, 0),
            _ => self.points_after(community, period, skipped_in_order).await?,
        };
        let rows: Vec<(i64, i64, String, i64)> = on!(&self.read, |db| {
            let page = sqlx::query_as(PAGE).bind(community.0).bind(period).bind(points);
            page.bind(ROWS).bind(offset).fetch_all(db).await
        })?;
        // Whoever shares the points of the first row may have others of the same points on the page before.
        let first = skipped.saturating_sub(count(offset)?) + 1;
        rows.into_iter()
            .map(|(rank, member, name, points)| {
                let rank = if rank == 1 { first } else { skipped + count(rank)? };
                Ok(Standing { rank, member: MemberId(member), name, points })
            })
            .collect()
    }

    /// The points of the row that comes after so many others, and how many of those have the same points.
    async fn points_after(&self, community: CommunityId, period: &str, skipped: i64) -> Result<(i64, i64)> {
        let mut left = skipped;
        let (mut from, mut to) = (0, i64::MAX);
        for width in WIDTHS.into_iter().rev() {
            let spans: Vec<(i64, i64)> = on!(&self.read, |db| {
                let spans = sqlx::query_as(SPANS).bind(community.0).bind(period).bind(width);
                spans.bind(from).bind(to).fetch_all(db).await
            })?;
            let mut found = None;
            for (bucket, members) in spans {
                if left < members {
                    found = Some(bucket);
                    break;
                }
                left -= members;
            }
            // The board has grown shorter this very moment: nothing comes after so many.
            let Some(bucket) = found else { return Ok((0, 0)) };
            (from, to) = (bucket * STEP, (bucket + 1) * STEP);
        }
        Ok((from / STEP, left))
    }
}

fn count(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(text::undecodable)
}
