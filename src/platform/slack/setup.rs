//! How Slack starts: where there are both tokens.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;

use super::options::SlackSettings;
use super::{PLATFORM, Slack, TITLE, Watch, doctor};
use crate::ops::check::Check;
use crate::platform::setup::{Around, Prepared, Setup};
use crate::platform::{Options, Platform};

/// The start of Slack.
#[derive(Debug)]
pub struct SlackSetup;

/// Both tokens, and how to use them.
struct Tokened(SlackSettings);

#[async_trait]
impl Setup for SlackSetup {
    fn example(&self) -> &'static str {
        include_str!(".env.example")
    }

    fn is_wanted(&self, options: &Options) -> bool {
        options.slack.is_wanted()
    }

    /// An error where there is one token of the two: whoever set it wants Slack.
    async fn prepare(&self, options: &Options) -> anyhow::Result<Option<Box<dyn Prepared>>> {
        Ok(options.slack.settings()?.map(|settings| Box::new(Tokened(settings)) as _))
    }

    async fn checks(&self, options: &Options, database: &SecretString) -> Vec<Check> {
        doctor::checks(&options.slack, database).await
    }
}

#[async_trait]
impl Prepared for Tokened {
    async fn open(self: Box<Self>, around: Around<'_>) -> anyhow::Result<Arc<dyn Platform>> {
        let watch =
            Watch { metrics: around.metrics.of(PLATFORM), part: around.readiness.part(TITLE) };
        let (app, store) = (Arc::clone(around.app), around.store.clone());
        Ok(Arc::new(Slack::connect(self.0, app, store, watch).await?))
    }
}
