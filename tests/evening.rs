//! The shared evening: one script of what a team does between coming home and going to bed, played
//! through the fake of every platform by one trait. It names what a platform must hold: whoever
//! adds one implements [`Stage`] for its fake, and adds a line at the end.

mod discord;
mod slack;
mod stage;
mod web;

use self::stage::{Person, Stage};

use Person::{Anna, Ben, Cleo};

/// Makes every reminder due.
pub(crate) const REMIND: &str =
    "UPDATE reminders SET next_at = CAST(strftime('%s', 'now') AS INTEGER) - 1, sent_on = NULL";

/// What a restart does to the database that is only a restart.
const NOTHING: &str = "SELECT 1";

/// The right answer to the question that a message asks.
fn right(question: &str) -> &'static str {
    let answers = [("France", "Paris"), ("Peru", "Lima"), ("Canberra", "True")];
    let found = answers.into_iter().find(|(about, _)| question.contains(about));
    found.unwrap_or_else(|| panic!("an unknown question: {question}")).1
}

/// Answers in the manner that the question offers: by its form, or by one of its buttons.
async fn answer<S: Stage>(stage: &S, who: Person, question: &S::Message, text: &str) -> String {
    let told = if S::buttons(question).iter().any(|button| button == "Answer") {
        stage.fill(who, question, "Answer", text).await
    } else {
        stage.press(who, question, text).await
    };
    S::text(&told)
}

/// Plays the evening.
async fn play<S: Stage>() {
    let mut stage = S::open().await;
    card_of_the_day(&stage).await;
    race(&mut stage).await;
    reminder(&mut stage).await;
    board(&stage).await;
    for (said, times) in [("Card of the day", 1), ("Quiz finished", 1), ("Correct", 0)] {
        assert_eq!(stage.count(said).await, times, "{said}");
    }
}

/// A card is planned and one comes at once; its answers are private and counted for everyone,
/// whether by its button or in reply to it.
async fn card_of_the_day<S: Stage>(stage: &S) {
    let plan = [("time", "09:00"), ("deck", "capitals")];
    let planned = S::text(&stage.command(Anna, "setup", &plan).await);
    assert!(planned.contains("Capitals"), "{planned}");
    let card = stage.shows("Card of the day").await;
    let key = right(&S::text(&card));
    let told = answer(stage, Ben, &card, key).await;
    assert!(told.contains("Correct. +10 points"), "{told}");
    stage.shows("1 answered").await;
    let told = S::text(&stage.reply(Cleo, &card, key).await);
    assert!(told.contains("Correct. +10 points"), "{told}");
    let counted = stage.shows("2 answered").await;
    let finished = S::text(&stage.press(Ben, &counted, "Who has answered?").await);
    assert!(finished.contains("Ben") && finished.contains("Cleo"), "{finished}");
}

/// Two answer one question at the same moment, and one of them is first; the program is started
/// anew between two questions, and the buttons of before go on.
async fn race<S: Stage>(stage: &mut S) {
    let options =
        [("deck", "capitals"), ("questions", "2"), ("style", "typed"), ("with", "channel")];
    stage.command(Anna, "quiz", &options).await;
    let first = stage.shows("Question 1 of 2").await;
    let key = right(&S::text(&first));
    let (bens, cleos) =
        tokio::join!(answer(stage, Ben, &first, key), answer(stage, Cleo, &first, key));
    assert!(bens.contains("Correct.") && cleos.contains("Correct."), "{bens}\n{cleos}");
    let firsts = [&bens, &cleos].iter().filter(|told| told.contains("first to be right")).count();
    assert_eq!(firsts, 1, "{bens}\n{cleos}");
    stage.shows("2 of 2 answered").await;

    stage.restart(NOTHING).await;
    stage.press(Anna, &first, "Next").await;
    let second = stage.shows("Question 2 of 2").await;
    let key = right(&S::text(&second));
    let told = answer(stage, Ben, &second, "Springfield").await;
    assert!(told.contains("Not quite.") && told.contains("One more try."), "{told}");
    let told = S::text(&stage.reply(Cleo, &second, key).await);
    assert!(told.contains("first to be right"), "{told}");
    stage.press(Anna, &second, "Finish").await;
    let summary = S::text(&stage.shows("Quiz finished").await);
    assert!(summary.contains("Cleo") && summary.contains("Ben"), "{summary}");
    // What is over is refused in words.
    let told = S::text(&stage.reply(Ben, &second, key).await);
    assert!(told.contains("is over"), "{told}");
}

/// Who has not studied is reminded once, in private, and answers on the spot.
async fn reminder<S: Stage>(stage: &mut S) {
    let set = S::text(&stage.command(Anna, "reminder set", &[("time", "03:00")]).await);
    assert!(set.contains("Your reminder: daily at 03:00"), "{set}");
    stage.restart(REMIND).await;
    let reminder = stage.reminded(Anna, "Time for today's card.").await;
    assert_eq!(stage.count_direct(Anna, "Time for today's card.").await, 1);
    let key = right(&S::text(&reminder));
    let told = answer(stage, Anna, &reminder, key).await;
    assert!(told.contains("Correct. +10 points"), "{told}");
    stage.shows("3 answered").await;
}

/// Everyone stands on the board with what they have earned, below those who have earned more.
async fn board<S: Stage>(stage: &S) {
    let board = S::text(&stage.command(Anna, "leaderboard", &[]).await);
    let at = |name: &str| board.find(name).unwrap_or_else(|| panic!("{name} is not on\n{board}"));
    assert!(at("Cleo") < at("Anna") && at("Ben") < board.len(), "{board}");
}

#[tokio::test]
async fn on_the_page() {
    play::<web::Room>().await;
}

#[tokio::test]
async fn on_slack() {
    play::<slack::Workspace>().await;
}

#[tokio::test]
async fn on_discord() {
    play::<discord::Server>().await;
}
