//! The parts that common English words play in an answer: filler, denial, hedge, the beginning of
//! an explanation.
//!
//! Nothing here belongs to a subject; what is special about a subject stands in its deck.

/// What a word does to the words around it; several at once are possible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role(u16);

impl Role {
    /// Filler: adds nothing and takes nothing away.
    pub(super) const FILLER: Self = Self(1);
    /// Denies what stands near it.
    pub(super) const DENIAL: Self = Self(1 << 1);
    /// Offers one thing or another.
    pub(super) const HEDGE: Self = Self(1 << 2);
    /// Begins an explanation, after which nothing changes the answer.
    pub(super) const EXPLAINS: Self = Self(1 << 3);
    /// Ties a noun to the one before it: "header of the request".
    pub(super) const LINK: Self = Self(1 << 4);
    /// Has a direction, so that the words around it cannot change places: "from here to there".
    pub(super) const DIRECTED: Self = Self(1 << 5);
    /// Makes a sentence of the words around it.
    pub(super) const SENTENCE: Self = Self(1 << 6);
    /// Says that a statement holds: "yes", "true", "right".
    pub(super) const YES: Self = Self(1 << 7);
    /// Says that a statement does not hold: "no", "false", "wrong".
    pub(super) const NO: Self = Self(1 << 8);
    /// A category that people add to a name: "the … option".
    pub(super) const CATEGORY: Self = Self(1 << 9);
    /// A part of "I do not know".
    pub(super) const CLUELESS: Self = Self(1 << 10);
    /// Makes a number vague: "about".
    pub(super) const VAGUE: Self = Self(1 << 11);
    /// Makes a number a bound that says something else: "more than".
    pub(super) const BOUND: Self = Self(1 << 12);
    /// Joins the items of a list: "and".
    pub(super) const JOINS: Self = Self(1 << 13);
    /// Counts; no number is a slip for another.
    pub(super) const COUNT: Self = Self(1 << 14);

    /// Whether any part of `other` is played.
    #[inline]
    pub(super) const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What either of two roles does.
    #[inline]
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The part that a word in lower case plays, without a deck.
pub(super) fn role_of(word: &str) -> Role {
    let plays = |(_, words): &&(Role, &str)| words.split_whitespace().any(|one| one == word);
    ROLES.iter().filter(plays).fold(Role::default(), |all, (role, _)| all.and(*role))
}

/// The words of each role, as they are written.
pub(super) const ROLES: &[(Role, &str)] = &[
    (
        Role::FILLER,
        "a an the le la les une der die das ein eine el los las il gli una this these those we \
            your my me our he them been being am think guess believe suppose \
         reckon say said called named answer answers probably likely definitely surely certainly \
         clearly \
         obviously really actually basically simply just pretty sure ok okay well hmm um uh er oh \
         ah please \
         there here also too both such thing things one ones then some what who how but via eg ie \
         etc usually normally typically generally choose pick specify use used uses \
         using need needs needed want wants thats theyre hes youd youll wed lets right correct \
         formerly aka known \
         previously now today myself even very quite",
    ),
    (
        Role::FILLER.and(Role::SENTENCE),
        "it i you they is are was were be do does did done can could would should will shall may \
            might must have has",
    ),
    (
        Role::DENIAL,
        "not never none neither nor non without except isnt arent wasnt werent dont doesnt didnt \
            cant cannot wont wouldnt shouldnt aint nothing nobody excluding",
    ),
    (Role::DENIAL.and(Role::NO), "no"),
    (Role::HEDGE, "or either maybe perhaps possibly versus vs alternatively"),
    (
        Role::EXPLAINS.and(Role::FILLER).and(Role::SENTENCE),
        "because since so which that where when unlike while thus therefore hence if whereas \
            although though cause as like unless until",
    ),
    (
        Role::LINK.and(Role::FILLER),
        "of for in on at with by within inside under through across upon",
    ),
    (Role::LINK.and(Role::DIRECTED).and(Role::FILLER), "to from into onto than before after over"),
    (Role::JOINS.and(Role::FILLER), "and plus"),
    (Role::YES, "true t yes y yeah yep yup aye indeed absolutely affirmative"),
    (Role::YES.and(Role::FILLER), "right correct sure"),
    (Role::NO, "false f n nope nah wrong incorrect untrue negative"),
    (
        Role::CATEGORY,
        "feature option setting value term method approach technique mode type kind sort concept \
            name word thing \
         clause property parameter api call action operation command error class header file field \
         flag attribute \
         directory",
    ),
    (Role::CLUELESS, "idea clue idk dunno know skip next pass help clueless"),
    (
        Role::VAGUE,
        "about around approximately approx roughly circa ca almost nearly ish few several many \
            some lot",
    ),
    (
        Role::COUNT,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
            fifteen sixteen seventeen \
         eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand \
         million billion \
         first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth \
         thirteenth fourteenth \
         fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth \
         fiftieth sixtieth \
         seventieth eightieth ninetieth hundredth thousandth",
    ),
    (
        Role::BOUND,
        "more less fewer over above under below least minimum min exceeding greater smaller",
    ),
];
