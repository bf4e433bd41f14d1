//! What is told by lines: docs, comments, widths.

use crate::house::source::Source;

/// The doc of an item.
pub(super) struct Doc {
    /// The file and the line, counted from 1.
    pub(super) place: String,
    /// Its first line.
    pub(super) text: String,
    /// How many words it has in all.
    pub(super) words: usize,
}

impl Doc {
    /// Whether it has one to three words: too few to say what the name does not. What `clap` shows
    /// as help, without a full stop, may be short.
    pub(super) fn is_short(&self) -> bool {
        self.words < 4 && self.text.ends_with('.')
    }
}

/// The docs of a file's items, each block of `///` lines once.
pub(super) fn docs(source: &Source) -> Vec<Doc> {
    let mut docs: Vec<Doc> = Vec::new();
    let mut goes_on = false;
    for (number, line) in (1..).zip(source.comments.lines()) {
        let Some(text) = line.trim_start().strip_prefix("///") else {
            goes_on = false;
            continue;
        };
        let words = text.split_whitespace().count();
        match docs.last_mut() {
            Some(doc) if goes_on => doc.words += words,
            _ => docs.push(Doc {
                place: format!("{}:{number}", source.path),
                text: text.trim().to_owned(),
                words,
            }),
        }
        goes_on = true;
    }
    docs
}

/// How many lines are nothing but a comment that is no doc.
pub(super) fn comments(source: &Source) -> usize {
    let is_plain = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")
    };
    let own = source.comments.lines().zip(source.code.lines());
    own.filter(|(comment, code)| is_plain(comment) && code.trim().is_empty()).count()
}

/// The lines that are wider than so many characters, but for texts that stand as they are.
pub(super) fn wide(source: &Source, columns: usize) -> Vec<String> {
    let lines = (1..).zip(source.text.lines());
    lines
        .filter(|(number, line)| {
            line.chars().count() > columns && !source.verbatim.contains(number)
        })
        .map(|(number, _)| format!("{}:{number}", source.path))
        .collect()
}

/// How many lines are wider than so many characters, texts that stand as they are among them.
pub(super) fn wide_at_all(source: &Source, columns: usize) -> usize {
    source.text.lines().filter(|line| line.chars().count() > columns).count()
}

#[test]
fn docs_are_told_from_comments() {
    let text = "//! A file.\n\n/// One.\n///\n/// And more.\nfn f() {} // beside\n// plain\n\
        let a = \"\n// no comment\";\n/// Two\nstruct S;\n";
    let source = Source::new("src/x.rs", text);
    let told: Vec<(String, usize)> =
        docs(&source).into_iter().map(|doc| (doc.place, doc.words)).collect();
    assert_eq!(told, [("src/x.rs:3".to_owned(), 3), ("src/x.rs:10".to_owned(), 1)]);
    assert_eq!(comments(&source), 1);
}

#[test]
fn texts_that_stand_as_they_are_may_be_wide() {
    let source = Source::new("src/x.rs", "let a = 1; // äöü\nlet b = \"\n     wide wide\";\n");
    assert_eq!(wide(&source, 14), ["src/x.rs:1"]);
    assert_eq!((wide(&source, 17).len(), wide_at_all(&source, 14)), (0, 2));
}
