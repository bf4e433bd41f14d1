//! Files that the page sends with a command: whole or not at all, and never more than is taken.

use serde_json::{Value, json};
use studyhall::store::Store;
use studyhall::store::chat::Draft;

use crate::support::page::{Answer, Page};

const BOUNDARY: &str = "parts-of-a-test";
const LINE: &str = "/daily set time:09:00 deck:capitals calendar:\"our days.ics\"";

/// A calendar with one day off, ten days from now.
fn calendar() -> String {
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(10)).format("%Y%m%d");
    format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A \"quoted\" day\nDTSTART;VALUE=DATE:{day}\n\
         END:VEVENT\nEND:VCALENDAR"
    )
}

/// What somebody does, with the size that is told of the one file.
fn act(who: &str, event: &str, told: u64) -> Value {
    json!({
        "event": event, "who": who, "place": "study-group",
        "action": { "kind": "line", "text": LINE },
        "files": { "calendar": {
            "name": "our days.ics", "media_type": "text/calendar", "bytes": told,
        } },
    })
}

/// A request of parts: the JSON, then the file if there is one; with these headers.
fn parts(page: &Page, headers: &str, act: &Value, file: Option<&[u8]>) -> Vec<u8> {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"act\"; filename=\"blob\"\r\n\
         Content-Type: application/json\r\n\r\n{act}\r\n"
    )
    .into_bytes();
    if let Some(file) = file {
        let head = "Content-Disposition: form-data; name=\"calendar\"; filename=\"our days.ics\"";
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    let mut request = format!(
        "POST /api/act HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        page.address,
        body.len()
    )
    .into_bytes();
    request.extend(body);
    request
}

const FROM_THE_PAGE: &str = "X-Studyhall: page\r\n";

async fn hand_in(page: &Page, act: &Value, file: Option<&[u8]>) -> Answer {
    page.raw(&parts(page, FROM_THE_PAGE, act, file)).await
}

/// What is said to an answer: in the form that it opens, or in the bot's last message.
async fn told(page: &Page, who: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let form = answer.json()["form"].take();
    if form.is_object() {
        return form.to_string();
    }
    let all = page.listen(who, "").await.until_ready().await;
    all.last().expect("a message").data["body"].to_string()
}

#[tokio::test]
async fn a_chosen_file_goes_with_the_command_that_names_it_once() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let calendar = calendar();
    let act = act(&ada, "e1", calendar.len() as u64);
    let set = hand_in(&page, &act, Some(calendar.as_bytes())).await;
    let said = told(&page, &ada, &set).await;
    assert!(said.contains("1 off-day to come"), "{said}");
    // The same event again changes nothing and shows nothing, whatever comes with it.
    let before = page.listen(&ada, "").await.until_ready().await.len();
    for file in [Some(calendar.as_bytes()), None] {
        let again = hand_in(&page, &act, file).await;
        assert_eq!(again.status, 200, "{}", again.body);
    }
    assert_eq!(page.listen(&ada, "").await.until_ready().await.len(), before);
}

