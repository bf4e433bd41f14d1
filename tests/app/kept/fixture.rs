//! A fixture: a database as an earlier program left it, and what that program showed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use studyhall::app::reply::{Block, Message, Reply};

use super::super::room::shown;
use super::scene::Standing;
use crate::support::database::Database;

/// What the program showed, by what was done.
pub(super) type Shows = BTreeMap<String, String>;

/// All that is known of a database besides its rows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Known {
    /// How many steps its schema has.
    pub(super) steps: i64,
    /// When the program stopped.
    pub(super) stopped: String,
    /// Handled events with whoever did them: platform, community, event, and name.
    pub(super) events: Vec<[String; 4]>,
    /// The messages that stand and have buttons, or were sent by the bot of its own accord; oldest
    /// first. They are lines of `standing.jsonl`.
    #[serde(skip)]
    pub(super) standing: Vec<Standing>,
    /// What was shown later, by the kind of question.
    pub(super) shows: BTreeMap<String, Shows>,
}

/// A fixture, read.
pub(super) struct Fixture {
    pub(super) rows: String,
    pub(super) known: Known,
}

/// The folder of the fixtures; each is a folder in it.
fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "app", "kept"].iter().collect()
}

impl Fixture {
    /// Every fixture there is.
    pub(super) fn all() -> Vec<Self> {
        let folders = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
        folders.sort();
        assert!(!folders.is_empty(), "there are fixtures");
        folders.iter().map(|folder| Self::read(folder)).collect()
    }

    fn read(folder: &Path) -> Self {
        // Shown when the test fails.
        println!("{}", folder.display());
        let rows = std::fs::read_to_string(folder.join("rows.sql")).unwrap();
        let known = std::fs::read_to_string(folder.join("known.json")).unwrap();
        let standing = std::fs::read_to_string(folder.join("standing.jsonl")).unwrap();
        let standing = standing.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Self { rows, known: Known { standing, ..serde_json::from_str(&known).unwrap() } }
    }

    /// Writes it into a folder of this name.
    pub(super) fn write(&self, name: &str) {
        let folder = folder().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("rows.sql"), &self.rows).unwrap();
        let mut standing = String::new();
        for message in &self.known.standing {
            standing += &serde_json::to_string(message).unwrap();
            standing.push('\n');
        }
        std::fs::write(folder.join("standing.jsonl"), standing).unwrap();
        let known = serde_json::to_string_pretty(&self.known).unwrap();
        std::fs::write(folder.join("known.json"), known + "\n").unwrap();
    }

    /// Makes a database what it was when the program stopped.
    pub(super) async fn load(&self, database: &Database) {
        database.as_of(self.known.steps).await;
        database.tamper(format!("BEGIN;\n{}COMMIT;\n", self.rows)).await;
    }

    /// A reply: its words, and under them the names of its messages and what their buttons do.
    pub(super) fn told(&self, reply: &Reply) -> String {
        let mut told = shown(reply);
        for message in &reply.messages {
            told += &self.behind(message);
        }
        if let Some(form) = &reply.form {
            let _ = write!(told, "\nform: {}", self.same(&form.action.to_string()));
        }
        told
    }

    /// A message of the bot's own accord, in the same way.
    pub(super) fn says(&self, message: &Message) -> String {
        self.told(&Reply::one(message.clone()))
    }

    fn behind(&self, message: &Message) -> String {
        let mut behind = String::new();
        if message.key.is_some() || !message.buttons.is_empty() {
            let key = message.key.as_deref().map_or_else(String::new, |key| self.same(key));
            let does: Vec<String> = message
                .buttons
                .iter()
                .map(|button| self.same(&button.click().unwrap().to_string()))
                .collect();
            let _ = write!(behind, "\n{key} -> {}", does.join(" | "));
        }
        for block in &message.blocks {
            if let Block::File(file) = block {
                // Its fields may come in another order.
                let read: Result<serde_json::Value, _> = serde_json::from_slice(&file.bytes);
                let text = String::from_utf8_lossy(&file.bytes).into_owned();
                let _ = write!(behind, "\n{}", read.map_or(text, |read| read.to_string()));
            }
        }
        behind
    }

    /// What a button sends or a message is called, in the words of any version, so that a fixture
    /// outlives the form of these names. A button of a card of the day names the posting:
    /// `answer:812.1` in the first versions, where the number alone did not say of what, and
    /// `answer:p812.1` later; both are the same button. Ids of what is made while the test runs
    /// hold time and chance, and so does the name of a board's message: they are told by what
    /// they are alone.
    pub(super) fn same(&self, action: &str) -> String {
        let Some((verb, rest)) = action.split_once(':') else { return action.to_owned() };
        if verb == "line" {
            return action.to_owned();
        }
        if verb == "board" {
            let view = rest.split_once('.').map_or("", |(_, view)| view);
            return format!("board:(message).{view}");
        }
        let of_posting =
            rest.strip_prefix('p').filter(|id| id.starts_with(|c: char| c.is_ascii_digit()));
        let rest = of_posting.unwrap_or(rest);
        let (id, what) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
        let made_now = id.parse::<i64>().is_ok() && !self.rows.contains(id);
        format!("{verb}:{}{what}", if made_now { "(new)" } else { id })
    }
}

