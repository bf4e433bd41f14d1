//! What stands before Discord: who is let through at all, and who is banned for having been refused
//! too often.

use std::collections::VecDeque;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::listener::Scissors;
use super::rates::Pause;
use super::refused::Refused;
use super::rest::call::Way;
use super::world::World;

/// How long an invalid request counts, in milliseconds.
const COUNTED: i64 = 10 * 60 * 1_000;

/// How long a ban lasts, in milliseconds.
const BAN: i64 = 60 * 60 * 1_000;

/// The page that a proxy shows instead of an answer.
const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Access denied</title></head><body>Access \
    denied</body></html>\n";

/// The edge.
pub(crate) struct Edge {
    /// Whether clients need not say who they are.
    pub(crate) open: bool,
    /// Whether nobody is let through.
    pub(crate) blocked: bool,
    /// How many invalid requests within their time bring a ban.
    pub(crate) most_invalid: usize,
    /// When the latest of them came, in milliseconds.
    invalid: VecDeque<i64>,
    /// The ban, while one runs.
    ban: Option<Pause>,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            open: false,
            blocked: false,
            most_invalid: 10_000,
            invalid: VecDeque::new(),
            ban: None,
        }
    }
}

impl Edge {
    /// How many invalid requests count at this time.
    pub(crate) fn invalid(&self, now: i64) -> usize {
        self.invalid.iter().filter(|at| now - **at < COUNTED).count()
    }

    fn count(&mut self, now: i64) {
        while self.invalid.front().is_some_and(|first| now - first >= COUNTED) {
            self.invalid.pop_front();
        }
        self.invalid.push_back(now);
        if self.invalid.len() >= self.most_invalid {
            self.ban = Some(Pause::new(now + BAN));
        }
    }
}

impl World {
    /// Counts an answer, if it is one of those that Discord wants few of: 401, 403, and 429 for a
    /// limit of one's own.
    pub(crate) fn count_invalid(&mut self, answer: &Response) {
        let shared =
            answer.headers().get("x-ratelimit-scope").is_some_and(|scope| scope == "shared");
        if matches!(answer.status().as_u16(), 401 | 403 | 429) && !shared {
            self.edge.count(self.now());
        }
    }

    /// What a request gets that is not let through.
    pub(crate) fn stopped(
        &mut self,
        way: &Way,
        agent: Option<&str>,
        line: &Scissors,
    ) -> Option<Response> {
        let now = self.now();
        if let Some(ban) = self.edge.ban.as_mut().filter(|ban| ban.runs(now)) {
            self.tally.limited += 1;
            self.tally.impatient += u64::from(ban.is_known(line, now));
            ban.tell(line, now);
            return Some(banned(ban.rest(now)));
        }
        self.tally.impatient += u64::from(self.rates.is_impatient(way, line, now));
        let named = self.edge.open || agent.is_some_and(is_proper);
        if named && !self.edge.blocked {
            return None;
        }
        self.tally.blocked += 1;
        let refused = Refused::blocked();
        self.tally.refusals.push((way.route.clone(), refused.status, refused.code));
        let answer = refused.into_response();
        self.count_invalid(&answer);
        Some(answer)
    }
}

/// Whether a client says who it is: `DiscordBot (URL, VERSION)`, and whatever it likes behind that.
fn is_proper(agent: &str) -> bool {
    let said = agent.strip_prefix("DiscordBot (").and_then(|rest| rest.split_once(')'));
    said.and_then(|(said, _)| said.split_once(", ")).is_some_and(|(url, version)| {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        host.is_some_and(|host| !host.is_empty()) && !version.trim().is_empty()
    })
}

/// The ban does not come from Discord itself, so it has none of its words.
fn banned(rest: i64) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, "error code: 1015\n").into_response();
    let rest = HeaderValue::from_str(&((rest + 999) / 1_000).to_string()).unwrap();
    response.headers_mut().insert(header::RETRY_AFTER, rest);
    response
}

/// A page of somebody between the bot and Discord, who speaks no JSON.
pub(crate) fn page(status: u16) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=UTF-8")];
    (StatusCode::from_u16(status).unwrap(), kind, PAGE).into_response()
}
