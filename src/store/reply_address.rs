//! Where an open form is answered, for as long as its platform takes answers there. Whoever knows
//! such an address can answer, so it is in no log and no export, and goes when its time is over.

use chrono::{DateTime, Utc};

use super::pool::on;
use super::write::Write;
use super::{Result, Store};

const GET: &str = "SELECT address, uses FROM reply_addresses WHERE id = $1 AND until > $2";

const PUT: &str = "INSERT INTO reply_addresses (id, address, uses, until) VALUES ($1, $2, $3, $4)";

const SPEND: &str = "UPDATE reply_addresses SET uses = uses - $2 WHERE id = $1";

const FORGET: &str = "DELETE FROM reply_addresses WHERE until <= $1";

impl Store {
    /// The address of this id and how many answers it takes still; none where its time is over.
    pub async fn reply_address(
        &self,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(String, u32)>> {
        let found: Option<(String, i64)> = on!(&self.read, |db| sqlx::query_as(GET)
            .bind(id)
            .bind(now.timestamp())
            .fetch_optional(db)
            .await)?;
        Ok(found.map(|(address, uses)| (address, u32::try_from(uses).unwrap_or_default())))
    }

    /// Writes down an address that takes so many answers until then; those whose time is over go.
    pub async fn put_reply_address(
        &self,
        id: &str,
        address: &str,
        uses: u32,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let put = Write::new(PUT).text(id).text(address);
        let put = put.number(i64::from(uses)).number(until.timestamp());
        self.write_one(Write::new(FORGET).number(now.timestamp())).await?;
        self.write_one(put).await.map(drop)
    }

    /// Writes down that an address was answered at so often.
    pub async fn spend_reply_address(&self, id: &str, answers: u32) -> Result<()> {
        let spend = Write::new(SPEND).text(id).number(i64::from(answers));
        self.write_one(spend).await.map(drop)
    }
}
