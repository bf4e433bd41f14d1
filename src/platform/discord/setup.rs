//! How Discord starts: where there is a token.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;

use super::doctor;
use super::options::DiscordSettings;
use super::{Discord, PLATFORM, TITLE, Watch};
use crate::ops::check::Check;
use crate::platform::setup::{Around, Prepared, Setup};
use crate::platform::{Options, Platform};

/// The start of Discord.
#[derive(Debug)]
pub struct DiscordSetup;

/// A token, and how to use it.
struct Tokened(DiscordSettings);

#[async_trait]
impl Setup for DiscordSetup {
    fn example(&self) -> &'static str {
        include_str!(".env.example")
    }

    fn is_wanted(&self, options: &Options) -> bool {
        options.discord.settings().is_some()
    }

    async fn prepare(&self, options: &Options) -> anyhow::Result<Option<Box<dyn Prepared>>> {
        Ok(options.discord.settings().map(|settings| Box::new(Tokened(settings)) as _))
    }

    async fn checks(&self, options: &Options, database: &SecretString) -> Vec<Check> {
        doctor::checks(&options.discord, database).await
    }
}

#[async_trait]
impl Prepared for Tokened {
    async fn open(self: Box<Self>, around: Around<'_>) -> anyhow::Result<Arc<dyn Platform>> {
        let watch =
            Watch { metrics: around.metrics.of(PLATFORM), part: around.readiness.part(TITLE) };
        let (app, store) = (Arc::clone(around.app), around.store.clone());
        Ok(Arc::new(Discord::connect(self.0, app, store, watch).await?))
    }
}
