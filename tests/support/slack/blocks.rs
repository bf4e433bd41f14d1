//! Block Kit: what may stand where, checked by hand and by somebody else's rules.

mod known;
pub(crate) mod sight;
pub(crate) mod state;
pub(crate) mod words;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use slackblocks::{HomeTabView, MessagePayload, ModalView};

use super::refused::Refusal;
use super::web::files::Unusable;
use super::world::World;

/// Where blocks stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Surface {
    Message,
    Modal,
    Home,
}

/// The most characters of all blocks of a message together. Slack has refused messages of 13,200
/// (slackapi/bolt-js #2509).
const CHARACTERS: usize = 12_000;

/// The largest view: methods/views.open.
const VIEW_BYTES: usize = 250_000;

impl World {
    /// Checks blocks, and returns them with ids where they have none.
    pub(crate) fn checked_blocks(
        &mut self,
        list: &Value,
        surface: Surface,
    ) -> Result<Vec<Value>, Refusal> {
        let Some(blocks) = list.as_array() else {
            return Err(Refusal::mistake("invalid_blocks_format", &["no list".to_owned()]));
        };
        let mut wrong = vec![];
        for (place, block) in blocks.iter().enumerate() {
            known::check(block, &format!("/blocks/{place}"), &mut wrong);
        }
        limits(blocks, surface, &mut wrong);
        if surface == Surface::Message {
            let message = json!({ "channel": "C1", "text": "x", "blocks": blocks });
            if let Err(error) = MessagePayload::try_from(message) {
                wrong.push(error.to_string());
            }
        }
        let mut not_yet = vec![];
        for picture in pictures(blocks) {
            match self.usable(picture) {
                Ok(()) => {}
                Err(Unusable::Wrong(why)) => wrong.push(format!("{picture}: {why}")),
                Err(Unusable::NotYet) => {
                    not_yet.push(format!("[ERROR] invalid slack file {picture}"));
                }
            }
        }
        if !wrong.is_empty() {
            return Err(Refusal::mistake("invalid_blocks", &wrong));
        }
        if !not_yet.is_empty() {
            let refusal = Refusal::mistake("invalid_blocks", &not_yet);
            return Err(Refusal { mistake: false, ..refusal });
        }
        for text in sight::markup(blocks) {
            for wrong in words::wrong(&text) {
                self.violation(format!("in a block's text: {wrong}"));
            }
        }
        Ok(self.with_ids(blocks))
    }

    fn with_ids(&mut self, blocks: &[Value]) -> Vec<Value> {
        let mut blocks = blocks.to_vec();
        for block in &mut blocks {
            let id = block["block_id"].as_str().unwrap_or_default();
            if id.is_empty() {
                block["block_id"] = json!(format!("b{:x}", self.next_number()));
            }
        }
        blocks
    }
}

/// What is wrong with a view beside its blocks: surfaces/modals, reference/views.
pub(crate) fn view_wrong(view: &Value, kind: &str) -> Vec<String> {
    let mut wrong = vec![];
    if view["type"] != kind {
        wrong.push(format!("a view of type {} instead of {kind}", view["type"]));
    }
    known::check_view(view, kind, &mut wrong);
    if view.to_string().len() > VIEW_BYTES {
        wrong.push("view_too_large".to_owned());
    }
    let oracle = if kind == "home" {
        HomeTabView::try_from(view.clone()).map(drop)
    } else {
        ModalView::try_from(view.clone()).map(drop)
    };
    if let Err(error) = oracle {
        wrong.push(error.to_string());
    }
    wrong
}

/// The elements of a block with which people can do something.
pub(crate) fn elements(block: &Value) -> impl Iterator<Item = &Value> {
    let list = if block["type"] == "actions" { block["elements"].as_array() } else { None };
    let one = [block.get("accessory"), block.get("element")].into_iter().flatten();
    list.into_iter().flatten().chain(one).filter(|element| element["type"] != "image")
}

fn pictures(blocks: &[Value]) -> impl Iterator<Item = &Value> {
    blocks
        .iter()
        .flat_map(|block| {
            let nested = block["elements"].as_array().into_iter().flatten();
            nested.chain(block.get("accessory")).chain([block])
        })
        .filter_map(|part| part.get("slack_file"))
}

fn limits(blocks: &[Value], surface: Surface, wrong: &mut Vec<String>) {
    let most = if surface == Surface::Message { 50 } else { 100 };
    if blocks.is_empty() && surface == Surface::Message {
        wrong.push("no blocks".to_owned());
    }
    if blocks.len() > most {
        wrong.push(format!("{} blocks, at most {most}", blocks.len()));
    }
    let mut ids = BTreeSet::new();
    let mut characters = 0;
    for (place, block) in blocks.iter().enumerate() {
        if let Some(id) = block["block_id"].as_str()
            && !ids.insert(id)
        {
            wrong.push(format!("/blocks/{place}: block_id {id} a second time"));
        }
        if surface == Surface::Message && block["type"] == "input" {
            wrong.push(format!("/blocks/{place}: an input in a message"));
        }
        let mut actions = BTreeSet::new();
        for element in elements(block) {
            let Some(id) = element["action_id"].as_str() else { continue };
            if !actions.insert(id) {
                wrong.push(format!("/blocks/{place}: action_id {id} a second time"));
            }
        }
        characters += sight::characters(block);
    }
    if surface == Surface::Message && characters > CHARACTERS {
        wrong.push(format!("msg_blocks_too_long: {characters} characters of text"));
    }
}
