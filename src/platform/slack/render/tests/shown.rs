//! A question, a verdict, a board and a reminder, as Slack receives them.

use super::brief;
use crate::app::click::Click;
use crate::app::reply::{
    Block, Button, ButtonStyle, Choice, File, Menu, Message, Span, Text, Tone,
};
use crate::domain::id::MemberId;
use crate::platform::slack::render::{bodies, body, home, sentence, told};

fn shown(message: &Message) -> String {
    let sent = serde_json::to_value(body(message)).unwrap();
    format!("{}\n{}", sent["text"].as_str().unwrap(), brief(&sent))
}

fn line_button(line: &str, label: &str, style: ButtonStyle) -> Button {
    Button::new(Click::line(line), label, style)
}

#[test]
fn a_question_with_its_buttons() {
    let text = Text::from("Which HTTP header carries <the> token?\nName it & spell it.");
    let message = Message::to_everyone(vec![
        Block::Heading { text: Text::from("Question 2 of 5 · Q&A") },
        Block::Question { text },
        Block::Note {
            text: Text(vec![Span::Plain("Closes ".into()), Span::Instant(1_767_258_000)]),
        },
    ])
    .with(vec![
        Button::new(Click::read("answer:812.2"), "Answer", ButtonStyle::Primary),
        Button::new(Click::read("hint:812.2"), "Hint", ButtonStyle::Plain),
        Button::new(Click::read("stop:812"), "End the quiz", ButtonStyle::Danger),
    ]);
    insta::assert_snapshot!(shown(&message), @r"
    Question 2 of 5 · Q&amp;A
    Which HTTP header carries &lt;the&gt; token? Name it &amp; spell it.
    Closes at 09:00 UTC
    [header] Question 2 of 5 · Q&A
    [section] > Which HTTP header carries &lt;the&gt; token?
    > Name it &amp; spell it.
    [context] Closes <!date^1767258000^{ago}|at 09:00 UTC>
    [actions] press.0: Answer (primary) = answer:812.2 | press.1: Hint = hint:812.2 | press.2: End the quiz (danger) = stop:812
    ");
    let whole = serde_json::to_string_pretty(&body(&message)).unwrap();
    insta::assert_snapshot!(whole, @r#"
    {
      "text": "Question 2 of 5 · Q&amp;A\nWhich HTTP header carries &lt;the&gt; token? Name it &amp; spell it.\nCloses at 09:00 UTC",
      "blocks": [
        {
          "type": "header",
          "text": {
            "type": "plain_text",
            "text": "Question 2 of 5 · Q&A",
            "emoji": false
          }
        },
        {
          "type": "section",
          "text": {
            "type": "mrkdwn",
            "text": "> Which HTTP header carries &lt;the&gt; token?\n> Name it &amp; spell it.",
            "verbatim": true
          }
        },
        {
          "type": "context",
          "elements": [
            {
              "type": "mrkdwn",
              "text": "Closes <!date^1767258000^{ago}|at 09:00 UTC>",
              "verbatim": true
            }
          ]
        },
        {
          "type": "actions",
          "elements": [
            {
              "type": "button",
              "action_id": "press.0",
              "text": {
                "type": "plain_text",
                "text": "Answer",
                "emoji": false
              },
              "value": "answer:812.2",
              "style": "primary"
            },
            {
              "type": "button",
              "action_id": "press.1",
              "text": {
                "type": "plain_text",
                "text": "Hint",
                "emoji": false
              },
              "value": "hint:812.2"
            },
            {
              "type": "button",
              "action_id": "press.2",
              "text": {
                "type": "plain_text",
                "text": "End the quiz",
                "emoji": false
              },
              "value": "stop:812",
              "style": "danger"
            }
          ]
        }
      ]
    }
    "#);
}

#[test]
fn choices_that_are_long_have_letters_and_many_are_a_menu() {
    let pick = |place: usize, label: &str| {
        Button::new(Click::read(&format!("pick:812.2.{place}")), label, ButtonStyle::Choice)
    };
    let question = || vec![Block::Question { text: Text::from("Which?") }];
    let labels = ["A & B".to_owned(), "x".repeat(76)];
    let long = labels.iter().enumerate().map(|(place, label)| pick(place, label)).collect();
    insta::assert_snapshot!(shown(&Message::to_everyone(question()).with(long)), @r"
    Which?
    A A &amp; B; B xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    [section] > Which?
    [section] *A*  A &amp; B
    *B*  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    [actions] press.0: A = pick:812.2.0 | press.1: B = pick:812.2.1
    ");
    let many = (0..11).map(|place| pick(place, &format!("No. {place}"))).collect();
    let sent = shown(&Message::to_everyone(question()).with(many));
    let options = sent.matches("\"value\":\"pick:812.2.").count();
    assert_eq!(options, 11, "{sent}");
    assert!(sent.contains("Choose your answer") && sent.contains("static_select"), "{sent}");
}

#[test]
fn a_verdict_with_what_to_do_next() {
    let name = Text::default().strong_member(MemberId(7), "Anna <3");
    let message = Message::private(vec![
        Block::Callout { tone: Tone::Correct, text: Text::from("Correct. ").strong("+5 points") },
        Block::Paragraph { text: name.plain(" answered with ").code("a`b & c").plain(".") },
        Block::List {
            numbered: true,
            items: vec![Text::from("first"), Text::from("Use ").code("/season list")],
        },
        Block::Heading { text: Text::from("Later in it") },
        Block::File(File {
            name: "mine.json".to_owned(),
            media_type: "application/json".to_owned(),
            bytes: b"{}".to_vec(),
        }),
    ])
    .with(vec![line_button("/quiz", "Another quiz", ButtonStyle::Plain)])
    .with_menu(Some(Menu {
        prompt: "What time is it where you are?".to_owned(),
        choices: vec![
            Choice::new(Click::line("/timezone zone:+1"), "09:00"),
            Choice::new(Click::line(format!("/timezone zone:{}", "x".repeat(70))), "Elsewhere"),
        ],
    }));
    insta::assert_snapshot!(shown(&message), @r#"
    ✅ Correct. +5 points
    Anna &lt;3 answered with a`b &amp; c.
    first; Use /studyhall season list
    Later in it
    📎 mine.json
    [section] ✅ Correct. *+5 points*
    [section] *Anna &lt;3* answered with `aˋb &amp; c`.
    [section] 1. first
    2. Use `/studyhall season list`
    [section] *Later in it*
    [context] 📎 mine.json
    [actions] press.0: Another quiz = line:/quiz
    [actions] press.1: Elsewhere = line:/timezone zone:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    [actions] {"action_id":"choose","options":[{"text":{"emoji":false,"text":"09:00","type":"plain_text"},"value":"line:/timezone zone:+1"}],"placeholder":{"emoji":false,"text":"What time is it where you are?","type":"plain_text"},"type":"static_select"}
    "#);
    assert_eq!(body(&message).files[0].bytes, b"{}");
}

#[test]
fn a_board_with_its_picture_in_its_place() {
    let row = |cells: [&str; 3]| cells.map(Text::from).to_vec();
    let message = Message::to_everyone(vec![
        Block::Heading { text: Text::from("Leaderboard") },
        Block::Picture {
            name: "standings.png".to_owned(),
            alt: "Anna leads with 120 points".to_owned(),
            png: "AAEC".to_owned(),
            dark: None,
            about: Vec::new(),
            instead: Vec::new(),
        },
        Block::Table {
            head: ["Rank", "Name", "Points"].map(str::to_owned).to_vec(),
            rows: vec![row(["1", "Anna & <Ben>", "120"]), row(["2", "Cleo", "15"])],
            marked: Some(1),
        },
    ]);
    let body = body(&message);
    assert_eq!(body.pictures[0].png, [0, 1, 2]);
    let with = body.clone().with_pictures(&[Some("F0123456789".to_owned())]);
    insta::assert_snapshot!(
        format!("{}\n{}", with.text, brief(&serde_json::to_value(&with).unwrap())), @r#"
        Leaderboard
        Anna leads with 120 points
        Rank, Name, Points; 1, Anna &amp; &lt;Ben&gt;, 120; 2, Cleo, 15
        [header] Leaderboard
        {"alt_text":"Anna leads with 120 points","slack_file":{"id":"F0123456789"},"type":"image"}
        [section] ```
          Rank  Name          Points
             1  Anna &amp; &lt;Ben&gt;     120
        →    2  Cleo              15
        ```
        "#);
    let without = brief(&serde_json::to_value(body.with_pictures(&[None])).unwrap());
    assert!(without.contains("[context] Anna leads with 120 points\n"), "{without}");
}

#[test]
fn a_long_board_begins_with_its_titles_on_each_page() {
    let rows: Vec<Vec<Text>> = (1..=200)
        .map(|place| vec![Text::from(place.to_string()), Text::from("Anna & Ben")])
        .collect();
    let head = ["Rank", "Name"].map(str::to_owned).to_vec();
    let table = Block::Table { head, rows, marked: None };
    let all = bodies(&Message::to_everyone(vec![table.clone(), table.clone(), table]));
    let pages: Vec<String> =
        all.iter().map(|body| brief(&serde_json::to_value(body).unwrap())).collect();
    assert!(pages.len() > 1);
    for page in pages.iter().flat_map(|page| page.split("[section] ").skip(1)) {
        assert!(page.starts_with("```\n  Rank  Name"), "{page}");
        assert!(page.trim_end().ends_with("Anna &amp; Ben\n```"), "{page}");
    }
    let rows: usize = pages.iter().map(|page| page.matches("Anna").count()).sum();
    assert_eq!(rows, 600);
}

#[test]
fn a_reminder_and_a_message_that_is_cut() {
    let reminder = Message::to_everyone(vec![Block::Paragraph {
        text: Text::from("Your streak of ")
            .strong("12")
            .plain(" days is open. ")
            .code("/daily now"),
    }])
    .with(vec![Button::new(Click::read("nudge:812.later"), "Later", ButtonStyle::Plain)]);
    insta::assert_snapshot!(shown(&reminder), @r"
    Your streak of 12 days is open. /daily now
    [section] Your streak of *12* days is open. `/daily now`
    [actions] press.0: Later = nudge:812.later
    ");
    let long = Block::Paragraph { text: Text::from("word ".repeat(5_000)) };
    let cut = shown(&Message { blocks: vec![long], ..reminder });
    assert!(cut.ends_with("\n[context] …\n[actions] press.0: Later = nudge:812.later"), "{cut}");
}

#[test]
fn a_sentence_a_window_and_a_page_of_ones_own() {
    let sentence = serde_json::to_value(sentence("No <answer> & no reply.")).unwrap();
    assert_eq!(sentence["text"], "No &lt;answer&gt; &amp; no reply.");
    assert_eq!(sentence["blocks"][0]["text"]["text"], sentence["text"]);
    let message = Message::notice("You have done today's card.").with(vec![line_button(
        "/quiz",
        "Start a quiz",
        ButtonStyle::Primary,
    )]);
    let told = serde_json::to_value(told(&message, "A title that is far too long")).unwrap();
    insta::assert_snapshot!(told, @r#"
    {"blocks":[{"text":{"text":"ℹ️ You have done today's card.","type":"mrkdwn","verbatim":true},"type":"section"},{"elements":[{"action_id":"press.0","style":"primary","text":{"emoji":false,"text":"Start a quiz","type":"plain_text"},"type":"button","value":"line:/quiz"}],"type":"actions"}],"close":{"emoji":false,"text":"Done","type":"plain_text"},"title":{"emoji":false,"text":"A title that is far too…","type":"plain_text"},"type":"modal"}
    "#);
    let home = serde_json::to_value(home(&message)).unwrap();
    assert_eq!((&home["type"], &home["blocks"]), (&"home".into(), &told["blocks"]));
}
