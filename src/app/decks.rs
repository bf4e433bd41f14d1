//! The decks on offer: those built into the program and those of the operator's directory.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::deck::Deck;
use crate::domain::deck::read::{self, MAX_BYTES};
use crate::domain::few::FEW;
use crate::domain::grade::Graded;
use crate::domain::nearest::nearest;

/// The decks that come with the program, with the names of their files.
const BUILT_IN: &[(&str, &str)] = &[(
    "aws-developer-associate.toml",
    include_str!("../../data/decks/aws-developer-associate.toml"),
)];

/// All decks that could be loaded, ready to be played, the built-in ones first.
#[derive(Debug, Clone, Default)]
pub struct Decks {
    all: Vec<Arc<Graded>>,
    /// The names of their files, in the same order.
    files: Vec<String>,
    refusals: Refusals,
    /// The folder of `DECKS_DIR`, if one is set.
    dir: Option<PathBuf>,
}

/// What is wrong with decks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Refusals {
    /// A line each; of one deck's errors and of such decks the first alone, with a line that counts
    /// the others.
    told: Vec<String>,
    /// How many decks were refused.
    decks: usize,
}

/// Why the operator's directory of decks is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("DECKS_DIR is {}, which cannot be read ({why}). Set it to the folder that holds your \
    decks, or take it out.", dir.display())]
pub struct NoDirectory {
    /// The directory that the setting names, as it was written.
    pub dir: PathBuf,
    /// What the system says about it.
    pub why: String,
}

impl Decks {
    /// Loads the built-in decks and every `*.toml` of `dir`, and says what is wrong with those that
    /// were refused.
    ///
    /// A deck with errors is refused whole; the others load all the same. Logging what was refused
    /// is the caller's.
    pub fn load(dir: Option<&Path>) -> (Self, Vec<String>) {
        let mut loading = Self::default();
        for (name, text) in BUILT_IN {
            loading.take(name, text.as_bytes());
        }
        if let Some(dir) = dir {
            loading.dir = Some(dir.to_owned());
            loading.take_directory(dir);
        }
        if let Some(more) = loading.refusals.decks.checked_sub(FEW).filter(|more| *more > 0) {
            let what = if more == 1 { "1 more deck is" } else { &format!("{more} more decks are") };
            loading.refusals.told.push(format!("{what} refused; `studyhall deck check` shows why"));
        }
        let refusals = loading.refusals.told.clone();
        (loading, refusals)
    }

    /// Whether the directory can be read, if one is named.
    pub fn check_directory(dir: Option<&Path>) -> Result<(), NoDirectory> {
        let Some(dir) = dir else { return Ok(()) };
        match deck_files(dir) {
            Ok(_) => Ok(()),
            Err(error) => Err(NoDirectory { dir: dir.to_owned(), why: error.to_string() }),
        }
    }

    /// Loads the same decks anew. A file that has become unreadable since keeps its deck as it was;
    /// one that is gone takes its deck away, unless the whole directory is.
    pub fn read_again(&self) -> (Self, Vec<String>) {
        let (mut anew, refused) = Self::load(self.dir.as_deref());
        let directory_is_gone = Self::check_directory(self.dir.as_deref()).is_err();
        for (deck, file) in self.all.iter().zip(&self.files) {
            let is_there = directory_is_gone || Path::new(file).exists();
            if is_there && anew.get(&deck.id).is_none() && !anew.files.contains(file) {
                anew.all.push(Arc::clone(deck));
                anew.files.push(file.clone());
            }
        }
        (anew, refused)
    }

    /// What was wrong with the decks that were refused, one line each, for those who manage the
    /// decks: of many the first.
    pub fn refusals(&self) -> &[String] {
        &self.refusals.told
    }

