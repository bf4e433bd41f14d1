//! What is known of a platform before it runs: whether the settings ask for it, how it starts, what
//! the doctor looks at.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;

use super::{ALL, Options, Platform};
use crate::app::App;
use crate::ops::check::Check;
use crate::ops::metrics::Metrics;
use crate::ops::readiness::Readiness;
use crate::store::Store;

/// How a platform starts.
#[async_trait]
pub trait Setup: Sync {
    /// Its lines of `.env.example`, as they stand there.
    fn example(&self) -> &'static str;

    /// Whether the settings ask for it, such as by a token.
    fn is_wanted(&self, options: &Options) -> bool;

    /// The setting and the address at which it will listen on this machine, if it will.
    fn listens(&self, _options: &Options) -> Option<(&'static str, SocketAddr)> {
        None
    }

    /// Takes what it needs of this machine, such as its address, before anything else is opened;
    /// none if it is not to run.
    async fn prepare(&self, options: &Options) -> anyhow::Result<Option<Box<dyn Prepared>>>;

    /// What the doctor finds out about it. `database` is the address of the database, which may not
    /// be there yet.
    async fn checks(&self, options: &Options, database: &SecretString) -> Vec<Check>;
}

/// A platform that has what it needs of this machine.
#[async_trait]
pub trait Prepared: Send {
    /// Connects it to the application; it does nothing before it is run.
    async fn open(self: Box<Self>, around: Around<'_>) -> anyhow::Result<Arc<dyn Platform>>;
}

/// What a platform finds around it.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// To which it brings requests.
    pub app: &'a Arc<App>,
    /// Where it looks up what stands where.
    pub store: &'a Store,
    /// Where it counts events, limits and connections.
    pub metrics: &'a Metrics,
    /// Where it says that it is ready.
    pub readiness: &'a Readiness,
}

/// Whether the settings ask for any platform.
pub(super) fn any_is_wanted(options: &Options) -> bool {
    ALL.iter().any(|setup| setup.is_wanted(options))
}
