//! A platform in memory that takes messages, and can be told to fail in each of the ways in which
//! platforms do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use studyhall::app::Post;
use studyhall::app::reach::{HomeName, MayPost, Presence, Traits};
use studyhall::app::reply::Message;
use studyhall::app::request::Hindrance;
use studyhall::domain::place::{Home, Place};
use studyhall::platform::sending::{Direct, Found, Mark, Refused, Sent};
use studyhall::platform::{Platform, Platforms};
use tokio_util::sync::CancellationToken;

/// What becomes of the next message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is taken and confirmed.
    Taken,
    /// It is taken, but the connection breaks before the answer.
    HungUp,
    /// The platform answers 500 and has not taken it.
    Failed,
    /// The platform answers 500 and has taken it all the same.
    FailedTaken,
    /// The platform is busy.
    Busy,
    /// It is refused.
    Refused(Refused),
}

/// A message that stands there.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) place: Place,
    pub(crate) mark: Mark,
    pub(crate) message: Message,
    pub(crate) edits: u32,
}

#[derive(Debug, Default)]
struct Inner {
    standing: Vec<Standing>,
    fates: Vec<Fate>,
    sends: HashMap<Mark, u32>,
    gone: Vec<String>,
    hindered: HashMap<String, Hindrance>,
    closed: bool,
    blind: u32,
    left: Vec<String>,
    looked_up: u32,
    names: HashMap<String, HomeName>,
}

/// The platform; clones share everything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fake(Arc<Mutex<Inner>>);

