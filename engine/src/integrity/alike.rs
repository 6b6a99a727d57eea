//! Ballots that are nearly the same, and vote rings: people who hardly vote on anything but the same few proposals.
//!
//! Two ballots are alike when the Jaccard index of their (proposal, stance) pairs reaches a bound; candidates share one of
//! their rarest votes (prefix filtering: Bayardo, Ma and Srikant 2007), so not everybody is compared with everybody. Alike
//! ballots form sets. That m of N people agree so far by chance must be less likely than one in twenty over all such
//! sets: `(m − 1) · Σ −ln f ≥ ln C(N, m) + ln 20`, f the chance that a ballot of their size has a vote of theirs, if votes are drawn
//! as they occur outside of the set. Where nearly everybody wants the same, f is near 1, and alike ballots are no sign.

use libm::{lgamma, log};
use std::collections::{BTreeMap, BTreeSet};

use super::Said;
use crate::ballots::Proposal;
use crate::electorate::Voter;

/// Near-identical: Jaccard index and number of votes at least.
const IDENTICAL: (f64, usize) = (0.9, 8);

/// A ring: Jaccard index and number of votes of its ballots, number of its voters, and collusion ratio at least.
const RING: (f64, usize) = (0.8, 3);
const RING_VOTERS: usize = 5;
const COLLUSION: f64 = 0.9;

/// What a larger part of all voters have in common is an opinion.
const LARGEST: usize = 4;

/// Voters whose ballots are nearly the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// Ascending.
    pub voters: Vec<Voter>,
    /// Votes, by proposal and stance, that all of them have.
    pub common: usize,
}

/// Voters who vote for each other's proposals and little else.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// Ascending.
    pub voters: Vec<Voter>,
    /// What at least four in five of them voted on, ascending.
    pub proposals: Vec<Proposal>,
    /// Their votes on these over all their votes: 1 for a ring that votes on nothing else.
    pub collusion: f64,
}

pub(super) fn find(said: &[Said]) -> (Vec<Alike>, Vec<Ring>) {
    let ballots = Ballots::new(said);
    let alike = ballots.sets(IDENTICAL, 2);
    let alike = alike
        .into_iter()
        .map(|set| Alike { common: ballots.common(&set, 1.0).len(), voters: ballots.voters(&set) });
    let rings = ballots.sets(RING, RING_VOTERS);
    let rings = rings.into_iter().filter_map(|set| ballots.ring(&set));
    (alike.collect(), rings.collect())
}

struct Ballots {
    voters: Vec<u32>,
    /// Votes of each voter as proposal × 4 + stance, ascending.
    votes: Vec<Vec<u32>>,
    /// How often each vote occurs, and how many votes there are.
    counts: BTreeMap<u32, u32>,
    total: u32,
}

impl Ballots {
    fn new(said: &[Said]) -> Self {
        let mut ballots = Self { voters: Vec::new(), votes: Vec::new(), counts: BTreeMap::new(), total: 0 };
        for ballot in said.chunk_by(|a, b| a.voter == b.voter) {
            ballots.voters.push(ballot[0].voter);
            ballots.votes.push(ballot.iter().map(|vote| vote.proposal * 4 + vote.stance).collect());
            for vote in ballot {
                *ballots.counts.entry(vote.proposal * 4 + vote.stance).or_default() += 1;
                ballots.total += 1;
            }
        }
        ballots
    }

    fn voters(&self, set: &[usize]) -> Vec<Voter> {
        let mut voters: Vec<Voter> = set.iter().map(|&ballot| Voter(self.voters[ballot])).collect();
        voters.sort_unstable();
        voters
    }

