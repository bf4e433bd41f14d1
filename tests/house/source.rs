//! The sources of a checkout as text: code, comments and literals told apart, tests left out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path from the checkout, such as `src/app/quiz.rs`.
    pub(super) path: String,
    /// The whole text.
    pub(super) text: String,
    /// The text with blanks for its comments and literals; lines and columns stay.
    pub(super) code: String,
    /// The text with blanks for all but its comments.
    pub(super) comments: String,
    /// Lines, counted from 1, of literals that stand over several lines as they are.
    pub(super) verbatim: BTreeSet<usize>,
}

impl Source {
    /// A file of this path and text.
    pub(super) fn new(path: &str, text: &str) -> Self {
        let parts = Splitter::split(text);
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: parts.code,
            comments: parts.comments,
            verbatim: parts.verbatim,
        }
    }
}

/// The checkout to look at: this one, or another that `STUDYHALL_HOUSE` names.
pub(super) fn checkout() -> PathBuf {
    std::env::var_os("STUDYHALL_HOUSE").map_or_else(own, PathBuf::from)
}

/// The checkout that this test was built from.
pub(super) fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder of a checkout, by path.
pub(super) fn read(checkout: &Path, folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![checkout.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(checkout).unwrap().to_str().unwrap();
                found.push(Source::new(name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// A word or a sign of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// A name, a number, a lifetime, `::`, `->`, `=>`, or a single sign.
    pub(super) text: &'a str,
    /// Its line, counted from 1.
    pub(super) line: usize,
}

impl Token<'_> {
    /// Whether this is a name or a keyword.
    pub(super) fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c == '_' || c.is_alphabetic())
    }
}

/// The tokens of a code without comments and literals.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (line, text) in (1..).zip(code.lines()) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '\'' => 1 + word(&rest[1..]),
                _ if word(rest) > 0 => word(rest),
                _ if ["::", "->", "=>"].iter().any(|sign| rest.starts_with(sign)) => 2,
                _ => first.len_utf8(),
            };
            tokens.push(Token { text: &rest[..length], line });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The length in bytes of the word that a text begins with.
fn word(text: &str) -> usize {
    text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len())
}

/// What remains of a file's tokens without what is compiled for its tests alone.
#[derive(Debug)]
pub(super) struct Own<'a> {
    /// The tokens that remain.
    pub(super) tokens: Vec<Token<'a>>,
    /// Lines, counted from 1, of what was left out.
    pub(super) left_out: BTreeSet<usize>,
    /// Modules in files of their own that were left out.
    pub(super) modules: Vec<&'a str>,
}

/// Leaves out each item under `#[cfg(test)]`.
pub(super) fn without_tests(code: &str) -> Own<'_> {
    let all = tokens(code);
    let mut own = Own { tokens: Vec::new(), left_out: BTreeSet::new(), modules: Vec::new() };
    let mut at = 0;
    while at < all.len() {
        if !begins(&all[at..], &["#", "[", "cfg", "(", "test", ")", "]"]) {
            own.tokens.push(all[at]);
            at += 1;
            continue;
        }
        let end = item_end(&all, at);
        own.left_out.extend(all[at].line..=all[end - 1].line);
        if let [.., keyword, name, semicolon] = &all[at..end]
            && keyword.text == "mod"
            && semicolon.text == ";"
        {
            own.modules.push(name.text);
        }
        at = end;
    }
    own
}

/// Whether tokens begin with these words and signs.
pub(super) fn begins(tokens: &[Token<'_>], texts: &[&str]) -> bool {
    tokens.len() >= texts.len() && tokens.iter().zip(texts).all(|(one, text)| one.text == *text)
}

/// Where the item that begins at `start`, attributes included, is over: behind its `;` or `}`.
fn item_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Where the bracket that opens at `open` is closed: the place of its other half.
pub(super) fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len() - 1
}

