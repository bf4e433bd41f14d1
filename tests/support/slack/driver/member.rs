//! A person, and all that a person can do.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::super::blocks::{self, sight, state};
use super::super::people::Kind;
use super::super::world::World;
use super::super::{BOT_USER, Hub};
use super::answered::Answered;
use super::channel::Channel;
use super::seen::{Place, Seen, Shown, options};
use super::view::{Modal, View};

/// For how long somebody looks at a home that does not change.
const LOOK: Duration = Duration::from_secs(5);

/// Somebody.
#[derive(Clone)]
pub(crate) struct Member {
    pub(super) hub: Hub,
    pub(super) id: String,
}

impl Member {
    /// Their user's id.
    pub(crate) fn id(&self) -> String {
        self.id.clone()
    }

    /// Sends a slash command such as `/quiz` with a text, and waits for the answer.
    pub(crate) async fn slash(&self, channel: &Channel, command: &str, text: &str) -> Answered {
        self.app_is_there().await;
        let act = self.hub.change(|world| {
            let text = world.typed_command(text);
            world.command(&self.id, &channel.id, command, &text)
        });
        Answered::wait(&self.hub, act).await
    }

    /// Sends a command such as `daily set` with its options, written after `/studyhall`.
    pub(crate) async fn command(
        &self,
        channel: &Channel,
        command: &str,
        options: &[(&str, &str)],
    ) -> Answered {
        let mut text = command.to_owned();
        for (name, value) in options {
            let quoted = value.contains(' ') || value.is_empty();
            let value = if quoted { format!("\"{value}\"") } else { (*value).to_owned() };
            text = format!("{text} {name}:{value}");
        }
        self.slash(channel, "/studyhall", &text).await
    }

    async fn app_is_there(&self) {
        let there = |world: &World| (world.socket.count() > 0).then_some(());
        self.hub.until("a connection of the app", there).await;
    }

    /// Clicks a button, or chooses in a menu, by what is written there.
    pub(crate) async fn click(&self, shown: &impl Shown, label: &str) -> Answered {
        let action = pressed(shown, label).or_else(|| chosen(shown, label));
        let action = action.unwrap_or_else(|| {
            panic!("{label:?} is not among {:?} and {:?}", shown.buttons(), shown.choices())
        });
        self.act(shown, action).await
    }

    /// Chooses in a menu.
    pub(crate) async fn choose(&self, shown: &impl Shown, label: &str) -> Answered {
        let action = chosen(shown, label);
        let action =
            action.unwrap_or_else(|| panic!("{label:?} is not among {:?}", shown.choices()));
        self.act(shown, action).await
    }

    /// Picks a time, date or person, types a text, or chooses, where the element has this action.
    pub(crate) async fn pick(&self, shown: &impl Shown, action: &str, value: &str) -> Answered {
        let found = parts(shown).find(|(_, element)| element["action_id"] == action);
        let (block, element) = found.unwrap_or_else(|| panic!("no element {action:?}"));
        let kind = element["type"].as_str().unwrap_or_default();
        let key = state::key(kind).unwrap_or_else(|| panic!("{kind} has no value to pick"));
        let value = if kind == "external_select" {
            json!({ "text": { "type": "plain_text", "text": value }, "value": value })
        } else if key == "selected_option" {
            let all = options(element);
            let option = all.into_iter().find(|option| sight::words(&option["text"]) == value);
            option.unwrap_or_else(|| panic!("{value:?} is no option")).clone()
        } else {
            json!(value)
        };
        let mut action = event(block, element);
        action[key] = value;
        self.act(shown, action).await
    }

    async fn act(&self, shown: &impl Shown, mut action: Value) -> Answered {
        self.app_is_there().await;
        let act = self.hub.change(|world| {
            action["action_ts"] = json!(world.next_ts());
            match shown.place() {
                Place::Message(channel, ts) => {
                    let state = filled_in(shown, &action);
                    world.click(&self.id, (channel, ts), &action, &state)
                }
                Place::View(view) => {
                    let known = world.views.get_mut(view).unwrap();
                    fill_in(&mut known.state, &action);
                    world.click_in_view(&self.id, view, &action)
                }
            }
        });
        Answered::wait(&self.hub, act).await
    }

