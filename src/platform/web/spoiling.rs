//! Right answers that were said to everyone while the question was open: the others see that one
//! was said, and what, when the question is over.

use anyhow::Context;

use super::wire::Body;
use super::{COMMUNITY, Web};
use crate::app::played::Spot;
use crate::store::chat::{ChatMessage, Draft};

/// The name of everyone's message about a round.
fn key_of(spot: Spot) -> String {
    format!("quiz:{spot}")
}

impl Web {
    /// A kept message as this person may see it.
    pub(super) async fn seen_by(
        &self,
        who: &str,
        message: &ChatMessage,
        body: Body,
    ) -> anyhow::Result<Body> {
        let Body::Said { text, spoils: Some(spot) } = body else { return Ok(body) };
        if message.author == who || !self.is_open(&message.place, spot).await? {
            // Its author may still find out whether it is right.
            return Ok(Body::Said { text, spoils: None });
        }
        Ok(Body::Said { text: String::new(), spoils: Some(spot) })
    }

    /// Whether everyone's message about a round still asks.
    async fn is_open(&self, place: &str, spot: Spot) -> anyhow::Result<bool> {
        let key = key_of(spot);
        let asking = self.0.store.chat_body(COMMUNITY, place, &key).await;
        let asking = asking.context("looking for a question")?;
        let body = asking.and_then(|body| serde_json::from_str::<Body>(&body).ok());
        Ok(body.is_some_and(|body| body.question(&key).is_some()))
    }

    /// Has everyone see what was said about the questions that are over with these messages.
    pub(super) async fn tell_all_of_what_is_over(
        &self,
        drafts: &[Draft],
    ) -> crate::store::Result<()> {
        for draft in drafts {
            let Some(spot) = over_with(draft) else { continue };
            let store = &self.0.store;
            let mark = format!("\"spoils\":\"{spot}\"");
            let said = store.chat_containing(COMMUNITY, &draft.place, &mark).await?;
            let told = said.into_iter().filter_map(|(id, body)| Some((id, without_mark(&body)?)));
            store.chat_change(&told.collect::<Vec<_>>()).await?;
        }
        Ok(())
    }
}

/// The round of everyone's question that is over with a message.
fn over_with(draft: &Draft) -> Option<Spot> {
    let spot = draft.key.strip_prefix("quiz:")?.parse().ok()?;
    let body = serde_json::from_str::<Body>(&draft.body).ok()?;
    (draft.visible_to.is_none() && body.question(&draft.key).is_none()).then_some(spot)
}

/// What somebody said, for everyone.
fn without_mark(body: &str) -> Option<String> {
    match serde_json::from_str(body).ok()? {
        Body::Said { text, .. } => Some(Body::Said { text, spoils: None }.to_json()),
        Body::Bot { .. } => None,
    }
}
