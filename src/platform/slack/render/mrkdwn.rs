//! Text in Slack's mrkdwn, and the same as words alone.
//!
//! Escaped are `&`, `<` and `>` and nothing else: that is all that Slack undoes.
//! Source: <https://docs.slack.dev/messaging/formatting-message-text>.

use crate::app::command::marked;
use crate::app::reply::{Span, Text};
use crate::platform::shown::units;
use crate::platform::slack::manifest::{OWN_NAMED, UMBRELLA};

/// The longest text of a section or a context, in UTF-16 units: Slack takes 3,000, and we leave
/// room to spare for marks before lines.
pub(super) const LONGEST: usize = 2_900;

/// A space that is not seen. Slack takes a star or a backtick for a mark only at the edge of a
/// word.
const EDGE: char = '\u{200b}';

/// What a mark on both sides of a stretch takes, with an edge before and behind it.
const MARKS: usize = 4;

/// What one more line takes: its end, a mark before it, and a star on both sides.
const LINE: usize = 5;

/// A text of at most [`LONGEST`] units.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The text in mrkdwn, escaped where it must be.
    pub(super) markup: String,
    /// The same as words alone, not escaped.
    pub(super) words: String,
    /// Whether it ends with a mark, which wants an edge behind it.
    is_marked: bool,
}

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Strong,
    Code,
}

/// A text in mrkdwn; in several pages where it is too long for one, none of them blank.
pub(super) fn pages(text: &Text) -> Vec<Page> {
    let mut pages = vec![Page::default()];
    for span in &text.0 {
        match span {
            Span::Plain(plain) => put(&mut pages, plain, Look::Plain),
            Span::Strong(strong) => put(&mut pages, strong, Look::Strong),
            Span::Code(code) => put(&mut pages, &one_line(code), Look::Code),
            Span::Command(command) => {
                put(&mut pages, &one_line(&self::command(&command.line)), Look::Code);
            }
            Span::Instant(at) => put_instant(&mut pages, *at),
            Span::Member(named) => {
                put(&mut pages, &named.name, if named.strong { Look::Strong } else { Look::Plain });
            }
        }
    }
    pages.retain(|page| !page.markup.trim().is_empty());
    pages
}

/// Texts one under the other, each with a mark before it, in pages broken between them if that
/// will do. In words they follow each other on one line.
pub(super) fn listed(items: impl IntoIterator<Item = (String, Text)>) -> Vec<Page> {
    let mut listed: Vec<Page> = Vec::new();
    for (before, item) in items {
        let mut pages = pages(&item).into_iter();
        let mut first = pages.next().unwrap_or_default();
        first.markup.insert_str(0, &before);
        match listed.last_mut() {
            Some(page) if page.weight() + LINE + first.weight() <= LONGEST => page.join(&first),
            _ => listed.push(first),
        }
        listed.extend(pages);
    }
    listed
}

/// A text as words alone: members by their names, commands as they are typed on Slack, instants by
/// their time of day in UTC.
pub(super) fn words(text: &Text) -> String {
    let mut words = String::new();
    for span in &text.0 {
        match span {
            Span::Command(command) => words += &self::command(&command.line),
            other => words += &Text(vec![other.clone()]).to_string(),
        }
    }
    words
}

/// A sentence as words alone, its commands as they are typed on Slack.
pub(super) fn sentence(sentence: &str) -> String {
    words(&marked(sentence))
}

/// A command as it is typed on Slack.
pub(super) fn command(line: &str) -> String {
    let Some(typed) = line.strip_prefix('/') else { return line.to_owned() };
    let name = typed.split_whitespace().next().unwrap_or_default();
    if name == UMBRELLA || OWN_NAMED.contains(&name) {
        line.to_owned()
    } else {
        format!("/{UMBRELLA} {typed}")
    }
}

/// Text that Slack shows as it stands, without what controls a screen.
pub(in crate::platform::slack) fn escaped(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len());
    plain.chars().for_each(|c| escape_onto(&mut escaped, c));
    escaped
}

/// Escaped text of at most so many UTF-16 units, its end marked where it was cut.
pub(super) fn escaped_within(plain: &str, most: usize) -> String {
    let whole = escaped(plain);
    if units(&whole) <= most {
        return whole;
    }
    // The mark at the end takes one.
    let mut length = 1;
    let kept = plain.chars().take_while(|c| {
        length += cost(*c);
        length <= most
    });
    let mut cut = escaped(&kept.collect::<String>());
    cut.push('…');
    cut
}

