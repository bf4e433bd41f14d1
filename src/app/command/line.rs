//! Commands typed as one line: `/quiz topic:"API Gateway" questions:3`.

use std::collections::BTreeMap;

use super::given::{Given, Written, find, find_option, option_names};
use super::refusal::CommandRefusal;
use super::shape::{Command, CommandOption, Takes};
use super::table::commands;
use crate::app::request::Files;
use crate::app::texts::repeated;
use crate::domain::visible::is_visible;

/// The program's own name, under which each command is reachable too (`/studyhall quiz`).
const OWN_NAME: &str = "studyhall";

/// Reads a command from one line.
///
/// A value runs until the next `name:` or stands in quotes. A command whose only option is text
/// takes everything after its name for it, and one that takes an answer everything but the question
/// that is named before or after it.
///
/// ```
/// let given = studyhall::app::command::read("/quiz topic:API Gateway questions:3").unwrap();
/// assert_eq!(given.value("topic"), Some("API Gateway"));
/// assert_eq!(given.value("questions"), Some("3"));
/// ```
pub fn read(line: &str) -> Result<Given, CommandRefusal> {
    parse(line)?.check()
}

/// Takes a line apart, without holding the values against the table.
pub fn parse(line: &str) -> Result<Written, CommandRefusal> {
    let (command, rest) = split_command(line)?;
    let options = match command.options {
        [only] if matches!(only.takes, Takes::Text | Takes::Member | Takes::Zone) => {
            let bare = strip_name(rest, only.name).unwrap_or(rest);
            BTreeMap::from([(only.name.to_owned(), unquoted(bare.trim()).to_owned())])
        }
        [text, others @ ..] if text.takes == Takes::Text => free_text(text.name, others, rest),
        _ => options(command, rest)?,
    };
    Ok(Written { command, options, files: Files::new(), by_form: false })
}

/// Reads `words name:value` or `name:value words`, whatever the words are. Before the words a value
/// is one word or stands in quotes; behind them it is all that follows.
fn free_text(text: &str, others: &[CommandOption], rest: &str) -> BTreeMap<String, String> {
    let rest = rest.trim();
    let mut values = BTreeMap::new();
    let mut words = rest.to_owned();
    for option in others {
        let Some((before, value)) = split_option(rest, option.name) else { continue };
        let (value, after) = match quoted(value) {
            Some(quoted) => quoted,
            None if before.is_empty() => next_word(value),
            None => (value, ""),
        };
        values.insert(option.name.to_owned(), value.trim().to_owned());
        words = format!("{before} {after}");
    }
    let words = words.trim();
    let bare = strip_name(words, text).unwrap_or(words);
    values.insert(text.to_owned(), unquoted(bare.trim()).to_owned());
    values
}

/// What stands before and behind the first word that begins with `name:`.
fn split_option<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let starts = std::iter::once(0).chain(
        text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8()),
    );
    for start in starts {
        let head = text[start..].get(..=name.len()).and_then(|head| head.strip_suffix(':'));
        if head.is_some_and(|head| head.eq_ignore_ascii_case(name)) {
            return Some((text[..start].trim_end(), text[start + name.len() + 1..].trim_start()));
        }
    }
    None
}

/// Finds the command at the line's beginning: two words if there is such a one, otherwise one.
fn split_command(line: &str) -> Result<(&'static Command, &str), CommandRefusal> {
    let line = line.trim_start().trim_start_matches('/');
    let (first, rest) = next_word(line);
    // Keyboards and clipboards leave marks behind that nobody sees.
    let first = first.trim_matches(|c| !is_visible(c));
    let (first, rest) =
        if first.eq_ignore_ascii_case(OWN_NAME) { next_word(rest) } else { (first, rest) };
    // Longer than any command's name: do not fold 100 kB.
    let folded = if first.len() <= 200 { first.to_lowercase() } else { first.to_owned() };
    if folded.is_empty() {
        return Ok((find("help")?.1, ""));
    }
    if commands()
        .any(|command| command.name.split_once(' ').is_some_and(|(word, _)| word == folded))
    {
        let (second, after) = next_word(rest);
        // What looks like an option is no second word: `/deck topic:S3` lacks it.
        if second.contains(':') || second.is_empty() {
            return find(&folded).map(|(_, command)| (command, rest));
        }
        return find(&format!("{folded} {}", second.to_lowercase()))
            .map(|(_, command)| (command, after));
    }
    find(&folded).map(|(_, command)| (command, rest))
}

