//! `/mydata export` and `delete`: what is kept about a member belongs to them.

pub(super) mod command;
pub mod refusal;

use serde::Serialize;

use self::command::MyDataCommand;
use super::App;
use super::asking::Asking;
use super::click::Click;
use super::decision::{Decision, Fault};
use super::reply::{Block, Button, ButtonStyle, File, Message, Reply, Text, Tone};
use crate::app::mydata::refusal::MyDataRefusal;
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::id::MemberId;
use crate::store::{Deed, MemberData};

/// The file that a member gets.
#[derive(Debug, Serialize)]
struct Export<'a> {
    name: &'a str,
    time_zone: Option<&'a str>,
    day_turns_at: String,
    reminder: Option<String>,
    #[serde(flatten)]
    data: MemberData,
}

/// Does what a command asks for.
pub(super) async fn run(
    app: &App,
    asking: &Asking<'_>,
    command: MyDataCommand,
) -> Result<Decision, Fault> {
    match command {
        MyDataCommand::Export => export(app, asking).await,
        MyDataCommand::Delete => ask(app, asking).await,
    }
}

/// Hands out everything as a file.
async fn export(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let member = &asking.member;
    let reminder = app.store.reminder(member.id).await?;
    let export = Export {
        name: &member.name,
        time_zone: member.zone.map(chrono_tz::Tz::name),
        day_turns_at: member.turn.to_string(),
        reminder: reminder.map(|reminder| {
            let state = if reminder.on { "" } else { " (off)" };
            format!(
                "{} at {}, {}{state}",
                show_days(reminder.days),
                show_time(reminder.at),
                reminder.zone.name()
            )
        }),
        data: app.store.member_data(member, asking.now).await?,
    };
    let text = Text::from(
        "This is everything I keep about you in this community, as a file for you alone.",
    );
    let file = Block::File(File {
        name: "studyhall-mydata.json".to_owned(),
        media_type: "application/json".to_owned(),
        bytes: serde_json::to_vec_pretty(&export)?,
    });
    let note = Text::from("To have it deleted: ").code("/mydata delete").plain(".");
    let blocks = vec![Block::Paragraph { text }, file, Block::Note { text: note }];
    Ok(Decision::say(Reply::one(Message::private(blocks))))
}

/// Asks before anything is deleted.
async fn ask(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let text = Text::from("Shall I forget you in this community? ").plain(
        "Your name, what you typed, your streak, your reminder and your place on the boards go. It \
            cannot be undone.",
    );
    let mut blocks = vec![Block::Callout { tone: Tone::Notice, text }];
    if let Some(team) = app.store.team_of(asking.member.id).await?.filter(|team| team.size == 1) {
        let text = Text::from("You are the last member of the team ").strong(&team.name);
        let text = text.plain(
            ", so it goes off the boards, with its name and the points that were earned for it.",
        );
        blocks.push(Block::Paragraph { text });
    }
    let note = Text::from("To keep a copy, take ").code("/mydata export").plain(" first.");
    blocks.push(Block::Note { text: note });
    let mut message = Message::private(blocks);
    message.buttons =
        vec![Button::new(Click::Forget(asking.member.id), "Forget me", ButtonStyle::Danger)];
    Ok(Decision::say(Reply::one(message)))
}

/// Forgets the asker, if the button was made for them.
pub(super) async fn forget(
    app: &App,
    asking: &Asking<'_>,
    id: MemberId,
) -> Result<Decision, Fault> {
    let member = &asking.member;
    if member.id != id {
        // Whoever has no name any more may have pressed once more, and be met anew.
        let is_forgotten = app.store.names(&[id]).await?.is_empty();
        let refusal =
            if is_forgotten { MyDataRefusal::AlreadyForgotten } else { MyDataRefusal::NotYours };
        return Err(refusal.into());
    }
    let text = Text::from(
        "I have forgotten you. Points you earned for a team stay with it, without your name.",
    );
    let note = if app.traits(asking.place).keeps_messages {
        "What you wrote on this page is gone, too."
    } else {
        "What stands in the channels stays there until somebody deletes it."
    };
    let note = Text::from(note);
    let blocks = vec![Block::Callout { tone: Tone::Notice, text }, Block::Note { text: note }];
    Ok(Decision::deeds(vec![Deed::Forget(member.clone())], Reply::one(Message::private(blocks))))
}
