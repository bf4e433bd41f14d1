//! One PostgreSQL for all tests of a run, stopped when the run ends, however it ends.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use sqlx::postgres::PgConnectOptions;

/// The oldest version that is started; before it, a database in use could not be dropped.
const OLDEST: u32 = 13;

/// Starts a server in a folder of its own, says where, and stops it when its input ends: the kernel
/// closes the pipe whenever the test process ends, even by a kill. Clients come through a socket in
/// the folder, so no port is needed.
const WATCH: &str = r#"
set -eu
trap '' HUP INT TERM
bin=$1
folder=$(mktemp -d -t studyhall-postgres.XXXXXX)
cd "$folder"
stop() {
    "$bin/pg_ctl" -D data -m immediate -w stop >>log 2>&1 || :
    cd / && rm -rf "$folder"
}
trap stop EXIT
start() {
    "$bin/initdb" -D data -U postgres -A trust -N --locale=C -E UTF8 &&
        "$bin/pg_ctl" -D data -w -t 60 -o "-F -k $folder -c listen_addresses='' -c max_connections=400" start
}
if start >log 2>&1 </dev/null; then
    echo "$folder"
    cat >/dev/null
else
    echo "failed: $(tail -n 3 log | tr '\n' ' ')"
fi
"#;

/// Where databases may be created; none if PostgreSQL is not installed and not required.
pub(crate) fn server() -> Option<&'static PgConnectOptions> {
    static SERVER: OnceLock<Option<(PgConnectOptions, Option<Child>)>> = OnceLock::new();
    let server =
        SERVER.get_or_init(|| match given().map_or_else(start, |options| Ok((options, None))) {
            Ok(server) => Some(server),
            Err(cause) => {
                assert!(!is_required(), "PostgreSQL is required by STUDYHALL_REQUIRE, but {cause}");
                // Past the capture of the test's output: who reads the run's result should know
                // what it does not cover.
                let mut terminal = std::io::stderr();
                writeln!(terminal, "skipped: {cause}").unwrap();
                None
            }
        });
    server.as_ref().map(|(options, _)| options)
}

fn is_required() -> bool {
    env::var("STUDYHALL_REQUIRE")
        .is_ok_and(|required| required.split(',').any(|part| part.trim() == "postgres"))
}

fn given() -> Option<PgConnectOptions> {
    Some(env::var("STUDYHALL_TEST_POSTGRES").ok()?.parse().unwrap())
}

fn start() -> Result<(PgConnectOptions, Option<Child>), String> {
    let programs = programs().ok_or("PostgreSQL is not installed")?;
    let mut watch = watcher(&programs)
        .spawn()
        .map_err(|error| format!("PostgreSQL was not started: {error}"))?;
    let mut folder = String::new();
    BufReader::new(watch.stdout.take().unwrap()).read_line(&mut folder).unwrap();
    match folder.trim() {
        folder if Path::new(folder).is_absolute() => {
            let options =
                PgConnectOptions::new_without_pgpass().socket(folder).username("postgres");
            // The watcher stands in a static, which is never dropped: its input stays open as long
            // as this process lives.
            Ok((options.database("postgres"), Some(watch)))
        }
        failure => Err(format!("PostgreSQL did not start: {failure}")),
    }
}

/// The watcher, in a group of its own, so that what kills the tests leaves it time to stop the
/// server.
fn watcher(programs: &Path) -> Command {
    // PostgreSQL refuses to run as root.
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let mut command = if is_root { Command::new("runuser") } else { Command::new("sh") };
    if is_root {
        command.args(["-u", "nobody", "--", "sh"]);
    }
    command.args(["-c", WATCH, "sh"]).arg(programs).current_dir("/").process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The folder of the newest server programs.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = debian.map(|version| version.path().join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let folders =
        debian.chain(env::split_paths(&path)).filter(|folder| folder.join("initdb").exists());
    let versions = folders.filter_map(|folder| Some((version(&folder)?, folder)));
    versions
        .filter(|(version, _)| *version >= OLDEST)
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder)
}

/// The major version of the server in a folder: `postgres (PostgreSQL) 15.18 (Debian …)` is 15.
fn version(folder: &Path) -> Option<u32> {
    let told = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    told.split_whitespace().nth(2)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
