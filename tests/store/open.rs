//! Opening a database: what is kept, and what is refused with which sentence.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use studyhall::store::Store;

use super::given::{Given, noon};
use crate::support::database::{on_each_database, sqlite};

/// The sentence with which a database is refused.
async fn refusal(url: &str) -> String {
    Store::open(url).await.expect_err("it opened").to_string()
}

fn in_folder(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_restart() {
    on_each_database(async |database| {
        let given = Given::new(&database.store).await;
        let (quiz, answer) = (given.solo(1), given.answer(1, 5));
        given.commit_new(&quiz, Some(answer)).await;
        database.store.close().await;

        let again = Store::open(&database.url).await.unwrap();
        assert_eq!(again.quiz(quiz.id).await.unwrap().unwrap().state, quiz.state);
        assert_eq!(again.study_days(given.member.id).await.unwrap(), [noon().date_naive()]);
        again.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    on_each_database(async |database| {
        database
            .tamper(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
                    execution_time) \
                 VALUES (9999, 'to come', TRUE, '', 0)",
            )
            .await;
        let refusal = refusal(&database.url).await;
        assert!(
            refusal.contains(
                "was written by a newer Studyhall (its schema has step \
            9999)"
            ),
            "{refusal}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_database_can_be_named_as_a_path_or_as_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let path = in_folder(folder.path(), "study.db");
    for url in [
        path.clone(),
        format!("sqlite:{path}"),
        format!("sqlite://{path}"),
        format!("sqlite:{path}?mode=rwc"),
    ] {
        Store::open(&url).await.unwrap_or_else(|refusal| panic!("{url}: {refusal}")).close().await;
        assert!(folder.path().join("study.db").exists(), "{url}");
    }
}

#[tokio::test]
async fn closing_folds_the_write_ahead_log_in() {
    let database = sqlite().await;
    Given::new(&database.store).await;
    database.store.close().await;
    assert!(!Path::new(&format!("{}-wal", database.url)).exists());
}

#[tokio::test]
async fn a_file_that_cannot_be_a_database_is_refused_with_its_mend() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("notes.txt"),
        "Shopping: bread, tea and a great many other things.".repeat(40),
    )
    .unwrap();
    for (name, sentence) in [
        ("", "is a folder: set DATABASE_URL to a file"),
        ("missing/study.db", "its folder FOLDER/missing does not exist: create the folder first"),
        ("notes.txt", "The file FOLDER/notes.txt is not a database, or it is damaged"),
        ("notes.txt/study.db", "its folder FOLDER/notes.txt does not exist"),
    ] {
        let refusal = refusal(&in_folder(folder.path(), name)).await;
        let sentence = sentence.replace("FOLDER", &folder.path().display().to_string());
        assert!(refusal.contains(&sentence), "{name}: {refusal}");
    }
    assert!(fs::read_to_string(folder.path().join("notes.txt")).unwrap().starts_with("Shopping"));
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_refused() {
    let database = sqlite().await;
    database.store.close().await;
    for url in
        [format!("sqlite:{}?mode=ro", database.url), format!("sqlite:{}?immutable=1", database.url)]
    {
        let refusal = refusal(&url).await;
        let expected = format!(
            "The database {} is read-only: allow this program to write to the file and its folder",
            database.url
        );
        assert!(refusal.starts_with(&expected), "{url}: {refusal}");
    }
}

#[tokio::test]
async fn a_setting_that_names_no_database_is_refused() {
    for (url, sentence) in [
        ("", "DATABASE_URL is empty"),
        ("  ", "DATABASE_URL is empty"),
        ("sqlite:", "DATABASE_URL is empty"),
        ("mysql://root:secret@localhost/study", "DATABASE_URL begins with `mysql:`"),
        ("sqlite::memory:", "A database in memory forgets everything"),
        ("sqlite:study.db?mode=sideways", "DATABASE_URL cannot be read as a SQLite file"),
        (
            "postgres://user:secret@host:port/study",
            "DATABASE_URL cannot be read as a PostgreSQL address",
        ),
    ] {
        let refusal = refusal(url).await;
        assert!(refusal.contains(sentence) && !refusal.contains("secret"), "{url}: {refusal}");
    }
}

#[tokio::test]
async fn a_postgresql_that_does_not_answer_is_named_without_its_password() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refusal = refusal(&format!("postgres://ann:secret@127.0.0.1:{port}/study")).await;
    let expected = format!("PostgreSQL does not answer at postgres://ann@127.0.0.1:{port}/study (");
    assert!(refusal.starts_with(&expected) && !refusal.contains("secret"), "{refusal}");
}

#[tokio::test]
async fn a_postgresql_without_this_database_or_user_says_so() {
    on_each_database(async |database| {
        if database.is_sqlite() {
            return;
        }
        let elsewhere = database.url.replace("/studyhall_", "/no_such_");
        let refused = refusal(&elsewhere).await;
        assert!(refused.starts_with("PostgreSQL has no such database as postgres://"), "{refused}");

        let stranger = database.url.replacen("postgres@", "nobody_known@", 1);
        let refused = refusal(&stranger).await;
        assert!(
            refused.starts_with("PostgreSQL refuses the login at postgres://nobody_known@"),
            "{refused}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_postgresql_that_only_reads_is_refused() {
    on_each_database(async |database| {
        if database.is_sqlite() {
            return;
        }
        let refusal =
            refusal(&format!("{}&options=-c%20default_transaction_read_only%3Don", database.url))
                .await;
        assert!(refusal.contains(" is read-only: "), "{refusal}");
    })
    .await;
}
