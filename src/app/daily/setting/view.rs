//! A schedule in words: what was set, what comes next, how today stands.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::app::asking::Asking;
use crate::app::click::Click;
use crate::app::daily::view::in_words;
use crate::app::played::Played;
use crate::app::quiz::click::QuizClick;
use crate::app::reply::{Block, Button, ButtonStyle, Message, Text, Tone};
use crate::app::texts::counted;
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::schedule::{Clock, Coming, Occurrence, Schedule};
use crate::domain::calendar::zone::{clock_at, show_zone};
use crate::domain::deck::Deck;
use crate::store::{PostingRow, PostingState, ScheduleRow, ScheduleState};

/// The line that opens the form of a channel's card.
pub(super) const SETUP: &str = "/setup";

/// What stands over the form of a channel whose card is paused.
pub(super) const ENDS_PAUSE: &str = "The card of this channel is paused. Sending this ends the \
    pause: it comes at this time, and the first one at once.";

/// How many days a preview shows.
const PREVIEWED: usize = 10;

/// How many a confirmation shows.
const CONFIRMED: usize = 3;

/// What decides which cards of a schedule are to come.
#[derive(Debug)]
pub(super) struct Ahead {
    /// The time at which it is told.
    pub(super) now: DateTime<Utc>,
    /// After which instant they come; before `now` if one is due this very moment.
    pub(super) from: DateTime<Utc>,
    /// The local dates that have their card, be it that it was missed.
    pub(super) taken: BTreeSet<NaiveDate>,
}

impl Ahead {
    fn coming(&self, schedule: &Schedule) -> impl Iterator<Item = Coming> {
        schedule.left(self.from, &self.taken)
    }

    /// The next card that will come.
    fn next(&self, schedule: &Schedule) -> Option<Occurrence> {
        self.coming(schedule).find_map(|coming| match coming {
            Coming::Due(occurrence) => Some(occurrence),
            Coming::Off(_) => None,
        })
    }

    /// Why the next card is not that of today, where one could expect it.
    fn remark(&self, schedule: &Schedule) -> Option<Block> {
        let today = self.now.with_timezone(&schedule.zone).date_naive();
        let expected = schedule.on(today).is_some_and(|occurrence| occurrence.at > self.now);
        let text = "Today has had its card already; it gets no second one.";
        (expected && self.taken.contains(&today)).then(|| Block::Note { text: text.into() })
    }
}

/// A schedule that has just been set.
pub(super) fn set(row: &ScheduleRow, deck: &Deck, ahead: &Ahead) -> Message {
    let mut blocks = comes(row, deck, ahead).to_vec();
    blocks.extend(ahead.remark(&row.schedule));
    blocks.extend(off_days(row, ahead));
    let now = Text::from("See more with ")
        .code("/daily preview")
        .plain(", post one at once with ")
        .code("/daily now");
    blocks.push(Block::Note { text: now.plain(".") });
    Message::private(blocks)
}

/// When the card comes from now on, and the next ones.
fn comes(row: &ScheduleRow, deck: &Deck, ahead: &Ahead) -> [Block; 2] {
    let text = Text::from("The card of the day comes ")
        .strong(in_words(&row.schedule))
        .plain(format!(", from {}.", deck.title));
    [Block::Paragraph { text }, table(&row.schedule, ahead, CONFIRMED)]
}

/// How many off-days are to come, if any are.
fn off_days(row: &ScheduleRow, ahead: &Ahead) -> Option<Block> {
    let today = ahead.now.with_timezone(&row.schedule.zone).date_naive();
    let off = row.schedule.off_days.range(today..).count();
    let off = u32::try_from(off).unwrap_or(u32::MAX);
    let text = format!("{} to come on which no card is posted.", counted(off, "off-day"));
    (off > 0).then(|| Block::Note { text: text.into() })
}

