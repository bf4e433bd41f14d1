//! What Discord counts a request with, told from its method and path.
//!
//! Discord limits each route by its channel, server or token:
//! <https://discord.com/developers/docs/topics/rate-limits>. Answers to interactions do not count
//! among all requests.

use reqwest::Method;

use crate::platform::rates::Lane;

/// Where the paths of routes begin.
const API: &str = "/api/v10/";

/// The lane of a request.
pub(super) fn lane(method: &Method, path: &str) -> Lane {
    let path = path.split_once(API).map_or(path, |(_, path)| path);
    let parts: Vec<&str> = path.split('/').collect();
    let (about, urgent, rest) = match parts.as_slice() {
        // The token stands for the interaction; by it they are limited, not by the application.
        ["interactions" | "webhooks", _, token, rest @ ..] => (*token, true, rest),
        ["channels" | "guilds", id, rest @ ..] => (*id, false, rest),
        parts => ("", false, parts.get(1..).unwrap_or_default()),
    };
    let mut kind = format!("{method} {}", parts[0]);
    for part in rest {
        kind.push('/');
        // Ids of messages and members do not part routes, as Discord counts them.
        kind.push_str(if part.bytes().all(|byte| byte.is_ascii_digit()) { "{}" } else { part });
    }
    Lane { kind, about: about.to_owned(), urgent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_by_its_route_and_what_it_is_about() {
        for (method, path, kind, about, urgent) in [
            (Method::POST, "channels/7/messages", "POST channels/messages", "7", false),
            (Method::PATCH, "channels/7/messages/81", "PATCH channels/messages/{}", "7", false),
            (
                Method::POST,
                "channels/7/messages/81/threads",
                "POST channels/messages/{}/threads",
                "7",
                false,
            ),
            (Method::GET, "guilds/5/members/9", "GET guilds/members/{}", "5", false),
            (Method::POST, "users/@me/channels", "POST users/@me/channels", "", false),
            (Method::GET, "gateway/bot", "GET gateway/bot", "", false),
            (Method::PUT, "applications/3/commands", "PUT applications/{}/commands", "", false),
            (
                Method::POST,
                "interactions/4/secret/callback",
                "POST interactions/callback",
                "secret",
                true,
            ),
            (Method::POST, "webhooks/3/secret", "POST webhooks", "secret", true),
            (
                Method::PATCH,
                "webhooks/3/secret/messages/@original",
                "PATCH webhooks/messages/@original",
                "secret",
                true,
            ),
        ] {
            let lane = lane(&method, &format!("https://discord.com/api/v10/{path}"));
            assert_eq!(
                lane,
                Lane { kind: kind.to_owned(), about: about.to_owned(), urgent },
                "{path}"
            );
        }
    }
}
