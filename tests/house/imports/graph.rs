//! The graph: files, and the arrows between them.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Named, named};
use crate::house::source::{Source, built};

/// How often a name is followed from file to file that passes it on.
const MOST_PASSED_ON: usize = 8;

/// The files of a crate, and what each imports from the others.
#[derive(Debug)]
pub(super) struct Graph {
    /// The files without those of tests.
    pub(super) files: BTreeSet<String>,
    /// Every import, by file, line and what is imported.
    pub(super) imports: Vec<Import>,
}

/// That one file names something of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// The file that imports.
    pub(super) from: String,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The file to which the path leads as it is written.
    pub(super) written: String,
    /// The file that defines what is imported: another one if the name is passed on.
    pub(super) to: String,
    /// What is imported: a name, or a whole module.
    pub(super) name: String,
}

impl Import {
    /// Whether the file is in the folder of the one from which it imports.
    fn is_of_whole(&self) -> bool {
        let folder = self.to.trim_end_matches(".rs");
        self.from.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A module as its path from the crate: `["app", "quiz"]`.
type Module = Vec<String>;

/// Where a path leads.
#[derive(Debug)]
struct Found {
    written: Module,
    defined: Module,
    name: String,
}

#[derive(Debug)]
struct File {
    path: String,
    named: Named,
    /// What its names stand for, as paths from the crate; globs have no name.
    bound: Vec<(Option<String>, Module)>,
}

#[derive(Debug, Default)]
struct Reader {
    files: BTreeMap<Module, File>,
}

impl Graph {
    /// Reads the sources of a crate.
    pub(super) fn of(sources: &[Source]) -> Self {
        let reader = Reader::new(sources);
        let mut imports: Vec<Import> =
            reader.files.keys().flat_map(|module| reader.imports(module)).collect();
        imports.sort();
        imports.dedup();
        let files = reader.files.into_values().map(|file| file.path).collect();
        Self { files, imports }
    }

    /// The part of the graph below these files.
    pub(super) fn within(&self, is_in: impl Fn(&str) -> bool) -> Self {
        let files = self.files.iter().filter(|file| is_in(file)).cloned().collect();
        let both = |import: &&Import| is_in(&import.from) && is_in(&import.to);
        Self { files, imports: self.imports.iter().filter(both).cloned().collect() }
    }

    /// The graph without the imports by which a part names what it is part of: those of `quiz.rs`
    /// in `quiz/view.rs`. A file and its folder are one thing, as the compiler has it, too: a part
    /// sees what is private above it.
    pub(super) fn without_parts(&self) -> Self {
        let imports = self.imports.iter().filter(|one| !one.is_of_whole()).cloned().collect();
        Self { files: self.files.clone(), imports }
    }

    /// Which file imports which, each pair once.
    pub(super) fn arrows(&self) -> BTreeSet<(&str, &str)> {
        self.imports.iter().map(|import| (import.from.as_str(), import.to.as_str())).collect()
    }

    /// The files that lead to each other, each circle once.
    pub(super) fn circles(&self) -> Vec<BTreeSet<&str>> {
        let arrows = self.arrows();
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.files.iter().map(|file| (file.as_str(), reached(file, &arrows))).collect();
        let mut circles = Vec::new();
        let mut seen = BTreeSet::new();
        for (file, reachable) in &reached {
            if reachable.contains(file) && !seen.contains(file) {
                let circle: BTreeSet<&str> = reachable
                    .iter()
                    .copied()
                    .filter(|other| reached[other].contains(file))
                    .collect();
                seen.extend(circle.iter().copied());
                circles.push(circle);
            }
        }
        circles
    }
}

/// All files to which a way leads from one.
fn reached<'a>(from: &str, arrows: &BTreeSet<(&'a str, &'a str)>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        for (_, to) in arrows.iter().filter(|(one, _)| *one == file) {
            if reached.insert(*to) {
                waiting.push(to);
            }
        }
    }
    reached
}

impl Reader {
    fn new(sources: &[Source]) -> Self {
        let mut reader = Self::default();
        // `main.rs` is a crate of its own.
        for file in built(sources).iter().filter(|file| file.source.path != "src/main.rs") {
            let path = file.source.path.clone();
            let named = named(&file.own.tokens);
            reader.files.insert(module(&path), File { path, named, bound: Vec::new() });
        }
        reader.bind();
        reader
    }

