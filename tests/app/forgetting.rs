//! Who wishes to be forgotten is, in every table; nothing of anybody else is touched.

use std::collections::BTreeSet;

use studyhall::app::reply::{Block, Text};
use studyhall::app::request::Action;
use studyhall::domain::id::NudgeId;
use studyhall::domain::place::{Home, Place};
use studyhall::store::chat::Draft;
use studyhall::store::personal::{Exported, Forgotten, HELD};
use studyhall::store::{Shown, Store};

use super::commands::plays_right;
use super::mydata::file;
use super::room::{Room, channel, direct, shown};
use crate::support::database::{Database, on_each_database};
use crate::support::dump::Dump;

/// A word that the member types wherever one can.
const TYPED: &str = "quixotic";

/// Names that a search by name would mistake for others: wildcards, quotes, a single letter that
/// others have in theirs.
const NAMES: [&str; 6] = ["Zora Quill", "%", "_", "O'Hara \"Zo\"", "e", "Anne"];

#[tokio::test]
async fn the_list_knows_every_text_and_every_member_of_the_schema_and_nothing_else() {
    on_each_database(async |database| {
        let listed: Vec<(&str, &str)> = HELD
            .iter()
            .flat_map(|held| held.columns.iter().map(|column| (held.table, *column)))
            .collect();
        let unique: BTreeSet<_> = listed.iter().collect();
        assert_eq!(unique.len(), listed.len(), "each column stands on the list once");
        let schema = database.columns().await;
        for column in schema.iter().filter(|column| column.is_text || column.is_member) {
            let known = listed.contains(&(&column.table, &column.name));
            assert!(
                known,
                "say in src/store/personal.rs what {}.{} holds of people",
                column.table, column.name
            );
        }
        for (table, name) in listed {
            let known = schema.iter().any(|column| column.table == table && column.name == name);
            assert!(known, "there is no {table}.{name}");
        }
    })
    .await;
}

/// The member does all that members do; Ben and Anna Green take part and watch.
async fn live(room: &Room, database: &Database, who: &str) {
    plays_right(room, "Ben", "Sun", "True").await;
    plays_right(room, who, "Sun", "True").await;
    room.line(who, "/timezone zone:Europe/Berlin").await;
    room.line(who, "/reminder set time:18:00").await;
    room.line(who, &format!("/team create {TYPED}")).await;
    room.wait(1);
    room.line(who, "/quiz deck:chemistry").await;
    room.line(who, &format!("/answer {TYPED}")).await;
    room.wait(1);
    let place = direct(who);
    let started = room
        .request(&format!("{who} alone"), &place, who, Action::Line("/quiz topic:Moon".into()))
        .await;
    assert!(!started.messages.is_empty());
    let race = room.line("Ben", "/quiz topic:Moon with:channel").await;
    room.press(who, &race, "False").await;
    room.press("Ben", &race, "False").await;
    let closed = room.press("Ben", &race, "Finish").await;
    assert!(shown(&closed).contains(who), "{}", shown(&closed));
    room.line("Admin", "/team balance").await;
    room.line("Admin", &format!("/admins add member:\"id of {who}\"")).await;
    plant(&database.store, room, who).await;
    let member = database
        .store
        .member_seen(&Home::new("web", "room"), &format!("id of {who}"))
        .await
        .unwrap()
        .unwrap();
    for row in [
        "skipped_days (member, skipped_day) VALUES ($1, '2026-05-01')",
        "claims (family, id, claim, until) VALUES (3, $1, 7, 0)",
        "direct_homes (platform, person, home, chosen_at) SELECT i.platform, i.external, h.id, 0 \
         FROM identities i JOIN homes h ON h.community = i.community WHERE i.member = $1",
    ] {
        let row = row.replace("$1", &member.id.0.to_string());
        database.tamper(format!("INSERT INTO {row}")).await;
    }
}

