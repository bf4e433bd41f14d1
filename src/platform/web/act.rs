//! What a person did on the page, as a request to the application, and its reply, as messages of
//! the page.

use anyhow::Context;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use chrono::Utc;

use super::guard::{Rejection, text};
use super::handed::Handed;
use super::wire::{Action, Body, Done};
use super::{Web, name, place};
use crate::app::played::Spot;
use crate::app::reply::{Audience, Block, Reply};
use crate::app::request::{Asker, Files, Request};
use crate::domain::place::Place;
use crate::store::Member;
use crate::store::chat::Draft;

/// The most of a person's text that is shown, in characters; the application gets all of it.
const LONGEST_ECHO: usize = 4_000;

/// Does what the person did. Nobody is refused anything here but what is no request at all.
pub(super) async fn act(
    State(web): State<Web>,
    headers: HeaderMap,
    Handed { act: body, files }: Handed,
) -> Result<Json<Done>, Rejection> {
    let action = body.action.without_mention();
    if body.event.is_empty()
        || body.event.len() > 64
        || !body.event.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return Err(Rejection::new(
            StatusCode::BAD_REQUEST,
            "An event's id is 1 to 64 letters, digits or hyphens.",
        ));
    }
    let Some(place) = place(&body.place, &body.who) else {
        return Err(Rejection::new(
            StatusCode::NOT_FOUND,
            "There is no such place here. Reload the page.",
        ));
    };
    // Ids of events are made by pages, so two people may have the same.
    let event = format!("{}:{}", body.who, body.event);
    let _turn = web.0.people.turn(body.who.clone()).await;
    // Not before one's turn: whoever is forgotten by then is not to be met anew.
    let Some(member) = web.known(&body.who).await? else {
        return Err(Rejection::new(
            StatusCode::NOT_FOUND,
            "I do not know you yet. Reload the page and pick a name.",
        ));
    };
    let asker = asker(&body.who, member, &headers);
    Ok(Json(web.act(&event, place, asker, (action, files)).await?))
}

impl Web {
    /// Does what a person did, with the files that came along, in their turn.
    async fn act(
        &self,
        event: &str,
        place: Place,
        asker: Asker,
        (action, files): (Action, Files),
    ) -> anyhow::Result<Done> {
        let store = &self.0.store;
        if let Some(told) = store.chat_told(event).await.context("looking for the event")? {
            return serde_json::from_str(&told).context("reading what an event was told");
        }
        let now = Utc::now();
        let who = asker.id.clone();
        let echo = Echo::of(&action);
        let answered = action.is_to_bot();
        let request = Request {
            event: event.to_owned(),
            place: place.clone(),
            asker,
            action: action.with(files),
            hindrance: None,
        };
        let reply = self.0.app.handle(request, now, &mut self.rng()).await;
        if self.known(&who).await?.is_none() {
            // Whoever has been forgotten is answered, and nothing of that is kept.
            self.0.news.send_replace(());
            return Ok(Done { farewell: Some(in_words(&reply)), ..Done::default() });
        }
        // An answer is quoted by the verdict, which takes the place of the question; said again
        // below, it would look as if it still waited for one.
        let quoted =
            answered && reply.messages.first().is_some_and(|message| message.key.is_some());
        let echo = echo.filter(|_| !quoted);
        // Where a form opens, what stands in for it is not needed, and nothing is done yet.
        let opens = reply.form.is_some();
        let reply = Reply { messages: if opens { Vec::new() } else { reply.messages }, ..reply };
        let echo = echo.filter(|_| !opens);
        let echo = echo.map(|echo| echo.draft(event, &place, &who, reply.spoils));
        self.show(event, &place, &who, echo, reply).await
    }

