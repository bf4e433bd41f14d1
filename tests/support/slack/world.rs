//! All that the fake knows, behind one lock.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::act::{Act, QUIET, ResponseUrl, Trigger};
use super::envelopes::Envelope;
use super::faults::Faults;
use super::people::{Channel, Team, User};
use super::rates::Rates;
use super::socket::Socket;
use super::tally::Tally;
use super::web::files::File;
use super::web::methods::all_scopes;
use super::web::views::View;
use super::{BOT_USER, events};

/// The id that the app's bot has beside its user's.
pub(crate) const BOT: &str = "B0000000001";

/// Whether the app is still installed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Standing {
    Installed,
    Uninstalled,
    Revoked,
}

/// The app as Slack has it in its settings.
pub(crate) struct App {
    pub(crate) standing: Standing,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) events: BTreeSet<String>,
    /// Names of slash commands, without the slash.
    pub(crate) commands: BTreeSet<String>,
}

/// The state of everything.
pub(crate) struct World {
    pub(crate) url: String,
    /// The organisation's id, where the app is installed for one.
    pub(crate) organisation: Option<String>,
    pub(crate) app: App,
    pub(crate) teams: BTreeMap<String, Team>,
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) channels: BTreeMap<String, Channel>,
    pub(crate) triggers: HashMap<String, Trigger>,
    pub(crate) responses: HashMap<String, ResponseUrl>,
    pub(crate) views: BTreeMap<String, View>,
    pub(crate) files: BTreeMap<String, File>,
    /// How long Slack needs to make a picture usable.
    pub(crate) processing: Duration,
    pub(crate) acts: BTreeMap<u64, Act>,
    /// After how long without anything visible a person takes that for the answer.
    pub(crate) quiet: Duration,
    pub(crate) envelopes: BTreeMap<String, Envelope>,
    pub(crate) socket: Socket,
    pub(crate) rates: Rates,
    pub(crate) faults: Faults,
    pub(crate) tally: Tally,
    /// Seconds by which the `Date` of answers is wrong.
    pub(crate) date_off: i64,
    /// How far the clock was moved.
    moved: Duration,
    /// The last timestamp, in microseconds.
    last_ts: i64,
    last_id: u64,
}

impl World {
    /// Only the app, installed nowhere.
    pub(crate) fn new(url: String, organisation: Option<String>) -> Self {
        let commands =
            ["studyhall", "quiz", "answer", "daily", "reminder", "leaderboard", "streak", "stats"];
        let app = App {
            standing: Standing::Installed,
            scopes: all_scopes(),
            events: events::all(),
            commands: commands.map(ToOwned::to_owned).into(),
        };
        Self {
            url,
            organisation,
            app,
            teams: BTreeMap::new(),
            users: BTreeMap::from([(BOT_USER.to_owned(), User::app())]),
            channels: BTreeMap::new(),
            triggers: HashMap::new(),
            responses: HashMap::new(),
            views: BTreeMap::new(),
            files: BTreeMap::new(),
            processing: Duration::ZERO,
            acts: BTreeMap::new(),
            quiet: QUIET,
            envelopes: BTreeMap::new(),
            socket: Socket::default(),
            rates: Rates::default(),
            faults: Faults::default(),
            tally: Tally::default(),
            date_off: 0,
            moved: Duration::ZERO,
            last_ts: 0,
            last_id: 0x1000,
        }
    }

    /// The time, in Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + self.moved;
        i64::try_from(now.as_millis()).unwrap()
    }

    /// Moves the clock.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.moved += by;
    }

    /// A number larger than all before.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A new id that begins with these letters.
    pub(crate) fn next_id(&mut self, letters: &str) -> String {
        format!("{letters}{:010X}", self.next_number())
    }

    /// A timestamp of now, later than all before.
    pub(crate) fn next_ts(&mut self) -> String {
        self.last_ts = (self.now() * 1_000).max(self.last_ts + 100);
        format!("{}.{:06}", self.last_ts / 1_000_000, self.last_ts % 1_000_000)
    }

    /// Notes that a rule of Slack's was broken.
    pub(crate) fn violation(&mut self, what: impl Into<String>) {
        self.tally.violations.push(what.into());
    }

    /// The workspaces in which the app is installed, the first one first.
    pub(crate) fn own_teams(&self) -> impl Iterator<Item = &Team> {
        self.teams.values().filter(|team| team.own)
    }

    /// The workspace in which the app is installed, or the first of them.
    pub(crate) fn own_team(&self) -> &Team {
        self.own_teams().next().expect("a workspace, made before it is needed")
    }

    /// Does what is due by the clock.
    pub(crate) fn tick(&mut self) {
        self.chase_acknowledgements();
        self.close_connections_told_to_go();
    }
}
