//! Evidence by segment and culture: who wants a proposal, and who does not. One segmentation at a time (industry, size, …).
//! It counts; what of it may be published is decided in `suppression`.
//!
//! The voice of an account is shared by those of its people who voted on the proposal, whatever cultures they speak from:
//! each carries `w / m` into the cell of the account's segment and the person's own culture.

use crate::ballots::{Ballots, Proposal};
use crate::consensus::Share;
use crate::electorate::{Account, Voter};
use crate::evidence::{Evidence, Scratch, Weighed};
use crate::prior::{Posterior, Prior};
use crate::ranking::posterior;
use crate::suppression::tables::Table;
use crate::tally::{Tally, parts};

/// Which segment each account is in and from which culture each voter speaks, as numbers from 0; `None`, or beyond the
/// list, is nobody's: the last row or column.
#[derive(Clone, Debug, Default)]
pub struct Strata {
    pub segments: u32,
    pub cultures: u32,
    pub segment_of: Vec<Option<u32>>,
    pub culture_of: Vec<Option<u32>>,
}

impl Strata {
    /// The segment of an account; `segments` itself where none is declared.
    #[must_use]
    pub fn segment(&self, account: Account) -> u32 {
        declared(&self.segment_of, account.0, self.segments)
    }

    /// The culture of a voter; `cultures` itself where none is declared.
    #[must_use]
    pub fn culture(&self, voter: Voter) -> u32 {
        declared(&self.culture_of, voter.0, self.cultures)
    }
}

fn declared(of: &[Option<u32>], index: u32, count: u32) -> u32 {
    of.get(index as usize).copied().flatten().filter(|&value| value < count).unwrap_or(count)
}

/// What one segment and culture says of a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The last number is "not declared".
    pub segment: u32,
    pub culture: u32,
    /// `voices` are accounts with at least one entitled voter here, `weight` the shares of them that are here; who is counted
    /// apart is counted in no cell.
    pub evidence: Evidence,
}

/// The cells of a proposal in which anybody voted, by segment and then culture. O(its votes · log).
#[must_use]
pub fn breakdown(ballots: &Ballots, proposal: Proposal, strata: &Strata, scratch: &mut Scratch) -> Vec<Cell> {
    scratch.gather(ballots, proposal, &mut Evidence::default());
    let place = |vote: &Weighed| (strata.segment(Account(vote.account)), strata.culture(vote.voter));
    let mut votes: Vec<_> = scratch.votes.iter().map(|vote| (place(vote), vote)).collect();
    votes.sort_unstable_by_key(|(place, vote)| (*place, vote.account));
    let mut tally = Tally::default();
    votes
        .chunk_by(|a, b| a.0 == b.0)
        .map(|votes| Cell {
            segment: votes[0].0.0,
            culture: votes[0].0.1,
            evidence: count(votes.iter().map(|vote| vote.1), scratch, &mut tally),
        })
        .collect()
}

/// The same of every proposal, in one pass over the ballots, by proposal index.
#[must_use]
pub fn breakdown_of_all(ballots: &Ballots, strata: &Strata) -> Vec<Vec<Cell>> {
    let mut scratch = Scratch::default();
    let all = (0..).map(Proposal).take(ballots.proposals());
    all.map(|proposal| breakdown(ballots, proposal, strata, &mut scratch)).collect()
}

/// How many accounts stand behind each cell of a proposal, or of the round (`None`), as [`Table`] wants it: each account in
/// one cell only, that of the lowest culture from which its people speak. The last row and column are "not declared".
#[must_use]
pub fn accounts_by_cell(ballots: &Ballots, proposal: Option<Proposal>, strata: &Strata) -> Table {
    let all = 0..u32::try_from(ballots.proposals()).unwrap_or(u32::MAX);
    let wanted = all.map(Proposal).filter(|&other| proposal.is_none_or(|proposal| proposal == other));
    let (rows, columns) = (strata.segments as usize + 1, strata.cultures as usize + 1);
    let mut lowest: Vec<Option<u32>> = vec![None; ballots.electorate().accounts()];
    for (voter, _, mark) in wanted.flat_map(|proposal| ballots.votes_on(proposal)) {
        let voice = ballots.electorate().voice(voter).filter(|_| !mark.on_behalf());
        if let Some((account, _)) = voice {
            let (known, culture) = (&mut lowest[account.0 as usize], strata.culture(voter));
            *known = Some(known.map_or(culture, |known| known.min(culture)));
        }
    }
    let mut accounts = vec![0; rows * columns];
    for (account, culture) in (0..).map(Account).zip(lowest) {
        if let Some(culture) = culture {
            accounts[strata.segment(account) as usize * columns + culture as usize] += 1;
        }
    }
    Table::of(rows, columns, accounts)
}

/// The evidence of votes that are in the order of their accounts.
fn count<'a>(votes: impl Iterator<Item = &'a Weighed>, scratch: &Scratch, tally: &mut Tally) -> Evidence {
    let mut evidence = Evidence::default();
    tally.clear();
    // Of each account, the parts of a voice that are here, in whole numbers: their squares add up in any order.
    let (mut all, mut squares) = (0_u64, 0_u128);
    let (mut account, mut here, mut red) = (None, 0_u64, false);
    for vote in votes {
        if account != Some(vote.account) {
            squares += u128::from(here) * u128::from(here);
            (account, here, red) = (Some(vote.account), 0, false);
            evidence.voices += 1;
        }
        let sharers = scratch.sharers(vote);
        tally.add(sharers, vote.weight, vote.mark.code());
        let part = parts(sharers) * u64::from(vote.weight);
        (all, here) = (all + part, here + part);
        if vote.mark.red_line() && !red {
            red = true;
            evidence.red_lines += 1;
        }
    }
    squares += u128::from(here) * u128::from(here);
    evidence.sum(tally);
    evidence.weight = evidence.agree + evidence.disagree + evidence.pass;
    evidence.n_eff = if squares > 0 { all as f64 * all as f64 / squares as f64 } else { 0.0 };
    evidence
}

impl Cell {
    /// What is known of the cell's share of agreement, under the prior of what it is compared with.
    #[must_use]
    pub fn posterior(&self, prior: Option<&Prior>) -> Posterior {
        posterior(&self.evidence, prior)
    }

    /// The same as consensus reads it.
    #[must_use]
    pub fn share(&self, prior: Option<&Prior>) -> Share {
        Share { mean: self.posterior(prior).mean, n_eff: self.evidence.n_eff }
    }
}
