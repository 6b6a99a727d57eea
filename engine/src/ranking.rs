//! The published order of proposals, and what is said of each one's place in it (domain rule 6).
//! It ranks evidence that is already counted; the other sort keys are in `attention`.
//!
//! A proposal is `k` of `n`: k = agree, n = agree + disagree, in weighted voices. A pass is no half agreement: people pass
//! on what does not concern them, and a practice that one culture needs must not sink because the others passed. A pass
//! still makes a voice (for "of 9 voices", and for the thresholds), and what is shown is the net over all of them
//! ([`Evidence::net`]), never agree alone. Weights count as they are published, without Kish's correction: with it, one
//! more agreeing account of a high tier could lower a rank.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::evidence::Evidence;
use crate::interval::{Z_95_ONE_SIDED, wilson};
use crate::prior::{MIN_ITEMS_FOR_PRIOR, MIN_VOICES_FOR_PRIOR, Posterior, Prior};
use crate::suppression::{may_rank, may_show};

/// A proposal to be ranked.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The published number that settles ties: lower first.
    pub id: i64,
    pub evidence: &'a Evidence,
}

/// All that may be said of a proposal's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// From 1; `low` decided it.
    Ranked { rank: u32, low: f64, mean: f64 },
    /// "7 of 9 voices". `agree` is not whole where colleagues differ.
    TooFew { agree: f64, voices: u32 },
    /// Fewer than five accounts: no figure at all.
    Hidden,
}

/// A proposal and its standing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub id: i64,
    pub standing: Standing,
}

/// The order of a set of proposals.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What the proposals were shrunk to; `None`: Wilson's bound was used.
    pub prior: Option<Prior>,
    /// Best first: the ranked, then those with too few voices by the same measure, then the hidden by id alone, since an
    /// order by votes would tell of them.
    pub places: Vec<Place>,
}

/// Ranks proposals under the prior that they have in common.
#[must_use]
pub fn rank(items: &[Item]) -> Ranking {
    rank_under(common_prior(items.iter().map(|item| item.evidence)), items)
}

/// Ranks proposals under a given prior (that of a larger set, say), or by Wilson's bound without one.
/// Ties: more voices first, then the lower id.
#[must_use]
pub fn rank_under(prior: Option<Prior>, items: &[Item]) -> Ranking {
    // Rounds are full of proposals with the same few counts, and a quantile takes a microsecond.
    let mut known: FxHashMap<(u64, u64), Posterior> = FxHashMap::default();
    let mut order: Vec<Candidate> = items
        .iter()
        .map(|item| {
            let (agree, decided) = (item.evidence.agree, item.evidence.decided());
            let found = known.entry((agree.to_bits(), decided.to_bits()));
            Candidate::new(item, *found.or_insert_with(|| posterior(item.evidence, prior.as_ref())))
        })
        .collect();
    // Ties end with the id: two that compare equal are the same proposal.
    order.sort_unstable_by_key(Candidate::key);
    let places = (1..).zip(order).map(|(rank, candidate)| candidate.place(rank)).collect();
    Ranking { prior, places }
}

/// The prior of a set of proposals, from those with at least five voices; `None` if these are fewer than twenty.
#[must_use]
pub fn common_prior<'a>(set: impl IntoIterator<Item = &'a Evidence>) -> Option<Prior> {
    let eligible = |e: &&Evidence| e.voices >= MIN_VOICES_FOR_PRIOR && e.decided() > 0.0;
    let items: Vec<_> = set.into_iter().filter(eligible).map(|e| (e.agree, e.decided())).collect();
    if items.len() < MIN_ITEMS_FOR_PRIOR { None } else { Prior::fit(items) }
}

/// What is known of a proposal's share of agreement. Without a prior: the plain share (½ where nobody took a stance) and
/// Wilson's lower bound, missed as rarely as the posterior's quantile.
#[must_use]
pub fn posterior(evidence: &Evidence, prior: Option<&Prior>) -> Posterior {
    let (k, n) = (evidence.agree, evidence.decided());
    match prior {
        Some(prior) => prior.posterior(k, n),
        None => {
            Posterior { mean: if n > 0.0 { k / n } else { 0.5 }, low: wilson(k, n, Z_95_ONE_SIDED).lower }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Ranked,
    TooFew,
    Hidden,
}

struct Candidate {
    id: i64,
    class: Class,
    voices: u32,
    agree_voices: f64,
    posterior: Posterior,
}

impl Candidate {
    fn new(item: &Item, posterior: Posterior) -> Self {
        let Evidence { voices, agree_voices, .. } = *item.evidence;
        let class = match voices {
            voices if may_rank(voices) => Class::Ranked,
            voices if may_show(voices) => Class::TooFew,
            _ => Class::Hidden,
        };
        Self { id: item.id, class, voices, agree_voices, posterior }
    }

    /// Best first within a class. Bounds are from 0 to 1, where floats and their bits are in the same order.
    fn key(&self) -> (Class, Reverse<u64>, Reverse<u32>, i64) {
        match self.class {
            Class::Hidden => (self.class, Reverse(0), Reverse(0), self.id),
            _ => (self.class, Reverse(self.posterior.low.to_bits()), Reverse(self.voices), self.id),
        }
    }

    fn place(&self, rank: u32) -> Place {
        let Posterior { mean, low } = self.posterior;
        let standing = match self.class {
            Class::Ranked => Standing::Ranked { rank, low, mean },
            Class::TooFew => Standing::TooFew { agree: self.agree_voices, voices: self.voices },
            Class::Hidden => Standing::Hidden,
        };
        Place { id: self.id, standing }
    }
}
