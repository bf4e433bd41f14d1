//! The step of the schema that rewrites: all is where it was, and before it a file is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use studyhall::domain::place::{Home, Identity};
use studyhall::store::{Checkpoints, Progress, Store};

use crate::support::before::STEPS;
use crate::support::database::{Database, on_each_database, sqlite};

/// A row, each value by the name of its column.
type Row = BTreeMap<String, String>;

/// All rows of all tables.
async fn rows(database: &Database) -> BTreeMap<String, BTreeSet<Row>> {
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in database.columns().await {
        columns.entry(column.table).or_default().push(column.name);
    }
    let mut tables = BTreeMap::new();
    for (table, rows) in database.dump().await {
        let columns = &columns[&table];
        let named = |row: Vec<String>| columns.iter().cloned().zip(row).collect::<Row>();
        tables.insert(table, rows.into_iter().map(named).collect::<BTreeSet<_>>());
    }
    tables
}

/// A row of these columns of another, each under a name of its own.
fn taken(row: &Row, columns: &[(&str, &str)]) -> Row {
    columns.iter().map(|(name, from)| ((*name).to_owned(), row[*from].clone())).collect()
}

#[tokio::test]
async fn everybody_and_everything_is_where_it_was() {
    on_each_database(async |database| {
        database.as_before(20).await;
        let before = rows(database).await;
        Store::open(&database.url).await.unwrap().close().await;
        let after = rows(database).await;

        let communities = &before["communities"];
        let platform_of: BTreeMap<&String, &String> =
            communities.iter().map(|row| (&row["id"], &row["platform"])).collect();
        let homes = communities.iter().map(|row| {
            let same = [("platform", "platform"), ("external", "external")];
            let ids = [("id", "id"), ("community", "id"), ("met_at", "created_at")];
            taken(row, &[&same[..], &ids[..]].concat())
        });
        assert_eq!(after["homes"], homes.collect());
        let known = |row: &&Row| !row["external"].starts_with("forgotten ");
        let identities = before["members"].iter().filter(known).map(|row| {
            let mut identity = taken(
                row,
                &[
                    ("member", "id"),
                    ("community", "community"),
                    ("external", "external"),
                    ("met_at", "created_at"),
                ],
            );
            identity.insert("platform".to_owned(), platform_of[&row["community"]].clone());
            identity
        });
        assert_eq!(after["identities"], identities.collect());

        for (table, rows) in &before {
            let expected: BTreeSet<Row> = rows
                .iter()
                .cloned()
                .map(|mut row| {
                    match table.as_str() {
                        "communities" => {
                            row.remove("platform");
                            row.remove("external");
                        }
                        "members" => {
                            let external = row.remove("external").unwrap();
                            let is_forgotten = external.starts_with("forgotten ");
                            let new = [
                                ("is_forgotten", u8::from(is_forgotten).to_string()),
                                ("turn", "04:00".to_owned()),
                                ("stats_for", "everyone".to_owned()),
                            ];
                            row.extend(new.map(|(name, value)| (name.to_owned(), value)));
                        }
                        "quizzes" | "schedules" | "postings" | "seasons" => {
                            row.insert("home".to_owned(), row["community"].clone());
                        }
                        _ => {}
                    }
                    row
                })
                .collect();
            if table != "upgrades" {
                assert_eq!(after[table], expected, "{table}");
            }
        }
        if database.is_sqlite() {
            let broken = database.count("SELECT COUNT(*) FROM pragma_foreign_key_check").await;
            assert_eq!(broken, 0, "PostgreSQL looks by itself");
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_of_before_is_met_again_in_their_own_community() {
    on_each_database(async |database| {
        database.as_before(1).await;
        let store = Store::open(&database.url).await.unwrap();
        for (home, person, expected) in [
            (Home::new("discord", "9001"), "66", Some(1)),
            (Home::new("web", "local"), "abc", Some(2)),
            (Home::new("discord", "direct:66"), "66", Some(3)),
            (Home::new("discord", "9001"), "forgotten 4", None),
            (Home::new("slack", "9001"), "66", None),
        ] {
            let seen = store.member_seen(&home, person).await.unwrap();
            assert_eq!(seen.map(|member| member.id.0), expected, "{person} in {home:?}");
        }
        // They have a quiz open in both of their communities, and the newest is meant.
        let home = store.home(&Identity::new("discord", "66"), "direct:66").await.unwrap();
        assert_eq!(home.as_deref(), Some("direct:66"));
        assert_eq!(store.home_of("discord", 301).await.unwrap().as_deref(), Some("9001"));
        assert_eq!(store.home_of("discord", 302).await.unwrap(), None, "it is on the page");
        store.close().await;
    })
    .await;
}

/// The names of the files in the folder of a database.
fn beside(database: &Database) -> BTreeSet<String> {
    let folder = PathBuf::from(&database.url).parent().unwrap().to_owned();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap())).collect()
}

#[tokio::test]
async fn a_file_is_copied_before_it_is_rewritten_and_at_no_other_time() {
    let database = sqlite().await;
    assert_eq!(
        beside(&database),
        ["study.db", "study.db-shm", "study.db-wal"].map(String::from).into()
    );
    database.as_before(50).await;
    let before = rows(&database).await;
    let copy = format!("{}.before-0017", database.url);
    // What a start has left that was cut off while it copied, and one that was cut off later.
    fs::write(format!("{copy}.part"), "half a copy").unwrap();
    fs::write(&copy, "a copy of an earlier state").unwrap();
    // Whoever may not read the file may not read its copy.
    fs::set_permissions(&database.url, fs::Permissions::from_mode(0o600)).unwrap();
    Store::open(&database.url).await.unwrap().close().await;
    assert_eq!(beside(&database), ["study.db", "study.db.before-0017"].map(String::from).into());

    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    // It is what the program of before would go on with.
    let kept = sqlite().await;
    kept.empty().await;
    fs::copy(&copy, &kept.url).unwrap();
    assert_eq!(rows(&kept).await, before);
    assert_eq!(kept.count("SELECT MAX(version) FROM _sqlx_migrations").await, STEPS);

    let written = fs::metadata(&copy).unwrap().modified().unwrap();
    Store::open(&database.url).await.unwrap().close().await;
    assert_eq!(fs::metadata(&copy).unwrap().modified().unwrap(), written, "it is made once");
}

#[tokio::test]
async fn what_cannot_be_copied_is_not_rewritten() {
    let database = sqlite().await;
    database.as_before(5).await;
    let before = rows(&database).await;
    let part = format!("{}.before-0017.part", database.url);
    fs::create_dir(&part).unwrap();
    let refused = Store::open(&database.url).await.expect_err("it opened").to_string();
    assert!(
        refused.starts_with(&format!(
            "The database {0} cannot be copied to {0}.before-0017 before its schema is rewritten (",
            database.url
        )) && refused.ends_with("): mend that and start again; nothing was changed"),
        "{refused}"
    );
    assert_eq!(rows(&database).await, before);
    fs::remove_dir(&part).unwrap();
    Store::open(&database.url).await.unwrap().close().await;
    assert_eq!(rows(&database).await["homes"].len(), 4);
}

/// How many members a file holds, read by itself.
async fn members_in(file: &str) -> i64 {
    let file = SqliteConnectOptions::new().filename(file);
    let mut file = file.connect().await.unwrap();
    sqlx::query_scalar("SELECT COUNT(*) FROM members").fetch_one(&mut file).await.unwrap()
}

#[tokio::test]
async fn two_programs_that_start_at_once_make_one_whole_copy() {
    let database = sqlite().await;
    for _ in 0..5 {
        database.as_before(2_000).await;
        let both = (Store::open(&database.url), Store::open(&database.url));
        let (one, other) = tokio::join!(both.0, both.1);
        one.unwrap().close().await;
        other.unwrap().close().await;
        let copy = format!("{}.before-0017", database.url);
        assert_eq!(members_in(&copy).await, 2_005);
        fs::remove_file(copy).unwrap();
    }
}

#[tokio::test]
async fn what_another_program_commits_before_the_step_is_in_the_copy() {
    let database = sqlite().await;
    database.as_before(5).await;
    let file = SqliteConnectOptions::new().filename(&database.url);
    let mut other = file.connect().await.unwrap();
    // As it is while a program runs.
    other.execute("PRAGMA journal_mode = WAL").await.unwrap();
    let late = "BEGIN IMMEDIATE; INSERT INTO members (id, community, external, name, folded_name, \
        created_at) VALUES (77, 7, '77', 'Late', 'late', 9)";
    other.execute(late).await.unwrap();
    let (url, (said, mut progress)) = (database.url.clone(), tokio::sync::mpsc::channel(9));
    let opening = tokio::spawn(async move {
        let tell = |progress: Progress| drop(said.try_send(progress));
        Store::open_with(&url, Checkpoints::On, &tell).await.unwrap()
    });
    // However long it takes to come to the lock: nothing is copied before that is free.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(progress.try_recv().is_err(), "it waits for the other's lock");
    other.execute("COMMIT").await.unwrap();
    opening.await.unwrap().close().await;
    let copy = PathBuf::from(format!("{}.before-0017", database.url));
    assert_eq!(progress.recv().await, Some(Progress::Copying(copy.clone())));
    assert_eq!(members_in(copy.to_str().unwrap()).await, 11);
}

#[tokio::test]
async fn the_copy_stands_beside_the_file_however_that_is_named() {
    let database = sqlite().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db").display().to_string();
    std::os::unix::fs::symlink(&database.url, &link).unwrap();
    for url in [link, format!("file:{}", database.url), format!("sqlite:{}?mode=rw", database.url)]
    {
        database.as_before(5).await;
        Store::open(&url).await.unwrap().close().await;
        assert_eq!(
            beside(&database),
            ["study.db", "study.db.before-0017"].map(String::from).into(),
            "{url}"
        );
        fs::remove_file(format!("{}.before-0017", database.url)).unwrap();
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1, "nothing beside the link");
}
