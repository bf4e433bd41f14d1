//! What the bot says where it was installed: once, to whoever first acts for it; and on its page
//! until a channel has a card of the day.

use crate::slack::running::Running;
use crate::support::slack::{Member, Shown};

const SAID: &str = "Three first steps:";

/// How often somebody was greeted.
fn greeted(member: &Member) -> usize {
    member.direct().messages().iter().filter(|seen| seen.text().contains(SAID)).count()
}

#[tokio::test]
async fn whoever_invites_the_app_first_is_told_how_to_begin_and_sets_the_channel_up() {
    let running = Running::start().await;
    let anna = running.workspace.admin("Anna");
    let study = running.workspace.channel_without_app("study");
    study.invite_app();
    let greeting = anna.direct().sees(SAID).await;
    assert_eq!(greeting.buttons(), ["Set it up", "Start a quiz", "Remind me"]);
    assert!(greeting.text().contains("/studyhall setup"), "{}", greeting.text());
    assert!(study.messages().is_empty(), "nobody has told it to say anything there");
    anna.click(&greeting, "Set it up").await;
    anna.direct().sees("Today's card is on its way.").await;
    study.sees("Card of the day").await;
    // Another channel is nothing new, and so is whoever opens the page.
    let other = running.workspace.channel_without_app("other");
    other.invite_app();
    let cleo = running.workspace.admin("Cleo");
    cleo.opens_home().await.expect("a view");
    let told = anna.command(&other, "setup", &[]).await.modal();
    assert!(told.is_open());
    assert_eq!((greeted(&anna), greeted(&cleo)), (1, 0));
}

#[tokio::test]
async fn the_page_tells_each_how_to_begin_until_there_is_a_card() {
    let running = Running::start().await;
    let (anna, ben) = (running.workspace.admin("Anna"), running.workspace.member("Ben"));
    let bens = ben.opens_home().await.expect("a view").text();
    let at = |home: &str, part: &str| home.find(part).unwrap_or_else(|| panic!("{part}: {home}"));
    assert!(at(&bens, "Play a few cards") < at(&bens, "Give a channel its card"), "{bens}");
    let annas = anna.opens_home().await.expect("a view").text();
    assert!(at(&annas, "Give a channel its card") < at(&annas, "Play a few cards"), "{annas}");
    assert!(annas.contains("/studyhall setup"), "{annas}");
    // Of the two, the admin acts for the app.
    anna.direct().sees(SAID).await;
    assert_eq!(greeted(&ben), 0, "members look at a page of their own");
    anna.command(&running.channel, "setup", &[("time", "09:00")]).await;
    running.channel.sees("Card of the day").await;
    for who in [&ben, &anna] {
        let home = who.opens_home().await.expect("a view").text();
        assert!(!home.contains("Three first steps"), "{home}");
    }
    assert_eq!(greeted(&anna), 1);
}

#[tokio::test]
async fn an_app_that_comes_by_itself_has_nobody_to_greet() {
    let running = Running::start().await;
    let empty = running.workspace.channel_without_app("empty");
    empty.invite_app();
    let ben = running.workspace.member("Ben");
    ben.opens_home().await.expect("a view");
    let anna = running.workspace.admin("Anna");
    anna.opens_home().await.expect("a view");
    anna.direct().sees(SAID).await;
    assert_eq!((greeted(&anna), greeted(&ben)), (1, 0));
}
