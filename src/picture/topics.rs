//! Accuracy by topic.

use super::Drawing;
use super::draw::{Canvas, Style, Theme};

/// Sizes in units of the drawing: the whole, the title's part, a row, the longest bar.
const WIDTH: u32 = 720;
const HEAD: u32 = 74;
const ROW: u32 = 38;
const BAR: u32 = 290;

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
}

/// The accuracy on a few topics.
pub fn topics(title: &str, topics: &[Topic], theme: Theme) -> Drawing {
    let colors = theme.colors();
    let count = u32::try_from(topics.len()).unwrap_or_default();
    let mut canvas = Canvas::card(WIDTH, HEAD + count * ROW + 20, colors);
    canvas.title(title, "right answers", colors);
    for (place, topic) in (0..).zip(topics) {
        let top = HEAD + place * ROW;
        let name = Style { size: 15, bold: false, fill: colors.text, anchor: "start" };
        canvas.text(28, top + 21, name, &topic.name, 190);
        canvas.rect((236, top + 11), (BAR, 12), 6, colors.track);
        let percent = topic.percent();
        let fill = match percent {
            80.. => colors.good,
            50.. => colors.fair,
            _ => colors.weak,
        };
        // A bar has round ends, which need a little width.
        if topic.right > 0 {
            canvas.rect((236, top + 11), ((BAR * percent / 100).max(12), 12), 6, fill);
        }
        let bold = Style { size: 15, bold: true, fill: colors.text, anchor: "end" };
        canvas.text(590, top + 22, bold, &format!("{percent}%"), 60);
        let dim = Style { size: 13, bold: false, fill: colors.dim, anchor: "end" };
        canvas.text(
            WIDTH - 28,
            top + 22,
            dim,
            &format!("{} of {}", topic.right, topic.answers),
            96,
        );
    }
    let told: Vec<String> =
        topics.iter().map(|topic| format!("{} {}%", topic.name, topic.percent())).collect();
    Drawing {
        name: "topics.png",
        alt: format!("{title}: {}", told.join(", ")),
        svg: canvas.finished(),
    }
}
