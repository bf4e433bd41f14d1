//! The measures of the sources: one table of figures, and bounds that are to hold from now on.
//!
//! `cargo test --test studyhall -- house::measures --nocapture` prints the table; with
//! `STUDYHALL_HOUSE` naming another checkout, that one's.

mod items;
mod lines;

use std::fmt::Display;
use std::path::Path;

use self::items::Sized;
use self::lines::Doc;
use super::source::{self, Built, Source, built};

/// The longest line, in characters.
const COLUMNS: usize = 100;

/// The longest file of `src`, in lines.
const FILE: usize = 400;

/// The longest function of `src`, in lines, from its `fn` to its `}`.
const FUNCTION: usize = 60;

/// The most variants of an enum.
const VARIANTS: usize = 30;

/// The most fields of a struct.
const FIELDS: usize = 20;

/// Closures bound by `let` that a thousand lines of `src` may have.
const CLOSURES: f64 = 4.0;

/// The sources of a checkout.
struct House {
    src: Vec<Source>,
    tests: Vec<Source>,
    benches: Vec<Source>,
}

impl House {
    fn read(checkout: &Path) -> Self {
        let folder = |name| source::read(checkout, name);
        Self { src: folder("src"), tests: folder("tests"), benches: folder("benches") }
    }

    fn all(&self) -> impl Iterator<Item = &Source> {
        self.src.iter().chain(&self.tests).chain(&self.benches)
    }
}

/// The figures of a checkout.
struct Figures {
    src: Files,
    tests: Files,
    benches: Files,
    /// The files of `src` by length, longest first.
    files: Vec<Sized>,
    /// The functions of `src` outside tests by length, longest first.
    functions: Vec<Sized>,
    /// Its enums by their variants.
    enums: Vec<Sized>,
    /// Its structs by their fields.
    structs: Vec<Sized>,
    /// Public methods of `Store`.
    methods: usize,
    /// Closures bound by `let`, in a thousand lines of `src` outside tests.
    closures: f64,
    /// Docs of items in `src`, and those of less than four words.
    docs: (usize, usize),
    /// Lines of `src` and of all files with nothing but a comment that is no doc.
    comments: (usize, usize),
    /// Lines that are too long, but for texts that stand as they are.
    wide: Vec<String>,
    /// All lines that are too long.
    wide_at_all: usize,
    /// Tests in all files.
    checks: usize,
}

/// How many files, and how many lines they have.
#[derive(Clone, Copy)]
struct Files {
    files: usize,
    lines: usize,
}

impl Files {
    fn of(sources: &[Source]) -> Self {
        let lines = sources.iter().map(|source| source.text.lines().count()).sum();
        Self { files: sources.len(), lines }
    }

    fn told(self) -> String {
        format!("{} files, {} lines", self.files, self.lines)
    }
}

impl Figures {
    fn of(house: &House) -> Self {
        let rooms = built(&house.src);
        let own_lines: usize = rooms.iter().map(Built::lines).sum();
        let closures: usize = rooms.iter().map(|room| items::closures(&room.own.tokens)).sum();
        let all = |find: fn(&str, &[source::Token<'_>]) -> Vec<Sized>| {
            let found = rooms.iter().flat_map(|room| find(&room.source.path, &room.own.tokens));
            longest_first(found.collect())
        };
        let files = house.src.iter().map(|source| Sized {
            place: source.path.clone(),
            name: String::new(),
            size: source.text.lines().count(),
        });
        let docs: Vec<Doc> = house.src.iter().flat_map(lines::docs).collect();
        Self {
            src: Files::of(&house.src),
            tests: Files::of(&house.tests),
            benches: Files::of(&house.benches),
            files: longest_first(files.collect()),
            functions: all(items::functions),
            enums: all(items::enums),
            structs: all(items::structs),
            methods: rooms.iter().map(|room| items::methods("Store", &room.own.tokens)).sum(),
            closures: per_thousand(closures, own_lines),
            docs: (docs.len(), docs.iter().filter(|doc| doc.is_short()).count()),
            comments: (
                house.src.iter().map(lines::comments).sum(),
                house.all().map(lines::comments).sum(),
            ),
            wide: house.all().flat_map(|source| lines::wide(source, COLUMNS)).collect(),
            wide_at_all: house.all().map(|source| lines::wide_at_all(source, COLUMNS)).sum(),
            checks: house.all().map(|source| items::tests(&source.code)).sum(),
        }
    }

    fn lines(&self) -> usize {
        self.src.lines + self.tests.lines + self.benches.lines
    }

    /// The table, a figure a line.
    fn table(&self) -> String {
        let over = |sized: &[Sized], most| sized.iter().filter(|one| one.size > most).count();
        let (files, functions) = (&self.files, &self.functions);
        let ((docs, short), (plain, all_plain)) = (self.docs, self.comments);
        [
            row("src", self.src.told()),
            row("tests", self.tests.told()),
            row("benches", self.benches.told()),
            row("longest file of src", told(files, "lines")),
            row("files over 300 lines", over(files, 300)),
            row("files over 400 lines", over(files, 400)),
            row("longest function", told(functions, "lines")),
            row("functions", functions.len()),
            row("functions over 40 lines", over(functions, 40)),
            row("functions over 60 lines", over(functions, 60)),
            row("largest enum", told(&self.enums, "variants")),
            row("largest struct", told(&self.structs, "fields")),
            row("public methods of Store", self.methods),
            row("closures bound by let, in 1,000 lines", format!("{:.1}", self.closures)),
            row("docs of items", docs),
            row("docs of one to three words", format!("{short}, {}", percent(short, docs))),
            row("plain comments, of the lines of src", percent(plain, self.src.lines)),
            row("plain comments, of all lines", percent(all_plain, self.lines())),
            row("lines over 100 columns", self.wide.len()),
            row("the same with texts that stand as they are", self.wide_at_all),
            row("tests", self.checks),
            row("tests in 1,000 lines", format!("{:.1}", per_thousand(self.checks, self.lines()))),
        ]
        .join("\n")
    }
}

fn row(what: &str, figure: impl Display) -> String {
    format!("{what:<44} {figure}")
}

fn longest_first(mut all: Vec<Sized>) -> Vec<Sized> {
    all.sort_by_key(|one| std::cmp::Reverse(one.size));
    all
}

fn told(all: &[Sized], unit: &str) -> String {
    let one = &all[0];
    format!("{} {unit}: {} {}", one.size, one.place, one.name).trim_end().to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "lines are counted in thousands")]
