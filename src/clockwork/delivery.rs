//! Bringing one card of the day, one reminder or one final board to its platform, exactly once, and
//! saying what came of it. How a message is sent once stands in `once`.

mod greeting;
mod once;

pub use self::greeting::greet;

use chrono::{DateTime, Utc};

use self::once::{AGAIN, Claimed, Outcome, delta, once};
use crate::app::App;
use crate::app::daily::{Job, Pause, Work};
use crate::app::reach::MayPost;
use crate::app::reminder::Nudging;
use crate::app::reply::Message;
use crate::app::request::Which;
use crate::app::season::FinalPost;
use crate::domain::place::Place;
use crate::domain::posting::LATEST;
use crate::platform::Platforms;
use crate::platform::sending::{Direct, Mark, Refused, Sent};
use crate::store::Result;

/// Does a piece of work and says what came of it. Where the database fails, the claim runs out and
/// the work comes again.
pub async fn deliver(
    app: &App,
    platforms: &Platforms,
    job: &Job,
    clock: impl Fn() -> DateTime<Utc>,
) {
    let done = match &job.work {
        Work::Send(message) => send(app, platforms, job, message, &clock).await,
        Work::Refresh(message) | Work::Close(message) => {
            change(app, platforms, job, message, &clock).await
        }
    };
    if let Err(fault) = done {
        let cause = &fault as &dyn std::error::Error;
        tracing::error!(
            posting = %job.posting.id,
            cause,
            "could not write down what became of a posting"
        );
    }
}