fn next_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

fn strip_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (head, value) = text.trim_start().split_once(':')?;
    head.eq_ignore_ascii_case(name).then_some(value)
}

/// Reads `name:value name:"value with spaces"`.
fn options(
    command: &'static Command,
    mut rest: &str,
) -> Result<BTreeMap<String, String>, CommandRefusal> {
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<&'static str> = None;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(options);
        }
        let (word, after) = next_word(rest);
        if let Some((name, _)) = word.split_once(':').filter(|(name, _)| is_name(name)) {
            let option = find_option(command, name)?;
            rest = &rest[name.len() + 1..];
            open = Some(option.name);
            options.insert(option.name.to_owned(), String::new());
            if let Some((value, after)) = quoted(rest) {
                options.insert(option.name.to_owned(), value.to_owned());
                (rest, open) = (after, None);
            }
        } else if let Some(value) = open.and_then(|name| options.get_mut(name)) {
            if let Some((quoted, after)) = quoted(rest).filter(|_| value.is_empty()) {
                quoted.clone_into(value);
                (rest, open) = (after, None);
                continue;
            }
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(word);
            rest = after;
        } else {
            return Err(CommandRefusal::Stray {
                command: command.name,
                given: repeated(rest),
                options: option_names(command),
            });
        }
    }
}

fn is_name(name: &str) -> bool {
    (2..=20).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The text in quotes at the beginning, straight ones or those of a phone's keyboard, and what
/// follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '„'))?;
    let inner = &text[open.len_utf8()..];
    let end = inner.find(['"', '“', '”'])?;
    let close = inner[end..].chars().next()?;
    Some((&inner[..end], &inner[end + close.len_utf8()..]))
}

