//! Anything that is rendered, against Slack's rules of blocks and views by somebody else, and
//! against those that they do not know.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use slackblocks::{HomeTabView, MessagePayload, ModalView};

use super::any;
use super::texts;
use crate::platform::shown::units;
use crate::platform::slack::render::{Body, bodies, body, home, modal, told};

/// Asserts that Slack takes a message of one body.
fn assert_message(body: &Body) {
    let files: Vec<Option<String>> =
        (0..body.pictures.len()).map(|number| Some(format!("F012345678{number}"))).collect();
    let whole = serde_json::to_value(body.clone().with_pictures(&files)).unwrap();
    let pictures = blocks(&whole).iter().filter(|block| block["type"] == "image").count();
    assert_eq!(pictures, body.pictures.len());
    for sent in [whole, serde_json::to_value(body.clone().with_pictures(&[])).unwrap()] {
        assert!(blocks(&sent).len() <= 45, "{} blocks", blocks(&sent).len());
        assert_text(sent["text"].as_str().unwrap());
        assert_said(&sent["blocks"]);
        let mut payload = sent;
        payload["channel"] = json!("C1");
        let taken = MessagePayload::try_from(payload.clone());
        assert!(taken.is_ok(), "{}\n{payload:#}", taken.unwrap_err());
    }
}

/// Asserts that a text beside the blocks says something, is short, and is escaped.
fn assert_text(text: &str) {
    assert!(!text.trim().is_empty() && units(text) <= 3_000, "{text}");
    assert!(!text.contains(['<', '>']), "{text}");
}

/// Asserts what all blocks together must keep.
fn assert_said(blocks: &Value) {
    let mut said = Vec::new();
    for key in ["text", "alt_text"] {
        texts(blocks, key, &mut said);
    }
    let length: usize = said.iter().map(|text| units(text)).sum();
    assert!(length <= 12_000, "{length} units");
    for block in blocks.as_array().unwrap() {
        assert_marked(block);
        let elements = block["elements"].as_array().map_or(&[][..], Vec::as_slice);
        let ids: Vec<&str> =
            elements.iter().filter_map(|element| element["action_id"].as_str()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{block:#}");
        if block["type"] == "actions" {
            assert_eq!(ids.len(), elements.len(), "{block:#}");
            assert!(elements.len() <= 5, "{block:#}");
        }
    }
    let mut values = Vec::new();
    texts(blocks, "value", &mut values);
    assert!(values.iter().all(|value| units(value) <= 2_000));
}

/// Asserts that a block's mrkdwn is escaped, links nothing by itself, and pings nobody.
fn assert_marked(block: &Value) {
    let elements = block["elements"].as_array().map_or(&[][..], Vec::as_slice);
    for text in [&block["text"]].into_iter().chain(elements) {
        if text["type"] != "mrkdwn" {
            continue;
        }
        assert_eq!(text["verbatim"], true, "{text}");
        let said = text["text"].as_str().unwrap();
        assert!(units(said) <= 3_000 && !said.trim().is_empty(), "{said}");
        for (at, _) in said.match_indices('<') {
            assert!(said[at..].starts_with("<!date^"), "{said}");
        }
        for (at, _) in said.match_indices('&') {
            let is_entity =
                ["&amp;", "&lt;", "&gt;"].iter().any(|known| said[at..].starts_with(known));
            assert!(is_entity, "{said}");
        }
    }
}

fn blocks(value: &Value) -> &[Value] {
    value["blocks"].as_array().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn slack_takes_any_message(message in any::message()) {
        let all = bodies(&message);
        prop_assert!(!all.is_empty());
        all.iter().for_each(assert_message);
        let one = body(&message);
        assert_message(&one);
        let files: usize = all.iter().map(|body| body.files.len()).sum();
        prop_assert_eq!(files, one.files.len());
        // Whatever can be pressed or chosen is under the last alone, and is not lost.
        let pressed = |body: &Body| {
            let mut ids = Vec::new();
            let sent = serde_json::to_value(body).unwrap();
            texts(&sent, "action_id", &mut ids);
            ids.len()
        };
        let (last, others) = all.split_last().unwrap();
        prop_assert!(others.iter().all(|body| pressed(body) == 0));
        prop_assert_eq!(pressed(last), pressed(&one));
        if all.len() == 1 {
            prop_assert_eq!(&all[0], &one);
        }
    }

    #[test]
    fn slack_takes_any_message_as_a_view(message in any::message(), title in "\\PC{0,40}") {
        let view = serde_json::to_value(home(&message)).unwrap();
        assert_said(&view["blocks"]);
        let taken = HomeTabView::try_from(view.clone());
        prop_assert!(taken.is_ok(), "{}\n{view:#}", taken.unwrap_err());
        let view = serde_json::to_value(told(&message, &title)).unwrap();
        prop_assert!(view.get("submit").is_none());
        let taken = ModalView::try_from(view.clone());
        prop_assert!(taken.is_ok(), "{}\n{view:#}", taken.unwrap_err());
    }

    #[test]
    fn slack_takes_any_form(form in any::form()) {
        let view = serde_json::to_value(modal(&form, "{}".to_owned())).unwrap();
        let names: Vec<&str> =
            blocks(&view).iter().filter_map(|block| block["block_id"].as_str()).collect();
        let fields: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
        prop_assert_eq!(names, fields);
        blocks(&view).iter().for_each(assert_marked);
        let taken = ModalView::try_from(view.clone());
        prop_assert!(taken.is_ok(), "{}\n{view:#}", taken.unwrap_err());
    }
}
