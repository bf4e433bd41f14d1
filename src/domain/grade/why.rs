//! The reasons that need no figure, each a sentence that a member reads; none gives an answer away.

pub(super) const RIGHT: &str = "That is it.";
pub(super) const SLIPPED: &str = "That is it, give or take a letter.";
pub(super) const RELATED: &str = "The right idea, but not yet the answer. Be more specific.";
pub(super) const PART: &str = "That is part of it. Be more specific.";
pub(super) const SHORTENED: &str = "That looks like a shortened form. Write it out.";
pub(super) const ORDER: &str = "The right words in another order.";
pub(super) const VERDICT_MISSING: &str =
    "The right idea. Say whether the statement is true or false.";
pub(super) const NUMBER_MISSING: &str = "The right unit. Say how many.";
pub(super) const VAGUE: &str = "The right figure, but it is exact. Say it without the hedge.";
pub(super) const LIST_ORDER: &str = "All are there, in another order than asked.";
pub(crate) const WRONG: &str = "That is not it.";
pub(super) const ANOTHER: &str = "That is the name of something else.";
pub(super) const MORE: &str = "With these words around it, it means something else.";
pub(super) const DENIED: &str = "That says what it is not.";
pub(super) const TWO: &str = "One answer at a time: this gives more than one.";
pub(super) const CLUELESS: &str = "There is no answer in it yet.";
pub(super) const TOO_LONG: &str = "That is far longer than an answer.";
pub(super) const OTHER_WAY: &str = "It is the other way round.";
pub(super) const NEITHER: &str = "Say whether the statement is true or false.";
pub(super) const FIGURE: &str = "The figure is another one.";
pub(super) const UNIT: &str = "The unit is another one.";
pub(super) const NO_FIGURE: &str = "A number is asked for.";
pub(super) const BOUND: &str = "An exact figure is asked for, not a bound.";
pub(super) const DUMP: &str = "Too much that does not belong here.";