/// What a channel would get that has not been set up yet, to whom no form opens.
pub(super) fn to_set_up(schedule: &Schedule, deck: &Deck) -> Message {
    let text = Text::from("The card of the day would come ")
        .strong(in_words(schedule))
        .plain(format!(", from {}, and the first one at once.", deck.title));
    let as_it_is = format!("{} time:{}", SETUP, show_time(schedule.at));
    Message::private(vec![Block::Paragraph { text }]).with(vec![
        Button::new(Click::line(as_it_is), "Take it as it is", ButtonStyle::Primary),
        Button::new(Click::line(SETUP), "Fill in a form", ButtonStyle::Plain),
    ])
}

/// A channel that has been set up: how today's card stands, and when the next ones come.
pub(super) fn set_up(
    row: &ScheduleRow,
    deck: &Deck,
    ahead: &Ahead,
    is_up: bool,
    instead: Option<Block>,
) -> Message {
    let mut message = if is_up {
        Message::notice("Today's card is up already, so I post no other one now.")
    } else {
        on_its_way(instead)
    };
    message.blocks.extend(comes(row, deck, ahead));
    message.blocks.extend(off_days(row, ahead));
    let more =
        Text::from("See more with ").code("/daily preview").plain(", change it with ").code(SETUP);
    message.blocks.push(Block::Note { text: more.plain(".") });
    message
}

/// What was set, and whether a pause ends by it.
pub(super) fn with_end_of_pause(mut message: Message, ends_pause: bool) -> Message {
    let text = "The pause is over: cards come again.";
    message.blocks.extend(ends_pause.then(|| Block::Note { text: text.into() }));
    message
}

/// A card that was asked for, with what that means for the schedule.
pub(super) fn on_its_way(instead: Option<Block>) -> Message {
    let mut message = Message::notice("Today's card is on its way.");
    message.blocks.extend(instead);
    message
}

/// That a card which is asked for stands for the one that was to come on its date; nothing if none
/// was.
pub(super) fn instead_of(row: &ScheduleRow, ahead: &Ahead, date: NaiveDate) -> Option<Block> {
    let instead = row.schedule.on(date).filter(|occurrence| occurrence.at > ahead.now)?;
    let mut taken = ahead.taken.clone();
    taken.insert(date);
    let next = Ahead { taken, ..*ahead }.next(&row.schedule)?;
    let text = format!(
        "It comes instead of the one at {}. The next one comes {}.",
        clock_at(row.schedule.zone, instead.at),
        moment(row.schedule.zone, next.at)
    );
    Some(Block::Note { text: text.into() })
}

/// A schedule that was paused.
pub(super) fn paused() -> Message {
    Message::notice("Paused. No card is posted until /daily resume.")
}

/// A schedule that was ended, in the channel where that was asked for or in another.
pub(super) fn off(is_here: bool) -> Message {
    let place = if is_here { "here" } else { "there" };
    let text = Text::from(format!("The card of the day is off {place}. Bring it back with "));
    Message::notice(text.code(SETUP).plain("."))
}

/// The next days of a schedule.
pub(super) fn preview(row: &ScheduleRow, ahead: &Ahead) -> Message {
    let mut blocks = vec![Block::Heading { text: "The next cards".into() }];
    blocks.push(Block::Paragraph { text: Text::default().strong(in_words(&row.schedule)) });
    blocks.push(table(&row.schedule, ahead, PREVIEWED));
    blocks.extend(ahead.remark(&row.schedule));
    blocks.extend(paused_note(row));
    Message::private(blocks)
}

/// What is known about today's card.
pub(super) struct Today<'a> {
    /// The channel's schedule, and what is to come of it.
    pub(super) row: Option<(&'a ScheduleRow, &'a Ahead)>,
    /// The latest card that was posted, or is about to be.
    pub(super) latest: Option<&'a PostingRow>,
    /// Whether today's was missed.
    pub(super) missed: bool,
    /// Whether the asker has finished the latest one.
    pub(super) finished: bool,
    /// The zone in which times are told.
    pub(super) zone: Tz,
}