fn escape_onto(line: &mut String, c: char) {
    match c {
        '&' => line.push_str("&amp;"),
        '<' => line.push_str("&lt;"),
        '>' => line.push_str("&gt;"),
        '\t' => line.push(' '),
        c if c.is_control() && c != '\n' => {}
        c => line.push(c),
    }
}

/// The most that a character takes, in units.
fn cost(c: char) -> usize {
    match c {
        '&' => 5,
        '<' | '>' => 4,
        '\n' => LINE,
        c => c.len_utf16(),
    }
}

/// Adds a stretch of text behind the last page, and on new ones where it does not fit.
fn put(pages: &mut Vec<Page>, text: &str, look: Look) {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(page) = pages.last_mut() else { return };
        let room = LONGEST.saturating_sub(page.weight() + MARKS);
        let (head, tail) = rest.split_at(fitting(rest, room, page.markup.is_empty()));
        page.add(&dressed(head, look), head, look);
        if !tail.is_empty() {
            pages.push(Page::default());
        }
        rest = tail;
    }
}

/// How many bytes of a text fit into a room: all, or up to the end of a word. A word that is too
/// long is broken where nothing stands before it.
fn fitting(text: &str, room: usize, is_fresh: bool) -> usize {
    let mut taken = 0;
    let mut word = 0;
    for (at, c) in text.char_indices() {
        taken += cost(c);
        if taken > room {
            return if word == 0 && is_fresh { at } else { word };
        }
        if c.is_whitespace() {
            word = at + c.len_utf8();
        }
    }
    text.len()
}

/// Adds an instant; each client shows it in its own words, and counts.
fn put_instant(pages: &mut Vec<Page>, at: i64) {
    let words = Text(vec![Span::Instant(at)]).to_string();
    let is_shown = (0..=i64::from(u32::MAX)).contains(&at);
    let markup = if is_shown { format!("<!date^{at}^{{ago}}|{words}>") } else { escaped(&words) };
    let fits = pages.last().is_some_and(|page| page.weight() + units(&markup) <= LONGEST);
    if !fits {
        pages.push(Page::default());
    }
    if let Some(page) = pages.last_mut() {
        page.add(&markup, &words, Look::Plain);
    }
}

fn dressed(text: &str, look: Look) -> String {
    match look {
        Look::Plain => escaped(text),
        Look::Strong => text.split('\n').map(bold).collect::<Vec<_>>().join("\n"),
        Look::Code if text.trim().is_empty() => String::new(),
        // No backtick can be escaped, so it gives way to a look-alike.
        Look::Code => format!("`{}`", escaped(text.trim()).replace('`', "ˋ")),
    }
}

/// A line in bold; the spaces around it stay outside, where Slack wants them. One with a star in
/// it stays plain, since the star would end it.
fn bold(line: &str) -> String {
    let inner = line.trim();
    if inner.is_empty() || inner.contains('*') {
        return escaped(line);
    }
    let (before, after) = (line.len() - line.trim_start().len(), line.trim_end().len());
    format!("{}*{}*{}", escaped(&line[..before]), escaped(inner), escaped(&line[after..]))
}

