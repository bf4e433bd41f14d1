//! Commands that are asked for again by a form, with what was understood filled in.

use std::collections::BTreeMap;
use std::fmt::Write;

use studyhall::app::reply::{Field, Form, Input, Reply};
use studyhall::app::request::{Action, Files, NotTaken};

use super::room::{Room, direct, shown, upload};
use crate::support::database::on_each_database;

/// The form as a person sees it: a line for each field with what stands in it.
pub(crate) fn filled(form: &Form) -> String {
    let line = |field: &Field| {
        let kind = match &field.input {
            Input::Text | Input::Zone => String::new(),
            Input::Number { min, max } => format!(" ({min} to {max})"),
            Input::Choice { words } => format!(" ({})", words.join("|")),
            Input::Time => " (a time)".to_owned(),
            Input::Date => " (a date)".to_owned(),
            Input::Check => " (a box)".to_owned(),
            Input::File { most, endings } => format!(" (a file, {endings:?}, {most} bytes)"),
        };
        let optional = if field.is_optional { ", optional" } else { "" };
        let error = field.error.as_ref().map_or_else(String::new, |error| format!(" <- {error}"));
        format!("{}{kind}{optional}: “{}”{error}", field.label, field.value)
    };
    let lines: Vec<String> = form.fields.iter().map(line).collect();
    let error = form.error.as_ref().map_or_else(String::new, |error| format!("({error})\n"));
    format!("{}: {}\n{error}{}", form.title, form.intro, lines.join("\n"))
}

/// Sends a form with these values in its fields; what else stands in it is sent along.
pub(crate) async fn send(room: &Room, who: &str, form: &Form, values: &[(&str, &str)]) -> Reply {
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
        Questions (1 to 25), optional: “99” <- questions takes 1 to 25; 99 is too many. Try 25.
        Style (auto|typed|choices), optional: “”
        ") };
    })
    .await;
}