/// The text without the quotes around the whole of it.
fn unquoted(text: &str) -> &str {
    match quoted(text) {
        Some((inner, "")) => inner,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_read_into_a_command_and_its_options() {
        for (line, name, options) in [
            ("/quiz", "quiz", &[][..]),
            ("  /QUIZ  ", "quiz", &[]),
            ("/quiz\u{200b}", "quiz", &[]),
            ("/\u{feff}quiz topic:\u{200b}", "quiz", &[]),
            (
                "/quiz topic:Lambda questions:3 with:channel",
                "quiz",
                &[("topic", "Lambda"), ("questions", "3"), ("with", "channel")],
            ),
            (
                "/quiz topic:\"API Gateway\" questions:3",
                "quiz",
                &[("topic", "API Gateway"), ("questions", "3")],
            ),
            (
                "/quiz topic:“API Gateway” questions:03",
                "quiz",
                &[("topic", "API Gateway"), ("questions", "3")],
            ),
            (
                "/quiz topic:API  Gateway\tquestions: 3",
                "quiz",
                &[("topic", "API Gateway"), ("questions", "3")],
            ),
            (
                "/quiz topic: \"with: all\" Style:TYPED",
                "quiz",
                &[("topic", "with: all"), ("style", "typed")],
            ),
            ("/quiz topic:", "quiz", &[]),
            ("/answer text:role: reader", "answer", &[("text", "role: reader")]),
            ("/answer it is SQS", "answer", &[("text", "it is SQS")]),
            ("/answer text:\"SQS\"", "answer", &[("text", "SQS")]),
            ("/answer \"SQS\" or \"SNS\"", "answer", &[("text", "\"SQS\" or \"SNS\"")]),
            (
                "/answer question:812.2 it is: SQS",
                "answer",
                &[("text", "it is: SQS"), ("question", "812.2")],
            ),
            (
                "/answer Question:“Which queue?” text:SQS",
                "answer",
                &[("text", "SQS"), ("question", "Which queue?")],
            ),
            (
                "/answer text:SQS  question: Which queue",
                "answer",
                &[("text", "SQS"), ("question", "Which queue")],
            ),
            ("/answer a question: what", "answer", &[("text", "a"), ("question", "what")]),
            ("/answer thequestion:x", "answer", &[("text", "thequestion:x")]),
            ("/streak show Anna Banana", "streak show", &[("member", "Anna Banana")]),
            ("/studyhall deck  show topic:S3", "deck show", &[("topic", "S3")]),
            ("/studyhall", "help", &[]),
            ("/", "help", &[]),
        ] {
            let given = read(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
            assert_eq!(given.command.name, name, "{line}");
            let values: Vec<(&str, &str)> = given
                .command
                .options
                .iter()
                .filter_map(|option| given.value(option.name).map(|value| (option.name, value)))
                .collect();
            assert_eq!(values, options, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_mend() {
        let refused = [
            "/quizz",
            "/tmp",
            "/deck",
            "/deck topic:S3",
            "/deck sow",
            "/quiz topci:Lambda",
            "/quiz color:red",
            "/help me:now",
            "/help me",
            "/quiz Lambda",
            "/answer",
            "/quiz questions:99",
            "/quiz questions:0",
            "/quiz questions:-3",
            "/quiz questions:99999999999999",
            "/quiz questions:five",
            "/quiz style:typd",
            "/quiz with:everyone",
        ]
        .map(|line| format!("{line}\n  {}", read(line).unwrap_err()))
        .join("\n");
        insta::assert_snapshot!(refused, @r"
        /quizz
          There is no command “/quizz”. Did you mean “/quiz”?
        /tmp
          There is no command “/tmp”. Type /help to see what I can do; an answer that begins with a slash goes by /answer.
        /deck
          /deck needs one more word. There is /deck list and /deck show.
        /deck topic:S3
          /deck needs one more word. There is /deck list and /deck show.
        /deck sow
          There is no command “/deck sow”. Did you mean “/deck show”?
        /quiz topci:Lambda
          /quiz has no option “topci”. Did you mean “topic”?
        /quiz color:red
          /quiz has no option “color”. It takes deck, topic, questions, style and with.
        /help me:now
          /help has no option “me”. It takes none.
        /help me
          I do not know what to do with “me”. /help stands alone.
        /quiz Lambda
          I do not know what to do with “Lambda”. /quiz takes deck, topic, questions, style and with; write them like deck:…
        /answer
          /answer needs “text”. Write it like /answer text:…
        /quiz questions:99
          questions takes 1 to 25; 99 is too many. Try questions:25.
        /quiz questions:0
          questions takes 1 to 25; 0 is too few. Try questions:1.
        /quiz questions:-3
          questions takes 1 to 25; -3 is too few. Try questions:1.
        /quiz questions:99999999999999
          questions takes 1 to 25; 99999999999999 is too many. Try questions:25.
        /quiz questions:five
          questions takes a whole number from 1 to 25, not “five”. Try questions:5.
        /quiz style:typd
          style takes auto, typed or choices, not “typd”. Try style:typed.
        /quiz with:everyone
          with takes me or channel, not “everyone”. Try with:me.
        ");
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused_in_one_short_sentence(line in "(/[a-z]{0,8} \
            ?)?([a-z]{0,9}:)?\\PC{0,80}") {
            if let Err(refusal) = read(&line) {
                prop_assert!(refusal.to_string().chars().count() < 300);
            }
        }
    }
}
