//! Forms and homes, as they were when somebody looked.

use serde_json::Value;

use super::super::blocks::sight;
use super::super::{Hub, web};
use super::seen::{Place, Shown};

/// Given for a field of a form: it stays as it is.
pub(crate) const KEEP: &str = "(as it is)";

/// A form or somebody's home.
#[derive(Clone)]
pub(crate) struct View {
    pub(super) hub: Hub,
    pub(crate) id: String,
    /// What the app said of it.
    pub(crate) json: Value,
    /// What is filled in, by block and action.
    pub(crate) state: Value,
    pub(crate) hash: String,
}

/// A view that lies upon everything.
pub(crate) type Modal = View;

impl View {
    pub(super) fn of(hub: &Hub, view: &web::views::View) -> Self {
        Self {
            hub: hub.clone(),
            id: view.id.clone(),
            json: view.json.clone(),
            state: view.state.clone(),
            hash: view.hash.clone(),
        }
    }

    /// The form as it is now.
    pub(crate) fn now(&self) -> Self {
        let world = self.hub.world();
        Self::of(&self.hub, &world.views[&self.id])
    }

    /// Whether it is still there.
    pub(crate) fn is_open(&self) -> bool {
        self.hub.world().views[&self.id].open
    }

    /// What stands at its top.
    pub(crate) fn title(&self) -> String {
        sight::words(&self.json["title"])
    }

    /// All that is to be read below the title, labels and hints of fields among it.
    pub(crate) fn text(&self) -> String {
        sight::visible(self.blocks())
    }

    /// What stands on the button that sends it in.
    pub(crate) fn submit_label(&self) -> Option<String> {
        Some(sight::words(&self.json["submit"])).filter(|label| !label.is_empty())
    }

    /// The app's word for its kind.
    pub(crate) fn callback_id(&self) -> String {
        self.json["callback_id"].as_str().unwrap_or_default().to_owned()
    }

    /// What the app keeps in it.
    pub(crate) fn private_metadata(&self) -> String {
        self.json["private_metadata"].as_str().unwrap_or_default().to_owned()
    }

    /// The labels of its fields.
    pub(crate) fn labels(&self) -> Vec<String> {
        self.inputs().map(|block| sight::words(&block["label"])).collect()
    }

    /// What is filled in into its fields, in order: texts, labels of choices, nothing as "".
    pub(crate) fn values(&self) -> Vec<String> {
        self.inputs().map(|block| told(&self.state_of(block))).collect()
    }

    /// Its fields.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Value> {
        self.blocks().iter().filter(|block| block["type"] == "input")
    }

    fn state_of(&self, block: &Value) -> Value {
        let (block_id, element) = (&block["block_id"], &block["element"]);
        let action = element["action_id"].as_str().unwrap_or_default();
        self.state[block_id.as_str().unwrap_or_default()][action].clone()
    }
}

fn told(state: &Value) -> String {
    let fields = state.as_object().into_iter().flatten();
    let value = fields.filter(|(name, _)| *name != "type").map(|(_, value)| value).next();
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(option @ Value::Object(_)) => sight::words(&option["text"]),
        Some(Value::Array(list)) => {
            let names = list.iter().map(|one| match one.get("name") {
                Some(name) => name.as_str().unwrap_or_default().to_owned(),
                None => sight::words(&one["text"]),
            });
            names.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

impl Shown for View {
    fn blocks(&self) -> &[Value] {
        self.json["blocks"].as_array().map_or(&[], Vec::as_slice)
    }

    fn place(&self) -> Place<'_> {
        Place::View(&self.id)
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("View").field("json", &self.json).finish_non_exhaustive()
    }
}
