//! What the program shows of a database that was there: to members who look, to those who press
//! the buttons that stand, and to itself by the clock.

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use studyhall::app::click::Click;
use studyhall::app::daily::Work;
use studyhall::app::reply::Message;
use studyhall::app::request::{Action, Files};
use studyhall::clockwork::delivery::pause;
use studyhall::domain::place::{Home, Place};
use studyhall::platform::sending::Mark;
use studyhall::store::Store;

use super::fixture::{Fixture, Shows};
use super::life::GROUP;
use super::scene::{Scene, Site, Standing, other, room, server};
use crate::support::database::Database;

/// Everybody who is in a community, and somebody new.
const ROOM: [&str; 22] = [
    "Admin", "Anna", "Ben", "Cleo", "Dan", "Dora", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim",
    "Lea", "Moe", "Nia", "Oli", "Pia", "Qui", "Rex", "Sid", "Zoe",
];
const SERVER: [&str; 5] = ["Admin", "Uma", "Vic", "Wes", "Xia"];

/// Channels with cards of the day.
const ROOM_CHANNELS: [&str; 14] = [
    "attic", "cellar", "due", "library", "lounge", "made", "making-1", "making-2", "morning",
    "night", "noon", "once", GROUP, "tried",
];
const SERVER_CHANNELS: [&str; 4] = ["9101", "9102", "9109", "9120"];

/// Seconds after which no claim holds that was made before.
const LEASE: i64 = 61;

/// The program on a copy of the database, a few seconds after it stopped.
pub(super) struct Watch<'a> {
    fixture: &'a Fixture,
    scene: Scene,
}

impl<'a> Watch<'a> {
    pub(super) async fn begin(fixture: &'a Fixture, database: &Database) -> Self {
        fixture.load(database).await;
        let store = Store::open(&database.url).await.unwrap();
        let scene = Scene::new(&store);
        let hall = &scene.hall;
        hall.wait_until(&fixture.known.stopped);
        hall.room.wait(5);
        // What is not kept by the program: the platform itself.
        let blank = r#"{"key": null, "audience": "everyone", "blocks": []}"#;
        let blank = serde_json::from_str(blank).unwrap();
        for Standing { site, mark, .. } in &fixture.known.standing {
            if let Some(mark) = mark {
                hall.platform
                    .platforms()
                    .of(&site.place())
                    .send(&site.place(), &blank, Mark(*mark))
                    .await;
            }
        }
        hall.platform.leaves("Eve");
        for gone in ["attic", "library"] {
            hall.platform.remove(gone);
        }
        Self { fixture, scene }
    }

    pub(super) async fn end(self) {
        self.scene.store.close().await;
    }

    async fn asks(&self, shows: &mut Shows, place: &Place, who: &str, line: &str) {
        let told = self.scene.line(place, who, line).await;
        let Home { platform, id } = &place.home;
        shows.insert(format!("{platform} {id} {who} {line}"), self.fixture.told(&told));
    }

    /// What everybody sees who looks.
    pub(super) async fn looks(&self) -> Shows {
        let mut shows = Shows::new();
        let places =
            [(room(GROUP), &ROOM[..]), (server("9101"), &SERVER), (other("hall"), &["Admin"])];
        for (place, members) in &places {
            for who in *members {
                for line in [
                    "/streak show",
                    "/streak why",
                    "/stats",
                    "/reminder show",
                    "/leaderboard",
                    "/team list",
                    "/mydata export",
                ] {
                    self.asks(&mut shows, place, who, line).await;
                }
            }
            self.asks(&mut shows, place, members[0], "/season list").await;
            for who in members.iter().filter(|who| matches!(**who, "Anna" | "Eve" | "Zoe" | "Vic"))
            {
                for period in ["today", "week", "month", "season", "all"] {
                    for board in ["members", "teams", "streaks"] {
                        let line = format!("/leaderboard period:{period} board:{board}");
                        self.asks(&mut shows, place, who, &line).await;
                    }
                }
                self.asks(&mut shows, place, who, "/streak show member:Anna").await;
                self.asks(&mut shows, place, who, "/stats member:Ben").await;
                self.asks(&mut shows, place, who, "/timezone").await;
            }
        }
        self.cards(&mut shows, &["today", "preview"]).await;
        self.page(&mut shows).await;
        shows
    }

