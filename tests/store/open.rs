//! Opening a database: what is kept, and what is refused with which sentence.
use crate::support::database::on_each_database;
#[tokio::test]
async fn a() {
    on_each_database(async |d| {
        d.tamper("INSERT INTO events (id, reply, handled_at) VALUES ('a', 'b', 1)").await;
        assert_eq!(d.store.reply_to("a").await.unwrap().as_deref(), Some("b"));
        assert!(d.is_sqlite() || d.url.starts_with("postgres"));
    })
    .await;
}
