//! Bringing one posting, one reminder or one final board to its platform, exactly once: what may
//! have been sent before is looked for first, and what was not surely sent is handed back to be
//! looked for later.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::app::daily::{Job, Pause, Work};
use crate::app::reminder::Nudging;
use crate::app::reply::Message;
use crate::app::season::FinalPost;
use crate::domain::place::Place;
use crate::domain::posting::{LEASE, Timeliness, timeliness};
use crate::platform::sending::{Direct, Found, Mark, Refused, Sending, Sent};
use crate::store::Result;

/// After so long something is tried again that did not work.
const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// Does a piece of work and says what came of it. Where the database fails, the claim runs out and
/// the work comes again.
pub async fn deliver<S: Sending>(
    app: &App,
    platforms: &S,
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
        tracing::error!(posting = %job.posting.id, cause, "could not write down what became of a \
            posting");
    }
}

async fn send<S: Sending>(
    app: &App,
    platforms: &S,
    job: &Job,
    message: &Message,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<()> {
    let (place, mark) = (&job.posting.place, Mark(job.posting.id.0));
    let tried = job.claim.step.tried;
    if tried {
        match platforms.find(place, mark).await {
            Found::There(reference) => return sent(app, job, reference, clock()).await,
            Found::NotThere if timeliness(job.posting.due_at, clock()) == Timeliness::Missed => {
                return app.was_missed(job).await.map(drop);
            }
            Found::NotThere => {}
            Found::Unknown(cause) => return uncertain(app, job, &cause, clock()).await,
        }
    }
    // Whoever was held up for so long leaves it to the next, who may be at it already.
    if !job.claim.holds(clock()) {
        return app.hand_back(job, tried, clock()).await;
    }
    match platforms.send(place, message, mark).await {
        Sent::There(reference) => sent(app, job, reference, clock()).await,
        Sent::Later(pause) => app.hand_back(job, tried, clock() + delta(pause)).await,
        Sent::Refused(refused) => {
            tracing::warn!(posting = %job.posting.id, ?refused, "a platform refused a card of the \
                day");
            let told = app.was_refused(job, &note(&refused), clock()).await?;
            if let Some((admin, message)) = told {
                tell(platforms, place, &admin, &message, mark).await;
            }
            Ok(())
        }
        Sent::Uncertain(cause) => uncertain(app, job, &cause, clock()).await,
    }
}

/// Tells somebody in private what became of what they set or asked for; `/daily today` says so,
/// too, to whoever asks.
async fn tell<S: Sending>(
    platforms: &S,
    place: &Place,
    admin: &str,
    message: &Message,
    mark: Mark,
) {
    let told = match platforms.direct(place, admin).await {
        Direct::Open(place) => platforms.send(&place, message, mark).await,
        Direct::Refused(refused) => Sent::Refused(refused),
        Direct::Later(pause) => Sent::Later(pause),
    };
    if !matches!(told, Sent::There(_)) {
        tracing::info!(?told, "an admin could not be told what became of a card");
    }
}

/// Tells a channel, if it takes anything, and whoever set its schedule that it has paused.
pub async fn pause<S: Sending>(platforms: &S, pause: &Pause) {
    let (place, mark) = (&pause.schedule.place, Mark(pause.schedule.id.0));
    let told = platforms.send(place, &pause.to_channel, mark).await;
    if !matches!(told, Sent::There(_)) {
        tracing::info!(schedule = %pause.schedule.id, ?told, "a channel could not be told of a \
            pause");
    }
    if let Some(admin) = &pause.admin {
        tell(platforms, place, admin, &pause.to_admin, mark).await;
    }
}

async fn sent(app: &App, job: &Job, reference: String, now: DateTime<Utc>) -> Result<()> {
    if !app.was_sent(job, reference, now).await? {
        tracing::warn!(posting = %job.posting.id, "another process has taken up a posting that was \
            sent");
    }
    Ok(())
}

async fn uncertain(app: &App, job: &Job, cause: &str, now: DateTime<Utc>) -> Result<()> {
    tracing::warn!(posting = %job.posting.id, cause, "it is uncertain whether a card of the day \
        was sent");
    app.hand_back(job, true, now + AGAIN).await
}

async fn change<S: Sending>(
    app: &App,
    platforms: &S,
    job: &Job,
    message: &Message,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<()> {
    let closing = matches!(job.work, Work::Close(_));
    match platforms.edit(&job.posting.place, &job.posting.reference, message).await {
        Sent::Later(pause) => app.hand_back(job, false, clock() + delta(pause)).await,
        Sent::Uncertain(cause) => {
            tracing::warn!(posting = %job.posting.id, cause, "a card of the day could not be \
                changed");
            app.hand_back(job, false, clock() + AGAIN).await
        }
        // A message that is gone can show nothing any more.
        Sent::There(_) | Sent::Refused(_) if closing => app.was_closed(job).await.map(drop),
        Sent::There(_) | Sent::Refused(_) => app.was_refreshed(job, clock()).await.map(drop),
    }
}

/// Sends a reminder and says what came of it.
pub async fn nudge<S: Sending>(
    app: &App,
    platforms: &S,
    nudging: &Nudging,
    clock: impl Fn() -> DateTime<Utc>,
) {
    let done = match platforms.direct(&nudging.place, &nudging.member).await {
        Direct::Open(place) => nudge_in(app, platforms, nudging, &place, &clock).await,
        Direct::Refused(refused) => {
            tracing::info!(?refused, "a conversation could not be opened");
            app.was_shut_out(nudging, clock()).await.map(drop)
        }
        Direct::Later(pause) => app.hand_back_nudge(nudging, clock() + delta(pause)).await,
    };
    if let Err(fault) = done {
        tracing::error!(
            cause = &fault as &dyn std::error::Error,
            "could not write down what became of a reminder"
        );
    }
}

async fn nudge_in<S: Sending>(
    app: &App,
    platforms: &S,
    nudging: &Nudging,
    place: &Place,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<()> {
    match once(
        platforms,
        place,
        &nudging.message,
        Mark(nudging.id.0),
        nudging.tried,
        nudging.until,
        clock,
    )
    .await
    {
        Once::There => app.was_nudged(nudging, clock()).await.map(drop),
        Once::Refused(refused) => {
            tracing::info!(?refused, "a reminder could not reach its member");
            app.was_shut_out(nudging, clock()).await.map(drop)
        }
        Once::Again { at, .. } => app.hand_back_nudge(nudging, at).await,
    }
}

/// Posts a season's final board and says what came of it.
pub async fn final_board<S: Sending>(
    app: &App,
    platforms: &S,
    post: &FinalPost,
    clock: impl Fn() -> DateTime<Utc>,
) {
    let FinalPost { row, message } = post;
    let (place, mark) = (&row.season.place, Mark(row.season.id.0));
    let noted = match once(platforms, place, message, mark, row.tried, row.until, &clock).await {
        Once::There => app.final_board_posted(post).await,
        Once::Refused(refused) => {
            tracing::warn!(
                ?refused,
                "a platform refused a final board, which /season list still shows"
            );
            app.final_board_posted(post).await
        }
        Once::Again { tried, at } => app.hand_back_final_board(post, tried, at).await,
    };
    if let Err(fault) = noted {
        tracing::error!(
            cause = &fault as &dyn std::error::Error,
            "could not write down what became of a final board"
        );
    }
}

/// What came of a message that is to stand in its place once.
enum Once {
    /// It stands there.
    There,
    /// It does not and never will.
    Refused(Refused),
    /// Another try is to come then; whether this one may have sent it.
    Again { tried: bool, at: DateTime<Utc> },
}

/// Sends what was claimed until `until`, unless it was tried before and is there already.
async fn once<S: Sending>(
    platforms: &S,
    place: &Place,
    message: &Message,
    mark: Mark,
    tried: bool,
    until: DateTime<Utc>,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Once {
    let uncertain = |cause: String| {
        tracing::warn!(mark = mark.0, cause, "it is uncertain whether a message was sent");
        Once::Again { tried: true, at: clock() + AGAIN }
    };
    if tried {
        match platforms.find(place, mark).await {
            Found::There(_) => return Once::There,
            Found::NotThere => {}
            Found::Unknown(cause) => return uncertain(cause),
        }
    }
    // Whoever was held up for so long leaves it to the next, who may be at it already.
    if clock() >= until - LEASE / 2 {
        return Once::Again { tried, at: clock() };
    }
    match platforms.send(place, message, mark).await {
        Sent::There(_) => Once::There,
        Sent::Refused(refused) => Once::Refused(refused),
        Sent::Later(pause) => Once::Again { tried, at: clock() + delta(pause) },
        Sent::Uncertain(cause) => uncertain(cause),
    }
}

/// What the admin reads whose schedule was paused.
fn note(refused: &Refused) -> String {
    match refused {
        Refused::Gone => "I cannot find its channel any more.".to_owned(),
        Refused::Forbidden | Refused::Closed => {
            "I may not write in its channel: give me View Channel, Send Messages and \
            Embed Links there."
                .to_owned()
        }
        Refused::Invalid(_) => "The platform did not take the card.".to_owned(),
    }
}

fn delta(pause: Duration) -> TimeDelta {
    TimeDelta::from_std(pause).unwrap_or(AGAIN)
}
