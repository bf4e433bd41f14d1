//! What a person may read when something cannot be done: what, where, how to mend it.

use chrono::NaiveDate;

use super::click::Click;
use super::reply::{Button, ButtonStyle, Message, Reply};
use super::request::Who;
use super::texts::in_words;
use crate::domain::calendar::clock::NotATime;
use crate::domain::calendar::days::NotDays;
use crate::domain::calendar::off_days::NotOffDays;
use crate::domain::quiz::Barred;
use crate::domain::size::grouped;
use crate::domain::team::BadName;

/// The most that a button sends back, in bytes.
const LONGEST_ACTION: usize = 100;

/// The longest answer that is taken, in characters.
pub(super) const LONGEST_ANSWER: usize = 1_000;

/// Something that was asked for and cannot be done; its text is for the asker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such command.
    #[error("There is no command “/{given}”. \
        {mend}", mend = meant(nearest.as_deref().map(|near| format!("/{near}")), "Type /help to \
            see what I can do; an answer that begins with a slash goes by /answer."))]
    UnknownCommand {
        /// What was typed.
        given: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A command that needs its second word.
    #[error("/{word} needs one more word. There is {}.", in_words(commands, "and"))]
    HalfCommand {
        /// The first word.
        word: String,
        /// The commands that begin with it.
        commands: Vec<String>,
    },
    /// No such option.
    #[error("/{command} has no option “{given}”. {}", mend_option(nearest.as_deref(), options))]
    UnknownOption {
        /// The command.
        command: &'static str,
        /// What was typed.
        given: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// What there is.
        options: Vec<String>,
    },
    /// Text that belongs to no option.
    #[error("I do not know what to do with “{given}”. {}", how_to_write(command, options))]
    Stray {
        /// The command.
        command: &'static str,
        /// What was typed.
        given: String,
        /// What there is.
        options: Vec<String>,
    },
    /// An option that the command needs is not there.
    #[error("/{command} needs “{option}”. Write it like /{command} {option}:…")]
    Missing {
        /// The command.
        command: &'static str,
        /// The option.
        option: &'static str,
    },
    /// A number outside its range.
    #[error("{option} takes {min} to {max}; {given} is too {}. Try \
        {option}:{}.", if *high { "many" } else { "few" }, if *high { max } else { min })]
    OutOfRange {
        /// The option.
        option: &'static str,
        /// Least value.
        min: u32,
        /// Greatest value.
        max: u32,
        /// What was typed.
        given: String,
        /// Whether it is above the range.
        high: bool,
    },
    /// Not a number where one is needed.
    #[error(
        "{option} takes a whole number from {min} to {max}, not “{given}”. Try {option}:{default}."
    )]
    NotANumber {
        /// The option.
        option: &'static str,
        /// Least value.
        min: u32,
        /// Greatest value.
        max: u32,
        /// What is usual.
        default: u32,
        /// What was typed.
        given: String,
    },
    /// Not one of an option's words.
    #[error("{option} takes {}, not “{given}”. Try {option}:{nearest}.", in_words(words, "or"))]
    UnknownWord {
        /// The option.
        option: &'static str,
        /// The words it takes.
        words: Vec<String>,
        /// What was typed.
        given: String,
        /// The word that may have been meant.
        nearest: &'static str,
    },
    /// No such deck.
    #[error("There is no deck called “{given}”. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the decks."))]
    UnknownDeck {
        /// What was typed.
        given: String,
        /// The id that may have been meant.
        nearest: Option<String>,
    },
    /// No such topic.
    #[error("There is no topic called “{given}” in {deck}. \
        {mend}", mend = meant(nearest.clone(), "Type /deck list to see the topics."))]
    UnknownTopic {
        /// What was typed.
        given: String,
        /// The deck's title.
        deck: String,
        /// The topic that may have been meant.
        nearest: Option<String>,
    },
    /// The beginning of several names.
    #[error(
        "“{given}” is the beginning of {}. Type a little more of the one you mean.",
        in_words(found, "and")
    )]
    Ambiguous {
        /// What was typed.
        given: String,
        /// What begins with it.
        found: Vec<String>,
    },
    /// No deck was loaded.
    #[error(
        "There is no deck yet. Put a deck file into the folder named by DECKS_DIR and start me \
            again."
    )]
    NoDecks,
    /// Nobody of that name has been here.
    #[error(
        "Nobody called “{given}” has answered anything here. Check the name, or leave it out to \
            see your own."
    )]
    UnknownMember {
        /// What was typed.
        given: String,
    },
    /// Several people of one name.
    #[error(
        "{count} people here are called “{given}”. Pick the one you mean from the list of members."
    )]
    ManyMembers {
        /// What was typed.
        given: String,
        /// How many.
        count: usize,
    },
    /// A quiz with the channel in a conversation with the bot alone.
    #[error("A quiz with the channel needs a channel. Start it there, or play alone with /quiz.")]
    NoChannel,
    /// The bot could not show to everyone what was asked for.
    #[error("{0}")]
    Hindered(String),
    /// No question waits for an answer.
    #[error("No question is waiting for your answer here. Start a quiz with /quiz.")]
    NoQuestion,
    /// Nothing was typed.
    #[error("There was nothing in your answer. Type a word or two and send it again.")]
    EmptyAnswer,
    /// Far too much was typed.
    #[error("An answer has at most 1,000 characters and yours has {count}. Send a shorter one.")]
    LongAnswer {
        /// How many characters, with separators.
        count: String,
    },
    /// Typed text on a question with choices that fits none of them.
    #[error(
        "That is none of the choices. Press one of the buttons under the question, or type its \
            text."
    )]
    NoSuchChoice,
    /// A question without a hint.
    #[error("There is no hint for this question. Answer it, or skip it.")]
    NoHint,
    /// The rules of the quiz bar it.
    #[error("{}", barred(*_0))]
    Barred(Barred),
    /// The quiz is not known here, or not any more.
    #[error("I do not know that quiz any more. Start a new one with /quiz.")]
    UnknownQuiz,
    /// The quiz cannot go on because its deck has changed.
    #[error(
        "The deck of that quiz has changed since it began, so I have ended it. Start a new one \
            with /quiz."
    )]
    DeckChanged,
    /// The quiz cannot be read.
    #[error(
        "Something went wrong on our side with that quiz, so I have ended it. Start a new one with \
            /quiz."
    )]
    QuizLost,
    /// The quiz waits for its deck.
    #[error(
        "The deck of that quiz is away at the moment. The quiz waits: go on when the deck is back, \
            or stop it."
    )]
    QuizWaits,
    /// A quiz was stopped whose deck is away.
    #[error("I have stopped that quiz. Start a new one with /quiz.")]
    StoppedUnseen,
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
    /// Nothing was missed.
    #[error(
        "You missed none of these cards, so there is nothing to repeat. Start another quiz with \
            /quiz."
    )]
    NothingMissed,
    /// No time of day.
    #[error(transparent)]
    NotATime(#[from] NotATime),
    /// No days of the week.
    #[error(transparent)]
    NotDays(#[from] NotDays),
    /// No time zone.
    #[error("{told}")]
    UnknownZone {
        /// What is wrong and which places there are.
        told: String,
        /// The same command with each of those places.
        instead: Vec<Instead>,
    },
    /// No off-days.
    #[error(transparent)]
    NotOffDays(#[from] NotOffDays),
    /// No date.
    #[error("“{given}” is no date. List off-days like 2026-12-25, 2026-12-26, or write none.")]
    NotADate {
        /// What was typed.
        given: String,
    },
    /// Too many dates in a list.
    #[error("You have listed {} off-days, and I take {} at most. List those of the coming years.",
        grouped(*given as u64), grouped(*most as u64))]
    ManyDates {
        /// How many dates were listed.
        given: usize,
        /// How many are taken at most.
        most: usize,
    },
    /// Every day to come is off.
    #[error("No day is left on which a card could be posted. Name more days, or fewer off-days.")]
    NoDayLeft,
    /// A deck without cards.
    #[error("The deck “{deck}” has no cards. Choose another with deck:…")]
    EmptyDeck {
        /// Its title.
        deck: String,
    },
    /// A card of the day in a conversation with the bot alone.
    #[error(
        "A card of the day needs a channel. Name one with channel:…, or type this in the channel \
            itself."
    )]
    CardNeedsChannel,
    /// A channel that is not there.
    #[error("I cannot find that channel. Pick one from the list, or invite me into it first.")]
    NoSuchChannel,
    /// A channel in which the bot may not write.
    #[error("I may not write in that channel. Allow me to send messages there and set it again.")]
    MayNotPost,
    /// A channel without a schedule.
    #[error("There is no card of the day here yet. An admin sets one with /daily set time:09:00.")]
    NoSchedule,
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
    /// A member without a reminder.
    #[error("You have no reminder. Set one with /reminder set time:18:00.")]
    NoReminder,
    /// Somebody else's reminder.
    #[error("That reminder is not yours. Set your own with /reminder set time:18:00.")]
    NotYourReminder,
    /// It would be night.
    #[error(
        "That would be in the night, and I am quiet then. I will remind you at your usual time."
    )]
    TooLateToday,
    /// A member who has been forgotten.
    #[error("I have forgotten you already; this is where you begin anew.")]
    AlreadyForgotten,
    /// A button or form of another version of the program.
    #[error("That button is no longer in use. Type /help to see what I can do.")]
    UnknownClick,
    /// A page that the board does not have, or not any more.
    #[error(
        "This board has no page {page} any more; its last one is {pages}. Open it anew with \
            /leaderboard."
    )]
    NoPage {
        /// The page that was asked for.
        page: u64,
        /// How many there are.
        pages: u64,
    },
    /// A team's name that cannot be one.
    #[error("{_0}")]
    TeamName(BadName),
    /// A season's name that cannot be one.
    #[error("{}", season_name(*_0))]
    SeasonName(BadName),
    /// A team of that name exists.
    #[error(
        "There is a team called {name} already. Join it with /team join {name}, or pick another \
            name."
    )]
    TeamTaken {
        /// Its name.
        name: String,
    },
    /// Too many teams.
    #[error("There are {most} teams here, which is the most. Join one with /team join.")]
    ManyTeams {
        /// The most.
        most: usize,
    },
    /// The asker is in a team already.
    #[error("You are in the team {name}. Leave it with /team leave before you join another.")]
    InTeam {
        /// Its name.
        name: String,
    },
    /// The asker is in no team.
    #[error("You are in no team. Look at the teams with /team list and join one with /team join.")]
    NoTeam,
    /// No such team.
    #[error("There is no team called “{given}”. \
        {mend}", mend = meant(nearest.clone(), "Type /team list to see the teams."))]
    UnknownTeam {
        /// What was typed.
        given: String,
        /// The name that may have been meant.
        nearest: Option<String>,
    },
    /// Too few members for a draft.
    #[error("For {teams} teams it takes {} members with points in the last 30 days, and there are \
        {members}.", teams * 2)]
    FewPlayers {
        /// How many teams were asked for.
        teams: usize,
        /// How many members there are.
        members: usize,
    },
    /// Too many members for a draft.
    #[error(
        "A draft takes at most {most} members, and {members} have points in the last 30 days. Let \
            them pick teams with /team join."
    )]
    ManyPlayers {
        /// How many members there are.
        members: usize,
        /// The most.
        most: usize,
    },
    /// A draft that is past the step of the button.
    #[error("That draft is over. Draw up another with /team balance.")]
    DraftOver,
    /// No season is running.
    #[error("No season is running. An admin can start one with /season start.")]
    NoSeason,
    /// A season is running.
    #[error(
        "The season {name} runs through {until}. End it with /season end before you start another."
    )]
    SeasonRuns {
        /// Its name.
        name: String,
        /// Its last day.
        until: NaiveDate,
    },
    /// A season without a channel.
    #[error("A season needs a channel for its final board. Start it there.")]
    SeasonNeedsChannel,
    /// No date on which a season could end.
    #[error("until takes a date, not “{given}”. Write it like until:{example}.")]
    NotALastDay {
        /// What was typed.
        given: String,
        /// A date that would do.
        example: NaiveDate,
    },
    /// A season that would be over.
    #[error(
        "A season ends after today, and {given} is not. Write a later date, like until:{example}."
    )]
    SeasonPast {
        /// What was typed.
        given: NaiveDate,
        /// A date that would do.
        example: NaiveDate,
    },
    /// A season that would never end.
    #[error(
        "A season lasts a year at most, and {given} is later. Write a date up to until:{last}."
    )]
    SeasonLong {
        /// What was typed.
        given: NaiveDate,
        /// The last date that would do.
        last: NaiveDate,
    },
    /// Nothing to show of somebody.
    #[error("{}", no_answers(*own))]
    NoAnswers {
        /// Whether it is the asker who has none.
        own: bool,
    },
    /// Somebody keeps the own streak out of sight.
    #[error("This member keeps their streak out of sight. Look at your own with /streak show.")]
    StreakOff,
    /// A command for admins.
    #[error("Only those who manage {} may use /{command}.", whose(*who))]
    NotAllowed {
        /// The command.
        command: &'static str,
        /// Who may.
        who: Who,
    },
}

