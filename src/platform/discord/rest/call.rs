//! A request to Discord before it is sent: what it asks, how often, and how long.

use std::time::{Duration, Instant};

use reqwest::Method;
use serenity::http::Route;

/// A file that goes with a request, beside its JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::platform::discord) struct File {
    /// Its name with its ending, as people see it: `board.png`.
    pub(in crate::platform::discord) name: String,
    /// What its bytes are: `image/png`.
    pub(in crate::platform::discord) media_type: String,
    /// What it holds, as it is sent.
    pub(in crate::platform::discord) bytes: Vec<u8>,
}

impl File {
    /// A file of this name and media type.
    pub(in crate::platform::discord) fn of(name: &str, media_type: &str, bytes: &[u8]) -> Self {
        let (name, media_type) = (name.to_owned(), media_type.to_owned());
        Self { name, media_type, bytes: bytes.to_vec() }
    }
}

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform::discord) enum Again {
    /// Whatever happened: doing it twice does no more than doing it once.
    Always,
    /// Where it was answered with a fault or never left, but not where the line broke before an
    /// answer.
    UnlessUnheard,
    /// Only where it never left.
    Never,
}

/// One request to Discord, from its route to the instant after which it is of no use.
#[derive(Debug, Clone)]
pub(in crate::platform::discord) struct Call<'a> {
    /// The route, by which Discord counts it; its ids are part of it.
    pub(in crate::platform::discord) route: Route<'a>,
    /// The HTTP method, which with the route decides what is counted.
    pub(in crate::platform::discord) method: Method,
    /// A parameter of the URL: name and value.
    pub(in crate::platform::discord) query: Option<(&'static str, &'static str)>,
    /// The body, as JSON; it becomes one part of a form where files go with it.
    pub(in crate::platform::discord) body: Option<Vec<u8>>,
    /// Files that go with the body; without a body there are none.
    pub(in crate::platform::discord) files: Vec<File>,
    /// When it may be sent again.
    pub(in crate::platform::discord) again: Again,
    /// When it is of no use any more: no try begins or goes on after that.
    pub(in crate::platform::discord) deadline: Instant,
}

impl<'a> Call<'a> {
    /// A request without a body that asks for something.
    pub(in crate::platform::discord) fn get(route: Route<'a>, patience: Duration) -> Self {
        Self {
            route,
            method: Method::GET,
            query: None,
            body: None,
            files: Vec::new(),
            again: Again::Always,
            deadline: Instant::now() + patience,
        }
    }

    /// A request with a JSON body.
    pub(in crate::platform::discord) fn json(
        method: Method,
        route: Route<'a>,
        body: Vec<u8>,
        patience: Duration,
    ) -> Self {
        // Putting or changing a thing twice is the same as once; making a thing twice makes two.
        let again = if method == Method::POST { Again::Never } else { Again::Always };
        Self { method, body: Some(body), again, ..Self::get(route, patience) }
    }
}
