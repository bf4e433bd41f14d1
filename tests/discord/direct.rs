//! Somebody of two servers, alone with the bot.

use super::running::Running;
use crate::support::discord::{Channel, Member};

#[tokio::test]
async fn whoever_is_on_two_servers_reads_which_one_and_chooses() {
    let mut running = Running::stopped().await;
    let club = running.discord.guild("Exam **club**");
    let elsewhere = club.channel("exam");
    running.connect().await;
    let (ben, cleo) = (running.guild.member("Ben"), running.guild.member("Cleo"));
    let ben_there = club.welcome(&ben);
    let direct = ben.direct();
    for (who, channel) in [(&ben, &running.channel), (&cleo, &running.channel)] {
        who.slash(channel, "help", &[]).await;
    }
    ben_there.slash(&elsewhere, "quiz", &[("deck", "capitals"), ("topic", "Oceania")]).await;

    let board = ben.slash(&direct, "leaderboard", &[]).await.seen();
    assert!(board.text().contains("In **Exam \\*\\*club\\*\\***."), "{}", board.text());
    assert!(board.buttons().contains(&"Another community".to_owned()));
    let offered = ben.click(&board, "Another community").await.seen();
    assert_eq!(offered.options(), ["Exam **club**", "Study group"]);
    let chosen = ben.choose(&offered, &["Study group"]).await;
    let told = chosen.text();
    assert!(told.contains("This conversation is about **Study group** from now on."), "{told}");
    assert!(told.contains("Hello, **Ben**."), "{told}");
    assert!(told.contains("Your quiz in **Exam \\*\\*club\\*\\*** waits"), "{told}");

    // It is the name of now, also after a restart.
    running.guild.rename("Night class");
    until_told(&ben, &direct, |text| text.contains("In **Night class**.")).await;
    running.stop().await;
    running.connect().await;
    until_told(&ben, &direct, |text| text.contains("In **Night class**.")).await;
    ben.say(&direct, "hello");
    let hello = direct.sees("Three things that you can do here").await;
    assert!(hello.text().contains("In **Night class**."), "{}", hello.text());
    assert!(hello.buttons().contains(&"Another community".to_owned()));

    // Whoever is on one alone sees nothing of all that, nor does anybody on a server.
    let help = cleo.slash(&cleo.direct(), "help", &[]).await;
    assert!(!help.text().contains("In **"), "{}", help.text());
    let help = ben.slash(&running.channel, "help", &[]).await;
    assert!(!help.text().contains("In **"), "{}", help.text());

    // Where the bot is no longer, nobody is led: it is about the other, whose quiz is open.
    running.guild.kick_bot();
    until_told(&ben, &direct, |text| !text.contains("In **")).await;
    let help = ben.slash(&direct, "help", &[]).await;
    assert!(!help.seen().buttons().contains(&"Another community".to_owned()));
    ben.say(&direct, "true");
    direct.sees("✅ Correct.").await;
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}

/// Asks for help in a conversation until it says what is wanted.
async fn until_told(who: &Member, direct: &Channel, wanted: fn(&str) -> bool) {
    for _ in 0..200 {
        if wanted(&who.slash(direct, "help", &[]).await.text()) {
            return;
        }
    }
    panic!("/help never says what is wanted");
}