/// What may be done instead of what was refused, by a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// What the button says.
    pub label: String,
    /// The line that it stands for.
    pub line: String,
}

impl Refusal {
    /// The refusal as a private reply, with what may be done instead.
    pub fn reply(&self) -> Reply {
        let mut message = Message::refused(self.to_string());
        if *self == Self::NoQuestion {
            let quiz = Click::Line("/quiz".to_owned());
            message.buttons.push(Button::new(&quiz, "Start a quiz", ButtonStyle::Primary));
        }
        if let Self::UnknownZone { instead, .. } = self {
            for Instead { label, line } in instead {
                let click = Click::Line(line.clone());
                // A command with long options does not fit into a button; its zones stand in the
                // sentence.
                if click.to_string().len() <= LONGEST_ACTION {
                    message.buttons.push(Button::new(&click, label, ButtonStyle::Plain));
                }
            }
        }
        Reply::one(message)
    }
}

impl From<Barred> for Refusal {
    fn from(barred: Barred) -> Self {
        Self::Barred(barred)
    }
}

fn meant(nearest: Option<String>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("Did you mean “{nearest}”?"))
}

fn mend_option(nearest: Option<&str>, options: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("Did you mean “{nearest}”?"),
        None if options.is_empty() => "It takes none.".to_owned(),
        None => format!("It takes {}.", in_words(options, "and")),
    }
}

