//! Files that people attach: kept where the fake is, and fetched from there, whole or cut.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};

use super::Hub;

/// A file that somebody attaches.
#[derive(Clone, Debug)]
pub(crate) struct Attached {
    pub(crate) name: String,
    /// The media type that the client tells.
    pub(crate) media_type: String,
    /// The size in bytes that Discord tells.
    pub(crate) told: u64,
    /// What it holds; nothing if it is gone.
    pub(crate) bytes: Vec<u8>,
    /// Whether the connection ends before as many bytes have come as it said there would.
    pub(crate) cut: bool,
    /// How often it was fetched.
    pub(crate) fetched: u32,
}

impl Hub {
    /// Keeps a file, which commands attach by its name from then on.
    pub(crate) fn keep_file(&self, name: &str, media_type: &str, bytes: &[u8]) {
        let (told, bytes) = (bytes.len() as u64, bytes.to_vec());
        let (name, media_type) = (name.to_owned(), media_type.to_owned());
        let file = Attached { name, media_type, told, bytes, cut: false, fetched: 0 };
        self.change(|world| world.attached.push(file));
    }

    /// Changes a file that is kept.
    pub(crate) fn change_file(&self, name: &str, change: impl FnOnce(&mut Attached)) {
        self.change(|world| {
            change(world.attached.iter_mut().find(|file| file.name == name).expect("a kept file"));
        });
    }

    /// How often a file was fetched.
    pub(crate) fn fetched(&self, name: &str) -> u32 {
        let world = self.world();
        world.attached.iter().find(|file| file.name == name).map_or(0, |file| file.fetched)
    }
}

/// Answers whoever fetches a file.
pub(super) async fn serve(State(hub): State<Hub>, Path(name): Path<String>) -> Response {
    let kept = hub.change(|world| {
        let file = world.attached.iter_mut().find(|file| file.name == name)?;
        file.fetched += 1;
        Some(file.clone())
    });
    let Some(file) = kept.filter(|file| !file.bytes.is_empty()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !file.cut {
        return file.bytes.into_response();
    }
    let beginning = stream::iter([Ok(Bytes::from(file.bytes))]);
    let end = stream::once(async {
        // What was written before leaves first.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("cut"))
    });
    let body = Body::from_stream(beginning.chain(end));
    ([(CONTENT_LENGTH, file.told)], body).into_response()
}
