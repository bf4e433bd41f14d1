//! What is done about a row over which something that happens by itself has failed: it is logged,
//! and set aside if it would fail again.

use super::App;
use super::caught::Panicked;
use super::decision::Fault;
use crate::store::{Family, Result};

impl App {
    /// Notes that the program has panicked over a row, and sets that aside.
    pub async fn panicked(&self, family: Family, id: i64, panicked: Panicked) {
        if let Err(fault) = self.failed(family, id, &panicked.into()).await {
            let cause = &fault as &dyn std::error::Error;
            tracing::error!(table = family.table(), id, cause, "could not set a row aside");
        }
    }

    /// Notes that something that happens by itself has failed over one row, and sets the row aside
    /// if it would fail again; whether it did. Nobody else waits for it.
    pub(super) async fn failed(&self, family: Family, id: i64, fault: &Fault) -> Result<bool> {
        let table = family.table();
        let lasting = fault.is_lasting();
        tracing::error!(
            table,
            id,
            lasting,
            cause = fault as &dyn std::error::Error,
            "something failed over a row"
        );
        if !fault.is_lasting() {
            return Ok(false);
        }
        tracing::error!(table, id, "the row is set aside");
        self.store.set_aside(family, id).await?;
        self.counts.set_aside(table);
        Ok(true)
    }
}