/// What comes into tables by other ways than the door: the page, the clockwork, the adapters.
async fn plant(store: &Store, room: &Room, who: &str) {
    let (external, place) = (format!("id of {who}"), format!("direct:id of {who}"));
    let member = store.member_seen(&Home::new("web", "room"), &external).await.unwrap().unwrap();
    let draft =
        |place: &str, visible_to: Option<&str>, key: String, author: Option<&str>, body: String| {
            Draft {
                place: place.to_owned(),
                visible_to: visible_to.map(str::to_owned),
                key,
                author: author.map(str::to_owned),
                body,
            }
        };
    let said = serde_json::json!({ "kind": "said", "text": TYPED }).to_string();
    let picture = Block::Picture {
        name: "board.png".into(),
        alt: who.into(),
        png: "iVBOR".into(),
        dark: None,
        about: vec![member.id],
        instead: vec![Block::Note { text: Text::default().member(member.id, who) }],
    };
    let board =
        serde_json::json!({ "kind": "bot", "blocks": [picture], "buttons": [] }).to_string();
    let bot = serde_json::json!({ "kind": "bot", "blocks": [], "buttons": [] }).to_string();
    let event = format!("{external}:0001");
    let drafts = [
        draft("study-group", None, format!("said:{event}"), Some(&external), said.clone()),
        draft(
            "study-group",
            Some(&external),
            format!("mine:{event}"),
            None,
            bot.replace("[]", "[ ]"),
        ),
        draft(&place, None, format!("there:{event}"), None, bot.clone()),
        draft("study-group", None, format!("reply:{event}.0"), None, bot),
        draft("study-group", Some("id of Ben"), "board".to_owned(), None, board),
    ];
    store.chat_write("web", "room", &drafts, Some((&event, "{}")), room.now()).await.unwrap();
    store.put_conversation("web", &external, &place, room.now()).await.unwrap();
    let shown = Shown { place: place.clone(), message: format!("message to {external}") };
    store.put_shown("web", &place, "quiz:1.1", &shown, room.now()).await.unwrap();
    store.nudge_at(NudgeId(member.id.0), member.id, room.now()).await.unwrap();
}

fn cells(dump: &Dump) -> impl Iterator<Item = (&String, &String)> {
    dump.iter().flat_map(|(table, rows)| rows.iter().flatten().map(move |cell| (table, cell)))
}

/// The rows that are in one dump and not in the other.
fn gone<'a>(before: &'a Dump, after: &Dump) -> Vec<(&'a str, &'a Vec<String>)> {
    let rows =
        before.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table.as_str(), row)));
    rows.filter(|(table, row)| !after[*table].contains(row)).collect()
}

#[tokio::test]
async fn whoever_is_forgotten_is_so_in_every_table_and_nobody_else_is_touched() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Admin", "/season start name:Spring until:2026-05-20").await;
        plays_right(&room, "Anna Green", "Sun", "True").await;
        let mut changed_tables = BTreeSet::new();
        for who in NAMES {
            live(&room, database, who).await;
            let external = format!("id of {who}");
            let member = database
                .store
                .member_seen(&Home::new("web", "room"), &external)
                .await
                .unwrap()
                .unwrap();
            let asked = room.line(who, "/mydata delete").await;
            let before = database.dump().await;
            let told = room.press(who, &asked, "Forget me").await;
            assert!(shown(&told).contains("I have forgotten you."), "{}", shown(&told));
            let after = database.dump().await;

            let names: &[&str] =
                if who.len() > 5 { &[who, &external, TYPED] } else { &[&external, TYPED] };
            for (table, cell) in cells(&after) {
                let left = names.iter().find(|name| cell.contains(**name));
                assert_eq!(left, None, "{table} still says: {cell}");
                assert_ne!(cell, who, "{table}");
            }
            for (table, row) in gone(&before, &after) {
                changed_tables.insert(table.to_owned());
                let id = member.id.0.to_string();
                let own = row
                    .iter()
                    .any(|cell| *cell == id || cell.contains(&external) || cell.contains(&id));
                let own = own || (table == "teams" && row.iter().any(|cell| cell == TYPED));
                assert!(own || table == "standing_counts", "{who}: {table} lost {row:?}");
            }
        }
        let idle = HELD.iter().filter(|held| {
            matches!(held.forgotten, Forgotten::By(_)) && !changed_tables.contains(held.table)
        });
        let idle: Vec<&str> = idle.map(|held| held.table).collect();
        assert_eq!(idle, ["homes"], "every other statement of the list had something to do");
    })
    .await;
}

