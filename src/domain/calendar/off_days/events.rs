//! The text of a calendar file → its events: each line is looked at once, and nothing is followed
//! by recursion.

use chrono_tz::Tz;

use super::NotOffDays;

/// The most events that are read.
pub(super) const MAX_EVENTS: usize = 2_000;

/// How deep components may be nested: events stand in a calendar, alarms in events.
const MAX_DEPTH: usize = 4;

/// The lines of an event that matter.
const KEPT: [&str; 8] =
    ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "STATUS", "SUMMARY"];

/// An event with its lines that matter.
#[derive(Debug, Default)]
pub(super) struct Event<'a> {
    lines: Vec<Line<'a>>,
}

impl<'a> Event<'a> {
    /// Its first line of a name.
    pub(super) fn line(&self, name: &str) -> Option<Line<'a>> {
        self.lines(name).next()
    }

    /// All its lines of a name.
    pub(super) fn lines(&self, name: &str) -> impl Iterator<Item = Line<'a>> {
        self.lines.iter().filter(move |line| line.name.eq_ignore_ascii_case(name)).copied()
    }

    /// The value of its first line of a name.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.line(name).map(|line| line.value)
    }
}

/// A line such as `DTSTART;TZID=Europe/Berlin:20261225T180000`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    name: &'a str,
    parameters: &'a str,
    /// What stands behind the colon.
    pub(super) value: &'a str,
}

impl<'a> Line<'a> {
    /// Parts a line into its name, its parameters and its value; nothing if it has no value.
    fn read(line: &'a str) -> Option<Self> {
        // A colon in quotes belongs to a parameter; where quotes are not closed, nothing can be
        // told about them.
        let (head, value) = split(line, ':').or_else(|| line.split_once(':'))?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some(Self { name: name.trim(), parameters, value: value.trim() })
    }

    /// The zone that it names, if that is one we know.
    pub(super) fn zone(&self) -> Option<Tz> {
        let mut rest = self.parameters;
        while !rest.is_empty() {
            let (parameter, more) = split(rest, ';').unwrap_or((rest, ""));
            if let Some((key, value)) = parameter.split_once('=')
                && key.trim().eq_ignore_ascii_case("TZID")
            {
                return value.trim_matches('"').parse().ok();
            }
            rest = more;
        }
        None
    }
}

/// Splits at the first mark outside of quotes.
fn split(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let place = text.find(|c| {
        quoted ^= c == '"';
        c == mark && !quoted
    })?;
    Some((&text[..place], &text[place + mark.len_utf8()..]))
}

/// Puts lines that were folded together again; a line that begins with a blank goes on with the one
/// before.
pub(super) fn unfolded(text: &str) -> String {
    let mut unfolded = String::with_capacity(text.len() + 1);
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(more) = line.strip_prefix([' ', '\t']) {
            unfolded.push_str(more);
        } else {
            unfolded.push('\n');
            unfolded.push_str(line);
        }
    }
    unfolded
}

/// The events of a calendar by its unfolded text.
pub(super) fn read(text: &str) -> Result<Vec<Event<'_>>, NotOffDays> {
    let mut reader = Reader::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        reader.take(line).ok_or(NotOffDays::NotACalendar)?;
    }
    if !reader.begun || !reader.open.is_empty() {
        return Err(NotOffDays::NotACalendar);
    }
    if reader.count > MAX_EVENTS {
        Err(NotOffDays::TooManyEvents { events: reader.count })
    } else {
        Ok(reader.events)
    }
}

/// What has been read of a calendar up to a line of it.
#[derive(Default)]
struct Reader<'a> {
    /// Whether the calendar has begun; a file holds one.
    begun: bool,
    /// The components that have begun and not ended, from the calendar inwards.
    open: Vec<&'a str>,
    events: Vec<Event<'a>>,
    /// How many events there were, also beyond those that are read.
    count: usize,
}

impl<'a> Reader<'a> {
    /// Takes the next line; nothing if that cannot be a line of a calendar.
    fn take(&mut self, text: &'a str) -> Option<()> {
        match Line::read(text) {
            Some(line) if line.name.eq_ignore_ascii_case("BEGIN") => self.begin(line.value),
            Some(line) if line.name.eq_ignore_ascii_case("END") => {
                self.open.pop()?.eq_ignore_ascii_case(line.value).then_some(())
            }
            _ if self.open.is_empty() => None,
            // What is no line at all says nothing about dates.
            None => Some(()),
            Some(line) => {
                self.keep(line);
                Some(())
            }
        }
    }

    /// Enters a component; nothing if it may not begin here: a calendar inside another thing, or
    /// deeper than any that means well.
    fn begin(&mut self, component: &'a str) -> Option<()> {
        let may = match self.open.len() {
            0 => !self.begun && component.eq_ignore_ascii_case("VCALENDAR"),
            depth => depth < MAX_DEPTH,
        };
        self.begun = true;
        self.open.push(component);
        if self.is_in_event() {
            self.count += 1;
            if self.count <= MAX_EVENTS {
                self.events.push(Event::default());
            }
        }
        may.then_some(())
    }

    /// Whether the lines that come are an event's own, and not those of its alarms.
    fn is_in_event(&self) -> bool {
        matches!(self.open[..], [_, component] if component.eq_ignore_ascii_case("VEVENT"))
    }

    /// Keeps a line of an event if off-days depend on it.
    fn keep(&mut self, line: Line<'a>) {
        let matters = self.is_in_event() && self.count <= MAX_EVENTS;
        if matters
            && KEPT.iter().any(|name| line.name.eq_ignore_ascii_case(name))
            && let Some(event) = self.events.last_mut()
        {
            event.lines.push(line);
        }
    }
}
