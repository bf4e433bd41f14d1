//! Long texts that nobody looks for, kept small: replies that are kept in case their event comes again, states of quizzes.
//!
//! They are written with every answer, and each byte of them goes through the write-ahead log. Deflated they are half as
//! long, also in base64, which both databases take as text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::{Result, text};

/// Stands before a packed text. What is kept is JSON, which never begins so.
const SIGN: &str = "z:";

/// Bytes up to which a text is not worth it.
const SHORT: usize = 256;

/// Bytes of the longest text that is unpacked, so that a broken row does not fill the memory.
const LONGEST: usize = 16 << 20;

/// How hard it is tried to make it small, from 0 to 10; more takes longer and gains little.
const EFFORT: u8 = 6;

/// The text as it is kept.
pub(super) fn pack(text: &str) -> String {
    if text.len() > SHORT || text.starts_with(SIGN) {
        let packed = format!("{SIGN}{}", STANDARD_NO_PAD.encode(compress_to_vec(text.as_bytes(), EFFORT)));
        if packed.len() < text.len() || text.starts_with(SIGN) {
            return packed;
        }
    }
    text.to_owned()
}

/// Whether a kept text is packed.
pub(super) fn is_packed(kept: &str) -> bool {
    kept.starts_with(SIGN)
}

/// The text as it was before; what was kept before texts were packed is there as it is.
pub(super) fn unpack(kept: String) -> Result<String> {
    let Some(packed) = kept.strip_prefix(SIGN) else { return Ok(kept) };
    let deflated = STANDARD_NO_PAD.decode(packed).map_err(text::undecodable)?;
    let bytes = decompress_to_vec_with_limit(&deflated, LONGEST)
        .map_err(|fault| text::undecodable(format!("no packed text: {:?}", fault.status)))?;
    String::from_utf8(bytes).map_err(text::undecodable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was() {
        let long = r#"{"kind":"paragraph","text":[{"plain":"Grüße, z:"}]},"#.repeat(40);
        for text in ["", "{}", "z:", "z:{}", &long, &format!("z:{long}"), &"\u{1f980}".repeat(300)] {
            assert_eq!(unpack(pack(text)).unwrap(), text);
        }
        assert!(pack(&long).len() < long.len() / 4);
        assert_eq!((pack("{}"), unpack(long.clone()).unwrap()), ("{}".to_owned(), long));
    }

    #[test]
    fn a_broken_text_is_an_error() {
        for broken in ["z:", "z:!", "z:AAAA", "z:eJw", "z://///w"] {
            assert!(unpack(broken.to_owned()).is_err(), "{broken}");
        }
        // Much in little.
        let bomb = compress_to_vec(&vec![0; LONGEST + 1], EFFORT);
        assert!(unpack(format!("{SIGN}{}", STANDARD_NO_PAD.encode(bomb))).is_err());
    }
}
