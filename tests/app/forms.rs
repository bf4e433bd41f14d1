//! Commands that are asked for again by a form, with what was understood filled in.

use std::collections::BTreeMap;

use studyhall::app::reply::{Field, Form, Input, Reply};
use studyhall::app::request::Action;

use super::room::{Room, shown};
use crate::support::database::on_each_database;

/// The form as a person sees it: a line for each field with what stands in it.
fn filled(form: &Form) -> String {
    let line = |field: &Field| {
        let kind = match &field.input {
            Input::Text => String::new(),
            Input::Number { min, max } => format!(" ({min} to {max})"),
            Input::Choice { words } => format!(" ({})", words.join("|")),
            Input::Time => " (a time)".to_owned(),
        };
        let optional = if field.is_optional { ", optional" } else { "" };
        let error = field.error.as_ref().map_or_else(String::new, |error| format!(" <- {error}"));
        format!("{}{kind}{optional}: “{}”{error}", field.label, field.value)
    };
    let lines: Vec<String> = form.fields.iter().map(line).collect();
    format!("{}: {}\n{}", form.title, form.intro, lines.join("\n"))
}

/// Sends a form with these values in its fields; what else stands in it is sent along.
async fn send(room: &Room, who: &str, form: &Form, values: &[(&str, &str)]) -> Reply {
    let mut fields: BTreeMap<String, String> =
        form.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
    for (name, value) in values {
        assert!(fields.insert((*name).to_owned(), (*value).to_owned()).is_some(), "{name}");
    }
    room.act(who, Action::Submit { action: form.action.clone(), fields }).await
}

#[tokio::test]
async fn an_incomplete_command_is_asked_for_again_until_it_can_be_taken() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let asked = room.line("Ben", "/reminder set days:mon-fri").await;
        let form = asked.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /reminder set: A nudge at your own hour, only if you have not studied
        Time (a time): “”
        Days, optional: “mon-fri”
        Zone, optional: “”
        ") };
        // A form is answered by a form where something is still wrong.
        let again = send(&room, "Ben", &form, &[("time", "6 pm"), ("days", "someday")]).await;
        let form = again.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /reminder set: A nudge at your own hour, only if you have not studied
        Time (a time): “6 pm”
        Days, optional: “someday” <- “someday” is no day of the week. Write days like daily, mon-fri or mon,wed,fri.
        Zone, optional: “”
        ") };
        let set = send(&room, "Ben", &form, &[("days", "mon, wed")]).await;
        assert!(set.form.is_none(), "{}", shown(&set));
        assert!(shown(&set).contains("Your reminder: mon,wed at 18:00, UTC."), "{}", shown(&set));
    })
    .await;
}

#[tokio::test]
async fn whoever_no_form_opens_for_opens_it_by_a_button() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let refused = room.line("Ben", "/quiz questions:99 topic:Metals").await;
        let opened = room.press("Ben", &refused, "Fill in a form").await;
        assert_eq!(opened.form, refused.form);
        let form = opened.form.expect("a form");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “”
        Topic, optional: “Metals”
        Questions (1 to 25), optional: “99” <- questions takes 1 to 25; 99 is too many. Try questions:25.
        Style (auto|typed|choices), optional: “”
        ") };
    })
    .await;
}

#[tokio::test]
async fn a_form_is_offered_only_where_it_leads_somewhere() {
    let calendar = format!("/daily set calendar:\"{}\"", "x".repeat(600));
    let too_long = format!("/season start name:{}", "n".repeat(600));
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for (who, line) in [
            // For whom the command is not.
            ("Ben", "/daily set"),
            // What no field could hold.
            ("Admin", calendar.as_str()),
            // What buttons offer already.
            ("Ben", "/timezone zone:India"),
            // What is no command.
            ("Ben", "/quizz questions:0"),
            ("Ben", "/quiz questoins:0"),
        ] {
            let reply = room.line(who, line).await;
            assert_eq!(reply.form, None, "{line}: {}", shown(&reply));
        }
        // What is too long for a field is cut, as it would be where it is typed.
        let form = room.line("Admin", &too_long).await.form.expect("a form");
        assert!(form.fields.iter().all(|field| field.value.chars().count() <= 500));
    })
    .await;
}
