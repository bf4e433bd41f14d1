//! Everything that runs at once, each under its name: the first that ends by itself ends the
//! program.

use std::collections::HashMap;

use anyhow::{Context, anyhow};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

/// What runs, by name.
#[derive(Debug, Default)]
pub(super) struct Running {
    tasks: JoinSet<anyhow::Result<()>>,
    /// The names of those that have not ended.
    names: HashMap<Id, &'static str>,
    /// Why the first of them ended that should not have.
    first: Option<anyhow::Error>,
}

impl Running {
    /// Starts something that is to run until shutdown.
    pub(super) fn start(
        &mut self,
        name: &'static str,
        work: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) {
        let id = self.tasks.spawn(work).id();
        self.names.insert(id, name);
    }

    /// Waits until everything has ended. What ends before `shutdown` – by itself, by an error or by
    /// a panic – is logged by name and begins the shutdown; [`Running::outcome`] has the first of
    /// it.
    pub(super) async fn until_ended(&mut self, shutdown: &CancellationToken) {
        while let Some(ended) = self.tasks.join_next_with_id().await {
            let Err(why) = self.explained(ended, shutdown.is_cancelled()) else { continue };
            tracing::error!(error = format!("{why:#}"), "the program ends");
            // The others are asked to end, and what they end with from here on is no news.
            shutdown.cancel();
            self.first.get_or_insert(why);
        }
    }

    /// Whether all has gone well.
    pub(super) fn outcome(self) -> anyhow::Result<()> {
        self.first.map_or(Ok(()), Err)
    }

    /// Ends what has not ended by itself, and names it.
    pub(super) fn abort(&mut self) -> Vec<&'static str> {
        // What has ended has no name here any more.
        self.tasks.abort_all();
        self.names.drain().map(|(_, name)| name).collect()
    }

    /// Why something ended that should not have.
    fn explained(
        &mut self,
        ended: Result<(Id, anyhow::Result<()>), JoinError>,
        in_shutdown: bool,
    ) -> anyhow::Result<()> {
        let id = match &ended {
            Ok((id, _)) => *id,
            Err(panicked) => panicked.id(),
        };
        let name = self.names.remove(&id).unwrap_or_default();
        match ended {
            Ok((_, Ok(()))) if in_shutdown => Ok(()),
            Ok((_, Ok(()))) => Err(anyhow!("{name} has ended by itself")),
            Ok((_, Err(error))) => Err(error).context(format!("{name} has failed")),
            Err(_) => Err(anyhow!("{name} has panicked")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_that_ends_by_itself_ends_all_and_is_named() {
        type Work = fn() -> anyhow::Result<()>;
        let cases: [(&'static str, Work, &str); 3] = [
            ("rounds", || Ok(()), "rounds has ended by itself"),
            ("delivery", || anyhow::bail!("the line broke"), "delivery has failed: the line broke"),
            ("postings", || panic!("at nothing"), "postings has panicked"),
        ];
        for (name, work, why) in cases {
            let (shutdown, mut running) = (CancellationToken::new(), Running::default());
            let until = shutdown.clone();
            running.start("the page", async move {
                until.cancelled().await;
                Ok(())
            });
            running.start(name, async move { work() });
            running.until_ended(&shutdown).await;
            assert_eq!(format!("{:#}", running.outcome().unwrap_err()), why);
            assert!(shutdown.is_cancelled());
        }
    }

    #[tokio::test]
    async fn what_ends_in_a_shutdown_ends_well() {
        let (shutdown, mut running) = (CancellationToken::new(), Running::default());
        let until = shutdown.clone();
        running.start("the page", async move {
            until.cancelled().await;
            Ok(())
        });
        shutdown.cancel();
        running.until_ended(&shutdown).await;
        running.outcome().unwrap();
    }
}
