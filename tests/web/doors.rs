//! Who may talk to the page, and what it says to those who may not.

use serde_json::json;
use studyhall::config::Settings;
use studyhall::serve::Server;

use crate::support::page::Page;

#[tokio::test]
async fn the_page_and_its_files_come_with_strict_rules_and_name_nothing_foreign() {
    let page = Page::open().await;
    let html = page.get("/", "").await;
    assert_eq!(html.status, 200);
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
    ] {
        assert!(html.head.contains(rule), "{rule} is missing in {}", html.head);
    }
    let css = page.get("/page.css", "").await.body;
    let js = page.get("/main.js", "").await.body;
    for text in [&html.body, &css, &js] {
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "something is fetched from elsewhere"
        );
    }
    assert!(
        !html.body.contains("style=") && !html.body.contains("onclick="),
        "the rules forbid inline style and script"
    );
}

#[tokio::test]
async fn every_script_that_a_script_imports_is_served() {
    let page = Page::open().await;
    let mut wanted = vec!["/main.js".to_owned()];
    let mut seen = Vec::new();
    while let Some(path) = wanted.pop() {
        let file = page.get(&path, "").await;
        assert_eq!(file.status, 200, "{path}");
        assert!(file.head.contains("text/javascript"), "{path}");
        for import in file.body.split("from \"./").skip(1) {
            let name = format!("/{}", import.split('"').next().unwrap());
            if !seen.contains(&name) {
                wanted.push(name);
            }
        }
        seen.push(path);
    }
    assert!(seen.len() > 5, "{seen:?}");
}

#[tokio::test]
async fn only_names_of_this_machine_are_answered() {
    let page = Page::open().await;
    let port = page.address.port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("attacker.example".to_owned(), 403),
        (format!("127.0.0.1.attacker.example:{port}"), 403),
        (String::new(), 403),
    ] {
        for path in ["/", "/api/start", "/api/stream?who=x"] {
            let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
            assert_eq!(page.raw(request.as_bytes()).await.status, status, "{host} {path}");
        }
    }
}

#[tokio::test]
async fn a_page_of_the_web_cannot_act_here() {
    let page = Page::open().await;
    let body = json!({ "name": "Ada" }).to_string();
    let own = format!("Origin: http://{}\r\n", page.address);
    assert_eq!(page.post_with("/api/enter", &own, &body).await.status, 200);
    for origin in ["https://attacker.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"] {
        let refused = page.post_with("/api/enter", &format!("Origin: {origin}\r\n"), &body).await;
        assert_eq!(refused.status, 403, "{origin}");
        assert_eq!(
            refused.error(),
            "Only the page itself may ask this. Open Studyhall's own page."
        );
    }
    // A form of another page can send this without asking first, so it must not count.
    let host = page.address;
    let length = body.len();
    let form = format!(
        "POST /api/enter HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: \
            text/plain\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    assert_eq!(page.raw(form.as_bytes()).await.status, 415);
}

#[tokio::test]
async fn what_is_no_request_gets_a_sentence() {
    let page = Page::open().await;
    let who = page.enter("Ada").await;
    let act = |change: fn(&mut serde_json::Value)| {
        let mut body = json!({
            "event": "e-1",
            "who": who,
            "place": "study-group",
            "action": { "kind": "line", "text": "/help" },
        });
        change(&mut body);
        body.to_string()
    };
    let huge = "x".repeat(300 * 1024);
    for (body, status, sentence) in [
        ("{".to_owned(), 400, "That is not what the page sends: it is no JSON, at line 1"),
        (
            act(|body| body["action"]["kind"] = "shout".into()),
            400,
            "That is not what the page sends: its fields are others, at line 1",
        ),
        (act(|body| body["event"] = "".into()), 400, "An event's id is 1 to 64 letters"),
        (act(|body| body["event"] = "a b".into()), 400, "An event's id is 1 to 64 letters"),
        (act(|body| body["who"] = "nobody".into()), 404, "I do not know you yet"),
        (act(|body| body["place"] = "direct:somebody".into()), 404, "There is no such place here"),
        (
            format!("\"{huge}\""),
            413,
            "That is too long: the page takes at most 256 kB at once, and this has 300 kB. Send a \
                shorter text.",
        ),
    ] {
        let answer = page.post_with("/api/act", "", &body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.error().starts_with(sentence), "{}", answer.body);
    }
    assert_eq!(
        page.get("/nothing", "").await.error(),
        "There is nothing here. The page itself is at /."
    );
    // What refuses before anything of ours is asked has a sentence, too.
    for (answer, status, sentence) in [
        (page.get("/api/act", "").await, 405, "That is not how this is asked for."),
        (page.post_with("/nothing", "", "{}").await, 405, "That is not how this is asked for."),
        (page.get(&format!("/api/stream?{}", "who=a&".repeat(101)), "").await, 400, "At most 100"),
    ] {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.error().starts_with(sentence), "{}", answer.body);
    }
}

#[tokio::test]
async fn names_are_cleaned_and_the_same_name_is_the_same_person() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    assert_eq!(page.enter("  ADA\u{200b} ").await, ada);
    assert_ne!(page.enter("Adá").await, ada);
    page.enter("<img src=x onerror=alert(1)>").await;
    let start = page.get("/api/start", "").await.json();
    let names: Vec<&str> = start["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ada", "Adá", "<img src=x onerror=alert(1)>"]);
    for (name, sentence) in [
        ("", "A name needs at least one letter"),
        ("\u{200b}\u{202e}\u{0}", "A name needs at least one letter"),
        ("StudyHall", "Studyhall is my own name"),
        (&"x".repeat(41), "A name has at most 40 characters, and yours has 41."),
    ] {
        let refused = page.post("/api/enter", &json!({ "name": name })).await;
        assert_eq!(refused.status, 400);
        assert!(refused.error().starts_with(sentence), "{}", refused.body);
    }
}

#[tokio::test]
async fn the_start_names_commands_decks_and_topics() {
    let page = Page::open().await;
    let start = page.get("/api/start", "").await.json();
    let commands: Vec<&str> = start["commands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert!(commands.contains(&"quiz") && commands.contains(&"deck show"), "{commands:?}");
    let decks = start["decks"].as_array().unwrap();
    let capitals =
        decks.iter().find(|deck| deck["id"] == "capitals").expect("the deck of DECKS_DIR");
    assert_eq!(capitals["topics"][0], json!({ "name": "Europe", "count": 1 }));
}

async fn refusal(settings: &Settings) -> String {
    Server::bind(settings).await.expect_err("it does not start").to_string()
}

#[tokio::test]
async fn an_address_that_cannot_be_is_refused_with_a_way_out() {
    let page = Page::open().await;
    let (taken, next) = (page.address.port(), page.address.port() + 1);
    assert_eq!(
        refusal(&page.settings()).await,
        format!(
            "Port {taken} on 127.0.0.1 is in use. Set WEB_ADDR to another, such as \
                127.0.0.1:{next}."
        )
    );
    let mut settings = page.settings();
    settings.platforms.web.web_addr = Some("0.0.0.0:8080".parse().unwrap());
    let error = Server::bind(&settings).await.expect_err("it does not start");
    assert_eq!(
        error.to_string(),
        "WEB_ADDR is 0.0.0.0:8080, which other machines could reach, and the page has no sign-in. \
            Set it to an address \
         of this machine alone, such as 127.0.0.1:8080."
    );
}