/// The platform, under the name of one that there is.
#[derive(Debug)]
struct Named(&'static str, Fake);

impl Fake {
    /// Every platform, all of them this one.
    pub(crate) fn platforms(&self) -> Arc<Platforms> {
        let named = |name| Arc::new(Named(name, self.clone())) as Arc<dyn Platform>;
        Arc::new(Platforms::new(["web", "discord"].map(named).into()))
    }

    /// The fates of the next messages, in order; after them all are taken.
    pub(crate) fn fates(&self, fates: impl IntoIterator<Item = Fate>) {
        self.0.lock().unwrap().fates = fates.into_iter().collect();
    }

    /// Everything that stands there.
    pub(crate) fn standing(&self) -> Vec<Standing> {
        self.0.lock().unwrap().standing.clone()
    }

    /// How often a message was sent.
    pub(crate) fn sends(&self, mark: Mark) -> u32 {
        self.0.lock().unwrap().sends.get(&mark).copied().unwrap_or_default()
    }

    /// Takes a channel away.
    pub(crate) fn remove(&self, channel: &str) {
        self.0.lock().unwrap().gone.push(channel.to_owned());
    }

    /// Brings a channel back.
    pub(crate) fn bring_back(&self, channel: &str) {
        self.0.lock().unwrap().gone.retain(|gone| gone != channel);
    }

    /// Hinders the bot from writing in a channel; none hinders it no more.
    pub(crate) fn hinder(&self, channel: &str, why: Option<Hindrance>) {
        let hindered = &mut self.0.lock().unwrap().hindered;
        match why {
            Some(why) => drop(hindered.insert(channel.to_owned(), why)),
            None => drop(hindered.remove(channel)),
        }
    }

    /// Somebody leaves the community.
    pub(crate) fn leaves(&self, who: &str) {
        self.0.lock().unwrap().left.push(who.to_owned());
    }

    /// Somebody comes back.
    pub(crate) fn comes_back(&self, who: &str) {
        self.0.lock().unwrap().left.retain(|left| left != who);
    }

    /// What a home is called from now on, or that the bot is not there any more.
    pub(crate) fn call_home(&self, home: &str, name: HomeName) {
        self.0.lock().unwrap().names.insert(home.to_owned(), name);
    }

    /// How often somebody was looked up.
    pub(crate) fn looked_up(&self) -> u32 {
        self.0.lock().unwrap().looked_up
    }

    /// Whether people take direct messages.
    pub(crate) fn take_no_direct_messages(&self, closed: bool) {
        self.0.lock().unwrap().closed = closed;
    }

    /// The next looks for a message are not answered.
    pub(crate) fn be_blind(&self, looks: u32) {
        self.0.lock().unwrap().blind = looks;
    }

    fn hindrance(&self, channel: &str) -> Option<Hindrance> {
        self.0.lock().unwrap().hindered.get(channel).cloned()
    }

    fn is_gone(&self, place: &Place) -> bool {
        self.0.lock().unwrap().gone.contains(&place.channel)
    }
}

impl Inner {
    fn take(&mut self, place: &Place, message: &Message, mark: Mark) -> Sent {
        *self.sends.entry(mark).or_default() += 1;
        let fate = if self.fates.is_empty() { Fate::Taken } else { self.fates.remove(0) };
        let mut stand = || {
            // No idempotency of its own: whoever sends twice stands twice.
            self.standing.push(Standing {
                place: place.clone(),
                mark,
                message: message.clone(),
                edits: 0,
            });
            (self.standing.len() - 1).to_string()
        };
        match fate {
            Fate::Taken => Sent::There(stand()),
            Fate::HungUp => {
                stand();
                Sent::Uncertain("the connection broke".to_owned())
            }
            Fate::FailedTaken => {
                stand();
                Sent::Uncertain("500".to_owned())
            }
            Fate::Failed => Sent::Uncertain("500".to_owned()),
            Fate::Busy => Sent::Later(std::time::Duration::from_secs(3)),
            Fate::Refused(refused) => Sent::Refused(refused),
        }
    }
}

#[async_trait]
impl Platform for Named {
    fn name(&self) -> &'static str {
        self.0
    }

    fn title(&self) -> &'static str {
        "a platform in memory"
    }

    fn traits(&self) -> Traits {
        let is_page = self.0 == "web";
        Traits { keeps_messages: is_page, direct_is_apart: !is_page, ..Traits::default() }
    }

    fn greeting(&self) -> String {
        String::new()
    }

    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        shutdown.cancelled().await;
        Ok(())
    }

    async fn post(&self, post: Post) -> anyhow::Result<()> {
        panic!("what it is sent is sent once, not posted: {post:?}")
    }

    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent {
        if self.1.is_gone(place) {
            return Sent::Refused(Refused::Gone);
        }
        // Whoever sends may be killed on the way there and on the way back.
        tokio::task::yield_now().await;
        let sent = self.1.0.lock().unwrap().take(place, message, mark);
        tokio::task::yield_now().await;
        sent
    }

    async fn find(&self, place: &Place, mark: Mark) -> Found {
        let mut inner = self.1.0.lock().unwrap();
        if inner.blind > 0 {
            inner.blind -= 1;
            return Found::Unknown("503".to_owned());
        }
        let found = inner
            .standing
            .iter()
            .position(|message| message.mark == mark && message.place == *place);
        found.map_or(Found::NotThere, |place| Found::There(place.to_string()))
    }

    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent {
        if self.1.is_gone(place) {
            return Sent::Refused(Refused::Gone);
        }
        let mut inner = self.1.0.lock().unwrap();
        let standing = &mut inner.standing[reference.parse::<usize>().unwrap()];
        assert_eq!(standing.place, *place);
        standing.message = message.clone();
        standing.edits += 1;
        Sent::There(reference.to_owned())
    }

    async fn direct(&self, home: &Home, member: &str) -> Direct {
        if self.1.0.lock().unwrap().closed {
            return Direct::Refused(Refused::Closed);
        }
        let who = member.trim_start_matches("id of ");
        Direct::Open(Place {
            home: home.clone(),
            channel: format!("direct with {who}"),
            direct: true,
        })
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        if let Some(why) = self.1.hindrance(&place.channel) {
            return MayPost::Hindered(why);
        }
        match place.channel.as_str() {
            _ if self.1.is_gone(place) => MayPost::Gone,
            "read-only" => MayPost::Hindered(Hindrance::Lacking {
                permissions: vec!["Write"],
                given_under: "Settings",
            }),
            "nowhere" => MayPost::Gone,
            _ => MayPost::Yes,
        }
    }

    fn home_name(&self, home: &Home) -> HomeName {
        let named = self.1.0.lock().unwrap().names.get(&home.id).cloned();
        named.unwrap_or(HomeName::Unknown)
    }

    async fn presence(&self, _: &Home, member: &str) -> Presence {
        let mut inner = self.1.0.lock().unwrap();
        inner.looked_up += 1;
        let has_left = inner.left.iter().any(|who| member == format!("id of {who}"));
        if has_left { Presence::Left } else { Presence::Here }
    }
}
