//! Platforms: what a person did on one of them goes in, what the bot says comes out. Nothing is decided here.

pub mod sending;
pub mod web;

use std::time::Duration;

use crate::app::Post;
use crate::app::reach::{Asked, MayPost, Reach};
use crate::app::reply::Message;
use crate::app::request::Place;
use sending::{Found, Mark, Refused, Sending, Sent};
use web::Web;

/// The platforms that run in this process.
#[derive(Debug, Clone, Default)]
pub struct Platforms {
    /// The local page, if it is open.
    pub web: Option<Web>,
}

impl Platforms {
    /// Brings a message that the bot sends of its own accord to the platform of its place.
    pub async fn post(&self, post: Post) -> anyhow::Result<()> {
        match (post.place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.post(post).await,
            (platform, _) => anyhow::bail!("no platform `{platform}` runs here"),
        }
    }
}

/// How long a message waits whose platform does not run in this process: another process may take it up.
const ELSEWHERE: Duration = Duration::from_secs(30);

/// What is said of a place of such a platform.
const NOT_HERE: &str = "its platform does not run here";

impl Sending for Platforms {
    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        match (place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.send(place, message, mark).await,
            _ => Sent::Later(ELSEWHERE),
        }
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        match (place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.find(place, mark).await,
            _ => Found::Unknown(NOT_HERE.to_owned()),
        }
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        match (place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.edit(place, reference, message).await,
            _ => Sent::Later(ELSEWHERE),
        }
    }

    async fn direct(&self, place: &Place, member: &str) -> Result<Place, Refused> {
        match (place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.direct(place, member).await,
            _ => Err(Refused::Invalid(NOT_HERE.to_owned())),
        }
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        match (place.platform, &self.web) {
            (web::PLATFORM, Some(web)) => web.may_post(place).await,
            _ => MayPost::Unknown,
        }
    }
}

impl Reach for Platforms {
    fn may_post<'a>(&'a self, place: &'a Place) -> Asked<'a> {
        Box::pin(Sending::may_post(self, place))
    }
}
