//! What a file names: the paths of its `use` trees, and those in its code.

use crate::house::source::{Token, begins, closing};

/// Keywords behind which a file gives a name to something of its own.
const DEFINING: [&str; 8] = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];

/// One name that a `use` brings into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// The path as it is written, without `as` and `*`.
    pub(super) path: Vec<String>,
    /// The name that stands for it in the file; none for a glob.
    pub(super) bound: Option<String>,
    /// Whether it is passed on by a `pub`.
    pub(super) public: bool,
}

/// A path of two segments or more that stands in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// Its segments, such as `super`, `streak`, `after_this`.
    pub(super) segments: Vec<String>,
}

/// What a file names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// What its `use` trees bring in.
    pub(super) uses: Vec<Use>,
    /// The paths in its code.
    pub(super) paths: Vec<Path>,
    /// Names that stand alone in its code or begin a path there.
    pub(super) spoken: Vec<String>,
    /// Names of what it defines itself.
    pub(super) defined: Vec<String>,
}

/// Reads the tokens of a file.
pub(super) fn named(tokens: &[Token<'_>]) -> Named {
    let mut named = Named::default();
    let mut at = 0;
    while at < tokens.len() {
        let here = &tokens[at..];
        // `impl Trait + use<'a>` brings nothing in.
        if tokens[at].text == "use" && !begins(here, &["use", "<"]) {
            let tree = Tree { tokens, public: is_public(&tokens[..at]) };
            at = tree.read(at + 1, Vec::new(), &mut named.uses);
        } else if begins(here, &["(", "in"]) {
            at = closing(tokens, at); // who may see it: `pub(in crate::app)`
        } else if let Some(name) = definition(here) {
            named.defined.push(name.to_owned());
            at += 2;
        } else if starts_path(tokens, at) {
            let segments = segments(here);
            at += 2 * segments.len() - 1;
            named.spoken.push(segments[0].clone());
            if segments.len() > 1 {
                named.paths.push(Path { line: here[0].line, segments });
            }
        } else {
            at += 1;
        }
    }
    named
}

/// Whether a `pub` or a `pub(super)` stands at the end.
fn is_public(before: &[Token<'_>]) -> bool {
    let open = match before.last() {
        Some(last) if last.text == ")" => before.iter().rposition(|token| token.text == "("),
        _ => Some(before.len()),
    };
    open.and_then(|open| before[..open].last()).is_some_and(|token| token.text == "pub")
}

/// The name of what is defined here, if something is.
fn definition<'a>(tokens: &[Token<'a>]) -> Option<&'a str> {
    match tokens {
        [keyword, name, ..] if DEFINING.contains(&keyword.text) && name.is_name() => {
            Some(name.text)
        }
        [keyword, mark, name, ..] if keyword.text == "macro_rules" && mark.text == "!" => {
            Some(name.text)
        }
        _ => None,
    }
}

fn starts_path(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before].text);
    tokens[at].is_name() && !matches!(before, Some("::" | "."))
}

/// The names that `::` joins from the first token on.
fn segments(tokens: &[Token<'_>]) -> Vec<String> {
    let mut segments = vec![tokens[0].text.to_owned()];
    while let [colons, name, ..] = &tokens[2 * segments.len() - 1..]
        && colons.text == "::"
        && name.is_name()
    {
        segments.push(name.text.to_owned());
    }
    segments
}

/// A `use` that is being read.
struct Tree<'a> {
    tokens: &'a [Token<'a>],
    public: bool,
}

impl Tree<'_> {
    /// Reads one branch of the tree, and tells where the `,`, `}` or `;` behind it stands.
    fn read(&self, mut at: usize, mut path: Vec<String>, uses: &mut Vec<Use>) -> usize {
        loop {
            match self.text(at) {
                "{" => {
                    let end = closing(self.tokens, at);
                    while at < end {
                        at = self.read(at + 1, path.clone(), uses);
                    }
                    return end + 1;
                }
                "*" => {
                    uses.push(self.branch(at, path, None));
                    return at + 1;
                }
                "as" => {
                    let name = self.text(at + 1).to_owned();
                    uses.push(self.branch(at, path, Some(name)));
                    return at + 2;
                }
                "::" => at += 1,
                "," | "}" | ";" => return at,
                name => {
                    // `{self, …}` is the path before it; `self::…` begins one.
                    if name != "self" || path.is_empty() {
                        path.push(name.to_owned());
                    }
                    at += 1;
                    if matches!(self.text(at), "," | "}" | ";") {
                        let name = path.last().cloned();
                        uses.push(self.branch(at, path, name));
                        return at;
                    }
                }
            }
        }
    }

    /// The text of a token; behind the last one, the end of a tree.
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or(";", |token| token.text)
    }

    fn branch(&self, at: usize, path: Vec<String>, bound: Option<String>) -> Use {
        Use { line: self.tokens[at - 1].line, path, bound, public: self.public }
    }
}

#[test]
fn use_trees_and_paths_are_read() {
    let code = "use crate::app::{self, click::{Click, Spot as Place,}, reply::*};\n\
        pub(super) use self::season::FinalPost;\n\
        pub(in crate::app) fn f() -> impl Sized + use<'a> {\n\
        super::streak::after_this(x.then::<u8>(), Given::Text, y)\n}\nmod view;\n";
    let named = named(&crate::house::source::tokens(code));
    let uses = named.uses.iter().map(|one| {
        let bound = one.bound.as_deref().unwrap_or("*");
        let public = if one.public { "pub " } else { "" };
        format!("{} {public}{} {bound}", one.line, one.path.join("::"))
    });
    assert_eq!(
        uses.collect::<Vec<_>>(),
        [
            "1 crate::app app",
            "1 crate::app::click::Click Click",
            "1 crate::app::click::Spot Place",
            "1 crate::app::reply *",
            "2 pub self::season::FinalPost FinalPost",
        ]
    );
    let paths =
        named.paths.iter().map(|path| format!("{} {}", path.line, path.segments.join("::")));
    assert_eq!(paths.collect::<Vec<_>>(), ["4 super::streak::after_this", "4 Given::Text"]);
    assert_eq!(named.defined, ["f"]);
}
