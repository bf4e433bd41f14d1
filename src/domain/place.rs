//! Where something is said: a channel or a conversation, by the names that its platform has for it.

/// A channel or a direct conversation in a community.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The name of the platform: a word in lower case that never changes.
    pub platform: &'static str,
    /// The platform's id of the community.
    pub community: String,
    /// The platform's id of the channel or conversation.
    pub channel: String,
    /// Whether it is a conversation with the bot alone.
    pub direct: bool,
}