/// A file that the program is built from, without what is there for its tests.
#[derive(Debug)]
pub(super) struct Built<'a> {
    /// The file.
    pub(super) source: &'a Source,
    /// What of it the program is built from.
    pub(super) own: Own<'a>,
}

/// The files that the program is built from: all but those of modules under `#[cfg(test)]`.
pub(super) fn built(sources: &[Source]) -> Vec<Built<'_>> {
    let files = sources.iter().map(|source| Built { source, own: without_tests(&source.code) });
    let mut built: Vec<Built<'_>> = files.collect();
    let tests: BTreeSet<String> = built.iter().flat_map(Built::modules_of_tests).collect();
    built.retain(|file| !file.is_in(&tests));
    built
}

impl Built<'_> {
    /// The modules for tests that stand in files of their own, as paths without the ending.
    fn modules_of_tests(&self) -> Vec<String> {
        let folder = self.source.path.trim_end_matches(".rs").trim_end_matches("/lib");
        self.own.modules.iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// Whether the file is one of these modules, or below one.
    fn is_in(&self, modules: &BTreeSet<String>) -> bool {
        let path = self.source.path.trim_end_matches(".rs");
        let mut above = path.match_indices('/').map(|(at, _)| &path[..at]);
        modules.contains(path) || above.any(|folder| modules.contains(folder))
    }

    /// How many lines there are of it.
    pub(super) fn lines(&self) -> usize {
        self.source.text.lines().count() - self.own.left_out.len()
    }
}

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Code,
    Comment,
    Literal,
}

/// A text on its way into code, comments and literals.
#[derive(Debug, Default)]
struct Splitter {
    text: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    comments: String,
    verbatim: BTreeSet<usize>,
}

impl Splitter {
    fn split(text: &str) -> Self {
        let mut splitter = Self { text: text.chars().collect(), line: 1, ..Self::default() };
        while splitter.at < splitter.text.len() {
            let (piece, end) = splitter.next();
            splitter.take(piece, end);
        }
        splitter
    }

    /// The next piece, and where it is over.
    fn next(&self) -> (Piece, usize) {
        if self.is_at(self.at, "//") {
            let line = self.text[self.at..].iter().position(|c| *c == '\n');
            return (Piece::Comment, line.map_or(self.text.len(), |length| self.at + length));
        }
        if self.is_at(self.at, "/*") {
            return (Piece::Comment, self.block_comment());
        }
        let first = self.text[self.at];
        if first == '"' {
            return (Piece::Literal, self.string(self.at + 1));
        }
        if first == '\'' {
            return self.quote(self.at);
        }
        if first == '_' || first.is_alphanumeric() {
            return self.name();
        }
        (Piece::Code, self.at + 1)
    }

    /// A name, or the literal whose prefix it is, such as `r#"…"#` or `b'x'`.
    fn name(&self) -> (Piece, usize) {
        let length =
            self.text[self.at..].iter().take_while(|c| **c == '_' || c.is_alphanumeric()).count();
        let end = self.at + length;
        let name: String = self.text[self.at..end].iter().collect();
        match (name.as_str(), self.text.get(end)) {
            ("b" | "c", Some('"')) => (Piece::Literal, self.string(end + 1)),
            ("b", Some('\'')) => self.quote(end),
            ("r" | "br" | "cr", Some('"' | '#')) => {
                let hashes = self.text[end..].iter().take_while(|c| **c == '#').count();
                if self.text.get(end + hashes) == Some(&'"') {
                    (Piece::Literal, self.raw_string(end + hashes + 1, hashes))
                } else {
                    (Piece::Code, end)
                }
            }
            _ => (Piece::Code, end),
        }
    }

    /// A character between quotes, or the quote of a lifetime.
    fn quote(&self, quote: usize) -> (Piece, usize) {
        match (self.text.get(quote + 1), self.text.get(quote + 2)) {
            (Some('\\'), _) => {
                let end = self.text[quote + 3..].iter().position(|c| *c == '\'');
                (Piece::Literal, end.map_or(self.text.len(), |length| quote + 4 + length))
            }
            (Some(_), Some('\'')) => (Piece::Literal, quote + 3),
            _ => (Piece::Code, quote + 1),
        }
    }

