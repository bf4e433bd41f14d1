//! Words that were given under no option's name: each goes to the option of which it may be the
//! value, where one reading of all of them is the best. What fits nowhere, or as well elsewhere,
//! stays without a name and is asked about.

use std::collections::HashMap;

use super::given::{By, WORDS, Written, meant_option};
use super::reading::{Fit, Names, fit};
use super::shape::CommandOption;
use super::words::{Token, tokens};
use crate::app::decks::Decks;

/// The most words that are given a place: no command takes more, but for text in quotes.
const MOST_WORDS: usize = 12;

/// The most words of one value that are looked at, but for text.
const LONGEST_VALUE: usize = 6;

/// The most readings of one line that are told apart.
const MOST_READINGS: usize = 8;

impl Written {
    /// The command with its words at the options that they fit, given the decks that there are. A
    /// value of a line that its option cannot take ends where the option can take it, if all that
    /// follows finds a place then.
    pub(in crate::app) fn placed(self, decks: &Decks) -> Self {
        if self.by == By::Form || (self.by == By::Options && !self.options.contains_key(WORDS)) {
            return self;
        }
        let names = Names::of(self.command, decks);
        let cut = (self.by == By::Line).then(|| cut_short(&self, &names)).flatten();
        match cut.map(|cut| placed(cut, &names)) {
            Some((cut, fits)) if fits.is_whole() => cut,
            _ => placed(self, &names).0,
        }
    }
}

/// The command with each value cut where it runs on, and what follows as words; none if no value
/// does.
fn cut_short(written: &Written, names: &Names) -> Option<Written> {
    let mut cut = written.clone();
    let mut words = cut.options.remove(WORDS).unwrap_or_default();
    let mut is_cut = false;
    for (name, value) in &mut cut.options {
        let Some(option) = meant_option(written.command, name) else { continue };
        if let Some(length) = firm_beginning(option, value, names) {
            words.push_str(&value[length..]);
            value.truncate(length);
            is_cut = true;
        }
    }
    cut.options.insert(WORDS.to_owned(), words.trim().to_owned());
    is_cut.then_some(cut)
}

/// How many bytes of a value its option takes, or nearly takes, where it does not take all of it.
fn firm_beginning(option: &'static CommandOption, value: &str, names: &Names) -> Option<usize> {
    let (mut firm, mut near) = (None, None);
    for (end, _) in value.match_indices(' ').take(LONGEST_VALUE) {
        match fit(option, &value[..end], names) {
            Some(fit) if fit.is_firm() => firm = Some(end),
            Some(Fit::Near) => near = Some(end),
            _ => {}
        }
    }
    match fit(option, value, names) {
        Some(fit) if fit.is_firm() => None,
        Some(_) => firm,
        None => firm.or(near),
    }
}

/// What it takes to read a line in one way, the worst first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    /// Words without a place.
    left: usize,
    /// Words that are but text.
    text: usize,
    /// Values that are only nearly such.
    near: usize,
    /// Names that are not whole.
    begun: usize,
}

impl Cost {
    /// Of a value of so many words that fits so well.
    fn of(fit: Fit, words: usize) -> Self {
        match fit {
            Fit::Firm => Self::default(),
            Fit::Begins => Self { begun: 1, ..Self::default() },
            Fit::Near => Self { near: 1, ..Self::default() },
            Fit::Words => Self { text: words, ..Self::default() },
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            left: self.left + other.left,
            text: self.text + other.text,
            near: self.near + other.near,
            begun: self.begun + other.begun,
        }
    }

    /// Whether everything has a place that takes it.
    fn is_whole(self) -> bool {
        self.left == 0 && self.near == 0
    }
}

/// Words that are the value of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// The option's number in its command.
    option: usize,
    /// The first of its words: the option's name, if that stands before the value.
    first: usize,
    /// The first word of the value.
    value: usize,
    /// The first word behind it.
    end: usize,
}

/// The best ways to read the words from one on.
#[derive(Debug, Clone)]
struct Best {
    cost: Cost,
    readings: Vec<Vec<Place>>,
}

/// What is read, and what has been found.
struct Search<'a> {
    tokens: Vec<Token<'a>>,
    /// The options that may get a word, by their numbers.
    free: Vec<(usize, &'static CommandOption)>,
    names: &'a Names,
    /// For each word the values that may begin there, with the bits of their options.
    places: Vec<Vec<(u64, Place, Cost)>>,
    found: HashMap<(usize, u64), Best>,
}

