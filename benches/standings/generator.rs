//! Makes a community with many members and answers, in the database itself: a hundred answers each,
//! on twenty days.

use std::env;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use studyhall::domain::id::CommunityId;
use studyhall::domain::place::Home;
use studyhall::domain::standing::Period;
use studyhall::store::Store;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The id before that of the first member.
pub(crate) const MEMBERS_AT: i64 = 1_000_000;

/// The quiz of all answers.
pub(crate) const QUIZ: i64 = 1;

/// The day of the latest answers.
pub(crate) const LAST_DAY: &str = "2026-06-30";

/// A period in which all members have the same points.
pub(crate) const EQUAL: &str = "equal";

const FIRST_DAY: &str = "2026-04-01";
const ANSWERS_EACH: i64 = 100;

/// Each text is run by itself; `{members}`, `{each}`, `{community}` and `{first}` are put in.
const STEPS: [&str; 13] = [
    "CREATE TABLE numbers (n BIGINT PRIMARY KEY)",
    "INSERT INTO numbers WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM \
        counted WHERE n < {members}) \
     SELECT n FROM counted",
    "INSERT INTO members (id, community, name, folded_name, zone, is_forgotten, created_at) \
     SELECT 1000000 + n, {community}, 'Member ' || CAST(n AS TEXT), \
         'member ' || CAST(n AS TEXT), NULL, 0, 0 FROM numbers WHERE n > 0",
    "INSERT INTO identities (community, platform, external, member, met_at) \
     SELECT {community}, 'web', 'member ' || CAST(n AS TEXT), 1000000 + n, 0 \
     FROM numbers WHERE n > 0",
    "INSERT INTO quizzes (id, community, home, channel, direct, solo, state, version, wakes_at, \
         is_over) \
     VALUES (1, {community}, {community}, 'general', 0, NULL, '{}', 1, NULL, 1)",
    // Five different cards on each of twenty days; members are right as often as each of them can.
    "INSERT INTO answers (id, member, quiz, round, deck, card, given, verdict, points, study_day, \
        answered_at) \
     SELECT m.n * {each} + a.n, 1000000 + m.n, 1, 1, 'capitals', \
         'card-' || CAST(a.n % 5 + 5 * ((m.n + a.n / 5) % 60) AS TEXT), 'Paris', \
         CASE WHEN (m.n * 31 + a.n * 7919) % 97 < m.n % 89 THEN 'correct' ELSE 'incorrect' END, \
         CASE WHEN (m.n * 31 + a.n * 7919) % 97 < m.n % 89 THEN 3 + a.n % 2 * 2 ELSE 0 END, \
         d.text_of_day, 1775000000 + d.n * 86400 \
     FROM numbers m JOIN numbers a ON a.n < {each} JOIN days d ON d.n = (m.n * 7 + a.n / 5 * 4) % \
     91 \
     WHERE m.n > 0 ORDER BY m.n, a.n",
    "INSERT INTO study_days (member, study_day, quiz_points, answers, cards) \
     SELECT member, study_day, SUM(points), COUNT(*), COUNT(*) FROM answers GROUP BY member, \
     study_day",
    "INSERT INTO board_days (community, board_day, member, points) \
     SELECT {community}, study_day, member, quiz_points FROM study_days WHERE quiz_points > 0 \
     ORDER BY study_day, member",
    "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT b.member, {community}, p.period, SUM(b.points), 1 FROM board_days b JOIN periods p ON \
     p.day = b.board_day \
     GROUP BY b.member, p.period ORDER BY b.member, p.period",
    "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT 1000000 + n, {community}, 'streak', 1 + n * 13 % 90, 1 FROM numbers WHERE n > 0",
    "INSERT INTO standings (member, scope, period, points, listed) \
     SELECT 1000000 + n, {community}, 'equal', 5, 1 FROM numbers WHERE n > 0",
    "INSERT INTO standing_counts (scope, period, width, bucket, members) \
     SELECT s.scope, s.period, w.width, s.points / w.width, COUNT(*) FROM standings s \
         CROSS JOIN (SELECT 1 AS width UNION ALL SELECT 32 UNION ALL SELECT 1024 UNION ALL SELECT \
         32768) AS w \
     GROUP BY s.scope, s.period, w.width, s.points / w.width",
    "INSERT INTO streaks (member, community, longest, mending, is_off, mark, due_at) \
     SELECT 1000000 + n, {community}, 90, 0, 0, 1, NULL FROM numbers WHERE n > 0",
];

/// A large community in a database.
#[derive(Debug)]
pub(crate) struct Hall {
    pub(crate) runtime: Runtime,
    pub(crate) store: Store,
    pub(crate) community: CommunityId,
    pub(crate) members: i64,
    /// Removed with its database when the program ends.
    _folder: Option<TempDir>,
}

