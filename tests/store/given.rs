//! A community with members and quizzes, to commit changes upon.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::domain::grade::Verdict;
use studyhall::domain::id::{AnswerId, QuizId};
use studyhall::domain::place::{Home, Identity, Place};
use studyhall::store::{
    AnswerRow, Change, Committed, Community, Deed, Earned, HandledEvent, Member, QuizRow, Store,
};

/// The time at which everything happens.
pub(crate) fn noon() -> DateTime<Utc> {
    "2026-05-02T12:00:00Z".parse().unwrap()
}

/// A seed of its own for each name.
fn seed(name: &str) -> u64 {
    name.bytes().fold(1, |seed, byte| seed * 31 % 1_000_000_007 + u64::from(byte))
}

/// A community with one member.
pub(crate) struct Given {
    pub(crate) store: Store,
    pub(crate) home: Home,
    pub(crate) community: Community,
    pub(crate) member: Member,
}

impl Given {
    pub(crate) async fn new(store: &Store) -> Self {
        Self::in_community(store, "hall").await
    }

    /// A community of this name with one member.
    pub(crate) async fn in_community(store: &Store, name: &str) -> Self {
        let mut rng = StdRng::seed_from_u64(seed(name));
        let home = Home::new("web", name);
        let community = store.community(&home, Tz::UTC, noon(), &mut rng).await.unwrap();
        let member = store
            .member(community.id, &Identity::new("web", "ann"), "Ann", None, noon(), &mut rng)
            .await
            .unwrap();
        Self { store: store.clone(), home, community, member }
    }

    /// Another member of the community.
    pub(crate) async fn another(&self, name: &str) -> Member {
        let later = noon() + TimeDelta::seconds(1);
        let mut rng = StdRng::seed_from_u64(seed(name));
        self.store
            .member(self.community.id, &Identity::new("web", name), name, None, later, &mut rng)
            .await
            .unwrap()
    }

    /// A new quiz of the member alone.
    pub(crate) fn solo(&self, id: i64) -> QuizRow {
        QuizRow { solo: Some(self.member.id), ..self.channel(id) }
    }

    /// A channel of the community.
    pub(crate) fn place(&self, channel: &str) -> Place {
        Place { home: self.home.clone(), channel: channel.to_owned(), direct: false }
    }

    /// A new quiz of the channel.
    pub(crate) fn channel(&self, id: i64) -> QuizRow {
        QuizRow {
            id: QuizId(id),
            community: self.community.id,
            place: self.place("general"),
            solo: None,
            posting: None,
            state: r#"{"round":1}"#.to_owned(),
            version: 0,
            wakes_at: None,
            over: false,
        }
    }

    /// The member's answer to card `id` in quiz 1.
    pub(crate) fn answer(&self, id: i64, points: u32) -> AnswerRow {
        AnswerRow {
            id: AnswerId(id),
            member: self.member.id,
            community: self.community.id,
            quiz: QuizId(1),
            round: 1,
            deck: "capitals".to_owned(),
            card: format!("card-{id}"),
            given: "Paris".to_owned(),
            verdict: if points > 0 { Verdict::Correct } else { Verdict::Incorrect },
            points,
            counts_to_cap: true,
            study_day: noon().date_naive(),
            board_day: noon().date_naive(),
            at: noon(),
        }
    }

    /// An event of the member with the reply that is kept.
    pub(crate) fn event(&self, id: &str, reply: &str) -> HandledEvent {
        HandledEvent { id: id.to_owned(), member: self.member.id, reply: reply.to_owned() }
    }

    /// Commits a new quiz, and an answer of a member who has earned nothing yet.
    pub(crate) async fn commit_new(&self, quiz: &QuizRow, answer: Option<AnswerRow>) {
        let answer = answer.map(|answer| Deed::Record(answer, Earned::default()));
        let change = [Deed::PutQuiz(quiz.clone())].into_iter().chain(answer).collect();
        assert_eq!(self.commit(&change).await, Committed::Done);
    }

    /// Commits an answer alone.
    pub(crate) async fn commit_answer(&self, answer: AnswerRow, quiz_points: u32) -> Committed {
        let earned = Earned { quiz_points, card: false };
        self.commit(&Change::of(Deed::Record(answer, earned))).await
    }

    pub(crate) async fn commit(&self, change: &Change) -> Committed {
        self.store.commit(change, noon()).await.unwrap()
    }

    /// What the member has earned on the study day, in all and with card `id`.
    pub(crate) async fn earned(&self, id: i64) -> Earned {
        let card = format!("card-{id}");
        self.store.earned(self.member.id, "capitals", &card, noon().date_naive()).await.unwrap()
    }
}
