//! The program is killed in the middle of a channel's quiz, and the same buttons go on.

use std::process::{Child, Command, Stdio};

use super::running::Running;
use crate::support::discord::TOKEN;

/// The real program as a process of its own, killed with the test.
struct Process(Child);

impl Process {
    async fn start(running: &Running) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_studyhall"))
            .current_dir(running.database().parent().unwrap())
            .env_clear()
            .env("DISCORD_TOKEN", TOKEN)
            .env("DISCORD_API_URL", running.discord.url())
            .env("DATABASE_URL", running.database())
            .env("DECKS_DIR", running.decks())
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        running.discord.connected(1).await;
        Self(child)
    }

    /// SIGKILL: no goodbye, nothing written down.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn after_a_kill_in_the_middle_of_a_race_the_same_buttons_go_on() {
    let running = Running::stopped().await;
    let process = Process::start(&running).await;
    let (anna, ben) = (running.guild.member("Anna"), running.guild.member("Ben"));
    let options =
        [("deck", "capitals"), ("questions", "2"), ("with", "channel"), ("style", "typed")];
    anna.slash(&running.channel, "quiz", &options).await;
    running.channel.sees("started a quiz").await;
    let thread = running.channel.threads().remove(0);
    let question = thread.sees("Question 1 of 2").await;
    let form = ben.click(&question, "Answer").await.modal();
    process.kill();

    // Sessions without a line are forgotten, as after a while.
    running.discord.cut(false);
    let _process = Process::start(&running).await;
    let told = ben.submit(&form, &["no idea at all"]).await;
    assert!(told.text().contains("Not quite."), "a form that was open is taken: {}", told.text());
    anna.click(&question, "Next").await;
    let closed = thread.sees("Nobody was right this time.").await;
    assert_eq!(closed.id, question.id, "the old message is changed, not repeated");
    let second = thread.sees("Question 2 of 2").await;
    let form = ben.click(&second, "Answer").await.modal();
    assert!(form.title.starts_with("Question 2 of 2"), "{}", form.title);
    assert_eq!(thread.messages().len(), 2);
}
