//! Where the page listens: the flag and the variable.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args;

use crate::platform::values::MayBeEmpty;

/// Where the page listens if nobody says otherwise.
pub(super) const USUAL_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Where the page listens, as it was set.
#[derive(Debug, Clone, Default, Args)]
pub struct WebOptions {
    /// Where the local page listens; loopback only. Without it the page is at 127.0.0.1:8080 if no
    /// platform has a token
    #[arg(
        long,
        env = "WEB_ADDR",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESS:PORT"
    )]
    // Empty counts as not set, see [`MayBeEmpty`]; so the default is empty, too.
    #[arg(value_parser = loopback, global = true)]
    pub web_addr: MayBeEmpty<SocketAddr>,
}

/// An address of this machine alone: the page asks for no password, so nobody else may reach it.
fn loopback(text: &str) -> Result<MayBeEmpty<SocketAddr>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let example = "write for example 127.0.0.1:8080";
    // The only name; all others would have to be looked up.
    let text = text
        .strip_prefix("localhost:")
        .map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    let address: SocketAddr =
        text.parse().map_err(|_| format!("it is not an address with a port; {example}"))?;
    if address.ip().is_loopback() {
        return Ok(Some(address));
    }
    Err(format!("the local page has no passwords and listens on this machine alone; {example}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_listens_on_loopback_only() {
        for (text, fine) in [
            ("127.0.0.1:0", true),
            ("[::1]:8080", true),
            ("localhost:8080", true),
            ("0.0.0.0:8080", false),
            ("192.168.1.2:8080", false),
            ("8080", false),
            ("example.org:80", false),
        ] {
            assert_eq!(loopback(text).is_ok(), fine, "{text}");
        }
    }
}
