//! Accuracy by topic: a part of a picture.

use super::draw::{Canvas, Style};
use super::named;
use super::theme::Colors;

/// Sizes in units of the drawing: the title's part, a row, the longest bar, where it begins.
const HEAD: u32 = 74;
const ROW: u32 = 38;
const BAR: u32 = 420;
const LEFT: u32 = 256;

/// How a member does on a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The name of the topic, as the deck has it.
    pub name: String,
    /// How many answers were right, `answers` at most.
    pub right: u32,
    /// How many answers there were, one at least.
    pub answers: u32,
}

impl Topic {
    /// Right answers in a hundred.
    pub fn percent(&self) -> u32 {
        // Rounded to the nearest, without a fraction on the way.
        (self.right * 200 / self.answers.max(1)).div_ceil(2)
    }

    fn share(&self) -> String {
        format!("{} of {}", self.right, self.answers)
    }
}

/// How high the part is for so many topics, in units.
pub(super) fn height(topics: usize) -> u32 {
    HEAD + u32::try_from(topics).unwrap_or_default() * ROW
}

/// Draws the topics from `top` on, in their order. Gives the places of those whose names no font
/// writes.
pub(super) fn draw(
    canvas: &mut Canvas,
    top: u32,
    topics: &[Topic],
    colors: &'static Colors,
) -> Vec<usize> {
    canvas.title(top, "Accuracy by topic", "what to learn next comes first", colors);
    let mut unwritten = Vec::new();
    for (place, topic) in topics.iter().enumerate() {
        let middle = top + height(place) + ROW / 2;
        let name = Style { size: 15, bold: false, fill: colors.text, anchor: "start" };
        let placed = canvas.text(28, middle, name, &topic.name, LEFT - 48);
        if placed.empty {
            let dim = Style { fill: colors.dim, ..name };
            canvas.text(28, middle, dim, &format!("Topic {}", place + 1), LEFT - 48);
        }
        if !placed.whole {
            unwritten.push(place);
        }
        canvas.rect((LEFT, middle - 6), (BAR, 12), 6, colors.track);
        let percent = topic.percent();
        let fill = match percent {
            80.. => colors.good,
            50.. => colors.fair,
            _ => colors.weak,
        };
        // A bar has round ends, which need a little width.
        if topic.right > 0 {
            canvas.rect((LEFT, middle - 6), ((BAR * percent / 100).max(12), 12), 6, fill);
        }
        let bold = Style { size: 15, bold: true, fill: colors.text, anchor: "end" };
        canvas.text(LEFT + BAR + 64, middle, bold, &format!("{percent}%"), 60);
        let dim = Style { size: 13, bold: false, fill: colors.dim, anchor: "end" };
        canvas.text(canvas.width() - 28, middle, dim, &topic.share(), 100);
    }
    unwritten
}

/// The topics in words.
pub(super) fn told(topics: &[Topic]) -> String {
    let told = topics
        .iter()
        .map(|topic| format!("{} {}% ({})", named(&topic.name), topic.percent(), topic.share()));
    told.collect::<Vec<_>>().join(", ")
}