fn one_line(code: &str) -> String {
    code.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Page {
    /// A page of this markup, which says this in words.
    pub(super) fn of(markup: String, words: String) -> Self {
        Self { markup, words, is_marked: false }
    }

    /// What it takes, in units, with a mark before each of its lines.
    fn weight(&self) -> usize {
        units(&self.markup) + self.markup.matches('\n').count() * (LINE - 1)
    }

    /// Adds a stretch; where its mark would stand within a word, an edge stands before it.
    fn add(&mut self, markup: &str, words: &str, look: Look) {
        let (Some(first), Some(last)) = (markup.chars().next(), markup.chars().next_back()) else {
            return;
        };
        let is_mark = |c: char| match look {
            Look::Plain => false,
            Look::Strong => c == '*',
            Look::Code => c == '`',
        };
        let ends_in_word = self.markup.chars().next_back().is_some_and(char::is_alphanumeric);
        let wants_edge = if is_mark(first) {
            self.is_marked || ends_in_word
        } else {
            self.is_marked && first.is_alphanumeric()
        };
        if wants_edge {
            self.markup.push(EDGE);
        }
        self.markup += markup;
        self.words += words;
        self.is_marked = is_mark(last);
    }

    /// Adds another under it.
    fn join(&mut self, other: &Self) {
        self.markup.push('\n');
        self.markup += &other.markup;
        self.words += "; ";
        self.words += &other.words;
        self.is_marked = other.is_marked;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &Text) -> String {
        pages(text).into_iter().map(|page| page.markup).collect()
    }

    fn unescaped(sent: &str) -> String {
        sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn spans_keep_their_looks() {
        let spans = Text::from("Answer: ").strong(" a<b ").plain("& ").code("x`y").plain(" in ");
        let spans =
            spans.strong("two\nlines").plain("s, ").strong("2 * 3").plain(" ").code("/quiz");
        assert_eq!(
            shown(&spans),
            "Answer:  *a&lt;b* &amp; `xˋy` in *two*\n*lines*\u{200b}s, 2 * 3 `/quiz`"
        );
        assert_eq!(shown(&Text::default().strong("  ").code("\n")), "");
        assert_eq!(shown(&Text::from("un").strong("do").code("x")), "un\u{200b}*do*\u{200b}`x`");
    }

    #[test]
    fn commands_are_those_that_slack_knows() {
        for (line, typed) in [
            ("/quiz deck:capitals", "/quiz deck:capitals"),
            ("/daily set time:09:00", "/daily set time:09:00"),
            ("/season list", "/studyhall season list"),
            ("/help", "/studyhall help"),
            ("/studyhall help", "/studyhall help"),
            ("/streaks", "/studyhall streaks"),
            ("no command", "no command"),
        ] {
            assert_eq!(command(line), typed);
        }
        let text = Text::from("Try ").code("/team join name:Owls").plain(".");
        assert_eq!(shown(&text), "Try `/studyhall team join name:Owls`.");
        assert_eq!(words(&text), "Try /studyhall team join name:Owls.");
    }

    #[test]
    fn an_instant_counts_where_it_can_and_is_a_time_of_day_elsewhere() {
        let text = Text(vec![Span::Plain("Closes ".to_owned()), Span::Instant(1_767_258_000)]);
        assert_eq!(shown(&text), "Closes <!date^1767258000^{ago}|at 09:00 UTC>");
        assert_eq!(words(&text), "Closes at 09:00 UTC");
        assert_eq!(shown(&Text(vec![Span::Instant(i64::MAX)])), "some day");
    }

    #[test]
    fn a_long_text_is_broken_between_words() {
        let text = Text::from("word & ".repeat(1_000));
        let pages = pages(&text);
        assert!(pages.len() > 3, "{}", pages.len());
        for page in &pages {
            assert!(units(&page.markup) <= LONGEST);
            assert!(!page.markup.contains("wor\n") && page.markup.ends_with(' '));
        }
        assert_eq!(
            pages.iter().map(|page| page.words.as_str()).collect::<String>(),
            text.to_string()
        );
    }

    proptest! {
        #[test]
        fn any_text_escapes_to_something_that_unescapes_to_itself(
            typed in "\\PC{0,60}|[&<>amp;lt\n ]{0,40}",
        ) {
            let sent = escaped(&typed);
            prop_assert_eq!(unescaped(&sent), typed);
            prop_assert!(!sent.contains(['<', '>']));
        }

        #[test]
        fn what_is_cut_is_whole_up_to_its_mark(typed in "[a&<>😀]{0,40}", most in 8_usize..60) {
            let sent = escaped_within(&typed, most);
            prop_assert!(units(&sent) <= most);
            let read = unescaped(&sent);
            prop_assert!(typed.starts_with(read.trim_end_matches('…')));
        }

        #[test]
        fn no_word_is_lost_and_no_page_too_long(
            plain in "[a&<> \n]{0,4000}", strong in "[b>* \n]{0,4000}", code in "[c` ]{0,4000}",
        ) {
            let text = Text::from(plain).strong(strong).code(code);
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let pages = pages(&text);
            let read: String = pages.iter().map(|page| page.words.as_str()).collect();
            prop_assert_eq!(letters(&read), letters(&text.to_string()));
            for page in pages {
                prop_assert!(units(&crate::platform::shown::lines(&page.markup, "> ")) <= 3_000);
            }
        }
    }
}