/// What the program of before said, and what is said instead since then, which says more, or gives
/// no answer away: the topic Capes stood over the card that asks for Cape Agulhas.
const SAID_BETTER: [(&str, &str); 4] = [
    (" · Capes", ""),
    (
        "That quiz is over. Start another with /quiz.",
        "You have finished this card. The channel sees the answer when it closes.",
    ),
    ("Choose another with", "Choose your clock below, or name your place, like"),
    (
        "There is no card of the day here yet. An admin sets one with /daily set time:09:00.",
        "There is no card of the day there yet. An admin sets one with /daily set time:09:00 in \
         that channel.",
    ),
];

/// How long a question is open: the program of before said for how long, and it says until when
/// since then. The count before it and a word about a late card behind it stay.
fn without_clock(shown: &str) -> String {
    let line = |line: &str| {
        let clock =
            ["Open for ", "open for ", "Closes at "].iter().find_map(|word| line.find(word));
        let Some(clock) = clock else { return line.to_owned() };
        let late = line.find(" Posted late").map_or("", |at| &line[at..]);
        format!("{}(for some time){late}", &line[..clock])
    };
    shown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether there is a menu in a line, or in one of several.
fn has_menu(shown: &str) -> bool {
    shown.contains(" ▾] ")
}

/// What is shown without its menus, which the first programs did not have.
fn without_menu(shown: &str) -> String {
    shown.lines().filter(|line| !has_menu(line)).collect::<Vec<_>>().join("\n")
}

/// Whether the program says what it said, or better.
fn is_as_good(was: &str, is: &str) -> bool {
    let is = if has_menu(was) { is.to_owned() } else { without_menu(is) };
    let (was, is) = (without_clock(was), without_clock(&is));
    was == is || SAID_BETTER.iter().any(|(before, now)| was.replace(before, now) == is)
}

/// Asserts that the program shows what it showed, and says of all differences what they are.
pub(super) fn assert_same(was: &Shows, is: &Shows) {
    let mut differences = String::new();
    for (asked, told) in was {
        match is.get(asked) {
            Some(now) if is_as_good(told, now) => {}
            now => {
                let now = now.map_or("(nothing)", String::as_str);
                let _ = write!(differences, "\n== {asked}\n-- was\n{told}\n-- is\n{now}\n");
            }
        }
    }
    let more: Vec<&String> = is.keys().filter(|asked| !was.contains_key(*asked)).collect();
    assert!(differences.is_empty() && more.is_empty(), "{differences}\nmore than before: {more:?}");
}
