//! What the rules of a quiz bar.

use crate::domain::id::MemberId;

/// Why something is not possible; nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// The quiz is over, for whatever reason.
    Over,
    /// Another round is open now: its number.
    Moved(u32),
    /// The quiz is somebody else's.
    NotYours,
    /// The member's tries in this round are over.
    Done,
    /// The member's tries in the last round are over.
    AllDone,
    /// Only this member, who started the quiz, or an admin may do this.
    StarterOnly(MemberId),
    /// The question is not answered in this way.
    OtherStyle,
}
