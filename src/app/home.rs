//! To which home a conversation with the bot alone belongs, on a platform where it lies outside all
//! of them; and how whoever is known in several reads which one it is.

use super::App;
use super::click::Click;
use super::command;
use super::quiz::click::QuizClick;
use super::reach::HomeName;
use super::reply::{Block, Button, ButtonStyle, Message, Reply, Text, Tone};
use super::request::{Action, Addressee, Request};
use super::start::click::HomeClick;
use crate::domain::place::{Home, Identity, Place};
use crate::domain::visible;
use crate::store::{KnownHome, Result, Whereabouts};

/// The button by which another community is chosen; servers and workspaces are called so alike.
const ANOTHER: &str = "Another community";

/// The command by which a question is answered.
const ANSWER: &str = "answer";

impl App {
    /// The home that an action in a direct conversation is about: that of the quiz, posting,
    /// reminder or draft whose button was pressed, or whose question was answered, or the one that
    /// is being chosen; else the one that the person has chosen, as long as they are known there;
    /// else the one that the platform has `named`, or where it names none the one where the person
    /// has a quiz open or studied last. Somebody whom no community knows makes up one of their own.
    pub async fn home(
        &self,
        person: &Identity,
        action: &Action,
        named: Option<&str>,
    ) -> Result<Home> {
        let platform = person.platform;
        let clicked = match action {
            Action::Click(action) | Action::Submit { action, .. } => action.subject(),
            Action::Said { to: Addressee::Question(spot), .. } => Some(spot.of.id()),
            _ => None,
        };
        if let Some(subject) = clicked
            && let Some(id) = self.store.home_of(platform, subject).await?
        {
            return Ok(Home { platform, id });
        }
        if let Action::Click(Click::Home(HomeClick::Choose(wanted))) = action
            && let Some(found) =
                self.homes_of(person).await?.into_iter().find(|it| it.id == *wanted)
        {
            return Ok(found.home);
        }
        if let Some(id) = self.store.chosen_home(person).await? {
            let chosen = Home { platform, id };
            if self.home_name(&chosen) != HomeName::Gone {
                return Ok(chosen);
            }
        }
        match named {
            Some(named) => Ok(Home::new(platform, named)),
            None => self.usual_home(person).await,
        }
    }

    /// The home that a person's conversation is about where neither they nor the platform name one.
    async fn usual_home(&self, person: &Identity) -> Result<Home> {
        let alone = alone(person);
        let id = self.store.home(person, &alone).await?.unwrap_or(alone);
        let usual = Home { platform: person.platform, id };
        if self.home_name(&usual) != HomeName::Gone {
            return Ok(usual);
        }
        // Of those that are left, the first; where none is, what was studied can still be seen.
        let left = self.homes_of(person).await?.into_iter().next();
        Ok(left.map_or(usual, |known| known.home))
    }

    /// The homes in which a person is known and which neither they nor the bot have left, as far as
    /// that is known, where they studied last first.
    pub(super) async fn homes_of(&self, person: &Identity) -> Result<Vec<KnownHome>> {
        let mut homes = self.store.known_homes(person, &alone(person)).await?;
        homes.retain(|known| self.home_name(&known.home) != HomeName::Gone);
        Ok(homes)
    }

    /// The name of a home as people may be shown it, where it is at hand.
    pub(super) fn name_of_home(&self, home: &Home) -> Option<String> {
        match self.home_name(home) {
            HomeName::Called(name) => visible::name(&name),
            HomeName::Gone | HomeName::Unknown => None,
        }
    }

    fn home_name(&self, home: &Home) -> HomeName {
        self.reach.get().map_or(HomeName::Unknown, |reach| reach.home_name(home))
    }

    /// Whether a conversation with the bot alone lies outside all communities.
    fn is_apart(&self, place: &Place) -> bool {
        place.direct && self.traits(place).direct_is_apart
    }

