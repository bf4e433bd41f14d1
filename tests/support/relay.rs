//! Something between a browser and the page that may hang, or hold back the page's streams, as an
//! extension or a proxy does. It counts the streams that are open.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What it does with what comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Passes everything on.
    Open,
    /// Takes connections and whatever is sent, and passes nothing on.
    Hung,
    /// Refuses streams and passes on all else.
    WithoutStreams,
}

/// How a request for a stream begins.
const STREAM: &[u8] = b"GET /api/stream";

const REFUSED: &[u8] = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// The relay, until it is dropped.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    manner: watch::Sender<Manner>,
    streams: Arc<AtomicUsize>,
}

impl Relay {
    /// Stands before this address, on a port of its own.
    pub(crate) async fn before(page: SocketAddr, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (manner, told) = watch::channel(manner);
        let streams = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&streams);
        tokio::spawn(async move {
            let mut gone = told.clone();
            loop {
                tokio::select! {
                    taken = listener.accept() => {
                        let (browser, _) = taken.unwrap();
                        tokio::spawn(relay(browser, page, told.clone(), Arc::clone(&count)));
                    }
                    _ = gone.wait_for(|_| false) => return,
                }
            }
        });
        Self { address, manner, streams }
    }

    /// Goes on in another manner.
    pub(crate) fn turn(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }

    /// How many streams are open.
    pub(crate) fn streams(&self) -> usize {
        self.streams.load(Ordering::SeqCst)
    }
}

/// Passes on what comes over one connection, both ways, until either end closes it.
async fn relay(
    mut browser: TcpStream,
    page: SocketAddr,
    mut manner: watch::Receiver<Manner>,
    streams: Arc<AtomicUsize>,
) {
    let Ok(mut page) = TcpStream::connect(page).await else { return };
    let (mut asked, mut answered) = (vec![0; 16_384], vec![0; 16_384]);
    let mut is_stream = false;
    loop {
        let (read, is_asked) = tokio::select! {
            read = browser.read(&mut asked) => (read, true),
            read = page.read(&mut answered) => (read, false),
        };
        let Ok(length @ 1..) = read else { break };
        // What has come waits here for as long as nothing is passed on.
        let Ok(now) = manner.wait_for(|manner| *manner != Manner::Hung).await.map(|now| *now)
        else {
            break;
        };
        // A browser sends one request after the other over a connection.
        if is_asked && asked[..length].starts_with(STREAM) {
            if now == Manner::WithoutStreams {
                let _ = browser.write_all(REFUSED).await;
                break;
            }
            streams.fetch_add(usize::from(!is_stream), Ordering::SeqCst);
            is_stream = true;
        }
        let written = if is_asked {
            page.write_all(&asked[..length]).await
        } else {
            browser.write_all(&answered[..length]).await
        };
        if written.is_err() {
            break;
        }
    }
    streams.fetch_sub(usize::from(is_stream), Ordering::SeqCst);
}