    /// The deck with exactly this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Graded>> {
        self.all.iter().find(|deck| deck.id == id)
    }

    /// All decks, in the order in which lists show them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Graded>> {
        self.all.iter()
    }

    /// The deck that is meant when none is named.
    pub fn first(&self) -> Option<&Arc<Graded>> {
        self.all.first()
    }

    /// The deck that a person means by `name`: its id or title, or a beginning of one that fits no
    /// other deck.
    pub fn find(&self, name: &str) -> Option<&Arc<Graded>> {
        let name = name.trim().to_lowercase();
        let called = |deck: &&Arc<Graded>| deck.id == name || deck.title.to_lowercase() == name;
        if let Some(deck) = self.all.iter().find(called) {
            return Some(deck);
        }
        let begins = |deck: &&Arc<Graded>| {
            deck.id.starts_with(&name) || deck.title.to_lowercase().starts_with(&name)
        };
        let mut fitting = self.all.iter().filter(begins);
        match (fitting.next(), fitting.next()) {
            (Some(deck), None) if !name.is_empty() => Some(deck),
            _ => None,
        }
    }

    /// The id of the deck whose id or title is nearest to `name`, for "did you mean …?".
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let names = self.all.iter().flat_map(|deck| [deck.id.as_str(), deck.title.as_str()]);
        let near = nearest(name, names)?;
        self.all
            .iter()
            .find(|deck| deck.id == near || deck.title == near)
            .map(|deck| deck.id.as_str())
    }

    fn take_directory(&mut self, dir: &Path) {
        let paths = match deck_files(dir) {
            Ok(paths) => paths,
            Err(error) => {
                let refusal =
                    format!("{}: the directory of decks cannot be read: {error}", dir.display());
                return self.refusals.add([refusal]);
            }
        };
        for path in paths {
            match bytes_of(&path) {
                Ok(bytes) => self.take(&path.display().to_string(), &bytes),
                Err(error) => {
                    self.refusals.add([format!("{}: cannot be read: {error}", path.display())]);
                }
            }
        }
    }

    fn take(&mut self, name: &str, bytes: &[u8]) {
        let deck = match read::read_bytes(name, bytes) {
            Ok(deck) => deck,
            Err(wrong) => return self.refusals.add(wrong.short()),
        };
        if let Some(first) = self.get(&deck.id) {
            let refusal = format!(
                "{name}: the id `{}` belongs to the deck \"{}\" already; choose another",
                deck.id, first.title
            );
            return self.refusals.add([refusal]);
        }
        self.all.push(Arc::new(Graded::new(deck)));
        self.files.push(name.to_owned());
    }
}

impl Refusals {
    /// One more deck is refused.
    fn add(&mut self, lines: impl IntoIterator<Item = String>) {
        self.decks += 1;
        if self.decks <= FEW {
            self.told.extend(lines);
        }
    }
}

impl FromIterator<Deck> for Decks {
    /// These decks and no others, whatever their ids.
    fn from_iter<I: IntoIterator<Item = Deck>>(decks: I) -> Self {
        let all: Vec<Arc<Graded>> =
            decks.into_iter().map(|deck| Arc::new(Graded::new(deck))).collect();
        let files = all.iter().map(|deck| deck.id.clone()).collect();
        Self { all, files, refusals: Refusals::default(), dir: None }
    }
}

/// The files of a directory that look like decks, by name.
fn deck_files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    // Only plain files: opening a pipe would wait for its other end forever.
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file());
    paths.sort();
    Ok(paths)
}

