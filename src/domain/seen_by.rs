//! Who sees how a member does: the member's own choice.

/// Who besides the member sees their accuracy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SeenBy {
    /// Everybody in the community.
    #[default]
    Everyone,
    /// Those of the member's team.
    Team,
    /// Nobody but the member.
    Me,
}

impl SeenBy {
    /// Every choice by its word.
    pub const WORDS: [(&'static str, Self); 3] =
        [("everyone", Self::Everyone), ("team", Self::Team), ("me", Self::Me)];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let is_this = |(_, choice): &&(&str, Self)| *choice == self;
        Self::WORDS.iter().find(is_this).map_or("everyone", |(word, _)| word)
    }

    /// The choice that a word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, choice)| *choice)
    }

    /// Whether somebody else sees it, who is in the member's team or is not.
    pub fn includes(self, is_of_team: bool) -> bool {
        match self {
            Self::Everyone => true,
            Self::Team => is_of_team,
            Self::Me => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_has_a_word_and_says_who_looks() {
        for (word, own_team, others) in
            [("everyone", true, true), ("team", true, false), ("me", false, false)]
        {
            let choice = SeenBy::of_word(word).unwrap();
            assert_eq!(choice.word(), word);
            assert_eq!(
                (choice.includes(true), choice.includes(false)),
                (own_team, others),
                "{word}"
            );
        }
        assert_eq!(SeenBy::of_word("nobody"), None);
    }
}