#[tokio::test]
async fn a_community_of_one_that_is_called_like_its_member_loses_that_name() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let alone = Place { home: Home::new("discord", "direct:id of Zora"), ..direct("Zora") };
        let act =
            async |event: &str, action: Action| room.request(event, &alone, "Zora", action).await;
        act("1", Action::Line("/quiz".into())).await;
        act("2", Action::Line("/answer quixotic".into())).await;
        let asked = act("3", Action::Line("/mydata delete".into())).await;
        act("4", Action::Click(super::room::action(&asked, "Forget me"))).await;
        for (table, cell) in cells(&database.dump().await) {
            assert!(!cell.contains("Zora") && !cell.contains(TYPED), "{table} still says: {cell}");
        }
        // An event that comes again changes nothing, and nothing of its words is left to repeat.
        let again = shown(&act("1", Action::Line("/quiz".into())).await);
        assert!(again.contains("I have done that already."), "{again}");
    })
    .await;
}

#[tokio::test]
async fn an_export_holds_whatever_the_list_says_it_does() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        live(&room, database, "Zora").await;
        let data = file(&room.line("Zora", "/mydata export").await).unwrap();
        for held in HELD {
            let Exported::As(field) = held.exported else { continue };
            let found = &data[field];
            assert!(
                !found.is_null() && *found != serde_json::json!([]),
                "{}: {field} of {data:#}",
                held.table
            );
        }
        assert_eq!(data["messages"][0]["text"], TYPED, "{data:#}");
    })
    .await;
}

#[tokio::test]
async fn a_repeated_event_names_people_as_they_are_called_now() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let place = channel();
        let line = Action::Line("/team create Owls".to_owned());
        let founded = shown(&room.request("founding", &place, "Zora", line.clone()).await);
        assert!(founded.contains("Zora founded the team Owls."), "{founded}");
        database.tamper("UPDATE members SET name = 'Zoe' WHERE name = 'Zora'").await;
        let again = shown(&room.request("founding", &place, "Zora", line).await);
        assert_eq!(again, founded.replace("Zora", "Zoe"));
    })
    .await;
}

#[tokio::test]
async fn a_draft_puts_nobody_into_a_team_who_has_been_forgotten() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for who in ["Ben", "Cyd", "Dot", "Zora"] {
            plays_right(&room, who, "Sun", "True").await;
        }
        let drawn = room.line("Admin", "/team balance teams:2").await;
        let asked = room.line("Zora", "/mydata delete").await;
        room.press("Zora", &asked, "Forget me").await;
        let applied = room.press("Admin", &drawn, "Make these the teams").await;
        assert!(!shown(&applied).contains("Former"), "{}", shown(&applied));
        assert_eq!(database.count("SELECT COUNT(*) FROM team_members").await, 3);
        let asked = room.line("Dot", "/mydata delete").await;
        room.press("Dot", &asked, "Forget me").await;
        room.press("Admin", &applied, "Undo").await;
        assert_eq!(
            database.count("SELECT COUNT(*) FROM team_members").await,
            0,
            "nobody was in one before"
        );
        let again = shown(&room.line("Admin", "/team balance teams:1").await);
        assert!(!again.contains("Former") && !again.contains("Dot"), "{again}");
    })
    .await;
}
