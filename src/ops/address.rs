//! Taking the addresses that the settings name: by the program when it starts, and for a moment by
//! the doctor, which both say the same of one that cannot be taken.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use tokio::net::TcpListener;

/// Why an address cannot be taken; each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Something else listens there.
    #[error("Port {port} on {ip} is in use. Set {setting} to another, such as {ip}:{next}.",
        port = address.port(), ip = host(address),
        next = address.port().checked_add(1).unwrap_or(8080))]
    PortInUse {
        /// The variable that names the address, such as `WEB_ADDR`.
        setting: &'static str,
        /// The address that was asked for, with its port.
        address: SocketAddr,
    },
    /// The system does not let us listen there.
    #[error("Cannot listen on {address}: {cause}. Set {setting} to another address, such as \
        127.0.0.1:{port}.",
        port = if address.port() < 1024 { 8080 } else { address.port() })]
    CannotListen {
        /// The variable that names the address, such as `OPS_ADDR`.
        setting: &'static str,
        /// The address that was asked for, with its port.
        address: SocketAddr,
        /// The system's own error, such as that a privileged port is not for us.
        cause: io::Error,
    },
}

/// Takes the address that the variable `setting` names, and listens there; port 0 takes any free
/// one.
pub async fn listen(
    setting: &'static str,
    address: SocketAddr,
) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        ErrorKind::AddrInUse => ListenError::PortInUse { setting, address },
        _ => ListenError::CannotListen { setting, address, cause },
    })
}

/// The host of an address as it stands in a URL.
fn host(address: &SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}
