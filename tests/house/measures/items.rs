//! What is told by tokens: functions, enums, structs, methods, closures.

use crate::house::source::{Token, begins, closing, tokens};

/// Something with a size: a file, a function, a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sized {
    /// Its file, and the line where it begins if it is not the file itself.
    pub(super) place: String,
    /// Its name; empty for a file.
    pub(super) name: String,
    /// Lines, variants or fields.
    pub(super) size: usize,
}

/// The functions with a body, by their lines from the `fn` to the `}`.
pub(super) fn functions(path: &str, tokens: &[Token<'_>]) -> Vec<Sized> {
    let starts = starts(tokens, "fn");
    let sized = starts.filter_map(|start| {
        let body = body(tokens, start)?;
        let lines = tokens[closing(tokens, body)].line - tokens[start].line + 1;
        Some(sized(path, tokens, start, lines))
    });
    sized.collect()
}

/// Where the body of a function opens, if it has one.
fn body(tokens: &[Token<'_>], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        match tokens.get(at)?.text {
            "{" => return Some(at),
            ";" => return None,
            "(" | "[" => at = closing(tokens, at) + 1,
            _ => at += 1,
        }
    }
}

/// The enums, by their variants.
pub(super) fn enums(path: &str, tokens: &[Token<'_>]) -> Vec<Sized> {
    types(path, tokens, "enum")
}

/// The structs, by their fields.
pub(super) fn structs(path: &str, tokens: &[Token<'_>]) -> Vec<Sized> {
    types(path, tokens, "struct")
}

fn types(path: &str, tokens: &[Token<'_>], keyword: &str) -> Vec<Sized> {
    let sized = starts(tokens, keyword).map(|start| {
        let is_open = |token: &Token<'_>| ["{", "(", ";"].contains(&token.text);
        let open = tokens[start..].iter().position(is_open).map(|length| start + length);
        let parts = open.map_or(0, |open| parts(&tokens[open..=closing(tokens, open)]));
        sized(path, tokens, start, parts)
    });
    sized.collect()
}

/// How many parts are parted by commas between two brackets.
fn parts(tokens: &[Token<'_>]) -> usize {
    let (mut depth, mut parts, mut is_new) = (0_i32, 0, true);
    for token in tokens {
        match token.text {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" | ">" => depth -= 1,
            "," if depth == 1 => is_new = true,
            _ if depth == 1 && is_new && token.is_name() => {
                parts += 1;
                is_new = false;
            }
            _ => {}
        }
    }
    parts
}

/// Where each item of a kind begins.
fn starts<'a>(tokens: &'a [Token<'_>], keyword: &'a str) -> impl Iterator<Item = usize> + 'a {
    let pairs = tokens.windows(2).enumerate();
    pairs.filter(move |(_, pair)| pair[0].text == keyword && pair[1].is_name()).map(|(at, _)| at)
}

fn sized(path: &str, tokens: &[Token<'_>], start: usize, size: usize) -> Sized {
    let name = tokens[start + 1].text.to_owned();
    Sized { place: format!("{path}:{}", tokens[start].line), name, size }
}

/// How many public methods a type has.
pub(super) fn methods(name: &str, tokens: &[Token<'_>]) -> usize {
    let mut methods = 0;
    for at in 0..tokens.len() {
        if begins(&tokens[at..], &["impl", name, "{"]) {
            let inside = &tokens[at + 2..closing(tokens, at + 2)];
            methods += (0..inside.len()).filter(|at| is_public_method(&inside[*at..])).count();
        }
    }
    methods
}

fn is_public_method(tokens: &[Token<'_>]) -> bool {
    let words = [&["pub", "fn"][..], &["pub", "async", "fn"], &["pub", "const", "fn"]];
    words.iter().any(|words| begins(tokens, words))
}

/// How many closures are bound by `let`.
pub(super) fn closures(tokens: &[Token<'_>]) -> usize {
    (0..tokens.len()).filter(|at| is_bound_closure(&tokens[*at..])).count()
}

fn is_bound_closure(tokens: &[Token<'_>]) -> bool {
    let mut words = tokens.iter().map(|token| token.text).filter(|word| *word != "mut");
    let is_let = words.next() == Some("let") && words.next().is_some() && words.next() == Some("=");
    is_let && words.find(|word| !["move", "async"].contains(word)) == Some("|")
}

/// How many tests a file has.
pub(super) fn tests(code: &str) -> usize {
    let tokens = tokens(code);
    let is_test = |at: &usize| {
        begins(&tokens[*at..], &["#", "[", "test", "]"])
            || begins(&tokens[*at..], &["#", "[", "tokio", "::", "test"])
    };
    (0..tokens.len()).filter(is_test).count()
}

/// Whether a code has these words and signs somewhere.
pub(super) fn has(code: &str, texts: &[&str]) -> bool {
    let tokens = tokens(code);
    (0..tokens.len()).any(|at| begins(&tokens[at..], texts))
}

#[test]
fn functions_are_measured_from_their_name_to_their_end() {
    let code = "trait T { fn none(&self) -> [u8; 2]; }\nfn one() {}\n\n\
        async fn three(\n    f: impl Fn() -> u8,\n) { if f() > 1 {} }\n";
    let told: Vec<(String, usize)> =
        functions("a.rs", &tokens(code)).into_iter().map(|one| (one.place, one.size)).collect();
    assert_eq!(told, [("a.rs:2".to_owned(), 1), ("a.rs:4".to_owned(), 3)]);
}

#[test]
fn variants_and_fields_are_counted() {
    let code = "enum E { #[a(b, c)] One(u8, u8), Two { x: u8, y: u8 }, Three }\n\
        struct S<A, B> { pub a: Map<A, B>, f: fn(u8, u8) -> u8 }\nstruct P(u8, pub u8, u8);\n\
        struct N;";
    let told = [enums("a.rs", &tokens(code)), structs("a.rs", &tokens(code))].concat();
    let told: Vec<(&str, usize)> = told.iter().map(|one| (one.name.as_str(), one.size)).collect();
    assert_eq!(told, [("E", 3), ("S", 2), ("P", 3), ("N", 0)]);
}

#[test]
fn methods_and_closures_are_counted() {
    let code = "impl Store { pub async fn a(&self) {} pub(super) fn b() {} pub fn d() {} }\n\
        impl Other { pub fn e() { let f = move |x| x; let mut g = || 1; let h = i | j; } }";
    assert_eq!(methods("Store", &tokens(code)), 2);
    assert_eq!(closures(&tokens(code)), 2);
    assert!(has(code, &["pub", "(", "super"]) && !has(code, &["pub", "(", "crate"]));
}

#[test]
fn tests_are_counted() {
    assert_eq!(tests("#[test] fn a() {} #[tokio::test(start_paused = true)] async fn b() {}"), 2);
}
