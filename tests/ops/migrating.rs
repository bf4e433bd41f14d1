//! The real program brings a large database up to date: it says so meanwhile, and killed in the
//! middle it leaves the state of before.

use std::fs;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use studyhall::store::Store;

use crate::support::before::STEPS;
use crate::support::database::{Database, databases, sqlite, steps, steps_after};
use crate::support::page::{PATIENCE, get};
use crate::support::program::{command, pass_on};

/// Members of the large database: bringing it up to date takes a second or so.
const MEMBERS: u32 = 60_000;

/// How often it is killed on each database.
const KILLS: usize = 6;

/// The program on its way to be ready; killed when it is dropped.
struct Starting {
    process: Child,
    ops: SocketAddr,
    /// What it logs and prints from then on.
    lines: Receiver<String>,
}

impl Starting {
    /// Starts it and waits until it tells how it is.
    fn of(database: &Database) -> Self {
        let folder = std::env::temp_dir();
        let mut process = command(&folder)
            .env_remove("DECKS_DIR")
            .env("DATABASE_URL", &database.url)
            .spawn()
            .unwrap();
        let (said, lines) = channel();
        pass_on(process.stdout.take().unwrap(), said.clone());
        pass_on(process.stderr.take().unwrap(), said);
        let ops = loop {
            let line = lines.recv_timeout(PATIENCE).expect("it says where it tells health");
            let address = serde_json::from_str::<Value>(&line).ok();
            let address = address.and_then(|line| line["fields"]["address"].as_str()?.parse().ok());
            if let Some(address) = address {
                break address;
            }
        };
        Self { process, ops, lines }
    }

    /// What it says of its readiness until it says this or is ready.
    async fn until(&self, word: &str) -> Vec<String> {
        let (began, mut said) = (Instant::now(), Vec::new());
        loop {
            let answer = get(self.ops, "/readyz").await;
            if said.last() != Some(&answer.body) {
                said.push(answer.body.clone());
            }
            if answer.status == 200 || answer.body.contains(word) {
                return said;
            }
            assert_eq!(get(self.ops, "/healthz").await.body, "ok\n", "a supervisor waits for it");
            assert!(began.elapsed() < PATIENCE, "it does not come to {word}: {said:?}");
        }
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// How many steps the schema of a database has taken.
async fn taken(database: &Database) -> i64 {
    database.count("SELECT MAX(version) FROM _sqlx_migrations WHERE success").await
}

/// All members with the community's platform, as the program of before finds them.
const AS_BEFORE: &str = "SELECT COUNT(*) FROM members m JOIN communities c ON c.id = m.community \
    WHERE c.platform IN ('discord', 'web') AND m.external <> ''";

/// All members with an identity, and all quizzes with a home.
const AS_NOW: &str = "SELECT (SELECT COUNT(*) FROM members m WHERE EXISTS ( \
        SELECT 1 FROM identities i JOIN homes h ON h.community = i.community \
        WHERE i.member = m.id)) \
    - (SELECT COUNT(*) FROM quizzes q JOIN homes h ON h.id = q.home WHERE q.solo IS NOT NULL)";

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_it_leaves_the_state_of_before() {
    let mut rng = StdRng::seed_from_u64(13);
    for database in databases().await {
        let mut cut_off = 0;
        database.as_before(MEMBERS).await;
        for kill in 0..KILLS {
            let starting = Starting::of(&database);
            let said = starting.until("step 17 (homes)").await;
            if kill == 0 {
                println!("{said:?}");
            }
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..400))).await;
            drop(starting);
            if taken(&database).await == STEPS {
                assert_eq!(database.count(AS_BEFORE).await, i64::from(MEMBERS) + 5);
                cut_off += 1;
            } else {
                database.as_before(MEMBERS).await;
            }
        }
        println!("{cut_off} of {KILLS} kills came before the end, on {}", database.url);
        assert!(cut_off > 0, "it is too fast to be killed in the middle");

        let starting = Starting::of(&database);
        let said = starting.until("ready and nothing else").await;
        let waits = |part: &str| said.iter().any(|line| line.contains(part));
        assert!(
            waits("Not ready yet: the database (being brought up to date, step 17 (homes))."),
            "{said:?}"
        );
        if database.is_sqlite() {
            let copy = format!("being copied to {}.before-0017", database.url);
            assert!(
                starting.lines.try_iter().any(|line| line.contains(&copy)),
                "the log says where the copy is"
            );
        }
        assert_eq!(said.last().map(String::as_str), Some("ready\n"));
        drop(starting);
        assert_eq!(taken(&database).await, steps());
        assert_eq!(database.count(AS_NOW).await, -2, "two have no identity any more");
        database.remove().await;
    }
}

/// What the program says on a file that lies on a disk of so many kB; none where no such disk can
/// be made.
fn on_a_small_disk(database: &Database, kilobytes: u32, arguments: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "mount -t tmpfs -o size={kilobytes}k none '{disk}' && cp '{file}' '{disk}/study.db' && \
            touch '{disk}/ready' && exec '{program}' {arguments} --database-url '{disk}/study.db' \
            --web-addr 127.0.0.1:0",
        disk = folder.path().display(),
        file = database.url,
        program = env!("CARGO_BIN_EXE_studyhall"),
    );
    let mut unshare = Command::new("unshare");
    unshare.args(["--map-root-user", "--mount", "sh", "-c", &script]).env_clear();
    let output = unshare.current_dir(folder.path()).stdin(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
    (!said.contains("unshare") && !said.contains("mount:") && !said.contains("cp:")).then_some(said)
}

#[tokio::test]
async fn without_room_for_a_copy_it_does_not_start_and_says_how_much_is_missing() {
    let database = sqlite().await;
    database.as_before(5_000).await;
    Store::inspect(&database.url).await.unwrap();
    let kilobytes = u32::try_from(fs::metadata(&database.url).unwrap().len() / 1_024).unwrap();
    // Room for the file and for half of what rewriting it takes.
    let Some(said) = on_a_small_disk(&database, kilobytes * 2, "run") else {
        println!("skipped: no small disk can be made here");
        return;
    };
    assert!(
        said.contains("There is no room for a copy of the database")
            && said.contains("which is made beside it before its schema is rewritten: free ")
            && said.contains(" MB more there, and start again"),
        "{said}"
    );
    let said = on_a_small_disk(&database, kilobytes * 2, "doctor").expect("it was made before");
    let lacks = format!("schema: it lacks {} steps", steps_after(STEPS));
    assert!(
        said.contains(&format!("{lacks}, and there is no room to take them"))
            && said.contains(" MB are missing beside it: free them before the next start"),
        "{said}"
    );
}
