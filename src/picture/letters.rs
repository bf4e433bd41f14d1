//! A text as letters that can be drawn: what people see as one, the font that writes it, and in
//! which order they stand.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use resvg::usvg::{Node, Options, Tree};
use unicode_bidi::BidiInfo;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fonts::{FAMILY, Font, advance, fonts};
use super::scripts::Script;

/// How many characters are looked at; none is so narrow that more would fit anywhere.
const LOOKED_AT: usize = 300;

/// How many characters what people see as one letter may have; a family of four has eleven.
const OF_A_LETTER: usize = 12;

/// How many pieces are remembered with their widths: those of the names on some hundred boards.
const REMEMBERED: usize = 2_000;

/// Keeps the order of right-to-left text, whatever stands at its ends.
const FROM_THE_RIGHT: char = '\u{202e}';
const AS_BEFORE: char = '\u{202c}';

/// Where a text stands and how it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// The height of the letters, in units of the drawing.
    pub(super) size: u32,
    pub(super) bold: bool,
    /// The color of the letters.
    pub(super) fill: &'static str,
    /// Which end of the text stands at its place: `start`, `middle` or `end`.
    pub(super) anchor: &'static str,
}

impl Style {
    /// The weight of the letters, as SVG has it.
    pub(super) fn weight(self) -> u32 {
        if self.bold { 600 } else { 400 }
    }
}

/// What people see as one letter, and what writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Letter {
    text: String,
    font: Font,
}

/// Letters that are drawn together: of one font and one direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// The letters, in the order in which they are read.
    text: String,
    font: Font,
    /// Whether they are read from the right.
    from_right: bool,
    /// How wide they are drawn, in units.
    pub(super) width: f32,
}

/// A text as it is drawn in one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its pieces from left to right.
    pub(super) pieces: Vec<Piece>,
    /// Whether every letter of the text has a font that writes it; not whether it was cut.
    pub(super) whole: bool,
}

impl Line {
    /// A text in one line of at most so many units, its end marked where it was cut. What no font
    /// writes is left out, and what only turns the order of other letters.
    pub(super) fn of(text: &str, style: Style, most: u32) -> Self {
        let (letters, whole) = letters(text);
        let most = f32::from(u16::try_from(most).unwrap_or(u16::MAX));
        let pieces = pieces(&letters, style);
        if width(&pieces) <= most {
            return Self { pieces, whole };
        }
        // The most letters that fit with the mark behind them.
        let (mut fit, mut too_many) = (0, letters.len());
        while fit + 1 < too_many {
            let half = usize::midpoint(fit, too_many);
            if width(&pieces_of_cut(&letters[..half], style)) <= most {
                fit = half;
            } else {
                too_many = half;
            }
        }
        Self { pieces: pieces_of_cut(&letters[..fit], style), whole }
    }

    /// How wide it is drawn, in units.
    pub(super) fn width(&self) -> f32 {
        width(&self.pieces)
    }

    /// Whether nothing of it is drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl Piece {
    /// The font that a drawing has to ask for, where it is not the built-in one.
    pub(super) fn family(&self) -> Option<&'static str> {
        (self.font != Font::BuiltIn).then(|| fonts().name(self.font))
    }

    /// Whether there is nothing to draw of it but its width.
    pub(super) fn is_blank(&self) -> bool {
        self.text == " "
    }

    /// Its text, as it stands between tags of SVG.
    pub(super) fn markup(&self) -> String {
        let text = escaped(&self.text);
        if self.from_right { format!("{FROM_THE_RIGHT}{text}{AS_BEFORE}") } else { text }
    }

    /// How wide it is drawn, in units.
    fn measured(&self, style: Style) -> f32 {
        static KNOWN: LazyLock<Mutex<HashMap<String, f32>>> = LazyLock::new(Mutex::default);
        if self.font == Font::BuiltIn && (!self.from_right || self.is_blank()) {
            let advances = self.text.chars().filter_map(|c| advance(c, style.bold));
            let width = (advances.sum::<u32>() * style.size).div_ceil(1_000);
            return f32::from(u16::try_from(width).unwrap_or(u16::MAX));
        }
        // Letters that join or stand over each other are as wide as the renderer sets them.
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\">\
             <text font-family=\"{}\" font-size=\"{}\" font-weight=\"{}\">{}</text></svg>",
            self.family().unwrap_or(FAMILY),
            style.size,
            style.weight(),
            self.markup()
        );
        let known = KNOWN.lock().ok().and_then(|known| known.get(&svg).copied());
        known.unwrap_or_else(|| {
            let width = set(&svg);
            if let Ok(mut known) = KNOWN.lock() {
                if known.len() >= REMEMBERED {
                    known.clear();
                }
                known.insert(svg, width);
            }
            width
        })
    }
}

/// How wide the renderer sets the text of a drawing.
fn set(svg: &str) -> f32 {
    let Ok(tree) = Tree::from_str(svg, &options()) else { return 0.0 };
    let texts = tree.root().children().iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.bounding_box().width()),
        _ => None,
    });
    texts.sum()
}

