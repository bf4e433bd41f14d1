//! Waiting for a turn to send: in line with the others of the same lane, for as long as what
//! [`super::rates`] knows says.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, sleep_until, timeout_at};

use super::rates::{Lane, Limits, Paces, Pass, Rates, Together, Turn};

/// The turns of one platform.
#[derive(Debug)]
pub struct Turns {
    rates: Mutex<Rates>,
    lines: Mutex<HashMap<Lane, Arc<Line>>>,
    /// As many as may be on their way together, and how long each counts after its answer: a
    /// platform counts a request at some instant between its leaving and its answer, so no second
    /// holds more than the limit however the line stalls.
    slots: Option<(Arc<Semaphore>, Duration)>,
    /// Told at each answer.
    answered: Notify,
    /// Whether it was said that too many requests are invalid.
    overdrawn: AtomicBool,
}

/// Those who wait in a lane, in the order of asking.
#[derive(Debug, Default)]
struct Line {
    /// Held by the first of them; the lock is handed on in the order of asking.
    head: tokio::sync::Mutex<()>,
    /// How many wait, the first among them, so that whoever comes last can tell how long it takes.
    waiting: AtomicU32,
}

/// No turn comes in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// After so long there may be one.
    pub after: Duration,
}

/// The right to send one request now. Dropped without [`Ticket::answered`], it counts as lost.
#[derive(Debug)]
pub struct Ticket<'a> {
    turns: &'a Turns,
    pass: Option<Pass>,
    slot: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Turns of a platform of which only this is known.
    pub fn new(together: Option<Together>) -> Self {
        let slots =
            together.map(|together| (Arc::new(Semaphore::new(together.most)), together.span));
        Self::of(Rates::new(together), slots)
    }

    /// Turns of a platform whose limits stand in its documents, not in its answers.
    pub fn paced(paces: Paces) -> Self {
        Self::of(Rates::paced(paces), None)
    }

    fn of(rates: Rates, slots: Option<(Arc<Semaphore>, Duration)>) -> Self {
        Self {
            rates: Mutex::new(rates),
            lines: Mutex::default(),
            slots,
            answered: Notify::new(),
            overdrawn: AtomicBool::new(false),
        }
    }

    /// Waits for a turn in a lane until `deadline`; fails at once where it is known that none comes
    /// in time.
    pub async fn take(&self, lane: &Lane, deadline: Instant) -> Result<Ticket<'_>, Held> {
        let queue = Arc::clone(lock(&self.lines).entry(lane.clone()).or_default());
        let before = queue.waiting.fetch_add(1, Ordering::SeqCst);
        let taken = self.wait_in(&queue, before, lane, deadline).await;
        queue.waiting.fetch_sub(1, Ordering::SeqCst);
        // Before the count below, which would find our own.
        drop(queue);
        let mut lines = lock(&self.lines);
        // The map alone holds it: nobody else waits.
        if lines.get(lane).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            lines.remove(lane);
        }
        taken
    }

    /// Waits in a line in which so many are before.
    async fn wait_in(
        &self,
        queue: &Line,
        before: u32,
        lane: &Lane,
        deadline: Instant,
    ) -> Result<Ticket<'_>, Held> {
        let now = Instant::now();
        let opens = self.rates().opens(lane, before, now);
        if opens >= deadline {
            return Err(Held { after: opens - now });
        }
        let Ok(_head) = timeout_at(deadline.into(), queue.head.lock()).await else {
            return Err(self.held(lane));
        };
        loop {
            let mut ticket = self.pass(lane, deadline).await?;
            // After the lane, so that a lane that waits keeps no slot from the others.
            ticket.slot = self.slot(lane, deadline).await?;
            // Others may have been told meanwhile that nothing goes for a while.
            if self.rates().shut_until(lane, Instant::now()).is_none() {
                return Ok(ticket);
            }
        }
    }

    /// Waits until the lane's own limit lets a request go.
    async fn pass(&self, lane: &Lane, deadline: Instant) -> Result<Ticket<'_>, Held> {
        loop {
            // Asked for before the look, so that no answer is missed in between.
            let mut answered = std::pin::pin!(self.answered.notified());
            answered.as_mut().enable();
            let turn = self.rates().turn(lane, Instant::now());
            match turn {
                Turn::Go(pass) => return Ok(Ticket { turns: self, pass: Some(pass), slot: None }),
                Turn::At(until) => wait(until, deadline).await?,
                Turn::AfterAnswer => {
                    if timeout_at(deadline.into(), answered).await.is_err() {
                        return Err(self.held(lane));
                    }
                }
            }
        }
    }

    /// Takes a place among all requests together, where they are counted.
    async fn slot(
        &self,
        lane: &Lane,
        deadline: Instant,
    ) -> Result<Option<OwnedSemaphorePermit>, Held> {
        let Some((slots, _)) = self.slots.as_ref().filter(|_| !lane.urgent) else {
            return Ok(None);
        };
        let Ok(Ok(slot)) = timeout_at(deadline.into(), Arc::clone(slots).acquire_owned()).await
        else {
            return Err(self.held(lane));
        };
        let at = self.rates().slot(lane, Instant::now());
        wait(at, deadline).await?;
        Ok(Some(slot))
    }

    /// The time is over; when another try may be worth it.
    fn held(&self, lane: &Lane) -> Held {
        let now = Instant::now();
        Held { after: self.rates().opens(lane, 0, now) - now }
    }

    fn rates(&self) -> MutexGuard<'_, Rates> {
        lock(&self.rates)
    }
}

impl Ticket<'_> {
    /// The request was answered, and this is what the answer said about the limits.
    pub fn answered(mut self, limits: &Limits) {
        let Some(pass) = self.pass.take() else { return };
        let now = Instant::now();
        let overdrawn = {
            let mut rates = self.turns.rates();
            rates.answered(&pass, limits, now);
            rates.is_overdrawn(now)
        };
        if overdrawn != self.turns.overdrawn.swap(overdrawn, Ordering::SeqCst) && overdrawn {
            tracing::error!(
                "so many requests were refused as invalid in ten minutes that only what people \
                 wait for is still sent"
            );
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if let Some(pass) = self.pass.take() {
            self.turns.rates().lost(&pass);
        }
        // Also where nothing was answered: whoever waited for what it says goes ahead itself.
        self.turns.answered.notify_waiters();
        if let (Some(slot), Some((_, span))) = (self.slot.take(), &self.turns.slots) {
            let span = *span;
            tokio::spawn(async move {
                sleep(span).await;
                drop(slot);
            });
        }
    }
}

/// Sleeps until an instant, or fails at once where that is too late.
async fn wait(until: Instant, deadline: Instant) -> Result<(), Held> {
    let now = Instant::now();
    if until >= deadline {
        return Err(Held { after: until.saturating_duration_since(now) });
    }
    if until > now {
        sleep_until(until.into()).await;
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while it was held leaves at worst one turn too many taken.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
