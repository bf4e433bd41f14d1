//! A table of levels, and what of a graph it forbids.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::graph::{Graph, Import};

/// The order of a folder's files.
///
/// Names stand beside each other with spaces between them. One stands for a file and all below it:
/// `quiz` for `quiz.rs` and `quiz/…`. A `*` stands for one part of any kind. Where several fit, the
/// longest counts. Within a level, files may import each other as long as they do so in no circle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    /// The folder of `src`; empty for all of it.
    pub(super) folder: &'static str,
    /// The levels, top to bottom. The folder's own file is called like the folder.
    pub(super) levels: &'static [&'static str],
    /// Folders whose files are named from outside only through the file beside the folder.
    pub(super) closed: &'static str,
    /// Files of closed folders that are words, which all may speak: what a capability is asked,
    /// what its buttons send and what it refuses.
    pub(super) words: &'static str,
    /// Files of closed folders that may be named from outside nevertheless, such as `quiz/game`.
    pub(super) shared: &'static str,
}

impl Order {
    /// All that is wrong, a sentence each.
    pub(super) fn complaints(&self, graph: &Graph) -> Vec<String> {
        let all = [self.strangers(graph), self.upward(graph), self.inside(graph)];
        [all.concat(), self.circles(graph)].concat()
    }

    /// Files on no level, and names of the table for which there is no file.
    pub(super) fn strangers(&self, graph: &Graph) -> Vec<String> {
        let graph = self.part(graph);
        let lost = graph.files.iter().filter(|file| self.level(file).is_none());
        let mut told: Vec<String> =
            lost.map(|file| format!("{file} stands on no level of {}", self.title())).collect();
        for name in self.levels.iter().flat_map(|level| level.split_whitespace()) {
            if !name.contains('*') && !graph.files.iter().any(|file| fits(name, &self.name(file))) {
                told.push(format!("{} has a level for `{name}`, which is no file", self.title()));
            }
        }
        told
    }

    /// Imports that run up, each pair of files once.
    pub(super) fn upward(&self, graph: &Graph) -> Vec<String> {
        let graph = self.part(graph);
        let mut seen = BTreeSet::new();
        let mut told = Vec::new();
        for Import { from, line, to, name, .. } in &graph.imports {
            let levels = self.level(from).zip(self.level(to));
            if levels.is_some_and(|(from, to)| to < from) && seen.insert((from, to)) {
                told.push(format!("{from}:{line} imports {to} (`{name}`), which stands above it"));
            }
        }
        told
    }

    /// Imports that name what is inside a closed folder from outside, each pair of files once.
    pub(super) fn inside(&self, graph: &Graph) -> Vec<String> {
        let graph = self.part(graph);
        let mut seen = BTreeSet::new();
        let mut told = Vec::new();
        for Import { from, line, written, name, .. } in &graph.imports {
            if let Some(folder) = self.closed_to(from, written)
                && seen.insert((from, written))
            {
                told.push(format!(
                    "{from}:{line} imports `{name}` from {written}, which is inside `{folder}`"
                ));
            }
        }
        told
    }

    /// The closed folder in which one file is that another names although it may not.
    fn closed_to(&self, from: &str, to: &str) -> Option<String> {
        let (from, to) = (self.name(from), self.name(to));
        let (folder, part) = to.split_once('/')?;
        let is_outside = from != folder && !from.starts_with(&format!("{folder}/"));
        let is_word = has(self.words, part);
        let is_shared = has(self.shared, &to);
        let is_closed = has(self.closed, folder) && is_outside && !is_word && !is_shared;
        is_closed.then(|| folder.to_owned())
    }

    /// The circles, each with the imports that tie it. That a part names what it is part of ties
    /// none.
    pub(super) fn circles(&self, graph: &Graph) -> Vec<String> {
        let graph = self.part(graph).without_parts();
        let told = graph.circles().into_iter().map(|circle| {
            let files: Vec<&str> = circle.iter().copied().collect();
            let mut told = format!("{} files import each other: {}", files.len(), files.join(", "));
            let ties = graph.within(|file| circle.contains(file));
            for (from, to) in ties.arrows() {
                let names: BTreeSet<String> = ties
                    .imports
                    .iter()
                    .filter(|import| import.from == from && import.to == to)
                    .map(|import| format!("`{}`", import.name))
                    .collect();
                let names = names.into_iter().collect::<Vec<_>>().join(", ");
                let _ = write!(told, "\n    {from} takes {names} of {to}");
            }
            told
        });
        told.collect()
    }

    /// The graph as lines: each file with its level, counted from the top, and what it imports.
    pub(super) fn shown(&self, graph: &Graph) -> String {
        let part = self.part(graph);
        let mut shown = format!("{}\n", self.title());
        for file in &part.files {
            let level = self.level(file).map_or("-".to_owned(), |level| (level + 1).to_string());
            let arrows = part.arrows();
            let to: Vec<String> = arrows
                .iter()
                .filter(|(from, _)| from == file)
                .map(|(_, to)| self.name(to))
                .collect();
            let _ = writeln!(shown, "{level:>3} {} -> {}", self.name(file), to.join(" "));
        }
        shown
    }

