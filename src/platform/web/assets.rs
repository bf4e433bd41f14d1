//! The page's own files, built into the program. Their comments and indents are for whoever works
//! on them and do not travel.

use std::sync::LazyLock;

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

/// The texts of [`FILES`] as they travel, in the same order.
static TRAVELING: LazyLock<Vec<String>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(_, kind, text)| if *kind == HTML { (*text).to_owned() } else { lean(text) })
        .collect()
});

/// A style sheet or a script without its indents and the lines that are comments. No text of either
/// runs over the end of a line, so that an indent never means anything.
fn lean(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            lean.push_str(line);
            lean.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    lean
}

/// The file at this path. It is asked for anew each time, so that a newer program is never seen
/// through old files.
pub(super) async fn asset(uri: Uri) -> Response {
    let found = FILES.iter().zip(&*TRAVELING).find(|((path, ..), _)| *path == uri.path());
    match found {
        Some(((_, kind, _), text)) => {
            ([(CONTENT_TYPE, *kind), (CACHE_CONTROL, "no-cache")], text.as_str()).into_response()
        }
        None => {
            Rejection::new(StatusCode::NOT_FOUND, "There is nothing here. The page itself is at /.")
                .into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most bytes that all files have together, as a browser takes them.
    const MOST_BYTES: usize = 100_000;

    #[test]
    fn only_comments_and_indents_stay_behind() {
        for (text, traveling) in [
            ("a {\n  b: c; /* d */\n}\n", "a {\nb: c; /* d */\n}\n"),
            ("// a\nb(); // c\n  // d\n", "b(); // c\n"),
            ("/** a\n * b */\n\nc();\n/* d */\ne();", "c();\ne();\n"),
            ("const a = 2\n  * 3;\n", "const a = 2\n* 3;\n"),
        ] {
            assert_eq!(lean(text), traveling, "{text:?}");
        }
    }

    #[test]
    fn no_text_of_a_script_runs_over_the_end_of_a_line() {
        for (path, kind, text) in FILES {
            let open = text.lines().find(|line| line.matches('`').count() % 2 == 1);
            assert!(
                *kind != JS || open.is_none_or(|line| line.trim().starts_with('*')),
                "{path}: {open:?}"
            );
        }
    }

    #[test]
    fn all_files_together_are_small() {
        let bytes: usize = TRAVELING.iter().map(String::len).sum();
        assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    }
}
