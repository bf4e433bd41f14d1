//! Members who are named as admins, in words: what naming gives and what taking it back leaves.

use chrono_tz::Tz;

use crate::app::asking::{Asking, Rights};
use crate::app::reply::{Block, Message, Text, Tone};
use crate::store::{Member, NamedAdmin};

/// What the asker reads who has named somebody.
pub(super) fn named(asking: &Asking<'_>, member: &Member) -> Message {
    if member.id == asking.member.id {
        return Message::notice(
            "You are named as an admin now, and stay one if you no longer manage this community \
             otherwise.",
        );
    }
    let text = Text::default()
        .strong_member(member.id, &member.name)
        .plain(
            " is an admin now and may use every command that admins may, this one among them. \
             Take it back with ",
        )
        .code("/admins remove")
        .plain(".");
    Message::notice(text)
}

/// What the asker reads who has taken it back, and whether anybody else is still named.
pub(super) fn dismissed(asking: &Asking<'_>, member: &Member, others: bool) -> Message {
    let text = if member.id == asking.member.id {
        let left = if asking.rights == Rights::Manages {
            "You manage this community, so you stay an admin by that."
        } else {
            "Admins can name you again."
        };
        Text::from(format!("You are not named as an admin any more. {left}"))
    } else {
        Text::default().strong_member(member.id, &member.name).plain(
            " is not named as an admin any more. If they manage this community by its own \
             settings, they stay one by that.",
        )
    };
    let mut blocks = vec![Block::Callout { tone: Tone::Notice, text }];
    if !others {
        let text = "Nobody else is named. Whoever manages this community is an admin all the same.";
        blocks.push(Block::Note { text: text.into() });
    }
    Message::private(blocks)
}

/// Who is named, by whom and since when, and who else is an admin.
pub(super) fn list(named: &[NamedAdmin], zone: Tz) -> Message {
    let who = if named.is_empty() {
        let text = Text::from("Nobody has been named yet. Name a member with ")
            .code("/admins add member:…")
            .plain(".");
        Block::Paragraph { text }
    } else {
        let items = named.iter().map(|admin| item(admin, zone)).collect();
        Block::List { numbered: false, items }
    };
    let text = "Whoever manages this community by its own settings is an admin, too, without being \
                named here.";
    let note = Block::Note { text: text.into() };
    Message::private(vec![Block::Heading { text: "Named admins".into() }, who, note])
}

/// The names are put in when it is shown.
fn item(admin: &NamedAdmin, zone: Tz) -> Text {
    let day = admin.named_at.with_timezone(&zone).format("%-d %B %Y");
    let who = Text::default().strong_member(admin.member, "");
    if admin.named_by == admin.member {
        return who.plain(format!(", named by themselves on {day}"));
    }
    who.plain(", named by ").member(admin.named_by, "").plain(format!(" on {day}"))
}