    /// Where a string whose inside begins here is over.
    fn string(&self, mut at: usize) -> usize {
        while at < self.text.len() {
            match self.text[at] {
                '\\' => at += 2,
                '"' => return at + 1,
                _ => at += 1,
            }
        }
        self.text.len()
    }

    /// Where a raw string whose inside begins here is over.
    fn raw_string(&self, start: usize, hashes: usize) -> usize {
        let end = format!("\"{}", "#".repeat(hashes));
        (start..self.text.len())
            .find(|at| self.is_at(*at, &end))
            .map_or(self.text.len(), |at| at + end.len())
    }

    fn block_comment(&self) -> usize {
        let (mut at, mut depth) = (self.at, 0);
        while at < self.text.len() {
            if self.is_at(at, "/*") {
                depth += 1;
                at += 2;
            } else if self.is_at(at, "*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            } else {
                at += 1;
            }
        }
        self.text.len()
    }

    fn is_at(&self, at: usize, sign: &str) -> bool {
        self.text[at..].iter().take(sign.len()).copied().eq(sign.chars())
    }

    /// Takes a piece over, with blanks where it does not belong.
    fn take(&mut self, piece: Piece, end: usize) {
        let start = self.line;
        let end = end.min(self.text.len());
        let mut stands = false;
        for at in self.at..end {
            let c = self.text[at];
            let kept = |wanted: Piece| if c == '\n' || piece == wanted { c } else { ' ' };
            let (code, comment) = (kept(Piece::Code), kept(Piece::Comment));
            self.code.push(code);
            self.comments.push(comment);
            if c == '\n' {
                self.line += 1;
                stands |= piece == Piece::Literal && self.text[at - 1] != '\\';
            }
        }
        if stands {
            self.verbatim.extend(start..=self.line);
        }
        self.at = end;
    }
}

#[test]
fn comments_and_literals_are_no_code() {
    let text = "let a = \"// no \\\" comment\"; // a \"comment\"\n\
        let b = r#\"raw \" {\"#; /* one /* in */ another */ let c = '{';\n\
        fn f<'a>(x: &'a str) -> char { b'\\''; '\\u{7d}' }\n";
    let source = Source::new("src/x.rs", text);
    let told: Vec<&str> = tokens(&source.code).iter().map(|token| token.text).collect();
    assert_eq!(
        told.join(" "),
        "let a = ; let b = ; let c = ; fn f < 'a > ( x : & 'a str ) -> char { ; }"
    );
    assert!(source.comments.contains("// a \"comment\"") && !source.comments.contains("no \\"));
    assert_eq!(source.code.lines().count(), 3);
}

#[test]
fn a_literal_that_stands_over_several_lines_is_known_by_its_lines() {
    let text = "let a = \"one \\\n    line\";\nlet b = \"two\nlines\";\nlet c = 1;\n";
    assert_eq!(Source::new("src/x.rs", text).verbatim, BTreeSet::from([3, 4]));
}

#[test]
fn what_is_compiled_for_tests_is_left_out() {
    let code = "use a;\n#[cfg(test)]\nmod plan;\n#[cfg(test)]\n#[rustfmt::skip]\n\
        fn f() -> [u8; 2] {\n{}\n}\nfn g() {}\n#[cfg(test)]\nmod tests {\n    use b;\n}\n";
    let own = without_tests(code);
    let told: Vec<&str> = own.tokens.iter().map(|token| token.text).collect();
    assert_eq!(told.join(" "), "use a ; fn g ( ) { }");
    assert_eq!(own.modules, ["plan"]);
    assert_eq!(own.left_out, (2..=8).chain(10..=13).collect());
}