    /// Keeps a person's words and the messages of the reply, and tells the streams.
    async fn show(
        &self,
        event: &str,
        place: &Place,
        who: &str,
        echo: Option<Draft>,
        reply: Reply,
    ) -> anyhow::Result<Done> {
        let messages = reply.messages.into_iter().enumerate().map(|(ordinal, message)| {
            let (revision, key) = (message.revision, message.key.clone());
            let draft = Draft {
                place: place.channel.clone(),
                visible_to: (message.audience == Audience::Asker).then(|| who.to_owned()),
                key: key.unwrap_or_else(|| format!("reply:{event}.{ordinal}")),
                author: None,
                body: Body::from(message).to_json(),
            };
            (revision, draft)
        });
        let drafts = echo.map(|echo| (0, echo)).into_iter().chain(messages).collect();
        // Kept with the messages and before their revision is known; a repeated event finds it.
        let mut done = Done { form: reply.form, home: reply.home, ..Done::default() };
        let told = serde_json::to_string(&done).context("writing what the page is told")?;
        done.revision = self.keep(drafts, Some((event, &told))).await.context("keeping a reply")?;
        Ok(done)
    }
}

/// Who asks, with the language that the browser asks for. Whoever sits at this machine may manage
/// the page's one community.
fn asker(who: &str, member: Member, headers: &HeaderMap) -> Asker {
    let Member { name, zone, .. } = member;
    // The browser puts the one that its person likes most first.
    let languages = text(headers, ACCEPT_LANGUAGE).unwrap_or("");
    let first = languages.split([',', ';']).next().unwrap_or("");
    let language = first.trim().parse().ok();
    Asker { id: who.to_owned(), name, zone, language, admin: Some(true) }
}

/// What a reply says, without its looks.
fn in_words(reply: &Reply) -> String {
    let mut said = Vec::new();
    for block in reply.messages.iter().flat_map(|message| &message.blocks) {
        if let Block::Callout { text, .. } | Block::Paragraph { text } | Block::Note { text } =
            block
        {
            said.push(text.to_string());
        }
    }
    said.join(" ")
}

/// A person's own words.
struct Echo {
    text: String,
    /// Whether they are meant for the bot alone.
    private: bool,
}

impl Echo {
    /// What is shown of what a person did, if they used words.
    fn of(action: &Action) -> Option<Self> {
        let (text, private) = match action {
            Action::Line { text, .. } => (text, true),
            Action::Said { text, .. } => (text, action.is_to_bot()),
            Action::Click { .. } | Action::Submit { .. } | Action::Home => return None,
        };
        // One more than is shown tells whether something is cut off.
        let mut shown: String =
            name::without_controls(text).chars().take(LONGEST_ECHO + 1).collect();
        if shown.chars().count() > LONGEST_ECHO {
            shown.pop();
            shown.push('…');
        }
        Some(Self { text: shown, private })
    }

    /// The words as a message: for everyone if they were said to everyone, else for the person
    /// alone. Where they spoil a question, it says so.
    fn draft(self, event: &str, place: &Place, who: &str, spoils: Option<Spot>) -> Draft {
        Draft {
            place: place.channel.clone(),
            visible_to: (self.private && !place.direct).then(|| who.to_owned()),
            key: format!("said:{event}"),
            author: Some(who.to_owned()),
            body: Body::Said { text: self.text, spoils }.to_json(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Turn;
    use crate::domain::id::{CommunityId, MemberId};
    use crate::domain::language::Language;

    #[test]
    fn whoever_asks_speaks_the_language_that_their_browser_asks_for() {
        let member = || Member {
            id: MemberId(1),
            community: CommunityId(1),
            name: "Ada".to_owned(),
            zone: None,
            turn: Turn::default(),
        };
        for (told, tag) in [
            (Some("de-CH,de;q=0.9,en;q=0.8"), Some("de-ch")),
            (Some("pt-BR;q=0.8"), Some("pt-br")),
            (Some("*"), None),
            (Some(""), None),
            (None, None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(told) = told {
                headers.insert(ACCEPT_LANGUAGE, told.parse().unwrap());
            }
            let language = asker("812", member(), &headers).language;
            assert_eq!(language.as_ref().map(Language::tag), tag, "{told:?}");
        }
    }
}
