//! A command that cannot be taken as it was given because of one of its options: it is asked for
//! again by a form in which the others are filled in, so that nothing is typed twice.

use super::Refusal;
use crate::app::click::{Click, LONGEST};
use crate::app::command::options::NAME;
use crate::app::command::refusal::CommandRefusal;
use crate::app::command::{By, Command, CommandOption, Takes, Written, form, valid};
use crate::app::daily::command::OFF;
use crate::app::daily::refusal::DailyRefusal;
use crate::app::finding::refusal::NotFound;
use crate::app::quiz::refusal::QuizRefusal;
use crate::app::reading::refusal::Misread;
use crate::app::reply::{Button, ButtonStyle, Field, Form, Input, MOST_FIELDS, Text};
use crate::app::request::{NotTaken, Upload};
use crate::app::season::refusal::SeasonRefusal;
use crate::app::team::refusal::TeamRefusal;
use crate::domain::calendar::clock::{self, parse_time, parse_time_or_off, show_time};
use crate::domain::calendar::date::parse_date;
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::parse_zone;

/// How many fields a form has beside a text above them on the platform that takes the fewest parts.
const FIELDS_UNDER_TEXT: usize = MOST_FIELDS - 1;

/// A refused command with its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Why it was refused.
    pub(super) refusal: Refusal,
    /// Asks for all of it again.
    form: Form,
    /// The line that gives the same, by which the form can be opened later; none where that would
    /// open none.
    line: Option<String>,
    /// Whether the form is not opened unasked: other buttons do what is likely wanted, and the line
    /// has all that was typed.
    is_offered: bool,
}

impl Again {
    /// The form for what was written, if it would help: the refusal is about one of the options, or
    /// about words that are for none, or what was written came by a form and would be lost.
    pub(super) fn of(refusal: &Refusal, written: &Written) -> Option<Self> {
        let understood = written.understood();
        let wrong = at_fault(refusal, written);
        let is_about_words = matches!(
            refusal,
            Refusal::Command(
                CommandRefusal::Stray { .. }
                    | CommandRefusal::Unsure { .. }
                    | CommandRefusal::UnknownOption { .. }
            )
        );
        let is_asked_again = wrong.is_some() || is_about_words;
        let has_buttons = !refusal.instead().is_empty();
        // A corrected line that no button holds comes as if by a form.
        let would_be_lost = written.by == By::Form && !has_buttons;
        let form = asking(refusal, &understood, wrong);
        if form.fields.is_empty() || !(is_asked_again || would_be_lost) {
            return None;
        }
        let opens = form.fields.len() <= MOST_FIELDS && !form.takes_file();
        let whole = line(written);
        let is_offered = has_buttons
            && opens
            && whole.is_some()
            && written.files.is_empty()
            && written.by != By::Form;
        let line = whole.unwrap_or_else(|| format!("/{}", written.command.name));
        let line = (is_asked_again && opens).then_some(line);
        Some(Self { refusal: refusal.clone(), form, line, is_offered })
    }

    /// The form, where it opens by itself.
    pub(super) fn opens(&self) -> Option<&Form> {
        Some(&self.form).filter(|_| !self.is_offered)
    }

    /// The same in place of a form whose sending sends this back.
    pub(super) fn in_place_of(self, action: Click) -> Self {
        Self { form: Form { action, ..self.form }, ..self }
    }

    /// The same with its form open, for whoever wants it.
    pub(super) fn opened(self) -> Self {
        Self { is_offered: false, ..self }
    }

    /// What may be done instead, and what opens the form for whom it did not open by itself.
    pub(super) fn buttons(&self) -> Vec<Button> {
        let mut buttons = self.refusal.instead();
        if let Some(line) = &self.line {
            // A line alone would offer the same buttons once more.
            let has_others = !buttons.is_empty();
            let opens = if has_others { Click::Form(line.clone()) } else { Click::line(line) };
            buttons.push(Button::new(opens, "Fill in a form", ButtonStyle::Plain));
        }
        buttons
    }

    /// What is said to whom no form opens, since it has a field for a file: how to hand that in.
    pub(super) fn by_command(&self) -> Option<Text> {
        let takes_file = |field: &&Field| matches!(field.input, Input::File { .. });
        let option = &self.form.fields.iter().find(takes_file)?.name;
        let text =
            Text::from("Use ").code(&self.form.title).plain(" once more and attach the file ");
        Some(text.plain("to its option ").code(option).plain("."))
    }
}

