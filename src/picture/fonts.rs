//! Fonts: Inter, which is built in, and those of the system for what it lacks.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use resvg::usvg::fontdb::Database;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

/// The name of the built-in font, by which drawings ask for it.
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
        // Signs that make one picture of several are kept after such a one alone.
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
    c.is_ascii() || advance(c, false).is_some()
}

/// How far a character moves what follows it, in thousandths of the size in which it is drawn; none
/// if no font has it. Pairs that are set closer to each other are not looked at.
pub(super) fn advance(c: char, bold: bool) -> Option<u32> {
    type Advances = HashMap<(char, bool), Option<u32>>;
    static KNOWN: LazyLock<Mutex<Advances>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().ok()?;
    *known.entry((c, bold)).or_insert_with(|| {
        let built_in = if bold { SEMI_BOLD } else { REGULAR };
        advance_in(built_in, 0, c).or_else(|| {
            // As the renderer does: the first font of the system that has it.
            let fonts = fonts();
            fonts.faces().find_map(|face| {
                fonts.with_face_data(face.id, |data, index| advance_in(data, index, c)).flatten()
            })
        })
    })
}

/// The advance of a character in one font, if it has it.
fn advance_in(data: &[u8], index: u32, c: char) -> Option<u32> {
    let font = FontRef::from_index(data, index).ok()?;
    let glyph = font.charmap().map(c).filter(|glyph| glyph.to_u32() != 0)?;
    // Of a font of small images there is nothing to draw.
    font.outline_glyphs().get(glyph)?;
    let advance = u32::from(font.hmtx().ok()?.advance(glyph)?);
    let size = u32::from(font.head().ok()?.units_per_em());
    (advance * 1_000).checked_div(size)
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

    #[test]
    fn characters_are_as_wide_as_their_font_has_them() {
        let in_thousandths = |c| advance(c, false).unwrap();
        assert!(in_thousandths('i') < in_thousandths('n'));
        assert!(in_thousandths('n') < in_thousandths('W'));
        assert!(advance('n', true) > advance('n', false));
        assert_eq!(advance('\u{10fffd}', false), None);
    }
}
