//! What people do, and what comes of it: triggers, response addresses, and what is then seen.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::people::Kind;
use super::world::World;

/// How long a trigger works: interactivity/handling-user-interaction.
const TRIGGER: Duration = Duration::from_secs(3);

/// For how long nothing more must come before a person takes what they see for the answer.
const SETTLED: Duration = Duration::from_millis(60);

/// After how long without anything visible a person takes that for the answer, unless a test says
/// otherwise.
pub(crate) const QUIET: Duration = Duration::from_millis(1_500);

/// A right to open a form, once.
pub(crate) struct Trigger {
    pub(crate) user: String,
    /// The form in which it arose.
    pub(crate) view: Option<String>,
    pub(crate) act: u64,
    /// In Unix milliseconds.
    made: i64,
    used: bool,
}

/// An address that takes a few answers.
pub(crate) struct ResponseUrl {
    pub(crate) user: String,
    pub(crate) channel: String,
    /// The message that was clicked.
    pub(crate) source: Option<String>,
    pub(crate) act: u64,
    /// In Unix milliseconds.
    pub(crate) made: i64,
    pub(crate) uses: u32,
}

/// How nearly something visible belongs to what a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// It came by their own trigger or response address, or is for their eyes alone.
    Own,
    /// The message that they clicked has changed.
    Source,
    /// It is in the same channel.
    Near,
}

/// Something that a person sees after what they did.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// A message, new or changed.
    Message { channel: String, ts: String, rank: Rank },
    /// A message is gone.
    Gone,
    /// A form is open, or has changed.
    View(String),
    /// The home has changed.
    Home,
    /// The form is closed.
    Closed,
}

/// Something that somebody did.
pub(crate) struct Act {
    pub(crate) user: String,
    pub(crate) channel: Option<String>,
    /// The message that was clicked.
    pub(crate) source: Option<String>,
    pub(crate) view: Option<String>,
    pub(crate) acked: bool,
    /// What Slack told the person went wrong.
    pub(crate) failed: Option<String>,
    /// Errors by block.
    pub(crate) errors: BTreeMap<String, String>,
    pub(crate) outcomes: Vec<Outcome>,
    began: Instant,
    /// When the person first saw something of it.
    seen: Option<Instant>,
    changed: Instant,
    /// Whether a test has seen what came of it.
    pub(crate) done: bool,
    /// Whether the person still looks for an answer.
    pub(crate) open: bool,
}

impl Act {
    fn see(&mut self, outcome: Outcome) {
        let now = Instant::now();
        // That a form is closed says no more than that it was sent.
        if !matches!(outcome, Outcome::Closed) {
            self.seen.get_or_insert(now);
        }
        self.outcomes.push(outcome);
        self.changed = now;
    }

    /// How long it took until the person saw something of it.
    pub(crate) fn took(&self) -> Option<Duration> {
        self.seen.map(|seen| seen - self.began)
    }

    /// Something has happened to it that is not seen.
    pub(crate) fn touch(&mut self) {
        self.changed = Instant::now();
    }

    /// Whether the person takes what is seen for the answer.
    pub(crate) fn is_settled(&self, working: bool, quiet: Duration) -> bool {
        let waited = self.changed.elapsed();
        if !self.acked && self.failed.is_none() {
            return false;
        }
        if !self.errors.is_empty() {
            return true;
        }
        let visible = self.outcomes.iter().any(|outcome| !matches!(outcome, Outcome::Closed));
        if visible { waited >= SETTLED && !working } else { waited >= quiet && !working }
    }
}