#[tokio::test]
async fn a_file_that_is_too_large_or_cut_or_something_else_is_refused_in_words() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let (calendar, png) = (calendar(), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice());
    let large = vec![b'x'; (1 << 20) + 70_000];
    for (event, told_bytes, file, said) in [
        ("e1", 5 << 20, None, "has 5 MB, and the most that I take here is 1 MB."),
        // Larger than was told, and than is taken.
        ("e2", 100, Some(&large[..]), "has more than 1 MB, and the most that I take here is 1 MB."),
        ("e3", 812, Some(calendar.as_bytes()), "broke off on its way:"),
        ("e4", 812, None, "broke off on its way: 0 bytes of 812 bytes arrived."),
        ("e5", png.len() as u64, Some(png), "That is no calendar file."),
    ] {
        let refused = hand_in(&page, &act(&ada, event, told_bytes), file).await;
        let told = told(&page, &ada, &refused).await;
        assert!(told.contains(said), "{event}: {told}");
    }
    // A name alone is no file, and an act without parts brings none.
    let mut alone = act(&ada, "e6", 10);
    let told = told(&page, &ada, &page.post("/api/act", &alone).await).await;
    assert!(told.contains("broke off on its way: 0 bytes of 10 bytes arrived."), "{told}");
    alone["event"] = "e7".into();
    alone["files"] = json!({});
    let refused = page.post("/api/act", &alone).await;
    let told = self::told(&page, &ada, &refused).await;
    assert!(told.contains("calendar takes a file, and “our days.ics” is only words."), "{told}");
    // Nothing of all that is half done.
    let preview = json!({ "kind": "line", "text": "/daily preview" });
    let told = self::told(&page, &ada, &page.act(&ada, "e8", preview).await).await;
    assert!(told.contains("There is no card of the day here yet."), "{told}");
}

#[tokio::test]
async fn a_request_whose_parts_are_not_the_pages_gets_a_sentence() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let act = act(&ada, "e1", 3);
    let whole = parts(&page, FROM_THE_PAGE, &act, Some(b"abc"));
    let text = String::from_utf8(whole.clone()).unwrap();
    let without = |what: &str| text.replace(what, "Was: ").into_bytes();
    for (request, status, sentence) in [
        // A form of another page can send parts, but no such header.
        (parts(&page, "", &act, Some(b"abc")), 403, "Only the page itself may send files."),
        (without("name=\"act\""), 400, "That is not what the page sends: its first part"),
        (
            text.replace("; boundary=", "; was=").into_bytes(),
            400,
            "That is not what the page sends",
        ),
        (text.replace("\"kind\"", "\"kin\"").into_bytes(), 400, "That is not what the page sends"),
    ] {
        let refused = page.raw(&request).await;
        assert_eq!(refused.status, status, "{}", refused.body);
        assert!(refused.error().starts_with(sentence), "{}", refused.body);
    }
    // Broken off in the middle, it is no act; sent whole under the same event, it is.
    let sent = tokio::net::TcpStream::connect(page.address).await.unwrap();
    let half = &whole[..whole.len() - 40];
    sent.writable().await.unwrap();
    assert_eq!(sent.try_write(half).unwrap(), half.len());
    drop(sent);
    let refused = page.raw(&whole).await;
    let told = told(&page, &ada, &refused).await;
    assert!(told.contains("That is no calendar file."), "{told}");
}

#[tokio::test]
async fn a_file_of_the_bot_is_there_after_a_restart_and_one_of_before_too() {
    let mut page = Page::open().await;
    let ada = page.enter("Ada").await;
    page.act(&ada, "e1", json!({ "kind": "line", "text": "/mydata export" })).await;
    let body = json!({
        "kind": "bot", "buttons": [],
        "blocks": [{ "kind": "file", "name": "a.json", "text": "{}" }],
    });
    let before = Draft {
        place: "study-group".to_owned(),
        visible_to: None,
        key: "of before".to_owned(),
        author: None,
        body: body.to_string(),
    };
    let store = Store::open(&page.database()).await.unwrap();
    store.chat_write("web", "local", &[before], None, chrono::Utc::now()).await.unwrap();
    page.stop().await;
    page.start().await;
    let all = page.listen(&ada, "").await.until_ready().await;
    let blocks = all.iter().filter_map(|heard| heard.data["body"]["blocks"].as_array());
    let files: Vec<&Value> = blocks.flatten().filter(|block| block["kind"] == "file").collect();
    let [new, before] = files.as_slice() else { panic!("{files:?}") };
    assert_eq!(new["media_type"], "application/json");
    assert!(new["base64"].as_str().unwrap().starts_with("ew"), "JSON: {new}");
    assert_eq!((&before["name"], &before["base64"]), (&"a.json".into(), &"e30=".into()));
}
