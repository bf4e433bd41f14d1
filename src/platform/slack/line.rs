//! What was typed, as the application reads it: Slack writes people, channels and addresses its own
//! way, and three characters as entities.
//!
//! Source: <https://docs.slack.dev/messaging/formatting-message-text>.

use crate::app::request::Action;

/// What a slash command asks for.
pub(super) fn action(command: &str, text: &str) -> Action {
    Action::Line(format!("{command} {}", plain(text).trim()).trim_end().to_owned())
}

/// Text without Slack's own writing: a person as `@U1`, a channel as `#C1`, an address by itself,
/// and no emoji, which Slack delivers by their names.
pub(super) fn plain(text: &str) -> String {
    without_emoji(&without_marks(text))
}

/// Text without the names of emoji that stand by themselves: `:tada:`, `:wave::skin-tone-2:`.
/// Within a word colons are what somebody meant: `arn:aws:s3`.
pub(super) fn without_emoji(text: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(':') {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let is_apart = kept.chars().next_back().is_none_or(char::is_whitespace);
        match emoji_at(from).filter(|_| is_apart) {
            // One of the two spaces around them goes with them.
            Some(after) if kept.ends_with(' ') => rest = after.strip_prefix(' ').unwrap_or(after),
            Some(after) => rest = after,
            None => {
                kept.push(':');
                rest = &from[1..];
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// What follows one emoji, or several in a row, at the beginning of a text; none if it begins with
/// none, or if they are part of a word.
fn emoji_at(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((name, after)) = rest.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
        if !is_emoji_name(name) {
            break;
        }
        rest = after;
    }
    let ends = rest.chars().next().is_none_or(char::is_whitespace);
    (ends && rest.len() < text.len()).then_some(rest)
}

/// Whether it may be the name of an emoji, a workspace's own included. A number is none but those
/// that Slack has.
fn is_emoji_name(name: &str) -> bool {
    let is_one =
        name.chars().any(char::is_alphabetic) || ["+1", "-1", "100", "1234"].contains(&name);
    is_one && name.len() <= 100 && name.chars().all(is_of_emoji_name)
}

fn is_of_emoji_name(c: char) -> bool {
    (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '_' | '-' | '+')
}

fn without_marks(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, marked, after)) = next_marked(rest) {
        decode_onto(&mut plain, before);
        decode_onto(&mut plain, meaning(marked));
        rest = after;
    }
    decode_onto(&mut plain, rest);
    plain
}

/// The text without mentions of this person, wherever they stand; none if it has none.
pub(super) fn without_mention(text: &str, person: &str) -> Option<String> {
    let (mut bare, mut rest, mut is_mentioned) = (String::new(), text, false);
    while let Some((before, marked, after)) = next_marked(rest) {
        bare.push_str(before);
        if marked.strip_prefix('@').is_some_and(|who| id(who) == person) {
            is_mentioned = true;
            bare.push(' ');
        } else {
            bare.extend(["<", marked, ">"]);
        }
        rest = after;
    }
    bare.push_str(rest);
    let bare = if speaks_to_somebody(text) { unaddressed(&bare) } else { &bare };
    is_mentioned.then(|| bare.trim().to_owned())
}

/// What was said to somebody without the sign behind their name: `: Lima`, `, Lima`.
fn unaddressed(said: &str) -> &str {
    let said = said.trim_start();
    match said.chars().next() {
        Some(',' | '，' | '：') => said.trim_start_matches([',', '，', '：']),
        Some(':') if emoji_at(said).is_none() => said.trim_start_matches(':'),
        _ => said,
    }
}

/// Whether a text begins by speaking to somebody.
pub(super) fn speaks_to_somebody(text: &str) -> bool {
    text.trim_start().starts_with("<@")
}

/// The next thing in angle brackets, with what stands before and behind it.
fn next_marked(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('<')?;
    let end = start + text[start..].find('>')?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

/// What stands for something in angle brackets.
fn meaning(marked: &str) -> &str {
    match marked.split_at_checked(1) {
        Some(("@" | "#", _)) => id(marked),
        // `<!here|here>`, `<!date^…|at noon>`: the words that stand for it.
        Some(("!", _)) => marked.split_once('|').map_or(marked, |(_, words)| words),
        _ => marked.split_once('|').map_or(marked, |(_, label)| label),
    }
}

fn id(named: &str) -> &str {
    named.split_once('|').map_or(named, |(id, _)| id)
}

/// Adds text whose entities become the characters that they stand for.
fn decode_onto(plain: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];
        let entity = entities.into_iter().find(|(entity, _)| rest.starts_with(entity));
        let (length, character) = entity.map_or((1, '&'), |(entity, c)| (entity.len(), c));
        plain.push(character);
        rest = &rest[length..];
    }
    plain.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_a_line() {
        for (command, text, line) in [
            ("/quiz", " topic:Lambda ", "/quiz topic:Lambda"),
            ("/studyhall", "daily set time:9", "/studyhall daily set time:9"),
            ("/streak", "show <@U12|ben>", "/streak show @U12"),
            ("/daily", "today channel:<#C12|study>", "/daily today channel:#C12"),
            ("/answer", "a &lt; b &amp;&amp; c &amp;lt;", "/answer a < b && c &lt;"),
            ("/quiz", "", "/quiz"),
            ("/answer", "Paris :tada:", "/answer Paris"),
        ] {
            assert_eq!(action(command, text), Action::Line(line.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_slack_writes_its_own_way_is_what_was_meant() {
        for (typed, meant) in [
            ("see <https://example.org/a?b&amp;c|example.org>", "see example.org"),
            ("<mailto:a@example.org|a@example.org>", "a@example.org"),
            ("<!here|here> now", "here now"),
            ("<#C1|> and <@U1>", "#C1 and @U1"),
            ("1 < 2", "1 < 2"),
            ("a & b &copy;", "a & b &copy;"),
            ("<", "<"),
            ("<>", ""),
        ] {
            assert_eq!(plain(typed), meant, "{typed}");
        }
    }

    #[test]
    fn emoji_are_no_part_of_what_was_typed() {
        for (typed, meant) in [
            ("Paris :tada:", "Paris "),
            (":tada: Paris", " Paris"),
            ("Buenos :heart: Aires", "Buenos Aires"),
            ("Lima :wave::skin-tone-2:", "Lima "),
            ("Lima :+1: :100:", "Lima "),
            (":tada::tada:", ""),
            ("Lima\n:owl_2:\nPeru", "Lima\n\nPeru"),
            ("Tokio :東京:", "Tokio "),
            ("arn:aws:s3", "arn:aws:s3"),
            (":aws:s3", ":aws:s3"),
            ("arn:aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("topic::tada:", "topic::tada:"),
            ("Paris:tada:", "Paris:tada:"),
            (":8080:", ":8080:"),
            ("a : b : c", "a : b : c"),
            (":Not: one", ":Not: one"),
            ("::", "::"),
            (":", ":"),
        ] {
            assert_eq!(plain(typed), meant, "{typed}");
        }
    }

    #[test]
    fn the_mention_is_no_part_of_what_was_said() {
        for (typed, said) in [
            ("<@U1> Lima", Some("Lima")),
            ("Lima <@U1|studyhall>", Some("Lima")),
            ("<@U1>", Some("")),
            ("<@U1> with <@U2>", Some("with <@U2>")),
            ("<@U1>: Lima", Some("Lima")),
            (" <@U1>, Lima", Some("Lima")),
            ("<@U1>:", Some("")),
            ("<@U1> :tada:", Some(":tada:")),
            ("see <@U1> : Lima", Some("see   : Lima")),
            ("<@U2> Lima", None),
            ("Lima", None),
        ] {
            assert_eq!(without_mention(typed, "U1").as_deref(), said, "{typed}");
        }
        assert!(speaks_to_somebody(" <@U2> look") && !speaks_to_somebody("look <@U2>"));
    }
}
