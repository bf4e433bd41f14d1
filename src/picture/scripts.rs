//! Scripts that people's names are written in besides those of the built-in font.

use std::fmt;

/// A script for which a font is taken from the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Chinese, and what Japanese and Korean share with it.
    Chinese,
    /// Hiragana and Katakana, with Chinese characters beside them.
    Japanese,
    /// Hangul, with Chinese characters beside it.
    Korean,
    /// Arabic, with the letters of Persian and Urdu.
    Arabic,
    /// Hebrew, with the marks of its vowels.
    Hebrew,
    /// Devanagari: Hindi, Marathi, Nepali.
    Devanagari,
    /// Thai, with its marks above and below.
    Thai,
    /// Small pictures, drawn in color.
    Emoji,
}

impl Script {
    /// All of them, in the order of the variants.
    pub const ALL: [Self; 8] = [
        Self::Chinese,
        Self::Japanese,
        Self::Korean,
        Self::Arabic,
        Self::Hebrew,
        Self::Devanagari,
        Self::Thai,
        Self::Emoji,
    ];

    /// The script of a character, if it is one of these.
    pub(super) fn of(c: char) -> Option<Self> {
        Some(match u32::from(c) {
            0x0590..=0x05ff | 0xfb1d..=0xfb4f => Self::Hebrew,
            0x0600..=0x06ff
            | 0x0750..=0x077f
            | 0x0870..=0x08ff
            | 0xfb50..=0xfdff
            | 0xfe70..=0xfefe => Self::Arabic,
            0x0900..=0x097f | 0xa8e0..=0xa8ff => Self::Devanagari,
            0x0e00..=0x0e7f => Self::Thai,
            0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Self::Japanese,
            0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Self::Korean,
            0x2e80..=0x303f
            | 0x3100..=0x312f
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xf900..=0xfaff
            | 0xff00..=0xff65
            | 0xffe0..=0xffef
            | 0x20000..=0x3ffff => Self::Chinese,
            0x1f000..=0x1fbff => Self::Emoji,
            _ => return None,
        })
    }

    /// Letters that a font must have to write it.
    pub(super) fn sample(self) -> &'static str {
        match self {
            Self::Chinese => "中文小明",
            Self::Japanese => "かなカナ",
            Self::Korean => "한글김",
            Self::Arabic => "عربيپ",
            Self::Hebrew => "עבריתם",
            Self::Devanagari => "हिन्दी",
            Self::Thai => "ไทยสม",
            Self::Emoji => "🦉🌙🎉",
        }
    }

    /// How the names of fonts end that draw shared Chinese characters as this script's readers
    /// know them.
    pub(super) fn ending(self) -> Option<&'static str> {
        match self {
            Self::Chinese => Some(" SC"),
            Self::Japanese => Some(" JP"),
            Self::Korean => Some(" KR"),
            _ => None,
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Emoji => "emoji",
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
            Self::Arabic => "Arabic",
            Self::Hebrew => "Hebrew",
            Self::Devanagari => "Devanagari",
            Self::Thai => "Thai",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_sample_is_of_its_script() {
        for (place, script) in Script::ALL.into_iter().enumerate() {
            assert_eq!(script as usize, place, "{script}");
            for c in script.sample().chars() {
                assert_eq!(Script::of(c), Some(script), "{c}");
            }
        }
    }

    #[test]
    fn what_the_built_in_font_has_is_of_none() {
        for c in "Zoë Łukasz Иван Ωmega 1,204 …".chars() {
            assert_eq!(Script::of(c), None, "{c}");
        }
    }
}
