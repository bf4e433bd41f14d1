//! Messages and forms of every kind, as proptest draws them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::app::click::Click;
use crate::app::reply::{
    Address, Block, Button, ButtonStyle, Choice, CommandLine, Field, File, Form, Input, Menu,
    Message, Named, Span, Text, Tone,
};
use crate::domain::id::MemberId;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zA-Zé<>&*_`~ 0-9.]{0,40}",
        2 => "\\PC{0,30}",
        1 => "(?s).{0,20}",
        1 => "[a&<\n ]{0,6000}",
        1 => "&{0,4000}",
        1 => Just("😀".repeat(200)),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    let named = (words(), any::<bool>());
    prop_oneof![
        4 => words().prop_map(Span::Plain),
        2 => words().prop_map(Span::Strong),
        1 => words().prop_map(Span::Code),
        1 => "/[a-z]{0,12}( [a-z:]{1,10}){0,3}"
            .prop_map(|line| Span::Command(CommandLine { line, mention: None })),
        1 => named.prop_map(|(name, strong)| Span::Member(Named { id: MemberId(7), name, strong })),
        1 => any::<i64>().prop_map(Span::Instant),
        1 => (0_i64..4_000_000_000).prop_map(Span::Instant),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    vec(span(), 0..6).prop_map(Text)
}

fn tone() -> impl Strategy<Value = Tone> {
    proptest::sample::select(vec![
        Tone::Correct,
        Tone::Close,
        Tone::Incorrect,
        Tone::Notice,
        Tone::Refused,
    ])
}

fn table() -> impl Strategy<Value = Block> {
    (1_usize..6, 0_usize..80, option::of(0_usize..80)).prop_flat_map(|(columns, rows, marked)| {
        let cell = prop_oneof![
            5 => "[0-9]{1,4}".prop_map(Text::from),
            5 => "[a-z<&` ]{0,30}".prop_map(Text::from),
            1 => text(),
        ];
        (vec(words(), columns), vec(vec(cell, columns), rows))
            .prop_map(move |(head, rows)| Block::Table { head, rows, marked })
    })
}

fn picture() -> impl Strategy<Value = Block> {
    let png = prop_oneof![Just("iVBORw0KGgo=".to_owned()), Just("not base64".to_owned())];
    ("[a-z]{1,10}\\.png", words(), png).prop_map(|(name, alt, png)| Block::Picture {
        name,
        alt,
        png,
        dark: None,
        about: Vec::new(),
        instead: Vec::new(),
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => text().prop_map(|text| Block::Heading { text }),
        6 => text().prop_map(|text| Block::Paragraph { text }),
        3 => text().prop_map(|text| Block::Question { text }),
        3 => (tone(), text()).prop_map(|(tone, text)| Block::Callout { tone, text }),
        3 => (any::<bool>(), vec(text(), 0..30))
            .prop_map(|(numbered, items)| Block::List { numbered, items }),
        2 => table(),
        2 => text().prop_map(|text| Block::Note { text }),
        1 => words().prop_map(|name| {
            Block::File(File { name, media_type: "text/plain".to_owned(), bytes: vec![1, 2] })
        }),
    ]
}

fn click() -> impl Strategy<Value = Click> {
    prop_oneof![
        8 => (1_i64..900, 0_u32..9, 0_u32..60)
            .prop_map(|(of, round, choice)| Click::read(&format!("pick:{of}.{round}.{choice}"))),
        2 => "/[a-z ]{0,90}".prop_map(Click::line),
        1 => words().prop_map(Click::line),
        1 => words().prop_map(|text| Click::read(&text)),
    ]
}

fn button() -> impl Strategy<Value = Button> {
    let style = proptest::sample::select(vec![
        ButtonStyle::Primary,
        ButtonStyle::Plain,
        ButtonStyle::Danger,
        ButtonStyle::Choice,
    ]);
    prop_oneof![
        9 => (click(), words(), style)
            .prop_map(|(click, label, style)| Button::new(click, &label, style)),
        1 => words().prop_map(|label| {
            Button::link(Address::new("https://example.org/a?b=c&d").unwrap(), &label)
        }),
    ]
}

fn menu() -> impl Strategy<Value = Menu> {
    let choice = (click(), words()).prop_map(|(click, label)| Choice::new(click, &label));
    (words(), vec(choice, 1..30)).prop_map(|(prompt, choices)| Menu { prompt, choices })
}

/// A message of any blocks, buttons and a menu; it has at most three pictures.
pub(super) fn message() -> impl Strategy<Value = Message> {
    let blocks = prop_oneof![8 => vec(block(), 0..8), 1 => vec(block(), 0..120)];
    let buttons = prop_oneof![4 => vec(button(), 0..8), 1 => vec(button(), 0..90)];
    (blocks, vec((picture(), 0_usize..9), 0..3), buttons, option::of(menu())).prop_map(
        |(mut blocks, pictures, buttons, menu)| {
            for (picture, place) in pictures {
                blocks.insert(place.min(blocks.len()), picture);
            }
            Message::to_everyone(blocks).with(buttons).with_menu(menu)
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        3 => Just(Input::Text),
        2 => (0_u32..10, 10_u32..1_000).prop_map(|(min, max)| Input::Number { min, max }),
        2 => vec("[a-z]{1,12}", 1..8).prop_map(|words| Input::Choice { words }),
        1 => vec(words(), 1..130).prop_map(|words| Input::Choice { words }),
        1 => Just(Input::Time),
        1 => Just(Input::Date),
        1 => Just(Input::Check),
        1 => vec("\\.[a-z]{1,4}", 0..3).prop_map(|endings| Input::File { most: 9, endings }),
    ]
}

fn field() -> impl Strategy<Value = Field> {
    let value = prop_oneof![
        3 => Just(String::new()),
        2 => words(),
        1 => "[0-9]{1,4}",
        1 => "[0-2][0-9]:[0-6][0-9]",
        1 => "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        1 => Just("yes".to_owned()),
    ];
    let told = (words(), words(), option::of(words()));
    (told, 0_u32..5_000, any::<(bool, bool)>(), input(), value).prop_map(
        |((label, placeholder, error), max_length, (multiline, is_optional), input, value)| Field {
            name: String::new(),
            label,
            placeholder,
            max_length,
            multiline,
            input,
            value,
            is_optional,
            error,
        },
    )
}

/// A form of one to six fields, each of another name.
pub(super) fn form() -> impl Strategy<Value = Form> {
    let said = (words(), words(), option::of(words()), words());
    (said, vec(field(), 1..6)).prop_map(|((title, intro, error, submit), mut fields)| {
        for (place, field) in fields.iter_mut().enumerate() {
            field.name = format!("field-{place}");
        }
        Form { action: Click::line("/daily set"), title, intro, error, fields, submit }
    })
}
