//! What people type where an answer is expected, though it is none: that they do not know, a word
//! that a button has, a greeting.
//!
//! It is told by whole phrases, in the languages in which teams write most; a phrase within an
//! answer is part of that answer.

/// The longest of these phrases with courtesies around it, in bytes.
const LONGEST: usize = 60;

/// What is said instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// That one does not know: "idk", "not sure", "?".
    Unknown,
    /// That the question be passed over.
    Skip,
    /// That a hint be shown.
    Hint,
    /// That the quiz end.
    Stop,
    /// What one can do here.
    Help,
    /// A greeting, as to somebody whom one meets: "hello".
    Greeting,
}

impl Instead {
    /// What a text says instead of an answer, if it says nothing else: case, punctuation and
    /// courtesies aside.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        if text.chars().all(|c| matches!(c, '?' | '？' | '¿' | '؟' | '…' | '.' | ' ')) {
            return Some(Self::Unknown);
        }
        let plain = plain(text);
        let words: Vec<&str> = plain.split(' ').collect();
        let inner = without_courtesies(&words);
        if inner.is_empty() {
            return (!plain.is_empty()).then_some(Self::Unknown);
        }
        phrase(&inner.join(" ")).or_else(|| phrase(&without_object(inner).join(" ")))
    }
}

/// The words in lower case with one space between: without punctuation, apostrophes, and letters
/// that are drawn out ("idkkk").
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' => {}
            // Marks of accents as letters of their own are looked at by nobody here.
            c if c.is_alphanumeric() => {
                run = if plain.ends_with(c) { run + 1 } else { 1 };
                if run < 3 {
                    plain.push(c);
                } else if run == 3 {
                    plain.pop();
                }
            }
            _ if plain.is_empty() || plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// The words between courtesies and sounds of thinking.
fn without_courtesies<'a>(mut words: &'a [&'a str]) -> &'a [&'a str] {
    while let [first, rest @ ..] = words
        && is_courtesy(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && is_courtesy(last)
    {
        words = rest;
    }
    words
}

fn is_courtesy(word: &str) -> bool {
    matches!(
        word,
        "" | "sorry"
            | "um"
            | "uhm"
            | "uh"
            | "er"
            | "hm"
            | "hmm"
            | "mm"
            | "oh"
            | "ah"
            | "well"
            | "ok"
            | "okay"
            | "honestly"
            | "really"
            | "please"
            | "pls"
            | "plz"
            | "lol"
            | "haha"
            | "tbh"
            | "bitte"
            | "leider"
            | "pardon"
            | "merci"
    )
}

/// "I don't know this one" without its last words.
fn without_object<'a>(mut words: &'a [&'a str]) -> &'a [&'a str] {
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && matches!(*last, "this" | "that" | "it" | "one" | "the" | "answer" | "yet" | "now")
    {
        words = rest;
    }
    words
}

/// What a phrase as a whole says.
fn phrase(words: &str) -> Option<Instead> {
    Some(match words {
        "idk" | "idek" | "dunno" | "i dunno" | "dont know" | "i dont know" | "do not know"
        | "i do not know" | "no idea" | "i have no idea" | "ive no idea" | "no clue"
        | "i have no clue" | "i dont have a clue" | "havent a clue" | "not sure" | "im not sure"
        | "i am not sure" | "not certain" | "unsure" | "im unsure" | "i am unsure"
        | "cant remember" | "i cant remember" | "i cannot remember" | "dont remember"
        | "i dont remember" | "i forgot" | "forgot" | "i forget" | "give up" | "i give up"
        | "pass" | "i pass" | "ill pass" | "who knows" | "beats me" | "no answer" | "huh"
        | "clueless"
        // German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Polish, Russian, Japanese,
        // Chinese, Korean
        | "weiß nicht" | "weiss nicht" | "ich weiß nicht" | "ich weiss nicht" | "ich weiß es nicht"
        | "ich weiss es nicht" | "weiß ich nicht" | "weiss ich nicht" | "keine ahnung" | "passe"
        | "je ne sais pas" | "je sais pas" | "aucune idée" | "aucune idee" | "no sé" | "no se"
        | "no lo sé" | "no lo se" | "ni idea" | "não sei" | "nao sei" | "non so" | "non lo so"
        | "boh" | "weet ik niet" | "ik weet het niet" | "geen idee" | "vet inte" | "vet ej"
        | "nie wiem" | "не знаю" | "わからない" | "わかりません" | "分からない" | "分かりません"
        | "不知道" | "몰라요" | "모르겠어요" => Instead::Unknown,
        "skip" | "skip question" => Instead::Skip,
        "hint" | "a hint" | "give me a hint" | "tip" | "a tip" | "tipp" | "hinweis" => {
            Instead::Hint
        }
        "stop" | "stop quiz" | "stop the quiz" | "end the quiz" => Instead::Stop,
        "help" | "help me" | "hilfe" => Instead::Help,
        "hello" | "hi" | "hey" | "hello there" | "hi there" | "hey there" | "good morning"
        | "good afternoon" | "good evening" | "hallo" | "moin" | "servus" | "guten morgen"
        | "guten tag" | "bonjour" | "salut" | "hola" | "buenos días" | "buenos dias" | "olá"
        | "ola" | "ciao" | "hej" | "cześć" | "привет" => Instead::Greeting,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_answer_is_told_from_answers() {
        use Instead::{Greeting, Help, Hint, Skip, Stop, Unknown};
        for (text, said) in [
            ("i don't know", Some(Unknown)),
            ("I don’t know this one, sorry", Some(Unknown)),
            ("IDK!!", Some(Unknown)),
            ("idkkkk", Some(Unknown)),
            ("?", Some(Unknown)),
            (" ??? ", Some(Unknown)),
            ("...", Some(Unknown)),
            ("pass", Some(Unknown)),
            ("Not sure.", Some(Unknown)),
            ("hmm", Some(Unknown)),
            ("hmmmmm", Some(Unknown)),
            ("Keine Ahnung", Some(Unknown)),
            ("skip", Some(Skip)),
            ("Skip it please", Some(Skip)),
            ("Hint?", Some(Hint)),
            ("stop", Some(Stop)),
            ("HELP", Some(Help)),
            ("Hello!", Some(Greeting)),
            ("", None),
            ("none", None),
            ("no", None),
            ("not S3", None),
            ("I don't know, S3?", None),
            ("stop the instance", None),
            ("password", None),
            ("a pass", None),
            ("?:", None),
            ("C", None),
            (&"idk ".repeat(30), None),
        ] {
            assert_eq!(Instead::read(text), said, "{text:?}");
        }
    }
}
