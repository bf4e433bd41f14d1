//! Fonts: Inter, which is built in, and those of the system for what it lacks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use resvg::usvg::fontdb::Database;
use skrifa::{FontRef, MetadataProvider};

/// The built-in font.
pub(super) const FAMILY: &str = "Inter";

const REGULAR: &[u8] = include_bytes!("../../data/fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../data/fonts/Inter-SemiBold.otf");

/// What stands for a name that no font can write.
const ELSEWHERE: &str = "(see the text)";

/// All fonts; read at the first picture.
pub(super) fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(SEMI_BOLD.to_vec());
        fonts.load_system_fonts();
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    }))
}

/// The text without characters that no font has, which would be shown as boxes, and without those
/// that turn the order of what follows. Where nothing is left, it points to the text beside the
/// picture.
pub(super) fn drawable(text: &str) -> String {
    let mut drawn = String::new();
    for c in text.chars() {
        let joins = matches!(c, '\u{200d}' | '\u{fe0f}')
            && drawn.chars().next_back().is_some_and(|c| !c.is_ascii());
        let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}');
        if joins || (!c.is_control() && !turns && has(c)) {
            drawn.push(c);
        }
    }
    let drawn = drawn.split_whitespace().collect::<Vec<_>>().join(" ");
    if drawn.is_empty() && !text.trim().is_empty() { ELSEWHERE.to_owned() } else { drawn }
}

/// Whether a font has this character.
fn has(c: char) -> bool {
    static KNOWN: OnceLock<Mutex<HashMap<char, bool>>> = OnceLock::new();
    if c.is_ascii() {
        return true;
    }
    let Ok(mut known) = KNOWN.get_or_init(Mutex::default).lock() else { return false };
    *known.entry(c).or_insert_with(|| {
        let fonts = fonts();
        fonts.faces().any(|face| {
            let has = |data: &[u8], index| {
                let font = FontRef::from_index(data, index).ok()?;
                let glyph = font.charmap().map(c).filter(|glyph| glyph.to_u32() != 0)?;
                // Of a font of small images there is nothing to draw.
                font.outline_glyphs().get(glyph).map(drop)
            };
            fonts.with_face_data(face.id, has).flatten().is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_left_out() {
        for (text, drawn) in [
            ("Zoë Łukasz", "Zoë Łukasz"),
            ("Иван Ω", "Иван Ω"),
            ("", ""),
            ("\u{10fffd}", "(see the text)"),
            // Not a character, and one for private use.
            ("a\u{ffff}b\u{10fffd}c", "abc"),
            ("\u{202e}evil\u{202c} \u{200b} name\u{7}", "evil name"),
        ] {
            assert_eq!(drawable(text), drawn, "{text:?}");
        }
    }
}
