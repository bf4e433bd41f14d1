//! A command that cannot be taken as it was given because of one of its options: it is asked for
//! again by a form in which the others are filled in, so that nothing is typed twice.

use super::Refusal;
use crate::app::click::{Click, LONGEST};
use crate::app::command::options::NAME;
use crate::app::command::refusal::CommandRefusal;
use crate::app::command::{Command, CommandOption, NO, Takes, Written, YES, yes_or_no};
use crate::app::daily::refusal::DailyRefusal;
use crate::app::reading::refusal::Misread;
use crate::app::reply::{Button, ButtonStyle, Field, Form, Input, MOST_FIELDS, Text};
use crate::app::request::{NotTaken, Upload};
use crate::app::season::refusal::SeasonRefusal;
use crate::app::team::refusal::TeamRefusal;
use crate::app::texts::{clipped, in_words, repeated};
use crate::domain::calendar::clock::{parse_time, show_time};
use crate::domain::calendar::date::parse_date;
use crate::domain::calendar::days::parse_days;
use crate::domain::calendar::parse_zone;

/// The longest title of a form, in characters (the narrowest platform's limit).
const LONGEST_TITLE: usize = 45;

/// The longest text that a field takes, in characters: all that any option takes is shorter.
const LONGEST_TEXT: u32 = 1_000;

/// A refused command with its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Why it was refused.
    pub(super) refusal: Refusal,
    /// Asks for all of it again.
    pub(super) form: Form,
    /// The line that gives the same, by which the form can be opened later; none where that would
    /// open none.
    line: Option<String>,
}

impl Again {
    /// The form for what was written, if the refusal is about one of its options, or what was
    /// written came by a form and would be lost.
    pub(super) fn of(refusal: &Refusal, written: &Written) -> Option<Self> {
        // What buttons offer needs no form.
        if !refusal.instead().is_empty() {
            return None;
        }
        let wrong = at_fault(refusal, written.command);
        if wrong.is_none() && !written.by_form {
            return None;
        }
        let form = form(refusal, written, wrong);
        let opens = form.fields.len() <= MOST_FIELDS && !form.takes_file();
        let line = (wrong.is_some() && opens).then(|| line(written));
        Some(Self { refusal: refusal.clone(), form, line })
    }

    /// What is said to whom no form opens, since it has a field for a file: how to hand that in.
    pub(super) fn by_command(&self) -> Option<Text> {
        let takes_file = |field: &&Field| matches!(field.input, Input::File { .. });
        let option = &self.form.fields.iter().find(takes_file)?.name;
        let text =
            Text::from("Use ").code(&self.form.title).plain(" once more and attach the file ");
        Some(text.plain("to its option ").code(option).plain("."))
    }

    /// Opens the form, for whom it did not open by itself.
    pub(super) fn button(&self) -> Option<Button> {
        let line = self.line.as_ref()?;
        Some(Button::new(Click::line(line), "Fill in a form", ButtonStyle::Plain))
    }
}

/// The option that a refusal is about.
fn at_fault(refusal: &Refusal, command: &Command) -> Option<&'static CommandOption> {
    let named = |name: &str| command.options.iter().find(|option| option.name == name);
    let taking = |takes: Takes| command.options.iter().find(|option| option.takes == takes);
    match refusal {
        Refusal::Command(
            CommandRefusal::Missing { option, .. }
            | CommandRefusal::NotANumber { option, .. }
            | CommandRefusal::OutOfRange { option, .. }
            | CommandRefusal::UnknownWord { option, .. }
            | CommandRefusal::NotTaken { option, .. }
            | CommandRefusal::NotAFile { option, .. },
        ) => named(option),
        Refusal::Misread(Misread::NotATime(_)) => taking(Takes::Time),
        Refusal::Misread(Misread::NotDays(_)) => taking(Takes::Days),
        Refusal::Misread(Misread::NoDate(_)) => taking(Takes::Date),
        Refusal::Daily(DailyRefusal::NotOffDays(_)) => {
            command.options.iter().find(|option| takes_file(option))
        }
        Refusal::Misread(Misread::UnknownZone { .. }) => taking(Takes::Zone),
        Refusal::Season(SeasonRefusal::BadName(_)) | Refusal::Team(TeamRefusal::BadName(_)) => {
            named(NAME.name)
        }
        Refusal::Season(
            SeasonRefusal::NotALastDay { .. }
            | SeasonRefusal::Past { .. }
            | SeasonRefusal::TooLong { .. },
        ) => named("until"),
        _ => None,
    }
}

