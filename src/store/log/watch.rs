//! Whether a reader stands: somebody has been in the way of folding the log in, at the same place
//! of it, for a minute.

use std::time::{Duration, Instant};

/// How long a reader may be in the way before it is spoken of. What this program reads takes a
/// moment.
const STANDS_AFTER: Duration = Duration::from_mins(1);

/// What is to be said about the log, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogNews {
    /// A reader has been in the way for a minute.
    Held {
        /// Whether it may be one of this program's own connections: one of them was reading
        /// whenever it was looked.
        maybe_ours: bool,
    },
    /// It is gone, after so long.
    Released(Duration),
}

/// What a look at the log has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// How many frames are folded in, if somebody was in the way of the others.
    pub(super) held: Option<i64>,
    /// Whether all of it is folded in. If this is not known either, nothing was tried.
    pub(super) is_free: bool,
    /// Whether one of this program's own connections was reading.
    pub(super) is_ours: bool,
}

impl Look {
    /// There is nothing to be folded in.
    pub(super) const FREE: Self = Self { held: None, is_free: true, is_ours: false };
}

/// What is remembered from look to look.
#[derive(Debug, Default)]
pub(super) struct Watch {
    held: Option<Held>,
}

/// Since when somebody is in the way.
#[derive(Debug)]
struct Held {
    since: Instant,
    /// How many frames are folded in; more, if it was somebody else before.
    folded: i64,
    maybe_ours: bool,
    is_told: bool,
}

impl Watch {
    /// Takes in a look, and says what is to be told.
    pub(super) fn saw(&mut self, look: &Look, now: Instant) -> Option<LogNews> {
        if look.is_free {
            return self.over(now);
        }
        let folded = look.held?;
        match &mut self.held {
            Some(held) if held.folded == folded => {
                held.maybe_ours &= look.is_ours;
                let is_news =
                    !held.is_told && now.saturating_duration_since(held.since) >= STANDS_AFTER;
                held.is_told |= is_news;
                is_news.then_some(LogNews::Held { maybe_ours: held.maybe_ours })
            }
            _ => {
                let over = self.over(now);
                self.held =
                    Some(Held { since: now, folded, maybe_ours: look.is_ours, is_told: false });
                over
            }
        }
    }

    /// How long somebody has been in the way.
    pub(super) fn held(&self, now: Instant) -> Duration {
        self.held.as_ref().map_or(Duration::ZERO, |held| now.saturating_duration_since(held.since))
    }

    fn over(&mut self, now: Instant) -> Option<LogNews> {
        let held = self.held.take()?;
        held.is_told.then(|| LogNews::Released(now.saturating_duration_since(held.since)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(folded: i64) -> Look {
        Look { held: Some(folded), is_free: false, is_ours: false }
    }

    /// What is told at each of these looks, at so many seconds.
    fn told(looks: &[(u64, Look)]) -> Vec<(u64, LogNews)> {
        let (mut watch, start) = (Watch::default(), Instant::now());
        let told = |(second, look): &(u64, Look)| {
            watch.saw(look, start + Duration::from_secs(*second)).map(|news| (*second, news))
        };
        looks.iter().filter_map(told).collect()
    }

    #[test]
    fn a_reader_that_stands_for_a_minute_is_told_once_and_once_when_it_is_over() {
        let stands = LogNews::Held { maybe_ours: false };
        let over = LogNews::Released(Duration::from_secs(90));
        let looks = [
            (0, held(7)),
            (30, held(7)),
            (59, held(7)),
            (60, held(7)),
            (61, held(7)),
            (90, Look::FREE),
        ];
        assert_eq!(told(&looks), [(60, stands), (90, over)]);
        assert_eq!(
            told(&[(0, held(7)), (60, held(7)), (90, held(9)), (91, Look::FREE)]),
            [(60, stands), (90, over)]
        );
    }

    #[test]
    fn readers_that_come_and_go_are_not_told() {
        for looks in [
            &[(0, held(7)), (59, held(7)), (59, Look::FREE), (60, held(7))][..],
            &[(0, held(7)), (40, held(8)), (80, held(9)), (120, held(10))],
            &[(0, Look::FREE), (100, Look::FREE)],
        ] {
            assert_eq!(told(looks), [], "{looks:?}");
        }
    }

    #[test]
    fn a_look_that_tried_nothing_says_nothing() {
        let unknown = Look { held: None, is_free: false, is_ours: false };
        let looks = [(0, held(7)), (30, unknown), (60, held(7))];
        assert_eq!(told(&looks), [(60, LogNews::Held { maybe_ours: false })]);
    }

    #[test]
    fn it_may_be_our_own_only_where_we_were_reading_at_every_look() {
        let ours = Look { is_ours: true, ..held(7) };
        assert_eq!(told(&[(0, ours), (60, ours)]), [(60, LogNews::Held { maybe_ours: true })]);
        assert_eq!(
            told(&[(0, ours), (30, held(7)), (60, ours)]),
            [(60, LogNews::Held { maybe_ours: false })]
        );
    }
}
