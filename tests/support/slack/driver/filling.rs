//! Filling in a form as a person does, and what Slack's own client refuses to send.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

use super::super::blocks::{sight, state};
use super::super::world::World;
use super::seen::options;
use super::view::{KEEP, Modal};

impl World {
    /// Types these values into a form's fields, in order; what the client says against it, by
    /// block.
    pub(super) fn fill(&mut self, modal: &Modal, values: &[&str]) -> BTreeMap<String, String> {
        let fields: Vec<Value> = modal.inputs().cloned().collect();
        assert!(values.len() <= fields.len(), "{} fields, {values:?}", fields.len());
        let mut errors = BTreeMap::new();
        for (place, block) in fields.iter().enumerate() {
            let (id, element) = (block["block_id"].as_str().unwrap_or_default(), &block["element"]);
            let action = element["action_id"].as_str().unwrap_or_default();
            if let Some(typed) = values.get(place).filter(|typed| **typed != KEEP) {
                match self.typed_into(element, typed) {
                    Ok(value) => {
                        let kind = element["type"].as_str().unwrap_or_default();
                        let key = state::key(kind).expect("a field that can be filled in");
                        let told = json!({ "type": kind, key: value });
                        let view = self.views.get_mut(&modal.id).unwrap();
                        view.state[id][action] = told;
                    }
                    Err(error) => drop(errors.insert(id.to_owned(), error)),
                }
            }
            let filled = state::is_filled(&self.views[&modal.id].state[id][action]);
            if !filled && block["optional"] != true && !errors.contains_key(id) {
                errors.insert(id.to_owned(), "Please complete this required field.".to_owned());
            }
        }
        errors
    }

    /// The value that a person's typing or choosing makes, or what the client says against it.
    fn typed_into(&self, element: &Value, typed: &str) -> Result<Value, String> {
        if typed.is_empty() && element["type"] != "checkboxes" {
            return Ok(if element["type"] == "file_input" { json!([]) } else { Value::Null });
        }
        match element["type"].as_str().unwrap_or_default() {
            "plain_text_input" => text(element, typed),
            "number_input" => number(element, typed),
            "static_select" | "radio_buttons" => Ok(option(element, typed)),
            "checkboxes" => Ok(ticks(element, typed)),
            "datepicker" => match NaiveDate::parse_from_str(typed, "%Y-%m-%d") {
                Ok(_) => Ok(json!(typed)),
                Err(_) => Err("Please choose a date.".to_owned()),
            },
            "timepicker" => match NaiveTime::parse_from_str(typed, "%H:%M") {
                Ok(_) => Ok(json!(typed)),
                Err(_) => Err("Please choose a time.".to_owned()),
            },
            "users_select" => {
                let named = self.users.values().find(|user| user.display_name == typed);
                Ok(json!(named.unwrap_or_else(|| panic!("nobody is called {typed:?}")).id))
            }
            "file_input" => self.files_for(element, typed),
            other => panic!("{other} is not filled in by typing"),
        }
    }

    fn files_for(&self, element: &Value, typed: &str) -> Result<Value, String> {
        let ids: Vec<&str> = typed.split(',').map(str::trim).collect();
        let most = element["max_files"].as_u64().unwrap_or(10);
        if ids.len() as u64 > most {
            return Err(format!("Please choose at most {most} files."));
        }
        let endings: Vec<&str> = element["filetypes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for id in &ids {
            let name = &self.files[*id].name;
            let ending = name.rsplit('.').next().unwrap_or_default();
            if !endings.is_empty() && !endings.contains(&ending) {
                return Err(format!(
                    "Please choose a file of these types: {}.",
                    endings.join(", ")
                ));
            }
        }
        Ok(json!(ids.iter().map(|id| self.file_json(id)).collect::<Vec<_>>()))
    }
}

fn text(element: &Value, typed: &str) -> Result<Value, String> {
    let length = typed.chars().count() as u64;
    let most = element["max_length"].as_u64().unwrap_or(3_000);
    if length > most {
        return Err(format!("Please enter at most {most} characters."));
    }
    let least = element["min_length"].as_u64().unwrap_or_default();
    if length < least {
        return Err(format!("Please enter at least {least} characters."));
    }
    // A field of one line takes none of the breaks that are pasted.
    let lines = element["multiline"] == true;
    Ok(json!(if lines { typed.to_owned() } else { typed.replace('\n', " ") }))
}

fn number(element: &Value, typed: &str) -> Result<Value, String> {
    let decimals = element["is_decimal_allowed"] == true;
    let Some(number) = typed.parse::<f64>().ok().filter(|_| decimals || !typed.contains('.'))
    else {
        return Err("Please enter a valid number.".to_owned());
    };
    let bound = |name: &str| element[name].as_str().and_then(|bound| bound.parse::<f64>().ok());
    if bound("min_value").is_some_and(|least| number < least) {
        return Err(format!("Please enter at least {}.", element["min_value"]));
    }
    if bound("max_value").is_some_and(|most| number > most) {
        return Err(format!("Please enter at most {}.", element["max_value"]));
    }
    Ok(json!(typed))
}

fn option(element: &Value, typed: &str) -> Value {
    let all = options(element);
    let found = all.iter().find(|one| sight::words(&one["text"]) == typed || one["value"] == typed);
    let found = found.unwrap_or_else(|| {
        let labels: Vec<String> = all.iter().map(|one| sight::words(&one["text"])).collect();
        panic!("{typed:?} is not among {labels:?}")
    });
    (*found).clone()
}

/// "yes" ticks the only box, "no" and "" none; labels between commas tick theirs.
fn ticks(element: &Value, typed: &str) -> Value {
    match typed {
        "" | "no" => json!([]),
        "yes" => json!([options(element)[0]]),
        labels => json!(labels.split(", ").map(|label| option(element, label)).collect::<Vec<_>>()),
    }
}