    /// Finds what the names stand for that `use` brings into the files.
    fn bind(&mut self) {
        // Once for those that begin with a keyword or a module of the file's own, then for those
        // that begin with a name that another `use` has brought in.
        for _ in 0..2 {
            let modules: Vec<Module> = self.files.keys().cloned().collect();
            for module in modules {
                let uses = self.files[&module].named.uses.iter();
                let bound = uses.filter_map(|one| {
                    let path = self.absolute(&module, &one.path)?;
                    Some((one.bound.clone(), path))
                });
                let bound = bound.collect();
                if let Some(file) = self.files.get_mut(&module) {
                    file.bound = bound;
                }
            }
        }
    }

    /// A path from the crate, or none for one that leads out of it.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some(joined(module, rest)),
            "super" => {
                let more = rest.iter().take_while(|segment| *segment == "super").count();
                let parent = &module[..module.len().checked_sub(1 + more)?];
                Some(joined(parent, &rest[more..]))
            }
            _ if self.files.contains_key(&joined(module, &path[..1])) => Some(joined(module, path)),
            _ => {
                let bound = &self.files.get(module)?.bound;
                let (_, start) = bound.iter().find(|(name, _)| name.as_ref() == Some(first))?;
                Some(joined(start, rest))
            }
        }
    }

    /// Where a path from the crate leads.
    fn find(&self, path: &[String], passed_on: usize) -> Found {
        let mut length = 0;
        while length < path.len() && self.files.contains_key(&path[..=length]) {
            length += 1;
        }
        let (written, rest) = (path[..length].to_vec(), &path[length..]);
        let Some(next) = rest.first() else {
            let name = written.last().cloned().unwrap_or_default();
            return Found { defined: written.clone(), written, name };
        };
        let here = Found { defined: written.clone(), written, name: next.clone() };
        let Some(file) = self.files.get(&here.written) else { return here };
        if passed_on == MOST_PASSED_ON {
            return here;
        }
        let further = |(name, start): &(Option<String>, Module)| match name {
            Some(name) if name == next => {
                Some(self.find(&joined(start, &rest[1..]), passed_on + 1))
            }
            Some(_) => None,
            None => {
                let found = self.find(&joined(start, rest), passed_on + 1);
                let defines =
                    self.files.get(&found.defined).is_some_and(|file| file.defines(&found.name));
                defines.then_some(found)
            }
        };
        match file.bound.iter().find_map(further) {
            Some(found) => Found { written: here.written, ..found },
            None => here,
        }
    }

    /// What a file imports from others.
    fn imports(&self, module: &Module) -> Vec<Import> {
        let file = &self.files[module];
        let mut imports = Vec::new();
        for one in &file.named.uses {
            let Some(path) = self.absolute(module, &one.path) else { continue };
            // A module that is brought in is imported where a path begins with its name.
            let is_module = one.bound.is_some() && self.files.contains_key(&path);
            let passes_on = one.public
                && one.bound.as_ref().is_none_or(|name| !file.named.spoken.contains(name));
            if !is_module && !passes_on {
                imports.extend(self.import(file, one.line, &path));
            }
        }
        for path in &file.named.paths {
            if let Some(absolute) = self.absolute(module, &path.segments) {
                imports.extend(self.import(file, path.line, &absolute));
            }
        }
        imports
    }

    fn import(&self, from: &File, line: usize, path: &[String]) -> Option<Import> {
        let found = self.find(path, 0);
        let to = &self.files.get(&found.defined)?.path;
        let written = &self.files.get(&found.written)?.path;
        (*to != from.path).then(|| Import {
            from: from.path.clone(),
            line,
            written: written.clone(),
            to: to.clone(),
            name: found.name,
        })
    }
}

impl File {
    fn defines(&self, name: &str) -> bool {
        self.named.defined.iter().any(|defined| defined == name)
    }
}

/// `src/app/quiz.rs` as the path of its module.
fn module(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn joined(start: &[String], rest: &[String]) -> Module {
    [start, rest].concat()
}

/// The imports of made-up files: `from:line to name`.
fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let told = super::made_up(files).imports.into_iter();
    told.map(|one| format!("{}:{} {} {}", one.from, one.line, one.to, one.name)).collect()
}

