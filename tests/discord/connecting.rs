//! What the operator reads of the connection: each line when it is true.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use super::running::Running;
use crate::support::discord::TOKEN;
use crate::support::page::PATIENCE;
use crate::support::program::pass_on;

/// The real program as a process of its own, and its lines.
struct Spoken {
    process: Child,
    lines: Receiver<String>,
}

impl Spoken {
    fn start(running: &Running) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_studyhall"))
            .current_dir(running.database().parent().unwrap())
            .env_clear()
            .envs([("DISCORD_TOKEN", TOKEN), ("DISCORD_API_URL", &running.discord.url())])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (said, lines) = channel();
        pass_on(process.stdout.take().unwrap(), said.clone());
        pass_on(process.stderr.take().unwrap(), said);
        Self { process, lines }
    }

    /// The next line. Takes its time in a thread that others do not need.
    fn next(&self) -> String {
        tokio::task::block_in_place(|| self.lines.recv_timeout(PATIENCE))
            .expect("it is said in time")
    }

    /// The next line that has this in it.
    fn until(&self, part: &str) -> String {
        loop {
            let line = self.next();
            if line.contains(part) {
                return line;
            }
        }
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_ready_when_all_shards_are_connected_and_then_all_servers_are_one_line() {
    let running = Running::stopped().await;
    for number in 1..10 {
        running.discord.guild(&format!("Study group {number}"));
    }
    // The second shard has to wait for some seconds.
    running.discord.shards(2, 1);
    let spoken = Spoken::start(&running);
    let (mut ready, mut servers) = (None, Vec::new());
    while ready.is_none() || servers.is_empty() {
        let line = spoken.next();
        let connected = running.discord.gateway().identifies;
        if line.starts_with("Studyhall is ready on Discord.") {
            ready = Some(connected);
        } else if line.starts_with("Discord: ") {
            servers.push((line, connected));
        }
    }
    assert_eq!(ready, Some(2), "both shards are connected");
    assert_eq!(servers, [("Discord: on 10 servers".to_owned(), 2)]);

    running.discord.guild("Night school");
    spoken.until("Discord: added to the server “Night school”");
    running.guild.kick_bot();
    spoken.until(&format!(
        "Discord: no longer on the server {}; on 10 servers now",
        running.guild.id()
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_lost_is_said_and_so_is_its_return() {
    let running = Running::stopped().await;
    let spoken = Spoken::start(&running);
    spoken.until("Discord: on 1 server");
    running.discord.shut(true);
    running.discord.cut(true);
    let lost = spoken.until("the connection to Discord is lost");
    assert!(lost.contains("\"WARN\""), "{lost}");
    running.discord.shut(false);
    spoken.until("connected to Discord again after");
}
