//! Views: forms in a stack of up to three, and everybody's home.

use serde_json::{Map, Value, json};

use super::super::act::Outcome;
use super::super::blocks::{self, Surface};
use super::super::refused::Refusal;
use super::super::world::World;
use super::Answer;
use super::args::Args;

/// How many forms may lie on each other: methods/views.push.
const STACK: usize = 3;

/// A form that is open or was, or somebody's home.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) id: String,
    pub(crate) user: String,
    /// What the app said of it, its blocks with ids.
    pub(crate) json: Value,
    pub(crate) hash: String,
    pub(crate) root: String,
    pub(crate) previous: Option<String>,
    /// What is filled in, by block and action.
    pub(crate) state: Value,
    pub(crate) open: bool,
}

impl View {
    /// Its blocks.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &Value> {
        self.json["blocks"].as_array().into_iter().flatten()
    }

    /// Whether it is somebody's home.
    pub(crate) fn is_home(&self) -> bool {
        self.json["type"] == "home"
    }
}

impl World {
    /// Reads and checks a view of a type.
    pub(crate) fn checked_view(
        &mut self,
        view: &Value,
        kind: &str,
        user: &str,
    ) -> Result<Value, Refusal> {
        let surface = if kind == "home" { Surface::Home } else { Surface::Modal };
        let wrong = blocks::view_wrong(view, kind);
        if !wrong.is_empty() {
            return Err(Refusal::mistake("invalid_arguments", &wrong));
        }
        if let Some(external) = view["external_id"].as_str().filter(|id| !id.is_empty()) {
            let team = self.team_of(user);
            let twin = self.views.values().any(|one| {
                one.open && one.json["external_id"] == external && self.team_of(&one.user) == team
            });
            if twin {
                return Err(Refusal::mistake("duplicate_external_id", &[]));
            }
        }
        let mut json = view.clone();
        json["blocks"] = json!(self.checked_blocks(&view["blocks"], surface)?);
        Ok(json)
    }

    fn new_view(&mut self, user: &str, json: Value, below: Option<&str>) -> String {
        let id = self.next_id("V");
        let root = below.map_or_else(|| id.clone(), |below| self.views[below].root.clone());
        let hash = self.next_hash();
        let view = View {
            id: id.clone(),
            user: user.to_owned(),
            state: initial_state(&json, &Value::Null),
            json,
            hash,
            root,
            previous: below.map(ToOwned::to_owned),
            open: true,
        };
        self.views.insert(id.clone(), view);
        id
    }

    fn next_hash(&mut self) -> String {
        format!("{}.{:08x}", self.now() / 1_000, self.next_number())
    }

    /// Lets a view say something else; what was filled in stays where block and action do.
    pub(crate) fn replace_view(&mut self, id: &str, json: Value) {
        let hash = self.next_hash();
        let view = self.views.get_mut(id).unwrap();
        view.state = initial_state(&json, &view.state);
        (view.json, view.hash) = (json, hash);
    }

    /// Lays a form upon another one.
    pub(crate) fn push_view(&mut self, below: &str, json: Value) -> Result<String, &'static str> {
        let root = &self.views[below].root;
        let depth = self.views.values().filter(|one| one.open && one.root == *root).count();
        if depth >= STACK {
            return Err("push_limit_reached");
        }
        let user = self.views[below].user.clone();
        Ok(self.new_view(&user, json, Some(below)))
    }

    /// Closes a form; what lies under it is seen again.
    pub(crate) fn close_view(&mut self, id: &str) {
        self.views.get_mut(id).unwrap().open = false;
    }

    /// Closes a form and all that lie with it.
    pub(crate) fn clear_views(&mut self, id: &str) {
        let root = self.views[id].root.clone();
        for view in self.views.values_mut().filter(|view| view.root == root) {
            view.open = false;
        }
    }

    /// Somebody's home, where the app has published one.
    pub(crate) fn home_of(&self, user: &str) -> Option<&View> {
        self.views.values().find(|view| view.is_home() && view.user == user)
    }
}

