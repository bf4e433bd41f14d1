//! The real program in a process of its own, as a supervisor runs it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::page::{PATIENCE, get};

/// The program, running; killed when it is dropped.
pub(crate) struct Program {
    process: Child,
    /// Where the page is.
    pub(crate) page: SocketAddr,
    /// Where health and metrics are told.
    pub(crate) ops: SocketAddr,
}

impl Program {
    /// Starts it in a folder, whose database it uses, on free ports; decks are in `decks`.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut process = command(folder).spawn().unwrap();
        let (said, lines) = channel();
        pass_on(process.stdout.take().unwrap(), said.clone());
        pass_on(process.stderr.take().unwrap(), said);
        let (mut page, mut ops) = (None, None);
        while page.is_none() || ops.is_none() {
            let line: String = lines.recv_timeout(PATIENCE).expect("it says where it listens");
            page = page.or_else(|| {
                line.strip_prefix("Studyhall is ready: http://")?.split(' ').next()?.parse().ok()
            });
            ops = ops.or_else(|| {
                serde_json::from_str::<Value>(&line).ok()?["fields"]["address"]
                    .as_str()?
                    .parse()
                    .ok()
            });
        }
        Self { process, page: page.unwrap(), ops: ops.unwrap() }
    }

    /// Waits until it says that it is ready.
    pub(crate) async fn ready(&self) {
        let began = Instant::now();
        while get(self.ops, "/readyz").await.status != 200 {
            assert!(began.elapsed() < PATIENCE, "it does not get ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Sends it a signal by name, such as `TERM`; how it ended, and how long that took.
    pub(crate) fn end(mut self, signal: &str) -> (ExitStatus, Duration) {
        end(&mut self.process, signal)
    }
}

/// The program in a folder, with its page and its health on free ports.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studyhall"));
    command
        .current_dir(folder)
        .env_clear()
        .envs([("WEB_ADDR", "127.0.0.1:0"), ("OPS_ADDR", "127.0.0.1:0"), ("DECKS_DIR", "decks")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Sends a process a signal by name, such as `TERM`; how it ended, and how long that took.
pub(crate) fn end(process: &mut Child, signal: &str) -> (ExitStatus, Duration) {
    let sent =
        Command::new("kill").args(["-s", signal, &process.id().to_string()]).status().unwrap();
    assert!(sent.success());
    wait(process)
}

fn wait(process: &mut Child) -> (ExitStatus, Duration) {
    let began = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            return (status, began.elapsed());
        }
        assert!(began.elapsed() < PATIENCE, "it does not end");
        thread::sleep(Duration::from_millis(10));
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing happens if it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads a program's output line by line to its end, so that it never waits for a reader.
pub(crate) fn pass_on(output: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
    });
}
