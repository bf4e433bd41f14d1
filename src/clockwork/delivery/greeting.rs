//! Saying how to begin where the bot was added: to everyone, else to one person, else to nobody. It
//! counts as said before it is sent, so what may stand there already is not sent again.

use std::time::Duration;

use crate::app::arrivals::Greeting;
use crate::app::reach::MayPost;
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};
use crate::platform::Platforms;
use crate::platform::sending::{Direct, Mark, Refused, Sent};

/// How often it is tried to say something while a platform is busy.
const TRIES: u32 = 3;

/// The longest pause between two tries; a platform that is busy for longer is left alone.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// To whom it is said.
enum To<'a> {
    /// Everyone in a channel, if the bot may write there.
    Everyone(&'a Place),
    /// One person of a home, by the platform's id of them.
    One(&'a Home, &'a str),
}

/// Says it, with `wait` between two tries.
pub async fn greet<W: Future<Output = ()>>(
    platforms: &Platforms,
    greeting: &Greeting,
    wait: impl Fn(Duration) -> W,
) {
    let Greeting { home, to_everyone, to_person, mark } = greeting;
    let platform = home.platform;
    if let Some((place, message)) = to_everyone {
        match say(platforms, &To::Everyone(place), message, Mark(*mark), &wait).await {
            // It stands there, or may.
            Sent::There(_) | Sent::Uncertain(_) => return,
            told => tracing::info!(platform, ?told, "a channel could not be greeted"),
        }
    }
    if let Some((person, message)) = to_person {
        let told = say(platforms, &To::One(home, person), message, Mark(*mark), &wait).await;
        if !matches!(told, Sent::There(_)) {
            tracing::info!(platform, ?told, "whoever added the bot could not be greeted");
        }
    }
}

/// Says it, and tries again what a platform has certainly not taken since it is busy.
async fn say<W: Future<Output = ()>>(
    platforms: &Platforms,
    to: &To<'_>,
    message: &Message,
    mark: Mark,
    wait: &impl Fn(Duration) -> W,
) -> Sent {
    let mut sent = send(platforms, to, message, mark).await;
    for _ in 1..TRIES {
        let Sent::Later(pause) = sent else { break };
        wait(pause.min(LONGEST_PAUSE)).await;
        sent = send(platforms, to, message, mark).await;
    }
    sent
}

async fn send(platforms: &Platforms, to: &To<'_>, message: &Message, mark: Mark) -> Sent {
    match to {
        To::Everyone(place) => match platforms.of(place).may_post(place).await {
            MayPost::Gone => Sent::Refused(Refused::Gone),
            MayPost::Hindered(_) => Sent::Refused(Refused::Forbidden),
            // Where the platform does not say, trying does.
            MayPost::Yes | MayPost::Unknown => platforms.of(place).send(place, message, mark).await,
        },
        // A conversation that turns out to be none of ours is opened anew by the next try.
        To::One(home, person) => match platforms.at(home).direct(home, person).await {
            Direct::Open(place) => platforms.of(&place).send(&place, message, mark).await,
            Direct::Refused(refused) => Sent::Refused(refused),
            Direct::Later(pause) => Sent::Later(pause),
        },
    }
}
