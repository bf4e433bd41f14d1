//! Envelopes: what is sent to the app, and what it acknowledges.
//!
//! Three seconds for each (apis/events-api/using-socket-mode). An event that is not acknowledged
//! comes again, at once and later, at most three times; it comes too when the app had no
//! connection. A command or click comes once, and Slack tells the person that the app is silent.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::act::Outcome;
use super::tally::count;
use super::world::World;

/// How long the app may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often an event is sent again.
const RETRIES: u32 = 3;

/// Something sent, or waiting to be sent.
pub(crate) struct Envelope {
    kind: &'static str,
    payload: Value,
    /// Whether the acknowledgement may carry something.
    accepts: bool,
    act: Option<u64>,
    /// How often it was sent before.
    attempt: u32,
    /// The connection on which it is out, since when.
    out: Option<(u64, Instant)>,
    acked: bool,
    waiting: bool,
}

impl World {
    /// Sends something; what comes of it is an act's.
    pub(crate) fn send_envelope(
        &mut self,
        kind: &'static str,
        payload: Value,
        accepts: bool,
        act: Option<u64>,
    ) -> String {
        let number = self.next_number();
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        let envelope = Envelope {
            kind,
            payload,
            accepts,
            act,
            attempt: 0,
            out: None,
            acked: false,
            waiting: false,
        };
        self.envelopes.insert(id.clone(), envelope);
        self.deliver(&id, None);
        id
    }

    /// Puts an envelope on any one connection, rather another than this.
    fn deliver(&mut self, id: &str, rather_not: Option<u64>) {
        let target = self.socket.choose(rather_not);
        let Some(envelope) = self.envelopes.get_mut(id) else { return };
        let Some(connection) = target else {
            if envelope.kind == "events_api" {
                envelope.waiting = true;
                envelope.attempt = envelope.attempt.max(1);
            } else if let Some(act) = envelope.act {
                self.act_failed(act, "the app has no connection");
            }
            return;
        };
        let mut frame = json!({
            "envelope_id": id, "type": envelope.kind, "payload": envelope.payload,
            "accepts_response_payload": envelope.accepts,
        });
        if envelope.kind == "events_api" || envelope.attempt > 0 {
            frame["retry_attempt"] = json!(envelope.attempt);
            frame["retry_reason"] = json!(if envelope.attempt > 0 { "timeout" } else { "" });
        }
        envelope.out = Some((connection, Instant::now()));
        (envelope.acked, envelope.waiting) = (false, false);
        count(&mut self.tally.envelopes, envelope.kind);
        self.tally.repeated += u64::from(envelope.attempt > 0);
        self.socket.send(connection, &frame);
    }

    /// Sends an envelope again, acknowledged or not.
    pub(crate) fn send_again(&mut self, id: &str) {
        let Some(envelope) = self.envelopes.get_mut(id) else { panic!("no envelope {id}") };
        envelope.attempt += 1;
        let last = envelope.out.map(|(connection, _)| connection);
        self.deliver(id, last);
    }

    /// The envelope that was sent last.
    pub(crate) fn last_envelope(&self) -> Option<String> {
        let sent = self.envelopes.iter().filter(|(_, envelope)| envelope.out.is_some());
        sent.max_by_key(|(_, envelope)| envelope.out.map(|(_, at)| at)).map(|(id, _)| id.clone())
    }

