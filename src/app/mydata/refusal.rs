//! What cannot be done about a member's data. A word: it imports nothing of its capability.

/// Why something cannot be done about a member's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MyDataRefusal {
    /// A member who has been forgotten.
    #[error("I have forgotten you already; this is where you begin anew.")]
    AlreadyForgotten,
    /// Somebody else, who is not forgotten.
    #[error(
        "That button is somebody else's. To have what I keep of you deleted, use /mydata delete."
    )]
    NotYours,
}
