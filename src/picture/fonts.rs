//! Fonts: Inter, which is built in, and those of the system for scripts that it lacks.
//!
//! Which of the system's writes what stands in a table that is made once. Their files are mapped
//! while they are read, so that a font of twenty megabytes takes none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Stretch, Style};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::scripts::Script;

/// The name of the built-in font, by which drawings ask for it.
pub(super) const FAMILY: &str = "Inter";

const REGULAR: &[u8] = include_bytes!("../../data/fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../data/fonts/Inter-SemiBold.otf");

/// How many characters stand together in the table of what is of no script that we know.
const BLOCK: u32 = 128;

/// How many fonts are noted for such a block, the best.
const FONTS_OF_A_BLOCK: usize = 6;

/// How many characters are remembered with their font.
const REMEMBERED: usize = 20_000;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Inter, which the program brings along.
    BuiltIn,
    /// One of the system's, by its number in the table.
    OfSystem(u16),
}

/// A family of the system.
#[derive(Debug)]
struct Family {
    /// Its name, which needs no escaping anywhere.
    name: String,
    /// Its upright face of usual weight.
    face: ID,
}

/// All fonts, and which writes what.
#[derive(Debug)]
pub(super) struct Fonts {
    /// All faces, as the renderer takes them.
    pub(super) database: Arc<Database>,
    /// The families of the system, the best first.
    families: Vec<Family>,
    /// For each script the family that writes it, if one does.
    scripts: [Option<u16>; Script::ALL.len()],
    /// For each block of characters that some family writes part of: the best of them.
    blocks: HashMap<u32, Vec<u16>>,
    /// What was looked up before: characters, each with the script beside which it stands.
    found: Mutex<HashMap<Place, Option<Font>>>,
}

/// A character, with the script beside which it stands.
type Place = (char, Option<Script>);

/// All fonts; read at the first picture.
pub(super) fn fonts() -> &'static Fonts {
    static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
        let mut database = Database::new();
        database.load_system_fonts();
        Fonts::of(database)
    });
    &FONTS
}

impl Fonts {
    /// The built-in font, and those of a system.
    fn of(mut database: Database) -> Self {
        // Of Inter there is but ours, and nothing is written aslant.
        let unfit =
            |face: &&FaceInfo| !is_upright(face) || name(face).is_none_or(|of| of == FAMILY);
        let unfit: Vec<ID> = database.faces().filter(unfit).map(|face| face.id).collect();
        for face in unfit {
            database.remove_face(face);
        }
        let mut families = families(&database);
        families.truncate(usize::from(u16::MAX));
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(SEMI_BOLD.to_vec());
        database.set_sans_serif_family(FAMILY);
        database.set_serif_family(FAMILY);
        let mut fonts = Self {
            database: Arc::new(database),
            families,
            scripts: [None; Script::ALL.len()],
            blocks: HashMap::new(),
            found: Mutex::default(),
        };
        for script in Script::ALL {
            fonts.scripts[script as usize] = fonts.writer_of(script);
        }
        fonts.blocks = fonts.blocks();
        fonts
    }

    /// The name of the family in which a script is written, if one is there.
    pub(super) fn of_script(&self, script: Script) -> Option<&str> {
        let family = self.scripts[script as usize]?;
        self.families.get(usize::from(family)).map(|family| family.name.as_str())
    }

    /// The name by which a drawing asks for a font.
    pub(super) fn name(&self, font: Font) -> &str {
        match font {
            Font::BuiltIn => FAMILY,
            Font::OfSystem(family) => {
                self.families.get(usize::from(family)).map_or(FAMILY, |family| &family.name)
            }
        }
    }

    /// The font that writes a character which stands beside others of a script: the built-in one
    /// where it can, and a colored one before it for what is meant as an emoji.
    pub(super) fn writes(&self, c: char, beside: Option<Script>) -> Option<Font> {
        let mut found = self.found.lock().ok()?;
        if let Some(known) = found.get(&(c, beside)) {
            return *known;
        }
        let font = self.find(c, beside);
        if found.len() >= REMEMBERED {
            found.clear();
        }
        found.insert((c, beside), font);
        font
    }