    /// What the page shows of its conversation after a reload.
    async fn page(&self, shows: &mut Shows) {
        let (store, who) = (&self.scene.store, "id of Ida");
        let mine = format!("direct:{who}");
        for message in store.chat_latest("room", [GROUP, &mine], who, 50).await.unwrap() {
            let mut body: Value = serde_json::from_str(&message.body).unwrap();
            for button in
                body.get_mut("buttons").and_then(Value::as_array_mut).into_iter().flatten()
            {
                button["action"] = self.fixture.same(button["action"].as_str().unwrap()).into();
            }
            let asked = format!("web room page {} by {:?}", message.key, message.author);
            shows.insert(asked, body.to_string());
        }
    }

    /// How the cards of the day stand.
    async fn cards(&self, shows: &mut Shows, commands: &[&str]) {
        for (place, who, channels) in
            [(room(GROUP), "Anna", &ROOM_CHANNELS[..]), (server("9101"), "Uma", &SERVER_CHANNELS)]
        {
            for channel in channels {
                for command in commands {
                    let line = format!("/daily {command} channel:{channel}");
                    self.asks(shows, &place, who, &line).await;
                }
            }
        }
    }

    /// What is told to somebody whose event comes once more.
    pub(super) async fn repeats(&self) -> Shows {
        let mut shows = Shows::new();
        for [platform, community, event, who] in &self.fixture.known.events {
            let place = Site(platform.clone(), community.clone(), GROUP.to_owned(), false).place();
            // Not what was done then: nothing is to be done.
            let line = Action::Line("/team leave".to_owned());
            let told = self.scene.hall.room.request(event, &place, who, line).await;
            shows.insert(event.clone(), self.fixture.told(&told));
        }
        shows
    }

    /// What comes of the buttons at this place of each message, from 0. Those that do what a line
    /// does come last: a quiz that one of them starts would stand in the way of others.
    pub(super) async fn presses(&self, nth: usize) -> Shows {
        let mut shows = Shows::new();
        let mut presses = Vec::new();
        for (at, message) in self.fixture.known.standing.iter().enumerate() {
            if let Some((label, action)) = message.buttons.get(nth) {
                presses.push((presser(at, message, action), at, message, label, action));
            }
        }
        presses.sort_by_key(|(.., action)| action.starts_with("line:"));
        let mut lines = BTreeSet::new();
        for (who, at, message, label, action) in presses {
            if action.starts_with("line:") && !lines.insert((who.clone(), action)) {
                continue;
            }
            let asked = format!("{at:03}.{nth} {who}: {label} ({action})");
            shows.insert(asked, self.pressed(&message.site.place(), &who, action).await);
        }
        shows
    }

    async fn pressed(&self, place: &Place, who: &str, action: &str) -> String {
        let told = self.scene.act(place, who, Action::Click(Click::read(action))).await;
        let mut text = self.fixture.told(&told);
        if let Some(form) = &told.form {
            let fields = BTreeMap::from([(form.fields[0].name.clone(), "gold".to_owned())]);
            let submit =
                Action::Submit { action: form.action.clone(), fields, files: Files::new() };
            let told = self.scene.act(place, who, submit).await;
            text = format!("{text}\n(sent)\n{}", self.fixture.told(&told));
        }
        if action.starts_with("line:/quiz") { without_chance(&text) } else { text }
    }

    /// What the clockwork is handed: at once, at once again, and when no claim holds any more.
    pub(super) async fn work(&self) -> Shows {
        let mut shows = Shows::new();
        let (hall, app) = (&self.scene.hall, &self.scene.hall.room.app);
        for look in ["1 at once", "2 again", "3 later", "4 later again"] {
            if look.starts_with('3') {
                hall.room.wait(LEASE);
            }
            shows.insert(look.to_owned(), self.claimed().await);
        }
        hall.platform.bring_back("library");
        app.take_up_paused(hall.room.now()).await.unwrap();
        self.cards(&mut shows, &["today"]).await;
        self.asks(&mut shows, &room(GROUP), "Admin", "/season list").await;
        shows
    }

