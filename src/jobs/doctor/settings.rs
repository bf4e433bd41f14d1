//! Whether the settings fit together. Each by itself was checked when it was read.

use std::net::SocketAddr;

use crate::config::Settings;
use crate::ops::check::Check;
use crate::platform;

pub(super) fn checks(settings: &Settings) -> Vec<Check> {
    let mut wrong = Vec::new();
    // Two listeners on one port would be found by the start alone, and only by the second.
    for setup in platform::ALL {
        let listens = setup.listens(&settings.platforms);
        if let (Some(ops), Some((setting, address))) = (settings.ops_addr, listens)
            && overlap(ops, address)
        {
            let mend = format!(
                "{setting} ({address}) and OPS_ADDR ({ops}) share a port. Give each a port of its \
                 own."
            );
            wrong.push(Check::failed("settings", mend));
        }
    }
    if wrong.is_empty() {
        wrong.push(Check::ok("settings: they fit together"));
    }
    wrong
}

/// Whether two listeners would take the same port of the same address; port 0 is any free one.
fn overlap(a: SocketAddr, b: SocketAddr) -> bool {
    a.port() != 0
        && a.port() == b.port()
        && (a.ip() == b.ip() || a.ip().is_unspecified() || b.ip().is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_listeners_need_two_ports() {
        for (a, b, wanted) in [
            ("127.0.0.1:8080", "127.0.0.1:8080", true),
            ("0.0.0.0:8080", "127.0.0.1:8080", true),
            ("[::]:8080", "127.0.0.1:8080", true),
            ("127.0.0.1:9090", "127.0.0.1:8080", false),
            ("127.0.0.2:8080", "127.0.0.1:8080", false),
            ("127.0.0.1:0", "127.0.0.1:0", false),
        ] {
            assert_eq!(overlap(a.parse().unwrap(), b.parse().unwrap()), wanted, "{a} {b}");
        }
    }
}
