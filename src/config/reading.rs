//! Flags, environment and `.env` → settings, or all that is wrong with them at once, each named as
//! its owner wrote it.

use std::env;
use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::Path;

use clap::builder::{Resettable, ValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::Arguments;
use super::env_file::{EnvFile, WrongLine};
use crate::domain::few::few;
use crate::domain::nearest::nearest;

/// The most characters of a wrong value that is repeated: tokens have more.
const REPEATED: usize = 40;

/// What the program was called with, and what its owner had better look at.
#[derive(Debug)]
pub struct Invocation {
    /// The job and its settings, from all three sources together.
    pub arguments: Arguments,
    /// What was probably meant otherwise but stops nothing, a sentence each.
    pub warnings: Vec<String>,
}

/// Why there are no settings.
#[derive(Debug)]
pub enum WrongCall {
    /// The command line is not understood, or asks for help or the version.
    Usage(Box<clap::Error>),
    /// Settings that cannot be.
    Settings(WrongSettings),
}

/// Every setting that cannot be, with its mend; no secret is among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongSettings(Vec<String>);

impl fmt::Display for WrongSettings {
    /// A line each, twenty at most.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = few(self.0.iter().cloned(), |more| format!("and {more} more"));
        write!(f, "{}", told.join("\n"))
    }
}

impl Error for WrongSettings {}

/// Reads the command line with its program's name, the environment, and `env_file` if it is there.
/// Flags outrank the environment, which outranks the file; what the environment lacks is taken into
/// it.
pub fn read(
    line: impl IntoIterator<Item = OsString>,
    env_file: &Path,
) -> Result<Invocation, WrongCall> {
    let line: Vec<OsString> = line.into_iter().collect();
    let command = Arguments::command();
    let given = given(&command, &line)?;
    let known: Vec<&str> = command.get_arguments().filter_map(variable_of).collect();
    let path = env_file.display();
    let mut wrong: Vec<(usize, String)> = Vec::new();
    let file = EnvFile::read(env_file, |name| known.contains(&name)).unwrap_or_else(|why| {
        wrong.push((0, format!("{path}: {why}")));
        EnvFile::default()
    });
    wrong.extend(file.wrong.iter().map(|wrong| (wrong.line, line_of(&path, wrong, &known))));
    // The call that would have said it all by flags: settings first, so that the job's own follow.
    let mut whole = vec![line.first().cloned().unwrap_or_else(|| "studyhall".into())];
    for arg in command.get_arguments().filter(|arg| is_setting(arg)) {
        let Some(value) = Value::of(arg, &given, &file) else { continue };
        if let Err(why) = check(arg, &value.text) {
            wrong.push((value.line(), value.named(arg, &path, &why)));
        }
        if !matches!(value.source, Source::Flag) {
            whole.push(flag(arg, &value.text));
        }
    }
    let warnings = warnings(&file, &path, &known);
    if !wrong.is_empty() {
        // In the order of the file, then those from elsewhere.
        wrong.sort_by_key(|(line, _)| *line);
        let sentences = wrong.into_iter().map(|(_, sentence)| sentence);
        return Err(WrongCall::Settings(WrongSettings(sentences.chain(warnings).collect())));
    }
    whole.extend(line.into_iter().skip(1));
    let arguments = parsed(command, whole).map_err(|error| WrongCall::Usage(Box::new(error)))?;
    file.load();
    Ok(Invocation { arguments, warnings })
}

/// What is given on the command line and in the environment. Whatever a setting holds is taken
/// here, so that all that is wrong can be told at once.
fn given(command: &Command, line: &[OsString]) -> Result<ArgMatches, WrongCall> {
    let taking = command.clone().mut_args(|arg| {
        if is_setting(&arg) { arg.value_parser(ValueParser::os_string()) } else { arg }
    });
    taking.try_get_matches_from(line).map_err(|error| WrongCall::Usage(Box::new(error)))
}

/// The arguments of a call that says everything by flags.
fn parsed(command: Command, line: Vec<OsString>) -> Result<Arguments, clap::Error> {
    let matches = without_environment(command).try_get_matches_from(line)?;
    Arguments::from_arg_matches(&matches)
}

/// Where a setting was found.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// On the command line.
    Flag,
    /// In the environment of the process.
    Environment,
    /// In the file, in this line, counted from 1.
    File { line: usize },
}

/// The value of a setting that counts.
struct Value {
    /// As it was written; nothing is parsed yet.
    text: OsString,
    source: Source,
}

impl Value {
    /// None where nobody has set it.
    fn of(arg: &Arg, given: &ArgMatches, file: &EnvFile) -> Option<Self> {
        let id = arg.get_id().as_str();
        let source = match given.value_source(id) {
            Some(ValueSource::CommandLine) => Source::Flag,
            Some(ValueSource::EnvVariable) => Source::Environment,
            // Set nowhere, or by its default, which the file outranks.
            _ => {
                let found = file.variable(variable_of(arg)?)?;
                let source = Source::File { line: found.line };
                return Some(Self { text: (&found.value).into(), source });
            }
        };
        let text = given.get_raw(id).and_then(Iterator::last)?.to_owned();
        Some(Self { text, source })
    }

    /// Its place in the order in which all is told.
    fn line(&self) -> usize {
        match self.source {
            Source::File { line } => line,
            Source::Flag | Source::Environment => usize::MAX,
        }
    }

