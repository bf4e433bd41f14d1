//! A room with a clock of its own: people who do things, and what the bot says to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use studyhall::app::App;
use studyhall::app::click::{Click, LONGEST};
use studyhall::app::command::parse;
use studyhall::app::decks::Decks;
use studyhall::app::reply::{
    Audience, Block, MOST_CHOICES, Menu, Message, Reply, Span, Text, Tone,
};
use studyhall::app::request::{Action, Addressee, Asker, Files, Hindrance, Request, Upload};
use studyhall::domain::deck::{Card, Deck, Habits, Key};
use studyhall::domain::place::{Home, Place};
use studyhall::store::Store;

/// Chance for one more claim: no two of them draw the same number.
pub(crate) fn lots() -> StdRng {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    StdRng::seed_from_u64(DRAWN.fetch_add(1, Ordering::Relaxed))
}

/// The application, a clock that moves when told, and a count of events.
pub(crate) struct Room {
    pub(crate) app: App,
    seconds: AtomicI64,
    events: AtomicU64,
}

impl Room {
    pub(crate) fn new(store: &Store) -> Self {
        let app = App::new(store.clone(), [deck(), other_deck()].into_iter().collect::<Decks>());
        Self { app, seconds: AtomicI64::new(0), events: AtomicU64::new(0) }
    }

    /// The same room after a restart with the first deck alone: the file of the other could not be
    /// read.
    pub(crate) fn restarted_without_chemistry(self, store: &Store) -> Self {
        let app = App::new(store.clone(), [deck()].into_iter().collect::<Decks>());
        Self { app, ..self }
    }