    fn find(&self, c: char, beside: Option<Script>) -> Option<Font> {
        let of_script = |script: Script| {
            let family = self.scripts[script as usize]?;
            self.has(Font::OfSystem(family), c).then_some(Font::OfSystem(family))
        };
        let emoji = || of_script(Script::Emoji);
        if beside == Some(Script::Emoji)
            && let Some(font) = emoji()
        {
            return Some(font);
        }
        if self.has(Font::BuiltIn, c) {
            return Some(Font::BuiltIn);
        }
        // Chinese characters look as the readers of what stands beside them know them.
        let own = Script::of(c);
        let shared = own == Some(Script::Chinese);
        beside
            .filter(|_| shared)
            .and_then(of_script)
            .or_else(|| own.and_then(of_script))
            .or_else(emoji)
            .or_else(|| self.of_block(c))
    }

    fn of_block(&self, c: char) -> Option<Font> {
        let families = self.blocks.get(&(u32::from(c) / BLOCK))?;
        let mut fonts = families.iter().map(|family| Font::OfSystem(*family));
        fonts.find(|font| self.has(*font, c) && self.is_drawn(*font, c))
    }

    /// Whether a font has a character.
    pub(super) fn has(&self, font: Font, c: char) -> bool {
        self.within(font, |font| font.charmap().map(c).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    /// Whether there is something to draw for a character: of small gray images there is not.
    fn is_drawn(&self, font: Font, c: char) -> bool {
        self.within(font, |font| {
            font.charmap().map(c).is_some_and(|glyph| font.outline_glyphs().get(glyph).is_some())
        })
    }

    /// What is so of a font; nothing is of one whose file has gone.
    fn within(&self, font: Font, is_so: impl FnOnce(FontRef<'_>) -> bool) -> bool {
        let Font::OfSystem(family) = font else { return built_in(false).is_some_and(is_so) };
        let Some(family) = self.families.get(usize::from(family)) else { return false };
        let looked = self.database.with_face_data(family.face, |data, index| {
            FontRef::from_index(data, index).is_ok_and(is_so)
        });
        looked.unwrap_or(false)
    }

    /// The best family for a script: one with all letters of its sample, and for Chinese
    /// characters one that draws them as its readers know them.
    fn writer_of(&self, script: Script) -> Option<u16> {
        let mut able = (0..).zip(&self.families).filter(|(family, _)| {
            self.within(Font::OfSystem(*family), |font| {
                let charmap = font.charmap();
                let has = |c| charmap.map(c).is_some_and(|glyph| glyph.to_u32() != 0);
                script.sample().chars().all(has) && (script != Script::Emoji || is_colored(&font))
            })
        });
        let Some(ending) = script.ending() else { return able.next().map(|(family, _)| family) };
        let able: Vec<(u16, &Family)> = able.collect();
        let known = able.iter().find(|(_, family)| family.name.ends_with(ending));
        known.or(able.first()).map(|(family, _)| *family)
    }

    /// Which families write something of each block.
    fn blocks(&self) -> HashMap<u32, Vec<u16>> {
        let mut blocks = HashMap::<u32, Vec<u16>>::new();
        for (number, family) in (0..).zip(&self.families) {
            self.database.with_face_data(family.face, |data, index| {
                let Ok(font) = FontRef::from_index(data, index) else { return };
                // They come in order, so that most blocks are looked up once.
                let mut last = None;
                for (c, _) in font.charmap().mappings() {
                    let block = c / BLOCK;
                    // What a script's own font writes is never looked for here.
                    if last == Some(block) || char::from_u32(c).is_none_or(is_of_large_script) {
                        continue;
                    }
                    last = Some(block);
                    let of_block = blocks.entry(block).or_default();
                    if of_block.len() < FONTS_OF_A_BLOCK && of_block.last() != Some(&number) {
                        of_block.push(number);
                    }
                }
            });
        }
        blocks
    }
}

/// Whether a character is of a script of so many that they fill a font's table.
fn is_of_large_script(c: char) -> bool {
    matches!(Script::of(c), Some(Script::Chinese | Script::Korean))
}

/// The families of a system, the best for names first.
fn families(system: &Database) -> Vec<Family> {
    let mut faces = BTreeMap::<&str, &FaceInfo>::new();
    for face in system.faces() {
        let Some(name) = name(face) else { continue };
        let known = faces.entry(name).or_insert(face);
        if off_usual(face) < off_usual(known) {
            *known = face;
        }
    }
    let mut families: Vec<(&str, &FaceInfo)> = faces.into_iter().collect();
    families.sort_by_key(|(name, face)| {
        let is = |word: &str| name.split(' ').any(|part| part == word);
        let plain = is("Sans") && !is("UI") && !is("Mono") && !face.monospaced;
        (Reverse(plain), Reverse(name.starts_with("Noto")), name.len(), *name)
    });
    let family = |(name, face): (&str, &FaceInfo)| Family { name: name.to_owned(), face: face.id };
    families.into_iter().map(family).collect()
}

fn is_upright(face: &FaceInfo) -> bool {
    face.style == Style::Normal && face.stretch == Stretch::Normal
}

/// How far the weight of a face is from the usual one.
fn off_usual(face: &FaceInfo) -> u16 {
    face.weight.0.abs_diff(400)
}

/// The name of a face's family, if it can stand in a drawing as it is.
fn name(face: &FaceInfo) -> Option<&str> {
    let (name, _) = face.families.first()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    (!name.is_empty() && name.chars().all(plain)).then_some(name.as_str())
}

/// Whether a font has colored glyphs of a kind that is drawn.
fn is_colored(font: &FontRef<'_>) -> bool {
    font.cbdt().is_ok() || font.sbix().is_ok() || font.colr().is_ok() || font.svg().is_ok()
}

/// A face of the built-in font.
fn built_in(bold: bool) -> Option<FontRef<'static>> {
    static FACES: LazyLock<[Option<FontRef<'static>>; 2]> =
        LazyLock::new(|| [REGULAR, SEMI_BOLD].map(|data| FontRef::new(data).ok()));
    FACES[usize::from(bold)].clone()
}

/// How far a character of the built-in font moves what follows it, in thousandths of the size in
/// which it is drawn; none if it lacks it. Pairs that are set closer to each other are not looked
/// at.
pub(super) fn advance(c: char, bold: bool) -> Option<u32> {
    let font = built_in(bold)?;
    let glyph = font.charmap().map(c).filter(|glyph| glyph.to_u32() != 0)?;
    let advance = u32::from(font.hmtx().ok()?.advance(glyph)?);
    let size = u32::from(font.head().ok()?.units_per_em());
    (advance * 1_000).checked_div(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_as_wide_as_their_font_has_them() {
        let in_thousandths = |c| advance(c, false).unwrap();
        assert!(in_thousandths('i') < in_thousandths('n'));
        assert!(in_thousandths('n') < in_thousandths('W'));
        assert!(advance('n', true) > advance('n', false));
        assert_eq!(advance('\u{10fffd}', false), None);
    }

    #[test]
    fn without_fonts_of_the_system_the_built_in_one_writes_what_it_has() {
        let fonts = Fonts::of(Database::new());
        for (c, writes) in
            [('ë', true), ('Ж', true), ('Ω', true), ('…', true), ('王', false), ('ש', false)]
        {
            assert_eq!(fonts.writes(c, None), writes.then_some(Font::BuiltIn), "{c}");
        }
        for script in Script::ALL {
            assert_eq!(fonts.of_script(script), None, "{script}");
        }
    }

    #[test]
    fn each_script_that_a_font_is_there_for_is_written_in_it() {
        let fonts = fonts();
        for script in Script::ALL {
            let Some(name) = fonts.of_script(script) else { continue };
            for c in script.sample().chars() {
                let font = fonts.writes(c, Some(script)).unwrap();
                assert_eq!(fonts.name(font), name, "{script}: {c}");
            }
        }
    }
}
