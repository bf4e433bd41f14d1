//! The letters of a word as a set, which tells at a glance that two words are too far apart to be
//! slips of one another.

/// A set of letters. Some letters share a place in it, which only makes it tell less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letters(u64);

impl Letters {
    /// The letters of a text.
    pub(super) fn of(text: &str) -> Self {
        let bit = |c: u32| 1 << (c & 63);
        if text.is_ascii() {
            Self(text.bytes().fold(0, |set, c| set | bit(c.into())))
        } else {
            Self(text.chars().fold(0, |set, c| set | bit(c.into())))
        }
    }

    /// The letters that stand in either of two sets.
    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether more than `most` slips lie between the texts of these letters: one slip brings at
    /// most one letter, and takes at most one.
    #[inline]
    pub(super) fn are_beyond(self, most: usize, other: Self) -> bool {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        (self.0 & !other.0).count_ones() > most || (other.0 & !self.0).count_ones() > most
    }
}

#[cfg(test)]
mod tests {
    use super::super::slip::slips;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_few_slips_away_is_never_beyond(
            one in "[a-eй-мが]{1,9}", other in "[a-eй-мが]{1,9}", most in 0_usize..4
        ) {
            if slips(&one, &other, most).is_some() {
                prop_assert!(!Letters::of(&one).are_beyond(most, Letters::of(&other)));
            }
        }
    }

    #[test]
    fn other_letters_are_beyond() {
        assert!(Letters::of("canary").are_beyond(2, Letters::of("linear")));
        assert!(Letters::of("sns").are_beyond(0, Letters::of("sqs")));
    }
}
