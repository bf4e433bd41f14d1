//! `/mydata export` and `delete`: what is kept about a member belongs to them.

use serde::Serialize;

use super::App;
use super::asking::Asking;
use super::click::Click;
use super::decision::{Decision, Fault};
use super::refusal::Refusal;
use super::reply::{Block, ButtonStyle, Reply, Text, Tone};
use super::season::Final;
use super::show::{button, private};
use crate::domain::calendar::clock::show_time;
use crate::domain::calendar::days::show_days;
use crate::domain::id::MemberId;
use crate::domain::quiz::Quiz;
use crate::store::{Deed, FORMER, Member, MemberData, QuizRow, Result as Stored};

/// How many seasons are looked through for a name: more than a community can have had.
const ALL_SEASONS: u32 = 10_000;

/// The file that a member gets.
#[derive(Debug, Serialize)]
struct Export<'a> {
    name: &'a str,
    platform: &'a str,
    platform_id: &'a str,
    community: &'a str,
    time_zone: Option<&'a str>,
    reminder: Option<String>,
    #[serde(flatten)]
    data: MemberData,
}

/// Hands out everything as a file.
pub(super) async fn export(app: &App, asking: &Asking<'_>) -> Result<Decision, Fault> {
    let member = &asking.member;
    let reminder = app.store.reminder(member.id).await?;
    let export = Export {
        name: &member.name,
        platform: asking.place.platform,
        platform_id: &member.external,
        community: &asking.place.community,
        time_zone: member.zone.map(chrono_tz::Tz::name),
        reminder: reminder.map(|reminder| {
            let state = if reminder.on { "" } else { " (off)" };
            format!("{} at {}, {}{state}", show_days(reminder.days), show_time(reminder.at), reminder.zone.name())
        }),
        data: app.store.member_data(member).await?,
    };
    let text = Text::from("This is everything I keep about you in this community, as a file for you alone.");
    let file = Block::File { name: "studyhall-mydata.json".to_owned(), text: serde_json::to_string_pretty(&export)? };
    let note = Text::from("To have it deleted: ").code("/mydata delete");
    let blocks = vec![Block::Paragraph { text }, file, Block::Note { text: note }];
    Ok(Decision::say(Reply::one(private(blocks))))
}

/// Asks before anything is deleted.
pub(super) fn ask(asking: &Asking<'_>) -> Decision {
    let text = Text::from("Shall I forget you in this community? ").plain(
        "Your name, what you typed, your streak, your reminder and your place on the boards go. It cannot be undone.",
    );
    let note = Text::from("To keep a copy, take ").code("/mydata export").plain(" first.");
    let mut message = private(vec![Block::Callout { tone: Tone::Notice, text }, Block::Note { text: note }]);
    message.buttons = vec![button(&Click::Forget(asking.member.id), "Forget me", ButtonStyle::Danger)];
    Decision::say(Reply::one(message))
}

/// Forgets the asker.
pub(super) async fn forget(app: &App, asking: &Asking<'_>, id: MemberId) -> Result<Decision, Fault> {
    let member = &asking.member;
    if member.id != id {
        // Pressed once more, by somebody whom we meet anew.
        return Err(Refusal::AlreadyForgotten.into());
    }
    let mut deeds = vec![Deed::Forget(member.clone())];
    for season in app.store.seasons(member.community, ALL_SEASONS).await? {
        let Some(board) = season.final_board.as_deref().map(serde_json::from_str::<Final>).transpose()? else {
            continue;
        };
        if let Some(board) = without(board, id) {
            deeds.push(Deed::PutFinalBoard(season.id, serde_json::to_string(&board)?));
        }
    }
    let text = Text::from("I have forgotten you. Points you earned for a team stay with it, without your name.");
    let note = Text::from("What stands in the channels stays there until somebody deletes it.");
    let blocks = vec![Block::Callout { tone: Tone::Notice, text }, Block::Note { text: note }];
    let mut decision = Decision::deeds(deeds, Reply::one(private(blocks)));
    decision.change.get_or_insert_default().quizzes = quizzes_without(app, member).await?;
    Ok(decision)
}

/// A final board without a member's name; nothing if they are not on it.
fn without(mut board: Final, id: MemberId) -> Option<Final> {
    let row = board.members.iter_mut().find(|row| row.member == Some(id))?;
    row.member = None;
    FORMER.clone_into(&mut row.name);
    Some(board)
}

/// The channels' quizzes that know a member's name, without it.
async fn quizzes_without(app: &App, member: &Member) -> Stored<Vec<QuizRow>> {
    let mut changed = Vec::new();
    for row in app.store.channel_quizzes_with(member.community, member.id).await? {
        let Ok(mut quiz) = serde_json::from_str::<Quiz>(&row.state) else { continue };
        quiz.rename(member.id, FORMER);
        if let Ok(state) = serde_json::to_string(&quiz) {
            changed.push(QuizRow { state, ..row });
        }
    }
    Ok(changed)
}
