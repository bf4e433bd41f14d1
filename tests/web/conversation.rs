//! What is said on the page: kept, shown to whom it is meant for, once, and as it was typed.

use std::sync::Arc;

use chrono::Utc;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use studyhall::app::decks::Decks;
use studyhall::app::reply::{Block, Message};
use studyhall::app::{App, Post};
use studyhall::domain::place::{Home, Place};
use studyhall::platform::Platform;
use studyhall::platform::web::Web;
use studyhall::store::Store;
use studyhall::store::chat::Draft;

use crate::support::page::{Heard, Page};

fn said(heard: &Heard) -> &str {
    heard.data["body"]["text"].as_str().unwrap_or("")
}

fn line(text: &str) -> Value {
    json!({ "kind": "line", "text": text })
}

#[tokio::test]
async fn what_is_said_comes_to_everyone_at_once_and_again_after_a_restart() {
    let mut page = Page::open().await;
    let (ada, ben) = (page.enter("Ada").await, page.enter("Ben").await);
    let mut bens = page.listen(&ben, "").await;
    assert_eq!(bens.until_ready().await, []);
    assert_eq!(page.say(&ada, "e1", "Good morning").await.status, 200);
    let heard = bens.message().await;
    assert_eq!((said(&heard), heard.data["author"].as_str()), ("Good morning", Some(ada.as_str())));
    assert_eq!(heard.data["private"], false);

    page.stop().await;
    assert_eq!(bens.next().await, None, "streams end with the program");
    page.start().await;
    let again = page.listen(&ben, "").await.until_ready().await;
    assert_eq!(again, [heard]);
}

#[tokio::test]
async fn a_tab_that_comes_back_gets_what_it_missed_and_nothing_else() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    page.say(&ada, "e1", "one").await;
    let last = page.listen(&ada, "").await.until_ready().await.pop().unwrap().id;
    page.say(&ada, "e2", "two").await;
    page.say(&ada, "e3", "three").await;
    let missed = page.listen(&ada, &format!("Last-Event-ID: {last}\r\n")).await.until_ready().await;
    assert_eq!(missed.iter().map(said).collect::<Vec<_>>(), ["two", "three"]);
}

#[tokio::test]
async fn private_messages_reach_their_person_alone() {
    let page = Page::open().await;
    let (ada, ben) = (page.enter("Ada").await, page.enter("Ben").await);
    assert_eq!(page.act(&ada, "e1", line("/help")).await.status, 200);
    let addressed = json!({ "kind": "said", "text": "a secret", "addressed": true });
    assert_eq!(page.act(&ada, "e2", addressed).await.status, 200);
    let direct = json!({
        "event": "e3", "who": ada, "place": "direct",
        "action": { "kind": "said", "text": "another secret", "addressed": true }
    });
    assert_eq!(page.post("/api/act", &direct).await.status, 200);
    page.say(&ada, "e4", "for all").await;

    let adas = page.listen(&ada, "").await.until_ready().await;
    let own: Vec<(&str, &str, bool)> = adas
        .iter()
        .filter(|heard| heard.data["author"] == ada.as_str())
        .map(|heard| {
            (
                said(heard),
                heard.data["place"].as_str().unwrap(),
                heard.data["private"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        own,
        [
            ("/help", "study-group", true),
            ("a secret", "study-group", true),
            ("another secret", "direct", false),
            ("for all", "study-group", false),
        ]
    );
    assert!(adas.iter().any(|heard| heard.data["author"].is_null()), "the bot has answered");
    let bens = page.listen(&ben, "").await.until_ready().await;
    assert_eq!(bens.iter().map(said).collect::<Vec<_>>(), ["for all"]);
    let heard = page.listen("nobody", "").await.next().await.expect("an answer");
    assert_eq!(heard.event, "stranger", "{heard:?}");
}

#[tokio::test]
async fn hostile_texts_are_kept_and_delivered_as_text() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let mut stream = page.listen(&ada, "").await;
    stream.until_ready().await;
    for (event, typed, shown) in [
        ("e1", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        (
            "e2",
            "**bold** [a](javascript:b) `c` @everyone",
            "**bold** [a](javascript:b) `c` @everyone",
        ),
        (
            "e3",
            "abc\u{202e}fed \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "abc\u{202e}fed \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        ),
        ("e4", "zero\u{200b}width\u{feff}", "zero\u{200b}width\u{feff}"),
        ("e5", "bell\u{7} nul\u{0} escape\u{1b}[31m", "bell nul escape[31m"),
        (
            "e6",
            "data: forged\n\nevent: people\nid: 99\n\n",
            "data: forged\n\nevent: people\nid: 99\n\n",
        ),
        ("e7", "carriage\rreturn", "carriagereturn"),
        ("e8", "' OR 1=1; DROP TABLE chat_messages; --", "' OR 1=1; DROP TABLE chat_messages; --"),
        ("e9", "\u{1f9d1}\u{200d}\u{1f393} 日本語 Ω", "\u{1f9d1}\u{200d}\u{1f393} 日本語 Ω"),
    ] {
        assert_eq!(page.say(&ada, event, typed).await.status, 200, "{typed:?}");
        assert_eq!(said(&stream.message().await), shown);
    }
}

#[tokio::test]
async fn a_very_long_text_is_answered_and_shown_in_part() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let text = "é".repeat(50_000);
    let addressed = json!({ "kind": "said", "text": text, "addressed": true });
    assert_eq!(page.act(&ada, "e1", addressed).await.status, 200);
    let heard = page.listen(&ada, "").await.until_ready().await;
    assert_eq!(said(&heard[0]).chars().count(), 4_001);
    assert!(said(&heard[0]).ends_with('…'));
}

#[tokio::test]
async fn the_same_event_twice_shows_nothing_twice() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let first = page.act(&ada, "e1", line("/help")).await;
    let second = page.act(&ada, "e1", line("/help")).await;
    assert_eq!((first.status, second.status), (200, 200));
    let once = page.listen(&ada, "").await.until_ready().await;
    let authors: Vec<bool> = once.iter().map(|heard| heard.data["author"].is_null()).collect();
    assert_eq!(authors, [false, true], "one line and one answer");

    let together = tokio::join!(
        page.say(&ada, "e2", "at once"),
        page.say(&ada, "e2", "at once"),
        page.say(&ada, "e2", "at once"),
    );
    assert_eq!((together.0.status, together.1.status, together.2.status), (200, 200, 200));
    let all = page.listen(&ada, "").await.until_ready().await;
    assert_eq!(all.iter().filter(|heard| said(heard) == "at once").count(), 1);
}

#[tokio::test]
async fn the_same_event_of_two_people_is_two_events() {
    let page = Page::open().await;
    let (ada, ben) = (page.enter("Ada").await, page.enter("Ben").await);
    page.say(&ada, "e1", "mine").await;
    page.say(&ben, "e1", "not yours").await;
    let all = page.listen(&ben, "").await.until_ready().await;
    assert_eq!(all.iter().map(said).collect::<Vec<_>>(), ["mine", "not yours"]);
}

#[tokio::test]
async fn a_conversation_keeps_its_last_thousand_messages_and_shows_two_hundred() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let store = Store::open(&page.database()).await.unwrap();
    let drafts = (1..=1_060).map(|number| Draft {
        place: "study-group".to_owned(),
        visible_to: None,
        key: format!("k{number}"),
        author: Some(ada.clone()),
        body: json!({ "kind": "said", "text": format!("message {number}") }).to_string(),
    });
    store.chat_write("web", "local", &drafts.collect::<Vec<_>>(), None, Utc::now()).await.unwrap();
    let shown = page.listen(&ada, "").await.until_ready().await;
    assert_eq!((shown.len(), said(&shown[0])), (200, "message 861"));
    let kept = page.listen(&ada, "Last-Event-ID: 1\r\n").await.until_ready().await;
    assert!((1_000..1_050).contains(&kept.len()), "{} are kept", kept.len());
}

