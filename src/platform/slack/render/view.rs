//! Views: forms, messages in a window of their own, and a member's own page.

use std::collections::BTreeMap;

use slack_morphism::blocks::{SlackBlock, SlackHomeView, SlackModalView, SlackView};

use super::fields;
use super::mrkdwn;
use super::parts::{Part, Shown, plain, quoted};
use super::{VIEW, within};
use crate::app::command::marked;
use crate::app::reply::{Form, Message, Text};
use crate::platform::shown::{clipped, units};

/// The longest title of a window, and the longest label of its buttons, that Slack takes, in
/// characters.
const LONGEST_TITLE: usize = 24;

/// The longest sentence under a field, in UTF-16 units: more would hide the field.
const LONGEST_ERROR: usize = 500;

/// What Slack sends back as the kind of a form's window.
const FORM: &str = "form";

/// A form in a window: what is asked is over the fields, set apart, and what is wrong with a field
/// is over that field. What sending it does goes into `private_metadata`, at most 3,000 characters.
pub(in crate::platform::slack) fn modal(form: &Form, private_metadata: String) -> SlackView {
    let title = mrkdwn::command(&form.title);
    let mut above = Vec::new();
    if units(&title) > LONGEST_TITLE {
        above.extend(sections(&Text::default().strong(&title)));
    }
    above.extend(blocks(quoted(&Text::from(form.intro.as_str()))));
    if let Some(error) = &form.error {
        above.extend(sections(&Text::from("⚠️ ").text(marked(error))));
    }
    above.extend(form.fields.iter().flat_map(fields::field));
    let view = SlackModalView::new(plain(&title, LONGEST_TITLE), above)
        .with_submit(plain(&form.submit, LONGEST_TITLE))
        .with_close(plain("Cancel", LONGEST_TITLE))
        .with_callback_id(FORM.into())
        .with_private_metadata(private_metadata);
    SlackView::Modal(view)
}

/// What is wrong with the fields of the window that was sent, by the names of the fields, so that
/// what was typed stays where it is. None where the window must become another: if the form does
/// something else (`action` is what the window's does), has other fields (`names` are the
/// window's, in order), or if what is wrong is about no field.
pub(in crate::platform::slack) fn errors(
    form: &Form,
    action: &str,
    names: &[&str],
) -> Option<BTreeMap<String, String>> {
    let is_same = form.action.to_string() == action
        && form.fields.iter().map(|field| field.name.as_str()).eq(names.iter().copied());
    if !is_same || form.error.is_some() {
        return None;
    }
    let errors: BTreeMap<String, String> = form
        .fields
        .iter()
        .filter_map(|field| {
            let error = field.error.as_ref()?;
            Some((field.name.clone(), clipped(&mrkdwn::sentence(error), LONGEST_ERROR)))
        })
        .collect();
    (!errors.is_empty()).then_some(errors)
}

/// A message as a member's own page; its pictures in words.
pub(in crate::platform::slack) fn home(message: &Message) -> SlackView {
    SlackView::Home(SlackHomeView::new(within(VIEW, message).with_pictures(&[]).blocks))
}

/// A message in a window that asks for nothing, with its buttons; its pictures in words.
pub(in crate::platform::slack) fn told(message: &Message, title: &str) -> SlackView {
    let blocks = within(VIEW, message).with_pictures(&[]).blocks;
    let view = SlackModalView::new(plain(title, LONGEST_TITLE), blocks)
        .with_close(plain("Done", LONGEST_TITLE));
    SlackView::Modal(view)
}

fn sections(text: &Text) -> Vec<SlackBlock> {
    blocks(mrkdwn::pages(text).into_iter().map(Part::section).collect())
}

fn blocks(parts: Vec<Part>) -> Vec<SlackBlock> {
    let blocks = parts.into_iter().filter_map(|part| match part.shown {
        Shown::Block(block) => Some(*block),
        Shown::Picture(_) => None,
    });
    blocks.collect()
}