    /// Events that waited for a connection.
    pub(crate) fn deliver_waiting(&mut self) {
        let waiting = self.envelopes.iter().filter(|(_, envelope)| envelope.waiting);
        for id in waiting.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.deliver(&id, None);
        }
    }

    /// A connection is gone: what was out on it is lost or comes again.
    pub(crate) fn lost(&mut self, connection: u64) {
        for (id, event, act) in self.out(|on, _| on == connection) {
            if event {
                self.again_or_never(&id);
            } else {
                self.give_up(&id, act, "the connection broke");
            }
        }
    }

    /// Looks for what was not acknowledged in time.
    pub(crate) fn chase_acknowledgements(&mut self) {
        for (id, event, act) in self.out(|_, at| at.elapsed() > PATIENCE) {
            self.tally.late += 1;
            let what = self.envelopes[&id].payload["type"].clone();
            self.violation(format!("not acknowledged in time: {what} ({id})"));
            if event {
                self.again_or_never(&id);
            } else {
                self.give_up(&id, act, "the app did not answer in time");
            }
        }
    }

    /// Envelopes that are out, by where and since when: each with whether it is an event, and its
    /// act.
    fn out(&self, wanted: impl Fn(u64, Instant) -> bool) -> Vec<(String, bool, Option<u64>)> {
        let out = self.envelopes.iter().filter(|(_, envelope)| {
            !envelope.acked && envelope.out.is_some_and(|(on, at)| wanted(on, at))
        });
        out.map(|(id, envelope)| (id.clone(), envelope.kind == "events_api", envelope.act))
            .collect()
    }

    fn again_or_never(&mut self, id: &str) {
        let envelope = self.envelopes.get_mut(id).unwrap();
        let last = envelope.out.take().map(|(connection, _)| connection);
        if envelope.attempt >= RETRIES {
            envelope.acked = true;
            return;
        }
        envelope.attempt += 1;
        self.deliver(id, last);
    }

    fn give_up(&mut self, id: &str, act: Option<u64>, why: &str) {
        self.envelopes.get_mut(id).unwrap().out = None;
        if let Some(act) = act {
            self.act_failed(act, why);
        }
    }

    /// The app says something on a connection.
    pub(crate) fn heard(&mut self, connection: u64, text: &str) {
        let Ok(frame) = serde_json::from_str::<Value>(text) else {
            return self.violation(format!("no JSON on the socket: {text}"));
        };
        let id = frame["envelope_id"].as_str().unwrap_or_default().to_owned();
        let keys = frame.as_object().into_iter().flat_map(|frame| frame.keys());
        if let Some(key) = keys.into_iter().find(|key| *key != "envelope_id" && *key != "payload") {
            self.violation(format!("an acknowledgement has no `{key}`"));
        }
        let Some(envelope) = self.envelopes.get_mut(&id) else {
            return self.violation(format!("acknowledged what was never sent: {text}"));
        };
        if envelope.acked {
            return self.violation(format!("acknowledged twice: {id}"));
        }
        // What comes too late, or by another connection than asked, is nothing to Slack.
        let Some((on, at)) = envelope.out.filter(|(on, _)| *on == connection) else { return };
        debug_assert_eq!(on, connection);
        envelope.acked = true;
        self.tally.acks += 1;
        self.tally.latencies.add(at.elapsed());
        let payload = frame.get("payload").filter(|payload| !payload.is_null()).cloned();
        let (accepts, act) = (envelope.accepts, envelope.act);
        let kind = envelope.payload["type"].as_str().unwrap_or("command").to_owned();
        if payload.is_some() && !accepts {
            self.violation(format!("an acknowledgement of {kind} takes no payload: {text}"));
        }
        let Some(act) = act else { return };
        if let Some(known) = self.acts.get_mut(&act) {
            known.acked = true;
            known.touch();
        }
        match kind.as_str() {
            "command" => {
                if let Some(payload) = payload {
                    self.answer_in_acknowledgement(act, &payload);
                }
            }
            "view_submission" => self.submitted(act, payload.as_ref()),
            _ => {}
        }
    }

    /// What becomes of a form that was sent in: reference/interaction-payloads/view-interactions.
    fn submitted(&mut self, act: u64, payload: Option<&Value>) {
        let Some(view) = self.acts.get(&act).and_then(|act| act.view.clone()) else { return };
        let empty = json!({});
        let payload = payload.unwrap_or(&empty);
        match payload["response_action"].as_str() {
            None if payload.as_object().is_some_and(serde_json::Map::is_empty) => {
                self.close_view(&view);
                self.see(act, Outcome::Closed);
            }
            Some("clear") => {
                self.clear_views(&view);
                self.see(act, Outcome::Closed);
            }
            Some("errors") => self.field_errors(act, &view, &payload["errors"]),
            Some(action @ ("update" | "push")) => {
                let user = self.views[&view].user.clone();
                match self.checked_view(&payload["view"], "modal", &user) {
                    Err(refusal) => {
                        self.act_failed(act, "the app's form was refused");
                        self.violation(format!("a form in an acknowledgement: {refusal:?}"));
                    }
                    Ok(json) if action == "update" => {
                        self.replace_view(&view, json);
                        self.see(act, Outcome::View(view));
                    }
                    Ok(json) => match self.push_view(&view, json) {
                        Ok(id) => self.see(act, Outcome::View(id)),
                        Err(error) => self.violation(format!("a form was pushed: {error}")),
                    },
                }
            }
            _ => self.violation(format!("no answer to a form: {payload}")),
        }
    }

    fn field_errors(&mut self, act: u64, view: &str, errors: &Value) {
        let inputs: Vec<String> = self.views[view]
            .blocks()
            .filter(|block| block["type"] == "input")
            .filter_map(|block| block["block_id"].as_str().map(ToOwned::to_owned))
            .collect();
        let Some(told) = errors.as_object().filter(|errors| !errors.is_empty()) else {
            return self.violation(format!("errors without an error: {errors}"));
        };
        for (block, message) in told {
            match message.as_str() {
                Some(message) if inputs.contains(block) && !message.is_empty() => {
                    if let Some(act) = self.acts.get_mut(&act) {
                        act.errors.insert(block.clone(), message.to_owned());
                    }
                }
                _ => self.violation(format!("no field {block} for the error {message}")),
            }
        }
    }
}