impl World {
    /// Somebody does something, in a channel or not.
    pub(crate) fn new_act(&mut self, user: &str, place: Option<(&str, Option<&str>)>) -> u64 {
        let (number, now) = (self.next_number(), Instant::now());
        // Who does something new looks no more for what comes of the old.
        for old in self.acts.values_mut().filter(|act| act.user == user && act.done) {
            old.open = false;
        }
        let act = Act {
            user: user.to_owned(),
            channel: place.map(|(channel, _)| channel.to_owned()),
            source: place.and_then(|(_, source)| source).map(ToOwned::to_owned),
            view: None,
            acked: false,
            failed: None,
            errors: BTreeMap::new(),
            outcomes: vec![],
            began: now,
            seen: None,
            changed: now,
            done: false,
            open: true,
        };
        self.acts.insert(number, act);
        number
    }

    /// A trigger for an act.
    pub(crate) fn new_trigger(&mut self, act: u64) -> String {
        let number = self.next_number();
        let id = format!("{number}.{}.{number:032x}", number + 7);
        let (user, view) = (self.acts[&act].user.clone(), self.acts[&act].view.clone());
        let trigger = Trigger { user, view, act, made: self.now(), used: false };
        self.triggers.insert(id.clone(), trigger);
        id
    }

    /// A response address for an act in a channel.
    pub(crate) fn new_response(&mut self, act: u64) -> String {
        let number = self.next_number();
        let (made, act_of) = (self.now(), &self.acts[&act]);
        let response = ResponseUrl {
            user: act_of.user.clone(),
            channel: act_of.channel.clone().expect("an act in a channel"),
            source: act_of.source.clone(),
            act,
            made,
            uses: 0,
        };
        self.responses.insert(number.to_string(), response);
        format!("{}/response/{number}", self.url)
    }

    /// Exchanges a trigger; the error is Slack's: methods/views.open.
    pub(crate) fn exchange(&mut self, trigger: &str) -> Result<&Trigger, &'static str> {
        let now = self.now();
        let Some(found) = self.triggers.get_mut(trigger) else { return Err("invalid_trigger_id") };
        if found.used {
            return Err("exchanged_trigger_id");
        }
        if now - found.made > i64::try_from(TRIGGER.as_millis()).unwrap() {
            return Err("expired_trigger_id");
        }
        found.used = true;
        Ok(found)
    }

    /// Something comes of an act.
    pub(crate) fn see(&mut self, act: u64, outcome: Outcome) {
        if let Some(act) = self.acts.get_mut(&act) {
            act.see(outcome);
        }
    }

    /// A message is new or changed, whoever may be waiting for one.
    pub(crate) fn message_seen(&mut self, channel: &str, ts: &str) {
        let Some(place) = self.channels.get(channel) else { return };
        let only_for = place.messages.get(ts).and_then(|message| message.only_for.clone());
        let direct = place.kind == Kind::Im;
        for act in self.acts.values_mut().filter(|act| act.open) {
            let here = act.channel.as_deref() == Some(channel);
            let rank = match &only_for {
                Some(user) if *user == act.user => Rank::Own,
                None if direct && place.members.contains(&act.user) => Rank::Own,
                None if here && act.source.as_deref() == Some(ts) => Rank::Source,
                None if here => Rank::Near,
                Some(_) | None => continue,
            };
            act.see(Outcome::Message { channel: channel.to_owned(), ts: ts.to_owned(), rank });
        }
    }

    /// A message is gone.
    pub(crate) fn message_gone(&mut self, channel: &str, ts: &str) {
        for act in self.acts.values_mut().filter(|act| act.open) {
            if act.channel.as_deref() == Some(channel) && act.source.as_deref() == Some(ts) {
                act.see(Outcome::Gone);
            }
        }
    }

    /// A form or the home of somebody has changed.
    pub(crate) fn view_seen(&mut self, user: &str, outcome: &Outcome) {
        for act in self.acts.values_mut().filter(|act| act.open && act.user == user) {
            act.see(outcome.clone());
        }
    }

    /// Slack tells the person that the app did not answer.
    pub(crate) fn act_failed(&mut self, act: u64, why: &str) {
        if let Some(act) = self.acts.get_mut(&act) {
            act.failed = Some(why.to_owned());
            act.touch();
        }
    }
}
