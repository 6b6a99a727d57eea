//! From a round to an election: who supports what, with what weight, and what the gates say.

use std::borrow::Borrow;

use rustc_hash::FxHashMap;

use super::gate::{Stances, Summary, objections};
use super::links::{Links, links};
use super::{Inputs, Voter, Votes};
use crate::election::{Approval, Cell, EXACT_FLOATS, Election, Fault, Parts, Practice};
use crate::entitlement::ORDINARY;
use crate::gates::Objection;
use crate::shares::Method;

/// What the ballots say of the candidates, whatever rules and capacities are: laid out once for any number of selections.
pub(super) struct Heard {
    /// Voters, weights and approvals; its practices cost nothing and stand nowhere.
    pub election: Election,
    /// By candidate.
    pub said: Vec<Summary>,
    links: Vec<Links>,
    /// Accounts with a voter.
    pub voices: u32,
}

impl Heard {
    /// Of the inputs' own votes.
    pub fn new(inputs: &Inputs) -> Result<Self, Fault> {
        Self::of(inputs, &inputs.votes)
    }

    /// Of these votes, whatever is among the inputs. O(votes · log).
    pub fn of(inputs: &Inputs, votes: &[Votes]) -> Result<Self, Fault> {
        check(inputs, votes)?;
        let links = links(&inputs.candidates)?;
        let (mut weights, voice, voices) = weights(inputs, votes);
        if voices == 0 {
            // An election needs a voter: somebody who asks for nothing, where nobody has voted.
            weights.push(1);
        }
        let mut stances = Stances::new(inputs);
        let places: FxHashMap<i64, usize> =
            votes.iter().enumerate().map(|(place, votes)| (votes.proposal, place)).collect();
        let mut approvals = Vec::with_capacity(inputs.candidates.len());
        let mut said = Vec::with_capacity(inputs.candidates.len());
        for candidate in &inputs.candidates {
            let behind = candidate.proposals.iter().filter_map(|id| places.get(id));
            stances.take(behind.map(|&place| &votes[place]));
            approvals.push(stances.supporters().map(|voter| Approval { voter, score: 1 }).collect());
            said.push(Summary::of(inputs, stances.said().map(|said| (said, 1))));
        }
        let election = Election::new(Parts {
            capacities: vec![1],
            practices: vec![Practice { costs: vec![0], ..Practice::default() }; inputs.candidates.len()],
            approvals,
            weights,
            voice,
            ..Parts::default()
        })?;
        Ok(Self { election, said, links, voices })
    }
}

/// A round laid out for selection.
pub struct Prepared<'a> {
    pub inputs: &'a Inputs,
    pub election: Election,
    pub method: Method,
    /// By candidate.
    pub objections: Vec<Vec<Objection>>,
    /// Distinct accounts with a supporter, by candidate.
    pub accounts: Vec<u32>,
    /// Accounts with a voter.
    pub voices: u32,
}

impl<'a> Prepared<'a> {
    /// Lays out, checks, and asks the gates. O(votes · log).
    ///
    /// # Errors
    /// Another format, an index out of range, an opposite or prerequisite that is not there, costs that are not as many as the resources, capacities too fine to be compared.
    pub fn new(inputs: &'a Inputs) -> Result<Self, Fault> {
        Self::of(inputs, &Heard::new(inputs)?)
    }

    /// The same where the ballots are laid out already; reads none of the votes. O(candidates · segments).
    pub(super) fn of(inputs: &'a Inputs, heard: &Heard) -> Result<Self, Fault> {
        let mut election = unbarred(inputs, heard)?;
        let objections = bar(inputs, &mut election, heard.said.iter());
        Ok(Self {
            inputs,
            election,
            method: method(inputs),
            objections,
            accounts: heard.said.iter().map(|said| said.supporters).collect(),
            voices: heard.voices,
        })
    }
}

pub(super) fn method(inputs: &Inputs) -> Method {
    if inputs.rules.completion { Method::default() } else { Method::PLAIN }
}

