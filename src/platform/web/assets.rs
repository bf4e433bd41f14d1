//! The page's own files, built into the program.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::guard::Rejection;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// The files: the path that the page asks for, the content type, the text.
const FILES: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("page/page.html")),
    ("/page.css", CSS, include_str!("page/page.css")),
    ("/icon.svg", SVG, include_str!("page/icon.svg")),
    ("/main.js", JS, include_str!("page/main.js")),
    ("/away.js", JS, include_str!("page/away.js")),
    ("/beginning.js", JS, include_str!("page/beginning.js")),
    ("/blocks.js", JS, include_str!("page/blocks.js")),
    ("/complete.js", JS, include_str!("page/complete.js")),
    ("/composer.js", JS, include_str!("page/composer.js")),
    ("/dialog.js", JS, include_str!("page/dialog.js")),
    ("/dom.js", JS, include_str!("page/dom.js")),
    ("/focus.js", JS, include_str!("page/focus.js")),
    ("/line.js", JS, include_str!("page/line.js")),
    ("/patience.js", JS, include_str!("page/patience.js")),
    ("/picture.js", JS, include_str!("page/picture.js")),
    ("/render.js", JS, include_str!("page/render.js")),
    ("/answering.js", JS, include_str!("page/answering.js")),
    ("/rounds.js", JS, include_str!("page/rounds.js")),
    ("/time-left.js", JS, include_str!("page/time-left.js")),
    ("/shared.js", JS, include_str!("page/shared.js")),
    ("/sidebar.js", JS, include_str!("page/sidebar.js")),
    ("/stream.js", JS, include_str!("page/stream.js")),
    ("/timeline.js", JS, include_str!("page/timeline.js")),
    ("/wire.js", JS, include_str!("page/wire.js")),
];

/// The file at this path. It is asked for anew each time, so that a newer program is never seen
/// through old files.
pub(super) async fn asset(uri: Uri) -> Response {
    match FILES.iter().find(|(path, _, _)| *path == uri.path()) {
        Some((_, kind, text)) => {
            ([(CONTENT_TYPE, *kind), (CACHE_CONTROL, "no-cache")], *text).into_response()
        }
        None => {
            Rejection::new(StatusCode::NOT_FOUND, "There is nothing here. The page itself is at /.")
                .into_response()
        }
    }
}
