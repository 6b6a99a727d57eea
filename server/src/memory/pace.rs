//! How often a ranking is made anew while votes keep coming: the longer it takes, the less often, so that ranking takes a
//! fixed part of the time at most. After a quiet while a lone vote moves it at once.

use model::Timestamp;
use std::time::Duration;

/// The pause after a renewal is at least so many times what that one took: about 5 % of the time goes into ranking.
const PAUSE_TO_COST: i64 = 20;

/// When a ranking was made last, and what that took.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    ended: Timestamp,
    cost: i64,
}

impl Pace {
    /// A renewal that began and ended at these moments.
    #[must_use]
    pub fn new(began: Timestamp, ended: Timestamp) -> Self {
        // A clock that was set back has measured nothing.
        Self { ended, cost: ended.since(began).max(0) }
    }

    /// How long the next one has still to wait at `now`, if it has; `least` is the pause after one that took no time.
    #[must_use]
    pub fn wait(&self, now: Timestamp, least: Duration) -> Option<Duration> {
        let least = i64::try_from(least.as_micros()).unwrap_or(i64::MAX);
        let pause = self.cost.saturating_mul(PAUSE_TO_COST).max(least);
        let gone = now.since(self.ended);
        // Nor does a clock that was set back make anybody wait for the time it was set back by.
        let left = if gone < 0 { 0 } else { pause.saturating_sub(gone) };
        u64::try_from(left).ok().filter(|left| *left > 0).map(Duration::from_micros)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_777_817_220_000_000);
    const LEAST: Duration = Duration::from_millis(100);

    fn millis(count: i64) -> i64 {
        count * 1_000
    }

    #[test]
    fn the_pause_grows_with_what_a_renewal_costs() {
        for (cost, pause) in [(0, 100), (1, 100), (5, 100), (6, 120), (50, 1_000), (400, 8_000)] {
            let ended = START.plus(millis(cost));
            let pace = Pace::new(START, ended);
            let wait = |after: i64| pace.wait(ended.plus(after), LEAST);
            assert_eq!(wait(0), Some(Duration::from_millis(pause as u64)), "{cost} ms");
            assert_eq!(wait(millis(pause) - 1), Some(Duration::from_micros(1)));
            assert_eq!(wait(millis(pause)), None);
            assert_eq!(wait(millis(pause) * 100), None, "a lone vote later moves it at once");
        }
    }

    #[test]
    fn under_load_ranking_takes_a_twentieth_of_the_time() {
        for cost in [1, 7, 30, 250] {
            let (mut now, mut spent, mut pace) = (START, 0, None::<Pace>);
            // Asked for anew every millisecond, for a minute.
            while now < START.plus(Timestamp::MINUTE) {
                if pace.is_none_or(|pace| pace.wait(now, LEAST).is_none()) {
                    let began = now;
                    now = now.plus(millis(cost));
                    spent += millis(cost);
                    pace = Some(Pace::new(began, now));
                }
                now = now.plus(millis(1));
            }
            assert!(spent * 20 <= now.since(START) + millis(cost) * 20, "{cost} ms: {spent}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let pace = Pace::new(START, START.plus(-Timestamp::HOUR));
        assert_eq!(pace.wait(START.plus(-Timestamp::HOUR), LEAST), Some(LEAST));
        assert_eq!(Pace::new(START, START).wait(START.plus(-1), LEAST), None);
    }
}
