//! Pictures: boards, calendars and charts, drawn as SVG by hand-written templates and rendered to
//! PNG.
//!
//! Each says all that it shows in its description too. A card brings its own ground, in a look for
//! a light page, one for a dark page, or one between them. What is drawn depends on nothing but its
//! data and the fonts that are there; the same picture is rendered once.
//!
//! Words are in Inter. Names in scripts that it lacks are written in fonts of the system, where
//! there are such; whose name cannot be written is told, so that it can stand beside the picture.

mod board;
mod calendar;
mod draw;
mod fonts;
mod letters;
mod scripts;
mod stats;
mod theme;
mod topics;

use std::collections::VecDeque;
use std::sync::Mutex;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

pub use self::board::{Row, board};
pub use self::scripts::Script;
pub use self::stats::stats;
pub use self::theme::{Theme, Themes};
pub use self::topics::Topic;

/// How many characters of a name stand in a description: a board of long ones must still be told
/// whole.
const NAMED: usize = 60;

/// How many pictures are kept: those of communities that ask twice within minutes.
const KEPT: usize = 16;

/// Pixels for each unit of the drawing: sharp on screens of double density.
const SCALE: f32 = 2.0;

/// A picture as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The name of its file, with which it is posted: `board.png`.
    pub name: &'static str,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The places, from 0, of the rows with names that no font writes, or not all of them.
    pub unwritten: Vec<usize>,
    /// The drawing itself, as SVG.
    pub svg: String,
}

/// Why a drawing could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The template is wrong.
    #[error("a picture's SVG cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The template has no size.
    #[error("a picture has no size")]
    Empty,
    /// The PNG could not be written.
    #[error("a picture could not be written as PNG: {0}")]
    Png(String),
}

/// Pictures that were rendered, found again by what they show.
#[derive(Debug, Default)]
pub struct Pictures {
    /// SVG and the PNG in base64, the newest first.
    kept: Mutex<VecDeque<(String, String)>>,
    /// One is rendered at a time: each takes megabytes for a moment and a whole core, which the
    /// answers need.
    rendering: tokio::sync::Mutex<()>,
}

impl Pictures {
    /// What `draw` draws, done apart from the threads that answer requests: fonts are read, and the
    /// letters of names set.
    pub async fn drawn<T: Send + 'static>(
        &self,
        draw: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, RenderError> {
        let drawn = tokio::task::spawn_blocking(draw).await;
        drawn.map_err(|fault| RenderError::Png(fault.to_string()))
    }

    /// The PNG of a drawing in base64, rendered apart from the threads that answer requests.
    pub async fn png(&self, drawing: &Drawing) -> Result<String, RenderError> {
        if let Some(known) = self.known(&drawing.svg) {
            return Ok(known);
        }
        let _turn = self.rendering.lock().await;
        // Whoever had the turn before may have rendered the same.
        if let Some(known) = self.known(&drawing.svg) {
            return Ok(known);
        }
        let svg = drawing.svg.clone();
        // It keeps a core busy, for which the threads that answer requests are not to wait.
        let rendered = tokio::task::spawn_blocking(move || png(&svg)).await;
        let rendered =
            BASE64_STANDARD.encode(rendered.map_err(|fault| RenderError::Png(fault.to_string()))??);
        if let Ok(mut kept) = self.kept.lock() {
            kept.push_front((drawing.svg.clone(), rendered.clone()));
            kept.truncate(KEPT);
        }
        Ok(rendered)
    }

    fn known(&self, svg: &str) -> Option<String> {
        let kept = self.kept.lock().ok()?;
        kept.iter().find(|(known, _)| known == svg).map(|(_, png)| png.clone())
    }
}

/// The family of the system in which a script is written, if one is there.
pub fn font_of(script: Script) -> Option<&'static str> {
    fonts::fonts().of_script(script)
}

/// A name as a description has it.
fn named(name: &str) -> String {
    match name.char_indices().nth(NAMED) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// Renders a drawing from SVG to the bytes of a PNG file, twice as large.
pub fn png(svg: &str) -> Result<Vec<u8>, RenderError> {
    let tree = Tree::from_str(svg, &letters::options())?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(RenderError::Empty)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(RenderError::Empty)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    encode(pixels).map_err(|fault| RenderError::Png(fault.to_string()))
}

/// The file of a picture. Its even areas are small however they are packed, so they are packed the
/// fast way: the usual one took three quarters of the time of the whole picture.
fn encode(pixels: Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // Most lines are like the one above; trying every filter on each would take as long as all the
    // rest.
    encoder.set_filter(png::Filter::Up);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.take_demultiplied())?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests;