/// Capacities, costs, cells and links, before the gates are asked.
pub(super) fn unbarred(inputs: &Inputs, heard: &Heard) -> Result<Election, Fault> {
    // A resource of which there is nothing cannot be shared out: the gates keep out what needs it.
    let used: Vec<usize> =
        (0..inputs.resources.len()).filter(|&r| inputs.resources[r].capacity > 0).collect();
    let capacities: Vec<i64> = match used.as_slice() {
        [] => vec![1],
        used => used.iter().map(|&r| inputs.resources[r].capacity).collect(),
    };
    let practice = |(candidate, links): (&super::Candidate, &Links)| Practice {
        costs: match used.as_slice() {
            [] => vec![0],
            used => used.iter().map(|&r| candidate.costs[r]).collect(),
        },
        cells: candidate.cells.clone(),
        exclusions: links.exclusions.clone(),
        needs: links.needs.clone(),
        barred: false,
    };
    let most_practices = inputs.rules.most_in_cell;
    let cells = vec![Cell { most_practices, most_cost: None }; inputs.cells as usize];
    let practices = inputs.candidates.iter().zip(&heard.links).map(practice).collect();
    heard.election.with_practices(capacities, practices, cells, inputs.rules.floor)
}

/// Bars what may not stand for selection, by what is said of each candidate; and says why.
pub(super) fn bar<S: Borrow<Summary>>(
    inputs: &Inputs,
    election: &mut Election,
    said: impl Iterator<Item = S>,
) -> Vec<Vec<Objection>> {
    let mut found = Vec::with_capacity(inputs.candidates.len());
    for ((place, candidate), said) in (0_u32..).zip(&inputs.candidates).zip(said) {
        let objections = objections(inputs, election, place, said.borrow());
        let mut needs = inputs.resources.iter().zip(&candidate.costs);
        let impossible = needs.any(|(resource, &cost)| resource.capacity <= 0 && cost > 0);
        if impossible || !objections.is_empty() {
            election.bar(place);
        }
        found.push(objections);
    }
    found
}

fn check(inputs: &Inputs, votes: &[Votes]) -> Result<(), Fault> {
    if !(1..=super::FORMAT).contains(&inputs.format) {
        return Err(Fault::Format);
    }
    let accounts = inputs.accounts.len();
    let mut indices = inputs.voters.iter().all(|voter| (voter.account as usize) < accounts);
    let mut segments = inputs.accounts.iter().flat_map(|account| &account.segments);
    indices &= segments.all(|&segment| (segment as usize) < inputs.segments.len());
    let lists = |votes: &Votes| votes.voters().all(|voter| (voter as usize) < inputs.voters.len());
    indices &= votes.iter().all(lists);
    let costs = inputs.candidates.iter().all(|candidate| candidate.costs.len() == inputs.resources.len());
    if !indices {
        return Err(Fault::Index);
    }
    if costs { Ok(()) } else { Err(Fault::Length) }
}

/// Each voter's weight, how many of its units make one voice, and how many accounts have a voice.
///
/// The units are so fine that an account's weight can be shared exactly by its voters, unless accounts have so many different
/// numbers of voters that the sum would not fit: then every share is rounded down, by less than a millionth of a voice.
fn weights(inputs: &Inputs, votes: &[Votes]) -> (Vec<u64>, u64, u32) {
    let mut voted = vec![false; inputs.voters.len()];
    for votes in votes {
        votes.voters().for_each(|voter| voted[voter as usize] = true);
    }
    let mut sharers = vec![0_u64; inputs.accounts.len()];
    for (voter, _) in inputs.voters.iter().zip(&voted).filter(|(_, voted)| **voted) {
        sharers[voter.account as usize] += 1;
    }
    let heard = || inputs.accounts.iter().zip(&sharers).filter(|(account, m)| **m > 0 && account.weight > 0);
    let voices = u32::try_from(heard().count()).unwrap_or(u32::MAX);
    // Voices mostly weigh one, two or three: without what all weights have in common, units can be finer.
    let common = heard().fold(u128::from(ORDINARY), |common, (account, _)| {
        crate::exact::common_divisor(common, account.weight.into())
    });
    let common = u32::try_from(common).unwrap_or(1).max(1);
    let total: u64 = heard().map(|(account, _)| u64::from(account.weight / common)).sum();
    let finest = (EXACT_FLOATS - 1) / total.max(1);
    let unit = heard().try_fold(1_u64, |unit, (_, &count)| {
        let divisor = crate::exact::common_divisor(unit.into(), count.into());
        let multiple = u128::from(unit) * u128::from(count) / divisor;
        u64::try_from(multiple).ok().filter(|&multiple| multiple <= finest)
    });
    let unit = unit.unwrap_or(finest);
    let weight = |(voter, voted): (&Voter, &bool)| match voted {
        true => {
            let account = voter.account as usize;
            u64::from(inputs.accounts[account].weight / common) * unit / sharers[account]
        }
        false => 0,
    };
    let weights = inputs.voters.iter().zip(&voted).map(weight).collect();
    (weights, u64::from(ORDINARY / common) * unit, voices)
}