/// What a view has filled in when it is shown: what was there before, else what its elements
/// begin with.
fn initial_state(view: &Value, before: &Value) -> Value {
    let mut state = Map::new();
    for block in view["blocks"].as_array().into_iter().flatten() {
        let id = block["block_id"].as_str().unwrap_or_default();
        for element in blocks::elements(block) {
            let Some(begun) = blocks::state::initial(element) else { continue };
            let action = element["action_id"].as_str().unwrap_or_default();
            let kept = before[id].get(action).filter(|kept| kept["type"] == begun["type"]);
            let values = state.entry(id.to_owned()).or_insert_with(|| json!({}));
            values[action] = kept.cloned().unwrap_or(begun);
        }
    }
    Value::Object(state)
}

fn answer(world: &World, id: &str) -> Value {
    json!({ "view": world.view_json(&world.views[id]) })
}

/// `views.open`.
pub(super) fn open(world: &mut World, args: &Args) -> Answer {
    let trigger = world.exchange(args.need("trigger_id")?).map_err(Refusal::new)?;
    let (user, act) = (trigger.user.clone(), trigger.act);
    let json = world.checked_view(args.json("view").unwrap_or(&Value::Null), "modal", &user)?;
    // A person sees one stack of forms: a new one takes the place of the old.
    for view in world.views.values_mut().filter(|view| view.user == user && !view.is_home()) {
        view.open = false;
    }
    let id = world.new_view(&user, json, None);
    world.see(act, Outcome::View(id.clone()));
    Ok(answer(world, &id))
}

/// `views.push`.
pub(super) fn push(world: &mut World, args: &Args) -> Answer {
    let trigger = world.exchange(args.need("trigger_id")?).map_err(Refusal::new)?;
    let (user, act, below) = (trigger.user.clone(), trigger.act, trigger.view.clone());
    let below = below.filter(|below| world.views[below].open && !world.views[below].is_home());
    let Some(below) = below else { return Err(Refusal::new("not_found")) };
    let json = world.checked_view(args.json("view").unwrap_or(&Value::Null), "modal", &user)?;
    let id = world.push_view(&below, json).map_err(Refusal::new)?;
    world.see(act, Outcome::View(id.clone()));
    Ok(answer(world, &id))
}

/// `views.update`.
pub(super) fn update(world: &mut World, args: &Args) -> Answer {
    let found = match (args.text("view_id"), args.text("external_id")) {
        (Some(id), _) => world.views.get(id),
        (None, Some(external)) => {
            world.views.values().find(|view| view.open && view.json["external_id"] == external)
        }
        (None, None) => return Err(Refusal::mistake("invalid_arguments", &[])),
    };
    let Some(view) = found.filter(|view| view.open) else { return Err(Refusal::new("not_found")) };
    if args.text("hash").is_some_and(|hash| hash != view.hash) {
        return Err(Refusal::new("hash_conflict"));
    }
    let (id, user) = (view.id.clone(), view.user.clone());
    let kind = view.json["type"].as_str().unwrap_or_default().to_owned();
    let mut wanted = args.json("view").cloned().unwrap_or_default();
    if let Some(fields) = wanted.as_object_mut() {
        // The same external id may stay.
        if fields.get("external_id") == world.views[&id].json.get("external_id") {
            fields.remove("external_id");
        }
    }
    let mut json = world.checked_view(&wanted, &kind, &user)?;
    if let Some(external) = args.json("view").and_then(|view| view.get("external_id")) {
        json["external_id"] = external.clone();
    }
    world.replace_view(&id, json);
    let outcome = if kind == "home" { Outcome::Home } else { Outcome::View(id.clone()) };
    world.view_seen(&user, &outcome);
    Ok(answer(world, &id))
}

/// `views.publish`.
pub(super) fn publish(world: &mut World, args: &Args) -> Answer {
    let user = args.need("user_id")?.to_owned();
    if !world.knows(&user) {
        return Err(Refusal::new("user_not_found"));
    }
    let old = world.home_of(&user).map(|home| (home.id.clone(), home.hash.clone()));
    let hash = args.text("hash");
    if let (Some((_, old)), Some(hash)) = (&old, hash)
        && old != hash
    {
        return Err(Refusal::new("hash_conflict"));
    }
    let json = world.checked_view(args.json("view").unwrap_or(&Value::Null), "home", &user)?;
    let id = match old {
        Some((id, _)) => {
            world.replace_view(&id, json);
            id
        }
        None => world.new_view(&user, json, None),
    };
    world.view_seen(&user, &Outcome::Home);
    Ok(answer(world, &id))
}
