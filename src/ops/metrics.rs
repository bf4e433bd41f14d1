//! What is counted while the program runs, and how it is told to Prometheus.
//!
//! There is one [`Metrics`] in a process; it also lists what the application counts by itself. A
//! platform gets its own handle by [`Metrics::of`] and counts what only it can see: events that it
//! dropped, limits that it met, shards that are connected. No label holds a name, an id
//! of a person or a text.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::beats::Beats;
use crate::app::counts::Counts;

/// The content type of [`Metrics::text`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Why an event of a platform came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// A payload of a kind that we do not know, or that cannot be read.
    UnknownPayload,
    /// An interaction that could not be answered any more.
    ExpiredInteraction,
    /// A form of which not all could be read.
    UnreadForm,
}

impl Dropped {
    const ALL: [Self; 3] = [Self::UnknownPayload, Self::ExpiredInteraction, Self::UnreadForm];

    fn name(self) -> &'static str {
        match self {
            Self::UnknownPayload => "unknown_payload",
            Self::ExpiredInteraction => "expired_interaction",
            Self::UnreadForm => "unread_form",
        }
    }
}

/// Everything that this process counts; cheap to clone, and clones count together.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: Registry,
    started: Instant,
    uptime: Gauge<f64, AtomicU64>,
    families: Families,
    beats: Beats,
}

/// The counters by their labels, which all platforms share.
#[derive(Debug, Clone, Default)]
struct Families {
    dropped: Family<DroppedLabels, Counter>,
    limited: Family<PlatformLabel, Counter>,
    connected: Family<ShardLabels, Gauge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PlatformLabel {
    platform: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DroppedLabels {
    platform: &'static str,
    reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ShardLabels {
    platform: &'static str,
    shard: u32,
}

impl Metrics {
    /// All counters at zero, beside those of the application; the uptime begins now.
    pub fn new(counts: &Counts) -> Self {
        let mut registry = Registry::with_prefix("studyhall");
        let (families, uptime) = (Families::default(), Gauge::default());
        registry.register(
            "build",
            "The program that runs",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register("uptime_seconds", "Time since the program was started", uptime.clone());
        counts.register(&mut registry);
        families.register(&mut registry);
        let beats = Beats::default();
        beats.register(&mut registry);
        Self(Arc::new(Inner { registry, started: Instant::now(), uptime, families, beats }))
    }

    /// Where loops tell of their rounds.
    pub fn beats(&self) -> Beats {
        self.0.beats.clone()
    }

    /// The handle of a platform, by the name that [`crate::domain::place::Home::platform`] bears.
    ///
    /// Its counters stand at zero from then on, so that the first event already shows as a rise.
    pub fn of(&self, platform: &'static str) -> PlatformMetrics {
        let handle = PlatformMetrics { families: self.0.families.clone(), platform };
        // A counter exists from its first use on, and is listed from then on.
        for reason in Dropped::ALL {
            drop(
                handle
                    .families
                    .dropped
                    .get_or_create(&DroppedLabels { platform, reason: reason.name() }),
            );
        }
        drop(handle.families.limited.get_or_create(&PlatformLabel { platform }));
        handle
    }

    /// All figures of this moment, in the text format of `OpenMetrics`, which Prometheus reads.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        // Nothing else counts the time.
        self.0.uptime.set(self.0.started.elapsed().as_secs_f64());
        let mut told = String::new();
        text::encode(&mut told, &self.0.registry)?;
        Ok(told)
    }
}

impl Families {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "events_dropped",
            "Events of platforms that came to nothing",
            self.dropped.clone(),
        );
        registry.register(
            "rate_limited",
            "Calls that a platform or our own limiter held back",
            self.limited.clone(),
        );
        registry.register(
            "gateway_connected",
            "Whether a shard is connected (1) or not (0)",
            self.connected.clone(),
        );
    }
}

/// What one platform counts; cheap to clone.
#[derive(Debug, Clone)]
pub struct PlatformMetrics {
    families: Families,
    /// The value of the label `platform` on all that is counted here.
    platform: &'static str,
}

impl PlatformMetrics {
    /// Counts an event that came to nothing.
    pub fn dropped(&self, reason: Dropped) {
        self.families
            .dropped
            .get_or_create(&DroppedLabels { platform: self.platform, reason: reason.name() })
            .inc();
    }

    /// Counts a call that had to wait for a limit of the platform.
    pub fn rate_limited(&self) {
        self.families.limited.get_or_create(&PlatformLabel { platform: self.platform }).inc();
    }

    /// Notes whether a shard of the gateway is connected; a platform without shards has shard 0
    /// alone.
    pub fn connected(&self, shard: u32, is_connected: bool) {
        let gauge =
            self.families.connected.get_or_create(&ShardLabels { platform: self.platform, shard });
        gauge.set(i64::from(is_connected));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_counts_from_zero_under_its_own_name() {
        let metrics = Metrics::new(&Counts::default());
        let (discord, slack) = (metrics.of("discord"), metrics.of("slack"));
        discord.dropped(Dropped::UnknownPayload);
        discord.rate_limited();
        discord.connected(0, true);
        discord.connected(1, true);
        discord.connected(1, false);
        slack.dropped(Dropped::ExpiredInteraction);
        slack.clone().dropped(Dropped::ExpiredInteraction);

        let told = metrics.text().unwrap();
        for line in [
            "studyhall_events_dropped_total{platform=\"discord\",reason=\"unknown_payload\"} 1",
            "studyhall_events_dropped_total{platform=\"discord\",reason=\"expired_interaction\"} 0",
            "studyhall_events_dropped_total{platform=\"slack\",reason=\"unknown_payload\"} 0",
            "studyhall_events_dropped_total{platform=\"slack\",reason=\"expired_interaction\"} 2",
            "studyhall_rate_limited_total{platform=\"discord\"} 1",
            "studyhall_rate_limited_total{platform=\"slack\"} 0",
            "studyhall_gateway_connected{platform=\"discord\",shard=\"0\"} 1",
            "studyhall_gateway_connected{platform=\"discord\",shard=\"1\"} 0",
        ] {
            assert!(told.lines().any(|told| told == line), "{line} is missing in\n{told}");
        }
    }
}
