//! Pictures in replies: each in place of blocks that say the same, and never the only place of a
//! fact.

use super::App;
use super::reply::{Block, Text};
use crate::domain::id::MemberId;
use crate::picture::{Drawing, RenderError, Theme, Themes};

/// What a picture shows, as texts.
#[derive(Debug)]
pub(super) struct Told {
    /// What says the same in words, and stands where the picture cannot be shown.
    pub(super) instead: Vec<Block>,
    /// What the picture names, in its order, as the text beside it calls what it cannot write.
    pub(super) rows: Vec<Text>,
    /// The members whose names are in it.
    pub(super) about: Vec<MemberId>,
}

/// A picture as a part of a message, in the looks of a platform, and under it the names that no
/// font here writes. Where it cannot be rendered, what says the same in words.
pub(super) async fn picture(
    app: &App,
    themes: Themes,
    told: Told,
    draw: impl Fn(Theme) -> Drawing + Send + 'static,
) -> Vec<Block> {
    let draw_all = move || (draw(themes.first()), themes.dark().map(&draw));
    let rendered = match app.pictures.drawn(draw_all).await {
        Ok((first, dark)) => render(app, first, dark).await,
        Err(fault) => Err(fault),
    };
    match rendered {
        Ok((drawing, png, dark)) => {
            let unwritten = unwritten(&drawing, &told.rows);
            let picture = Block::Picture {
                name: drawing.name.to_owned(),
                alt: drawing.alt,
                png,
                dark,
                about: told.about,
                instead: told.instead,
            };
            [picture].into_iter().chain(unwritten).collect()
        }
        Err(fault) => {
            tracing::error!(cause = &fault as &dyn std::error::Error, "could not render a picture");
            told.instead
        }
    }
}

/// The PNGs of a drawing and of the one for dark grounds, if there is one.
async fn render(
    app: &App,
    first: Drawing,
    dark: Option<Drawing>,
) -> Result<(Drawing, String, Option<String>), RenderError> {
    let png = app.pictures.png(&first).await?;
    let dark = match dark {
        Some(dark) => Some(app.pictures.png(&dark).await?),
        None => None,
    };
    Ok((first, png, dark))
}

/// The names that a picture could not write, or not all of.
fn unwritten(drawing: &Drawing, rows: &[Text]) -> Option<Block> {
    let mut names = drawing.unwritten.iter().filter_map(|place| rows.get(*place));
    let first = names.next()?;
    let mut text = Text::from("Names that the picture has no letters for: ").text(first.clone());
    for name in names {
        text = text.plain(", ").text(name.clone());
    }
    Some(Block::Note { text: text.plain(".") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_letters_stand_beside_the_picture() {
        let rows = ["1. Anna", "2. 王", "3. Ben", "3. ש"].map(Text::from);
        let drawing = |unwritten: &[usize]| Drawing {
            name: "board.png",
            alt: String::new(),
            unwritten: unwritten.to_vec(),
            svg: String::new(),
        };
        assert_eq!(unwritten(&drawing(&[]), &rows), None);
        let Some(Block::Note { text }) = unwritten(&drawing(&[1, 3]), &rows) else { panic!() };
        assert_eq!(text.to_string(), "Names that the picture has no letters for: 2. 王, 3. ש.");
    }
}
