//! Commands in a sentence, told from its words.

use super::table::commands;
use crate::app::reply::Text;

/// A sentence whose commands are to be typed as they stand: `/quiz`, `/daily set time:09:00`; also
/// the word that several begin with: `/daily`. The options that follow a command belong to it, the
/// full stop behind them does not.
pub fn marked(sentence: &str) -> Text {
    let (mut text, mut rest) = (Text::default(), sentence);
    while let Some((before, line, after)) = next_command(rest) {
        if !before.is_empty() {
            text = text.plain(before);
        }
        text = text.code(line);
        rest = after;
    }
    if rest.is_empty() { text } else { text.plain(rest) }
}

/// The first command of a text, with what stands before and behind it.
fn next_command(text: &str) -> Option<(&str, &str, &str)> {
    for (start, _) in text.match_indices('/') {
        let before = text[..start].chars().next_back();
        let is_word = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '“'));
        let Some(name) = is_word.then(|| name_at(&text[start + 1..])).flatten() else { continue };
        let end = start + 1 + name.len();
        let end = end + options_at(&text[end..]);
        return Some((&text[..start], &text[start..end], &text[end..]));
    }
    None
}

/// The longest name of a command with which a text begins, or the first word of one.
fn name_at(text: &str) -> Option<&'static str> {
    let names = commands().flat_map(|command| [command.name, command.family()]);
    names.filter(|name| begins(text, name)).max_by_key(|name| name.len())
}

/// Whether a text begins with a name, and not with a longer word or a path.
fn begins(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/'))
}

/// How many bytes at the beginning of a text are options: ` time:09:00 days:mon-fri`.
fn options_at(text: &str) -> usize {
    let mut length = 0;
    while let Some(rest) = text[length..].strip_prefix(' ') {
        let word = rest.split(' ').next().unwrap_or_default();
        let bare = word.trim_end_matches(['.', ',', ';', ')', '?', '”']);
        let is_option = bare.split_once(':').is_some_and(|(name, value)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()) && !value.is_empty()
        });
        if !is_option {
            break;
        }
        length += 1 + bare.len();
        if bare.len() < word.len() {
            break;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::reply::Span;

    #[test]
    fn commands_are_told_from_the_words_about_them() {
        for (sentence, commands) in [
            ("That quiz is over. Start another with /quiz.", &["/quiz"][..]),
            ("An admin sets one with /daily set time:09:00.", &["/daily set time:09:00"]),
            ("See /daily preview, or /daily today.", &["/daily preview", "/daily today"]),
            (
                "Write /season start name:Spring until:2026-06-01 and go.",
                &["/season start name:Spring until:2026-06-01"],
            ),
            ("Choose another with deck:… or /quiz deck:…", &["/quiz deck:…"]),
            ("There is no command “/tmp”. Type /help to see what I can do.", &["/help"]),
            ("and/or /quizzes, a/quiz, /daily/x and http://x/quiz", &[]),
            ("/admins needs one more word. There is /admins add.", &["/admins", "/admins add"]),
            ("/quiz", &["/quiz"]),
            ("", &[]),
        ] {
            let text = marked(sentence);
            assert_eq!(text.to_string(), sentence);
            let found: Vec<&str> = text.0.iter().filter_map(command).collect();
            assert_eq!(found, commands, "{sentence}");
        }
    }

    fn command(span: &Span) -> Option<&str> {
        match span {
            Span::Command(command) => Some(&command.line),
            _ => None,
        }
    }
}