    /// The same room after a restart: nothing is left but the database and the clock.
    pub(crate) fn restarted(self, store: &Store) -> Self {
        Self { app: Self::new(store).app, ..self }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let noon: DateTime<Utc> = "2026-05-04T12:00:00Z".parse().unwrap();
        noon + TimeDelta::seconds(self.seconds.load(Ordering::Relaxed))
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Does something in the channel under an event of its own.
    pub(crate) async fn act(&self, who: &str, action: Action) -> Reply {
        let event = self.events.fetch_add(1, Ordering::Relaxed);
        self.request(&format!("event {event}"), &channel(), who, action).await
    }

    pub(crate) async fn request(
        &self,
        event: &str,
        place: &Place,
        who: &str,
        action: Action,
    ) -> Reply {
        self.hindered(event, place, who, action, None).await
    }

    /// Does something where this hinders the bot from showing anything to everyone.
    pub(crate) async fn hindered(
        &self,
        event: &str,
        place: &Place,
        who: &str,
        action: Action,
        hindrance: Option<Hindrance>,
    ) -> Reply {
        let asker = Asker {
            id: format!("id of {who}"),
            name: who.to_owned(),
            zone: None,
            language: None,
            admin: (who != "Unsaid").then_some(who == "Admin"),
        };
        let request =
            Request { event: event.to_owned(), place: place.clone(), asker, action, hindrance };
        // The same each time the test runs, another for each request.
        let mut seed = DefaultHasher::new();
        (event, place, who).hash(&mut seed);
        let mut rng = StdRng::seed_from_u64(seed.finish());
        self.app.handle(request, self.now(), &mut rng).await
    }

    /// Types a line that names a file, and hands it in with it.
    pub(crate) async fn hand_in(&self, who: &str, line: &str, option: &str, file: &str) -> Reply {
        let files = Files::from([(option.to_owned(), Ok(upload("off.ics", file.as_bytes())))]);
        self.act(who, parse(line).unwrap().with_files(files)).await
    }

    pub(crate) async fn line(&self, who: &str, line: &str) -> Reply {
        self.act(who, Action::Line(line.to_owned())).await
    }

    /// Types a line in another channel.
    pub(crate) async fn in_channel(&self, name: &str, who: &str, line: &str) -> Reply {
        self.act_in(Place { channel: name.to_owned(), ..channel() }, who, line).await
    }

    /// Types a line in the channel of another community.
    pub(crate) async fn in_community(&self, name: &str, who: &str, line: &str) -> Reply {
        self.act_in(
            Place { home: Home::new("web", name), channel: name.to_owned(), ..channel() },
            who,
            line,
        )
        .await
    }

    async fn act_in(&self, place: Place, who: &str, line: &str) -> Reply {
        let event = self.events.fetch_add(1, Ordering::Relaxed);
        self.request(&format!("event {event}"), &place, who, Action::Line(line.to_owned())).await
    }

    /// Presses the button with this label under one of the messages.
    pub(crate) async fn press(&self, who: &str, reply: &Reply, label: &str) -> Reply {
        self.act(who, Action::Click(action(reply, label))).await
    }

    /// Opens the form of the button "Answer" and sends it.
    pub(crate) async fn answer(&self, who: &str, reply: &Reply, text: &str) -> Reply {
        let buttons = reply.messages.iter().flat_map(|message| &message.buttons);
        let button = buttons
            .into_iter()
            .find(|button| button.click().unwrap().to_string().starts_with("answer:"))
            .expect("a button to answer");
        let form = self
            .act(who, Action::Click(button.click().unwrap().clone()))
            .await
            .form
            .expect("a form");
        let fields = BTreeMap::from([(form.fields[0].name.clone(), text.to_owned())]);
        self.act(who, Action::Submit { action: form.action, fields, files: Files::new() }).await
    }

    pub(crate) async fn say(&self, who: &str, text: &str, addressed: bool) -> Reply {
        let to = if addressed { Addressee::Bot } else { Addressee::Everyone { under: None } };
        self.act(who, Action::Said { text: text.to_owned(), to }).await
    }
}

/// A file as a platform hands it in.
pub(crate) fn upload(name: &str, content: &[u8]) -> Upload {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    Upload::new(name.to_owned(), None, content.len() as u64, file)
}

/// The action of the button, or of the choice in a menu, with this label.
pub(crate) fn action(reply: &Reply, label: &str) -> Click {
    let mut offered: Vec<(&str, &Click)> = Vec::new();
    for message in &reply.messages {
        offered.extend(
            message.buttons.iter().filter_map(|one| Some((one.label.as_str(), one.click()?))),
        );
        let choices = message.menu.iter().flat_map(|menu| &menu.choices);
        offered.extend(choices.map(|one| (one.label.as_str(), &one.action)));
    }
    let found = offered.iter().find(|(offered, _)| *offered == label);
    let labels = || offered.iter().map(|(label, _)| *label).collect::<Vec<_>>();
    let (_, action) = found
        .unwrap_or_else(|| panic!("no button {label} among {:?} in\n{}", labels(), shown(reply)));
    (*action).clone()
}

pub(crate) fn channel() -> Place {
    Place { home: Home::new("web", "room"), channel: "study-group".into(), direct: false }
}

pub(crate) fn direct(who: &str) -> Place {
    Place { home: Home::new("web", "room"), channel: format!("direct with {who}"), direct: true }
}

/// A reply as a person would see it, one block a line.
pub(crate) fn shown(reply: &Reply) -> String {
    let mut shown = String::new();
    for message in &reply.messages {
        if !shown.is_empty() {
            shown.push('\n');
        }
        show(message, &mut shown);
    }
    // A form beside messages asks for what they refuse; it is looked at by itself.
    if let Some(form) = reply.form.as_ref().filter(|_| reply.messages.is_empty()) {
        let _ = writeln!(shown, "form {}: {}", form.title, form.intro);
    }
    shown.trim_end().to_owned()
}

/// A refusal without the button that asks for the command again: its sentence alone.
pub(crate) fn sentence(shown: &str) -> String {
    shown.replace("\n[Fill in a form]", "")
}

/// Asserts that a text in which a command stands ends like a sentence, and that nothing that is to
/// be typed has a full stop.
fn check_end(text: &Text) {
    let shown = text.to_string();
    // What a member typed may end as it likes.
    if shown.starts_with("You answered: ") {
        return;
    }
    let typed = |span: &Span| match span {
        Span::Code(code) => Some(code.clone()),
        Span::Command(command) => Some(command.line.clone()),
        _ => None,
    };
    let named = |span: &Span| typed(span).is_some_and(|code| code.ends_with('.'));
    assert!(!text.0.iter().any(named), "a full stop is to be typed: {shown}");
    let ends = shown.ends_with(['.', '?', '…', ')'])
        && text.0.last().and_then(typed).is_none_or(|last| last.ends_with('…'));
    assert!(ends || !shown.contains(" /"), "no full stop after a command: {shown}");
}

fn show(message: &Message, shown: &mut String) {
    for block in &message.blocks {
        if let Block::Paragraph { text } | Block::Callout { text, .. } | Block::Note { text } =
            block
        {
            check_end(text);
        }
    }
    let audience = if message.audience == Audience::Asker { "only you" } else { "everyone" };
    let _ = writeln!(shown, "[{audience}]");
    for block in &message.blocks {
        // A picture of kept replies has no words of its own.
        if !matches!(block, Block::Picture { instead, .. } if instead.is_empty()) {
            let _ = writeln!(shown, "{}", line(block));
        }
    }
    for block in &message.blocks {
        if let Block::Picture { name, alt, png, dark, .. } = block {
            for png in [png].into_iter().chain(dark) {
                assert!(png.starts_with("iVBORw0KGgo") && !alt.is_empty(), "{name}: {alt}");
            }
            let _ = writeln!(shown, "picture {name}");
        }
    }
    if !message.buttons.is_empty() {
        let labels: Vec<String> =
            message.buttons.iter().map(|button| format!("[{}]", button.label)).collect();
        let _ = writeln!(shown, "{}", labels.join(" "));
    }
    if let Some(menu) = &message.menu {
        check_menu(menu);
        let _ = writeln!(shown, "[{} ▾] {} choices", menu.prompt, menu.choices.len());
    }
}

/// A part of a message in words; of a picture, what says the same.
fn line(block: &Block) -> String {
    match block {
        Block::Heading { text } => format!("# {text}"),
        Block::Paragraph { text } => text.to_string(),
        Block::Question { text } => format!("> {text}"),
        Block::Callout { tone, text } => format!("{}: {text}", sign(*tone)),
        Block::List { items, .. } => {
            items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
        }
        Block::Table { head, rows, marked } => {
            let rows = rows.iter().enumerate().map(|(place, row)| {
                let mark = if *marked == Some(place) { " <" } else { "" };
                row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ") + mark
            });
            [head.join(" | ")].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
        }
        Block::Picture { instead, .. } => instead.iter().map(line).collect::<Vec<_>>().join("\n"),
        Block::File(file) => format!("file {}", file.name),
        Block::Note { text } => format!("({text})"),
    }
}

/// Asserts that a menu is one that every platform can show.
fn check_menu(menu: &Menu) {
    let actions: BTreeSet<String> =
        menu.choices.iter().map(|choice| choice.action.to_string()).collect();
    assert!((1..=MOST_CHOICES).contains(&menu.choices.len()), "{menu:?}");
    assert_eq!(actions.len(), menu.choices.len(), "{menu:?}");
    assert!(actions.iter().all(|action| action.len() <= LONGEST), "{menu:?}");
}

fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Correct => "correct",
        Tone::Close => "close",
        Tone::Incorrect => "incorrect",
        Tone::Notice => "notice",
        Tone::Refused => "refused",
    }
}

