//! Files that the bot hands out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A file to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct File {
    /// Its name, with its ending.
    pub name: String,
    /// What its bytes are: `application/json`.
    pub media_type: String,
    /// What it holds, byte by byte.
    pub bytes: Vec<u8>,
}

/// A file as JSON, which knows no bytes.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    #[serde(default = "plain")]
    media_type: String,
    #[serde(flatten)]
    content: Content,
}

/// What a file holds, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    /// The bytes, in base64.
    Base64(String),
    /// The text that was kept until December 2026.
    Text(String),
}

fn plain() -> String {
    "text/plain".to_owned()
}

impl From<File> for Kept {
    fn from(File { name, media_type, bytes }: File) -> Self {
        Self { name, media_type, content: Content::Base64(STANDARD.encode(bytes)) }
    }
}

impl TryFrom<Kept> for File {
    type Error = base64::DecodeError;

    fn try_from(Kept { name, media_type, content }: Kept) -> Result<Self, Self::Error> {
        let bytes = match content {
            Content::Base64(text) => STANDARD.decode(text)?,
            Content::Text(text) => text.into_bytes(),
        };
        Ok(Self { name, media_type, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::reply::Block;

    #[test]
    fn any_bytes_are_kept_and_a_text_of_before_is_read() {
        let (name, media_type) = ("a.bin".to_owned(), "font/ttf".to_owned());
        let block = Block::File(File { name, media_type, bytes: vec![0, 0xff, b'\n'] });
        let json = serde_json::to_string(&block).unwrap();
        assert_eq!(
            json,
            r#"{"kind":"file","name":"a.bin","media_type":"font/ttf","base64":"AP8K"}"#
        );
        assert_eq!(serde_json::from_str::<Block>(&json).unwrap(), block);
        let before = r#"{"kind":"file","name":"a.json","text":"{}"}"#;
        let Block::File(file) = serde_json::from_str(before).unwrap() else { panic!("a file") };
        assert_eq!(
            (file.name.as_str(), file.media_type.as_str(), file.bytes.as_slice()),
            ("a.json", "text/plain", &b"{}"[..])
        );
        assert!(
            serde_json::from_str::<Block>(r#"{"kind":"file","name":"a","base64":"?"}"#).is_err()
        );
    }
}
