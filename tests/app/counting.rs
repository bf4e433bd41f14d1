//! Every request is counted once, by what became of it.

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;

use super::room::Room;
use crate::support::database::on_each_database;

/// The lines that count requests.
fn counted(room: &Room) -> Vec<String> {
    let (mut registry, mut told) = (Registry::default(), String::new());
    room.app.counts().register(&mut registry);
    encode(&mut told, &registry).unwrap();
    let lines =
        told.lines().filter(|line| line.starts_with("requests_total") || line.contains("_count"));
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_request_is_done_refused_or_our_fault() {
    on_each_database(async |database| {
        let room = Room::new(&database.store);
        assert_eq!(counted(&room), [""; 0]);
        room.line("Ada", "/help").await;
        room.line("Ada", "/quiz deck:rivers").await;
        room.say("Ada", "good morning", false).await;
        database.store.close().await;
        room.line("Ada", "/help").await;
        assert_eq!(
            counted(&room),
            [
                "request_seconds_count{platform=\"web\",action=\"line\"} 3",
                "request_seconds_count{platform=\"web\",action=\"said\"} 1",
                "requests_total{platform=\"web\",action=\"line\",outcome=\"done\"} 1",
                "requests_total{platform=\"web\",action=\"line\",outcome=\"fault\"} 1",
                "requests_total{platform=\"web\",action=\"line\",outcome=\"refused\"} 1",
                "requests_total{platform=\"web\",action=\"said\",outcome=\"done\"} 1",
            ]
        );
    })
    .await;
}
