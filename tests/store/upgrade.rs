//! A database of the schema before people were kept by their ids, with every kind of text about
//! them in it.

use studyhall::store::Store;

use crate::support::database::{Database, on_each_database};

/// How many steps the schema had at that time.
const STEPS: i64 = 9;

/// Zora (1), Ben (2) and a member whom nobody knows any more (99), as they were written down.
const ROWS: &[&str] = &[
    "INSERT INTO communities (id, platform, external, zone, created_at) VALUES (7, 'web', 'local', \
        'UTC', 0)",
    "INSERT INTO members (id, community, external, name, folded_name, zone, created_at) VALUES \
        (1, 7, 'abc', 'Zora Quill', 'zora quill', NULL, 0), (2, 7, 'def', 'Ben', 'ben', NULL, 0)",
    r#"INSERT INTO quizzes (id, community, channel, direct, solo, posting, state, version, wakes_at, is_over) VALUES
        (10, 7, 'study-group', 0, NULL, NULL, '{"deck":"d","kind":{"channel":1},"rounds":[{"card":"c","style":"typed",
            "seconds":90,"closes_at":null,"plays":[{"member":1,"answers":1,"outcome":"right","points":8}]}],"open":0,
            "ending":"played","quiet":0,"names":[[1,"Zora Quill"],[2,"Ben \",\"names\":["],[99,"Somebody"]]}', 3, NULL, 1),
        (11, 7, 'direct:abc', 1, 1, NULL, '{"deck":"d","kind":{"solo":1},"rounds":[{"card":"c","style":"typed",
            "seconds":90,"plays":[]}],"open":0,"ending":null,"quiet":0,"names":[[1,"Zora Quill"]]}', 1, NULL, 0),
        (12, 7, 'other', 0, NULL, NULL, 'no JSON, but Zora Quill', 1, NULL, 1)"#,
    r#"INSERT INTO events (id, reply, handled_at) VALUES
        ('web:abc:1', '{"messages":["Zora Quill"]}', 5), ('discord:5', '{"messages":["Zora Quill"]}', 5)"#,
    r#"INSERT INTO seasons (id, community, name, channel, first_day, last_day, ends_at, final_board) VALUES
        (20, 7, 'Spring', 'study-group', '2026-03-01', '2026-03-31', 1, '{"members":[
            {"rank":1,"member":1,"name":"Zora Quill","points":9},{"rank":2,"member":99,"name":"Somebody","points":8},
            {"rank":3,"member":null,"name":"Former member","points":7}],
            "teams":[{"rank":1,"member":null,"name":"Owls","points":9}],"count":3}'),
        (21, 7, 'Winter', 'study-group', '2026-01-01', '2026-01-31', 1, 'torn, Zora Quill')"#,
    r#"INSERT INTO drafts (id, community, plan, status, version) VALUES
        (30, 7, '{"teams":[{"id":5,"name":"Owls","is_new":true,"members":[{"id":1,"name":"Zora Quill","points":3}]}],
            "before":[]}', 'shown', 1)"#,
    "INSERT INTO postings (id, community, channel, schedule, local_date, deck, card, round, state, \
        due_at, tried, \
        reference, answered, shown, summary) VALUES \
        (40, 7, 'study-group', NULL, '2026-05-04', 'd', 'c', '{}', 'posted', 1, 0, '', 0, 0, \
        '[\"Zora Quill\"]'), \
        (41, 7, 'study-group', NULL, '2026-05-05', 'd', 'c', '{}', 'closed', 1, 0, '', 0, 0, \
        '[\"Zora Quill\"]'), \
        (42, 7, 'study-group', NULL, '2026-05-06', 'd', 'c', '{}', 'posted', 1, 0, '', 0, 0, '')",
    r#"INSERT INTO chat_messages (id, revision, community, place, visible_to, name, author, body, posted_at) VALUES
        (50, 50, 'local', 'study-group', '', 'a', '', '{"kind":"bot","blocks":[{"kind":"paragraph","text":[
            {"strong":"Zora Quill"},{"plain":" founded the team "},{"strong":"Owls"}]},{"kind":"table","head":["Name"],
            "rows":[[[{"plain":"Zora Quill"}]]],"marked":null},
            {"kind":"picture","name":"board.png","alt":"Zora Quill","png":"iVBOR"}],"buttons":[]}', 1),
        (51, 51, 'local', 'study-group', '', 'b', 'abc', '{"kind":"said","text":"I am Zora Quill"}', 1)"#,
];

async fn as_it_was(database: &Database) {
    database.as_of(STEPS).await;
    for sql in ROWS {
        database.tamper(*sql).await;
    }
}

#[tokio::test]
async fn names_in_kept_texts_give_way_to_ids_and_nothing_else_changes() {
    on_each_database(async |database| {
        as_it_was(database).await;
        let store = Store::open(&database.url).await.unwrap();
        let dump = database.dump().await;
        for (table, rows) in &dump {
            for cell in rows.iter().flatten().filter(|_| table != "members") {
                let own_words = cell.contains("I am Zora Quill");
                assert!(own_words || !cell.contains("Zora Quill"), "{table} still says {cell}");
            }
        }
        let quiz = store.quiz(studyhall::domain::id::QuizId(10)).await.unwrap().unwrap();
        let read: studyhall::domain::quiz::Quiz = serde_json::from_str(&quiz.state).unwrap();
        assert_eq!((read.len(), read.board()[0].points), (1, 8), "{}", quiz.state);
        assert!(!quiz.state.contains("names") && quiz.version == 3, "{}", quiz.state);
        let text = |table: &str, id: &str, at: usize| {
            let row = dump[table].iter().find(|row| row[0] == id);
            row.unwrap_or_else(|| panic!("no {id} in {table}"))[at].clone()
        };
        assert_eq!(text("quizzes", "11", 2), "", "a direct conversation is its member");
        let board = text("seasons", "20", 7);
        assert!(
            board.contains("Former member") && board.contains("Owls") && board.contains("99"),
            "{board}"
        );
        assert!(text("drafts", "30", 2).contains("Owls"));
        assert_eq!(["40", "41", "42"].map(|id| text("postings", id, 17)), ["anew", "", ""]);
        let message = text("chat_messages", "50", 7);
        assert!(
            message.contains(r#"{"member":{"id":1,"strong":true}}"#) && !message.contains("iVBOR"),
            "{message}"
        );
        let members: Vec<(&str, &str)> =
            dump["events"].iter().map(|row| (&*row[0], &*row[3])).collect();
        assert_eq!(members, [("discord:5", ""), ("web:abc:1", "1")]);
        store.close().await;
        // The second start finds nothing to do.
        let store = Store::open(&database.url).await.unwrap();
        assert_eq!(database.dump().await, dump);
        store.close().await;
    })
    .await;
}
