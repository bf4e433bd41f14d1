//! A platform that does not run in this process: another process may, so what is for it waits.

use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::Platform;
use super::sending::{Direct, Found, Mark, Sent};
use crate::app::Post;
use crate::app::reach::{MayPost, Presence, Traits};
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};

/// How long a message waits before it is tried again.
const PAUSE: Duration = Duration::from_secs(30);

/// Takes nothing, and knows nothing of its places.
#[derive(Debug)]
pub(super) struct Elsewhere;

#[async_trait]
impl Platform for Elsewhere {
    fn name(&self) -> &'static str {
        "elsewhere"
    }

    fn title(&self) -> &'static str {
        "another process"
    }

    fn traits(&self) -> Traits {
        Traits::default()
    }

    fn greeting(&self) -> String {
        String::new()
    }

    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        shutdown.cancelled().await;
        Ok(())
    }

    async fn post(&self, post: Post) -> anyhow::Result<()> {
        anyhow::bail!("no platform `{}` runs here", post.place.home.platform)
    }

    async fn send(&self, _: &Place, _: &Message, _: Mark) -> Sent {
        Sent::Later(PAUSE)
    }

    async fn find(&self, _: &Place, _: Mark) -> Found {
        Found::Unknown("its platform does not run here".to_owned())
    }

    async fn edit(&self, _: &Place, _: &str, _: &Message) -> Sent {
        Sent::Later(PAUSE)
    }

    async fn direct(&self, _: &Home, _: &str) -> Direct {
        Direct::Later(PAUSE)
    }

    async fn may_post(&self, _: &Place) -> MayPost {
        MayPost::Unknown
    }

    async fn presence(&self, _: &Home, _: &str) -> Presence {
        Presence::Unknown
    }
}
