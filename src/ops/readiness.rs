//! Whether everything that was to start has started, and what is still missing.
//!
//! Each part of the program that takes its time gets a [`Part`] before it starts, and says by it
//! when it is ready. A platform that connects says so, too, when it has lost its line.

use std::collections::BTreeMap;

use tokio::sync::watch;

/// What must be up before the program is ready; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Readiness(watch::Sender<BTreeMap<&'static str, Option<String>>>);

/// One part of the program, on its way to be ready; cheap to clone.
#[derive(Debug, Clone)]
pub struct Part {
    readiness: Readiness,
    name: &'static str,
}

impl Readiness {
    /// A part that must be ready, and is not yet.
    pub fn part(&self, name: &'static str) -> Part {
        let part = Part { readiness: self.clone(), name };
        part.waits("starting");
        part
    }

    /// What is missing, each part with its reason; nothing if everything is ready.
    pub fn missing(&self) -> Vec<String> {
        let parts = self.0.borrow();
        parts
            .iter()
            .filter_map(|(name, wait)| Some(format!("{name} ({})", wait.as_ref()?)))
            .collect()
    }

    /// Waits until a part is ready; forever, if there is none of that name.
    pub async fn of(&self, name: &str) {
        let mut parts = self.0.subscribe();
        // It fails only when the sender is gone, and this is one.
        let _ = parts.wait_for(|parts| parts.get(name).is_some_and(Option::is_none)).await;
    }

    /// Waits until every part is ready.
    pub async fn ready(&self) {
        let mut parts = self.0.subscribe();
        // It fails only when the sender is gone, and this is one.
        let _ = parts.wait_for(|parts| parts.values().all(Option::is_none)).await;
    }
}

impl Part {
    /// It is ready now, for the first time or again.
    pub fn ready(&self) {
        self.readiness.0.send_modify(|parts| drop(parts.insert(self.name, None)));
    }

    /// It is not, for a reason in a few words: `shard 3 is reconnecting`.
    pub fn waits(&self, why: impl Into<String>) {
        self.readiness.0.send_modify(|parts| drop(parts.insert(self.name, Some(why.into()))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everything_is_ready_once_each_part_is() {
        let readiness = Readiness::default();
        let (page, discord) = (readiness.part("the page"), readiness.part("Discord"));
        assert_eq!(readiness.missing(), ["Discord (starting)", "the page (starting)"]);
        let waiting = tokio::spawn({
            let readiness = readiness.clone();
            async move { readiness.ready().await }
        });
        page.ready();
        discord.waits("shard 1 is connecting");
        assert_eq!(readiness.missing(), ["Discord (shard 1 is connecting)"]);
        assert!(!waiting.is_finished());
        readiness.of("the page").await;
        discord.ready();
        readiness.of("Discord").await;
        waiting.await.unwrap();
        assert_eq!(readiness.missing(), [""; 0]);
        discord.clone().waits("shard 1 is reconnecting");
        assert_eq!(readiness.missing(), ["Discord (shard 1 is reconnecting)"]);
    }
}
