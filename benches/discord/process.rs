//! The program in a process of its own, and what the system knows about it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::discord::{Hub, TOKEN};
use crate::support::page::{PATIENCE, get};

/// How the program names a server that it was told of, or says of how many it was.
const SERVER: &str = "Discord: on the server ";
const SERVERS: &str = "Discord: on ";

/// How long the system's tick is, by which it counts how long a process was busy.
const TICK: Duration = Duration::from_millis(10);

/// This program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_studyhall");

/// A variable of the environment, and what it is set to.
pub(crate) type Setting = (&'static str, String);

/// The program, running; killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    began: Instant,
    lines: UnboundedReceiver<(Instant, String)>,
}

impl Process {
    /// Starts it in a folder, whose database it uses.
    pub(crate) fn start(hub: &Hub, folder: &Path) -> Self {
        Self::run(Path::new(PROGRAM), &on_discord(hub), folder)
    }

    /// Starts one of an earlier commit, which may be too old to say who it is.
    pub(crate) fn start_earlier(program: &Path, hub: &Hub, folder: &Path) -> Self {
        hub.without_agent();
        Self::run(program, &on_discord(hub), folder)
    }

    /// Starts a program in a folder with these settings, besides that of its health.
    pub(crate) fn run(program: &Path, settings: &[Setting], folder: &Path) -> Self {
        let began = Instant::now();
        let mut child = Command::new(program)
            .current_dir(folder)
            .env_clear()
            .env("OPS_ADDR", "127.0.0.1:0")
            .envs(settings.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (said, lines) = unbounded_channel();
        pass_on(child.stdout.take().unwrap(), said.clone());
        pass_on(child.stderr.take().unwrap(), said);
        Self { child, began, lines }
    }

    /// Waits until it says that it is ready, and until it was told of so many servers; how long
    /// each took.
    pub(crate) async fn ready(&mut self, servers: usize) -> (Duration, Duration) {
        let (mut ops, mut told, mut last) = (None, 0, self.began);
        while told < servers || ops.is_none() {
            let line =
                tokio::time::timeout(PATIENCE, self.lines.recv()).await.expect("it starts in time");
            let (at, line) = line.expect("it goes on");
            if let Some(count) = servers_told(&line, told) {
                (told, last) = (count, at);
            } else if ops.is_none()
                && let Some(address) = ops_address(&line)
            {
                ops = Some(tokio::spawn(readiness(address)));
            }
        }
        let ready = ops.expect("it was told").await.unwrap();
        (ready - self.began, last - self.began)
    }

    /// Resident memory now, in megabytes (2^20).
    pub(crate) fn memory(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// The most that it ever was.
    pub(crate) fn peak_memory(&self) -> f64 {
        self.status("VmHWM:")
    }

    /// How long its threads have been at work, all together.
    pub(crate) fn busy(&self) -> Duration {
        busy(&self.child.id().to_string())
    }

    /// Asks it to end; its exit code.
    pub(crate) fn end(mut self) -> u64 {
        let asked = Command::new("kill")
            .args(["-s", "TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
        let code = self.child.wait().unwrap().code();
        code.map_or(u64::MAX, |code| u64::from(code.unsigned_abs()))
    }

    fn status(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nothing happens if it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The settings by which the program is on Discord.
pub(crate) fn on_discord(hub: &Hub) -> Vec<Setting> {
    vec![("DISCORD_TOKEN", TOKEN.to_owned()), ("DISCORD_API_URL", hub.url())]
}

/// How long the threads of this process have been at work.
pub(crate) fn busy_here() -> Duration {
    busy("self")
}

fn busy(process: &str) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // Behind the program's name, which may hold anything, from the third field on.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u32 = fields[11..13].iter().map(|field| field.parse::<u32>().unwrap()).sum();
    TICK * ticks
}

/// When `/readyz` first says that all is up.
async fn readiness(ops: SocketAddr) -> Instant {
    let waiting = async {
        while get(ops, "/readyz").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it gets ready");
    Instant::now()
}

/// Of how many servers the program was told, after it had been told of `before` and then said this.
fn servers_told(line: &str, before: usize) -> Option<usize> {
    if line.starts_with(SERVER) {
        return Some(before + 1);
    }
    let (count, rest) = line.strip_prefix(SERVERS)?.split_once(' ')?;
    count.parse().ok().filter(|_| rest.starts_with("server"))
}

fn ops_address(line: &str) -> Option<SocketAddr> {
    serde_json::from_str::<Value>(line).ok()?["fields"]["address"].as_str()?.parse().ok()
}

/// Reads the program's output line by line to its end; what is worse than information is shown.
fn pass_on(output: impl Read + Send + 'static, said: UnboundedSender<(Instant, String)>) {
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if ["\"WARN\"", "\"ERROR\"", "studyhall: ", "panicked"]
                .iter()
                .any(|sign| line.contains(sign))
            {
                println!("the program says: {line}");
            }
            let _ = said.send((Instant::now(), line));
        }
    });
}
