//! Whether an address of the settings is free, or taken by Studyhall itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Check;
use crate::ops::address::{ListenError, listen};

/// How long whoever listens there may take to show who it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// The most that is read of its answer.
const READ: u64 = 4096;

/// Whether an address can be taken, or `sign` tells that Studyhall has it already.
pub async fn check(what: &str, setting: &'static str, address: SocketAddr, sign: &str) -> Check {
    match listen(setting, address).await {
        // Given back at once, since the listener is dropped here.
        Ok(_) => Check::ok(format!("{what}: {address} is free")),
        Err(ListenError::PortInUse { .. }) if says(address, sign).await => {
            Check::ok(format!("{what}: Studyhall is running at {address}"))
        }
        Err(error) => Check::failed(what, error.to_string()),
    }
}

/// Whether what answers at the root of an address shows this sign.
async fn says(address: SocketAddr, sign: &str) -> bool {
    tokio::time::timeout(PATIENCE, root(reachable(address)))
        .await
        .is_ok_and(|text| text.contains(sign))
}

/// The beginning of what the root of an address shows; empty if nothing can be read.
async fn root(address: SocketAddr) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut stream) = TcpStream::connect(address).await {
        // By HTTP/1.0 the other side closes the line when it is done, so reading ends.
        let request = format!("GET / HTTP/1.0\r\nHost: {address}\r\n\r\n");
        if stream.write_all(request.as_bytes()).await.is_ok() {
            // What came before a fault may be enough.
            let _ = stream.take(READ).read_to_end(&mut bytes).await;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where to ask for what listens on all addresses.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
