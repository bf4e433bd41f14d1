//! Platforms: what a person did on one of them goes in, what the bot says comes out. Nothing is
//! decided here.

pub mod discord;
pub mod rates;
pub mod sending;
pub mod turns;
pub mod web;

use std::time::Duration;

use crate::app::Post;
use crate::app::reach::{Asked, MayPost, Presence, Reach};
use crate::app::reply::Message;
use crate::domain::place::Place;
use discord::Discord;
use sending::{Direct, Found, Mark, Sending, Sent};
use web::Web;

/// The platforms that run in this process.
#[derive(Debug, Clone, Default)]
pub struct Platforms {
    /// The local page, if it is open.
    pub web: Option<Web>,
    /// Discord, if it has a token.
    pub discord: Option<Discord>,
}

impl Platforms {
    /// Brings a message that the bot sends of its own accord to the platform of its place.
    pub async fn post(&self, post: Post) -> anyhow::Result<()> {
        match self.of(&post.place) {
            Some(One::Web(web)) => web.post(post).await,
            Some(One::Discord(discord)) => {
                discord.post(post);
                Ok(())
            }
            None => anyhow::bail!("no platform `{}` runs here", post.place.platform),
        }
    }

    /// The platform of a place, if it runs here.
    fn of(&self, place: &Place) -> Option<One<'_>> {
        match place.platform {
            web::PLATFORM => self.web.as_ref().map(One::Web),
            discord::PLATFORM => self.discord.as_ref().map(One::Discord),
            _ => None,
        }
    }
}

/// One of the platforms. Not a `dyn Sending`: its methods are `async`, which no object can have.
enum One<'a> {
    Web(&'a Web),
    Discord(&'a Discord),
}

/// How long a message waits whose platform does not run in this process: another process may take
/// it up.
const ELSEWHERE: Duration = Duration::from_secs(30);

/// What is said of a place of such a platform.
const NOT_HERE: &str = "its platform does not run here";

impl Sending for Platforms {
    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        match self.of(place) {
            Some(One::Web(web)) => web.send(place, message, mark).await,
            Some(One::Discord(discord)) => discord.send(place, message, mark).await,
            None => Sent::Later(ELSEWHERE),
        }
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        match self.of(place) {
            Some(One::Web(web)) => web.find(place, mark).await,
            Some(One::Discord(discord)) => discord.find(place, mark).await,
            None => Found::Unknown(NOT_HERE.to_owned()),
        }
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        match self.of(place) {
            Some(One::Web(web)) => web.edit(place, reference, message).await,
            Some(One::Discord(discord)) => discord.edit(place, reference, message).await,
            None => Sent::Later(ELSEWHERE),
        }
    }

    async fn direct(&self, place: &Place, member: &str) -> Direct {
        match self.of(place) {
            Some(One::Web(web)) => web.direct(place, member).await,
            Some(One::Discord(discord)) => discord.direct(place, member).await,
            None => Direct::Later(ELSEWHERE),
        }
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        match self.of(place) {
            Some(One::Web(web)) => web.may_post(place).await,
            Some(One::Discord(discord)) => Sending::may_post(discord, place).await,
            None => MayPost::Unknown,
        }
    }

    async fn presence(&self, place: &Place, member: &str) -> Presence {
        match self.of(place) {
            Some(One::Web(web)) => web.presence(place, member).await,
            Some(One::Discord(discord)) => Sending::presence(discord, place, member).await,
            None => Presence::Unknown,
        }
    }
}

impl Reach for Platforms {
    fn may_post<'a>(&'a self, place: &'a Place) -> Asked<'a> {
        Box::pin(Sending::may_post(self, place))
    }

    fn presence<'a>(&'a self, place: &'a Place, member: &'a str) -> Asked<'a, Presence> {
        Box::pin(Sending::presence(self, place, member))
    }
}
