//! Limits in a test's hands: how fast and how wrong a client may be, and how it behaved.

use std::time::Duration;

use super::super::Hub;

impl Hub {
    /// Switches rate limits off, for measurements.
    pub(crate) fn without_limits(&self) {
        self.change(|world| world.rates.off = true);
    }

    /// Switches them on again.
    pub(crate) fn with_limits(&self) {
        self.change(|world| world.rates.off = false);
    }

    /// Sets the limit of a route such as `GET /guilds/{}/members/{}`.
    pub(crate) fn limit(&self, route: &str, most: u32, window: Duration) {
        let window = i64::try_from(window.as_millis()).unwrap();
        self.change(|world| world.rates.set.insert(route.to_owned(), (most, window)));
    }

    /// From now on windows slide: a request counts until its own time is over, not until a common
    /// end.
    pub(crate) fn slide(&self) {
        self.change(|world| world.rates.sliding = true);
    }

    /// Clients need not say who they are, as those before this was asked of them.
    pub(crate) fn without_agent(&self) {
        self.change(|world| world.edge.open = true);
    }

    /// Lets nobody's requests through any more, or those of all who say who they are.
    pub(crate) fn block(&self, block: bool) {
        self.change(|world| world.edge.blocked = block);
    }

    /// Sets how many invalid requests within ten minutes bring a ban.
    pub(crate) fn ban_at(&self, invalid: usize) {
        self.change(|world| world.edge.most_invalid = invalid);
    }

    /// Requests that were not let through, for want of a proper `User-Agent` or since a test
    /// blocked them.
    pub(crate) fn blocked(&self) -> u64 {
        self.world().tally.blocked
    }

    /// Answers 429 that the bot provoked.
    pub(crate) fn limited(&self) -> u64 {
        self.world().tally.limited
    }

    /// Requests that were sent in spite of a running `retry_after`, ordered ones among them.
    pub(crate) fn impatient(&self) -> u64 {
        self.world().tally.impatient
    }

    /// Invalid requests of the last ten minutes: answered by 401, 403, or 429 for a limit of the
    /// bot's own.
    pub(crate) fn invalid_requests(&self) -> usize {
        let world = self.world();
        world.edge.invalid(world.now())
    }
}
