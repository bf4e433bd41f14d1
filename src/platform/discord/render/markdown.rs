//! Text in Discord's Markdown: names, answers and decks are escaped, so that they look as they were
//! typed.
//!
//! Escaped is only what would otherwise mean something at its place, since some notices on phones
//! show the backslashes. Source: <https://support.discord.com/hc/en-us/articles/210298617>.

use crate::app::reply::{Span, Text};

/// Spans as Markdown on one line or several.
pub(super) fn text(text: &Text) -> String {
    text.0.iter().fold(String::new(), |mut line, span| {
        match span {
            Span::Plain(plain) => escape_onto(&mut line, plain),
            Span::Strong(strong) => bold_onto(&mut line, strong),
            Span::Code(code) => line.push_str(&self::code(code)),
            Span::Command(command) => match &command.mention {
                Some(mention) => line.push_str(mention),
                None => line.push_str(&self::code(&command.line)),
            },
            // Each client shows it in its own words, and counts.
            Span::Instant(at) => line.extend(["<t:", &at.to_string(), ":R>"]),
            Span::Member(named) if named.strong => bold_onto(&mut line, &named.name),
            Span::Member(named) => escape_onto(&mut line, &named.name),
        }
        line
    })
}

/// Text that means nothing but itself.
pub(in crate::platform::discord) fn escaped(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len());
    escape_onto(&mut escaped, plain);
    escaped
}

/// Adds text in bold; the spaces around it stay outside, where Markdown wants them.
fn bold_onto(line: &mut String, strong: &str) {
    let inner = strong.trim();
    let (before, after) = (strong.len() - strong.trim_start().len(), strong.trim_end().len());
    if inner.is_empty() {
        return line.push_str(strong);
    }
    line.push_str(&strong[..before]);
    line.push_str("**");
    escape_onto(line, inner);
    line.push_str("**");
    line.push_str(&strong[after..]);
}

/// Text to be typed as it stands. Two backticks around it let it hold one.
fn code(code: &str) -> String {
    let line: String = code.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim();
    if line.is_empty() {
        String::new()
    } else if line.contains('`') {
        format!("`` {} ``", line.replace("``", "`\u{200b}`"))
    } else {
        format!("`{line}`")
    }
}

/// Adds text, escaped for the place where the line stands.
fn escape_onto(line: &mut String, plain: &str) {
    let mut rest = plain.chars().filter(|c| !c.is_control() || *c == '\n').peekable();
    while let Some(c) = rest.next() {
        let current = line.rsplit('\n').next().unwrap_or_default();
        let begins = current.trim_start().is_empty();
        // "1." at the beginning of a line would begin a numbered list.
        let numbers = !begins && current.trim_start().bytes().all(|byte| byte.is_ascii_digit());
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' => line.extend(['\\', c]),
            '#' | '>' | '-' | '+' if begins => line.extend(['\\', c]),
            '.' | ')' if numbers => line.extend(['\\', c]),
            // Without its colon an address is no link.
            ':' if rest.peek() == Some(&'/') => line.push_str("\\:"),
            // No ping goes out anyway; this keeps it from looking like one.
            '@' => line.push_str("@\u{200b}"),
            c => line.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_looks_as_it_was_typed() {
        for (typed, sent) in [
            ("plain words, 3.5 (of 4)", "plain words, 3.5 (of 4)"),
            ("AWS_PROFILE and *stars*", "AWS\\_PROFILE and \\*stars\\*"),
            ("||spoiler|| ~~no~~ `x`", "\\|\\|spoiler\\|\\| \\~\\~no\\~\\~ \\`x\\`"),
            ("[click](https://example.org)", "\\[click](https\\://example.org)"),
            ("<@123> <#1> <t:1:R>", "\\<@\u{200b}123> \\<#1> \\<t:1:R>"),
            ("@everyone", "@\u{200b}everyone"),
            (
                "# big\n> said\n- item\n1. first\n2) second",
                "\\# big\n\\> said\n\\- item\n1\\. first\n2\\) second",
            ),
            ("a # b > c - d 1. e", "a # b > c - d 1. e"),
            ("bell\u{7} tab\t", "bell tab"),
        ] {
            assert_eq!(escaped(typed), sent, "{typed}");
        }
    }

    #[test]
    fn spans_keep_their_looks() {
        let spans = Text::from("Answer: ")
            .strong(" a*b ")
            .plain("- no list ")
            .code("x`y")
            .plain(" ")
            .code("/quiz");
        assert_eq!(text(&spans), "Answer:  **a\\*b** - no list `` x`y `` `/quiz`");
        assert_eq!(text(&Text::default().strong("  ").code("\n")), "  ");
        assert_eq!(
            text(&Text::default().strong("+5 points").plain("\n").strong("1. no list")),
            "**+5 points**\n**1. no list**"
        );
    }

    proptest! {
        #[test]
        fn without_its_backslashes_any_text_is_what_was_typed(typed in "[ -~\n]{0,60}") {
            let mut read = String::new();
            let sent = escaped(&typed).replace('\u{200b}', "");
            let mut sent = sent.chars();
            while let Some(c) = sent.next() {
                read.extend(if c == '\\' { sent.next() } else { Some(c) });
            }
            prop_assert_eq!(read, typed);
        }
    }
}
