//! Finding decks, topics and members by what people type for them.

pub mod refusal;

use std::sync::Arc;

use self::refusal::NotFound;
use super::App;
use super::asking::Asking;
use super::command::Given;
use super::command::options::{DECK, MEMBER, TOPIC};
use super::decision::Fault;
use super::decks::Decks;
use super::reach::Person;
use super::texts::repeated;
use crate::domain::deck::Deck;
use crate::domain::grade::Graded;
use crate::domain::nearest::nearest;
use crate::domain::place::Identity;
use crate::domain::visible;
use crate::store::Member;

/// How many of several meanings are named.
const NAMED: usize = 5;

/// The deck and the topic that the options `deck` and `topic` name. Without a deck it is the first
/// one, or the one that has the topic.
pub(super) fn deck_and_topic(
    decks: &Decks,
    given: &Given,
) -> Result<(Arc<Graded>, Option<String>), NotFound> {
    let first = decks.first().ok_or(NotFound::NoDecks)?;
    match (given.text(&DECK), given.text(&TOPIC)) {
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
            let elsewhere = decks
                .iter()
                .skip(1)
                .find_map(|deck| Some((Arc::clone(deck), Some(topic(deck, wanted).ok()?))));
            elsewhere.ok_or(refused)
        }
    }
}

/// The deck with this id or title, or the only one that begins so.
pub(super) fn deck(decks: &Decks, name: &str) -> Result<Arc<Graded>, NotFound> {
    if let Some(deck) = decks.find(name) {
        return Ok(Arc::clone(deck));
    }
    let folded = name.to_lowercase();
    let begins = |deck: &&Arc<Graded>| {
        deck.id.starts_with(&folded) || deck.title.to_lowercase().starts_with(&folded)
    };
    let found: Vec<String> =
        decks.iter().filter(begins).take(NAMED).map(|deck| deck.id.clone()).collect();
    if !found.is_empty() {
        return Err(NotFound::Ambiguous { given: repeated(name), found, option: DECK.name });
    }
    Err(NotFound::UnknownDeck {
        given: repeated(name),
        nearest: decks.nearest(name).map(str::to_owned),
    })
}

/// The topic of this name, or the only one that begins so.
pub(super) fn topic(deck: &Deck, name: &str) -> Result<String, NotFound> {
    let topics: Vec<&str> = deck.topics().into_iter().map(|(topic, _)| topic).collect();
    let folded = name.to_lowercase();
    if let Some(topic) = topics.iter().find(|topic| topic.to_lowercase() == folded) {
        return Ok((*topic).to_owned());
    }
    let begins = |topic: &&&str| topic.to_lowercase().starts_with(&folded);
    let mut found: Vec<String> =
        topics.iter().filter(begins).map(|topic| (*topic).to_owned()).collect();
    match found.len() {
        0 => {
            let nearest = nearest(name, topics).map(str::to_owned);
            Err(NotFound::UnknownTopic { given: repeated(name), deck: deck.title.clone(), nearest })
        }
        1 => Ok(found.remove(0)),
        _ => {
            found.truncate(NAMED);
            Err(NotFound::Ambiguous { given: repeated(name), found, option: TOPIC.name })
        }
    }
}

/// The member that the option `member` names; the asker if it is left out.
pub(super) async fn member(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Member, Fault> {
    let Some(name) = given.text(&MEMBER) else { return Ok(asking.member.clone()) };
    if let Some(member) = member_called(app, asking, name).await? {
        return Ok(member);
    }
    let stranger = stranger(app, asking, name).await;
    let called = stranger.as_ref().map_or(bare(name), |person| person.name.as_str());
    Err(NotFound::UnknownMember { given: repeated(called) }.into())
}

/// Whoever has this id on the platform and has not been met; without what disturbs the text around
/// their name.
pub(super) async fn stranger(app: &App, asking: &Asking<'_>, name: &str) -> Option<Person> {
    let reach = app.reach.get()?;
    let person = reach.person(&asking.place.home, bare(name).trim()).await?;
    Some(Person { name: visible::name(&person.name)?, ..person })
}

/// The member of this name, or of this id on the platform; none if nobody like that has been met.
pub(super) async fn member_called(
    app: &App,
    asking: &Asking<'_>,
    name: &str,
) -> Result<Option<Member>, Fault> {
    let (community, name) = (asking.community.id, bare(name).trim());
    let asker = &asking.member;
    if asking.id == Some(name) {
        return Ok(Some(asker.clone()));
    }
    // An id names one person, whatever others call themselves.
    let identity = Identity::new(asking.place.home.platform, name);
    if let Some(known) = app.store.known_member(community, &identity).await? {
        return Ok(Some(known.member));
    }
    let mut called = app.store.members_called(community, name).await?;
    match called.len() {
        // Whoever asks for the first time is kept only now.
        0 if name.to_lowercase() == asker.name.to_lowercase() => Ok(Some(asker.clone())),
        0 | 1 => Ok(called.pop()),
        count => Err(NotFound::ManyMembers { given: repeated(name), count }.into()),
    }
}

/// A member's name without the sign that stands before it where people are mentioned.
pub(super) fn bare(name: &str) -> &str {
    name.trim_start_matches('@')
}
