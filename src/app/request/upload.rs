//! Files that somebody hands in: what is known of one, and where its bytes are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::size;

/// The files that came with a command or a form, by the name of their option or field: each as it
/// was taken in, or why it was not.
pub type Files = BTreeMap<String, Result<Upload, NotTaken>>;

/// A file that somebody handed in. It lies in a temporary file without a name, so that nothing of
/// it is left when the last copy of this goes; copies share the file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, as whoever handed it in told it; what it holds may be anything.
    pub name: String,
    /// Its media type as told (`text/calendar`), where somebody told one.
    pub media_type: Option<String>,
    /// Its size in bytes, counted as it came in.
    pub bytes: u64,
    /// The bytes. Whoever reads moves the one cursor of the file, so only one does at a time.
    content: Arc<Mutex<File>>,
}

impl Upload {
    /// A file that has been taken in whole: `content` holds just its bytes.
    pub fn new(name: String, media_type: Option<String>, bytes: u64, content: File) -> Self {
        Self { name, media_type, bytes, content: Arc::new(Mutex::new(content)) }
    }

    /// All that it holds, at most the bytes that its option takes. This reads a disk, so it is
    /// done apart.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.rewind()?;
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl PartialEq for Upload {
    /// Whether they are copies of one file.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.content, &other.content)
    }
}

impl Eq for Upload {}

/// Why a file was not taken in. Its text is for whoever handed it in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It is larger than its option takes, and was not fetched, or not to its end.
    #[error("“{name}” has {}, and the most that I take here is {}.",
        against(*bytes, *most).0, against(*bytes, *most).1)]
    TooLarge {
        /// Its name as told, shortened.
        name: String,
        /// Its size in bytes, where anybody told it.
        bytes: Option<u64>,
        /// The most bytes that the option takes.
        most: u64,
    },
    /// The connection ended before all of it was there.
    #[error("“{name}” broke off on its way: {} of {} arrived.",
        size::against(*arrived, *bytes).0, size::against(*arrived, *bytes).1)]
    Cut {
        /// Its name as told, shortened.
        name: String,
        /// How many bytes arrived.
        arrived: u64,
        /// Its size in bytes, as the platform told it.
        bytes: u64,
    },
    /// It could not be had, or not be kept; why stands in the log.
    #[error("I could not get “{name}”.")]
    Lost {
        /// Its name as told, shortened.
        name: String,
    },
}

/// What is too large, and what would be allowed, in words.
fn against(bytes: Option<u64>, most: u64) -> (String, String) {
    match bytes {
        Some(bytes) => size::against(bytes, most),
        None => (format!("more than {}", size::most(most)), size::most(most)),
    }
}
