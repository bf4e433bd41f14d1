//! `/streak show`, `why`, `off` and `on`: study days in a row.

pub(super) mod command;
mod expected;
pub mod refusal;
mod settling;
mod view;

pub(super) use self::view::way_back;

use self::command::StreakCommand;
use self::view::Today;
use super::asking::Asking;
use super::command::Given;
use super::decision::{Decision, Fault};
use super::reply::{Block, Message, Reply, Text};
use super::{App, finding};
use crate::app::streak::refusal::StreakRefusal;
use crate::domain::calendar::StudyDays;
use crate::domain::quiz::{Quiz, Round};
use crate::domain::streak::{Streak, Studied, last_days, streak};
use crate::store::{Deed, KeptStreak, Member, Result as Stored};

/// How many days `/streak why` explains.
const DAYS_EXPLAINED: u64 = 14;

/// Everything that a member's streak is reckoned from.
pub(super) struct Lived {
    pub(super) studied: Vec<Studied>,
    pub(super) expected: StudyDays,
    pub(super) kept: KeptStreak,
}

impl Lived {
    pub(super) async fn load(app: &App, member: &Member) -> Stored<Self> {
        let mut expected = app.expected_days(member.community).await?;
        expected.excused.extend(app.store.skipped_days(member.id).await?);
        let (studied, kept) =
            (app.store.studied(member.id).await?, app.store.kept_streak(member.id).await?);
        Ok(Self { studied, expected, kept })
    }

    /// The member's study day now.
    fn today(&self, asking: &Asking<'_>, member: &Member) -> Today {
        let day = asking.study_day_of(member);
        Today { day, is_expected: self.expected.include(day), turn: member.turn }
    }

    /// The streak as of a study day. The longest one is never lost, whatever has become of the
    /// study days since.
    pub(super) fn streak(&self, today: chrono::NaiveDate) -> Streak {
        let streak = streak(&self.studied, &self.expected, today);
        Streak { longest: streak.longest.max(self.kept.longest), ..streak }
    }
}

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: StreakCommand,
    given: &Given,
) -> Result<Decision, Fault> {
    match command {
        StreakCommand::Show => show(app, asking, given).await,
        StreakCommand::Why => why(app, asking).await,
        StreakCommand::Off => switch(app, asking, true).await,
        StreakCommand::On => switch(app, asking, false).await,
    }
}

/// Shows a member's streak.
async fn show(app: &App, asking: &Asking<'_>, given: &Given) -> Result<Decision, Fault> {
    let member = finding::member(app, asking, given).await?;
    let lived = Lived::load(app, &member).await?;
    let own = member.id == asking.member.id;
    if lived.kept.off {
        return if own { Ok(say(view::off())) } else { Err(StreakRefusal::Off.into()) };
    }
    let today = lived.today(asking, &member);
    Ok(say(view::streak(&lived.streak(today.day), &today, (!own).then_some(&member))))
}

/// Explains each of the asker's last days, as far as they were here.
async fn why(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let lived = Lived::load(app, &asking.member).await?;
    let today = lived.today(asking, &asking.member);
    // Whoever asks for the first time joins now.
    let joined = app.store.joined_at(asking.member.id).await?;
    let joined = asking.study_day_at(joined.unwrap_or(asking.now));
    let days = last_days(&lived.studied, &lived.expected, today.day, joined, DAYS_EXPLAINED);
    Ok(say(view::why(&days, DAYS_EXPLAINED, &lived.streak(today.day), &today)))
}

/// Switches the asker's streak off or on.
async fn switch(app: &App, asking: &Asking<'_>, off: bool) -> Result<Decision, Fault> {
    let switch = vec![Deed::SwitchStreak(asking.community.id, asking.member.id, off)];
    if off {
        let text = "Your streak is off: nobody sees it, and I do not speak of it. Your days are \
            still counted; \
                    /streak on brings it back with all of them.";
        let said = Message::private(vec![Block::Paragraph { text: text.into() }]);
        return Ok(Decision::deeds(switch, Reply::one(said)));
    }
    let lived = Lived::load(app, &asking.member).await?;
    let text = Text::from("Your streak is on again.");
    let today = lived.today(asking, &asking.member);
    let streak = view::streak(&lived.streak(today.day), &today, None);
    let said = Message::private([Block::Paragraph { text }].into_iter().chain(streak).collect());
    Ok(Decision::deeds(switch, Reply::one(said)))
}

/// The asker's streak once the answers of a quiz count, also the one that is being committed; none
/// if it is off.
pub(super) async fn after_this(
    app: &App,
    asking: &Asking<'_>,
    quiz: &Quiz,
) -> Result<Option<Streak>, Fault> {
    let mut lived = Lived::load(app, &asking.member).await?;
    if lived.kept.off {
        return Ok(None);
    }
    let today = asking.study_day();
    let answered =
        u32::try_from(quiz.rounds().iter().filter(|round| Round::answered(round)).count())
            .unwrap_or(1);
    if answered > 0 {
        match lived.studied.binary_search_by_key(&today, |studied| studied.day) {
            // Those of this quiz may be among the day's cards already, but for the last.
            Ok(place) => lived.studied[place].cards = lived.studied[place].cards.max(answered),
            Err(place) => lived.studied.insert(place, Studied { day: today, cards: answered }),
        }
    }
    Ok(Some(lived.streak(today)))
}

fn say(blocks: Vec<Block>) -> Decision {
    Decision::say(Reply::one(Message::private(blocks)))
}
