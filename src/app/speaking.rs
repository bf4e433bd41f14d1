//! Whether the bot can say something to everyone in a place: asked before it is promised rather
//! than found out when it is due.

pub mod refusal;

use self::refusal::CannotSpeak;
use super::App;
use super::asking::Asking;
use super::reach::MayPost;
use super::reply::{Audience, Block, Reply};
use crate::domain::place::Place;

/// Whether it can where something is asked for, as far as the request says so itself.
pub(super) fn check_here(asking: &Asking<'_>) -> Result<(), CannotSpeak> {
    match asking.hindrance {
        Some(why) => Err(CannotSpeak::Hindered { why: why.clone(), is_here: true }),
        None => Ok(()),
    }
}

/// Has the asker alone read what everyone was to read, where something is in the way: it is done
/// all the same. What belongs to a quiz or a card is left alone, since that lives by being seen.
pub(super) fn tell_alone(asking: &Asking<'_>, reply: &mut Reply) {
    let Some(why) = asking.hindrance else { return };
    for message in &mut reply.messages {
        let is_played = message.about.is_some() || message.thread.is_some();
        if message.audience == Audience::Asker || is_played {
            continue;
        }
        message.audience = Audience::Asker;
        message.blocks.push(Block::Note { text: why.unread().into() });
    }
}

/// Whether it can in this place, as its platform says now.
pub(super) async fn check(
    app: &App,
    asking: &Asking<'_>,
    place: &Place,
) -> Result<(), CannotSpeak> {
    let is_here = place.is(asking.place);
    if is_here {
        check_here(asking)?;
    }
    match app.may_post(place).await {
        // A platform that does not answer now will when it is due; then it shows.
        MayPost::Yes | MayPost::Unknown => Ok(()),
        MayPost::Gone => Err(CannotSpeak::NoSuchChannel),
        MayPost::Hindered(why) => Err(CannotSpeak::Hindered { why, is_here }),
    }
}
