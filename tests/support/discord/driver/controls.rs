//! Circumstances: the clock, the gateway's moods, misfortune, and what was counted.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;

use super::super::Hub;
use super::super::faults::Fault;
use super::super::gateway::{Counts, Out};
use super::super::tally::Histogram;
use super::super::world::World;
use super::guild::Guild;

impl Hub {
    /// A new server that has invited the bot.
    pub(crate) fn guild(&self, name: &str) -> Guild {
        let id = self.change(|world| {
            let id = world.new_guild(name);
            let data = world.guild_create_json(&world.guilds[&id]);
            world.dispatch_in(id, "GUILD_CREATE", &data);
            id
        });
        Guild::new(self.clone(), id)
    }

    /// The bot's id, by which it is mentioned.
    pub(crate) fn bot_id(&self) -> u64 {
        self.world().bot
    }

    /// Moves the clock forward.
    pub(crate) fn forward(&self, by: Duration) {
        self.change(|world| world.forward(by));
    }

    /// Stops the clock, so that a test alone moves it.
    pub(crate) fn freeze(&self) {
        self.change(World::freeze);
    }

    /// Grants privileged intents, as a switch in the developer portal does.
    pub(crate) fn grant(&self, intents: u64) {
        self.change(|world| world.gateway.granted |= intents);
    }

    /// Sets how many shards the gateway recommends, and how many of them may start at once.
    pub(crate) fn shards(&self, recommended: u64, at_once: u64) {
        self.change(|world| {
            world.gateway.shards = recommended;
            world.gateway.max_concurrency = at_once;
        });
    }

    /// Sets how many sessions may still be started today.
    pub(crate) fn starts_left(&self, starts: u64) {
        self.change(|world| world.gateway.starts = starts);
    }

    /// Sets how often clients must send heartbeats.
    pub(crate) fn heartbeat(&self, interval: Duration) {
        self.change(|world| world.gateway.heartbeat = interval);
    }

    /// The next `times` requests by this method whose path contains `path` meet with a fault.
    pub(crate) fn fault(&self, method: &str, path: &str, fault: Fault, times: u32) {
        self.change(|world| world.faults.add(method, path, fault, times));
    }

    /// Faults that have not happened yet.
    pub(crate) fn faults_left(&self) -> u32 {
        self.world().faults.left()
    }

    /// Waits until this many shards are connected and told their servers.
    pub(crate) async fn connected(&self, shards: usize) {
        let what = format!("{shards} connected shards");
        self.until(&what, |world| (world.gateway.connected() == shards).then_some(())).await;
    }

    /// Waits until commands are registered, and returns them.
    pub(crate) async fn commands(&self) -> Vec<Value> {
        let registered =
            |world: &World| Some(world.commands.clone()).filter(|list| !list.is_empty());
        self.until("registered commands", registered).await
    }

    /// The gateway says nothing any more, and hears nothing; the connections stay.
    pub(crate) fn silence(&self, silent: bool) {
        self.change(|world| world.gateway.silent = silent);
    }

    /// Breaks all connections to the gateway without a word. Sessions that are not resumable are
    /// forgotten.
    pub(crate) fn cut(&self, resumable: bool) {
        self.tell_sessions(resumable, || Out::Cut);
    }

    /// Closes all connections to the gateway with a code.
    pub(crate) fn close(&self, code: u16, resumable: bool) {
        self.tell_sessions(resumable, || Out::Close(code, "As a test wants it."));
    }

    /// Asks all clients to connect again (op 7).
    pub(crate) fn ask_to_reconnect(&self) {
        self.tell_sessions(true, || {
            Out::Payload(r#"{"op":7,"t":null,"s":null,"d":null}"#.into(), None)
        });
    }

    /// Declares all sessions invalid (op 9).
    pub(crate) fn invalidate(&self, resumable: bool) {
        let payload = format!(r#"{{"op":9,"t":null,"s":null,"d":{resumable}}}"#);
        self.tell_sessions(resumable, || Out::Payload(payload.as_str().into(), None));
    }

    fn tell_sessions(&self, resumable: bool, out: impl Fn() -> Out) {
        self.change(|world| {
            let now = world.now();
            for session in world.gateway.sessions.values_mut() {
                session.send(out());
                if matches!(out(), Out::Cut | Out::Close(..)) {
                    session.line = None;
                    session.lost = now;
                }
            }
            if !resumable {
                world.gateway.sessions.clear();
            }
        });
    }

    /// Lets nobody in any more, or everybody again; what is connected stays.
    pub(crate) fn shut(&self, shut: bool) {
        self.0.shut.store(shut, Ordering::SeqCst);
    }

    /// What happened on the gateway.
    pub(crate) fn gateway(&self) -> Counts {
        self.world().gateway.counts.clone()
    }

    /// Waits until the gateway's counts are as wanted.
    pub(crate) async fn until_gateway(&self, what: &str, wanted: impl Fn(&Counts) -> bool) {
        self.until(what, |world| wanted(&world.gateway.counts).then_some(())).await;
    }

    /// Requests to a route such as `POST /channels/{}/messages`.
    pub(crate) fn requests(&self, route: &str) -> u64 {
        self.world().tally.requests.get(route).copied().unwrap_or_default()
    }

    /// Waits until a route has had this many requests.
    pub(crate) async fn until_requests(&self, route: &str, count: u64) {
        let enough = |world: &World| (world.tally.requests.get(route)? >= &count).then_some(());
        self.until(&format!("{count} requests to {route}"), enough).await;
    }

    /// Waits until all faults that a test has ordered were met.
    pub(crate) async fn until_no_faults_left(&self) {
        self.until("all faults to be met", |world| (world.faults.left() == 0).then_some(())).await;
    }

    /// Those of them that were done, neither refused nor limited.
    pub(crate) fn done(&self, route: &str) -> u64 {
        self.world().tally.done.get(route).copied().unwrap_or_default()
    }

    /// Refusals, each as route, status and code.
    pub(crate) fn refusals(&self) -> Vec<(String, u16, u32)> {
        self.world().tally.refusals.clone()
    }

    /// Interactions whose first response came too late.
    pub(crate) fn late(&self) -> u64 {
        self.world().tally.late
    }

    /// Interactions that nobody answered in time.
    pub(crate) fn unanswered(&self) -> usize {
        self.world().unanswered()
    }

    /// Routes of messages whose text was free to notify somebody.
    pub(crate) fn loose(&self) -> Vec<String> {
        self.world().tally.loose.clone()
    }

    /// Times from an interaction's event on the wire to its first response.
    pub(crate) fn responses(&self) -> Histogram {
        self.world().tally.responses.clone()
    }

    /// From now on violations of Discord's description are wanted, and count for this fake alone.
    pub(crate) fn want_violations(&self) {
        self.0.bodies.lock().unwrap().wanted = true;
    }

    /// Violations so far.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.0.bodies.lock().unwrap().violations.clone()
    }
}
