//! Streaks that cannot be shown. A word: it imports nothing of its capability.

/// Why a streak cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StreakRefusal {
    /// Somebody keeps the own streak out of sight.
    #[error("This member keeps their streak out of sight. Look at your own with /streak show.")]
    Off,
}
