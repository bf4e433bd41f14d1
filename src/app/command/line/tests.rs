//! Lines as people type them.

use proptest::prelude::*;

use super::*;

/// A line, the command that it names, and the options that it gives, in the order of its row.
type Read<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn check(table: &[Read<'_>]) {
    for (line, name, options) in table {
        let given = read(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
        assert_eq!(given.command.name, *name, "{line}");
        let known = given.command.options.iter();
        let values: Vec<(&str, &str)> = known
            .filter_map(|option| given.value(option.name).map(|value| (option.name, value)))
            .collect();
        assert_eq!(values, *options, "{line}");
    }
}

#[test]
fn a_line_is_read_into_a_command_and_its_options() {
    check(&[
        ("/quiz", "quiz", &[][..]),
        ("  /QUIZ  ", "quiz", &[]),
        ("/quiz\u{200b}", "quiz", &[]),
        ("/\u{feff}quiz topic:\u{200b}", "quiz", &[]),
        (
            "/quiz topic:Lambda questions:3 with:channel",
            "quiz",
            &[("topic", "Lambda"), ("questions", "3"), ("with", "channel")],
        ),
        (
            "/quiz topic:\"API Gateway\" questions:3",
            "quiz",
            &[("topic", "API Gateway"), ("questions", "3")],
        ),
        (
            "/quiz topic:“API Gateway” questions:03",
            "quiz",
            &[("topic", "API Gateway"), ("questions", "3")],
        ),
        (
            "/quiz topic:API  Gateway\tquestions: 3",
            "quiz",
            &[("topic", "API Gateway"), ("questions", "3")],
        ),
        (
            "/quiz topic: \"with: all\" Style:TYPED",
            "quiz",
            &[("topic", "with: all"), ("style", "typed")],
        ),
        ("/quiz topic:", "quiz", &[]),
        ("/answer text:role: reader", "answer", &[("text", "role: reader")]),
        ("/answer it is SQS", "answer", &[("text", "it is SQS")]),
        ("/answer text:\"SQS\"", "answer", &[("text", "SQS")]),
        ("/answer \"SQS\" or \"SNS\"", "answer", &[("text", "\"SQS\" or \"SNS\"")]),
        (
            "/answer question:812.2 it is: SQS",
            "answer",
            &[("text", "it is: SQS"), ("question", "812.2")],
        ),
        (
            "/answer Question:“Which queue?” text:SQS",
            "answer",
            &[("text", "SQS"), ("question", "Which queue?")],
        ),
        (
            "/answer text:SQS  question: Which queue",
            "answer",
            &[("text", "SQS"), ("question", "Which queue")],
        ),
        ("/answer a question: what", "answer", &[("text", "a"), ("question", "what")]),
        ("/answer thequestion:x", "answer", &[("text", "thequestion:x")]),
        ("/streak show Anna Banana", "streak show", &[("member", "Anna Banana")]),
        ("/studyhall deck  show topic:S3", "deck show", &[("topic", "S3")]),
    ]);
}

#[test]
fn signs_quotes_and_spaces_of_every_keyboard_are_read() {
    check(&[
        ("/quiz topic=Lambda questions = 3", "quiz", &[("topic", "Lambda"), ("questions", "3")]),
        ("/quiz topic : Lambda questions：3", "quiz", &[("topic", "Lambda"), ("questions", "3")]),
        ("/quiz\u{a0}topic:\u{a0}API\u{202f}Gateway", "quiz", &[("topic", "API Gateway")]),
        (
            "/quiz\u{3000}topic:„API Gateway“ 3",
            "quiz",
            &[("topic", "API Gateway"), ("questions", "3")],
        ),
        ("/quiz topic:«API Gateway» 3", "quiz", &[("topic", "API Gateway"), ("questions", "3")]),
        (
            "/quiz topic:'API Gateway' typed",
            "quiz",
            &[("topic", "API Gateway"), ("style", "typed")],
        ),
        ("/quiz topic:Anna's owls", "quiz", &[("topic", "Anna's owls")]),
        ("/quiz topic:a=b", "quiz", &[("topic", "a=b")]),
        ("/team create name=‘Night Owls’", "team create", &[("name", "Night Owls")]),
        ("/team create Night: the Owls", "team create", &[("name", "Night: the Owls")]),
        ("/answer question=812.2 'SQS'", "answer", &[("text", "SQS"), ("question", "812.2")]),
        ("/answer it's 'SQS'", "answer", &[("text", "it's 'SQS'")]),
    ]);
}

#[test]
fn words_without_a_name_go_to_the_options_that_they_fit() {
    check(&[
        ("/quiz 5", "quiz", &[("questions", "5")]),
        ("/quiz typed", "quiz", &[("style", "typed")]),
        (
            "/quiz channel 05 Choices",
            "quiz",
            &[("questions", "5"), ("style", "choices"), ("with", "channel")],
        ),
        ("/quiz questions 5 with channel", "quiz", &[("questions", "5"), ("with", "channel")]),
        ("/quiz questions:5 channel", "quiz", &[("questions", "5"), ("with", "channel")]),
        (
            "/daily set 09:00 Europe/Berlin mon-fri",
            "daily set",
            &[("time", "09:00"), ("days", "mon-fri"), ("zone", "Europe/Berlin")],
        ),
        (
            "/daily set weekdays 9 pm america/new york #general",
            "daily set",
            &[
                ("time", "9 pm"),
                ("days", "weekdays"),
                ("zone", "america/new york"),
                ("channel", "#general"),
            ],
        ),
        (
            "/daily set time:9 mon, wed off:2026-12-25",
            "daily set",
            &[("time", "9"), ("days", "mon, wed"), ("off", "2026-12-25")],
        ),
        // What is nearly a value is told so by its option.
        ("/daily set 25:00 Berlin", "daily set", &[("time", "25:00"), ("zone", "Berlin")]),
        ("/daily pause #general", "daily pause", &[("channel", "#general")]),
        ("/reminder set 8pm", "reminder set", &[("time", "8pm")]),
        (
            "/reminder set Monday to Friday 18:30",
            "reminder set",
            &[("time", "18:30"), ("days", "Monday to Friday")],
        ),
        ("/leaderboard month teams", "leaderboard", &[("period", "month"), ("board", "teams")]),
        ("/streak show @Anna", "streak show", &[("member", "@Anna")]),
        ("/team create Night Owls", "team create", &[("name", "Night Owls")]),
        ("/team balance 3", "team balance", &[("teams", "3")]),
        (
            "/season start Spring 2027-06-01",
            "season start",
            &[("name", "Spring"), ("until", "2027-06-01")],
        ),
        (
            "/season start 1 June 2027 The long term",
            "season start",
            &[("name", "The long term"), ("until", "1 June 2027")],
        ),
        (
            "/season start until:2027-06-01 “The 3 terms”",
            "season start",
            &[("name", "The 3 terms"), ("until", "2027-06-01")],
        ),
        (
            "/season start Exams: the last until=2027-06-01",
            "season start",
            &[("name", "Exams: the last"), ("until", "2027-06-01")],
        ),
    ]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_mend() {
    let refused = [
        "/quizz",
        "/tmp",
        "/deck",
        "/deck topic:S3",
        "/deck sow",
        "/quiz topci:Lambda",
        "/quiz color:red",
        "/streak off me:now",
        "/streak off me",
        "/",
        "/studyhall qiuz topic:Lambda",
        "/dayly set 9:00",
        "/streak Anna",
        "/quiz question=5",
        "/quiz topic:Lambda colour:red",
        "/quiz Lambda",
        "/quiz 5 Lambda 7",
        "/quiz 99",
        "/daily set 09:00 2130",
        "/season start 2027-06-01",
        "/answer",
        "/quiz questions:99",
        "/quiz questions:0",
        "/quiz questions:-3",
        "/quiz questions:99999999999999",
        "/quiz questions:five",
        "/quiz style:typd",
        "/quiz with:everyone",
    ]
    .map(|line| format!("{line}\n  {}", read(line).unwrap_err()))
    .join("\n");
    insta::assert_snapshot!(refused, @r"
    /quizz
      There is no command “/quizz”. Did you mean “/quiz”?
    /tmp
      There is no command “/tmp”. Type /help to see what I can do; an answer that begins with a slash goes by /answer.
    /deck
      /deck needs one more word. There is /deck list and /deck show.
    /deck topic:S3
      /deck needs one more word. There is /deck list and /deck show.
    /deck sow
      There is no command “/deck sow”. Did you mean “/deck show”?
    /quiz topci:Lambda
      /quiz has no option “topci”. Did you mean “topic”?
    /quiz color:red
      /quiz has no option “color”. It takes deck, topic, questions, style and with.
    /streak off me:now
      /streak off has no option “me”. It takes none.
    /streak off me
      I do not know what to do with “me”. /streak off stands alone.
    /
      There is no command “/”. Type /help to see what I can do; an answer that begins with a slash goes by /answer.
    /studyhall qiuz topic:Lambda
      There is no command “/qiuz”. Did you mean “/quiz”?
    /dayly set 9:00
      There is no command “/dayly set”. Did you mean “/daily set”?
    /streak Anna
      There is no command “/streak Anna”. There is /streak show, /streak why, /streak off and /streak on.
    /quiz question=5
      /quiz has no option “question”. Did you mean “questions”?
    /quiz topic:Lambda colour:red
      /quiz has no option “colour”. It takes deck, topic, questions, style and with.
    /quiz Lambda
      I do not know what to do with “Lambda”. /quiz takes deck, topic, questions, style and with; write them like deck:…
    /quiz 5 Lambda 7
      I do not know what to do with “5 Lambda 7”. /quiz takes deck, topic, questions, style and with; write them like deck:…
    /quiz 99
      questions takes 1 to 25; 99 is too many. Try questions:25.
    /daily set 09:00 2130
      I do not know what to do with “09:00 2130”. /daily set takes time, days, zone, deck, channel, off, summary and calendar; write them like time:…
    /season start 2027-06-01
      /season start needs “name”. Write it like /season start name:…
    /answer
      /answer needs “text”. Write it like /answer text:…
    /quiz questions:99
      questions takes 1 to 25; 99 is too many. Try questions:25.
    /quiz questions:0
      questions takes 1 to 25; 0 is too few. Try questions:1.
    /quiz questions:-3
      questions takes 1 to 25; -3 is too few. Try questions:1.
    /quiz questions:99999999999999
      questions takes 1 to 25; 99999999999999 is too many. Try questions:25.
    /quiz questions:five
      questions takes a whole number from 1 to 25, not “five”. Try questions:5.
    /quiz style:typd
      style takes auto, typed or choices, not “typd”. Try style:typed.
    /quiz with:everyone
      with takes me or channel, not “everyone”. Try with:me.
    ");
}

proptest! {
    #[test]
    fn any_line_is_read_or_refused_in_one_short_sentence(line in "(/[a-z]{0,8} \
        ?)?([a-z]{0,9}:)?\\PC{0,80}") {
        if let Err(refusal) = read(&line) {
            prop_assert!(refusal.to_string().chars().count() < 300);
        }
    }
}
