//! The page as the rest of the program reaches it. A message replaces the one with its key, so
//! sending twice is sending once.

use std::net::SocketAddr;

use anyhow::Context;
use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::{CHANNEL, COMMUNITY, PLATFORM, TITLE, Web, direct_of};
use crate::app::Post;
use crate::app::reach::{MayPost, Presence, Traits};
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};
use crate::picture::Themes;
use crate::platform::Platform;
use crate::platform::sending::{Direct, Found, Mark, Refused, Sent};

impl Web {
    /// Keeps a message under a key, in the place of one that has it.
    async fn put(&self, place: &Place, key: &str, message: &Message) -> Sent {
        if self.may_post(place).await != MayPost::Yes {
            return Sent::Refused(Refused::Gone);
        }
        let message = Message { key: Some(key.to_owned()), ..message.clone() };
        match self.put_post(Post { place: place.clone(), message }).await {
            Ok(()) => Sent::There(key.to_owned()),
            // The database may have written it before the line to it broke.
            Err(error) => Sent::Uncertain(format!("{error:#}")),
        }
    }
}

#[async_trait]
impl Platform for Web {
    fn name(&self) -> &'static str {
        PLATFORM
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn traits(&self) -> Traits {
        Traits {
            themes: Themes::LightAndDark,
            keeps_messages: true,
            members_alone_write: true,
            ..Traits::default()
        }
    }

    fn greeting(&self) -> String {
        self.address().map_or_else(String::new, |address| {
            format!("Studyhall is ready: http://{address} — open it in a browser and type /quiz")
        })
    }

    fn address(&self) -> Option<SocketAddr> {
        self.0.address
    }

    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        self.serve(shutdown).await
    }

    async fn post(&self, post: Post) -> anyhow::Result<()> {
        self.put_post(post).await
    }

    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        let key = message.key.clone().unwrap_or_else(|| format!("mark:{}", mark.0));
        self.put(place, &key, message).await
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        // The keys of everything that has a mark.
        let Mark(id) = mark;
        let keys = [
            format!("quiz:{id}.1"),
            format!("nudge:{id}"),
            format!("season:{id}"),
            format!("mark:{id}"),
        ];
        for key in keys {
            let found = self
                .0
                .store
                .chat_has(COMMUNITY, &place.channel, &key)
                .await
                .context("looking for a message");
            match found {
                Ok(true) => return Found::There(key),
                Ok(false) => {}
                Err(error) => return Found::Unknown(format!("{error:#}")),
            }
        }
        Found::NotThere
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        self.put(place, reference, message).await
    }

    async fn direct(&self, home: &Home, member: &str) -> Direct {
        Direct::Open(Place { home: home.clone(), channel: direct_of(member), direct: true })
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        if place.channel == CHANNEL || place.direct { MayPost::Yes } else { MayPost::Gone }
    }

    async fn presence(&self, _: &Home, _: &str) -> Presence {
        // Nobody leaves the page's one community.
        Presence::Here
    }
}