fn how_to_write(command: &str, options: &[String]) -> String {
    match options {
        [] => format!("/{command} stands alone."),
        [first, ..] => {
            format!("/{command} takes {}; write them like {first}:…", in_words(options, "and"))
        }
    }
}

fn barred(barred: Barred) -> String {
    match barred {
        Barred::Over => "That quiz is over. Start another with /quiz.".to_owned(),
        Barred::Moved(open) => {
            format!("That question is over. The quiz has moved on to question {open}.")
        }
        Barred::NotYours => {
            "This quiz belongs to somebody else. Start your own with /quiz.".to_owned()
        }
        Barred::Done => {
            "You have finished this question. The next one comes when it closes.".to_owned()
        }
        Barred::AllDone => {
            "You have finished this question, the last one. The result comes when it closes."
                .to_owned()
        }
        Barred::StarterOnly => {
            "Only the person who started this quiz, or an admin, can stop it.".to_owned()
        }
        Barred::FinishFirst => "Finish this question first; then you can close it.".to_owned(),
        Barred::OtherStyle => {
            "This question is answered in another way. Use the buttons under it.".to_owned()
        }
    }
}

fn season_name(bad: BadName) -> String {
    match bad {
        BadName::Empty => {
            "A season needs a name. Write it like /season start name:Spring until:…".to_owned()
        }
        bad => bad.to_string().replace("A team's name", "A season's name"),
    }
}

fn no_answers(own: bool) -> &'static str {
    if own {
        "You have not answered anything yet. Begin with /quiz and look again."
    } else {
        "This member has not answered anything yet. Look at your own with /stats."
    }
}

fn whose(who: Who) -> &'static str {
    match who {
        Who::Anyone => "nothing",
        Who::Admins => "this community",
    }
}
