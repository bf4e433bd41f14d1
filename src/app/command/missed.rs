//! Lines that begin with the name of no command: which one may have been meant, and the line as it
//! would be with that name.

use super::refusal::{CommandRefusal, Meant};
use super::shape::Command;
use super::table::commands;
use super::words::{is_word, next_word};
use crate::app::request::Who;
use crate::app::texts::repeated;
use crate::domain::nearest::nearest;

/// Why a line, without its slash, names no command; the rest of it stays behind each name that may
/// have been meant.
pub(super) fn missed(line: &str) -> CommandRefusal {
    let (first, rest) = next_word(line);
    let Some(word) = nearest(first, commands().map(Command::family)) else {
        return unknown(first, None, Vec::new());
    };
    let family: Vec<&'static Command> =
        commands().filter(|command| command.family() == word && command.name != word).collect();
    let (second, after) = next_word(rest);
    let near = nearest(second, family.iter().map(|command| second_word(command)));
    match near.filter(|_| is_word(second)) {
        Some(near) => {
            let meant: Vec<Meant> = family
                .iter()
                .filter(|command| second_word(command) == near)
                .map(|command| Meant::new(command, after))
                .collect();
            let name = meant.first().map(|meant| meant.command.to_owned());
            unknown(&format!("{first} {second}"), name, meant)
        }
        None if first.to_lowercase() != word => {
            let line = whole(word, rest);
            unknown(first, Some(word.to_owned()), vec![Meant { command: word, line, who: ANYONE }])
        }
        None => half(word, second, rest, &family),
    }
}

/// A word before which nothing is missing may be for any of its commands.
const ANYONE: Who = Who::Anyone;

/// The refusal of a command that lacks its second word, or whose second word is none of them.
fn half(
    word: &'static str,
    second: &str,
    rest: &str,
    family: &[&'static Command],
) -> CommandRefusal {
    let commands = family.iter().map(|command| format!("/{}", command.name)).collect();
    let instead = family.iter().map(|command| Meant::new(command, rest)).collect();
    if is_word(second) {
        let given = repeated(&format!("{word} {second}"));
        return CommandRefusal::NotOfFamily { given, commands, instead };
    }
    CommandRefusal::HalfCommand { word: word.to_owned(), commands, instead }
}

fn unknown(given: &str, nearest: Option<String>, instead: Vec<Meant>) -> CommandRefusal {
    CommandRefusal::UnknownCommand { given: repeated(given), nearest, instead }
}

impl Meant {
    /// A command with the rest of a line behind its name, if it takes anything.
    fn new(command: &'static Command, rest: &str) -> Self {
        let rest = if command.options.is_empty() { "" } else { rest };
        Self { command: command.name, line: whole(command.name, rest), who: command.who }
    }
}

fn whole(name: &str, rest: &str) -> String {
    format!("/{name} {rest}").trim_end().to_owned()
}

fn second_word(command: &'static Command) -> &'static str {
    command.name.split_once(' ').map_or("", |(_, second)| second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_line_stays_behind_the_command_that_may_have_been_meant() {
        for (line, lines) in [
            ("quizz", &["/quiz"][..]),
            ("qiuz topic:\"API Gateway\" 5", &["/quiz topic:\"API Gateway\" 5"]),
            ("dayly set 9:00", &["/daily set 9:00"]),
            ("Dayly sett 9:00", &["/daily set 9:00"]),
            ("daily sett 9:00", &["/daily set 9:00"]),
            ("dayly", &["/daily"]),
            ("dek topic:S3", &["/deck topic:S3"]),
            ("deck", &["/deck list", "/deck show"]),
            ("deck topic:S3", &["/deck list", "/deck show topic:S3"]),
            ("deck capitals", &["/deck list", "/deck show capitals"]),
            ("tmp", &[]),
            ("", &[]),
        ] {
            let refusal = missed(line);
            let found: Vec<&str> =
                refusal.meant().iter().map(|meant| meant.line.as_str()).collect();
            assert_eq!(found, lines, "{line}: {refusal}");
        }
    }
}
