//! Arguments of a call: JSON or a form, named and of the right types.

use axum::http::Uri;
use serde_json::{Map, Value, json};

use super::super::refused::Refusal;
use super::methods::Method;

/// The type of an argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    Flag,
    Whole,
    /// A timestamp: text, so that no digit is lost.
    Ts,
    /// An object or list, in forms as JSON text.
    Json,
    /// Names between commas, or a list of them.
    List,
}

/// An argument of a method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// The arguments that were given.
#[derive(Debug, Default)]
pub(crate) struct Args(Map<String, Value>);

impl Args {
    /// Reads them; what is wrong though Slack would take it is added to `wrong`.
    pub(crate) fn read(
        method: &Method,
        uri: &Uri,
        content: &str,
        body: &[u8],
        wrong: &mut Vec<String>,
    ) -> Result<Self, Refusal> {
        let mut given = form(uri.query().unwrap_or_default());
        if content.starts_with("application/json") {
            let parsed = serde_json::from_slice::<Value>(body);
            let Ok(Value::Object(parsed)) = parsed else {
                return Err(Refusal::mistake("invalid_json", &[]));
            };
            if method.json {
                given.extend(parsed);
            } else {
                // Such a method reads no JSON: to it, nothing was said.
                wrong.push("takes a form, not JSON".to_owned());
            }
        } else if content.starts_with("application/x-www-form-urlencoded") {
            given.extend(form(&String::from_utf8_lossy(body)));
        } else if !body.is_empty() {
            let error = if content.is_empty() { "missing_post_type" } else { "invalid_post_type" };
            return Err(Refusal::mistake(error, &[]));
        }
        let mut args = Map::new();
        let mut faulty = vec![];
        for (name, value) in given.into_iter().filter(|(_, value)| !value.is_null()) {
            match method.params.iter().find(|param| param.name == name) {
                None => wrong.push(format!("has no argument `{name}`")),
                Some(param) => match typed(param.kind, value) {
                    Ok(value) => drop(args.insert(name, value)),
                    Err(value) => {
                        faulty.push(format!("[ERROR] must be {:?}: {name}={value}", param.kind));
                    }
                },
            }
        }
        for param in method.params.iter().filter(|param| param.required) {
            if args.get(param.name).is_none_or(|value| value == "") {
                faulty.push(format!("[ERROR] missing required field: {}", param.name));
            }
        }
        if faulty.is_empty() {
            Ok(Self(args))
        } else {
            Err(Refusal::mistake("invalid_arguments", &faulty))
        }
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Refusal> {
        let message = || format!("[ERROR] missing required field: {name}");
        self.text(name).ok_or_else(|| Refusal::mistake("invalid_arguments", &[message()]))
    }

    /// A flag; not given is no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A whole number.
    pub(crate) fn whole(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    /// An object or list.
    pub(crate) fn json(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Names between commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let text = self.0.get(name).and_then(Value::as_str).unwrap_or_default();
        text.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    }
}

/// The pairs of a form.
pub(crate) fn form(text: &str) -> Map<String, Value> {
    let mut url = reqwest::Url::parse("http://form/").unwrap();
    url.set_query(Some(text));
    url.query_pairs().map(|(name, value)| (name.into_owned(), json!(value))).collect()
}

/// A value of a type, whether it came as JSON or as the text of a form.
fn typed(kind: Kind, value: Value) -> Result<Value, Value> {
    let fits = match kind {
        Kind::Text | Kind::Ts | Kind::List => value.is_string(),
        Kind::Flag => value.is_boolean(),
        Kind::Whole => value.is_u64(),
        Kind::Json => value.is_object() || value.is_array(),
    };
    if fits {
        return Ok(value);
    }
    match (kind, &value) {
        (Kind::Flag, Value::String(text)) => match text.as_str() {
            "true" | "1" => Ok(json!(true)),
            "false" | "0" => Ok(json!(false)),
            _ => Err(value),
        },
        (Kind::Whole, Value::String(text)) => match text.parse::<u64>() {
            Ok(number) => Ok(json!(number)),
            Err(_) => Err(value),
        },
        (Kind::Json, Value::String(text)) => match serde_json::from_str::<Value>(text) {
            Ok(parsed) if parsed.is_object() || parsed.is_array() => Ok(parsed),
            _ => Err(value),
        },
        (Kind::List, Value::Array(list)) if list.iter().all(Value::is_string) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            Ok(json!(names.join(",")))
        }
        _ => Err(value),
    }
}
