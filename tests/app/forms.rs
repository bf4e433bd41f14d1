//! Commands that are asked for again by a form, with what was understood filled in.

use std::collections::BTreeMap;

use studyhall::app::reply::{Field, Form, Input, Reply};
use studyhall::app::request::{Action, Files};

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
    room.act(who, Action::Submit { action: form.action.clone(), fields, files: Files::new() }).await
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
        Time (a time): “18:00”
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
        Questions (1 to 25), optional: “99” <- Write a number from 1 to 25, not “99”.
        Style (auto|typed|choices), optional: “”
        ") };
    })
    .await;
}

#[tokio::test]
async fn a_form_is_offered_only_where_it_leads_somewhere() {
    let calendar = format!("/daily set calendar:\"{}\"", "x".repeat(600));
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
    })
    .await;
}

/// A form from its first line on, as it is after a line was typed.
async fn asked(room: &Room, who: &str, line: &str) -> Form {
    room.line(who, line).await.form.unwrap_or_else(|| panic!("{line} opens no form"))
}

#[tokio::test]
async fn what_was_understood_stands_in_the_form_as_its_fields_have_it() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        // Times and words are written as fields know them; each that cannot be read says so.
        let form = asked(&room, "Ben", "/reminder set time:9pm days:someday zone:Mars").await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /reminder set: A nudge at your own hour, only if you have not studied
        Time (a time): “21:00”
        Days, optional: “someday” <- “someday” is no day of the week. Write days like daily, mon-fri or mon,wed,fri.
        Zone, optional: “Mars” <- There is no time zone called “Mars”. Name a large city near you or your country, or write a zone like Europe/Berlin or UTC.
        ") };
        let line = "/quiz questions:99 style:Typed with:chanel deck:world topic:Capitals";
        let form = asked(&room, "Ben", line).await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “world”
        Topic, optional: “Capitals”
        Questions (1 to 25), optional: “99” <- Write a number from 1 to 25, not “99”.
        Style (auto|typed|choices), optional: “typed”
        With (me|channel), optional: “chanel” <- Choose me or channel; there is no “chanel”.
        ") };
        // What a form brought is not lost, whatever is wrong with it.
        let form = asked(&room, "Admin", "/season start").await;
        let values = [("name", "Spring term"), ("until", "in two weeks")];
        let again = send(&room, "Admin", &form, &values).await.form.expect("a form again");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&again), @r"
        /season start: Start a season with a board of its own
        Name: “Spring term”
        Until: “in two weeks” <- until takes a date, not “in two weeks”. Write it like 2026-06-01.
        ") };
        let form = asked(&room, "Ben", "/quiz questions:0").await;
        let values = [("questions", "2"), ("deck", "wrld")];
        let again = send(&room, "Ben", &form, &values).await.form.expect("a form again");
        assert_eq!(
            again.error.as_deref(),
            Some("There is no deck called “wrld”. Did you mean “world”?")
        );
        // A sentence repeats a few words of what was typed, however much that was.
        let long = "someday ".repeat(1_000);
        let form = asked(&room, "Ben", &format!("/reminder set days:{long}zone:{long}")).await;
        for field in &form.fields {
            let length = field.error.as_ref().map_or(0, |error| error.chars().count());
            assert!(length < 200, "{}: {length} characters", field.name);
        }
        // What is needed and was left empty is said.
        let form = asked(&room, "Ben", "/team create").await;
        assert_eq!(form.fields[0].error, None, "nobody is blamed before they could fill it in");
        let again = send(&room, "Ben", &form, &[("name", " ")]).await.form.expect("a form again");
        assert_eq!(again.fields[0].error.as_deref(), Some("This one is needed."));
    })
    .await;
}
