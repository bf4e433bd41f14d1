//! What a person sees after what they did.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::Hub;
use super::super::act::{Act, Outcome, Rank};
use super::super::world::World;
use super::seen::Seen;
use super::view::{Modal, View};

/// What came of something that a person did. It is looked at anew each time, so what comes later
/// is seen, too.
pub(crate) struct Answered {
    hub: Hub,
    act: u64,
}

impl Answered {
    /// Waits until the person takes what is seen for the answer.
    pub(super) async fn wait(hub: &Hub, act: u64) -> Self {
        let settled = |world: &World| {
            world.acts[&act].is_settled(hub.is_working(), world.quiet).then_some(())
        };
        hub.until("an answer to somebody", settled).await;
        hub.world().acts.get_mut(&act).unwrap().done = true;
        Self { hub: hub.clone(), act }
    }

    fn look<T>(&self, look: impl FnOnce(&World, &Act) -> T) -> T {
        let world = self.hub.world();
        look(&world, &world.acts[&self.act])
    }

    /// What the person sees: a message that is theirs rather than one that is everyone's, the
    /// first that came. Panics where there is none.
    pub(crate) fn seen(&self) -> Seen {
        let found = self.messages();
        found.into_iter().next().unwrap_or_else(|| panic!("no message was seen: {}", self.story()))
    }

    /// All messages, in that order.
    pub(crate) fn messages(&self) -> Vec<Seen> {
        self.look(messages)
    }

    /// Waits for a message with this text among what the person sees.
    pub(crate) async fn sees(&self, text: &str) -> Seen {
        let found = |world: &World| {
            let all = messages(world, &world.acts[&self.act]);
            all.into_iter().find(|one| one.text().contains(text))
        };
        self.hub.until(&format!("{text:?} after what somebody did"), found).await
    }

    /// The form that opened, was put upon another one, or changed. Panics where there is none.
    pub(crate) fn modal(&self) -> Modal {
        self.form().unwrap_or_else(|| panic!("no form was seen: {}", self.story()))
    }

    fn form(&self) -> Option<Modal> {
        self.look(|world, act| {
            let forms = act.outcomes.iter().rev().filter_map(|outcome| match outcome {
                Outcome::View(id) => world.views.get(id).filter(|view| view.open),
                _ => None,
            });
            forms.map(|view| View::of(&self.hub, view)).next()
        })
    }

    /// The form or home that changed.
    pub(crate) fn view(&self) -> View {
        let home = self.look(|world, act| {
            let changed = act.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Home));
            let home = world.home_of(&act.user).filter(|_| changed);
            home.map(|home| View::of(&self.hub, home))
        });
        let found = self.form().or(home);
        found.unwrap_or_else(|| panic!("no form or home has changed: {}", self.story()))
    }

    /// How long it took until the person saw something of it.
    pub(crate) fn took(&self) -> Duration {
        let took = self.look(|_, act| act.took());
        took.unwrap_or_else(|| panic!("nothing was seen: {}", self.story()))
    }

    /// Whether the app took it and nothing is to be seen.
    pub(crate) fn is_quiet(&self) -> bool {
        self.look(|_, act| {
            let nothing = act.outcomes.is_empty() && act.errors.is_empty();
            act.acked && act.failed.is_none() && nothing
        })
    }

    /// Errors at fields, by their block.
    pub(crate) fn errors(&self) -> BTreeMap<String, String> {
        self.look(|_, act| act.errors.clone())
    }

    /// Whether the form that was sent in is closed.
    pub(crate) fn closed(&self) -> bool {
        self.look(|world, act| {
            let view = act.view.as_ref().and_then(|view| world.views.get(view));
            act.acked && view.is_some_and(|view| !view.open)
        })
    }

    /// Whether the message that was clicked is gone.
    pub(crate) fn is_gone(&self) -> bool {
        self.look(|_, act| act.outcomes.iter().any(|one| matches!(one, Outcome::Gone)))
    }

    /// What Slack told the person went wrong: the app was not there or did not answer.
    pub(crate) fn failed(&self) -> Option<String> {
        self.look(|_, act| act.failed.clone())
    }

    fn story(&self) -> String {
        self.look(|world, act| {
            format!(
                "acknowledged: {}, failed: {:?}, errors: {:?}, outcomes: {:?}, refusals: {:?}",
                act.acked, act.failed, act.errors, act.outcomes, world.tally.refusals
            )
        })
    }
}

/// The messages that came of an act: theirs first, then the changed one, then what is near.
fn messages(world: &World, act: &Act) -> Vec<Seen> {
    let mut found: Vec<(Rank, &str, &str)> = vec![];
    for outcome in &act.outcomes {
        let Outcome::Message { channel, ts, rank } = outcome else { continue };
        match found.iter_mut().find(|one| one.1 == channel && one.2 == ts) {
            Some(one) => one.0 = one.0.min(*rank),
            None => found.push((*rank, channel, ts)),
        }
    }
    found.sort_by_key(|one| one.0);
    let there = found.into_iter().filter_map(|(_, channel, ts)| {
        Some(Seen::of(channel, world.channels.get(channel)?.messages.get(ts)?))
    });
    there.collect()
}