    /// Fills in a form's fields in order and sends it: texts as typed, choices by their labels,
    /// times as HH:MM, dates as YYYY-MM-DD, "yes" or "no" for a box, files by their ids. Fields
    /// without a value stay as they are. What Slack's client refuses is not sent.
    pub(crate) async fn submit(&self, modal: &Modal, values: &[&str]) -> Answered {
        self.app_is_there().await;
        let act = self.hub.change(|world| {
            let errors = world.fill(modal, values);
            if errors.is_empty() {
                return world.submit(&self.id, &modal.id);
            }
            let act = world.new_act(&self.id, None);
            let refused = world.acts.get_mut(&act).unwrap();
            (refused.acked, refused.errors) = (true, errors);
            act
        });
        Answered::wait(&self.hub, act).await
    }

    /// Sends a file to Slack, to be put into a form; returns its id.
    pub(crate) fn upload(&self, name: &str, bytes: &[u8]) -> String {
        self.hub.change(|world| world.persons_file(&self.id, name, bytes))
    }

    /// Closes a form without sending it.
    pub(crate) fn close(&self, modal: &Modal) {
        self.hub.change(|world| world.cancel(&self.id, &modal.id));
    }

    /// Uses a shortcut that is everywhere, by the app's word for it.
    pub(crate) async fn shortcut(&self, callback: &str) -> Answered {
        self.app_is_there().await;
        let act = self.hub.change(|world| world.shortcut(&self.id, callback));
        Answered::wait(&self.hub, act).await
    }

    /// Writes a message; returns its `ts`.
    pub(crate) fn says(&self, channel: &Channel, text: &str) -> String {
        self.hub.change(|world| {
            let text = world.typed_message(text);
            world.say(&self.id, &channel.id, &text, None)
        })
    }

    /// Replies to a message, in its thread.
    pub(crate) fn replies(&self, parent: &Seen, text: &str) -> String {
        let thread = parent.thread_ts.as_ref().unwrap_or(&parent.ts);
        self.hub.change(|world| {
            let text = world.typed_message(text);
            world.say(&self.id, &parent.channel, &text, Some(thread))
        })
    }

    /// Writes a message that names the app first.
    pub(crate) fn mentions(&self, channel: &Channel, text: &str) -> String {
        self.says(channel, &format!("<@{BOT_USER}> {text}"))
    }

    /// Replies in a thread, naming the app first.
    pub(crate) fn replies_mentioning(&self, parent: &Seen, text: &str) -> String {
        self.replies(parent, &format!("<@{BOT_USER}> {text}"))
    }

    /// The direct message with the app, opened where there is none.
    pub(crate) fn direct(&self) -> Channel {
        let id = self.hub.change(|world| world.direct(&self.id));
        Channel { hub: self.hub.clone(), id }
    }

    /// A direct message with others, without the app.
    pub(crate) fn group_direct(&self, others: &[&Member]) -> Channel {
        let id = self.hub.change(|world| {
            let team = world.team_of(&self.id).to_owned();
            let id = world.new_channel(&team, "mpdm-few-1", Kind::Mpim);
            let members = others.iter().map(|one| one.id.clone()).chain([self.id.clone()]);
            world.channels.get_mut(&id).unwrap().members = members.collect();
            id
        });
        Channel { hub: self.hub.clone(), id }
    }

