//! A hall of several communities on two platforms, and every message that stands in it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use studyhall::app::reply::{Audience, Message, Reply};
use studyhall::app::request::{Action, Files};
use studyhall::clockwork::delivery::{deliver, final_board, nudge};
use studyhall::domain::place::{Home, Place};
use studyhall::store::Store;

use super::super::daily::Hall;
use super::super::room::{action, direct, shown};

/// Where somebody is, as a fixture names it: platform, community, channel, and whether it is a
/// conversation with the bot alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Site(pub(super) String, pub(super) String, pub(super) String, pub(super) bool);

impl Site {
    pub(super) fn of(place: &Place) -> Self {
        let Place { home, channel, direct } = place.clone();
        Self(home.platform.to_owned(), home.id, channel, direct)
    }

    pub(super) fn place(&self) -> Place {
        let platform = ["web", "discord"].into_iter().find(|known| *known == self.0);
        Place {
            home: Home::new(platform.expect("a platform"), &self.1),
            channel: self.2.clone(),
            direct: self.3,
        }
    }
}

/// A message that stands somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Standing {
    pub(super) site: Site,
    /// Who alone sees it; nobody for one that everyone sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) only: Option<String>,
    /// The name under which the next one takes its place.
    pub(super) key: Option<String>,
    /// What it says, as the tests show it.
    pub(super) text: String,
    /// Its buttons: what each says and what it sends.
    pub(super) buttons: Vec<(String, String)>,
    /// The mark under which the bot sent it of its own accord; none for a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<i64>,
}

/// The hall, and what its platforms show.
pub(super) struct Scene {
    pub(super) hall: Hall,
    pub(super) store: Store,
    standing: RefCell<Vec<Standing>>,
    events: Cell<u32>,
}

/// A channel of the local page's room.
pub(super) fn room(channel: &str) -> Place {
    place("web", "room", channel)
}

/// A channel of a server of Discord.
pub(super) fn server(channel: &str) -> Place {
    place("discord", "9001", channel)
}

/// A channel of another community of the page's platform.
pub(super) fn other(channel: &str) -> Place {
    place("web", "other room", channel)
}

fn place(platform: &'static str, community: &str, channel: &str) -> Place {
    Place { home: Home::new(platform, community), channel: channel.to_owned(), direct: false }
}

impl Scene {
    pub(super) fn new(store: &Store) -> Self {
        let (hall, store) = (Hall::new(store), store.clone());
        Self { hall, store, standing: RefCell::default(), events: Cell::new(0) }
    }

    /// Somebody does something, and sees what comes of it.
    pub(super) async fn act(&self, place: &Place, who: &str, action: Action) -> Reply {
        let number = self.events.get();
        self.events.set(number + 1);
        let reply = self.hall.room.request(&format!("kept {number}"), place, who, action).await;
        for message in &reply.messages {
            self.stands(place, who, message);
        }
        reply
    }

    pub(super) async fn line(&self, place: &Place, who: &str, line: &str) -> Reply {
        self.act(place, who, Action::Line(line.to_owned())).await
    }

    pub(super) async fn press(
        &self,
        place: &Place,
        who: &str,
        reply: &Reply,
        label: &str,
    ) -> Reply {
        self.act(place, who, Action::Click(action(reply, label))).await
    }

    /// Presses the first button of this kind, and sends the form that it may open with this text.
    pub(super) async fn by_kind(
        &self,
        place: &Place,
        who: &str,
        reply: &Reply,
        kind: &str,
        text: &str,
    ) -> Reply {
        let buttons = reply.messages.iter().flat_map(|message| &message.buttons);
        let button = buttons
            .into_iter()
            .find(|button| button.click().unwrap().to_string().starts_with(kind));
        let button = button.unwrap_or_else(|| panic!("no {kind} in {}", shown(reply)));
        let told = self.act(place, who, Action::Click(button.click().unwrap().clone())).await;
        let Some(form) = &told.form else { return told };
        let fields = BTreeMap::from([(form.fields[0].name.clone(), text.to_owned())]);
        self.act(
            place,
            who,
            Action::Submit { action: form.action.clone(), fields, files: Files::new() },
        )
        .await
    }

