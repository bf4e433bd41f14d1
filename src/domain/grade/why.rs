//! Why an answer was judged as it was, as values; each is a sentence that a member reads, and none
//! gives an answer away.

use std::fmt;

use super::instead::Instead;

/// The reason of a judgment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The verdict says it all, as where one of several choices was picked.
    Unsaid,
    /// It is the answer.
    Right,
    /// It is the answer with a slip in it.
    Slipped,
    /// One of the forms that the card lists as close.
    Related,
    /// Part of the term.
    Part,
    /// A shortened form of the term that the deck does not list.
    Shortened,
    /// The words of the term in another order.
    Order,
    /// What is to be said about a statement, without whether it holds.
    VerdictMissing,
    /// The unit without its figure.
    NumberMissing,
    /// The figure with a hedge around it, where it is exact.
    Vague,
    /// All items of a list, in another order than asked.
    ListOrder,
    /// All items of a list, and something that does not belong there.
    Surplus,
    /// Nothing more can be said without giving something away.
    Wrong,
    /// The name of something else in the deck.
    Another,
    /// The answer among words that change what it means.
    More,
    /// It says the answer, but denies it: "not S3".
    Denied,
    /// Several answers at once.
    Two,
    /// No answer in it: something else was said.
    NoAnswer(Instead),
    /// Longer than any answer.
    TooLong,
    /// The opposite of what the statement is.
    OtherWay,
    /// Neither true nor false.
    Neither,
    /// It names another figure than the answer does.
    Figure,
    /// The figure is right, but its unit is another.
    Unit,
    /// No figure where one is asked for.
    NoFigure,
    /// A bound where a figure is asked for.
    Bound,
    /// Many things, most of which do not belong there.
    Dump,
    /// Some items of a list are right and none is wrong, but not all are there.
    Missing {
        /// How many of the wanted items are there, from 1.
        right: usize,
        /// How many are wanted; more than `right`.
        wanted: usize,
    },
}

impl Why {
    /// Whether it says more than that the answer is not it.
    pub fn says_more(self) -> bool {
        !matches!(self, Self::Unsaid | Self::Wrong)
    }

    /// The name by which programs know it, if it has one: for what is no try.
    pub fn name(self) -> Option<&'static str> {
        matches!(self, Self::NoAnswer(_)).then_some("no_answer")
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Unsaid | Self::Missing { .. } => "",
            Self::Right => "That is it.",
            Self::Slipped => "That is it, give or take a letter.",
            Self::Related => "The right idea, but not yet the answer. Be more specific.",
            Self::Part => "That is part of it. Be more specific.",
            Self::Shortened => "That looks like a shortened form. Write it out.",
            Self::Order => "The right words in another order.",
            Self::VerdictMissing => "The right idea. Say whether the statement is true or false.",
            Self::NumberMissing => "The right unit. Say how many.",
            Self::Vague => "The right figure, but it is exact. Say it without the hedge.",
            Self::ListOrder => "All are there, in another order than asked.",
            Self::Surplus => "All are there, and something that does not belong.",
            Self::Wrong => "That is not it.",
            Self::Another => "That is the name of something else.",
            Self::More => "With these words around it, it means something else.",
            Self::Denied => "That says what it is not.",
            Self::Two => "One answer at a time: this gives more than one.",
            Self::NoAnswer(_) => "There is no answer in it yet.",
            Self::TooLong => "That is far longer than an answer.",
            Self::OtherWay => "It is the other way round.",
            Self::Neither => "Say whether the statement is true or false.",
            Self::Figure => "The figure is another one.",
            Self::Unit => "The unit is another one.",
            Self::NoFigure => "A number is asked for.",
            Self::Bound => "An exact figure is asked for, not a bound.",
            Self::Dump => "Too much that does not belong here.",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { right, wanted } if wanted - right == 1 => {
                write!(f, "{right} of {wanted}: one is missing.")
            }
            Self::Missing { right, wanted } => {
                write!(f, "{right} of {wanted}: {} are missing.", wanted - right)
            }
            why => f.write_str(why.sentence()),
        }
    }
}