/// The bytes of a deck file; an error if it is larger than a deck may be, so that a huge one costs
/// no memory.
pub fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // Of what is no plain file, nobody knows the size.
    let size = Some(file.metadata()?).filter(Metadata::is_file).map(|known| known.len());
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        return Err(io::Error::new(ErrorKind::FileTooLarge, read::too_large(size)));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(id: &str, title: &str) -> String {
        format!(
            "[deck]\nid = \"{id}\"\ntitle = \"{title}\"\n\
             [[card]]\nid = \"one\"\ntopic = \"t\"\nprompt = \"p?\"\nanswer = \"a\"\n"
        )
    }

    fn load(files: &[(&str, &str)]) -> (Decks, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        let (decks, refusals) = Decks::load(Some(dir.path()));
        let prefix = format!("{}/", dir.path().display());
        (decks, refusals.into_iter().map(|refusal| refusal.replace(&prefix, "")).collect())
    }

    #[test]
    fn the_built_in_decks_are_without_error() {
        let (decks, refusals) = Decks::load(None);
        assert_eq!(refusals, [""; 0]);
        assert_eq!(decks.first().unwrap().id, "aws-developer-associate");
    }

    #[test]
    fn a_deck_with_errors_is_refused_whole_and_the_others_load() {
        let broken = deck("Broken", "Broken").replace("answer = \"a\"\n", "");
        let (decks, refusals) = load(&[
            ("a.toml", &broken),
            ("b.toml", &deck("rivers", "Rivers")),
            ("notes.txt", "not a deck"),
        ]);
        assert_eq!(
            decks.iter().map(|deck| deck.id.as_str()).collect::<Vec<_>>(),
            ["aws-developer-associate", "rivers"]
        );
        assert_eq!(refusals.len(), 2, "{refusals:?}");
        assert!(refusals[0].starts_with("a.toml:2:6: an id cannot hold 'B'"), "{refusals:?}");
        assert!(refusals[1].starts_with("a.toml:4:1: this card has no `answer`"), "{refusals:?}");
        assert_eq!(decks.refusals().len(), 2);
    }

    #[test]
    fn of_two_decks_with_one_id_the_second_is_refused() {
        let (decks, refusals) = load(&[
            ("a.toml", &deck("rivers", "Rivers")),
            ("b.toml", &deck("rivers", "More rivers")),
            ("c.toml", &deck("aws-developer-associate", "Mine")),
        ]);
        assert_eq!(decks.get("rivers").unwrap().title, "Rivers");
        assert_eq!(refusals.len(), 2);
        assert_eq!(
            refusals[0],
            "b.toml: the id `rivers` belongs to the deck \"Rivers\" already; choose another"
        );
    }

    #[test]
    fn a_missing_directory_is_said_and_the_built_in_decks_remain() {
        let (decks, refusals) = Decks::load(Some(Path::new("/nowhere/at/all")));
        assert_eq!(decks.iter().len(), 1);
        assert!(
            refusals[0].starts_with("/nowhere/at/all: the directory of decks cannot be read"),
            "{refusals:?}"
        );
    }

    #[test]
    fn a_directory_that_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Decks::check_directory(None), Ok(()));
        assert_eq!(Decks::check_directory(Some(dir.path())), Ok(()));
        let told =
            Decks::check_directory(Some(Path::new("/nowhere/at/all"))).unwrap_err().to_string();
        assert!(
            told.starts_with("DECKS_DIR is /nowhere/at/all, which cannot be read (No such file"),
            "{told}"
        );
    }

    #[test]
    fn read_again_a_broken_file_keeps_its_deck_and_one_that_is_gone_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        let ids =
            |decks: &Decks| decks.iter().skip(1).map(|deck| deck.id.clone()).collect::<Vec<_>>();
        write("a.toml", &deck("rivers", "Rivers"));
        write("b.toml", &deck("lakes", "Lakes"));
        let (first, _) = Decks::load(Some(dir.path()));
        write("a.toml", "[deck");
        write("c.toml", &deck("seas", "Seas"));
        fs::remove_file(dir.path().join("b.toml")).unwrap();
        let (second, refused) = first.read_again();
        assert_eq!(
            (ids(&second), refused.len()),
            (vec!["seas".to_owned(), "rivers".to_owned()], 1),
            "{refused:?}"
        );
        write("a.toml", &deck("rivers", "Great rivers"));
        let (third, refused) = second.read_again();
        assert_eq!(
            (third.get("rivers").unwrap().title.as_str(), refused.len()),
            ("Great rivers", 0)
        );
        fs::remove_dir_all(dir.path()).unwrap();
        assert_eq!(
            ids(&third.read_again().0),
            ["rivers", "seas"],
            "a directory that is away takes nothing away"
        );
    }

    #[test]
    fn a_deck_is_found_as_people_name_it() {
        let (decks, _) =
            load(&[("a.toml", &deck("rivers", "Rivers")), ("b.toml", &deck("river-fish", "Fish"))]);
        for (name, found) in [
            ("rivers", Some("rivers")),
            (" RIVERS ", Some("rivers")),
            ("fish", Some("river-fish")),
            ("river-", Some("river-fish")),
            ("river", None),
            ("aws", Some("aws-developer-associate")),
            ("AWS Certified Developer – Associate", Some("aws-developer-associate")),
            ("", None),
            ("lakes", None),
        ] {
            assert_eq!(decks.find(name).map(|deck| deck.id.as_str()), found, "{name:?}");
        }
        assert_eq!(decks.nearest("rivvers"), Some("rivers"));
        assert_eq!(decks.nearest("fishh"), Some("river-fish"));
        assert_eq!(decks.nearest("chemistry"), None);
    }
}