    /// The setting as its owner wrote it, and what is wrong with it.
    fn named(&self, arg: &Arg, file: &impl fmt::Display, why: &str) -> String {
        let is_secret = arg.is_hide_env_values_set() && !self.text.is_empty();
        let value = if is_secret { "…".to_owned() } else { repeated(&self.text) };
        let variable = variable_of(arg).unwrap_or_default();
        match self.source {
            Source::File { line } => format!("{file}:{line}: {variable}={value}: {why}"),
            Source::Environment => format!("{variable}={value} in the environment: {why}"),
            Source::Flag if value.is_empty() => {
                format!("--{} \"\": {why}", arg.get_long().unwrap_or_default())
            }
            Source::Flag => format!("--{} {value}: {why}", arg.get_long().unwrap_or_default()),
        }
    }
}

/// Settings are the arguments that are variables, too.
fn is_setting(arg: &Arg) -> bool {
    arg.get_env().is_some()
}

fn variable_of(arg: &Arg) -> Option<&str> {
    arg.get_env()?.to_str()
}

fn flag(arg: &Arg, value: &OsStr) -> OsString {
    let mut flag = OsString::from(format!("--{}=", arg.get_long().unwrap_or_default()));
    flag.push(value);
    flag
}

fn without_environment(command: Command) -> Command {
    command.mut_args(|arg| arg.env(Resettable::Reset))
}

/// Why a setting cannot have this value, if it cannot.
fn check(arg: &Arg, value: &OsStr) -> Result<(), String> {
    if value.to_str().is_none() {
        return Err("it is not UTF-8 text; type it again".to_owned());
    }
    let alone = without_environment(Command::new("studyhall").arg(arg.clone()));
    match alone.try_get_matches_from([OsString::from("studyhall"), flag(arg, value)]) {
        Ok(_) => Ok(()),
        Err(error) => Err(match (error.source(), error.get(ContextKind::ValidValue)) {
            (Some(why), _) => why.to_string(),
            (None, Some(ContextValue::Strings(words))) => format!("write {}", words.join(" or ")),
            (None, _) => error.kind().to_string(),
        }),
    }
}

/// A line of the file that is not understood. It may hold a token, so only a name that is known is
/// repeated.
fn line_of(file: &impl fmt::Display, wrong: &WrongLine, known: &[&str]) -> String {
    let WrongLine { line, name, why } = wrong;
    match name.as_deref().filter(|name| known.contains(name)) {
        Some(name) => format!("{file}:{line}: {name}=…: {why}"),
        None => format!("{file}:{line}: {why}"),
    }
}

/// What was probably meant otherwise.
fn warnings(file: &EnvFile, path: &impl fmt::Display, known: &[&str]) -> Vec<String> {
    let mut warnings = Vec::new();
    for (place, variable) in file.variables.iter().enumerate() {
        let (name, line) = (variable.name.as_str(), variable.line);
        if known.contains(&name) {
            let first = file.variables[..place].iter().find(|earlier| earlier.name == name);
            warnings.extend(first.map(|first| {
                format!(
                    "{path}:{line}: {name} stands in line {} already, and that one counts; take \
                     one of them out",
                    first.line
                )
            }));
        } else if let Some(near) = nearest(name, known.iter().copied()) {
            warnings.push(format!("{path}:{line}: {name} is no setting: did you mean {near}?"));
        }
    }
    // The environment is full of the variables of others, so a name must be nearer, and the one
    // that it is near to unset.
    for name in env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
        let near = known.iter().find(|near| strsim::osa_distance(&name.to_uppercase(), near) <= 1);
        if let Some(near) =
            near.filter(|near| !known.contains(&name.as_str()) && !is_set(near, file))
        {
            warnings.push(format!("{name} in the environment is no setting: did you mean {near}?"));
        }
    }
    few(warnings, |more| format!("and {more} more"))
}

fn is_set(name: &str, file: &EnvFile) -> bool {
    env::var_os(name).is_some() || file.variable(name).is_some()
}

/// A wrong value on one line; one that may have a password in it, or is as long as a token that was
/// pasted into the wrong line, is left out.
fn repeated(value: &OsStr) -> String {
    let value = value.to_string_lossy().replace(char::is_control, " ");
    let may_be_secret = value.contains('@') || value.chars().nth(REPEATED).is_some();
    if may_be_secret { "…".to_owned() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_any_kind_says_what_it_takes() {
        let setting = || Arg::new("setting").long("setting").env("SOME_SETTING");
        for (arg, value, why) in [
            (setting().value_parser(["on", "off"]), "of", Some("write on or off")),
            (setting().value_parser(["on", "off"]), "off", None),
            (
                setting().value_parser(clap::value_parser!(u32).range(1..=9)),
                "10",
                Some("10 is not in 1..=9"),
            ),
            (
                setting().value_parser(clap::value_parser!(u32)),
                "x",
                Some("invalid digit found in string"),
            ),
            (setting(), "--anything=at all", None),
            (setting(), "", None),
        ] {
            assert_eq!(check(&arg, OsStr::new(value)).err().as_deref(), why, "{value}");
        }
    }

    #[test]
    fn a_wrong_value_is_repeated_on_one_line_and_without_a_password() {
        for (value, said) in [
            ("8080", "8080"),
            ("two\nlines\u{7}", "two lines "),
            ("https://me:hush@host", "…"),
            (&"é".repeat(40), &"é".repeat(40)),
            (&"é".repeat(41), "…"),
        ] {
            assert_eq!(repeated(OsStr::new(value)), said);
        }
    }
}
