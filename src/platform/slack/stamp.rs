//! Where messages stand on Slack: a message is known by its channel and its time, a thread by the
//! message under which it is.

use std::fmt;
use std::str::FromStr;

use crate::store::Shown;

/// A channel, or a thread in it: `C1`, `C1:1700000000.000100`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The channel or conversation, by its id.
    pub(super) channel: String,
    /// The time of the message under which the thread is; none in the channel itself.
    pub(super) thread: Option<String>,
}

/// A message by its channel and its time, which is text: as a number it would lose its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The channel or conversation, by its id.
    pub(super) channel: String,
    /// When it was sent, in Slack's own writing: `1700000000.000100`.
    pub(super) time: String,
}

/// Text that names no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message of Slack's is named by its channel and its time")]
pub(super) struct NoStamp;

impl Spot {
    /// A channel, outside its threads.
    pub(super) fn channel(channel: impl Into<String>) -> Self {
        Self { channel: channel.into(), thread: None }
    }

    /// The place that a message was shown in.
    pub(super) fn of(place: &str) -> Self {
        match place.split_once(':') {
            Some((channel, thread)) => {
                Self { channel: channel.to_owned(), thread: Some(thread.to_owned()) }
            }
            None => Self::channel(place),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.thread {
            Some(thread) => write!(f, "{}:{thread}", self.channel),
            None => f.write_str(&self.channel),
        }
    }
}

impl Stamp {
    /// The message of this time in a channel.
    pub(super) fn new(channel: impl Into<String>, time: impl Into<String>) -> Self {
        Self { channel: channel.into(), time: time.into() }
    }

    /// Where the message was shown.
    pub(super) fn of(shown: &Shown) -> Self {
        Self::new(Spot::of(&shown.place).channel, &shown.message)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.channel, self.time)
    }
}

impl FromStr for Stamp {
    type Err = NoStamp;

    fn from_str(text: &str) -> Result<Self, NoStamp> {
        let (channel, time) = text.split_once(':').ok_or(NoStamp)?;
        let is_time = !time.is_empty() && time.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if channel.is_empty() || !is_time {
            return Err(NoStamp);
        }
        Ok(Self::new(channel, time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_its_channel_and_its_time() {
        let stamp = Stamp::new("C1", "1700000000.000100");
        assert_eq!(stamp.to_string().parse(), Ok(stamp));
        for text in ["C1", "C1:", ":1.2", "C1:1.2:3", "C1:now"] {
            assert_eq!(text.parse::<Stamp>(), Err(NoStamp), "{text}");
        }
        for text in ["C1", "C1:1700000000.000100"] {
            assert_eq!(Spot::of(text).to_string(), text);
        }
    }
}