    /// Has a reply in a direct conversation say which community it is about, with a button for
    /// another, where its asker is known in several. Where they cannot be looked up, the reply
    /// stands without it.
    pub(super) async fn tell_home(&self, request: &Request, reply: &mut Reply) {
        if !self.is_apart(&request.place) || !is_to_tell(&request.action, reply) {
            return;
        }
        let homes = match self.homes_of(&request.identity()).await {
            Ok(homes) => homes,
            Err(fault) => {
                let cause = &fault as &dyn std::error::Error;
                tracing::error!(cause, "could not look for the communities of a member");
                return;
            }
        };
        let about = &request.place.home;
        let plays_here = homes.iter().any(|known| known.is_playing && known.home == *about);
        if homes.len() < 2 || (plays_here && is_refused_answer(&request.action, reply)) {
            return;
        }
        let Some(message) = reply.messages.first_mut() else { return };
        if let Some(mut note) = self.in_home(about) {
            if may_be_answer(&request.action)
                && let Some(waiting) = self.waiting(&homes, about)
            {
                note = note.plain(" ").text(waiting);
            }
            message.blocks.push(Block::Note { text: note });
        }
        message.buttons.push(another());
    }

    /// Which community a message is about that is sent to somebody unasked; none where they are
    /// known in no other.
    pub(super) async fn note_of_home(&self, to: &Whereabouts) -> Result<Option<Block>> {
        let place = Place { home: to.home.clone(), channel: String::new(), direct: true };
        if !self.is_apart(&place) || self.homes_of(&to.identity).await?.len() < 2 {
            return Ok(None);
        }
        Ok(self.in_home(&to.home).map(|text| Block::Note { text }))
    }

    fn in_home(&self, home: &Home) -> Option<Text> {
        let name = self.name_of_home(home)?;
        Some(Text::from("In ").strong(name).plain("."))
    }

    /// What becomes of a quiz that is open in another of somebody's homes than the one that their
    /// conversation is about; none if none is.
    pub(super) fn waiting(&self, homes: &[KnownHome], about: &Home) -> Option<Text> {
        let playing = homes.iter().find(|known| known.is_playing && known.home != *about)?;
        let quiz = match self.name_of_home(&playing.home) {
            Some(name) => Text::from("Your quiz in ").strong(name),
            None => Text::from("Your quiz in another community"),
        };
        Some(quiz.plain(" waits: its buttons still work, and so do replies to its question."))
    }
}

/// The home that somebody makes up who is known in no other.
fn alone(person: &Identity) -> String {
    format!("direct:{}", person.id)
}

/// The button by which somebody chooses another community.
pub(super) fn another() -> Button {
    Button::new(HomeClick::Ask, ANOTHER, ButtonStyle::Plain)
}

/// Whether a reply has to say which community it is about: what was asked for by a command does,
/// the first question of a quiz, a greeting. What goes on with a quiz does not.
fn is_to_tell(action: &Action, reply: &Reply) -> bool {
    let judges = reply.messages.iter().any(judges);
    match action {
        Action::Home => true,
        Action::Command { .. } | Action::Line(_) => !judges,
        Action::Click(click) | Action::Submit { action: click, .. } => match click {
            Click::Line(_) | Click::Form(_) | Click::Board(_) | Click::Seasons(_) => !judges,
            Click::Quiz(QuizClick::Again(_)) => true,
            _ => false,
        },
        Action::Said { text, .. } => {
            let goes_on = reply.messages.iter().any(|message| message.about.is_some());
            !goes_on || (command::meant_line(text).is_some() && !judges)
        }
    }
}

/// Whether an action may have been meant as an answer to a question that it does not name.
fn may_be_answer(action: &Action) -> bool {
    match action {
        Action::Said { .. } => true,
        Action::Command { name, .. } => name == ANSWER,
        Action::Line(line) => command::parse(line).is_ok_and(|line| line.command.name == ANSWER),
        _ => false,
    }
}

/// Whether a reply refuses what was typed for a question, such as a word that is none of its
/// choices.
fn is_refused_answer(action: &Action, reply: &Reply) -> bool {
    let Action::Said { text, .. } = action else { return false };
    let is_refusal = |block: &Block| matches!(block, Block::Callout { tone: Tone::Refused, .. });
    let refused = reply.messages.first().is_some_and(|told| told.blocks.iter().any(is_refusal));
    refused && command::meant_line(text).is_none()
}

/// Whether a message judges an answer.
fn judges(message: &Message) -> bool {
    message.blocks.iter().any(|block| match block {
        Block::Callout { tone, .. } => !matches!(tone, Tone::Notice | Tone::Refused),
        _ => false,
    })
}
