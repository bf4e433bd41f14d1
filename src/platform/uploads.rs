//! Files that people hand in, on their way from a connection to a temporary file: piece by piece,
//! never more than their option takes, and whole or not at all.

use std::io;

use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::app::request::{NotTaken, Upload};

/// The longest name of a file that is repeated, in characters.
const LONGEST_NAME: usize = 60;

/// What is known of a file before its bytes come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its name, as whoever hands it in tells it.
    pub name: String,
    /// Its media type as told (`text/calendar`), where somebody tells one.
    pub media_type: Option<String>,
    /// Its size in bytes, where somebody tells it; believed only until more or less comes.
    pub bytes: Option<u64>,
}

/// A file that is being taken in.
#[derive(Debug)]
pub struct Intake {
    told: Told,
    /// The most bytes that are taken.
    most: u64,
    file: File,
    /// How many bytes have come.
    arrived: u64,
}

impl Intake {
    /// Makes ready to take a file of at most so many bytes in. One that is told to be larger is
    /// refused before anything of it is fetched.
    pub async fn begin(told: Told, most: u64) -> Result<Self, NotTaken> {
        let told = Told { name: shown(&told.name), ..told };
        if let Some(bytes) = told.bytes.filter(|bytes| *bytes > most) {
            return Err(NotTaken::TooLarge { name: told.name, bytes: Some(bytes), most });
        }
        // Making a file asks the disk, and so is done where waiting holds nobody up.
        let made = tokio::task::spawn_blocking(tempfile::tempfile).await;
        match made.map_err(io::Error::other).flatten() {
            Ok(file) => Ok(Self { told, most, file: File::from_std(file), arrived: 0 }),
            Err(error) => Err(faulty(told.name, &error)),
        }
    }

    /// Takes the next piece in.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), NotTaken> {
        self.arrived += piece.len() as u64;
        if self.arrived > self.most {
            // What was told of its size was wrong, and how much more would come nobody knows.
            let name = self.told.name.clone();
            return Err(NotTaken::TooLarge { name, bytes: None, most: self.most });
        }
        let written = self.file.write_all(piece).await;
        written.map_err(|error| faulty(self.told.name.clone(), &error))
    }

    /// The whole file, where nothing more comes; one that is shorter than was told is none.
    pub async fn end(mut self) -> Result<Upload, NotTaken> {
        if self.told.bytes.is_some_and(|bytes| self.arrived < bytes) {
            return Err(self.cut());
        }
        if let Err(error) = self.file.flush().await {
            return Err(faulty(self.told.name, &error));
        }
        let Told { name, media_type, .. } = self.told;
        Ok(Upload::new(name, media_type, self.arrived, self.file.into_std().await))
    }

    /// Why it is refused whose connection broke off.
    pub fn cut(self) -> NotTaken {
        let Self { told: Told { name, bytes, .. }, arrived, .. } = self;
        match bytes {
            Some(bytes) => NotTaken::Cut { name, arrived, bytes },
            None => NotTaken::Lost { name },
        }
    }
}

/// A name as it may stand in a sentence: what cannot be seen is left out, and it is short.
pub fn shown(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME + 1).collect();
    if seen.chars().count() > LONGEST_NAME {
        return seen.chars().take(LONGEST_NAME).chain(['…']).collect();
    }
    seen
}

/// Why a file is refused that could not be kept; the fault is ours and is logged here.
fn faulty(name: String, error: &io::Error) -> NotTaken {
    tracing::error!(%error, "a file that somebody handed in could not be kept");
    NotTaken::Lost { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: Option<u64>) -> Told {
        Told { name: "off.ics".to_owned(), media_type: None, bytes }
    }

    async fn taken(told: Told, pieces: &[&[u8]]) -> Result<Upload, NotTaken> {
        let mut intake = Intake::begin(told, 8).await?;
        for piece in pieces {
            intake.take(piece).await?;
        }
        intake.end().await
    }

    #[tokio::test]
    async fn a_file_is_taken_whole_or_not_at_all() {
        let whole = taken(told(Some(8)), &[b"four", b"more"]).await.unwrap();
        assert_eq!((whole.bytes, whole.read().unwrap().as_slice()), (8, &b"fourmore"[..]));
        assert_eq!(whole.clone().read().unwrap(), b"fourmore", "as often as somebody reads");
        let untold = taken(told(None), &[b"four"]).await.unwrap();
        assert_eq!(untold.read().unwrap(), b"four");
        for (bytes, pieces, said) in [
            (Some(9), &[][..], "“off.ics” has 9 bytes, and the most that I take here is 8 bytes."),
            (
                Some(4),
                &[&b"four"[..], b"more", b"!"][..],
                "“off.ics” has more than 8 bytes, and the most that I take here is 8 bytes.",
            ),
            (Some(8), &[b"four"], "“off.ics” broke off on its way: 4 bytes of 8 bytes arrived."),
        ] {
            let refused = taken(told(bytes), pieces).await.unwrap_err();
            assert_eq!(refused.to_string(), said);
        }
    }

    #[test]
    fn a_name_is_short_and_on_one_line() {
        assert_eq!(shown("our\ndays\u{7}.ics"), "ourdays.ics");
        assert_eq!(shown(&"x".repeat(100)), format!("{}…", "x".repeat(60)));
    }
}
