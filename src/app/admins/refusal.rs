//! What cannot be done about members who are named as admins. A word: it imports nothing of its
//! capability.

/// Why a member cannot be named as an admin, or that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdminsRefusal {
    /// Nobody of that name has been met.
    #[error(
        "I have not met anybody called “{given}” here yet. Check the name, or have them type /help \
         here once and try again."
    )]
    NotMet {
        /// What was typed, at most 40 characters of it, on one line.
        given: String,
    },
    /// An app, which asks for nothing.
    #[error("{name} is an app, and apps are no admins here. Name a person.")]
    Bot {
        /// The name, as others read it.
        name: String,
    },
    /// A member who is named already.
    #[error("{name} has been named as an admin already. See who has with /admins list.")]
    Named {
        /// The name, as the members read it.
        name: String,
    },
    /// The asker, who is named already.
    #[error("You have been named as an admin already. See who has with /admins list.")]
    YouAreNamed,
    /// A member who is not named.
    #[error(
        "{name} has not been named as an admin, so there is nothing to take back. Whoever manages \
         this community by its own settings is one without that; only those settings change it."
    )]
    NotNamed {
        /// The name, as the members read it.
        name: String,
    },
    /// The asker, who is an admin without being named.
    #[error(
        "You have not been named as an admin: you are one because you manage this community, and \
         only its own settings change that."
    )]
    YouManage,
    /// The community has named as many as it may.
    #[error(
        "{most} members have been named already, which is the most. Take somebody off with /admins \
         remove first."
    )]
    Many {
        /// How many there may be at most.
        most: usize,
    },
}
