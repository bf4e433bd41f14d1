//! A quiz for one, in messages that nobody else sees.

use super::running::Running;

#[tokio::test]
async fn a_quiz_alone_goes_by_button_and_form_and_nobody_else_sees_it() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let asked =
        ben.slash(&running.channel, "quiz", &[("topic", "Peru"), ("deck", "capitals")]).await;
    let told = asked.modal().texts.join(" ");
    assert!(told.contains("There is no topic called “Peru” in Capitals."), "{told}");
    let asked = ben
        .slash(
            &running.channel,
            "quiz",
            &[("deck", "capitals"), ("topic", "Americas"), ("questions", "3")],
        )
        .await;
    let question = asked.seen();
    assert!(
        question.ephemeral && question.text().contains("> What is the capital of Peru?"),
        "{}",
        question.text()
    );
    assert_eq!(question.buttons(), ["Answer", "Hint (−2)", "Skip", "Stop"]);

    let form = ben.click(&question, "Answer").await.modal();
    assert_eq!(form.texts, ["> What is the capital of Peru?"], "over the field");
    assert_eq!(
        (form.title.as_str(), form.fields[0].label.as_str()),
        ("Question 1 of 1 · Americas", "Your answer")
    );
    assert!(form.fields[0].takes(&"x".repeat(1_000)) && !form.fields[0].takes(&"x".repeat(1_001)));
    let wrong = ben.submit(&form, &["Quito"]).await.seen();
    assert_eq!(wrong.id, question.id, "the verdict takes the place of the question");
    assert!(wrong.text().contains("❌ Not quite. One more try."), "{}", wrong.text());
    assert_eq!(wrong.buttons(), ["Try again", "Hint (−2)", "Skip", "Stop"]);

    let hinted = ben.click(&wrong, "Hint (−2)").await.seen();
    assert!(hinted.id == question.id && hinted.text().contains("Hint: "), "{}", hinted.text());
    let form = ben.click(&hinted, "Try again").await.modal();
    let answered = ben.submit(&form, &["lima"]).await;
    assert!(answered.text().contains("✅ Correct. **+1 point**"), "{}", answered.text());
    assert!(answered.text().contains("Founded in 1535"), "{}", answered.text());
    assert!(answered.seen().buttons().is_empty());
    let summary = answered.followup(1).await;
    assert!(
        summary.ephemeral && summary.text().contains("1 of 1 right, 1 point."),
        "{}",
        summary.text()
    );
    assert_eq!(summary.buttons(), ["Another quiz", "Remind me tomorrow at 18:00"]);
    assert!(running.channel.messages().is_empty(), "nobody else sees any of it");
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn choices_are_buttons_and_what_is_missed_can_be_played_again() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let options = [("deck", "capitals"), ("topic", "Oceania"), ("questions", "1")];
    let question = ben.slash(&running.channel, "quiz", &options).await.seen();
    assert_eq!(question.buttons(), ["True", "False", "Skip", "Stop"]);
    let answered = ben.click(&question, "False").await;
    assert!(answered.text().contains("❌ Not quite."), "{}", answered.text());
    let summary = answered.followup(1).await;
    assert!(summary.text().contains("Missed:"), "{}", summary.text());
    let again = ben.click(&summary, "Again with the missed ones").await.seen();
    assert_ne!(again.id, summary.id, "the summary stays");
    let answered = ben.click(&again, "True").await;
    assert!(answered.text().contains("✅ Correct."), "{}", answered.text());
}

#[tokio::test]
async fn what_is_typed_so_far_is_completed() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let topics =
        ben.complete(&running.channel, "quiz", &[("deck", "capitals"), ("topic", "o")]).await;
    let names: Vec<&str> = topics.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Oceania", "Europe"]);
    let decks = ben.complete(&running.channel, "deck show", &[("deck", "cap")]).await;
    assert_eq!(decks, [("Capitals".to_owned(), "capitals".into())]);
}

#[tokio::test]
async fn every_command_of_the_table_is_offered_and_answered() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    for (command, expected) in [
        ("help", "How to begin"),
        ("deck list", "**Capitals**"),
        ("deck show", "AWS Certified Developer"),
        ("leaderboard", "Leaderboard, this week"),
        ("streak show", "**0 study days** in a row."),
    ] {
        let answered = ben.slash(&running.channel, command, &[]).await;
        assert!(
            answered.seen().ephemeral && answered.text().contains(expected),
            "{command}: {}",
            answered.text()
        );
    }
    let answered = ben.slash(&running.channel, "answer", &[("text", "Lima")]).await;
    assert!(
        answered.text().contains("⚠️ No question is waiting for your answer here."),
        "{}",
        answered.text()
    );
    let quiz = ben.click(&answered.seen(), "Start a quiz").await;
    assert!(quiz.text().contains("Question 1 of 5"), "{}", quiz.text());
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

#[tokio::test]
async fn a_person_may_play_in_a_direct_conversation() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    let direct = ben.direct();
    let options = [("deck", "capitals"), ("topic", "Americas")];
    let question = ben.slash(&direct, "quiz", &options).await.seen();
    assert!(!question.ephemeral, "there it can be found again");
    let form = ben.click(&question, "Answer").await.modal();
    let answered = ben.submit(&form, &["Lima"]).await;
    assert!(answered.text().contains("✅ Correct. **+5 points**"), "{}", answered.text());
    assert!(answered.followup(1).await.text().contains("Quiz finished"));
    // Whoever is known on a server is the same member here.
    let question = ben.slash(&running.channel, "quiz", &options).await.seen();
    let form = ben.click(&question, "Answer").await.modal();
    assert!(ben.submit(&form, &["Quito"]).await.text().contains("One more try."));
    ben.say(&direct, "Lima");
    direct.sees("✅ Correct. **+3 points**").await;
    let standing = ben.slash(&direct, "leaderboard", &[]).await;
    assert!(standing.text().contains("1. Ben (you) 3"), "{}", standing.text());
}

#[tokio::test]
async fn a_long_message_comes_in_parts_and_hostile_names_mean_nothing() {
    let running = Running::start().await;
    let ben = running.guild.member("@everyone **<@1>** `x`");
    let question = ben
        .slash(&running.channel, "quiz", &[("deck", "capitals"), ("topic", "Americas")])
        .await
        .seen();
    let form = ben.click(&question, "Answer").await.modal();
    let told = ben.submit(&form, &["||spoiler|| [a](https://example.org) # `b` @here"]).await;
    assert!(
        told.text().contains(
            "You answered: \\|\\|spoiler\\|\\| \\[a](https\\://example.org) # \\`b\\` @\u{200b}here"
        ),
        "{}",
        told.text()
    );
    let list = ben.slash(&running.channel, "deck list", &[]).await;
    assert!(list.text().contains("192 cards"), "{}", list.text());
    assert!(running.discord.loose().is_empty(), "nothing pings: {:?}", running.discord.loose());
}

#[tokio::test]
async fn the_reasons_of_a_streak_are_shown_in_full() {
    let running = Running::start().await;
    let ben = running.guild.member("Ben");
    ben.slash(&running.channel, "help", &[]).await;
    // Three days ago, so that there are days without an answer.
    running.tamper("UPDATE members SET created_at = created_at - 259200").await;
    let why = ben.slash(&running.channel, "streak why", &[]).await.text();
    let words = why.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!why.contains('…') && words.contains("No answer, and no"), "{why}");
    assert_eq!(why.matches("streak to lose.").count(), 3, "{why}");
    assert_eq!(why.matches("Today is not over.").count(), 1, "{why}");
}
