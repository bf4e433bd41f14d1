//! Pictures in messages: Slack shows a file that it was given before.

use slack_morphism::SlackFileId;
use slack_morphism::blocks::{SlackBlock, SlackFileIdOrUrl, SlackImageBlock, SlackImageUrlOrFile};

use super::mrkdwn;
use super::parts::context;
use crate::platform::shown::{clipped, units};

/// The longest description of a picture, in UTF-16 units: Slack takes 2,000, but it counts among
/// the texts of the message.
const LONGEST_ALT: usize = 1_000;

/// A picture that belongs into a message.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::platform::slack) struct Picture {
    /// File name, with its ending (`standings.png`).
    pub(in crate::platform::slack) name: String,
    /// What it shows, for those who do not see it; never blank.
    pub(in crate::platform::slack) alt: String,
    /// The bytes of the PNG.
    pub(in crate::platform::slack) png: Vec<u8>,
    /// What stands in its place where Slack has no file of it; without it, what it shows in words.
    pub(in crate::platform::slack) instead: Option<Box<SlackBlock>>,
    /// Before which of the message's blocks it stands, counted from 0 without any picture.
    pub(in crate::platform::slack) place: usize,
}

impl Picture {
    /// How long its text is, in UTF-16 units.
    pub(super) fn units(&self) -> usize {
        units(&self.alt).min(LONGEST_ALT)
    }

    /// The picture as a block, by the id that Slack gave its file; without one, what says the same.
    /// It has no title: above a picture that says what it is, Slack would show a file name.
    pub(super) fn block(&self, id: Option<&String>) -> SlackBlock {
        let Some(id) = id else {
            if let Some(instead) = &self.instead {
                return (**instead).clone();
            }
            return context(&mrkdwn::escaped_within(&self.alt, LONGEST_ALT));
        };
        let slack_file = SlackFileIdOrUrl::Id { id: SlackFileId(id.clone()) };
        let image = SlackImageUrlOrFile::SlackFile { slack_file };
        SlackImageBlock::new(image, clipped(&self.alt, LONGEST_ALT)).into()
    }
}
