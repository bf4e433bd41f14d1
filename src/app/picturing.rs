//! Pictures in replies, never the only place of a fact.

use super::App;
use super::reply::Block;
use crate::domain::id::MemberId;
use crate::picture::Drawing;

/// A drawing as a part of a message, with the members whose names are in it. One that cannot be
/// rendered is left out: the same facts stand beside it as text.
pub(super) async fn picture(app: &App, drawing: Drawing, about: Vec<MemberId>) -> Option<Block> {
    match app.pictures.png(&drawing).await {
        Ok(png) => {
            Some(Block::Picture { name: drawing.name.to_owned(), alt: drawing.alt, png, about })
        }
        Err(fault) => {
            tracing::error!(cause = &fault as &dyn std::error::Error, "could not render a picture");
            None
        }
    }
}
