//! What all pictures share: colors, the card, texts that fit.

use std::fmt::Write;

use super::fonts::{advance, drawable};

/// Whether a card is drawn light or dark; both read on any page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark letters on a light card.
    #[default]
    Light,
    /// Light letters on a dark card.
    Dark,
}

/// The colors of a theme, as SVG has them: `#16181d`.
#[derive(Debug)]
pub(super) struct Colors {
    pub(super) ground: &'static str,
    pub(super) edge: &'static str,
    pub(super) text: &'static str,
    pub(super) dim: &'static str,
    pub(super) track: &'static str,
    pub(super) accent: &'static str,
    pub(super) own: &'static str,
    pub(super) on_accent: &'static str,
    /// Gold, silver, bronze: ground and text.
    pub(super) podium: [(&'static str, &'static str); 3],
    /// From no card to many.
    pub(super) levels: [&'static str; 5],
    pub(super) good: &'static str,
    pub(super) fair: &'static str,
    pub(super) weak: &'static str,
}

const LIGHT: Colors = Colors {
    ground: "#ffffff",
    edge: "#e2e4ea",
    text: "#16181d",
    dim: "#646a78",
    track: "#eef0f4",
    accent: "#4f5bd5",
    own: "#eef0ff",
    on_accent: "#ffffff",
    podium: [("#f8dc7c", "#5c4400"), ("#dde2ea", "#3d4656"), ("#f0c8a4", "#643712")],
    levels: ["#eceef2", "#c5cbf8", "#929dee", "#6471df", "#3d48b8"],
    good: "#2e9e6b",
    fair: "#4f5bd5",
    weak: "#d9822b",
};

const DARK: Colors = Colors {
    ground: "#17191f",
    edge: "#2c303a",
    text: "#f2f4f8",
    dim: "#9ba3b4",
    track: "#262a33",
    accent: "#8e98ff",
    own: "#242847",
    on_accent: "#12141c",
    podium: [("#e8c14d", "#2c2100"), ("#b9c2d0", "#1d232e"), ("#d59a68", "#2e1705")],
    levels: ["#23272f", "#323a78", "#4a55ac", "#6b77dc", "#a3acff"],
    good: "#4cc38a",
    fair: "#8e98ff",
    weak: "#f0a04b",
};

impl Theme {
    pub(super) fn colors(self) -> &'static Colors {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// A picture that is being drawn.
#[derive(Debug)]
pub(super) struct Canvas {
    /// What was drawn so far, not closed yet.
    svg: String,
    /// How wide the card is, in units of the drawing.
    width: u32,
}

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

impl Canvas {
    /// A card of this size, with its title.
    pub(super) fn card(width: u32, height: u32, colors: &Colors) -> Self {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"Inter\">\n"
        );
        // The edge is one unit wide and is drawn half to each side of its line.
        let (inner_width, inner_height) = (width - 1, height - 1);
        // Here and below: writing into a `String` never fails.
        let _ = writeln!(
            svg,
            "<rect x=\"0.5\" y=\"0.5\" width=\"{inner_width}\" height=\"{inner_height}\" rx=\"16\" \
             fill=\"{}\" stroke=\"{}\"/>",
            colors.ground, colors.edge
        );
        Self { svg, width }
    }

    /// The title, and a remark at the right.
    pub(super) fn title(&mut self, title: &str, remark: &str, colors: &Colors) {
        let bold = Style { size: 20, bold: true, fill: colors.text, anchor: "start" };
        // As wide as the remark leaves it.
        self.text(28, 44, bold, title, self.width - 240);
        let dim = Style { size: 13, bold: false, fill: colors.dim, anchor: "end" };
        self.text(self.width - 28, 43, dim, remark, 220);
    }

    /// A rectangle with round corners.
    pub(super) fn rect(
        &mut self,
        (x, y): (u32, u32),
        (width, height): (u32, u32),
        radius: u32,
        fill: &str,
    ) {
        let _ = writeln!(
            self.svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" \
             fill=\"{fill}\"/>"
        );
    }

    /// A text of at most so many units, its end marked where it was cut. Gives how wide it is.
    pub(super) fn text(&mut self, x: u32, y: u32, style: Style, text: &str, most: u32) -> u32 {
        let Style { size, bold, fill, anchor } = style;
        let text = fitting(&drawable(text), style, most);
        let weight = if bold { 600 } else { 400 };
        let _ = writeln!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" \
             fill=\"{fill}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(&text)
        );
        width(&text, style)
    }

    /// Ends the drawing; gives its SVG.
    pub(super) fn finished(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }
}

/// How wide a text is drawn, in units.
fn width(text: &str, style: Style) -> u32 {
    let advances = text.chars().filter_map(|c| advance(c, style.bold));
    (advances.sum::<u32>() * style.size).div_ceil(1_000)
}

/// The text, cut where it would be wider than it may.
fn fitting(text: &str, style: Style, most: u32) -> String {
    if width(text, style) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(width("…", style));
    let mut cut = String::new();
    // Measured as a whole each time, since widths are rounded once a text.
    for c in text.chars() {
        cut.push(c);
        if width(&cut, style) > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
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
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_the_next_letter_would_no_longer_fit() {
        for letter in ["W", "i", "ж", "Ö", "<"] {
            for bold in [false, true] {
                let style = Style { size: 16, bold, fill: "#000000", anchor: "start" };
                let cut = fitting(&letter.repeat(200), style, 240);
                let kept = cut.trim_end_matches('…');
                assert_eq!(cut, format!("{kept}…"));
                assert!(width(&cut, style) <= 240, "{cut}");
                assert!(width(&format!("{kept}{letter}…"), style) > 240, "{cut}");
                assert_eq!(fitting(kept, style, 240), kept);
            }
        }
    }
}
