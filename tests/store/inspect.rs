//! Looking at a database: what is found, and that nothing is changed.

use std::fs;

use chrono::Utc;
use studyhall::store::{Inspection, Store};

use crate::support::database::on_each_database;

/// The steps that a database lacks, and its clock.
async fn present(url: &str) -> (usize, Option<chrono::DateTime<Utc>>) {
    match Store::inspect(url).await.unwrap() {
        Inspection::Present { pending, time, .. } => (pending, time),
        absent @ Inspection::Absent { .. } => panic!("{absent:?}"),
    }
}

#[tokio::test]
async fn a_database_in_use_is_current_and_tells_its_time() {
    on_each_database(async |database| {
        // Twice: the first look has left nothing behind that would stop the second.
        for _ in 0..2 {
            let (pending, time) = present(&database.url).await;
            assert_eq!((pending, time.is_none()), (0, database.is_sqlite()));
            if let Some(time) = time {
                assert!((Utc::now() - time).abs().num_seconds() < 20, "{time}");
            }
        }
        database.store.ping().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn steps_that_are_missing_are_counted_and_not_taken() {
    on_each_database(async |database| {
        database
            .tamper(
                "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM \
                _sqlx_migrations)",
            )
            .await;
        for _ in 0..2 {
            assert_eq!(present(&database.url).await.0, 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_schema_that_is_not_ours_is_refused() {
    for (sql, sentence) in [
        (
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
                execution_time) \
             VALUES (9999, 'to come', TRUE, '', 0)",
            "was written by a newer Studyhall (its schema has step 9999)",
        ),
        (
            "UPDATE _sqlx_migrations SET checksum = '' WHERE version = 1",
            "cannot be brought up to date",
        ),
        (
            "UPDATE _sqlx_migrations SET success = FALSE WHERE version = 1",
            "cannot be brought up to date",
        ),
    ] {
        on_each_database(async |database| {
            database.tamper(sql).await;
            let refusal =
                Store::inspect(&database.url).await.expect_err("it is refused").to_string();
            assert!(refusal.contains(sentence), "{refusal}");
        })
        .await;
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_refused_with_the_sentence_of_a_start() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "Shopping: bread, tea and other things.".repeat(40))
        .unwrap();
    let url = |name: &str| folder.path().join(name).display().to_string();
    for url in [
        url("missing/study.db"),
        url("notes.txt"),
        url(""),
        "mysql://here".to_owned(),
        String::new(),
    ] {
        let looked = Store::inspect(&url).await.expect_err("it is refused").to_string();
        let started = Store::open(&url).await.expect_err("it is refused").to_string();
        assert_eq!(looked, started);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_refused() {
    on_each_database(async |database| {
        let url = if database.is_sqlite() {
            format!("sqlite:{}?mode=ro", database.url)
        } else {
            format!("{}&options=-c%20default_transaction_read_only%3Don", database.url)
        };
        let refusal = Store::inspect(&url).await.expect_err("it is refused").to_string();
        assert!(refusal.contains(" is read-only: "), "{refusal}");
    })
    .await;
}

#[tokio::test]
async fn a_look_makes_no_file_and_changes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.db");
    for url in [path.display().to_string(), format!("sqlite:{}?mode=rwc", path.display())] {
        let absent = Inspection::Absent { name: path.display().to_string() };
        assert_eq!(Store::inspect(&url).await.unwrap(), absent);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{url}");
    }
    let steps = {
        fs::write(&path, "").unwrap();
        present(&path.display().to_string()).await.0
    };
    assert!(steps >= 2, "an empty file lacks every step");
    assert_eq!(fs::read(&path).unwrap(), b"");

    Store::open(&path.display().to_string()).await.unwrap().close().await;
    let before = fs::read(&path).unwrap();
    assert_eq!(present(&path.display().to_string()).await.0, 0);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