    /// One line of figures.
    pub(super) fn summary(&self, graph: &Graph) -> String {
        let part = self.part(graph);
        let (circles, with_parts) = (sizes(&part.without_parts()), sizes(&part));
        let placed = part.files.iter().filter(|file| self.level(file).is_some()).count();
        format!(
            "{}: {} files, {placed} of them on a level; {} arrows, {} of them up; {} imports of \
             insides; circles of {circles:?} files, or of {with_parts:?} with the imports by which \
             a part names what it is part of",
            self.title(),
            part.files.len(),
            part.arrows().len(),
            self.upward(graph).len(),
            self.inside(graph).len(),
        )
    }

    fn title(&self) -> String {
        format!("src/{}", self.folder)
    }

    fn part(&self, graph: &Graph) -> Graph {
        let (file, below) = (format!("src/{}.rs", self.folder), format!("src/{}/", self.folder));
        graph.within(|path| {
            self.folder.is_empty() || path == file || path.starts_with(below.as_str())
        })
    }

    /// A file's name within the folder: `quiz/view` for `src/app/quiz/view.rs`.
    fn name(&self, file: &str) -> String {
        let name = file.trim_start_matches("src/").trim_end_matches(".rs");
        let below = name.strip_prefix(self.folder).and_then(|name| name.strip_prefix('/'));
        below.unwrap_or(name).to_owned()
    }

    /// On which level a file stands, counted from 0 at the top.
    fn level(&self, file: &str) -> Option<usize> {
        let name = self.name(file);
        let levels = self.levels.iter().enumerate();
        levels
            .flat_map(|(level, names)| names.split_whitespace().map(move |wanted| (level, wanted)))
            .filter(|(_, wanted)| fits(wanted, &name))
            .max_by_key(|(_, wanted)| (wanted.matches('/').count(), !wanted.contains('*')))
            .map(|(level, _)| level)
    }
}

/// How many files are in each circle.
fn sizes(graph: &Graph) -> Vec<usize> {
    graph.circles().iter().map(BTreeSet::len).collect()
}

fn has(names: &str, wanted: &str) -> bool {
    names.split_whitespace().any(|name| name == wanted)
}

/// Whether a name of the table stands for a file of this name.
fn fits(wanted: &str, name: &str) -> bool {
    let mut parts = name.split('/');
    wanted.split('/').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
}

/// Two capabilities over words, and a door.
const HALL: Order = Order {
    folder: "app",
    levels: &["door", "quiz team", "app", "click */click"],
    closed: "quiz team",
    words: "click",
    shared: "quiz/game",
};

fn hall(files: &[(&str, &str)]) -> Vec<String> {
    HALL.complaints(&super::made_up(files))
}

#[test]
fn what_keeps_to_the_order_is_not_spoken_of() {
    let files = [
        ("src/app.rs", "pub use self::quiz::Final; use self::click::Click;"),
        ("src/app/door.rs", "use super::App; use super::quiz; fn f() { quiz::play() }"),
        ("src/app/quiz.rs", "mod view; use super::{App, team}; fn f() { view::g(team::h()) }"),
        ("src/app/quiz/view.rs", "use crate::app::click::Click;"),
        ("src/app/quiz/game.rs", ""),
        ("src/app/quiz/click.rs", ""),
        ("src/app/team.rs", "use super::quiz::game::Game;"),
        ("src/app/click.rs", "pub use super::quiz::click::QuizClick; type A = QuizClick;"),
    ];
    assert_eq!(hall(&files), Vec::<String>::new());
}

#[test]
fn what_breaks_the_order_is_told_in_a_sentence() {
    let files = [
        ("src/app.rs", "\nuse self::door::handle;"),
        ("src/app/door.rs", "use super::quiz::view::shown; use super::click::Click;"),
        ("src/app/quiz.rs", "use super::team::Team;"),
        ("src/app/quiz/view.rs", ""),
        ("src/app/team.rs", "use super::quiz::play;"),
        ("src/app/click.rs", "use super::App;"),
        ("src/app/oddment.rs", ""),
    ];
    assert_eq!(
        hall(&files),
        [
            "src/app/oddment.rs stands on no level of src/app",
            "src/app.rs:2 imports src/app/door.rs (`handle`), which stands above it",
            "src/app/click.rs:1 imports src/app.rs (`App`), which stands above it",
            "src/app/door.rs:1 imports `shown` from src/app/quiz/view.rs, which is inside `quiz`",
            "2 files import each other: src/app/quiz.rs, src/app/team.rs\n    \
             src/app/quiz.rs takes `Team` of src/app/team.rs\n    \
             src/app/team.rs takes `play` of src/app/quiz.rs",
        ]
    );
}

#[test]
fn a_level_for_no_file_is_told() {
    let told = hall(&[("src/app/door.rs", ""), ("src/app/team.rs", ""), ("src/app/click.rs", "")]);
    assert_eq!(
        told,
        [
            "src/app has a level for `quiz`, which is no file",
            "src/app has a level for `app`, which is no file",
        ]
    );
}