fn per_thousand(part: usize, whole: usize) -> f64 {
    1_000.0 * part as f64 / whole as f64
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", per_thousand(part, whole) / 10.0)
}

/// The figures of this checkout, whatever is looked at otherwise.
fn of_this_checkout() -> Figures {
    Figures::of(&House::read(&source::own()))
}

/// Asserts that nothing is larger than it may be.
fn assert_bounded(all: &[Sized], most: usize) {
    let over: Vec<String> = all
        .iter()
        .filter(|one| one.size > most)
        .map(|one| format!("{} {}: {}", one.place, one.name, one.size))
        .collect();
    assert!(over.is_empty(), "over {most}:\n{}", over.join("\n"));
}

#[test]
fn the_table() {
    println!("{}", Figures::of(&House::read(&source::checkout())).table());
}

#[test]
fn no_file_of_src_is_longer_than_400_lines() {
    assert_bounded(&of_this_checkout().files, FILE);
}

#[test]
fn no_function_of_src_is_longer_than_60_lines() {
    assert_bounded(&of_this_checkout().functions, FUNCTION);
}

#[test]
fn no_enum_has_more_than_30_variants() {
    assert_bounded(&of_this_checkout().enums, VARIANTS);
}

#[test]
fn no_struct_has_more_than_20_fields() {
    assert_bounded(&of_this_checkout().structs, FIELDS);
}

#[test]
fn few_closures_are_bound_by_let() {
    let closures = of_this_checkout().closures;
    assert!(closures <= CLOSURES, "{closures:.1} of 1,000 lines");
}

#[test]
fn no_doc_is_so_short_that_the_name_says_as_much() {
    let house = House::read(&source::own());
    let docs = house.src.iter().flat_map(lines::docs).filter(Doc::is_short);
    let short: Vec<String> = docs.map(|doc| format!("{}: {}", doc.place, doc.text)).collect();
    assert!(short.is_empty(), "{}\n{}", short.len(), short.join("\n"));
}

#[test]
fn no_line_is_longer_than_100_columns() {
    let wide = of_this_checkout().wide;
    assert!(wide.is_empty(), "{}\n{}", wide.len(), wide.join("\n"));
}

#[test]
fn every_file_opens_with_what_lives_there() {
    let house = House::read(&source::own());
    let silent = house.all().filter(|source| !source.text.starts_with("//! "));
    let silent: Vec<&str> = silent.map(|source| source.path.as_str()).collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn no_lint_is_waived_without_its_reason_and_nothing_is_left_to_do() {
    let house = House::read(&source::own());
    for source in house.all() {
        let waived = items::has(&source.code, &["#", "[", "allow"])
            || items::has(&source.code, &["#", "!", "[", "allow"]);
        assert!(!waived, "{} waives a lint by `allow`", source.path);
        let left = ["TODO", "FIXME", "XXX"].iter().find(|word| source.comments.contains(**word));
        assert!(left.is_none(), "{} leaves something to do: {left:?}", source.path);
    }
}