    /// Opens the app's home, and waits for it to be published; none if it is not.
    pub(crate) async fn opens_home(&self) -> Option<View> {
        self.app_is_there().await;
        let before = self.home().map(|home| home.hash);
        self.hub.change(|world| world.open_home(&self.id, "home"));
        let changed = async {
            let new = |world: &World| {
                let home = world.home_of(&self.id)?;
                (Some(&home.hash) != before.as_ref()).then_some(())
            };
            self.hub.until("a home", new).await;
        };
        let changed = tokio::time::timeout(LOOK, changed).await;
        changed.ok().and_then(|()| self.home())
    }

    /// Opens the direct message from the app's place; the app is told, and nothing is waited for.
    pub(crate) fn opens_messages(&self) {
        self.hub.change(|world| world.open_home(&self.id, "messages"));
    }

    /// The home that was published last.
    pub(crate) fn home(&self) -> Option<View> {
        let world = self.hub.world();
        world.home_of(&self.id).map(|home| View::of(&self.hub, home))
    }

    /// Moves to another time zone, by its IANA name.
    pub(crate) fn set_zone(&self, zone: &str) {
        self.change_account(|user| zone.clone_into(&mut user.zone));
    }

    /// Takes another name, real and displayed.
    pub(crate) fn set_name(&self, name: &str) {
        self.change_account(|user| {
            name.clone_into(&mut user.real_name);
            name.clone_into(&mut user.display_name);
        });
    }

    /// Has the client in another language, such as `de-DE`.
    pub(crate) fn set_locale(&self, locale: &str) {
        self.change_account(|user| locale.clone_into(&mut user.locale));
    }

    /// Leaves the workspace: the account is closed.
    pub(crate) fn deactivate(&self) {
        self.change_account(|user| user.deleted = true);
    }

    fn change_account(&self, change: impl FnOnce(&mut super::super::people::User)) {
        self.hub.change(|world| {
            change(world.users.get_mut(&self.id).unwrap());
            world.tell_user(&self.id);
        });
    }
}

/// Elements with the blocks in which they stand.
fn parts(shown: &impl Shown) -> impl Iterator<Item = (&Value, &Value)> {
    let blocks = shown.blocks().iter();
    blocks.flat_map(|block| blocks::elements(block).map(move |element| (block, element)))
}

/// What every action says of its element.
fn event(block: &Value, element: &Value) -> Value {
    let mut action = json!({
        "type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
    });
    for name in ["placeholder", "value", "style", "text"] {
        if let Some(value) = element.get(name) {
            action[name] = value.clone();
        }
    }
    action
}

fn pressed(shown: &impl Shown, label: &str) -> Option<Value> {
    let mut buttons = parts(shown).filter(|(_, element)| element["type"] == "button");
    let (block, button) = buttons.find(|(_, button)| sight::words(&button["text"]) == label)?;
    Some(event(block, button))
}

fn chosen(shown: &impl Shown, label: &str) -> Option<Value> {
    parts(shown).find_map(|(block, element)| {
        let all = options(element);
        let option = all.into_iter().find(|one| sight::words(&one["text"]) == label)?;
        let mut action = event(block, element);
        let many = state::key(element["type"].as_str()?) == Some("selected_options");
        if many {
            action["selected_options"] = json!([option]);
        } else {
            action["selected_option"] = option.clone();
        }
        Some(action)
    })
}

/// What a message's menus have filled in when this action is done.
fn filled_in(shown: &impl Shown, action: &Value) -> Value {
    let mut state = Value::Object(Map::new());
    for (block, element) in parts(shown) {
        if let Some(begun) = state::initial(element) {
            let block = block["block_id"].as_str().unwrap_or_default();
            let id = element["action_id"].as_str().unwrap_or_default();
            state[block][id] = begun;
        }
    }
    fill_in(&mut state, action);
    state
}

fn fill_in(state: &mut Value, action: &Value) {
    let kind = action["type"].as_str().unwrap_or_default();
    if let Some(key) = state::key(kind) {
        let block = action["block_id"].as_str().unwrap_or_default();
        let id = action["action_id"].as_str().unwrap_or_default();
        state[block][id] = json!({ "type": kind, key: action[key] });
    }
}