/// The command with the words at the options that they fit, and how well they do.
fn placed(mut written: Written, names: &Names) -> (Written, Cost) {
    let Some(words) = written.options.remove(WORDS) else { return (written, Cost::default()) };
    // One more tells that there are too many.
    let tokens = tokens(&words, MOST_WORDS + 1);
    if tokens.is_empty() {
        return (written, Cost::default());
    }
    if tokens.len() > MOST_WORDS {
        let cost = Cost { left: tokens.len(), ..Cost::default() };
        written.options.insert(WORDS.to_owned(), words);
        return (written, cost);
    }
    let understood = written.understood();
    let options = written.command.options.iter().enumerate();
    let free =
        options.filter(|(_, option)| !understood.options.contains_key(option.name)).collect();
    let mut search = Search { tokens, free, names, places: Vec::new(), found: HashMap::new() };
    search.places = (0..search.tokens.len()).map(|at| search.beginning(at)).collect();
    let best = search.best(0, 0);
    let sure: Vec<Place> = best.common();
    for place in &sure {
        let name = written.command.options[place.option].name;
        written.options.insert(name.to_owned(), search.value(place.value, place.end));
    }
    let mut left: Vec<usize> = (0..search.tokens.len()).collect();
    left.retain(|at| !sure.iter().any(|place| (place.first..place.end).contains(at)));
    if !left.is_empty() {
        let typed: Vec<&str> = left.iter().map(|at| search.tokens[*at].typed).collect();
        let unsure = best.either(&left).into_iter();
        written.unsure = unsure.map(|at| written.command.options[at].name.to_owned()).collect();
        written.options.insert(WORDS.to_owned(), typed.join(" "));
    }
    let cost = Cost { left: left.len(), ..best.cost };
    (written, cost)
}

impl Search<'_> {
    /// The best ways to read the words from this one on, without the options of these bits.
    fn best(&mut self, at: usize, used: u64) -> Best {
        if at == self.tokens.len() {
            return Best { cost: Cost::default(), readings: vec![Vec::new()] };
        }
        if let Some(known) = self.found.get(&(at, used)) {
            return known.clone();
        }
        let mut best = self.best(at + 1, used);
        best.cost.left += 1;
        for (bit, place, cost) in self.places[at].clone() {
            if used & bit == 0 {
                let rest = self.best(place.end, used | bit);
                best.meet(place, cost.and(rest.cost), &rest.readings);
            }
        }
        self.found.insert((at, used), best.clone());
        best
    }

    /// The values of any option that begin with a word.
    fn beginning(&self, at: usize) -> Vec<(u64, Place, Cost)> {
        let mut all = Vec::new();
        for number in 0..self.free.len() {
            let places = self.places_of(number, at).into_iter();
            all.extend(places.map(|(place, cost)| (1 << number, place, cost)));
        }
        all
    }

    /// The values that begin with a word, or with an option's name that stands there, and may be
    /// that option's.
    fn places_of(&self, number: usize, at: usize) -> Vec<(Place, Cost)> {
        let (place, option) = self.free[number];
        let token = &self.tokens[at];
        let is_name = !token.is_quoted() && token.says.eq_ignore_ascii_case(option.name);
        let mut places = Vec::new();
        for value in if is_name { at..at + 2 } else { at..at + 1 } {
            for end in value + 1..=self.tokens.len() {
                let Some(fit) = self.fit(option, value, end) else { continue };
                if value == at || fit.is_firm() {
                    let found = Place { option: place, first: at, value, end };
                    places.push((found, Cost::of(fit, end - value)));
                }
            }
        }
        places
    }

    fn fit(&self, option: &'static CommandOption, from: usize, end: usize) -> Option<Fit> {
        let several = self.tokens.get(from..end)?;
        let found = match several {
            [] => return None,
            [one] => fit(option, one.says, self.names),
            _ if several.iter().any(Token::is_quoted) => None,
            _ => fit(option, &self.value(from, end), self.names),
        };
        found.filter(|fit| *fit == Fit::Words || several.len() <= LONGEST_VALUE)
    }

    fn value(&self, from: usize, end: usize) -> String {
        let says: Vec<&str> = self.tokens[from..end].iter().map(|token| token.says).collect();
        says.join(" ")
    }
}

impl Best {
    /// Takes another way to read the same words into account.
    fn meet(&mut self, place: Place, cost: Cost, rest: &[Vec<Place>]) {
        if cost > self.cost {
            return;
        }
        if cost < self.cost {
            self.cost = cost;
            self.readings.clear();
        }
        for reading in rest {
            if self.readings.len() < MOST_READINGS {
                self.readings.push([&[place], reading.as_slice()].concat());
            }
        }
    }

    /// What all readings have in common.
    fn common(&self) -> Vec<Place> {
        let Some((first, others)) = self.readings.split_first() else { return Vec::new() };
        let mut common = first.clone();
        common.retain(|place| others.iter().all(|reading| reading.contains(place)));
        common
    }

