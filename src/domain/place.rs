//! Where people and communities are: a community has homes on platforms, a member has identities
//! there, and what is said stands in a place of one of the homes.

/// Where a community is on a platform: a Discord server, a Slack workspace, the local page's room.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Home {
    /// The name of the platform: a word in lower case that never changes.
    pub platform: &'static str,
    /// The platform's id of the community.
    pub id: String,
}

impl Home {
    /// The home of this id on a platform.
    pub fn new(platform: &'static str, id: impl Into<String>) -> Self {
        Self { platform, id: id.into() }
    }
}

/// Who a member is on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The name of the platform.
    pub platform: &'static str,
    /// The platform's id of the person.
    pub id: String,
}

impl Identity {
    /// The person of this id on a platform.
    pub fn new(platform: &'static str, id: impl Into<String>) -> Self {
        Self { platform, id: id.into() }
    }
}

/// A channel or a direct conversation in one of a community's homes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The home in which it is.
    pub home: Home,
    /// The platform's id of the channel or conversation.
    pub channel: String,
    /// Whether it is a conversation with the bot alone.
    pub direct: bool,
}

impl Place {
    /// Whether another place is the same channel or conversation: two homes may call theirs alike.
    pub fn is(&self, other: &Self) -> bool {
        self.home == other.home && self.channel == other.channel
    }
}
