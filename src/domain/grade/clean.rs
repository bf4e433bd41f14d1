//! Characters made plain: accents, invisible characters, typographic dashes and quotes; case and
//! punctuation stay.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Compatibility forms composed, accents and invisible characters gone, dashes and quotes made
/// plain; case and punctuation stay. Text in plain ASCII comes back as it is.
pub(super) fn clean(text: &str, strict_accents: bool) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut base = ' ';
    for c in text.nfkd() {
        if is_combining_mark(c) {
            // Marks carry the word in many scripts (か and が, Devanagari vowels), so they fall only
            // from these three.
            if strict_accents || !loses_marks(base) {
                out.push(c);
            }
            continue;
        }
        base = c;
        push_plain(&mut out, c, strict_accents);
    }
    Cow::Owned(out.nfc().collect())
}

/// Whether accents on this letter are a matter of spelling only: Latin, Greek, Cyrillic.
fn loses_marks(base: char) -> bool {
    matches!(u32::from(base), 0x41..=0x24F | 0x370..=0x52F | 0x1E00..=0x1FFF)
}

/// Appends a character, or what stands for it, or nothing if it is invisible.
fn push_plain(out: &mut String, c: char, strict_accents: bool) {
    match c {
        // A stroke, or a dot that is not there, is an accent like others.
        'ł' | 'Ł' | 'ø' | 'Ø' | 'đ' | 'Đ' | 'ı' if strict_accents => out.push(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => out.push('-'),
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{00B4}' => out.push('\''),
        '\u{201C}'..='\u{201F}' | '«' | '»' | '\u{2033}' => out.push('"'),
        '\u{2044}' | '\u{2215}' => out.push('/'),
        'ß' => out.push_str("ss"),
        'ẞ' => out.push_str("SS"),
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'ø' => out.push('o'),
        'Ø' => out.push('O'),
        'đ' | 'ð' => out.push('d'),
        'Đ' | 'Ð' => out.push('D'),
        'æ' => out.push_str("ae"),
        'Æ' => out.push_str("AE"),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("OE"),
        'þ' => out.push_str("th"),
        'Þ' => out.push_str("Th"),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        // Soft hyphen, zero-width characters, direction marks, variation selectors, byte order
        // mark.
        '\u{00AD}'
        | '\u{061C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}' => {}
        _ => out.push(c),
    }
}