/// How today's card stands.
pub(super) fn today(state: &Today<'_>, asking: &Asking<'_>) -> Message {
    let mut blocks = vec![Block::Heading { text: "Card of the day".into() }];
    let mut buttons = Vec::new();
    let paused_by_itself = state
        .row
        .is_some_and(|(row, _)| row.state == ScheduleState::Paused && !row.note.is_empty());
    // Of a pause the note below says more.
    if state.missed && !paused_by_itself {
        let text = "Today's card was missed: I was away at its time and for more than six hours \
            after. It breaks nobody's streak.";
        blocks.push(Block::Callout { tone: Tone::Notice, text: text.into() });
    }
    if let Some(posting) = state.latest {
        let at = |at| moment(state.zone, at);
        let open = posting.state == PostingState::Posted
            && posting.closes_at.is_some_and(|closes| asking.now < closes);
        let count = counted(posting.answered, "member");
        let text = match posting.posted_at {
            None => "Today's card is on its way.".to_owned(),
            Some(posted) if open => format!("Posted {}; {count} answered so far.", at(posted)),
            Some(posted) => format!(
                "The latest card was posted {} and is closed; {count} answered.",
                at(posted)
            ),
        };
        blocks.push(Block::Paragraph { text: text.into() });
        if open && state.finished {
            blocks.push(Block::Note { text: "You have answered it.".into() });
        } else if open {
            let show = QuizClick::Continue(Played::Posting(posting.id));
            buttons.push(Button::new(show, "Show it", ButtonStyle::Primary));
        }
    }
    if let Some((row, ahead)) = state.row {
        blocks.extend(paused_note(row));
        if let Some(next) = ahead.next(&row.schedule).filter(|_| row.state == ScheduleState::On) {
            let (next, zone) = (moment(row.schedule.zone, next.at), show_zone(row.schedule.zone));
            blocks
                .push(Block::Note { text: format!("The next one comes {next} ({zone}).").into() });
        }
    }
    let mut message = Message::private(blocks);
    message.buttons = buttons;
    message
}

fn paused_note(row: &ScheduleRow) -> Option<Block> {
    let why = if row.note.is_empty() { String::new() } else { format!(" {}", row.note) };
    let itself =
        if row.note.is_empty() { "" } else { " It goes on by itself when that is mended." };
    let text = format!(
        "It is paused.{why}{itself} Go on at once with /daily resume, or change it with /daily set."
    );
    (row.state == ScheduleState::Paused)
        .then(|| Block::Callout { tone: Tone::Notice, text: text.into() })
}

/// "Mon 4 May, 09:00".
fn moment(zone: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&zone).format("%a %-d %b, %H:%M").to_string()
}

fn table(schedule: &Schedule, ahead: &Ahead, count: usize) -> Block {
    let rows: Vec<[String; 3]> =
        ahead.coming(schedule).take(count).map(|coming| row(schedule, coming)).collect();
    // Most schedules have nothing to remark.
    let is_steady = rows.iter().all(|[_, _, note]| note.is_empty());
    let columns = if is_steady { 2 } else { 3 };
    let shown = |row: [String; 3]| row.into_iter().take(columns).map(Text::from).collect();
    Block::Table {
        head: ["Day", "Time", "Note"].into_iter().take(columns).map(str::to_owned).collect(),
        rows: rows.into_iter().map(shown).collect(),
        marked: None,
    }
}

fn row(schedule: &Schedule, coming: Coming) -> [String; 3] {
    match coming {
        Coming::Due(occurrence) => {
            [day(occurrence.date), local(schedule, &occurrence), remark(&occurrence).to_owned()]
        }
        Coming::Off(date) => [day(date), "–".to_owned(), "off-day".to_owned()],
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

fn local(schedule: &Schedule, occurrence: &Occurrence) -> String {
    occurrence.at.with_timezone(&schedule.zone).format("%H:%M %Z").to_string()
}

fn remark(occurrence: &Occurrence) -> &'static str {
    match occurrence.clock {
        Clock::Steady => "",
        Clock::Skips => "the clocks skip this time",
        Clock::Repeats => "the clocks show this time twice; the first counts",
    }
}