/// The option that a refusal is about.
fn at_fault(refusal: &Refusal, written: &Written) -> Option<&'static CommandOption> {
    let command = written.command;
    match refusal {
        Refusal::Command(refusal) => named(command, refused_option(refusal)?),
        Refusal::Misread(Misread::NotATime(_)) => taking(command, Takes::Time),
        Refusal::Misread(Misread::NotATimeOrOff { .. }) => taking(command, Takes::TimeOrOff),
        Refusal::Misread(Misread::NotDays(_)) => taking(command, Takes::Days),
        Refusal::Misread(Misread::NoDate(_)) => taking(command, Takes::Date),
        Refusal::Misread(Misread::UnknownZone { .. }) => taking(command, Takes::Zone),
        Refusal::Misread(Misread::NotADate { .. } | Misread::ManyDates { .. }) => {
            named(command, OFF.name)
        }
        Refusal::NotFound(refusal) => unknown_name(refusal, written),
        Refusal::Daily(DailyRefusal::NotOffDays(_)) => {
            command.options.iter().find(|option| takes_file(option))
        }
        Refusal::Daily(DailyRefusal::DeckAway { .. } | DailyRefusal::EmptyDeck { .. }) => {
            taking(command, Takes::Deck)
        }
        Refusal::CannotSpeak(_) => {
            taking(command, Takes::Channel).filter(|channel| is_typed(channel, written))
        }
        Refusal::Quiz(QuizRefusal::UnknownQuestion { .. }) => {
            taking(command, Takes::Question).filter(|question| is_typed(question, written))
        }
        Refusal::Season(SeasonRefusal::BadName(_))
        | Refusal::Team(
            TeamRefusal::BadName(_) | TeamRefusal::UnknownTeam { .. } | TeamRefusal::Taken { .. },
        ) => named(command, NAME.name),
        Refusal::Season(
            SeasonRefusal::NotALastDay { .. }
            | SeasonRefusal::Past { .. }
            | SeasonRefusal::TooLong { .. },
        ) => named(command, "until"),
        _ => None,
    }
}

fn named(command: &Command, name: &str) -> Option<&'static CommandOption> {
    command.options.iter().find(|option| option.name == name)
}

fn taking(command: &Command, takes: Takes) -> Option<&'static CommandOption> {
    command.options.iter().find(|option| option.takes == takes)
}

/// The option that the table refuses, or to whose name another is near.
fn refused_option(refusal: &CommandRefusal) -> Option<&str> {
    match refusal {
        CommandRefusal::Missing { option, .. }
        | CommandRefusal::NotANumber { option, .. }
        | CommandRefusal::OutOfRange { option, .. }
        | CommandRefusal::UnknownWord { option, .. }
        | CommandRefusal::NotTaken { option, .. }
        | CommandRefusal::NotAFile { option, .. } => Some(option),
        CommandRefusal::UnknownOption { nearest, .. } => nearest.as_deref(),
        _ => None,
    }
}

/// The option that names what there is not.
fn unknown_name(refusal: &NotFound, written: &Written) -> Option<&'static CommandOption> {
    let command = written.command;
    match refusal {
        NotFound::UnknownDeck { .. } => taking(command, Takes::Deck),
        NotFound::UnknownTopic { .. } => taking(command, Takes::Topic),
        NotFound::Ambiguous { option, .. } => named(command, option),
        NotFound::UnknownMember { .. } | NotFound::ManyMembers { .. } => {
            taking(command, Takes::Member).filter(|member| is_typed(member, written))
        }
        NotFound::NoDecks => None,
    }
}

/// Whether what was given for an option was typed; what is chosen from a platform's own lists is
/// an id there, which nobody can mend in a form.
fn is_typed(option: &CommandOption, written: &Written) -> bool {
    written.by != By::Options && written.understood().options.contains_key(option.name)
}