fn card(id: &str, topic: &str, prompt: &str, key: Key) -> Card {
    Card {
        id: id.into(),
        topic: topic.into(),
        prompt: prompt.into(),
        key,
        accept: Vec::new(),
        close: Vec::new(),
        reject: Vec::new(),
        hint: None,
        explain: Some(format!("Because of {id}.")),
        sources: Vec::new(),
    }
}

/// A deck with each kind of key; the topics are small, so that a quiz on one is known beforehand.
pub(crate) fn deck() -> Deck {
    let term = |answer: &str| Key::Term(answer.into());
    let choices =
        Key::Choices { choices: vec!["Nile".into(), "Rhine".into(), "Volga".into()], correct: 0 };
    let cape =
        card("cape", "Capes", "Which cape is the southernmost of Africa?", term("Cape Agulhas"));
    let cards = vec![
        card("peru", "Peru", "Which city governs Peru?", term("Lima")),
        card("japan", "Capitals", "Which city governs Japan?", term("Tokyo")),
        card("kenya", "Capitals", "Which city governs Kenya?", term("Nairobi")),
        card("norway", "Capitals", "Which city governs Norway?", term("Oslo")),
        card("cuba", "Capitals", "Which city governs Cuba?", term("Havana")),
        Card { close: vec!["the southern cape".into()], ..cape },
        card("moon", "Moon", "True or false: the Moon has air to breathe.", Key::TrueFalse(false)),
        card("sun", "Sun", "True or false: the Sun is a star.", Key::TrueFalse(true)),
        card("river", "Rivers", "Which river flows through Cairo?", choices),
        card(
            "essay",
            "Essay",
            "Why is the sky blue?",
            Key::SelfGraded("Air scatters blue light most.".into()),
        ),
    ];
    Deck { id: "world".into(), title: "The World".into(), habits: Habits::default(), cards }
}

fn other_deck() -> Deck {
    let cards =
        vec![card("gold", "Metals", "Which metal has the symbol Au?", Key::Term("Gold".into()))];
    Deck { id: "chemistry".into(), title: "Chemistry".into(), habits: Habits::default(), cards }
}