/// How drawings are read: with our fonts, and no others looked for while they are set.
pub(super) fn options() -> Options<'static> {
    let mut options = Options {
        fontdb: fonts().database.clone(),
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    options.font_resolver.select_fallback = Box::new(|_, _, _| None);
    options
}

fn width(pieces: &[Piece]) -> f32 {
    pieces.iter().map(|piece| piece.width).sum()
}

/// The pieces of letters behind which something was cut off.
fn pieces_of_cut(letters: &[Letter], style: Style) -> Vec<Piece> {
    let end = letters.iter().rposition(|letter| letter.text != " ").map_or(0, |last| last + 1);
    let mut letters = letters[..end].to_vec();
    letters.push(Letter { text: "…".to_owned(), font: Font::BuiltIn });
    pieces(&letters, style)
}

/// The letters of a text that can be drawn, and whether those are all.
fn letters(text: &str) -> (Vec<Letter>, bool) {
    let seen: String = text.nfc().filter(|c| !is_unseen(*c)).take(LOOKED_AT).collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let beside = words.chars().filter_map(Script::of).find(|script| {
        // Whoever writes these writes Chinese characters in their way.
        matches!(script, Script::Japanese | Script::Korean)
    });
    let (mut letters, mut whole) = (Vec::<Letter>::new(), true);
    for group in groups(&words) {
        let (letter, all) = letter(&group, beside);
        whole &= all;
        letters.extend(letter);
    }
    // What was left out may leave spaces at the ends, or two of them.
    letters.dedup_by(|one, other| one.text == " " && other.text == " ");
    let from = letters.iter().position(|letter| letter.text != " ").unwrap_or(letters.len());
    letters.drain(..from);
    letters.truncate(letters.iter().rposition(|one| one.text != " ").map_or(0, |last| last + 1));
    // Of blanks and signs alone nothing is drawn, though something is there.
    whole &= !letters.is_empty() || text.is_empty();
    (letters, whole)
}

/// A letter of these characters, if some font writes it, and whether it writes all of it. Spaces
/// are the built-in font's: that of emoji is as wide as they are.
fn letter(group: &[char], beside: Option<Script>) -> (Option<Letter>, bool) {
    let Some((&first, rest)) = group.split_first() else { return (None, true) };
    if is_joiner(first) {
        return (None, true);
    }
    let fonts = fonts();
    let as_emoji = rest.iter().any(|c| matches!(c, '\u{fe0f}' | '\u{20e3}'))
        || Script::of(first) == Some(Script::Emoji);
    let beside = if as_emoji { Some(Script::Emoji) } else { beside };
    let Some(font) = fonts.writes(first, beside) else { return (None, false) };
    let (mut text, mut all) = (String::from(first), true);
    for &c in rest {
        if is_joiner(c) {
            // Inter joins nothing.
            if font != Font::BuiltIn {
                text.push(c);
            }
        } else if fonts.has(font, c) {
            text.push(c);
        } else {
            all = false;
        }
    }
    (Some(Letter { text, font }), all)
}

/// A text in groups of characters that people see as one letter.
fn groups(text: &str) -> Vec<Vec<char>> {
    let mut groups = Vec::<Vec<char>>::new();
    for c in text.chars() {
        match groups.last_mut().filter(|group| belongs(group, c)) {
            // Heaps of marks would stand over the lines above.
            Some(group) if group.len() >= OF_A_LETTER => {}
            Some(group) => group.push(c),
            None => groups.push(vec![c]),
        }
    }
    groups
}

/// Whether a character is seen as a part of the letter before it.
fn belongs(group: &[char], c: char) -> bool {
    let is_flag_half = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let joined = group.last() == Some(&'\u{200d}')
        && group.first().is_some_and(|first| !first.is_alphanumeric());
    let tone = matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
    let flag = is_flag_half(c) && matches!(group, [first] if is_flag_half(*first));
    joined || tone || flag || is_joiner(c) || is_combining_mark(c)
}

/// Whether a character only changes how those beside it look.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

/// Whether a character is not seen: what controls, what turns the order of others, blank letters.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'
            | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
}

/// The pieces of a line of letters, from left to right.
fn pieces(letters: &[Letter], style: Style) -> Vec<Piece> {
    let text: String = letters.iter().map(|letter| letter.text.as_str()).collect();
    // The first letter that has a direction says from where the whole is read.
    let bidi = BidiInfo::new(&text, None);
    let Some(paragraph) = bidi.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut pieces = Vec::new();
    for run in runs {
        let from_right = levels[run.start].is_rtl();
        let mut of_run = Vec::<Piece>::new();
        let mut at = 0;
        for letter in letters {
            let within = run.contains(&at);
            at += letter.text.len();
            if !within {
                continue;
            }
            match of_run.last_mut().filter(|piece| piece.font == letter.font) {
                Some(piece) => piece.text.push_str(&letter.text),
                None => of_run.push(Piece {
                    text: letter.text.clone(),
                    font: letter.font,
                    from_right,
                    width: 0.0,
                }),
            }
        }
        if from_right {
            of_run.reverse();
        }
        pieces.extend(of_run);
    }
    for piece in &mut pieces {
        piece.width = piece.measured(style);
    }
    pieces
}

/// A text as it may stand between tags of SVG.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
