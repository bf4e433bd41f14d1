//! Points of a day that has not come, moved to the day on which they were earned; and what was
//! earned twice, taken back.

use chrono::NaiveDate;

use super::super::Result;
use super::super::pool::{Tx, on};
use super::super::standing::put_points;
use crate::domain::id::{CommunityId, MemberId};
use crate::domain::standing::Period;

const OF_DAY: &str =
    "SELECT points FROM board_days WHERE community = $1 AND member = $2 AND board_day = $3";

const ADD_TO_DAY: &str = "INSERT INTO board_days (community, member, board_day, points) VALUES \
    ($1, $2, $3, $4) \
     ON CONFLICT (community, board_day, member) DO UPDATE SET points = board_days.points + \
     excluded.points";

const DROP_DAY: &str =
    "DELETE FROM board_days WHERE community = $1 AND member = $2 AND board_day = $3";

const SCOPES: &str = "SELECT scope, points FROM standings WHERE member = $1 AND period = $2";

const DROP: &str = "DELETE FROM standings WHERE member = $1 AND scope = $2 AND period = $3";

const PUT: &str = "INSERT INTO standings (member, scope, period, points, listed) VALUES ($1, $2, \
    $3, $4, 1) \
     ON CONFLICT (member, scope, period) DO UPDATE SET points = excluded.points";

const SEASONS: &str = "SELECT id FROM seasons WHERE community = $1 AND final_board IS NULL \
     AND first_day <= $2 AND last_day >= $2";

/// Moves what a member has earned on one day of the community to another, on all boards.
pub(super) async fn move_points(
    tx: &mut Tx,
    community: CommunityId,
    member: MemberId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<()> {
    let points = of_day(tx, community, member, from).await?;
    on!(&mut *tx, |tx| {
        sqlx::query(DROP_DAY)
            .bind(community.0)
            .bind(member.0)
            .bind(from.to_string())
            .execute(&mut **tx)
            .await?;
    });
    add_to_day(tx, community, member, to, points).await?;
    for period in [Period::Today, Period::Week, Period::Month] {
        let (old, new) = (period.key(from), period.key(to));
        if old == new {
            continue;
        }
        for (scope, _) in scopes(tx, member, &old).await? {
            add(tx, community, member, scope, &old, -points).await?;
            add(tx, community, member, scope, &new, points).await?;
        }
    }
    Ok(())
}

/// Takes points of a day back from all boards on which they count.
pub(super) async fn take_points(
    tx: &mut Tx,
    community: CommunityId,
    member: MemberId,
    day: NaiveDate,
    points: i64,
) -> Result<()> {
    if points == 0 {
        return Ok(());
    }
    add_to_day(tx, community, member, day, -points).await?;
    let mut keys: Vec<String> = [Period::Today, Period::Week, Period::Month, Period::All]
        .map(|period| period.key(day))
        .to_vec();
    let seasons: Vec<i64> = on!(&mut *tx, |tx| {
        sqlx::query_scalar(SEASONS)
            .bind(community.0)
            .bind(day.to_string())
            .fetch_all(&mut **tx)
            .await
    })?;
    keys.extend(seasons.into_iter().map(|season| format!("season {season}")));
    for key in keys {
        for (scope, _) in scopes(tx, member, &key).await? {
            add(tx, community, member, scope, &key, -points).await?;
        }
    }
    Ok(())
}

async fn of_day(
    tx: &mut Tx,
    community: CommunityId,
    member: MemberId,
    day: NaiveDate,
) -> Result<i64> {
    let points: Option<i64> = on!(tx, |tx| {
        let of_day =
            sqlx::query_scalar(OF_DAY).bind(community.0).bind(member.0).bind(day.to_string());
        of_day.fetch_optional(&mut **tx).await
    })?;
    Ok(points.unwrap_or_default())
}

async fn add_to_day(
    tx: &mut Tx,
    community: CommunityId,
    member: MemberId,
    day: NaiveDate,
    points: i64,
) -> Result<()> {
    on!(&mut *tx, |tx| {
        let add = sqlx::query(ADD_TO_DAY)
            .bind(community.0)
            .bind(member.0)
            .bind(day.to_string())
            .bind(points);
        add.execute(&mut **tx).await?;
    });
    if of_day(tx, community, member, day).await? <= 0 {
        on!(&mut *tx, |tx| {
            sqlx::query(DROP_DAY)
                .bind(community.0)
                .bind(member.0)
                .bind(day.to_string())
                .execute(&mut **tx)
                .await?;
        });
    }
    Ok(())
}

/// The community and the teams for which a member has points in a period, with the points.
async fn scopes(tx: &mut Tx, member: MemberId, period: &str) -> Result<Vec<(i64, i64)>> {
    Ok(on!(tx, |tx| sqlx::query_as(SCOPES).bind(member.0).bind(period).fetch_all(&mut **tx).await)?)
}

/// Adds points in one scope and period; below one, the row goes.
async fn add(
    tx: &mut Tx,
    community: CommunityId,
    member: MemberId,
    scope: i64,
    period: &str,
    points: i64,
) -> Result<()> {
    let known = scopes(tx, member, period).await?.into_iter().find(|(known, _)| *known == scope);
    let points = known.map_or(0, |(_, points)| points) + points;
    if scope == community.0 {
        return put_points(
            tx,
            community,
            member,
            period,
            u32::try_from(points).unwrap_or_default(),
        )
        .await;
    }
    on!(&mut *tx, |tx| {
        if points > 0 {
            sqlx::query(PUT)
                .bind(member.0)
                .bind(scope)
                .bind(period)
                .bind(points)
                .execute(&mut **tx)
                .await?;
        } else {
            sqlx::query(DROP).bind(member.0).bind(scope).bind(period).execute(&mut **tx).await?;
        }
    });
    Ok(())
}
