//! Boards, read from the standings at a cost that does not grow with the community.

use super::pool::on;
use super::standing::{STEP, WIDTHS};
use super::{Error, Result, Store};
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::{BOARD_ROWS, Behind, Board, Own, Standing};

/// How many listed members have more points: the wide spans above the wide span of the points, then
/// the narrower ones above them within that span, down to single points.
const AHEAD: &str = "SELECT CAST(COALESCE(SUM(members), 0) AS BIGINT) FROM ( \
         SELECT members FROM standing_counts \
         WHERE scope = $1 AND period = $2 AND width = 32768 \
             AND bucket > CAST($3 AS BIGINT) / 32768 \
         UNION ALL SELECT members FROM standing_counts \
         WHERE scope = $1 AND period = $2 AND width = 1024 \
             AND bucket > CAST($3 AS BIGINT) / 1024 \
             AND bucket < (CAST($3 AS BIGINT) / 32768 + 1) * 32 \
         UNION ALL SELECT members FROM standing_counts \
         WHERE scope = $1 AND period = $2 AND width = 32 AND bucket > CAST($3 AS BIGINT) / 32 \
             AND bucket < (CAST($3 AS BIGINT) / 1024 + 1) * 32 \
         UNION ALL SELECT members FROM standing_counts \
         WHERE scope = $1 AND period = $2 AND width = 1 AND bucket > CAST($3 AS BIGINT) \
             AND bucket < (CAST($3 AS BIGINT) / 32 + 1) * 32) AS ahead";

const SPANS: &str = "SELECT bucket, members FROM standing_counts \
     WHERE scope = $1 AND period = $2 AND width = $3 AND bucket >= $4 AND bucket < $5 \
         AND members > 0 \
     ORDER BY bucket DESC";

/// Rows other than the asker's, from these points on downwards.
const ROWS_DOWN: &str = "SELECT page.member, members.name, page.points FROM ( \
         SELECT member, points FROM standings \
         WHERE scope = $1 AND period = $2 AND listed = 1 AND points <= $3 \
             AND member IS DISTINCT FROM $4 \
         ORDER BY points DESC, member LIMIT $5 OFFSET $6) AS page \
         JOIN members ON members.id = page.member \
     ORDER BY page.points DESC, page.member";

/// Rows of just these points, other than the asker's, the last of them first.
const ROWS_UP: &str = "SELECT page.member, members.name, page.points FROM ( \
         SELECT member, points FROM standings \
         WHERE scope = $1 AND period = $2 AND listed = 1 AND points = $3 \
             AND member IS DISTINCT FROM $4 \
         ORDER BY member DESC LIMIT $5 OFFSET $6) AS page \
         JOIN members ON members.id = page.member \
     ORDER BY page.member DESC";

const OWN: &str = "SELECT m.name, s.points, \
         (SELECT MIN(b.points) FROM standings b \
          WHERE b.scope = $2 AND b.period = $3 AND b.listed = 1 AND b.points > s.points) \
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

/// A place among all rows: that of a row of these points, of which so many others have the same.
#[derive(Debug, Clone, Copy)]
struct Place {
    points: i64,
    /// How many of them come before it.
    before: i64,
    /// How many there are, with itself.
    equal: i64,
}

impl Store {
    /// A page of a community's board of a period, with the asker's own row if a member asks. A page
    /// past the end has no rows.
    ///
    /// Of equal points the asker comes first, so that nobody has to be counted to find the own
    /// page.
    pub async fn board(
        &self,
        community: CommunityId,
        period: &str,
        asker: Option<MemberId>,
        page: PageOf,
    ) -> Result<Board> {
        let of = Of { store: self, community, period };
        let own = match asker {
            Some(asker) => of.own(asker).await?,
            None => None,
        };
        let page = match page {
            PageOf::Number(number) => number.max(1),
            PageOf::Asker => own.as_ref().map_or(1, |own| own.page),
        };
        let skipped = (page - 1).saturating_mul(BOARD_ROWS);
        let members = of.ahead(0).await?;
        let rows = if skipped < members {
            of.page(asker, own.as_ref(), skipped).await?
        } else {
            Vec::new()
        };
        Ok(Board { rows, own, members, page })
    }
}

/// Which board is read.
#[derive(Debug, Clone, Copy)]
struct Of<'s> {
    store: &'s Store,
    community: CommunityId,
    period: &'s str,
}