#[tokio::test]
async fn what_the_clockwork_posts_is_shown_to_everyone_and_replaced_by_its_key() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let store = Store::open(&page.database()).await.unwrap();
    let app = Arc::new(App::new(store.clone(), Decks::load(None).0));
    let web = Web::new(app, store, StdRng::seed_from_u64(1));
    for (key, text) in [
        (Some("quiz:1.1"), "open"),
        (None, "a word"),
        (Some("quiz:1.1"), "closed"),
        (None, "a word"),
    ] {
        let blocks = vec![Block::Paragraph { text: text.into() }];
        let key = key.map(str::to_owned);
        let message = Message { key, ..Message::to_everyone(blocks) };
        let (community, channel) = ("local".to_owned(), "study-group".to_owned());
        let place = Place { home: Home::new("web", community), channel, direct: false };
        web.post(Post { place, message }).await.unwrap();
    }
    let mut heard = page.listen(&ada, "").await.until_ready().await;
    heard.sort_by_key(|heard| heard.data["id"].as_i64());
    let texts: Vec<&str> = heard
        .iter()
        .map(|heard| heard.data["body"]["blocks"][0]["text"][0]["plain"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["closed", "a word", "a word"]);
}

#[tokio::test]
async fn a_form_of_somebody_else_or_of_an_earlier_program_gets_a_sentence_and_does_nothing() {
    let page = Page::open().await;
    let (ada, ben) = (page.enter("Ada").await, page.enter("Ben").await);
    let quiz = line("/quiz deck:capitals topic:Americas style:typed");
    assert_eq!(page.act(&ada, "e1", quiz).await.status, 200);
    let asked = page.listen(&ada, "").await.until_ready().await.pop().unwrap();
    let of_ada = asked.data["body"]["buttons"][0]["action"].as_str().unwrap().to_owned();
    for (event, action, said) in [
        ("e2", of_ada.as_str(), "This quiz belongs to somebody else."),
        ("e3", "shout:812", "That button is no longer in use."),
        ("e4", "", "That button is no longer in use."),
        ("e5", "line:/quizz", "There is no command “/quizz”."),
    ] {
        let fields = json!({ "answer": "Lima" });
        let form = json!({ "kind": "submit", "action": action, "fields": fields });
        let answer = page.act(&ben, event, form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let told = page.listen(&ben, "").await.until_ready().await.pop().unwrap();
        let told = told.data["body"].to_string();
        assert!(told.contains(said), "{action}: {told}");
    }
    let adas = page.listen(&ada, "").await.until_ready().await;
    assert_eq!(adas.last(), Some(&asked), "the question waits as it did");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let page = Page::open().await;
    let ada = page.enter("Ada").await;
    let fields = json!({ "name": "Owls" });
    let form = json!({ "kind": "submit", "action": "line:/team create", "fields": fields });
    for _ in 0..2 {
        let answer = page.act(&ada, "e1", form.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let all = page.listen(&ada, "").await.until_ready().await;
    let told = all.iter().filter(|heard| heard.data["body"].to_string().contains("Owls"));
    assert_eq!(told.count(), 1);
}
