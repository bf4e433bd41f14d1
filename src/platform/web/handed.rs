//! What somebody did, with the files that they hand in: as JSON alone, or as a form of parts, the
//! JSON first and then each file, which is never in memory as a whole.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};

use super::guard::{DRAINED, JsonBody, LARGEST, Rejection, text, too_long, unread};
use super::wire::Act;
use crate::app::request::Files;
use crate::platform::uploads::{Intake, Told};

/// The header without which no parts are taken: a form of another page can send parts, but no
/// header of its own.
const FROM_THE_PAGE: HeaderName = HeaderName::from_static("x-studyhall");

/// The name of the part that has the JSON.
const ACT: &str = "act";

/// The most files that are taken at once: more than any command has options for.
const MOST_FILES: usize = 5;

/// How long files may take to arrive: the largest that is taken, over a slow line.
const PATIENCE: Duration = Duration::from_mins(1);

/// What somebody did, and the files that came with it.
#[derive(Debug)]
pub(super) struct Handed {
    pub(super) act: Act,
    pub(super) files: Files,
}

impl<S: Send + Sync> FromRequest<S> for Handed {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let kind = text(request.headers(), CONTENT_TYPE).unwrap_or("");
        if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
            let JsonBody(act) = JsonBody::<Act>::from_request(request, state).await?;
            let files = Incoming::begin(&act).await?.end().await;
            return Ok(Self { act, files });
        }
        if text(request.headers(), FROM_THE_PAGE).is_none() {
            let sentence = "Only the page itself may send files. Open Studyhall's own page.";
            return Err(Rejection::new(StatusCode::FORBIDDEN, sentence));
        }
        let parts = Multipart::from_request(request, state).await;
        let parts = parts.map_err(|_| not_the_pages("its parts cannot be told apart"))?;
        // Whoever holds back the end of a file holds its room in memory, too.
        tokio::time::timeout(PATIENCE, Self::of_parts(parts)).await.unwrap_or_else(|_| {
            let sentence = "The files took too long to arrive. Send them again.";
            Err(Rejection::new(StatusCode::REQUEST_TIMEOUT, sentence))
        })
    }
}

impl Handed {
    /// What was done and its files, part by part.
    async fn of_parts(mut parts: Multipart) -> Result<Self, Rejection> {
        let first = parts.next_field().await.map_err(|error| broken(&error))?;
        let act = match first.filter(|part| part.name() == Some(ACT)) {
            Some(part) => act_in(part).await?,
            None => return Err(not_the_pages("its first part is not what was done")),
        };
        let mut incoming = Incoming::begin(&act).await?;
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            incoming.take(part).await?;
        }
        Ok(Self { act, files: incoming.end().await })
    }
}

/// Files on their way in.
#[derive(Debug, Default)]
struct Incoming {
    /// Those that may still come, by the name of their option or field.
    open: BTreeMap<String, Intake>,
    /// Those of which it is known what became of them.
    done: Files,
    /// How many bytes came that nobody keeps.
    drained: usize,
}

impl Incoming {
    /// Makes ready for the files that are told of.
    async fn begin(act: &Act) -> Result<Self, Rejection> {
        if act.files.len() > MOST_FILES {
            return Err(not_the_pages("no command takes as many files"));
        }
        let mut incoming = Self::default();
        for (option, file) in &act.files {
            let (name, media_type) = (file.name.clone(), file.media_type.clone());
            let told = Told { name, media_type, bytes: Some(file.bytes) };
            // What takes no file refuses it whatever it is.
            let most = act.action.most_bytes(option).unwrap_or(0);
            match Intake::begin(told, most).await {
                Ok(intake) => drop(incoming.open.insert(option.clone(), intake)),
                Err(why) => drop(incoming.done.insert(option.clone(), Err(why))),
            }
        }
        Ok(incoming)
    }

    /// Takes a part in, or throws away what nobody waits for, as far as that is worth while: a
    /// connection that is closed while the browser still sends shows no refusal.
    async fn take(&mut self, mut part: Field<'_>) -> Result<(), Rejection> {
        let option = part.name().unwrap_or_default().to_owned();
        let mut open = self.open.remove(&option);
        while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
            match &mut open {
                Some(intake) => {
                    if let Err(why) = intake.take(&piece).await {
                        open = None;
                        self.done.insert(option.clone(), Err(why));
                    }
                }
                None => self.drained += piece.len(),
            }
            if self.drained > DRAINED {
                return Err(too_long(None));
            }
        }
        if let Some(intake) = open {
            self.done.insert(option, intake.end().await);
        }
        Ok(())
    }

    /// All files; one that never came is none.
    async fn end(mut self) -> Files {
        for (option, intake) in self.open {
            self.done.insert(option, intake.end().await);
        }
        self.done
    }
}

/// What was done, out of the first part.
async fn act_in(mut part: Field<'_>) -> Result<Act, Rejection> {
    let mut json = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
        json.extend_from_slice(&piece);
        if json.len() > LARGEST {
            return Err(too_long(None));
        }
    }
    serde_json::from_slice(&json).map_err(|error| unread(&error))
}

/// The refusal of a request that ended before its end.
fn broken(error: &MultipartError) -> Rejection {
    tracing::debug!(error = error.body_text(), "a request with files broke off");
    Rejection::new(StatusCode::BAD_REQUEST, "The request broke off. Please try again.")
}

fn not_the_pages(why: &str) -> Rejection {
    let sentence = format!("That is not what the page sends: {why}. Reload the page.");
    Rejection::new(StatusCode::BAD_REQUEST, sentence)
}
