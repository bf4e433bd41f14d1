//! How often a method may be called: Slack's tiers, and the special rule for posting.
//!
//! Tiers are "20+", "50+" and "100+" a minute (docs.slack.dev/apis/web-api/rate-limits); bursts are
//! in no page. Here a bucket holds a minute's worth and is filled evenly, which is what the words
//! grant and no more. Posting: about one a second and channel with short bursts, and several
//! hundred a minute and workspace. All of it counts "per API method per workspace/team per app",
//! says the same page.

use std::collections::HashMap;

/// The class of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tier {
    One,
    Two,
    Three,
    Four,
    /// `chat.postMessage`.
    Post,
    /// Hundreds a minute, such as `auth.test`.
    Special,
}

impl Tier {
    /// What a bucket holds, and how many calls a minute fill it.
    fn bucket(self) -> (f64, f64) {
        match self {
            // The page says "1+": a program with ten connections must be able to open them.
            Self::One => (10.0, 1.0),
            Self::Two => (20.0, 20.0),
            Self::Three => (50.0, 50.0),
            Self::Four => (100.0, 100.0),
            Self::Post => (4.0, 60.0),
            Self::Special => (600.0, 600.0),
        }
    }
}

/// What a whole workspace may be sent a minute.
const WORKSPACE: (f64, f64) = (300.0, 300.0);

/// A bucket that is filled evenly.
struct Bucket {
    left: f64,
    /// When it held that, in Unix milliseconds.
    at: i64,
    /// Until when the app was told to wait.
    closed: i64,
}

/// All buckets.
#[derive(Default)]
pub(crate) struct Rates {
    buckets: HashMap<String, Bucket>,
    /// Whether nothing is limited.
    pub(crate) off: bool,
    /// Calls in spite of a running `Retry-After`.
    pub(crate) provoked: u64,
}

impl Rates {
    /// Counts a call about a channel of a workspace, or says how many seconds to wait.
    pub(crate) fn count(
        &mut self,
        method: &str,
        tier: Tier,
        (channel, team): (Option<&str>, &str),
        now: i64,
    ) -> Result<(), u64> {
        let place = if tier == Tier::Post { channel.unwrap_or("-") } else { team };
        let key = format!("{method} {place}");
        self.look(&key, tier.bucket(), now)?;
        if tier == Tier::Post {
            let everywhere = format!("{method} everywhere in {team}");
            self.look(&everywhere, WORKSPACE, now)?;
            self.take(&everywhere);
        }
        self.take(&key);
        Ok(())
    }

    /// A test has told the app to wait.
    pub(crate) fn ordered(
        &mut self,
        method: &str,
        tier: Tier,
        (channel, team): (Option<&str>, &str),
        until: i64,
    ) {
        let place = if tier == Tier::Post { channel.unwrap_or("-") } else { team };
        let bucket = self.buckets.entry(format!("{method} {place}"));
        bucket.or_insert(Bucket { left: tier.bucket().0, at: until, closed: 0 }).closed = until;
    }

    fn look(&mut self, key: &str, (size, minute): (f64, f64), now: i64) -> Result<(), u64> {
        let fresh = Bucket { left: size, at: now, closed: 0 };
        let bucket = self.buckets.entry(key.to_owned()).or_insert(fresh);
        if now < bucket.closed {
            self.provoked += 1;
            return Err(seconds(bucket.closed - now));
        }
        let passed = f64::from(i32::try_from((now - bucket.at).max(0)).unwrap_or(i32::MAX));
        bucket.left = (bucket.left + passed * minute / 60_000.0).min(size);
        bucket.at = now;
        if bucket.left >= 1.0 || self.off {
            return Ok(());
        }
        #[expect(clippy::cast_possible_truncation, reason = "a minute has few milliseconds")]
        let wait = seconds(((1.0 - bucket.left) * 60_000.0 / minute) as i64);
        bucket.closed = now + 1_000 * i64::try_from(wait).unwrap();
        Err(wait)
    }

    fn take(&mut self, key: &str) {
        if let Some(bucket) = self.buckets.get_mut(key) {
            bucket.left = (bucket.left - 1.0).max(0.0);
        }
    }
}

/// Whole seconds, at least one.
fn seconds(milliseconds: i64) -> u64 {
    u64::try_from(milliseconds).unwrap_or(0).div_ceil(1_000).max(1)
}
