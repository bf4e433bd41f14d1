//! Words in Slack's markup: what would ping somebody, and what is not escaped.
//!
//! Three characters are escaped, `&`, `<` and `>`, and angle brackets then mean something:
//! messaging/formatting-message-text.

/// The entities.
const ENTITIES: [&str; 3] = ["&amp;", "&lt;", "&gt;"];

/// What is wrong with a text, in words.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let mut wrong = vec![];
    let mut rest = text;
    let mut before = '\n';
    while let Some(next) = rest.chars().next() {
        let mut taken = next.len_utf8();
        match next {
            '&' => match ENTITIES.iter().find(|entity| rest.starts_with(**entity)) {
                Some(entity) => taken = entity.len(),
                None => wrong.push(format!("not escaped: & in {text:?}")),
            },
            '<' => match rest[1..].split_once('>').filter(|(inner, _)| is_reference(inner)) {
                Some((inner, _)) => {
                    taken = inner.len() + 2;
                    if pings(inner) {
                        wrong.push(format!("<{inner}> would ping in {text:?}"));
                    }
                }
                None => wrong.push(format!("not escaped: < in {text:?}")),
            },
            // At the start of a line it is the mark of a quote.
            '>' if before != '\n' => wrong.push(format!("not escaped: > in {text:?}")),
            _ => {}
        }
        before = if next == '>' && before == '\n' { '\n' } else { next };
        rest = &rest[taken..];
    }
    wrong
}

/// Whether Slack takes what stands between angle brackets for more than text.
fn is_reference(inner: &str) -> bool {
    let known = ["@", "#", "!", "http://", "https://", "mailto:", "tel:", "slack://"];
    known.iter().any(|start| inner.starts_with(start)) && !inner.contains(['<', '\n'])
}

fn pings(inner: &str) -> bool {
    let loud = ["@", "!here", "!channel", "!everyone", "!group", "!subteam"];
    loud.iter().any(|start| inner.starts_with(start))
}