fn asking(refusal: &Refusal, written: &Written, wrong: Option<&'static CommandOption>) -> Form {
    let Written { command, options, files, .. } = written;
    let is_needed = |option: &&CommandOption| {
        let is_given = options.contains_key(option.name) || files.contains_key(option.name);
        let is_wrong = wrong.is_some_and(|wrong| wrong.name == option.name);
        option.required || is_given || is_wrong
    };
    let needed = command.options.iter().filter(is_needed).count();
    let mut room = FIELDS_UNDER_TEXT.saturating_sub(needed);
    let mut fields = Vec::new();
    // In the order in which the command has them.
    for option in command.options {
        if !is_needed(&option) {
            if room == 0 || !can_be_asked_for(option) {
                continue;
            }
            room -= 1;
        }
        let why = wrong.filter(|wrong| wrong.name == option.name).map(|_| refusal);
        fields.push(field(option, written, why));
    }
    let error = wrong.is_none().then(|| refusal.to_string());
    Form { error, ..form::form(command, fields) }
}

/// The field for an option, with what was given for it, and with the refusal if it is about it.
fn field(option: &'static CommandOption, written: &Written, refusal: Option<&Refusal>) -> Field {
    let given = written.options.get(option.name).map_or("", |value| value.trim());
    // A sentence about a line names the option before each value; a field has its label.
    let named = format!("{}:", option.name);
    let said = |refusal: &Refusal| refusal.to_string().replace(&named, "");
    let (value, error) = match (read(option, given), refusal) {
        // Its taker knows an example that would do.
        (Err(_), Some(refusal)) if option.takes == Takes::Date => {
            (given.to_owned(), Some(said(refusal)))
        }
        (Err(error), _) => (given.to_owned(), Some(said(&error))),
        // Nobody is blamed for what they could not fill in yet.
        (Ok(_), Some(Refusal::Command(CommandRefusal::Missing { .. }))) => {
            let is_sent = written.by == By::Form;
            (String::new(), is_sent.then(|| "This one is needed.".to_owned()))
        }
        (Ok(value), refusal) => (value, refusal.map(said)),
    };
    // What may be left out of some commands may be needed in this one.
    let is_missing = matches!(refusal, Some(Refusal::Command(CommandRefusal::Missing { .. })));
    // Of a file, its name is all that can be told again.
    let value = match written.files.get(option.name) {
        Some(file) => file_name(file),
        None => value,
    };
    Field { is_optional: !option.required && !is_missing, error, ..form::field(option, &value) }
}

/// What was given for an option as its field has it, or why it cannot be taken.
fn read(option: &'static CommandOption, given: &str) -> Result<String, Refusal> {
    if given.is_empty() {
        return Ok(String::new());
    }
    let as_given = given.to_owned();
    match option.takes {
        Takes::Time => Ok(parse_time(given).map(show_time).map_err(Misread::time)?),
        Takes::TimeOrOff => {
            let at = parse_time_or_off(given).map_err(Misread::time_or_off)?;
            Ok(at.map_or_else(|| clock::OFF.to_owned(), show_time))
        }
        Takes::Days => Ok(parse_days(given).map(|_| as_given).map_err(Misread::days)?),
        Takes::Date => Ok(parse_date(given).map(|day| day.to_string()).map_err(Misread::date)?),
        Takes::Zone => Ok(parse_zone(given).map(|_| as_given).map_err(Misread::zone)?),
        // What was typed for one is none.
        Takes::File { .. } => Ok(String::new()),
        _ => Ok(valid(option, given)?),
    }
}

fn takes_file(option: &CommandOption) -> bool {
    matches!(option.takes, Takes::File { .. })
}

/// The name of a file, taken in or not.
fn file_name(file: &Result<Upload, NotTaken>) -> String {
    match file {
        Ok(Upload { name, .. })
        | Err(
            NotTaken::TooLarge { name, .. } | NotTaken::Cut { name, .. } | NotTaken::Lost { name },
        ) => name.clone(),
    }
}

/// Whether somebody can fill an option in who did not think of it: what is chosen from the
/// platform's own lists cannot be typed, a box that nobody touched would say no, and a file would
/// keep the form from opening where forms have none.
fn can_be_asked_for(option: &CommandOption) -> bool {
    use Takes::{Channel, Check, File, Question};
    !matches!(option.takes, Question | Channel | Check | File { .. })
}

/// The command with what was given, if a button holds it.
fn line(written: &Written) -> Option<String> {
    written.line().filter(|line| Click::line(line).to_string().len() <= LONGEST)
}
