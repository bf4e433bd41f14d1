//! Every body against Discord's own description of its interface, where `DISCORD_OPENAPI` names
//! that file.

use std::collections::{BTreeSet, HashMap};
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// Bodies of the whole process that were checked.
static CHECKED: AtomicU64 = AtomicU64::new(0);
/// Those of them that were wrong, where no test wanted that.
static VIOLATED: AtomicU64 = AtomicU64::new(0);

/// The description.
pub(crate) struct Schema {
    document: Value,
    /// Operations by method and path with `{}` in the place of names.
    bodies: HashMap<String, Value>,
    /// Validators, each made when it is first needed.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Schema {
    /// The description, or none where the environment names none.
    pub(crate) fn get() -> Option<&'static Self> {
        static SCHEMA: OnceLock<Option<Schema>> = OnceLock::new();
        let load = || {
            let Some(path) = std::env::var_os("DISCORD_OPENAPI") else {
                println!("skipped: no description of Discord's interface in DISCORD_OPENAPI");
                return None;
            };
            Some(Self::new(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()))
        };
        SCHEMA.get_or_init(load).as_ref()
    }

    /// A description from its document.
    pub(crate) fn new(document: Value) -> Self {
        let mut bodies = HashMap::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            let path: Vec<_> = path
                .split('/')
                .map(|part| if part.starts_with('{') { "{}" } else { part })
                .collect();
            for (method, operation) in operations.as_object().unwrap() {
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                if !schema.is_null() {
                    bodies.insert(
                        format!("{} {}", method.to_uppercase(), path.join("/")),
                        schema.clone(),
                    );
                }
            }
        }
        Self { document, bodies, validators: Mutex::default() }
    }

    /// What is wrong with a body; none where the description knows no body for this route.
    pub(crate) fn check(&self, route: &str, body: &Value) -> Option<Vec<String>> {
        let validator = self.validator(route)?;
        let body = as_described(body.clone());
        let wrong = validator
            .iter_errors(&body)
            .map(|error| format!("{route}: {} at {}", error, error.instance_path()));
        Some(wrong.collect())
    }

    fn validator(&self, route: &str) -> Option<Arc<Validator>> {
        if let Some(validator) = self.validators.lock().unwrap().get(route) {
            return Some(validator.clone());
        }
        let schema = self.with_parts(self.bodies.get(route)?);
        let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&schema);
        let validator = Arc::new(validator.unwrap_or_else(|error| panic!("{route}: {error}")));
        self.validators.lock().unwrap().insert(route.to_owned(), validator.clone());
        Some(validator)
    }

    /// A schema together with the named ones that it rests on, so that it can be compiled alone.
    fn with_parts(&self, schema: &Value) -> Value {
        let mut names = BTreeSet::new();
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            match schema {
                Value::Object(fields) => {
                    let name =
                        fields.get("$ref").and_then(|name| name.as_str()?.rsplit('/').next());
                    if let Some(name) = name.filter(|name| names.insert((*name).to_owned())) {
                        waiting.push(&self.document["components"]["schemas"][name]);
                    }
                    waiting.extend(fields.values());
                }
                Value::Array(list) => waiting.extend(list),
                _ => {}
            }
        }
        let parts = names.into_iter().map(|name| {
            let part = self.document["components"]["schemas"][&name].clone();
            (name, part)
        });
        let mut whole = schema.clone();
        whole["components"] = json!({ "schemas": parts.collect::<Map<_, _>>() });
        whole
    }
}

/// Two things stand otherwise in Discord's documentation and in what clients send and Discord
/// takes: default permissions are texts, and the ids of new files are their numbers.
fn as_described(mut body: Value) -> Value {
    let commands = match &mut body {
        Value::Array(list) => list.iter_mut().collect(),
        one => vec![one],
    };
    for command in commands {
        let bits = command
            .get("default_member_permissions")
            .and_then(|bits| bits.as_str()?.parse::<u64>().ok());
        if let Some(bits) = bits {
            command["default_member_permissions"] = json!(bits);
        }
    }
    for place in ["/attachments", "/data/attachments"] {
        for file in body.pointer_mut(place).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(number) = file["id"].as_u64() {
                file["id"] = json!(number.to_string());
            }
        }
    }
    body
}

/// Counts a checked body for the whole process.
pub(crate) fn count(violated: bool) {
    CHECKED.fetch_add(1, Ordering::Relaxed);
    VIOLATED.fetch_add(u64::from(violated), Ordering::Relaxed);
}

/// How many bodies of the whole process were checked so far, and how many were wrong, in a line
/// that is printed too.
pub(crate) fn report() -> (u64, u64) {
    let (checked, violated) = (CHECKED.load(Ordering::Relaxed), VIOLATED.load(Ordering::Relaxed));
    println!("{checked} bodies checked, {violated} violations");
    (checked, violated)
}

/// Appends one fake's counts to the file that `DISCORD_OPENAPI_LOG` names, so that a whole run can
/// be summed up.
pub(crate) fn log(checked: u64, violated: u64) {
    let Some(path) = std::env::var_os("DISCORD_OPENAPI_LOG") else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    file.write_all(format!("{checked} {violated}\n").as_bytes()).unwrap();
}
