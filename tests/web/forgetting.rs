//! Forget me, on the page: answered, gone, and not brought back by what is still open.

use serde_json::{Value, json};

use crate::support::page::Page;

fn line(text: &str) -> Value {
    json!({ "kind": "line", "text": text })
}

/// The action of the button Forget me in what a person sees.
async fn forget_me(page: &Page, who: &str) -> Value {
    page.act(who, "ask", line("/mydata delete")).await;
    let heard = page.listen(who, "").await.until_ready().await;
    let buttons =
        heard.iter().filter_map(|heard| heard.data["body"]["buttons"].as_array()).flatten();
    let button =
        buttons.into_iter().find(|button| button["label"] == "Forget me").expect("a button");
    json!({ "kind": "click", "action": button["action"] })
}

#[tokio::test]
async fn forget_me_is_answered_and_the_conversation_is_gone() {
    let page = Page::open().await;
    let (zora, ben) = (page.enter("Zora").await, page.enter("Ben").await);
    page.say(&zora, "e1", "a quixotic remark").await;
    page.act(&zora, "e2", line("/team create Owls")).await;
    let direct = json!({ "event": "e3", "who": zora, "place": "direct", "action": line("/quiz") });
    assert_eq!(page.post("/api/act", &direct).await.status, 200);
    let click = forget_me(&page, &zora).await;
    // Another tab of hers is open.
    let mut tab = page.listen(&zora, "").await;
    tab.until_ready().await;

    let told = page.act(&zora, "click", click.clone()).await;
    let farewell: Value = serde_json::from_str(&told.body).unwrap();
    let words = farewell["farewell"].as_str().unwrap();
    assert!(words.starts_with("I have forgotten you."), "{words}");
    let next = tab.next().await.unwrap();
    assert_eq!(next.event, "stranger", "the other tab is told, too: {next:?}");
    assert_eq!(tab.next().await, None);

    // A click that is sent again does not make her known again.
    assert_eq!(page.act(&zora, "click", click).await.status, 404);
    assert_eq!(page.say(&zora, "e9", "hello").await.status, 404);
    let start = page.get("/api/start", "").await.body;
    assert!(
        start.contains("Ben") && !start.contains("Zora") && !start.contains("Former"),
        "{start}"
    );
    let left = page.listen(&ben, "").await.until_ready().await;
    let left = left.iter().map(|heard| heard.data["body"].to_string()).collect::<String>();
    assert!(!left.contains("quixotic") && !left.contains("Zora"), "{left}");
    assert!(
        left.contains(r#"{"strong":"Former member"},{"plain":" founded the team "}"#),
        "{left}"
    );

    // Whoever comes in under that name is somebody new.
    let again = page.enter("Zora").await;
    assert_ne!(again, zora);
    assert_eq!(
        page.listen(&again, "").await.until_ready().await.len(),
        left.matches("founded").count()
    );
}

#[tokio::test]
async fn messages_name_people_as_they_are_called_now_and_as_the_page_draws_them() {
    let page = Page::open().await;
    let zora = page.enter("Zora").await;
    page.act(&zora, "e1", line("/team create Owls")).await;
    let heard = page.listen(&zora, "").await.until_ready().await;
    let founded =
        heard.iter().find(|heard| heard.data["body"].to_string().contains("founded")).unwrap();
    let text = &founded.data["body"]["blocks"][0]["text"];
    assert_eq!(text[0], json!({ "strong": "Zora" }), "the page knows no ids");
}

#[tokio::test]
async fn what_is_under_way_beside_it_does_not_bring_a_person_back() {
    let page = Page::open().await;
    let zora = page.enter("Zora").await;
    let click = forget_me(&page, &zora).await;
    let others = (0..6).map(|n| page.act(&zora, ["a", "b", "c", "d", "e", "f"][n], line("/stats")));
    let twice = [page.act(&zora, "click", click.clone()), page.act(&zora, "again", click.clone())];
    let (told, _) =
        tokio::join!(futures_util::future::join_all(twice), futures_util::future::join_all(others));
    let statuses: Vec<u16> = told.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 404], "the first one counts");
    assert_eq!(page.say(&zora, "later", "hello").await.status, 404);
    let start = page.get("/api/start", "").await.body;
    assert!(!start.contains("Zora"), "{start}");
    assert_eq!(page.listen(&zora, "").await.next().await.unwrap().event, "stranger");
}