    /// The numbers of the options between which these words waver, if they are one value.
    fn either(&self, words: &[usize]) -> Vec<usize> {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
        let mut places: Vec<&Place> = self.readings.iter().flatten().collect();
        places.retain(|place| place.first == *first && place.end == *last + 1);
        let mut options: Vec<usize> = places.iter().map(|place| place.option).collect();
        options.sort_unstable();
        options.dedup();
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::parse;
    use crate::domain::deck::read::read_bytes;

    fn decks() -> Decks {
        let deck = |id: &str, title: &str, topics: &[&str]| {
            let card = |(number, topic): (usize, &&str)| {
                format!(
                    "[[card]]\nid = \"c{number}\"\ntopic = \"{topic}\"\nprompt = \"Which \
                     {number}?\"\nanswer = \"answer {number}\"\n"
                )
            };
            let cards: String = topics.iter().enumerate().map(card).collect();
            let text = format!("[deck]\nid = \"{id}\"\ntitle = \"{title}\"\n{cards}");
            read_bytes(id, text.as_bytes()).unwrap()
        };
        let cloud = ["Lambda", "API Gateway", "Step Functions", "S3", "7"];
        let world = ["Capitals", "Capes", "Rivers", "world"];
        [
            deck("aws", "The Cloud", &cloud),
            deck("rome", "Cities", &["Peru"]),
            deck("world", "The World", &world),
        ]
        .into_iter()
        .collect()
    }

    /// A line as it is read with decks at hand: its options, and what is left.
    fn read(line: &str) -> String {
        let written = parse(line).unwrap().placed(&decks());
        let options = written.options.iter().map(|(name, value)| format!("{name}:{value}"));
        let unsure = written.unsure.join("|");
        [options.collect::<Vec<_>>(), vec![unsure]].concat().join(" ").trim_end().to_owned()
    }

    #[test]
    fn words_go_to_the_one_option_that_they_fit() {
        for (line, placed) in [
            ("/quiz lambda 5", "questions:5 topic:lambda"),
            ("/quiz 5 lambda", "questions:5 topic:lambda"),
            ("/quiz topic:lambda 5", "questions:5 topic:lambda"),
            ("/quiz API Gateway typed 5", "questions:5 style:typed topic:API Gateway"),
            ("/quiz “API Gateway” 5", "questions:5 topic:API Gateway"),
            ("/quiz topic:API Gateway 5 channel", "questions:5 topic:API Gateway with:channel"),
            ("/quiz step functions", "topic:step functions"),
            ("/quiz step", "topic:step"),
            ("/quiz topic s3 questions 3", "questions:3 topic:s3"),
            ("/quiz aws lambda", "deck:aws topic:lambda"),
            ("/quiz the cloud", "deck:the cloud"),
            ("/deck show aws", "deck:aws"),
            ("/daily set 9:00 world", "deck:world time:9:00"),
            // What is nearly a name is told so by its option.
            ("/quiz lamda 5", "questions:5 topic:lamda"),
            ("/quiz cap 5", "questions:5 topic:cap"),
            ("/quiz topic:lamda 5", "questions:5 topic:lamda"),
            ("/quiz deck:wrld 5", "deck:wrld questions:5"),
            ("/deck show capitals", "topic:capitals"),
            // What fits nowhere, or as well elsewhere, is left.
            ("/quiz poetry 5", ":poetry questions:5"),
            ("/quiz “poetry club” 5", ":“poetry club” questions:5"),
            ("/quiz poetry lambda", ":poetry topic:lambda"),
            ("/quiz world 5", ":world questions:5 deck|topic"),
            ("/quiz deck:aws world", "deck:aws topic:world"),
            ("/quiz 7", ":7 topic|questions"),
            ("/quiz 5 6", ":5 6"),
            ("/quiz topic:lambda edge 5", "topic:lambda edge 5"),
            ("/quiz topci:lambda 5", "questions:5 topci:lambda"),
        ] {
            assert_eq!(read(line), placed, "{line}");
        }
    }

    #[test]
    fn neither_options_nor_forms_are_read_into_other_values() {
        let typed = parse("/quiz topic:\"lambda 5\"").unwrap();
        for by in [By::Options, By::Form] {
            let written = Written { by, ..typed.clone() };
            assert_eq!(written.clone().placed(&decks()), written);
        }
    }

    #[test]
    fn many_words_are_read_in_little_time() {
        for line in ["/daily set", "/season start", "/quiz"] {
            for word in ["9 ", "a ", "mon ", "world ", "lambda ", "Berlin "] {
                for count in [MOST_WORDS, 20_000] {
                    let line = format!("{line} {}", word.repeat(count));
                    assert!(parse(&line).unwrap().placed(&decks()).options.len() < 4, "{line}");
                }
            }
        }
    }
}