    /// Sets of ballots connected by likeness, too much so for chance; by their first voter.
    fn sets(&self, (bound, least): (f64, usize), size: usize) -> Vec<Vec<usize>> {
        let mut together: Vec<usize> = (0..self.votes.len()).collect();
        for (a, b) in self.pairs(bound, least) {
            let (a, b) = (root(&mut together, a), root(&mut together, b));
            together[a.max(b)] = a.min(b);
        }
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for ballot in 0..self.votes.len() {
            sets.entry(root(&mut together, ballot)).or_default().push(ballot);
        }
        let most = self.votes.len() / LARGEST;
        let wanted = |set: &Vec<usize>| set.len() >= size.max(2) && set.len() <= most && self.unlikely(set);
        sets.into_values().filter(wanted).collect()
    }

    /// Pairs of ballots of at least `least` votes whose Jaccard index reaches `bound`. Ballots that are the same are paired
    /// with the first of them only, so that a thousand equal ones make a thousand pairs and not half a million.
    fn pairs(&self, bound: f64, least: usize) -> Vec<(usize, usize)> {
        let mut first: BTreeMap<&[u32], usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        let mut index: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (ballot, votes) in self.votes.iter().enumerate().filter(|(_, votes)| votes.len() >= least) {
            if let Some(&same) = first.get(votes.as_slice()) {
                pairs.push((same, ballot));
                continue;
            }
            first.insert(votes, ballot);
            let mut rare = votes.clone();
            rare.sort_unstable_by_key(|vote| (self.counts[vote], *vote));
            let prefix = votes.len() - (bound * votes.len() as f64).ceil() as usize + 1;
            let mut candidates = BTreeSet::new();
            for vote in &rare[..prefix] {
                let known = index.entry(*vote).or_default();
                candidates.extend(known.iter().copied());
                known.push(ballot);
            }
            pairs.extend(
                candidates
                    .into_iter()
                    .filter(|&c| jaccard(&self.votes[c], votes) >= bound)
                    .map(|c| (c, ballot)),
            );
        }
        pairs
    }

    /// Votes that at least this part of a set have.
    fn common(&self, set: &[usize], part: f64) -> Vec<u32> {
        let least = (part * set.len() as f64).ceil() as u32;
        let counts = self.count(set);
        counts.into_iter().filter(|&(_, count)| count >= least).map(|(vote, _)| vote).collect()
    }

    fn count(&self, set: &[usize]) -> BTreeMap<u32, u32> {
        let mut counts = BTreeMap::new();
        set.iter()
            .flat_map(|&ballot| &self.votes[ballot])
            .for_each(|&vote| *counts.entry(vote).or_default() += 1);
        counts
    }

    /// Whether so many would hardly have drawn these votes by themselves.
    fn unlikely(&self, set: &[usize]) -> bool {
        let inside = self.count(set);
        let drawn: u32 = inside.values().sum();
        let (n, m) = (self.votes.len() as f64, set.len() as f64);
        let size = f64::from(drawn) / m;
        let all = f64::from(self.total - drawn);
        let mut information = 0.0;
        for vote in self.common(set, 0.8) {
            let with = f64::from(self.counts[&vote] - inside[&vote]);
            information -= log((size * (with + 1.0) / (all + 2.0)).min(1.0));
        }
        let sets = lgamma(n + 1.0) - lgamma(m + 1.0) - lgamma(n - m + 1.0);
        (m - 1.0) * information >= sets + log(20.0)
    }

    fn ring(&self, set: &[usize]) -> Option<Ring> {
        let common = self.common(set, 0.8);
        let all: usize = set.iter().map(|&ballot| self.votes[ballot].len()).sum();
        let counts = self.count(set);
        let here: u32 = common.iter().map(|vote| counts[vote]).sum();
        let collusion = f64::from(here) / all as f64;
        let proposals = common.iter().map(|vote| Proposal(vote / 4)).collect();
        (collusion >= COLLUSION).then(|| Ring { voters: self.voters(set), proposals, collusion })
    }
}

fn root(together: &mut [usize], mut ballot: usize) -> usize {
    while together[ballot] != ballot {
        together[ballot] = together[together[ballot]];
        ballot = together[ballot];
    }
    ballot
}

fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let both = a.iter().filter(|vote| b.binary_search(vote).is_ok()).count();
    both as f64 / (a.len() + b.len() - both) as f64
}
