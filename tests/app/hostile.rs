//! Whatever comes in, something sensible goes out.

use std::collections::BTreeMap;

use proptest::prelude::*;
use studyhall::app::click::Click;
use studyhall::app::reply::Reply;
use studyhall::app::request::{Action, Addressee, Files};
use studyhall::domain::id::PostingId;
use tokio::runtime::Runtime;

use super::room::{Room, shown};
use crate::support::database::{on_each_database, sqlite};

/// Text as people, machines and troublemakers send it.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[\\x00-\\x1f\u{200b}\u{202e}*_`<>&|~#@\\[\\]()\\\\\"“”:/ a-z]{0,40}",
        "/(quiz|answer|deck|deck show|streak show|leaderboard|help|studyhall)( \
            [a-z]{0,9}:\\PC{0,12}){0,3}",
        Just("/quiz topic:Capitals".to_owned()),
        Just("/quiz with:channel questions:3".to_owned()),
        Just("*".repeat(100_000)),
    ]
}

/// Whoever may be meant, and questions that there are not.
fn addressee() -> impl Strategy<Value = Addressee> {
    let spot = || "p?[0-9]{1,18}\\.[0-9]{1,9}".prop_map(|text| text.parse().unwrap());
    prop_oneof![
        spot().prop_map(Addressee::Question),
        Just(Addressee::NoQuestion),
        Just(Addressee::Bot),
        any::<Option<i64>>().prop_map(|card| Addressee::Everyone { under: card.map(PostingId) }),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    let fields = || {
        prop::collection::btree_map(prop_oneof![Just("answer".to_owned()), text()], text(), 0..3)
    };
    prop_oneof![
        text().prop_map(Action::Line),
        (text(), addressee()).prop_map(|(text, to)| Action::Said { text, to }),
        text().prop_map(|text| Action::Click(Click::read(&text))),
        (text(), fields()).prop_map(|(text, fields)| {
            Action::Submit { action: Click::read(&text), fields, files: Files::new() }
        }),
        (prop_oneof!["quiz|help|answer", text()], fields())
            .prop_map(|(name, options)| Action::Command { name, options, files: Files::new() }),
        "(answer|hint|skip|next|show|had|not-had|stop|continue|again):p?[0-9]{1,19}\
            (\\.[0-9]{1,10}){0,2}"
            .prop_map(|text| Action::Click(Click::read(&text))),
    ]
}

/// What a member does next: something of their own, or a press of a button that was shown.
#[derive(Debug, Clone)]
enum Deed {
    Own(Action),
    Press(prop::sample::Index),
    Fill(prop::sample::Index, String),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => action().prop_map(Deed::Own),
        4 => any::<prop::sample::Index>().prop_map(Deed::Press),
        2 => (any::<prop::sample::Index>(), text())
            .prop_map(|(button, text)| Deed::Fill(button, text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_people_do_they_get_a_reply_and_never_a_fault_of_ours(
        deeds in prop::collection::vec((0..3_usize, deed(), 0..40_i64), 1..30)
    ) {
        Runtime::new().unwrap().block_on(async {
            let database = sqlite().await;
            let room = Room::new(&database.store);
            let mut buttons: Vec<Click> = Vec::new();
            for (who, deed, seconds) in deeds {
                let talk = matches!(
                    deed,
                    Deed::Own(Action::Said { to: Addressee::Everyone { .. }, .. })
                );
                let action = match deed {
                    Deed::Own(action) => action,
                    Deed::Press(_) | Deed::Fill(..) if buttons.is_empty() => Action::Line("/quiz \
                        with:channel".to_owned()),
                    Deed::Press(button) => Action::Click(button.get(&buttons).clone()),
                    Deed::Fill(button, text) => Action::Submit {
                        action: button.get(&buttons).clone(),
                        fields: BTreeMap::from([("answer".to_owned(), text)]),
                        files: Files::new(),
                    },
                };
                let reply = room.act(["Anna", "Ben\u{202e}<b>", "Admin"][who], action).await;
                assert!(talk || reply != Reply::default(), "no reply");
                assert!(!shown(&reply).contains("Something went wrong on our \
                    side"), "{}", shown(&reply));
                let shown = reply.messages.iter().flat_map(|message| &message.buttons);
                buttons.extend(shown.filter_map(|button| button.click().cloned()));
                room.wait(seconds);
                room.app.tick(room.now()).await.unwrap();
            }
        });
    }
}

#[tokio::test]
async fn a_name_turns_no_line_around_and_one_of_nothing_is_somebody() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let told = shown(&room.line("\u{202e}Ben\u{0}\n\u{2066}", "/team create Owls").await);
        assert!(told.contains("Ben founded the team Owls"), "{told:?}");
        let told = shown(&room.line("\u{200b}\u{202e}", "/team join Owls").await);
        assert!(told.contains("Somebody joined the team Owls"), "{told:?}");
    })
    .await;
}
