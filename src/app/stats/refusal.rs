//! Stats that cannot be shown. A word: it imports nothing of its capability.

/// Why somebody's stats cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatsRefusal {
    /// Nothing to show of somebody.
    #[error("{}", no_answers(*own))]
    NoAnswers {
        /// Whether it is the asker who has none.
        own: bool,
    },
    /// Somebody has chosen not to show how they do to the asker.
    #[error("{name} {}. Look at your own with /stats.", hidden(*is_for_team))]
    Hidden {
        /// What they are called.
        name: String,
        /// Whether their team sees it.
        is_for_team: bool,
    },
}

fn hidden(is_for_team: bool) -> &'static str {
    if is_for_team {
        "shows their stats to their own team alone"
    } else {
        "keeps their stats to themselves"
    }
}

fn no_answers(own: bool) -> &'static str {
    if own {
        "You have not answered anything yet. Begin with /quiz and look again."
    } else {
        "This member has not answered anything yet. Look at your own with /stats."
    }
}
