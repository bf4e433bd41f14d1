//! What cannot be done about a card of the day or its schedule. A word: it imports nothing of its
//! capability.

use crate::domain::calendar::off_days::NotOffDays;

/// Why something cannot be done about a card of the day or its schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DailyRefusal {
    /// A card of the day waits for its deck.
    #[error("The deck of this card is away at the moment. Try again when it is back.")]
    CardWaits,
    /// The deck of a schedule is away, and no other was named.
    #[error(
        "The deck “{deck}” is away at the moment. Try again when it is back, or choose another \
            with deck:…"
    )]
    DeckAway {
        /// The deck's id, as its schedule names it.
        deck: String,
    },
    /// The deck of a schedule that has come due is away; the note of its pause.
    #[error("Its deck “{deck}” is away.")]
    DeckGone {
        /// The deck's id, as the schedule names it.
        deck: String,
    },
    /// A deck without cards.
    #[error("The deck “{deck}” has no cards. Choose another with deck:…")]
    EmptyDeck {
        /// The deck's title, as people read it.
        deck: String,
    },
    /// A card of the day in a conversation with the bot alone.
    #[error(
        "A card of the day needs a channel. Name one with channel:…, or type this in the channel \
            itself."
    )]
    CardNeedsChannel,
    /// A channel without a schedule.
    #[error(
        "There is no card of the day {} yet. An admin sets one with /daily set time:09:00{}.",
        if *is_named { "there" } else { "here" },
        if *is_named { " in that channel" } else { "" }
    )]
    NoSchedule {
        /// Whether it is a channel that was named, not the one in which it was asked.
        is_named: bool,
    },
    /// A schedule that runs.
    #[error("It is not paused. See what comes next with /daily preview.")]
    NotPaused,
    /// Today's card is there already.
    #[error("Today's card is up already. See how it stands with /daily today.")]
    AlreadyPosted,
    /// A card of the day that can no longer be answered.
    #[error(
        "That card is closed. Its answer stands in the channel; /daily today says when the next \
            one comes."
    )]
    CardClosed,
    /// A calendar file cannot be read, or holds too much.
    #[error(transparent)]
    NotOffDays(#[from] NotOffDays),
    /// Every day to come is off.
    #[error("No day is left on which a card could be posted. Name more days, or fewer off-days.")]
    NoDayLeft,
}
