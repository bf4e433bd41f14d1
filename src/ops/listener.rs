//! `/healthz`, `/readyz` and `/metrics`, on a listener of their own: for supervisors and
//! Prometheus, not for people.
//!
//! It may listen on any address, since it has no secrets to tell: states and counts, never a name
//! or an answer.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::metrics::{CONTENT_TYPE, Metrics};
use super::readiness::Readiness;
use crate::store::Store;

/// How long the database may take for a trivial query.
const DATABASE: Duration = Duration::from_secs(2);

/// How long requests may take to finish after the end was asked for.
const GRACE: Duration = Duration::from_secs(1);

/// What the listener tells of; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    opened: Arc<OnceLock<Opened>>,
    /// What must have started.
    pub readiness: Readiness,
    /// Canceled when the program begins to end; from then on it is not ready any more.
    pub stopping: CancellationToken,
}

/// What there is to tell of once the database is open.
#[derive(Debug)]
struct Opened {
    /// The store, whose database must answer.
    store: Store,
    /// What the program counts, with the rounds of its loops.
    metrics: Metrics,
}

impl Watched {
    /// What must have started, and what says that the program ends; no database is open yet.
    pub fn new(readiness: Readiness, stopping: CancellationToken) -> Self {
        Self { readiness, stopping, ..Self::default() }
    }

    /// The database is open: from now on it must answer, and what the program counts is told.
    pub fn opened(&self, store: Store, metrics: Metrics) {
        // A program opens its database once.
        let _ = self.opened.set(Opened { store, metrics });
    }
}

/// Answers requests until `end`, and then for a moment those under way.
pub async fn serve(
    listener: TcpListener,
    watched: Watched,
    end: CancellationToken,
) -> anyhow::Result<()> {
    let serving = axum::serve(listener, router(watched))
        .with_graceful_shutdown(end.clone().cancelled_owned());
    tokio::select! {
        served = serving => served.context("answering on OPS_ADDR"),
        // A client that holds its connection open does not hold up the end.
        () = async { end.cancelled().await; tokio::time::sleep(GRACE).await } => Ok(()),
    }
}

fn router(watched: Watched) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .fallback(|| async {
            (StatusCode::NOT_FOUND, "There is /healthz, /readyz and /metrics.\n")
        })
        .with_state(watched)
}

/// Whether the process works. A supervisor may restart it if not; one whose database is being
/// brought up to date is left alone.
async fn healthz(State(watched): State<Watched>) -> Response {
    let Some(opened) = watched.opened.get() else { return "ok\n".into_response() };
    match tokio::time::timeout(DATABASE, opened.store.ping()).await {
        Ok(Ok(())) => "ok\n".into_response(),
        Ok(Err(error)) => {
            tracing::warn!(
                cause = &error as &dyn std::error::Error,
                "the database failed a check of health"
            );
            unwell("The database fails; the log says why.\n")
        }
        Err(_) => {
            tracing::warn!(
                "the database did not answer a check of health in {} s",
                DATABASE.as_secs()
            );
            unwell("The database does not answer in time.\n")
        }
    }
}

/// Whether it does its work: everything has started, and what connects is connected.
async fn readyz(State(watched): State<Watched>) -> Response {
    if watched.stopping.is_cancelled() {
        return unwell("Shutting down.\n");
    }
    let standing = watched.opened.get().map_or_else(String::new, |opened| {
        opened.metrics.beats().standing(Instant::now()).join("; ")
    });
    // A loop that stands is told before what is not ready: it does not mend itself.
    match watched.readiness.missing().join("; ") {
        _ if !standing.is_empty() => unwell(format!("Something stands: {standing}.\n")),
        missing if missing.is_empty() => "ready\n".into_response(),
        missing => unwell(format!("Not ready yet: {missing}.\n")),
    }
}

async fn metrics(State(watched): State<Watched>) -> Response {
    let Some(opened) = watched.opened.get() else {
        return unwell("Nothing is counted before the database is open.\n");
    };
    match opened.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(
                cause = &error as &dyn std::error::Error,
                "the metrics could not be written"
            );
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "The metrics could not be written; the log says why.\n",
            )
                .into_response()
        }
    }
}

/// The answer to a supervisor that something is wrong, with a line for whoever reads it.
fn unwell(line: impl IntoResponse) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, line).into_response()
}
