//! Platforms: what a person did on one of them goes in, what the bot says comes out. Nothing is
//! decided here.
//!
//! A platform is a folder and a line in the table below. The folder translates both ways and holds
//! whatever else is the platform's alone: its settings, its lines of `.env.example`, its checks for
//! the doctor. What several platforms need stands beside the folders.

pub mod discord;
mod elsewhere;
mod in_use;
mod outbox;
mod plan;
pub mod rates;
mod recent;
pub mod sending;
pub mod setup;
mod shown;
pub mod slack;
mod table;
pub mod turns;
pub mod uploads;
pub mod values;
pub mod web;

use std::fmt::Debug;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use self::elsewhere::Elsewhere;
use self::sending::{Direct, Found, Mark, Sent};
use self::setup::Setup;
use crate::app::Post;
use crate::app::reach::{HomeName, MayPost, Person, Presence, Reach, Traits};
use crate::app::reply::Message;
use crate::domain::place::{Home, Place};

/// Makes the settings of all platforms, and the list of them, out of a line each: the name of the
/// field, the type of the settings, and what knows how it starts.
macro_rules! platforms {
    ($($field:ident: $options:ty => $setup:expr;)*) => {
        /// The settings of each platform.
        #[derive(Debug, Clone, Default, clap::Args)]
        pub struct Options {
            $(
                #[doc = concat!("How `", stringify!($field), "` is reached.")]
                #[command(flatten)]
                pub $field: $options,
            )*
        }

        /// Every platform that there is, in the order in which they start.
        pub const ALL: &[&dyn Setup] = &[$(&$setup),*];
    };
}

platforms! {
    web: web::WebOptions => web::WebSetup;
    discord: discord::DiscordOptions => discord::DiscordSetup;
    slack: slack::SlackOptions => slack::SlackSetup;
}

/// What the command line does for one platform alone, beside running it.
#[derive(Debug, Clone, PartialEq, Eq, clap::Subcommand)]
pub enum PlatformJob {
    /// Show what Slack is told of the app
    Slack {
        /// What of it to show.
        #[command(subcommand)]
        job: slack::SlackJob,
    },
}

impl PlatformJob {
    /// Does it, and writes what comes of it to `out`.
    pub fn run(&self, out: &mut impl io::Write) -> io::Result<()> {
        match self {
            Self::Slack { job } => job.run(out),
        }
    }
}

/// A platform that runs in this process.
///
/// It promises two things about what it sends. What it says was sent stands there, and what it says
/// was refused does not. Whenever it is not sure – the connection broke, the platform answered 5xx
/// – it says so, and is asked later whether the message is there, by its mark.
#[async_trait]
pub trait Platform: Debug + Send + Sync {
    /// The name by which places, metrics and the store know it, in lower case; it never changes.
    fn name(&self) -> &'static str;

    /// What operators call it, within a sentence.
    fn title(&self) -> &'static str;

    /// How its people see what the application says.
    fn traits(&self) -> Traits;

    /// What whoever started the program is told once it is ready: where it is, and how to begin.
    fn greeting(&self) -> String;

    /// Where it listens on this machine, if it does.
    fn address(&self) -> Option<SocketAddr> {
        None
    }

    /// Brings requests to the application and replies back until `shutdown`; an error says why it
    /// cannot go on.
    async fn run(&self, shutdown: &CancellationToken) -> anyhow::Result<()>;

    /// Shows a message of which nobody has to know where it stands. One with the name of an earlier
    /// one takes its place.
    async fn post(&self, post: Post) -> anyhow::Result<()>;

    /// Sends a message to a channel or conversation. Sent twice with one mark, it appears once as
    /// far as the platform can see to it; the caller looks with [`Platform::find`] before it sends
    /// again all the same.
    async fn send(&self, place: &Place, message: &Message, mark: Mark) -> Sent;

    /// Looks among the latest messages of a place for the one with this mark.
    async fn find(&self, place: &Place, mark: Mark) -> Found;

    /// Puts another message in the place of one that was sent. Doing it twice is the same as once.
    async fn edit(&self, place: &Place, reference: &str, message: &Message) -> Sent;

    /// The conversation with a member of a community whose home this is, by the platform's id of
    /// the member.
    async fn direct(&self, home: &Home, member: &str) -> Direct;

    /// Whether the bot may post in a place.
    async fn may_post(&self, place: &Place) -> MayPost;

    /// Whether somebody is in a home of a community, by the platform's id of them.
    async fn presence(&self, home: &Home, member: &str) -> Presence;

    /// What a home of a community is called, where that is at hand; unknown on a platform whose
    /// communities need not be told apart.
    fn home_name(&self, _home: &Home) -> HomeName {
        HomeName::Unknown
    }

    /// Who has this id of the platform's in a home of a community; none where nobody can be looked
    /// up, or what was given is no id.
    async fn person(&self, _home: &Home, _id: &str) -> Option<Person> {
        None
    }
}

/// The platforms that run in this process.
#[derive(Debug, Default)]
pub struct Platforms(Vec<Arc<dyn Platform>>);

impl Platforms {
    /// These platforms, each of another name.
    pub fn new(platforms: Vec<Arc<dyn Platform>>) -> Self {
        Self(platforms)
    }

    /// All that run here, in the order in which they started.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Platform>> {
        self.0.iter()
    }

    /// The platform of a place; where it does not run in this process, one that takes nothing.
    pub fn of(&self, place: &Place) -> &dyn Platform {
        self.at(&place.home)
    }

    /// The platform of a home; where it does not run in this process, one that takes nothing.
    pub fn at(&self, home: &Home) -> &dyn Platform {
        self.named(home.platform).unwrap_or(&Elsewhere)
    }

    fn named(&self, name: &str) -> Option<&dyn Platform> {
        self.0.iter().map(AsRef::as_ref).find(|platform| platform.name() == name)
    }
}

#[async_trait]
impl Reach for Platforms {
    fn traits(&self, platform: &str) -> Traits {
        self.named(platform).unwrap_or(&Elsewhere).traits()
    }

    async fn may_post(&self, place: &Place) -> MayPost {
        self.of(place).may_post(place).await
    }

    async fn presence(&self, home: &Home, member: &str) -> Presence {
        self.at(home).presence(home, member).await
    }

    fn home_name(&self, home: &Home) -> HomeName {
        self.at(home).home_name(home)
    }

    async fn person(&self, home: &Home, id: &str) -> Option<Person> {
        self.at(home).person(home, id).await
    }
}
