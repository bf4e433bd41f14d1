//! Response addresses: five answers within thirty minutes, in channels where the app is not, too.
//!
//! interactivity/handling-user-interaction. That an answer to a command cannot take the place of
//! an earlier one: slackapi/bolt-python #1268.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::super::discord::listener::Scissors;
use super::Hub;
use super::act::{Outcome, Rank};
use super::refused::Refusal;
use super::tally::count;
use super::web::meet;
use super::world::World;

/// How often an address can be used.
const USES: u32 = 5;

/// How long it works, in milliseconds.
const LIFE: i64 = 30 * 60 * 1_000;

/// What an answer may say.
const FIELDS: [&str; 10] = [
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
];

/// Takes an answer.
pub(crate) async fn serve(
    State(hub): State<Hub>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path(token): Path<String>,
    body: Bytes,
) -> Response {
    let _working = hub.work();
    let fault = hub.change(|world| {
        count(&mut world.tally.requests, "response_url");
        world.faults.take("response_url")
    });
    let take = || hub.change(|world| world.respond(&token, &body));
    meet(fault, &hub, &scissors, take).await
}

impl World {
    fn respond(&mut self, token: &str, body: &[u8]) -> Response {
        match self.responded(token, body) {
            Ok(()) => {
                count(&mut self.tally.done, "response_url");
                "ok".into_response()
            }
            Err((status, refusal)) => {
                self.tally.refusals.push(("response_url".to_owned(), refusal.error.to_owned()));
                if refusal.mistake {
                    self.violation(format!("response_url: {}", refusal.body()));
                }
                (status, Json(refusal.body())).into_response()
            }
        }
    }

    fn responded(&mut self, token: &str, body: &[u8]) -> Result<(), (StatusCode, Refusal)> {
        let now = self.now();
        let gone = |error| (StatusCode::NOT_FOUND, Refusal::new(error));
        let url = self.responses.get_mut(token).ok_or_else(|| gone("invalid_url"))?;
        if now - url.made > LIFE {
            return Err(gone("expired_url"));
        }
        if url.uses >= USES {
            return Err(gone("used_url"));
        }
        url.uses += 1;
        let act = url.act;
        let wrong = |refusal| (StatusCode::BAD_REQUEST, refusal);
        let Ok(answer) = serde_json::from_slice::<Value>(body) else {
            return Err(wrong(Refusal::mistake("invalid_payload", &[])));
        };
        self.answered(token, act, &answer).map_err(wrong)
    }

    fn answered(&mut self, token: &str, act: u64, answer: &Value) -> Result<(), Refusal> {
        self.check_fields(answer);
        let url = &self.responses[token];
        let (channel, source, user) = (url.channel.clone(), url.source.clone(), url.user.clone());
        let source = source.filter(|ts| self.channels[&channel].messages.contains_key(ts));
        if answer["delete_original"] == true {
            if let Some(ts) = source {
                self.erase(&channel, &ts);
                self.see(act, Outcome::Gone);
            }
            return Ok(());
        }
        let content =
            self.content(answer["text"].as_str(), answer.get("blocks"), answer.get("metadata"))?;
        let replaced = source.filter(|_| answer["replace_original"] == true);
        let ts = if let Some(ts) = replaced {
            self.rewrite(&channel, &ts, content);
            ts
        } else {
            let thread = self.thread(&channel, answer["thread_ts"].as_str())?;
            let public = answer["response_type"] == "in_channel";
            self.put(&channel, content, thread, (!public).then_some(user))
        };
        self.see(act, Outcome::Message { channel, ts, rank: Rank::Own });
        Ok(())
    }

    fn check_fields(&mut self, answer: &Value) {
        let names = answer.as_object().into_iter().flat_map(|fields| fields.keys());
        for name in names.filter(|name| !FIELDS.contains(&name.as_str())) {
            self.tally.violations.push(format!("an answer has no `{name}`"));
        }
        let kind = &answer["response_type"];
        if !kind.is_null() && kind != "ephemeral" && kind != "in_channel" {
            self.violation(format!("no type of an answer: {kind}"));
        }
        for name in ["replace_original", "delete_original"] {
            if answer.get(name).is_some_and(|flag| !flag.is_boolean()) {
                self.violation(format!("`{name}` is true or false"));
            }
        }
    }

    /// What an acknowledgement of a command says is an answer, too.
    pub(crate) fn answer_in_acknowledgement(&mut self, act: u64, answer: &Value) {
        let token = self.responses.iter().find(|(_, url)| url.act == act).map(|(id, _)| id.clone());
        let Some(token) = token else { return };
        if answer.as_object().is_none_or(serde_json::Map::is_empty) {
            return;
        }
        if let Err(refusal) = self.answered(&token, act, answer) {
            self.violation(format!("in an acknowledgement: {}", refusal.body()));
        }
    }
}
