//! How long the step of the schema takes that rewrites, on a large community that the program of
//! before has left: 100,000 members with 10 million answers.
//!
//! `cargo bench --bench migrating`, on PostgreSQL too where `STUDYHALL_BENCH_POSTGRES` names an
//! empty database; `MEMBERS` is another number of members, `FOLDER` where the file is made.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection, query_scalar,
};
use studyhall::store::{Checkpoints, Progress, Store};

/// The last step of the program of before.
const LAST: i64 = 16;

/// Each text is run by itself; `{members}` is put in. A member has twenty quizzes of five answers.
const FILL: [&str; 8] = [
    "CREATE TABLE numbers (n BIGINT PRIMARY KEY)",
    "INSERT INTO numbers WITH RECURSIVE counted (n) AS ( \
         SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM counted WHERE n < {members}) \
     SELECT n FROM counted",
    "INSERT INTO communities (id, platform, external, zone, created_at) \
     SELECT n, 'discord', 'server ' || CAST(n AS TEXT), 'UTC', 0 FROM numbers WHERE n <= 1000",
    "INSERT INTO members (id, community, external, name, folded_name, zone, created_at) \
     SELECT 1000000 + n, 1 + n % 1000, 'member ' || CAST(n AS TEXT), 'Member ' || CAST(n AS TEXT), \
         'member ' || CAST(n AS TEXT), NULL, n FROM numbers",
    // About as long as the state of a quiz is once it is packed.
    "INSERT INTO quizzes (id, community, channel, direct, solo, state, version, wakes_at, is_over) \
     SELECT m.n * 20 + q.n, 1 + m.n % 1000, '', 1, 1000000 + m.n, \
         '{\"packed\":\"0123456789012345678901234567890123456789012345678901234567890123456789 \
         0123456789012345678901234567890123456789012345678901234567890123456789\"}', 6, NULL, 1 \
     FROM numbers m JOIN numbers q ON q.n <= 20",
    "INSERT INTO answers (id, member, quiz, round, deck, card, given, verdict, points, study_day, \
         answered_at) \
     SELECT q.id * 5 + a.n, q.solo, q.id, a.n, 'aws-developer-associate', \
         'card-' || CAST((q.id + a.n * 31) % 190 AS TEXT), 'Elastic Beanstalk', 'incorrect', 0, \
         '2026-05-' || CAST(10 + q.id % 20 AS TEXT), 1775000000 + q.id \
     FROM quizzes q JOIN numbers a ON a.n <= 5",
    "INSERT INTO schedules (id, community, channel, deck, clock, zone, weekdays, off_days, set_by, \
         state, note, version, next_at) \
     SELECT n, 1 + n % 1000, 'channel ' || CAST(n AS TEXT), 'aws-developer-associate', '09:00', \
         'UTC', 'mon-fri', '', 1000000 + n, 'on', '', 1, n FROM numbers WHERE n <= 2500",
    "INSERT INTO postings (id, community, channel, schedule, local_date, deck, card, round, state, \
         due_at, tried, reference, posted_at, closes_at, answered, shown) \
     SELECT s.id * 200 + d.n, s.community, s.channel, s.id, CAST(d.n AS TEXT), \
         'aws-developer-associate', 'card', '{}', 'closed', d.n, 1, 'message', d.n, d.n, 9, 9 \
     FROM schedules s JOIN numbers d ON d.n <= 180",
];

/// The schema as the program of before has it, by one text for both databases.
fn before() -> Migrator {
    let mut steps = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    for file in fs::read_dir(folder).expect("the schema is there") {
        let path = file.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let (number, name) = name.split_once('_').expect("a number before a name");
        let number: i64 = number.parse().expect("a number");
        if number <= LAST {
            let sql = AssertSqlSafe(fs::read_to_string(&path).expect("it reads")).into_sql_str();
            let name = name.to_owned().into();
            steps.push(Migration::new(number, name, MigrationType::Simple, sql, false));
        }
    }
    steps.sort_by_key(|step| step.version);
    Migrator::with_migrations(steps)
}

fn fill(members: u32) -> impl Iterator<Item = AssertSqlSafe<String>> {
    FILL.iter().map(move |sql| AssertSqlSafe(sql.replace("{members}", &members.to_string())))
}

/// Opens the database and says how long each thing took.
async fn open(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    let said = std::sync::Mutex::new(Vec::<(String, Duration)>::new());
    let tell = |progress: Progress| {
        let what = match progress {
            Progress::Copying(_) => "copying".to_owned(),
            Progress::Migrating { step, name } => format!("step {step} ({name})"),
        };
        said.lock().expect("nobody panics").push((what, began.elapsed()));
    };
    let store = Store::open_with(url, Checkpoints::On, &tell).await?;
    let whole = began.elapsed();
    let mut said = said.into_inner().expect("nobody panics");
    said.push(("ready".to_owned(), whole));
    for pair in said.windows(2) {
        let [(what, from), (_, to)] = pair else { continue };
        println!("  {what}: {:.1} s", to.saturating_sub(*from).as_secs_f64());
    }
    println!("  in all: {:.1} s", whole.as_secs_f64());
    store.close().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let members: u32 = env::var("MEMBERS").map_or(Ok(100_000), |text| text.parse())?;
    let folder = match env::var("FOLDER") {
        Ok(folder) => tempfile::tempdir_in(folder)?,
        Err(_) => tempfile::tempdir()?,
    };
    let path = folder.path().join("hall.db").display().to_string();
    let mut file = SqliteConnection::connect(&format!("sqlite:{path}?mode=rwc")).await?;
    file.execute("PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
        .await?;
    before().run_direct(None, &mut file, false).await?;
    for sql in fill(members) {
        file.execute(sql).await?;
    }
    let answers: i64 = query_scalar("SELECT COUNT(*) FROM answers").fetch_one(&mut file).await?;
    file.close().await?;
    let bytes = fs::metadata(&path)?.len();
    println!("SQLite, {members} members, {answers} answers, {} MB", bytes >> 20);
    open(&path).await?;
    println!("  the copy: {} MB", fs::metadata(format!("{path}.before-0017"))?.len() >> 20);

    let Ok(url) = env::var("STUDYHALL_BENCH_POSTGRES") else { return Ok(()) };
    let mut server = PgConnection::connect(&url).await?;
    before().run_direct(None, &mut server, false).await?;
    for sql in fill(members) {
        server.execute(sql).await?;
    }
    server.execute("VACUUM ANALYZE").await?;
    server.close().await?;
    println!("PostgreSQL, {members} members, {answers} answers");
    open(&url).await
}
