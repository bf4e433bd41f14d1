//! The whole in a test's hands: misfortune, the clock, connections, and what was counted.

use std::time::Duration;

use super::super::super::discord::tally::Histogram;
use super::super::faults::Fault;
use super::super::tally::Tally;
use super::super::world::{Standing, World};
use super::super::{Hub, Ordering};
use super::workspace::Workspace;

impl Hub {
    /// The next call of a method meets with a fault; `response_url`, `upload` and `download` are
    /// methods here, too.
    pub(crate) fn fault(&self, method: &str, fault: Fault) {
        self.change(|world| world.faults.add(method, fault));
    }

    /// The next calls of a method, as many as said, meet with a fault.
    pub(crate) fn fault_times(&self, method: &str, fault: Fault, times: usize) {
        for _ in 0..times {
            self.fault(method, fault);
        }
    }

    /// Waits until all faults that a test has ordered were met.
    pub(crate) async fn until_no_faults_left(&self) {
        self.until("all faults to be met", |world| (world.faults.left() == 0).then_some(())).await;
    }

    /// Moves the fake's clock.
    pub(crate) fn advance(&self, by: Duration) {
        self.change(|world| world.advance(by));
    }

    /// After how long without anything visible people take that for the answer.
    pub(crate) fn quiet_after(&self, time: Duration) {
        self.change(|world| world.quiet = time);
    }

    /// From now on the `Date` of answers is wrong by this many seconds.
    pub(crate) fn date_off(&self, seconds: i64) {
        self.change(|world| world.date_off = seconds);
    }

    /// Tells all connections to go: `warning`, `refresh_requested` or `link_disabled`. The last
    /// means that Socket Mode was switched off, so that no new one can be had.
    pub(crate) fn disconnect(&self, reason: &str) {
        self.change(|world| {
            world.socket.enabled &= reason != "link_disabled";
            world.socket.disconnect(reason);
        });
    }

    /// Switches Socket Mode on again in the app's settings.
    pub(crate) fn enable_socket_mode(&self) {
        self.change(|world| world.socket.enabled = true);
    }

    /// From now on addresses of connections come with a warning that Socket Mode is not on.
    pub(crate) fn doubt_socket_mode(&self) {
        self.change(|world| world.socket.doubted = true);
    }

    /// Cuts all connections without a word.
    pub(crate) fn cut(&self) {
        self.change(|world| world.socket.cut());
    }

    /// The next connections, as many as said, are closed right after hello.
    pub(crate) fn socket_hang_up_after_hello(&self, times: u32) {
        self.change(|world| world.socket.hang_ups = times);
    }

    /// Refuses new connections with a status, and a `Retry-After` if given; none lets them again.
    pub(crate) fn refuse_connections(&self, answer: Option<(u16, Option<u64>)>) {
        self.change(|world| world.socket.refuse = answer);
    }

    /// From now on connections stay open, and nothing is said or heard on them; or no more.
    pub(crate) fn silence(&self, silent: bool) {
        self.change(|world| world.socket.silent = silent);
    }

    /// How often the fake pings on connections that are made from now on.
    pub(crate) fn ping_every(&self, time: Duration) {
        self.change(|world| world.socket.ping = time);
    }

    /// While it is shut, connections are not even accepted.
    pub(crate) fn shut(&self, shut: bool) {
        self.0.shut.store(shut, Ordering::SeqCst);
    }

    /// How many connections there are that were not told to go.
    pub(crate) fn connections(&self) -> usize {
        self.world().socket.count()
    }

    /// Waits until there are this many.
    pub(crate) async fn connected(&self, count: usize) {
        let enough = |world: &World| (world.socket.count() == count).then_some(());
        self.until(&format!("{count} connections"), enough).await;
    }

    /// The id of the envelope that was sent last.
    pub(crate) fn last_envelope(&self) -> String {
        self.world().last_envelope().expect("an envelope that was sent")
    }

    /// Sends an envelope once more, on another connection if there is one.
    pub(crate) fn redeliver(&self, envelope: &str) {
        self.change(|world| world.send_again(envelope));
    }

    /// Sends the last envelope once more.
    pub(crate) fn redeliver_last(&self) {
        let last = self.last_envelope();
        self.redeliver(&last);
    }

    /// Switches rate limits off, or on again.
    pub(crate) fn unlimited(&self, unlimited: bool) {
        self.change(|world| world.rates.off = unlimited);
    }

    /// Grants these scopes and no others.
    pub(crate) fn grant(&self, scopes: &[&str]) {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        self.change(|world| world.app.scopes = scopes);
    }

    /// Takes a scope away.
    pub(crate) fn revoke_scope(&self, scope: &str) {
        self.change(|world| world.app.scopes.remove(scope));
    }

    /// Subscribes the app to these events and no others; `message` has its kind behind a dot.
    pub(crate) fn subscribe(&self, events: &[&str]) {
        let events = events.iter().map(|event| (*event).to_owned()).collect();
        self.change(|world| world.app.events = events);
    }

    /// Gives the app these slash commands and no others, named without the slash.
    pub(crate) fn slash_commands(&self, commands: &[&str]) {
        let commands = commands.iter().map(|command| (*command).to_owned()).collect();
        self.change(|world| world.app.commands = commands);
    }

    /// Revokes the bot's token.
    pub(crate) fn revoke_tokens(&self) {
        let team = self.world().own_team().id.clone();
        let event = serde_json::json!({ "type": "tokens_revoked",
            "tokens": { "oauth": [], "bot": [super::super::BOT_USER] } });
        self.change(|world| {
            world.tell(event, &team, None);
            world.app.standing = Standing::Revoked;
        });
    }

    /// Pictures can be shown this long after they were completed.
    pub(crate) fn process_pictures_for(&self, time: Duration) {
        self.change(|world| world.processing = time);
    }

    /// The workspace that has the app, or the first of them.
    pub(crate) fn home_workspace(&self) -> Workspace {
        let id = self.world().own_team().id.clone();
        Workspace { hub: self.clone(), id }
    }

    /// All that was counted so far.
    pub(crate) fn tally(&self) -> Tally {
        self.world().tally.clone()
    }

    /// All that was counted so far; latencies are counted anew from now on.
    pub(crate) fn fresh_tally(&self) -> Tally {
        self.change(|world| {
            let tally = world.tally.clone();
            world.tally.latencies = Histogram::default();
            tally
        })
    }

    /// Waits until a method was called this often.
    pub(crate) async fn until_calls(&self, method: &str, count: u64) {
        let enough = |world: &World| (world.tally.calls(method) >= count).then_some(());
        self.until(&format!("{count} calls of {method}"), enough).await;
    }

    /// Waits until what was counted is as wished.
    pub(crate) async fn until_tally(&self, what: &str, wished: impl Fn(&Tally) -> bool) {
        self.until(what, |world| wished(&world.tally).then_some(())).await;
    }

    /// Rules that were broken so far, in words.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.world().tally.violations.clone()
    }

    /// From now on broken rules are wanted, and do not fail the test.
    pub(crate) fn want_violations(&self) {
        self.change(|world| world.tally.wanted = true);
    }
}
