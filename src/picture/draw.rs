//! What all pictures share: colors, the card, texts that fit.

use std::fmt::Write;

pub(super) use super::letters::Style;
use super::letters::{Line, Piece};
use super::theme::Colors;

/// How far the middle of Inter's capitals is over the line on which they stand, in ten thousandths
/// of their size.
const HALF_A_CAPITAL: u32 = 3_636;

/// A picture that is being drawn.
#[derive(Debug)]
pub(super) struct Canvas {
    /// What was drawn so far, not closed yet.
    svg: String,
    /// How wide the card is, in units of the drawing.
    width: u32,
}

/// How a text came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// How wide it is, in units.
    pub(super) width: f32,
    /// Whether every letter has a font that writes it.
    pub(super) whole: bool,
    /// Whether nothing of it is drawn.
    pub(super) empty: bool,
}

impl Canvas {
    /// A card of this size, with its title.
    pub(super) fn card(width: u32, height: u32, colors: &Colors) -> Self {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"Inter\" xml:space=\"preserve\">\n"
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

    /// How wide the card is, in units.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// The title of a part that begins at `top`, and a remark at the right.
    pub(super) fn title(&mut self, top: u32, title: &str, remark: &str, colors: &Colors) {
        let middle = top + 37;
        let bold = Style { size: 20, bold: true, fill: colors.text, anchor: "start" };
        // As wide as the remark leaves it.
        self.text(28, middle, bold, title, self.width - 260);
        let dim = Style { size: 13, bold: false, fill: colors.dim, anchor: "end" };
        self.text(self.width - 28, middle, dim, remark, 220);
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

    /// The outline of a rectangle with round corners, one unit wide and within its size.
    pub(super) fn outline(&mut self, (x, y): (u32, u32), size: u32, radius: u32, color: &str) {
        let inner = size - 1;
        let _ = writeln!(
            self.svg,
            "<rect x=\"{x}.5\" y=\"{y}.5\" width=\"{inner}\" height=\"{inner}\" rx=\"{radius}\" \
             fill=\"none\" stroke=\"{color}\"/>"
        );
    }

    /// A text of at most so many units, its end marked where it was cut. Its capitals and digits
    /// stand on `middle`, half above and half below, whatever their size.
    pub(super) fn text(
        &mut self,
        x: u32,
        middle: u32,
        style: Style,
        text: &str,
        most: u32,
    ) -> Placed {
        let line = Line::of(text, style, most);
        let baseline = middle * 10_000 + style.size * HALF_A_CAPITAL;
        let baseline = format!("{}.{}", baseline / 10_000, baseline % 10_000 / 1_000);
        let width = line.width();
        match line.pieces.as_slice() {
            // The renderer knows best where its end or its middle is.
            [piece] if piece.family().is_none() => {
                self.write(&x.to_string(), &baseline, style, style.anchor, piece);
            }
            pieces => {
                let ahead = match style.anchor {
                    "end" => width,
                    "middle" => width / 2.0,
                    _ => 0.0,
                };
                let mut left = f32::from(u16::try_from(x).unwrap_or(u16::MAX)) - ahead;
                for piece in pieces {
                    if !piece.is_blank() {
                        self.write(&format!("{left:.1}"), &baseline, style, "start", piece);
                    }
                    left += piece.width;
                }
            }
        }
        Placed { width, whole: line.whole, empty: line.is_empty() }
    }

    fn write(&mut self, x: &str, y: &str, style: Style, anchor: &str, piece: &Piece) {
        let family =
            piece.family().map(|name| format!(" font-family=\"{name}\"")).unwrap_or_default();
        let _ = writeln!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" font-weight=\"{}\"{family} \
             fill=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            style.size,
            style.weight(),
            style.fill,
            piece.markup()
        );
    }

    /// Ends the drawing; gives its SVG.
    pub(super) fn finished(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }
}
