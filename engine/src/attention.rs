//! Sort keys for where to look next: what needs votes, what divides, what is rising. Higher comes first.
//! They order a list and are not shown as figures. A proposal with fewer than five voices has the key of one without any,
//! so that no order tells of its votes.

use libm::exp2;

use crate::ballots::{Ballots, Proposal};
use crate::entitlement::ORDINARY;
use crate::evidence::{Evidence, Scratch};
use crate::suppression::may_show;
use crate::vote::Mark;

/// After three days a vote counts half for [`trending`].
pub const TRENDING_HALF_LIFE: u32 = 3 * 24 * 60 * 60;

/// How much another voice would tell: what is still unknown of the share of agreement, times the chance that a voice takes
/// a stance at all. Highest without votes, lower for the well known, lowest for what everybody passes on.
///
/// With A, D, P the weighted shares and N = A + D: the variance of Beta(A + 1, D + 1),
/// `(A+1)(D+1) / ((N+2)² (N+3))`, times `1 − (P+1)/(N+P+2)`, the second factor of Polis' routing priority.
#[must_use]
pub fn needs_votes(evidence: &Evidence) -> f64 {
    let (a, d, p) = match may_show(evidence.voices) {
        true => (evidence.agree, evidence.disagree, evidence.pass),
        false => (0.0, 0.0, 0.0),
    };
    let n = a + d;
    let unknown = (a + 1.0) * (d + 1.0) / ((n + 2.0) * (n + 2.0) * (n + 3.0));
    unknown * (1.0 - (p + 1.0) / (n + p + 2.0))
}

/// How far a proposal divides: balance × size, `min(A, D) / max(A, D) · √(A + D)`. The root, because that is how fast a
/// difference becomes certain: 10 against 10 is about as contested as 100 against 40. 0 where one side is empty.
#[must_use]
pub fn contested(evidence: &Evidence) -> f64 {
    let larger = evidence.agree.max(evidence.disagree);
    if !may_show(evidence.voices) || larger <= 0.0 {
        return 0.0;
    }
    evidence.agree.min(evidence.disagree) / larger * evidence.decided().sqrt()
}

/// What is rising: net agreement in which a vote's share halves every `half_life` seconds of age at `now` (seconds since
/// 1970). Net, so that a wave of disagreement does not push a proposal up. Votes from the future count as of now; a half
/// life of 0 is taken as one second. O(votes of the proposal).
#[must_use]
pub fn trending(
    ballots: &Ballots,
    proposal: Proposal,
    now: u32,
    half_life: u32,
    scratch: &mut Scratch,
) -> f64 {
    let mut counted = Evidence::default();
    scratch.gather(ballots, proposal, &mut counted);
    if !may_show(counted.voices) {
        return 0.0;
    }
    // As in `tally`: whole numbers by how many share the voice, so that the order of votes cannot be seen in the sum.
    let mut sums: Vec<(u32, i64)> = Vec::new();
    for vote in scratch.votes.iter().filter(|vote| vote.mark.code() != Mark::PASS) {
        let age = f64::from(now.saturating_sub(vote.at)) / f64::from(half_life.max(1));
        let heat = (exp2(-age) * FIXED) as i64 * i64::from(vote.weight);
        let heat = if vote.mark.code() < Mark::DISAGREE { heat } else { -heat };
        let sharers = scratch.sharers(vote);
        match sums.binary_search_by_key(&sharers, |&(m, _)| m) {
            Ok(place) => sums[place].1 += heat,
            Err(place) => sums.insert(place, (sharers, heat)),
        }
    }
    // Folded from +0: `sum` would give −0 to a proposal that all passed on, and sort it below the others.
    sums.iter().fold(0.0, |total, &(m, sum)| total + sum as f64 / f64::from(m)) / FIXED / f64::from(ORDINARY)
}

/// Fixed point of a vote's heat: a part in sixty million, and room for 2²⁵ votes of weight 3 (in thousandths) in 63 bits.
const FIXED: f64 = (1_u64 << 26) as f64;

/// Sorts `(id, key)` by key, highest first, ties by lower id: the one order that every instance agrees on.
pub fn sort_highest_first(keys: &mut [(i64, f64)]) {
    keys.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
}