/// Sends a card of the day and writes down what became of it.
async fn send(
    app: &App,
    platforms: &Platforms,
    job: &Job,
    message: &Message,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<()> {
    let (place, mark) = (&job.posting.place, Mark(job.posting.id.0));
    let claimed = Claimed {
        place,
        message,
        mark,
        tried: job.claim.tried,
        until: job.claim.until,
        latest: Some(job.posting.due_at + LATEST),
    };
    match once(platforms, claimed, clock).await {
        Outcome::There(reference) => {
            if !app.was_sent(job, &reference, clock()).await? {
                tracing::warn!(
                    posting = %job.posting.id,
                    "another process has taken up a posting that was sent"
                );
            }
        }
        Outcome::TooLate => drop(app.was_missed(job).await?),
        Outcome::Refused(refused) => {
            tracing::warn!(
                posting = %job.posting.id,
                ?refused,
                "a platform refused a card of the day"
            );
            let note = note(&refused, platforms, place).await;
            if let Some((admin, message)) = app.was_refused(job, &note, clock()).await? {
                tell(platforms, place, &admin, &message, mark).await;
            }
        }
        Outcome::Again { tried, at } => app.hand_back(job, tried, at).await?,
    }
    Ok(())
}

/// Changes a card that stands there: a new count, or its end.
async fn change(
    app: &App,
    platforms: &Platforms,
    job: &Job,
    message: &Message,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<()> {
    let closing = matches!(job.work, Work::Close(_));
    match platforms
        .of(&job.posting.place)
        .edit(&job.posting.place, &job.posting.reference, message)
        .await
    {
        Sent::Later(pause) => app.hand_back(job, false, clock() + delta(pause)).await,
        Sent::Uncertain(cause) => {
            tracing::warn!(
                posting = %job.posting.id,
                cause,
                "a card of the day could not be changed"
            );
            // Changing twice is the same as once, so it need not be looked for.
            app.hand_back(job, false, clock() + AGAIN).await
        }
        // A message that is gone can show nothing any more.
        Sent::There(_) | Sent::Refused(_) if closing => app.was_closed(job).await.map(drop),
        Sent::There(_) | Sent::Refused(_) => app.was_refreshed(job, clock()).await.map(drop),
    }
}

/// Tells somebody in private what became of what they set or asked for; `/daily today` says so,
/// too, to whoever asks.
async fn tell(platforms: &Platforms, place: &Place, admin: &str, message: &Message, mark: Mark) {
    // Once and no more: whoever cannot be reached reads it where they ask.
    let told = match platforms.of(place).direct(&place.home, admin).await {
        Direct::Open(place) => platforms.of(&place).send(&place, message, mark).await,
        Direct::Refused(refused) => Sent::Refused(refused),
        Direct::Later(pause) => Sent::Later(pause),
    };
    if !matches!(told, Sent::There(_)) {
        tracing::info!(?told, "an admin could not be told what became of a card");
    }
}

/// Tells a channel, if it takes anything, and whoever set its schedule that it has paused.
pub async fn pause(platforms: &Platforms, pause: &Pause) {
    // The schedule's id, since the pause is about no single posting.
    let (place, mark) = (&pause.schedule.place, Mark(pause.schedule.id.0));
    let told = platforms.of(place).send(place, &pause.to_channel, mark).await;
    if !matches!(told, Sent::There(_)) {
        tracing::info!(
            schedule = %pause.schedule.id,
            ?told,
            "a channel could not be told of a pause"
        );
    }
    if let Some(admin) = &pause.admin {
        tell(platforms, place, admin, &pause.to_admin, mark).await;
    }
}

/// Sends a reminder and says what came of it.
pub async fn nudge(
    app: &App,
    platforms: &Platforms,
    nudging: &Nudging,
    clock: impl Fn() -> DateTime<Utc>,
) {
    let outcome = match platforms
        .at(&nudging.to.home)
        .direct(&nudging.to.home, &nudging.to.identity.id)
        .await
    {
        Direct::Open(place) => {
            let claimed = Claimed {
                place: &place,
                message: &nudging.message,
                mark: Mark(nudging.id.0),
                tried: nudging.tried,
                until: nudging.until,
                latest: None,
            };
            once(platforms, claimed, &clock).await
        }
        Direct::Refused(refused) => Outcome::Refused(refused),
        Direct::Later(pause) => Outcome::Again { tried: nudging.tried, at: clock() + delta(pause) },
    };
    let noted = match outcome {
        Outcome::There(_) => app.was_nudged(nudging, clock()).await.map(drop),
        Outcome::Refused(refused) => {
            tracing::info!(?refused, "a reminder could not reach its member");
            app.was_shut_out(nudging, clock()).await.map(drop)
        }
        Outcome::TooLate => app.hand_back_nudge(nudging, clock()).await,
        // A reminder that was made before is looked for at each try.
        Outcome::Again { at, .. } => app.hand_back_nudge(nudging, at).await,
    };
    if let Err(fault) = noted {
        let cause = &fault as &dyn std::error::Error;
        tracing::error!(cause, "could not write down what became of a reminder");
    }
}

/// Posts a season's final board and says what came of it.
pub async fn final_board(
    app: &App,
    platforms: &Platforms,
    post: &FinalPost,
    clock: impl Fn() -> DateTime<Utc>,
) {
    let FinalPost { row, message } = post;
    let claimed = Claimed {
        place: &row.season.place,
        message,
        mark: Mark(row.season.id.0),
        tried: row.tried,
        until: row.until,
        latest: None,
    };
    let noted = match once(platforms, claimed, &clock).await {
        Outcome::There(_) => app.final_board_posted(post).await,
        Outcome::Refused(refused) => {
            let season = row.season.id.0;
            tracing::warn!(
                season,
                ?refused,
                "a platform refused a final board, which /season list still shows"
            );
            // As good as posted: it would be refused for ever.
            app.final_board_posted(post).await
        }
        Outcome::TooLate => app.hand_back_final_board(post, true, clock()).await,
        Outcome::Again { tried, at } => app.hand_back_final_board(post, tried, at).await,
    };
    if let Err(fault) = noted {
        let cause = &fault as &dyn std::error::Error;
        tracing::error!(cause, "could not write down what became of a final board");
    }
}

/// What the admin reads whose schedule was paused. What hinders the bot from writing, the platform
/// says in its own words when it is asked.
async fn note(refused: &Refused, platforms: &Platforms, place: &Place) -> String {
    let said = match refused {
        Refused::Gone => "I cannot find its channel any more.",
        Refused::Forbidden | Refused::Closed => match platforms.of(place).may_post(place).await {
            MayPost::Hindered(why) => return why.told(Which::Its),
            MayPost::Yes | MayPost::Gone | MayPost::Unknown => {
                "I may not write in its channel. Allow me to send messages there."
            }
        },
        Refused::Invalid(_) => "The platform did not take the card.",
    };
    said.to_owned()
}
