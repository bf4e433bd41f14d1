//! Platforms: what a person did on one of them goes in, what the bot says comes out. Nothing is decided here.

pub mod discord;
pub mod web;

use crate::app::Post;
use discord::Discord;
use web::Web;

/// The platforms that run in this process.
#[derive(Debug, Clone, Default)]
pub struct Platforms {
    /// The local page, if it is open.
    pub web: Option<Web>,
    /// Discord, if it has a token.
    pub discord: Option<Discord>,
}

impl Platforms {
    /// Brings a message that the bot sends of its own accord to the platform of its place.
    pub async fn post(&self, post: Post) -> anyhow::Result<()> {
        match (post.place.platform, &self.web, &self.discord) {
            (web::PLATFORM, Some(web), _) => web.post(post).await,
            (discord::PLATFORM, _, Some(discord)) => {
                discord.post(post);
                Ok(())
            }
            (platform, ..) => anyhow::bail!("no platform `{platform}` runs here"),
        }
    }
}
