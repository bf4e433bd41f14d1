//! Room for a bounded number of pieces of work at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Work under way, and room for more.
#[derive(Debug)]
pub(super) struct Room {
    /// A permit for each piece of work that could begin now.
    free: Arc<Semaphore>,
    under_way: JoinSet<()>,
}

impl Room {
    /// Room for so many.
    pub(super) fn new(most: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(most)), under_way: JoinSet::new() }
    }

    /// For how many there is room now.
    pub(super) fn left(&mut self) -> u32 {
        // What has ended is taken out, or the set would grow for ever.
        while self.under_way.try_join_next().is_some() {}
        u32::try_from(self.free.available_permits()).unwrap_or_default()
    }

    /// Starts a piece of work for which [`Room::left`] has said that there is room. The work sees
    /// to its own panics.
    pub(super) fn start(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        let permit = Arc::clone(&self.free).try_acquire_owned();
        self.under_way.spawn(async move {
            work.await;
            drop(permit);
        });
    }

    /// Waits for `pause`, but at least until there is room for one more.
    pub(super) async fn pause(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
        drop(self.free.acquire().await);
    }

    /// Waits until all that was started has ended.
    pub(super) async fn empty(&mut self) {
        while self.under_way.join_next().await.is_some() {}
    }
}
