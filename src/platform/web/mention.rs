//! Lines that begin with a mention of the bot.

use super::wire::Action;
use crate::app::command;

/// How the bot is spoken to, in lower case.
const MENTION: &str = "@studyhall";

impl Action {
    /// What it is meant for where it begins with a mention of the bot: alone it asks for the bot's
    /// own page, before a command it is none of its words, and all else is said to the bot.
    pub(super) fn without_mention(self) -> Self {
        let Self::Said { text, question, .. } = &self else { return self };
        let Some(rest) = after_mention(text) else { return self };
        if rest.is_empty() {
            return Self::Home;
        }
        let line = format!("/{}", rest.trim_start_matches('/'));
        if rest.starts_with('/') || command::parse(&line).is_ok() {
            return Self::Line { text: line };
        }
        let (text, question) = (rest.to_owned(), question.clone());
        Self::Said { text, addressed: true, question, talk: false }
    }
}

/// What stands behind the mention with which a text begins, if it begins with one.
fn after_mention(text: &str) -> Option<&str> {
    let text = text.trim();
    let (start, rest) = text.split_at_checked(MENTION.len())?;
    let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '_');
    let is_mention = start.to_lowercase() == MENTION && ends;
    is_mention.then(|| rest.trim_start_matches([',', ':', '.', '!', '?', ' ', '\n', '\t']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_no_part_of_what_was_said() {
        for (typed, rest) in [
            ("@Studyhall", Some("")),
            (" @studyhall! ", Some("")),
            ("@STUDYHALL, /help", Some("/help")),
            ("@Studyhall what is this?", Some("what is this?")),
            ("@Studyhalls", None),
            ("@Ben", None),
            ("@studyhäll", None),
            ("ask @Studyhall", None),
            ("", None),
        ] {
            assert_eq!(after_mention(typed), rest, "{typed:?}");
        }
    }

    #[test]
    fn a_mention_asks_for_the_home_view_for_a_command_or_speaks_to_the_bot() {
        for (typed, meant) in [
            ("@Studyhall", "Home"),
            ("@Studyhall /quiz topic:Europe", "Line { text: \"/quiz topic:Europe\" }"),
            ("@Studyhall quiz", "Line { text: \"/quiz\" }"),
            ("@Studyhall /quizz", "Line { text: \"/quizz\" }"),
            (
                "@Studyhall Lima",
                "Said { text: \"Lima\", addressed: true, question: None, talk: false }",
            ),
            ("Lima", "Said { text: \"Lima\", addressed: false, question: None, talk: true }"),
        ] {
            let said = Action::Said {
                text: typed.to_owned(),
                addressed: false,
                question: None,
                talk: true,
            };
            assert_eq!(format!("{:?}", said.without_mention()), meant, "{typed:?}");
        }
    }
}
