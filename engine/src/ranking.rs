//! The published order of proposals, and what is said of each one's place in it (domain rule 6).
//! It ranks evidence that is already counted; the other sort keys are in `attention`.
//!
//! A proposal is `k` of `n`: k = agree, n = agree + disagree, in weighted voices. A pass is no half agreement: people pass
//! on what does not concern them, and a practice that one culture needs must not sink because the others passed. A pass
//! still makes a voice (for "of 9 voices", and for the thresholds), and what is shown is the net over all of them
//! ([`Evidence::net`]), never agree alone. Weights count as they are published, without Kish's correction: with it, one
//! more agreeing account of a high tier could lower a rank.

use std::cmp::Reverse;

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
    let mut order: Vec<_> = items.iter().map(|item| Candidate::new(item, prior.as_ref())).collect();
    order.sort_by(|a, b| a.class.cmp(&b.class).then_with(|| a.against(b)));
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

struct Candidate<'a> {
    item: &'a Item<'a>,
    class: Class,
    posterior: Posterior,
}

impl<'a> Candidate<'a> {
    fn new(item: &'a Item<'a>, prior: Option<&Prior>) -> Self {
        let class = match item.evidence.voices {
            voices if may_rank(voices) => Class::Ranked,
            voices if may_show(voices) => Class::TooFew,
            _ => Class::Hidden,
        };
        Self { item, class, posterior: posterior(item.evidence, prior) }
    }

    /// Best first within a class.
    fn against(&self, other: &Self) -> std::cmp::Ordering {
        let by_id = self.item.id.cmp(&other.item.id);
        if self.class == Class::Hidden {
            return by_id;
        }
        let voices = |candidate: &Self| Reverse(candidate.item.evidence.voices);
        let by_low = other.posterior.low.total_cmp(&self.posterior.low);
        by_low.then(voices(self).cmp(&voices(other))).then(by_id)
    }

    fn place(&self, rank: u32) -> Place {
        let Posterior { mean, low } = self.posterior;
        let Evidence { agree_voices, voices, .. } = *self.item.evidence;
        let standing = match self.class {
            Class::Ranked => Standing::Ranked { rank, low, mean },
            Class::TooFew => Standing::TooFew { agree: agree_voices, voices },
            Class::Hidden => Standing::Hidden,
        };
        Place { id: self.item.id, standing }
    }
}