    async fn claimed(&self) -> String {
        let (hall, app) = (&self.scene.hall, &self.scene.hall.room.app);
        let (now, says) = (hall.room.now(), |message: &Message| self.fixture.says(message));
        let mut rng = StdRng::seed_from_u64(1);
        let made = app.make_due(now, 100, &mut rng).await.unwrap();
        let mut work = vec![format!("{made} schedules")];
        for job in app.claim_jobs(now, 100, &mut rng).await.unwrap() {
            let (kind, message) = match &job.work {
                Work::Send(message) => ("send", message),
                Work::Refresh(message) => ("refresh", message),
                Work::Close(message) => ("close", message),
            };
            let (site, tried) = (Site::of(&job.posting.place), job.claim.tried);
            work.push(format!("{kind} in {site:?}, tried: {tried}\n{}", says(message)));
        }
        for one in app.claim_nudges(now, 100, &mut rng).await.unwrap() {
            let (member, tried) = (&one.to.identity.id, one.tried);
            work.push(format!("remind {member}, tried: {tried}\n{}", says(&one.message)));
        }
        for post in app.tick(now).await.unwrap() {
            work.push(format!("round in {:?}\n{}", Site::of(&post.place), says(&post.message)));
        }
        app.end_seasons(now).await.unwrap();
        for post in app.claim_final_boards(now, &mut rng).await.unwrap() {
            let (site, tried) = (Site::of(&post.row.season.place), post.row.tried);
            work.push(format!("board in {site:?}, tried: {tried}\n{}", says(&post.message)));
        }
        for pause in app.claim_pauses().await.unwrap() {
            let (site, to) = (Site::of(&pause.schedule.place), &pause.admin);
            let (here, admin) = (says(&pause.to_channel), says(&pause.to_admin));
            work.push(format!("pause of {site:?}, told to {to:?}\n{here}\n{admin}"));
        }
        let answered = app.take_up_paused(now).await.unwrap();
        work.push(format!("paused were looked at: {answered}"));
        // Of several that are due together, any may come first; rounds of one channel do not.
        work.sort_by_key(|one| one.lines().next().map(str::to_owned));
        work.join("\n")
    }

    /// What stands on the platforms once all that was on its way has been brought there.
    pub(super) async fn brings(&self) -> Shows {
        let mut shows = Shows::new();
        let hall = &self.scene.hall;
        for _ in 0..15 {
            self.scene.tick().await;
            for told in hall.room.app.claim_pauses().await.unwrap() {
                pause(&hall.platform.platforms(), &told).await;
            }
            hall.room.wait(10);
        }
        let before = self.fixture.known.standing.iter().filter(|one| one.mark.is_some()).count();
        let mut counts: BTreeMap<Site, u32> = BTreeMap::new();
        for (at, sent) in hall.platform.standing().into_iter().enumerate() {
            let site = Site::of(&sent.place);
            let count = counts.entry(site.clone()).or_default();
            *count += 1;
            if at >= before || sent.edits > 0 {
                let text = format!("edits: {}\n{}", sent.edits, self.fixture.says(&sent.message));
                shows.insert(format!("{site:?} {count}"), text);
            }
        }
        let after: Vec<Standing> = self.scene.standing();
        for one in after.iter().filter(|one| one.mark.is_none()) {
            let key = one.key.as_deref().map_or_else(String::new, |key| self.fixture.same(key));
            shows.insert(format!("{:?} round {key}", one.site), one.text.clone());
        }
        for who in ["Anna", "Dan"] {
            self.asks(&mut shows, &room(GROUP), who, "/leaderboard period:all").await;
            self.asks(&mut shows, &room(GROUP), who, "/streak show").await;
        }
        self.cards(&mut shows, &["today"]).await;
        shows
    }
}

/// Who presses a button: whoever alone sees it; of one that everyone sees, now and then a member
/// who has done something there, else somebody new.
fn presser(at: usize, message: &Standing, action: &str) -> String {
    let mine = message.only.as_deref();
    let known = match (mine.or(message.site.2.strip_prefix("direct with ")), &*message.site.0) {
        (Some(who), _) => who,
        _ if action.starts_with("undo-draft:") || action.starts_with("stop:") => "Admin",
        _ if !at.is_multiple_of(4) => return format!("Visitor {at}"),
        (None, "discord") => "Uma",
        (None, _) => "Ben",
    };
    known.to_owned()
}

/// Of a quiz whose cards are drawn by lot, how it begins.
fn without_chance(text: &str) -> String {
    match text.split_once("# Question 1 of ") {
        Some((before, rest)) => format!("{before}# Question 1 of {}", &rest[..1]),
        None => text.to_owned(),
    }
}
