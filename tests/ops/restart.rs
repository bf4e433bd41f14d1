//! A supervisor's restart in the middle of a quiz loses nothing.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::page::{Heard, Listener, post, write_deck};
use crate::support::program::Program;

/// How long the program may take to end; fly.toml grants more.
const GRACE: Duration = Duration::from_secs(10);

/// One person in a quiz, wherever the page is just now.
struct Player {
    page: SocketAddr,
    who: String,
    events: u32,
}

impl Player {
    async fn enter(page: SocketAddr) -> Self {
        let entered = post(page, "/api/enter", "", &json!({ "name": "Ada" }).to_string()).await;
        Self { page, who: entered.json()["id"].as_str().unwrap().to_owned(), events: 0 }
    }

    /// Does something and gets everything that is on the page then.
    async fn act(&mut self, action: Value) -> Vec<Heard> {
        self.events += 1;
        let event = format!("e{}", self.events);
        let body =
            json!({ "event": event, "who": self.who, "place": "study-group", "action": action });
        let done = post(self.page, "/api/act", "", &body.to_string()).await;
        assert_eq!(done.status, 200, "{}", done.body);
        Listener::open(self.page, &self.who, "").await.until_ready().await
    }

    /// Answers the open question rightly.
    async fn answer(&mut self, question: &str) -> Vec<Heard> {
        let answer = match question {
            text if text.contains("France") => "Paris",
            text if text.contains("Peru") => "Lima",
            text if text.contains("Canberra") => "true",
            text => panic!("an unknown question: {text}"),
        };
        self.act(json!({ "kind": "said", "text": answer, "addressed": true })).await
    }
}

/// The text of the last message.
fn last(page: &[Heard]) -> String {
    page.last().expect("a message").data["body"].to_string()
}

/// Plays a quiz of three questions; the program is ended while the first is open.
async fn play_through(signal: &str) -> (std::process::ExitStatus, Duration) {
    let folder = tempfile::tempdir().unwrap();
    write_deck(&folder.path().join("decks"));
    let program = Program::start(folder.path());
    program.ready().await;
    let mut player = Player::enter(program.page).await;
    let before = player
        .act(json!({ "kind": "line", "text": "/quiz deck:capitals questions:3 style:typed" }))
        .await;
    let mut open = Listener::open(program.page, &player.who, "").await;
    assert_eq!(open.until_ready().await, before);

    let ended = program.end(signal);
    assert_eq!(open.next().await, None, "streams end with the program");

    let program = Program::start(folder.path());
    program.ready().await;
    player.page = program.page;
    assert_eq!(Listener::open(player.page, &player.who, "").await.until_ready().await, before);
    let mut question = last(&before);
    for number in 1..=3 {
        let shown = player.answer(&question).await;
        let right = shown
            .iter()
            .filter(|heard| heard.data["body"].to_string().contains("\"tone\":\"correct\""));
        assert_eq!(right.count(), number, "{shown:?}");
        question = last(&shown);
    }
    assert!(question.contains("3 of 3"), "the quiz is over: {question}");
    ended
}

#[tokio::test]
async fn a_quiz_goes_on_after_the_program_was_asked_to_end() {
    let (status, took) = play_through("TERM").await;
    assert_eq!(status.code(), Some(0));
    assert!(took < GRACE, "{took:?}");
}

#[tokio::test]
async fn a_quiz_goes_on_after_the_program_was_killed() {
    let (status, _) = play_through("KILL").await;
    assert_eq!(status.code(), None, "it had no chance to end by itself");
}