impl Of<'_> {
    async fn own(self, asker: MemberId) -> Result<Option<Own>> {
        let row: Option<(String, i64, Option<i64>)> = on!(&self.store.read, |db| {
            sqlx::query_as(OWN)
                .bind(asker.0)
                .bind(self.community.0)
                .bind(self.period)
                .fetch_optional(db)
                .await
        })?;
        let Some((name, points, better)) = row else { return Ok(None) };
        let ahead = self.ahead(points).await?;
        let behind = match better {
            Some(better) => {
                Some(Behind { rank: self.ahead(better).await? + 1, points: better - points })
            }
            None => None,
        };
        let standing = Standing { rank: ahead + 1, member: asker, name, points };
        Ok(Some(Own { standing, page: ahead / BOARD_ROWS + 1, behind }))
    }

    /// How many listed members have more points.
    async fn ahead(self, points: i64) -> Result<u64> {
        let ahead: i64 = on!(&self.store.read, |db| {
            sqlx::query_scalar(AHEAD)
                .bind(self.community.0)
                .bind(self.period)
                .bind(points)
                .fetch_one(db)
                .await
        })?;
        count(ahead)
    }

    /// The rows of a page that begins after so many, of which there is one at least.
    async fn page(
        self,
        asker: Option<MemberId>,
        own: Option<&Own>,
        skipped: u64,
    ) -> Result<Vec<Standing>> {
        let Some(first) =
            self.place_after(i64::try_from(skipped).map_err(Error::unreadable)?).await?
        else {
            return Ok(Vec::new());
        };
        // Where the asker's row comes in among the others.
        let own_place = own
            .and_then(|own| (own.standing.rank - 1).checked_sub(skipped))
            .filter(|at| *at < BOARD_ROWS);
        let mut from = first;
        if own.is_some_and(|own| own.standing.points == first.points) {
            // It is the first of those of its points, so that many fewer come before the others.
            from = Place { before: (first.before - 1).max(0), equal: first.equal - 1, ..first };
        }
        let mut rows = self.others(asker, from, ROWS - i64::from(own_place.is_some())).await?;
        if let (Some(own), Some(at)) = (own, own_place) {
            let at = usize::try_from(at).unwrap_or(usize::MAX).min(rows.len());
            rows.insert(
                at,
                (own.standing.member.0, own.standing.name.clone(), own.standing.points),
            );
        }
        let before = skipped.saturating_sub(count(first.before)?);
        Ok(ranked(rows, before, skipped))
    }

    /// Rows other than the asker's from a place on. Of many with the same points it goes through
    /// the fewer, those before the place or those after it.
    async fn others(
        self,
        asker: Option<MemberId>,
        from: Place,
        many: i64,
    ) -> Result<Vec<(i64, String, i64)>> {
        let left = from.equal - from.before;
        if from.before <= left {
            return self.rows(ROWS_DOWN, from.points, asker, many, from.before).await;
        }
        let mut rows =
            self.rows(ROWS_UP, from.points, asker, many.min(left), (left - many).max(0)).await?;
        rows.reverse();
        if left < many {
            rows.extend(self.rows(ROWS_DOWN, from.points - 1, asker, many - left, 0).await?);
        }
        Ok(rows)
    }

    async fn rows(
        self,
        sql: &'static str,
        points: i64,
        asker: Option<MemberId>,
        many: i64,
        offset: i64,
    ) -> Result<Vec<(i64, String, i64)>> {
        Ok(on!(&self.store.read, |db| {
            let rows = sqlx::query_as(sql).bind(self.community.0).bind(self.period).bind(points);
            rows.bind(asker.map(|asker| asker.0)).bind(many).bind(offset).fetch_all(db).await
        })?)
    }

    /// The place of the row that comes after so many others; none if the board has grown shorter
    /// this very moment.
    async fn place_after(self, skipped: i64) -> Result<Option<Place>> {
        if skipped == 0 {
            // Whoever is first has no more points than this.
            return Ok(Some(Place { points: i64::MAX, before: 0, equal: 1 }));
        }
        let mut before = skipped;
        let mut equal = 0;
        let (mut from, mut to) = (0, i64::MAX);
        for width in WIDTHS.into_iter().rev() {
            let spans: Vec<(i64, i64)> = on!(&self.store.read, |db| {
                let spans =
                    sqlx::query_as(SPANS).bind(self.community.0).bind(self.period).bind(width);
                spans.bind(from).bind(to).fetch_all(db).await
            })?;
            let mut found = None;
            for (bucket, members) in spans {
                if before < members {
                    found = Some(bucket);
                    equal = members;
                    break;
                }
                before -= members;
            }
            let Some(bucket) = found else { return Ok(None) };
            (from, to) = (bucket * STEP, (bucket + 1) * STEP);
        }
        Ok(Some(Place { points: from / STEP, before, equal }))
    }
}

/// The rows of a page that begins after so many, each with its rank; those of the first one's
/// points begin after `before`.
fn ranked(rows: Vec<(i64, String, i64)>, before: u64, skipped: u64) -> Vec<Standing> {
    let mut ranked: Vec<Standing> = Vec::with_capacity(rows.len());
    for (place, (member, name, points)) in (skipped..).zip(rows) {
        let rank = match ranked.last() {
            None => before + 1,
            Some(last) if last.points == points => last.rank,
            Some(_) => place + 1,
        };
        ranked.push(Standing { rank, member: MemberId(member), name, points });
    }
    ranked
}

fn count(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(Error::unreadable)
}