#[test]
fn a_path_leads_to_the_longest_file_of_its_beginning() {
    let files = [
        ("src/a.rs", "mod b;\nuse crate::a::b::c::D;\nfn f() { b::c::d(super::x::Y::new()) }"),
        ("src/a/b.rs", "use super::*;\nuse std::fmt;"),
        ("src/a/b/c.rs", "fn f() { self::g(fmt::h()) }"),
        ("src/x.rs", ""),
    ];
    assert_eq!(
        arrows(&files),
        [
            "src/a.rs:2 src/a/b/c.rs D",
            "src/a.rs:3 src/a/b/c.rs d",
            "src/a.rs:3 src/x.rs Y",
            "src/a/b.rs:1 src/a.rs a"
        ]
    );
}

#[test]
fn a_module_that_is_brought_in_is_imported_where_it_is_named() {
    let files = [
        (
            "src/a.rs",
            "use crate::show;\nuse crate::show::season as told;\nfn f() {\n\
            show::board::draw(); told::shown() }",
        ),
        ("src/show.rs", ""),
        ("src/show/board.rs", ""),
        ("src/show/season.rs", ""),
    ];
    assert_eq!(
        arrows(&files),
        ["src/a.rs:4 src/show/board.rs draw", "src/a.rs:4 src/show/season.rs shown"]
    );
}

#[test]
fn a_name_that_is_passed_on_leads_to_the_file_that_defines_it() {
    let files = [
        (
            "src/a.rs",
            "pub use self::b::B;\npub(crate) use self::c::*;\n\
            pub use self::d::Used;\nfn f(x: Used) {}",
        ),
        ("src/a/b.rs", "use super::C;\nuse super::Own;"),
        ("src/a/c.rs", "pub struct C;"),
        ("src/a/d.rs", ""),
        ("src/x.rs", "use crate::a::{B,\nC};"),
    ];
    assert_eq!(
        arrows(&files),
        [
            "src/a.rs:3 src/a/d.rs Used",
            "src/a/b.rs:1 src/a/c.rs C",
            "src/a/b.rs:2 src/a.rs Own",
            "src/x.rs:1 src/a/b.rs B",
            "src/x.rs:2 src/a/c.rs C",
        ]
    );
    let written = super::made_up(&files).imports.pop().map(|import| import.written);
    assert_eq!(written.as_deref(), Some("src/a.rs"));
}

#[test]
fn tests_and_the_program_beside_the_library_do_not_count() {
    let files = [
        ("src/a.rs", "#[cfg(test)]\nmod plan;\n#[cfg(test)]\nmod tests { use crate::b::B; }"),
        ("src/a/plan.rs", "use crate::b::B;"),
        ("src/b.rs", "#[cfg(test)]\nmod tests;"),
        ("src/b/tests.rs", "mod more;"),
        ("src/b/tests/more.rs", "use crate::a::A;"),
        ("src/lib.rs", "mod a; mod b;"),
        ("src/main.rs", "use studyhall::a::A;"),
    ];
    let graph = super::made_up(&files);
    assert!(graph.imports.is_empty(), "{:?}", graph.imports);
    assert_eq!(graph.files.into_iter().collect::<Vec<_>>(), ["src/a.rs", "src/b.rs", "src/lib.rs"]);
}

#[test]
fn a_circle_is_found_once() {
    let files = [
        ("src/a.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::c::C;"),
        ("src/c.rs", "use crate::a::A; use crate::d::D;"),
        ("src/d.rs", "use crate::e::E;"),
        ("src/e.rs", "use crate::d::D;"),
        ("src/f.rs", "use crate::a::A;"),
    ];
    let graph = super::made_up(&files);
    let circles: Vec<Vec<&str>> =
        graph.circles().into_iter().map(|circle| circle.into_iter().collect()).collect();
    assert_eq!(circles, [vec!["src/a.rs", "src/b.rs", "src/c.rs"], vec!["src/d.rs", "src/e.rs"]]);
}

#[test]
fn a_part_may_name_what_it_is_part_of() {
    let files = [
        ("src/a.rs", "use self::b::c::C;"),
        ("src/a/b.rs", "use super::A;"),
        ("src/a/b/c.rs", "use crate::a::A;"),
        ("src/ab.rs", "use crate::a::A;"),
    ];
    let graph = super::made_up(&files);
    assert_eq!(graph.circles().len(), 1);
    assert!(graph.without_parts().circles().is_empty());
    assert_eq!(graph.without_parts().imports.len(), 2);
}
