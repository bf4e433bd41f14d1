//! Panics end what they happened in, and nothing else.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// The program panicked over a piece of work; where stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the program panicked over it")]
pub struct Panicked;

/// Does a piece of work; a panic in it is caught.
///
/// What it changed in memory may be half done, so it must share nothing but the store, whose
/// transactions undo themselves, and caches.
pub async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_caught_where_it_happens() {
        assert_eq!(caught(async { 7 }).await, Ok(7));
        let late = async {
            tokio::task::yield_now().await;
            let rounds: [u8; 0] = [];
            rounds[std::hint::black_box(0)]
        };
        assert_eq!(caught(late).await, Err(Panicked));
    }
}
