//! What comes by a socket: frames, and the envelopes in them.
//!
//! Source: <https://docs.slack.dev/apis/events-api/using-socket-mode>.

use serde::Deserialize;
use serde_json::Value;

use crate::platform::slack::heard::lenient::lenient;

/// A frame as it comes; what is missing or of another kind is as good as not there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wire {
    #[serde(rename = "type", deserialize_with = "lenient")]
    kind: String,
    #[serde(deserialize_with = "lenient")]
    envelope_id: Option<String>,
    payload: Value,
    #[serde(deserialize_with = "lenient")]
    reason: String,
    #[serde(deserialize_with = "lenient")]
    num_connections: u32,
}

/// What a frame says.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// The connection is ready; the app has so many in all.
    Hello {
        /// This one among them.
        connections: u32,
    },
    /// The connection is about to end, or does no good.
    Disconnect(Reason),
    /// Something to acknowledge, and to do.
    Envelope(Envelope),
    /// Nothing that asks for anything.
    Nothing,
}

/// Something that Slack delivers and wants acknowledged within three seconds.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::platform::slack) struct Envelope {
    /// By which it is acknowledged; the same when it is delivered again.
    pub(in crate::platform::slack) id: String,
    /// What is in it, in Slack's word: `slash_commands`.
    pub(in crate::platform::slack) kind: String,
    /// What was done, as JSON.
    pub(in crate::platform::slack) payload: Value,
}

/// Why Slack ends a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// It ends in a few seconds.
    Warning,
    /// It has been open for long enough.
    Refresh,
    /// Socket Mode was switched off.
    Disabled,
    /// The app has as many as it may.
    TooMany,
    /// Another reason, in Slack's word.
    Other(String),
}

impl Frame {
    /// Reads a frame; one that is no JSON says nothing.
    pub(super) fn read(text: &str) -> Self {
        let Ok(wire) = serde_json::from_str::<Wire>(text) else { return Self::Nothing };
        match (wire.kind.as_str(), wire.envelope_id) {
            ("hello", _) => Self::Hello { connections: wire.num_connections },
            ("disconnect", _) => Self::Disconnect(match wire.reason.as_str() {
                "warning" => Reason::Warning,
                "refresh_requested" => Reason::Refresh,
                "link_disabled" => Reason::Disabled,
                "too_many_websockets" => Reason::TooMany,
                _ => Reason::Other(wire.reason),
            }),
            // Whatever has an id wants to be acknowledged, of what kind it may be.
            (_, Some(id)) => {
                Self::Envelope(Envelope { id, kind: wire.kind, payload: wire.payload })
            }
            (_, None) => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_told_apart_and_odd_ones_lose_nothing() {
        for (text, frame) in [
            (
                r#"{"type":"hello","num_connections":2,"connection_info":{"app_id":"A"}}"#,
                Frame::Hello { connections: 2 },
            ),
            (r#"{"type":"hello","num_connections":null}"#, Frame::Hello { connections: 0 }),
            (
                r#"{"type":"disconnect","reason":"refresh_requested","debug_info":{}}"#,
                Frame::Disconnect(Reason::Refresh),
            ),
            (
                r#"{"type":"disconnect","reason":"weather"}"#,
                Frame::Disconnect(Reason::Other("weather".to_owned())),
            ),
            (r#"{"type":"disconnect"}"#, Frame::Disconnect(Reason::Other(String::new()))),
            (
                r#"{"type":"carrier_pigeon","envelope_id":"e1","payload":{"a":1}}"#,
                Frame::Envelope(Envelope {
                    id: "e1".to_owned(),
                    kind: "carrier_pigeon".to_owned(),
                    payload: serde_json::json!({ "a": 1 }),
                }),
            ),
            (
                r#"{"envelope_id":"e2","type":null}"#,
                Frame::Envelope(Envelope {
                    id: "e2".to_owned(),
                    kind: String::new(),
                    payload: Value::Null,
                }),
            ),
            (r#"{"type":"ping"}"#, Frame::Nothing),
            ("Ping from applink-1", Frame::Nothing),
        ] {
            assert_eq!(Frame::read(text), frame, "{text}");
        }
    }
}
