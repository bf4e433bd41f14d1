//! Forms with fields of every kind, as Slack receives them.

use super::{brief, field, form};
use crate::app::reply::{Field, Input};
use crate::platform::slack::render::{errors, modal};

/// A field in which a value stands.
fn filled((name, input, value): (&str, Input, &str)) -> Field {
    Field { value: value.to_owned(), ..field(name, input) }
}

#[test]
fn a_form_has_an_element_for_each_kind_of_value() {
    let words = || vec!["me".to_owned(), "channel".to_owned()];
    let inputs = [
        ("answer", Input::Text, "Content-Type"),
        ("count", Input::Number { min: 1, max: 20 }, "5"),
        ("with", Input::Choice { words: words() }, "channel"),
        ("time", Input::Time, "09:00"),
        ("until", Input::Date, "2027-02-28"),
        ("weekends", Input::Check, "yes"),
        ("calendar", Input::File { most: 9, endings: vec![".ics".to_owned()] }, "off.ics"),
    ];
    let mut form = form(inputs.map(filled).to_vec());
    form.fields[0].placeholder = "One header".to_owned();
    form.fields[0].is_optional = true;
    let view = serde_json::to_value(modal(&form, "{}".to_owned())).unwrap();
    insta::assert_snapshot!(brief(&view), @r#"
    [section] > Set the card of the day.
    [input answer, optional] ANSWER: {"action_id":"value","initial_value":"Content-Type","max_length":400,"multiline":false,"placeholder":{"emoji":false,"text":"One header","type":"plain_text"},"type":"plain_text_input"}
    [input count] COUNT: {"action_id":"value","initial_value":"5","is_decimal_allowed":false,"max_value":"20","min_value":"1","placeholder":{"emoji":false,"text":"1 to 20","type":"plain_text"},"type":"number_input"}
    [input with] WITH: {"action_id":"value","initial_option":{"text":{"emoji":false,"text":"channel","type":"plain_text"},"value":"channel"},"options":[{"text":{"emoji":false,"text":"me","type":"plain_text"},"value":"me"},{"text":{"emoji":false,"text":"channel","type":"plain_text"},"value":"channel"}],"type":"static_select"}
    [input time] TIME: {"action_id":"value","initial_time":"09:00","type":"timepicker"}
    [input until] UNTIL: {"action_id":"value","initial_date":"2027-02-28","type":"datepicker"}
    [input weekends, optional] WEEKENDS: {"action_id":"value","initial_options":[{"text":{"emoji":false,"text":"Yes","type":"plain_text"},"value":"yes"}],"options":[{"text":{"emoji":false,"text":"Yes","type":"plain_text"},"value":"yes"}],"type":"checkboxes"}
    [input calendar] CALENDAR: {"action_id":"value","filetypes":["ics"],"max_files":1,"type":"file_input"} (Choose off.ics once more.)
    "#);
}

#[test]
fn what_an_element_cannot_hold_stands_under_it() {
    let inputs = [
        ("count", Input::Number { min: 1, max: 20 }, "many"),
        ("with", Input::Choice { words: vec!["me".to_owned()] }, "everyone"),
        ("time", Input::Time, "25:00"),
        ("until", Input::Date, "2027-02-30"),
        ("weekends", Input::Check, "perhaps"),
    ];
    let mut form = form(inputs.map(filled).to_vec());
    form.title = "/season start".to_owned();
    form.error = Some("That & this are wrong.".to_owned());
    form.fields[2].error = Some("There is no time <25:00>.".to_owned());
    let view = serde_json::to_value(modal(&form, String::new())).unwrap();
    insta::assert_snapshot!(brief(&view), @r#"
    [section] > Set the card of the day.
    [section] ⚠️ That &amp; this are wrong.
    [input count] COUNT: {"action_id":"value","is_decimal_allowed":false,"max_value":"20","min_value":"1","placeholder":{"emoji":false,"text":"1 to 20","type":"plain_text"},"type":"number_input"} (You wrote “many”.)
    [input with] WITH: {"action_id":"value","options":[{"text":{"emoji":false,"text":"me","type":"plain_text"},"value":"me"}],"type":"static_select"} (You wrote “everyone”.)
    [context] ⚠️ There is no time &lt;25:00&gt;.
    [input time] TIME: {"action_id":"value","type":"timepicker"} (You wrote “25:00”.)
    [input until] UNTIL: {"action_id":"value","type":"datepicker"} (You wrote “2027-02-30”.)
    [input weekends, optional] WEEKENDS: {"action_id":"value","options":[{"text":{"emoji":false,"text":"Yes","type":"plain_text"},"value":"yes"}],"type":"checkboxes"} (You wrote “perhaps”.)
    "#);
    assert_eq!(view["title"]["text"], "/studyhall season start");
    form.title = "/season start and more of it".to_owned();
    let view = serde_json::to_value(modal(&form, String::new())).unwrap();
    assert_eq!(view["title"]["text"], "/studyhall season start…");
    let whole = &view["blocks"][0]["text"]["text"];
    assert_eq!(whole, "*/studyhall season start and more of it*");
}

#[test]
fn what_is_wrong_goes_into_the_window_that_was_sent_if_it_is_the_same() {
    let mut form = form(vec![field("time", Input::Time), field("deck", Input::Text)]);
    form.fields[1].error = Some("There is no such deck.".to_owned());
    let told = errors(&form, "line:/daily set", &["time", "deck"]).unwrap();
    assert_eq!(serde_json::to_string(&told).unwrap(), r#"{"deck":"There is no such deck."}"#);
    assert_eq!(errors(&form, "line:/quiz", &["time", "deck"]), None, "it does something else");
    assert_eq!(errors(&form, "line:/daily set", &["time"]), None, "it has another field");
    form.error = Some("Not here.".to_owned());
    assert_eq!(errors(&form, "line:/daily set", &["time", "deck"]), None, "it is about no field");
    form.error = None;
    form.fields[1].error = None;
    assert_eq!(errors(&form, "line:/daily set", &["time", "deck"]), None, "nothing is wrong");
}
