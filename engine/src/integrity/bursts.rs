//! Bursts: more votes on one proposal within an hour than its own history explains, by people who came for it alone.
//!
//! Poisson surprise: −log₁₀ P(X ≥ n), X ~ Poisson(λ), n the votes within the hour of people who voted on nothing else within
//! an hour of it, λ the proposal's own votes per hour in which it had any, outside that hour. An ordinary visitor goes
//! through several proposals, so an invitation sent to everybody is no burst.

use libm::{lgamma, log, log1p};

use super::Said;
use crate::ballots::Proposal;
use crate::electorate::Voter;

/// The window, in seconds.
const HOUR: u32 = 3_600;

/// Fewer are no burst however quiet it was.
const LEAST: usize = 5;

/// A surprise below is chance: one in a million.
const SURPRISE: f64 = 6.0;

/// Votes on a proposal that arrived together.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    pub proposal: Proposal,
    /// Seconds since 1970 of the first and the last of them.
    pub from: u32,
    pub until: u32,
    /// Ascending.
    pub voters: Vec<Voter>,
    /// λ: how many were to be expected within an hour.
    pub expected: f64,
    /// −log₁₀ of the probability of so many or more.
    pub surprise: f64,
}

pub(super) fn find(said: &[Said]) -> Vec<Burst> {
    let mut by_proposal: Vec<(Said, bool)> = Vec::with_capacity(said.len());
    for ballot in said.chunk_by(|a, b| a.voter == b.voter) {
        let mut times: Vec<u32> = ballot.iter().map(|vote| vote.at).collect();
        times.sort_unstable();
        let near = |at: u32| {
            let (from, until) = (at.saturating_sub(HOUR), at.saturating_add(HOUR));
            times.partition_point(|&time| time <= until) - times.partition_point(|&time| time < from)
        };
        by_proposal.extend(ballot.iter().map(|vote| (*vote, near(vote.at) == 1)));
    }
    by_proposal.sort_unstable_by_key(|(vote, _)| (vote.proposal, vote.at, vote.voter));
    by_proposal.chunk_by(|a, b| a.0.proposal == b.0.proposal).flat_map(of_proposal).collect()
}

/// The bursts of one proposal, whose votes are in the order of time. Windows that overlap are one burst.
fn of_proposal(votes: &[(Said, bool)]) -> Vec<Burst> {
    let alone: Vec<&Said> = votes.iter().filter(|(_, alone)| *alone).map(|(vote, _)| vote).collect();
    let mut bursts: Vec<(usize, usize, f64, f64)> = Vec::new();
    let mut end = 0;
    for start in 0..alone.len() {
        let until = alone[start].at.saturating_add(HOUR);
        while end < alone.len() && alone[end].at < until {
            end += 1;
        }
        if end - start < LEAST {
            continue;
        }
        let expected = rate(votes, alone[start].at, until);
        let surprise = surprise(end - start, expected);
        if surprise < SURPRISE {
            continue;
        }
        match bursts.last_mut() {
            Some(last) if last.1 > start => {
                last.1 = end;
                if surprise > last.3 {
                    (last.2, last.3) = (expected, surprise);
                }
            }
            _ => bursts.push((start, end, expected, surprise)),
        }
    }
    let burst = |(start, end, expected, surprise): (usize, usize, f64, f64)| {
        let votes = &alone[start..end];
        let mut voters: Vec<Voter> = votes.iter().map(|vote| Voter(vote.voter)).collect();
        voters.sort_unstable();
        let (proposal, from, until) = (Proposal(votes[0].proposal), votes[0].at, votes[votes.len() - 1].at);
        Burst { proposal, from, until, voters, expected, surprise }
    };
    bursts.into_iter().map(burst).collect()
}

/// The proposal's votes per hour in which it had any, outside `from..until`; at least one.
fn rate(votes: &[(Said, bool)], from: u32, until: u32) -> f64 {
    let outside = votes.iter().map(|(vote, _)| vote.at).filter(|at| !(from..until).contains(at));
    let (mut count, mut hours, mut last) = (0.0, 0.0, None);
    for at in outside {
        count += 1.0;
        if last != Some(at / HOUR) {
            hours += 1.0;
            last = Some(at / HOUR);
        }
    }
    if hours > 0.0 { f64::max(count / hours, 1.0) } else { 1.0 }
}

/// −log₁₀ P(X ≥ n) for X ~ Poisson(λ), by the series of the tail from its first term.
fn surprise(n: usize, rate: f64) -> f64 {
    let n = n as f64;
    if n <= rate {
        return 0.0;
    }
    let (mut term, mut rest, mut k) = (1.0, 0.0, n);
    while term > 1e-17 {
        k += 1.0;
        term *= rate / k;
        rest += term;
    }
    -(n * log(rate) - rate - lgamma(n + 1.0) + log1p(rest)) / std::f64::consts::LN_10
}

#[cfg(test)]
mod tests {
    #[test]
    fn surprise_is_that_of_scipy() {
        // -log10(scipy.stats.poisson.sf(n - 1, rate))
        for (n, rate, expected) in
            [(5, 1.0, 2.436_537), (30, 2.0, 24.232_449), (12, 3.0, 4.146_383), (1, 3.0, 0.0)]
        {
            let found = super::surprise(n, rate);
            assert!((found - expected).abs() < 1e-5, "{n} {rate}: {found}");
        }
    }
}
