//! Long texts that nobody looks for, kept small: replies that are kept in case their event comes
//! again, states of quizzes.
//!
//! They are written with every answer, and each byte of them goes through the write-ahead log.
//! Deflated they are a third as long, also in base64, which both databases take as text.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{Error, Result};

/// Stands before a packed text. What is kept is JSON, which never begins so.
const SIGN: &str = "z:";

/// What most of these texts have in common: both sides take it for what went before, so that a text
/// only points to it. Rows depend on each byte of it: for another one, take another sign and keep
/// this one for reading.
const BEFORE: &str = concat!(
    r#"{"deck":"","kind":{"channel":"ending":"played","rounds":["#,
    r#"{"card":"","style":"true_false","typed","self_graded","seconds":90,"closes_at":17"plays":["#,
    r#"{"member":19,"answers":2,"wrong":1,"hinted":true,"outcome":"wrong","place":1,"#,
    r#"{"card":"","style":{"choices":{"options":["","","",""],"correct":2}},"seconds":60,"#,
    r#""plays":[{"member":19,"answers":1,"outcome":"right","points":5}]}],"open":1,"quiet":0,"#,
    r#""names":[[{"kind":"note","text":[{"plain":"Not quite. Try again."},"#,
    r#"{"kind":"callout","tone":"incorrect","text":[{"plain":"Incorrect. "}{"action":"again:19""#,
    r#"{"action":"answer:19","label":"Answer","style":"primary"},"#,
    r#"{"action":"hint:19","label":"Hint (−2)","style":"plain"},{"messages":["#,
    r#"{"key":"quiz:19","audience":"asker","blocks":[{"kind":"heading","text":["#,
    r#"{"plain":"Question 1 of 5 · "}]},{"kind":"question","text":[{"plain":"Which "}]},"#,
    r#"{"kind":"callout","tone":"correct","text":[{"plain":"Correct. "},{"strong":"+5 points"}]},"#,
    r#"{"kind":"paragraph","text":[{"plain":"Answer: "},{"strong":""}]},"#,
    r#"{"kind":"paragraph","text":[{"plain":""}]}],"revision":2},"#,
    r#"{"key":"quiz:19","audience":"asker","blocks":[{"kind":"heading","text":["#,
    r#"{"plain":"Question 2 of 5 · "}]},{"kind":"question","text":[{"plain":""}]}],"buttons":["#,
    r#"{"action":"pick:19","label":"","style":"choice"},"#,
    r#"{"action":"skip:19","label":"Skip","style":"plain"},"#,
    r#"{"action":"stop:19","label":"Stop","style":"danger"}],"revision":2}]}"#,
);

/// Bytes up to which a text is not worth it.
const SHORT: usize = 256;

/// Bytes of the longest text that is unpacked, so that a broken row does not fill the memory.
const LONGEST: usize = 16 << 20;

/// How hard it is tried to make it small, from 0 to 10; more takes longer and gains little.
const EFFORT: i32 = 6;

/// Of deflated data without a header, the window's size.
const BARE: i32 = -15;

/// The text as it is kept.
pub(super) fn pack(text: &str) -> String {
    if text.len() > SHORT || text.starts_with(SIGN) {
        let packed = format!("{SIGN}{}", STANDARD_NO_PAD.encode(deflate(text.as_bytes())));
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

/// The text as it was before; what was kept before texts were packed is there as it is. A packed
/// text that cannot be unpacked, or is longer than any of ours, is an error of decoding.
pub fn unpack(kept: String) -> Result<String> {
    let Some(packed) = kept.strip_prefix(SIGN) else { return Ok(kept) };
    let deflated = STANDARD_NO_PAD.decode(packed).map_err(Error::unreadable)?;
    let bytes = inflate(&deflated).ok_or_else(|| Error::unreadable("no packed text"))?;
    String::from_utf8(bytes).map_err(Error::unreadable)
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    /// One that has read what went before: to copy it takes less time than to read that anew.
    static READY: LazyLock<CompressorOxide> = LazyLock::new(|| {
        let mut compressor =
            CompressorOxide::new(create_comp_flags_from_zip_params(EFFORT, BARE, 0));
        // What this comes to is not kept, for the other side knows it.
        compress_to_output(&mut compressor, BEFORE.as_bytes(), TDEFLFlush::Sync, |_| true);
        compressor
    });
    let mut compressor = READY.clone();
    let mut deflated = Vec::with_capacity(bytes.len() / 2);
    compress_to_output(&mut compressor, bytes, TDEFLFlush::Finish, |part| {
        deflated.extend_from_slice(part);
        true
    });
    deflated
}

/// What was deflated; none if it was not, or is too long.
fn inflate(deflated: &[u8]) -> Option<Vec<u8>> {
    let mut out = BEFORE.as_bytes().to_vec();
    let (mut read, mut written) = (0, out.len());
    let mut decompressor = DecompressorOxide::new();
    out.resize(written + 8 * deflated.len() + SHORT, 0);
    loop {
        let rest = &deflated[read..];
        let (status, took, gave) = decompress(
            &mut decompressor,
            rest,
            &mut out,
            written,
            TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
        );
        read += took;
        written += gave;
        match status {
            TINFLStatus::Done => {
                out.truncate(written);
                out.drain(..BEFORE.len());
                return Some(out);
            }
            TINFLStatus::HasMoreOutput if out.len() <= LONGEST => out.resize(out.len() * 2, 0),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was() {
        let long = r#"{"kind":"paragraph","text":[{"plain":"Grüße, z:"}]},"#.repeat(40);
        for text in ["", "{}", "z:", "z:{}", &long, &format!("z:{long}"), &"\u{1f980}".repeat(300)]
        {
            assert_eq!(unpack(pack(text)).unwrap(), text);
        }
        assert!(pack(&long).len() < long.len() / 4);
        assert_eq!((pack("{}"), unpack(long.clone()).unwrap()), ("{}".to_owned(), long));
    }

    #[test]
    fn what_was_packed_once_is_read_for_good() {
        // As zlib packs it, told what goes before.
        let kept = "z:w5OK9YyIDVd8YeNedHjP4fmp9uAwAkIA";
        let text = concat!(
            r#"{"messages":[{"key":"quiz:1.2","audience":"asker","#,
            r#""blocks":[{"kind":"question","text":[{"plain":"Grüße?"}]}]}]}"#,
        );
        assert_eq!(unpack(kept.to_owned()).unwrap(), text);
    }

    #[test]
    fn a_broken_text_is_an_error() {
        for broken in ["z:", "z:!", "z:AAAA", "z:eJw", "z://///w"] {
            assert!(unpack(broken.to_owned()).is_err(), "{broken}");
        }
        // Much in little.
        let bomb = deflate(&vec![0; 2 * LONGEST + 1_000_000]);
        assert!(unpack(format!("{SIGN}{}", STANDARD_NO_PAD.encode(bomb))).is_err());
    }
}