    /// Answers the open question of a quiz in words.
    pub(super) async fn answer(
        &self,
        place: &Place,
        who: &str,
        reply: &Reply,
        text: &str,
    ) -> Reply {
        self.by_kind(place, who, reply, "answer:", text).await
    }

    /// Starts a quiz of one card of `topic` alone and picks an answer.
    pub(super) async fn plays(&self, place: &Place, who: &str, topic: &str, pick: &str) -> Reply {
        let asked = self.line(place, who, &format!("/quiz topic:{topic}")).await;
        self.press(place, who, &asked, pick).await
    }

    /// The latest message with a button of this kind that the bot sent to a place of its own
    /// accord, as a reply to press buttons of.
    pub(super) fn latest(&self, place: &Place, kind: &str) -> Reply {
        let standing = self.hall.platform.standing();
        let latest = standing.into_iter().rev().find(|one| {
            let mut buttons = one.message.buttons.iter();
            one.place == *place
                && buttons.any(|button| button.click().unwrap().to_string().starts_with(kind))
        });
        Reply::one(latest.unwrap_or_else(|| panic!("no {kind} in {place:?}")).message)
    }

    /// Does what the clockwork does about cards, reminders, rounds and seasons, until nothing is
    /// left to do.
    pub(super) async fn tick(&self) {
        let (app, now) = (&self.hall.room.app, self.hall.room.now());
        let mut rng = StdRng::seed_from_u64(now.timestamp().unsigned_abs());
        loop {
            let made = app.make_due(now, 10, &mut rng).await.unwrap();
            let jobs = app.claim_jobs(now, 10, &mut rng).await.unwrap();
            for job in &jobs {
                deliver(app, &self.hall.platform.platforms(), job, || now).await;
            }
            let nudges = app.claim_nudges(now, 10, &mut rng).await.unwrap();
            for one in &nudges {
                nudge(app, &self.hall.platform.platforms(), one, || now).await;
            }
            app.end_seasons(now).await.unwrap();
            for board in app.claim_final_boards(now, &mut rng).await.unwrap() {
                final_board(app, &self.hall.platform.platforms(), &board, || now).await;
            }
            for post in app.tick(now).await.unwrap() {
                self.stands(&post.place, "", &post.message);
            }
            if made == 0 && jobs.is_empty() && nudges.is_empty() {
                return;
            }
        }
    }

    /// All that stands anywhere and can be pressed or changed, the oldest first.
    pub(super) fn standing(&self) -> Vec<Standing> {
        let mut standing = self.standing.borrow().clone();
        for sent in self.hall.platform.standing() {
            let site = Site::of(&sent.place);
            let mark = Some(sent.mark.0);
            standing.push(Standing { mark, ..stands(site, None, &sent.message) });
        }
        standing.retain(|message| !message.buttons.is_empty() || message.mark.is_some());
        standing
    }

    fn stands(&self, place: &Place, who: &str, message: &Message) {
        let only = (message.audience == Audience::Asker).then(|| who.to_owned());
        let new = stands(Site::of(place), only, message);
        let mut standing = self.standing.borrow_mut();
        let same = |old: &Standing| {
            new.key.is_some()
                && (&old.site, &old.only, &old.key) == (&new.site, &new.only, &new.key)
        };
        match standing.iter().position(same) {
            Some(at) => standing[at] = new,
            None => standing.push(new),
        }
    }
}

fn stands(site: Site, only: Option<String>, message: &Message) -> Standing {
    let buttons = message.buttons.iter();
    Standing {
        site,
        only,
        key: message.key.clone(),
        text: shown(&Reply::one(message.clone())),
        buttons: buttons
            .map(|button| (button.label.clone(), button.click().unwrap().to_string()))
            .collect(),
        mark: None,
    }
}

/// The conversation of the bot with somebody of the server.
pub(super) fn direct_on_server(who: &str) -> Place {
    Place { home: Home::new("discord", "9001"), ..direct(who) }
}
