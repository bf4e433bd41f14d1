//! `/healthz`, `/readyz` and `/metrics`, asked as a supervisor and Prometheus ask.

use std::net::SocketAddr;

use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use studyhall::app::counts::Counts;
use studyhall::config::Settings;
use studyhall::ops::address::listen;
use studyhall::ops::listener::{self, Watched};
use studyhall::ops::metrics::Metrics;
use studyhall::ops::readiness::Readiness;
use studyhall::serve::Server;
use studyhall::store::Store;
use tokio_util::sync::CancellationToken;

use crate::support::database::on_each_database;
use crate::support::page::{Page, get};

/// A listener that tells of a store alone.
async fn watch(store: &Store) -> (SocketAddr, Watched, CancellationToken) {
    let listener = listen("OPS_ADDR", "127.0.0.1:0".parse().unwrap()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let metrics = Metrics::new(&Counts::default());
    let (readiness, shutdown, end) =
        (Readiness::default(), CancellationToken::new(), CancellationToken::new());
    let watched = Watched::new(readiness, shutdown);
    watched.opened(store.clone(), metrics);
    tokio::spawn(listener::serve(listener, watched.clone(), end.clone()));
    (address, watched, end)
}

async fn said(address: SocketAddr, path: &str) -> (u16, String) {
    let answer = get(address, path).await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn health_is_whether_the_database_answers() {
    on_each_database(async |database| {
        let (address, _, end) = watch(&database.store).await;
        assert_eq!(said(address, "/healthz").await, (200, "ok\n".to_owned()));
        database.store.close().await;
        assert_eq!(
            said(address, "/healthz").await,
            (503, "The database fails; the log says why.\n".to_owned())
        );
        end.cancel();
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_stuck_is_not_healthy() {
    on_each_database(async |database| {
        if database.is_sqlite() {
            return;
        }
        let (address, _, end) = watch(&database.store).await;
        let mut blocker = PgConnection::connect(&database.url).await.unwrap();
        blocker.execute("BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE").await.unwrap();
        assert_eq!(
            said(address, "/healthz").await,
            (503, "The database does not answer in time.\n".to_owned())
        );
        blocker.execute("ROLLBACK").await.unwrap();
        assert_eq!(said(address, "/healthz").await, (200, "ok\n".to_owned()));
        blocker.close().await.unwrap();
        end.cancel();
    })
    .await;
}

#[tokio::test]
async fn readiness_names_what_is_missing() {
    on_each_database(async |database| {
        let (address, watched, end) = watch(&database.store).await;
        assert_eq!(said(address, "/readyz").await, (200, "ready\n".to_owned()));
        let (page, discord) =
            (watched.readiness.part("the page"), watched.readiness.part("Discord"));
        let both = "Not ready yet: Discord (starting); the page (starting).\n".to_owned();
        assert_eq!(said(address, "/readyz").await, (503, both));
        page.ready();
        discord.waits("shard 2 is reconnecting");
        let one = "Not ready yet: Discord (shard 2 is reconnecting).\n".to_owned();
        assert_eq!(said(address, "/readyz").await, (503, one));
        discord.ready();
        assert_eq!(said(address, "/readyz").await.0, 200);
        watched.stopping.cancel();
        assert_eq!(said(address, "/readyz").await, (503, "Shutting down.\n".to_owned()));
        assert_eq!(said(address, "/healthz").await.0, 200, "it still works");
        end.cancel();
    })
    .await;
}

#[tokio::test]
async fn the_running_program_tells_its_state_and_no_secrets() {
    let page = Page::open().await;
    assert_eq!(said(page.ops, "/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(said(page.ops, "/readyz").await, (200, "ready\n".to_owned()));
    let nothing = "There is /healthz, /readyz and /metrics.\n".to_owned();
    assert_eq!(said(page.ops, "/").await, (404, nothing));

    let who = page.enter("Adelheid").await;
    page.act(
        &who,
        "e1",
        json!({ "kind": "line", "text": "/quiz deck:capitals topic:Europe style:typed" }),
    )
    .await;
    page.act(&who, "e2", json!({ "kind": "said", "text": "Parisienne", "addressed": true })).await;
    page.act(&who, "e3", json!({ "kind": "line", "text": "/kwizz" })).await;
    let metrics = get(page.ops, "/metrics").await;
    assert!(
        metrics.head.contains("content-type: application/openmetrics-text; version=1.0.0"),
        "{}",
        metrics.head
    );
    for line in [
        "studyhall_requests_total{platform=\"web\",action=\"line\",outcome=\"done\"} 1",
        "studyhall_requests_total{platform=\"web\",action=\"line\",outcome=\"refused\"} 1",
        "studyhall_requests_total{platform=\"web\",action=\"said\",outcome=\"done\"} 1",
        "studyhall_request_seconds_count{platform=\"web\",action=\"line\"} 2",
        "studyhall_sqlite_log_held_seconds 0",
        concat!("studyhall_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
        "# EOF",
    ] {
        assert!(
            metrics.body.lines().any(|told| told == line),
            "{line} is missing in\n{}",
            metrics.body
        );
    }
    let uptime = metrics
        .body
        .lines()
        .find_map(|line| line.strip_prefix("studyhall_uptime_seconds "))
        .unwrap();
    assert!(uptime.parse::<f64>().unwrap() > 0.0, "{uptime}");
    for secret in ["Adelheid", "Parisienne", "kwizz", "study-group", who.as_str()] {
        assert!(!metrics.body.contains(secret), "{secret} is told in\n{}", metrics.body);
    }
}

#[tokio::test]
async fn without_the_setting_nothing_is_told() {
    let mut page = Page::open().await;
    page.stop().await;
    let server = Server::bind(&Settings { ops_addr: None, ..page.settings() }).await.unwrap();
    assert_eq!(server.ops_address(), None);
    let (shutdown, readiness) = (CancellationToken::new(), server.readiness().clone());
    assert_eq!(readiness.missing(), ["the page (starting)"]);
    let running = tokio::spawn(server.run(shutdown.clone()));
    readiness.ready().await;
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_address_in_use_is_refused_with_a_way_out() {
    let page = Page::open().await;
    let taken = page.ops;
    let mut other = page.settings();
    (other.platforms.web.web_addr, other.ops_addr) =
        (Some("127.0.0.1:0".parse().unwrap()), Some(taken));
    let refused = Server::bind(&other).await.expect_err("it does not start").to_string();
    let (port, next) = (taken.port(), taken.port() + 1);
    assert_eq!(
        refused,
        format!(
            "Port {port} on 127.0.0.1 is in use. Set OPS_ADDR to another, such as 127.0.0.1:{next}."
        )
    );
    // An address that is kept for examples, so no machine has it.
    other.ops_addr = Some("192.0.2.1:9090".parse().unwrap());
    let refused = Server::bind(&other).await.expect_err("it does not start").to_string();
    assert!(refused.starts_with("Cannot listen on 192.0.2.1:9090: "), "{refused}");
    assert!(
        refused.ends_with(" Set OPS_ADDR to another address, such as 127.0.0.1:9090."),
        "{refused}"
    );
}