fn form(refusal: &Refusal, written: &Written, wrong: Option<&'static CommandOption>) -> Form {
    let Written { command, options, files, .. } = written;
    let is_given = |option: &CommandOption| {
        options.contains_key(option.name) || files.contains_key(option.name)
    };
    let is_needed = |option: &&CommandOption| {
        option.required || is_given(option) || wrong.is_some_and(|wrong| wrong.name == option.name)
    };
    let needed = command.options.iter().filter(is_needed).count();
    let mut room = MOST_FIELDS.saturating_sub(needed);
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
    Form {
        action: Click::line(format!("/{}", command.name)),
        title: clipped(&format!("/{}", command.name), LONGEST_TITLE),
        intro: command.about.to_owned(),
        error: wrong.is_none().then(|| refusal.to_string()),
        fields,
        submit: "Send".to_owned(),
    }
}

/// The field for an option, with what was given for it, and with the refusal if it is about it.
fn field(option: &CommandOption, written: &Written, refusal: Option<&Refusal>) -> Field {
    let given = written.options.get(option.name).map_or("", |value| value.trim());
    // A sentence about a line names the option before each value; a field has its label.
    let named = format!("{}:", option.name);
    let said = |refusal: &Refusal| refusal.to_string().replace(&named, "");
    let (value, error) = match (read(option, given), refusal) {
        // Its taker knows an example that would do.
        (Err(_), Some(refusal)) if option.takes == Takes::Date => {
            (given.to_owned(), Some(said(refusal)))
        }
        (Err(error), _) => (given.to_owned(), Some(error)),
        // Nobody is blamed for what they could not fill in yet.
        (Ok(_), Some(Refusal::Command(CommandRefusal::Missing { .. }))) => {
            (String::new(), written.by_form.then(|| "This one is needed.".to_owned()))
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
    Field {
        name: option.name.to_owned(),
        label: capitalized(option.name),
        placeholder: option.about.to_owned(),
        max_length: LONGEST_TEXT,
        multiline: false,
        input: input(option),
        value: clipped(&value, LONGEST_TEXT as usize),
        is_optional: !option.required && !is_missing,
        error,
    }
}

/// What was given for an option as its field has it, or why it cannot be taken.
fn read(option: &CommandOption, given: &str) -> Result<String, String> {
    if given.is_empty() {
        return Ok(String::new());
    }
    let as_given = || given.to_owned();
    match option.takes {
        Takes::Time => {
            parse_time(given).map(show_time).map_err(|why| Misread::time(why).to_string())
        }
        Takes::Days => match parse_days(given) {
            Ok(_) => Ok(as_given()),
            Err(why) => Err(Misread::days(why).to_string()),
        },
        Takes::Zone => match parse_zone(given) {
            Ok(_) => Ok(as_given()),
            Err(why) => {
                let short = repeated(&why.given);
                Err(why.about(short).to_string())
            }
        },
        Takes::Number { min, max, .. } => match given.parse::<u32>() {
            Ok(number) if (min..=max).contains(&number) => Ok(number.to_string()),
            _ => Err(format!("Write a number from {min} to {max}, not “{}”.", repeated(given))),
        },
        Takes::Date => match parse_date(given) {
            Ok(date) => Ok(date.to_string()),
            Err(why) => Err(Misread::date(why).to_string()),
        },
        Takes::Check => match yes_or_no(given) {
            Some(yes) => Ok(if yes { YES } else { NO }.to_owned()),
            None => Err(format!("Answer yes or no, not “{}”.", repeated(given))),
        },
        // What was typed for one is none.
        Takes::File { .. } => Ok(String::new()),
        Takes::OneOf { words } => {
            let word = words.iter().find(|word| word.eq_ignore_ascii_case(given));
            word.map(|&word| word.to_owned()).ok_or_else(|| {
                format!("Choose {}; there is no “{}”.", in_words(words, "or"), repeated(given))
            })
        }
        _ => Ok(as_given()),
    }
}

/// How an option is filled in.
fn input(option: &CommandOption) -> Input {
    match option.takes {
        Takes::Number { min, max, .. } => Input::Number { min, max },
        Takes::OneOf { words } => {
            Input::Choice { words: words.iter().map(|&word| word.to_owned()).collect() }
        }
        Takes::Time => Input::Time,
        Takes::Date => Input::Date,
        Takes::Check => Input::Check,
        Takes::File { most, endings, .. } => {
            let endings = endings.iter().map(|&ending| ending.to_owned()).collect();
            Input::File { most, endings }
        }
        _ => Input::Text,
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

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The command with what was given, as far as a button holds it.
fn line(written: &Written) -> String {
    let bare = format!("/{}", written.command.name);
    let mut whole = bare.clone();
    for (name, value) in &written.options {
        let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
        whole += " ";
        whole += name;
        whole += ":";
        whole += quote;
        whole += value;
        whole += quote;
    }
    let is_clear = !whole.contains(['“', '”', '„']) && whole.matches('"').count() % 2 == 0;
    let fits = Click::line(&whole).to_string().len() <= LONGEST;
    if is_clear && fits { whole } else { bare }
}
