//! Which practices of different cultures could be one, and which only sound alike: combine by activity, but what is measured
//! very differently must stay apart (the frame's own rule).

use super::{Design, Indicator, Practice, distinct};

/// Two practices of one activity, at a common stage, for different cultures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub practices: (i64, i64),
    pub activity: i64,
    pub verdict: Sharing,
}

/// Whether they could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// They are measured alike.
    Possible,
    /// Lag indicators of one that the other has not, or has in another unit or direction, by name: success of the one is
    /// not success of the other.
    Forbidden { indicators: Vec<String> },
    /// One of them says nothing of how it is measured.
    Unknown,
}

impl Design<'_> {
    /// The pairs of practices of one activity that serve no culture in common, by id. O(pairs of an activity).
    #[must_use]
    pub fn sharing(&self) -> Vec<Pair> {
        let mut by_activity: Vec<(i64, &Practice)> =
            self.practices.iter().filter_map(|practice| Some((practice.activity?, practice))).collect();
        by_activity.sort_by_key(|&(activity, practice)| (activity, practice.id));
        let mut pairs = Vec::new();
        for same in by_activity.chunk_by(|a, b| a.0 == b.0) {
            for (place, &(activity, one)) in same.iter().enumerate() {
                for &(_, other) in &same[place + 1..] {
                    let common = |a: &[u32], b: &[u32]| a.iter().any(|x| b.contains(x));
                    if common(&one.stages, &other.stages) && !common(&one.cultures, &other.cultures) {
                        pairs.push(Pair {
                            practices: (one.id, other.id),
                            activity,
                            verdict: verdict(one, other),
                        });
                    }
                }
            }
        }
        pairs
    }
}

/// Leads may differ, since each culture has its own way there; what both are to arrive at must be the same.
fn verdict(one: &Practice, other: &Practice) -> Sharing {
    let lags = |practice: &Practice| distinct(practice.indicators.iter().filter(|i| !i.lead).map(key));
    let (one, other) = (lags(one), lags(other));
    if one.is_empty() || other.is_empty() {
        return Sharing::Unknown;
    }
    let apart = one.iter().filter(|i| !other.contains(i)).chain(other.iter().filter(|i| !one.contains(i)));
    let indicators = distinct(apart.map(|indicator| indicator.0.clone()));
    if indicators.is_empty() { Sharing::Possible } else { Sharing::Forbidden { indicators } }
}

/// The same indicator, whatever the capitals.
fn key(indicator: &Indicator) -> (String, String, bool) {
    let plain = |text: &str| text.trim().to_lowercase();
    (plain(&indicator.name), plain(&indicator.unit), indicator.more_is_better)
}