#[tokio::test]
async fn a_form_is_offered_only_where_it_leads_somewhere() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        for (who, line) in [
            // For whom the command is not.
            ("Ben", "/daily set"),
            // What buttons offer already.
            ("Ben", "/timezone zone:India"),
            // What is no command.
            ("Ben", "/quizz questions:0"),
            ("Ben", "/deck"),
            // What takes no options.
            ("Ben", "/streak off me"),
            ("Ben", "/streak off me:now"),
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
        Questions (1 to 25), optional: “99” <- questions takes 1 to 25; 99 is too many. Try 25.
        Style (auto|typed|choices), optional: “typed”
        With (me|channel), optional: “chanel” <- with takes me or channel, not “chanel”. Try channel.
        ") };
        // What a form brought is not lost, whatever is wrong with it.
        let form = asked(&room, "Admin", "/season start").await;
        let values = [("name", "Spring term"), ("until", "in two weeks")];
        let again = send(&room, "Admin", &form, &values).await.form.expect("a form again");
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&again), @r"
        /season start: Start a season with a board of its own
        Name: “Spring term”
        Until (a date): “in two weeks” <- until takes a date, not “in two weeks”. Write it like 2026-06-01.
        ") };
        let form = asked(&room, "Ben", "/quiz questions:0").await;
        let values = [("questions", "2"), ("deck", "wrld")];
        let again = send(&room, "Ben", &form, &values).await.form.expect("a form again");
        assert_eq!(
            again.fields[0].error.as_deref(),
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

#[tokio::test]
async fn dates_boxes_and_files_are_asked_for_as_what_they_are() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let form = asked(&room, "Admin", "/season start name:Spring until:\"30 Feb 2027\"").await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /season start: Start a season with a board of its own
        Name: “Spring”
        Until (a date): “30 Feb 2027” <- 30 February 2027 is no day, since that month has 28 days. Write another date.
        ") };
        let again = send(&room, "Admin", &form, &[("until", "2026-05-01")]).await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&again.form.unwrap()), @r"
        /season start: Start a season with a board of its own
        Name: “Spring”
        Until (a date): “2026-05-01” <- A season ends after today, and 2026-05-01 is not. Write a later date, like 2026-06-01.
        ") };
        let started = send(&room, "Admin", &form, &[("until", "30 June 2026")]).await;
        assert!(shown(&started).contains("runs through 30 June 2026"), "{}", shown(&started));

        // What a box says is told as it was given, and what is neither yes nor no is said.
        let form = asked(&room, "Admin", "/daily set summary:OFF").await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /daily set: When a channel gets its card of the day
        Time (a time): “”
        Days, optional: “”
        Zone, optional: “”
        Summary (a box), optional: “no”
        ") };
        let form = asked(&room, "Admin", "/daily set time:9 summary:maybe").await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r"
        /daily set: When a channel gets its card of the day
        Time (a time), optional: “09:00”
        Days, optional: “”
        Zone, optional: “”
        Summary (a box), optional: “maybe” <- summary takes yes or no, not “maybe”. Try yes.
        ") };
        // A box that nobody touched would say no, so it is not offered unasked.
        let form = asked(&room, "Admin", "/daily set").await;
        assert!(form.fields.iter().all(|field| field.name != "summary"), "{}", filled(&form));

        // A file is asked for again at its field; where no form opens, by its command.
        let line = "/daily set time:09:00 summary:yes";
        let refused = room.hand_in("Admin", line, "calendar", "a PNG, perhaps").await;
        insta::allow_duplicates! { insta::assert_snapshot!(shown(&refused), @r"
        [only you]
        refused: That is no calendar file. Export one as .ics (iCalendar) and attach it again.
        (Use /daily set once more and attach the file to its option calendar.)
        ") };
        let form = refused.form.unwrap();
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form), @r#"
        /daily set: When a channel gets its card of the day
        Time (a time), optional: “09:00”
        Days, optional: “”
        Summary (a box), optional: “yes”
        Calendar (a file, [".ics"], 1048576 bytes), optional: “off.ics” <- That is no calendar file. Export one as .ics (iCalendar) and attach it again.
        "#) };
        let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260601\n\
            END:VEVENT\nEND:VCALENDAR";
        let files = [("calendar".to_owned(), Ok(upload("off.ics", calendar.as_bytes())))];
        let fields = [("time", "09:00"), ("summary", "yes")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let submit = Action::Submit { action: form.action, fields, files: files.into() };
        let set = room.act("Admin", submit).await;
        assert!(shown(&set).contains("1 off-day to come"), "{}", shown(&set));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_was_not_taken_in_is_refused_for_those_alone_who_may_hand_it_in() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let name = "off.ics".to_owned();
        let large = NotTaken::TooLarge { name: name.clone(), bytes: Some(5 << 20), most: 1 << 20 };
        let cut = NotTaken::Cut { name: name.clone(), arrived: 700 << 10, bytes: 800 << 10 };
        for (why, said) in [
            (
                large,
                "“off.ics” has 5 MB, and the most that I take here is 1 MB. Export only the \
                    holidays.",
            ),
            (cut, "“off.ics” broke off on its way: 700 kB of 800 kB arrived. Attach it again."),
            (NotTaken::Lost { name }, "I could not get “off.ics”. Attach it again."),
        ] {
            for (who, option, said) in [
                ("Admin", "calendar", said),
                ("Admin", "time", "time takes no file. Write what it is to say."),
                ("Admin", "colour", "/daily set has no option “colour”."),
                ("Ben", "calendar", "Only admins may use /daily set: those"),
            ] {
                let options = [("time".to_owned(), "09:00".to_owned())].into();
                let files = [(option.to_owned(), Err(why.clone()))].into();
                let name = "daily set".to_owned();
                let told = room.act(who, Action::Command { name, options, files }).await;
                assert!(shown(&told).contains(said), "{}", shown(&told));
                let form = told.form.as_ref();
                let error = form.and_then(|form| form.fields.last().unwrap().error.clone());
                let is_asked = who == "Admin" && option == "calendar";
                let at_field = is_asked.then(|| said.to_owned());
                assert_eq!(error, at_field);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_slip_in_a_line_opens_a_form_with_all_that_was_understood() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        room.line("Cleo", "/team create Night Owls").await;
        let mut told = String::new();
        for (who, line) in [
            ("Ben", "/quiz question=5"),
            ("Ben", "/quiz topci:Metals 3"),
            ("Ben", "/quiz poetry 3 typed"),
            ("Ben", "/quiz colour:red topic:Metals"),
            ("Ben", "/quiz deck:wrld 3"),
            ("Ben", "/quiz topic:Captials questions:3"),
            ("Ben", "/quiz cap 3"),
            ("Ben", "/streak show Zed"),
            ("Ben", "/team join Nigt Owls"),
            ("Ben", "/team create night owls"),
            ("Admin", "/daily set 9:00 off:christmas mon-fri"),
            ("Admin", "/daily set 9 deck:wrld"),
        ] {
            let form = asked(&room, who, line).await;
            let _ = writeln!(told, "{line}\n{}\n", filled(&form));
            // The button opens the same form.
            let refused = room.line(who, line).await;
            let opened = room.press(who, &refused, "Fill in a form").await;
            assert_eq!(opened.form.map(|form| filled(&form)), Some(filled(&form)), "{line}");
        }
        insta::allow_duplicates! { insta::assert_snapshot!(told, @r"
        /quiz question=5
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “”
        Topic, optional: “”
        Questions (1 to 25), optional: “5” <- /quiz has no option “question”. Did you mean “questions”?
        Style (auto|typed|choices), optional: “”

        /quiz topci:Metals 3
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “”
        Topic, optional: “Metals” <- /quiz has no option “topci”. Did you mean “topic”?
        Questions (1 to 25), optional: “3”
        Style (auto|typed|choices), optional: “”

        /quiz poetry 3 typed
        /quiz: Play a few cards, alone or with the channel
        (I do not know what to do with “poetry”. /quiz takes deck, topic, questions, style and with; write them like deck:…)
        Deck, optional: “”
        Topic, optional: “”
        Questions (1 to 25), optional: “3”
        Style (auto|typed|choices), optional: “typed”

        /quiz colour:red topic:Metals
        /quiz: Play a few cards, alone or with the channel
        (/quiz has no option “colour”. It takes deck, topic, questions, style and with.)
        Deck, optional: “”
        Topic, optional: “Metals”
        Questions (1 to 25), optional: “”
        Style (auto|typed|choices), optional: “”

        /quiz deck:wrld 3
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “wrld” <- There is no deck called “wrld”. Did you mean “world”?
        Topic, optional: “”
        Questions (1 to 25), optional: “3”
        Style (auto|typed|choices), optional: “”

        /quiz topic:Captials questions:3
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “”
        Topic, optional: “Captials” <- There is no topic called “Captials” in The World. Did you mean “Capitals”?
        Questions (1 to 25), optional: “3”
        Style (auto|typed|choices), optional: “”

        /quiz cap 3
        /quiz: Play a few cards, alone or with the channel
        Deck, optional: “”
        Topic, optional: “cap” <- “cap” is the beginning of Capitals and Capes. Type a little more of the one you mean.
        Questions (1 to 25), optional: “3”
        Style (auto|typed|choices), optional: “”

        /streak show Zed
        /streak show: Study days in a row
        Member, optional: “Zed” <- Nobody called “Zed” has answered anything here. Check the name, or leave it out to see your own.

        /team join Nigt Owls
        /team join: Join a team
        Name: “Nigt Owls” <- There is no team called “Nigt Owls”. Did you mean “Night Owls”?

        /team create night owls
        /team create: Found a team and join it
        Name: “night owls” <- There is a team called Night Owls already. Join it with /team join Night Owls, or pick another name.

        /daily set 9:00 off:christmas mon-fri
        /daily set: When a channel gets its card of the day
        Time (a time), optional: “09:00”
        Days, optional: “”
        Zone, optional: “”
        Off, optional: “christmas mon-fri” <- “christmas” is no date. List off-days like 2026-12-25, 2026-12-26, or write none.

        /daily set 9 deck:wrld
        /daily set: When a channel gets its card of the day
        Time (a time), optional: “09:00”
        Days, optional: “”
        Zone, optional: “”
        Deck, optional: “wrld” <- There is no deck called “wrld”. Did you mean “world”?
        ") };
    })
    .await;
}

#[tokio::test]
async fn no_form_opens_that_could_never_succeed() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let alone = async |who: &str, line: &str| {
            let action = Action::Line(line.to_owned());
            room.request(&format!("{who}: {line}"), &direct(who), who, action).await
        };
        let mut told = Vec::new();
        told.push(("/season start", room.line("Ben", "/season start").await));
        told.push(("/season start Spring so:so", room.line("Ben", "/season start so=so").await));
        told.push(("/season start alone", alone("Admin", "/season start").await));
        told.push(("/quiz alone", alone("Ben", "/quiz with:channel questions:99").await));
        told.push(("/daily set alone", alone("Admin", "/daily set").await));
        told.push(("/answer", room.line("Ben", "/answer").await));
        room.line("Ben", "/team create Owls").await;
        told.push(("/team create", room.line("Ben", "/team create").await));
        told.push(("/team join", room.line("Ben", "/team join").await));
        room.line("Admin", "/season start Spring 2026-06-30").await;
        told.push(("/season start", room.line("Admin", "/season start").await));
        let mut said = String::new();
        for (what, reply) in told {
            assert_eq!(reply.form, None, "{what}");
            let _ = writeln!(said, "{what}: {}", shown(&reply).replace("[only you]\n", ""));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(said, @r"
        /season start: refused: Only admins may use /season start: those who manage this community, and whom they have named with /admins add. Ask one of them.
        /season start Spring so:so: refused: Only admins may use /season start: those who manage this community, and whom they have named with /admins add. Ask one of them.
        /season start alone: refused: A season needs a channel for its final board. Start it there.
        /quiz alone: refused: A quiz with the channel needs a channel. Start it there, or play alone with /quiz.
        /daily set alone: refused: A card of the day needs a channel. Name one with channel:…, or type this in the channel itself.
        /answer: refused: No question is waiting for your answer here. Start a quiz with /quiz.
        [Start a quiz]
        /team create: refused: You are in the team Owls. Leave it with /team leave before you join another.
        /team join: refused: You are in the team Owls. Leave it with /team leave before you join another.
        /season start: refused: The season Spring runs through 2026-06-30. End it with /season end before you start another.
        ") };
    })
    .await;
}

#[tokio::test]
async fn what_a_button_mends_can_be_mended_in_a_form_too() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        let refused = room.line("Ben", "/reminder set 8pm mon-fri zone:India").await;
        assert_eq!(refused.form, None, "{}", shown(&refused));
        let form = room.press("Ben", &refused, "Fill in a form").await;
        insta::allow_duplicates! { insta::assert_snapshot!(filled(&form.form.unwrap()), @r"
        /reminder set: A nudge at your own hour, only if you have not studied
        Time (a time): “20:00”
        Days, optional: “mon-fri”
        Zone, optional: “India” <- There is no time zone called “India”. Did you mean Asia/Kolkata?
        ") };
        let set = room.press("Ben", &refused, "Asia/Kolkata, 17:30").await;
        assert!(shown(&set).contains("mon-fri at 20:00, Asia/Kolkata"), "{}", shown(&set));
    })
    .await;
}