impl Hall {
    /// The file that is named, or a small one.
    pub(crate) fn sqlite() -> Self {
        if let Ok(path) = env::var("STUDYHALL_BENCH_SQLITE") {
            let is_new = !Path::new(&path).exists();
            return Self::open(&path, 100_000, is_new, None);
        }
        let folder = tempfile::tempdir().expect("there is room for a database");
        let path = folder.path().join("hall.db").display().to_string();
        Self::open(&path, 1_000, true, Some(folder))
    }

    /// The server's database that is named; none without a name.
    pub(crate) fn postgres() -> Option<Self> {
        let url = env::var("STUDYHALL_BENCH_POSTGRES").ok()?;
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let known = runtime.block_on(async {
            let mut db = PgConnection::connect(&url).await.expect("the server answers");
            let known: Option<String> =
                sqlx::query_scalar("SELECT CAST(to_regclass('numbers') AS TEXT)")
                    .fetch_one(&mut db)
                    .await
                    .expect("it reads");
            known.is_some()
        });
        Some(Self::open(&url, 100_000, !known, None))
    }

    fn open(url: &str, members: i64, is_new: bool, folder: Option<TempDir>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let (store, community) = runtime.block_on(async {
            let store = Store::open(url).await.expect("the database opens");
            let mut rng = StdRng::seed_from_u64(1);
            let now = DateTime::UNIX_EPOCH;
            let community = store
                .community(&Home::new("web", "hall"), Tz::UTC, now, &mut rng)
                .await
                .expect("it works")
                .id;
            if is_new {
                fill(url, members, community).await.expect("the generator's SQL is sound");
            }
            (store, community)
        });
        Self { runtime, store, community, members, _folder: folder }
    }

    /// An answer's id that nobody has.
    pub(crate) fn next_answer() -> i64 {
        // Later runs on the same database begin after the earlier ones.
        1_000_000_000 + Utc::now().timestamp_millis() * 1_000
    }

    /// The time at which everything is recorded.
    pub(crate) fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

async fn fill(url: &str, members: i64, community: CommunityId) -> sqlx::Result<()> {
    let mut steps: Vec<String> = STEPS.iter().map(|step| (*step).to_owned()).collect();
    steps.splice(2..2, calendar());
    let started = std::time::Instant::now();
    let sqlite = !url.starts_with("postgres");
    let mut on_file = if sqlite { Some(SqliteConnection::connect(url).await?) } else { None };
    let mut on_server = if sqlite { None } else { Some(PgConnection::connect(url).await?) };
    if let Some(db) = &mut on_file {
        db.execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000",
        )
        .await?;
    }
    if !sqlite {
        // What the server does by itself in time; nobody does it for a file.
        steps.push("VACUUM ANALYZE".to_owned());
    }
    for step in steps {
        let sql = step
            .replace("{members}", &members.to_string())
            .replace("{each}", &ANSWERS_EACH.to_string());
        let sql = AssertSqlSafe(sql.replace("{community}", &community.0.to_string()));
        match (&mut on_file, &mut on_server) {
            (Some(db), _) => db.execute(sql).await.map(drop)?,
            (_, Some(db)) => db.execute(sql).await.map(drop)?,
            _ => unreachable!("one of them is open"),
        }
    }
    eprintln!("{} answers generated in {:.0?}", members * ANSWERS_EACH, started.elapsed());
    Ok(())
}

/// The days, and the periods to which each belongs, as tables.
fn calendar() -> Vec<String> {
    let first: chrono::NaiveDate = FIRST_DAY.parse().expect("a date of the calendar");
    let days: Vec<(i64, chrono::NaiveDate)> = (0..91).zip(first.iter_days()).collect();
    assert_eq!(days[90].1.to_string(), LAST_DAY);
    let rows = days.iter().map(|(n, day)| format!("({n}, '{day}')")).collect::<Vec<_>>().join(", ");
    let periods = days.iter().flat_map(|(_, day)| {
        [Period::Today, Period::Week, Period::Month, Period::All]
            .map(|one| format!("('{day}', '{}')", one.key(*day)))
    });
    let periods = periods.collect::<Vec<_>>().join(", ");
    vec![
        "CREATE TABLE days (n BIGINT PRIMARY KEY, text_of_day TEXT NOT NULL)".to_owned(),
        format!("INSERT INTO days (n, text_of_day) VALUES {rows}"),
        "CREATE TABLE periods (day TEXT NOT NULL, period TEXT NOT NULL)".to_owned(),
        format!("INSERT INTO periods (day, period) VALUES {periods}"),
    ]
}
