//! How the page starts: where it is asked for, and where no platform has a token.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use rand::SeedableRng;
use rand::rngs::StdRng;
use secrecy::SecretString;
use tokio::net::TcpListener;

use super::options::USUAL_ADDRESS;
use super::serving::Door;
use super::{TITLE, Web};
use crate::ops::address::listen;
use crate::ops::check::{Check, address};
use crate::platform::setup::{Around, Prepared, Setup, any_is_wanted};
use crate::platform::{Options, Platform};

/// The variable that says where it listens.
const SETTING: &str = "WEB_ADDR";

/// What a page shows that is ours.
const SIGN: &str = "<title>Studyhall</title>";

/// Others in the network could reach the page.
#[derive(Debug, thiserror::Error)]
#[error(
    "WEB_ADDR is {0}, which other machines could reach, and the page has no sign-in. Set it to an \
     address of this machine alone, such as 127.0.0.1:{port}.",
    port = .0.port()
)]
struct NotLoopback(SocketAddr);

/// The start of the page.
#[derive(Debug)]
pub struct WebSetup;

/// The page's listener, before anything is behind it.
struct Listening(TcpListener);

/// Where the page listens, if it does.
fn address_of(options: &Options) -> Option<SocketAddr> {
    options.web.web_addr.or_else(|| (!any_is_wanted(options)).then_some(USUAL_ADDRESS))
}

#[async_trait]
impl Setup for WebSetup {
    fn example(&self) -> &'static str {
        include_str!(".env.example")
    }

    fn is_wanted(&self, options: &Options) -> bool {
        options.web.web_addr.is_some()
    }

    fn listens(&self, options: &Options) -> Option<(&'static str, SocketAddr)> {
        Some((SETTING, address_of(options)?))
    }

    /// Takes the address, on loopback only; port 0 takes any free one.
    async fn prepare(&self, options: &Options) -> anyhow::Result<Option<Box<dyn Prepared>>> {
        let Some(address) = address_of(options) else { return Ok(None) };
        if !address.ip().is_loopback() {
            return Err(NotLoopback(address).into());
        }
        Ok(Some(Box::new(Listening(listen(SETTING, address).await?))))
    }

    async fn checks(&self, options: &Options, _: &SecretString) -> Vec<Check> {
        match address_of(options) {
            Some(page) => vec![address::check("page", SETTING, page, SIGN).await],
            None => Vec::new(),
        }
    }
}

#[async_trait]
impl Prepared for Listening {
    async fn open(self: Box<Self>, around: Around<'_>) -> anyhow::Result<Arc<dyn Platform>> {
        let address = self.0.local_addr().context("asking for the page's address")?;
        let door = Door { address, listener: self.0, part: around.readiness.part(TITLE) };
        let rng = StdRng::from_rng(&mut rand::rng());
        let (app, store) = (Arc::clone(around.app), around.store.clone());
        Ok(Arc::new(Web::behind(Some(door), app, store, rng)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_open_where_no_platform_has_a_token_or_where_it_is_asked_for() {
        for (token, asked, page) in [
            (None, None, Some("127.0.0.1:8080")),
            (Some(" "), None, Some("127.0.0.1:8080")),
            (Some("a.b.c"), None, None),
            (Some("a.b.c"), Some("127.0.0.1:9000"), Some("127.0.0.1:9000")),
        ] {
            let mut options = Options::default();
            options.discord.discord_token = token.map(Into::into);
            options.web.web_addr = asked.map(|asked| asked.parse().unwrap());
            let at = address_of(&options).map(|address| address.to_string());
            assert_eq!(at.as_deref(), page, "{token:?} {asked:?}");
        }
    }
}
