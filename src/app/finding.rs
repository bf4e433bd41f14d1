//! Finding decks, topics and members by what people type for them.

use std::sync::Arc;

use super::App;
use super::asking::Asking;
use super::command::Given;
use super::decision::Fault;
use super::decks::Decks;
use super::refusal::{Refusal, repeated};
use crate::domain::deck::Deck;
use crate::domain::nearest::nearest;
use crate::store::Member;

/// How many of several meanings are named.
const NAMED: usize = 5;

/// The deck and the topic that the options `deck` and `topic` name. Without a deck it is the first one, or the one
/// that has the topic.
pub(super) fn deck_and_topic(decks: &Decks, given: &Given) -> Result<(Arc<Deck>, Option<String>), Refusal> {
    let first = decks.first().ok_or(Refusal::NoDecks)?;
    match (given.text("deck"), given.text("topic")) {
        (None, None) => Ok((Arc::clone(first), None)),
        (Some(name), None) => Ok((deck(decks, name)?, None)),
        (Some(name), Some(wanted)) => {
            let deck = deck(decks, name)?;
            let topic = topic(&deck, wanted)?;
            Ok((deck, Some(topic)))
        }
        (None, Some(wanted)) => {
            let refused = match topic(first, wanted) {
                Ok(topic) => return Ok((Arc::clone(first), Some(topic))),
                Err(refused) => refused,
            };
            let elsewhere =
                decks.iter().skip(1).find_map(|deck| Some((Arc::clone(deck), Some(topic(deck, wanted).ok()?))));
            elsewhere.ok_or(refused)
        }
    }
}

/// The deck with this id or title, or the only one that begins so.
pub(super) fn deck(decks: &Decks, name: &str) -> Result<Arc<Deck>, Refusal> {
    let names = || decks.iter().flat_map(|deck| [(deck.id.as_str(), deck), (deck.title.as_str(), deck)]);
    match meant(name, names(), Arc::ptr_eq) {
        Meant::One(deck) => Ok(Arc::clone(deck)),
        Meant::Several(decks) => {
            let found = decks.into_iter().take(NAMED).map(|deck| deck.id.clone()).collect();
            Err(Refusal::Ambiguous { given: repeated(name), found })
        }
        Meant::None => {
            let near = nearest(name, names().map(|(name, _)| name));
            let near = near.and_then(|near| names().find(|(name, _)| *name == near)).map(|(_, deck)| deck.id.clone());
            Err(Refusal::UnknownDeck { given: repeated(name), nearest: near })
        }
    }
}

/// The topic of this name, or the only one that begins so.
pub(super) fn topic(deck: &Deck, name: &str) -> Result<String, Refusal> {
    let topics: Vec<&str> = deck.topics().into_iter().map(|(topic, _)| topic).collect();
    match meant(name, topics.iter().map(|topic| (*topic, *topic)), |one, other| one == other) {
        Meant::One(topic) => Ok(topic.to_owned()),
        Meant::Several(topics) => {
            let found = topics.into_iter().take(NAMED).map(str::to_owned).collect();
            Err(Refusal::Ambiguous { given: repeated(name), found })
        }
        Meant::None => Err(Refusal::UnknownTopic {
            given: repeated(name),
            deck: deck.title.clone(),
            nearest: nearest(name, topics).map(str::to_owned),
        }),
    }
}

/// The member that the option `member` names; the asker if it is left out.
pub(super) async fn member(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Member, Fault> {
    let Some(name) = given.text("member") else { return Ok(asking.member.clone()) };
    let mut called = app.store.members_called(asking.community.id, name.trim_start_matches('@')).await?;
    match called.len() {
        0 => Err(Refusal::UnknownMember { given: repeated(name) }.into()),
        1 => Ok(called.swap_remove(0)),
        // An id names one person, whatever others call themselves.
        count => match called.into_iter().find(|member| member.external == name) {
            Some(member) => Ok(member),
            None => Err(Refusal::ManyMembers { given: repeated(name), count }.into()),
        },
    }
}

/// What a typed name can mean.
enum Meant<T> {
    None,
    One(T),
    Several(Vec<T>),
}

/// The thing of exactly this name, in any case, or else those whose names begin with it.
fn meant<'a, T: Copy>(typed: &str, names: impl Iterator<Item = (&'a str, T)>, same: impl Fn(T, T) -> bool) -> Meant<T> {
    let folded = typed.trim().to_lowercase();
    let mut found: Vec<T> = Vec::new();
    for (name, thing) in names {
        let name = name.to_lowercase();
        if name == folded {
            return Meant::One(thing);
        }
        if name.starts_with(&folded) && !found.iter().any(|other| same(*other, thing)) {
            found.push(thing);
        }
    }
    match found[..] {
        [] => Meant::None,
        [one] => Meant::One(one),
        _ => Meant::Several(found),
    }
}
