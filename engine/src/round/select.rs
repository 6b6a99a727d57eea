//! The selection of a round: what is in, what is not and why, and what proves it.

use serde::{Deserialize, Serialize};

use super::served::{Served, served};
use super::{Inputs, Key, Prepared};
use crate::certificate::{Claim, flaws};
use crate::election::{Fault, PracticeIndex, Skip};
use crate::exact::Fraction;
use crate::explain::{Purse, Rest};
use crate::gates::Objection;
use crate::prices::{PriceSystem, effective_votes, price_system};
use crate::representation::neglected;
use crate::shares::{self, Left, Outcome, Stop, equal_shares};
use crate::suppression::may_show;

/// What equal shares choose from a round. Indices of segments, cultures, cells and resources are those of the inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// In the order in which they came in.
    pub chosen: Vec<Chosen>,
    /// In the order of the candidates.
    pub left: Vec<NotChosen>,
    /// In each resource; savings are not counted.
    pub spent: Vec<i64>,
    /// What is saved, as positive numbers.
    pub saved: Vec<i64>,
    /// Accounts that voted.
    pub voices: u32,
    pub everybody: Served,
    pub certificate: Certificate,
}

/// A candidate that is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    pub key: Key,
    pub way: Way,
    /// Distinct accounts that support it; not given below five, and neither are the other figures then.
    pub accounts: Option<u32>,
    /// The voices behind it.
    pub votes: Option<f64>,
    /// As many voices as it counted like when it was bought: fewer where its supporters had spent some of their share before.
    pub effective_votes: Option<f64>,
}

/// How a candidate came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It costs nothing.
    Free,
    /// Its supporters paid for it out of their equal shares.
    Bought,
    /// Likewise, out of what is kept for cells that would otherwise be empty.
    Reserved,
    /// Added in the end, by votes, from what was left.
    Filled,
}

/// A candidate that is not in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotChosen {
    pub key: Key,
    /// Distinct accounts that support it; not given below five, and neither are the other figures then.
    pub accounts: Option<u32>,
    pub votes: Option<f64>,
    pub why: Why,
}

/// Why a candidate is not in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nobody whose voice counts supports it.
    Unsupported,
    /// Fewer accounts ask for it than the rules want; how many is not given below five.
    TooFewAccounts {
        has: Option<u32>,
        needs: u32,
    },
    /// Its part of what support it needs for its cost, in percent.
    TooLittleSupport {
        percent: Option<f64>,
    },
    /// In a segment so many of those who take a side are against it as the rules name.
    Opposed {
        segment: u32,
    },
    /// More accounts draw a red line than the rules allow; how many is not given below five.
    RedLines {
        has: Option<u32>,
        most: u32,
    },
    /// Its supporters had not enough of their shares left; what was missing, of the capacity, 0 to 1.
    Unaffordable {
        missing: Option<f64>,
    },
    /// What excludes it was chosen.
    Opposite {
        key: Key,
    },
    /// What it needs was not chosen.
    Needs {
        key: Key,
    },
    CellFull {
        cell: u32,
    },
    /// There was not enough of a resource left, or there is none at all.
    Resource {
        resource: u32,
    },
}

/// What proves a selection, found by checkers that do not know how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The price system holds: nobody overpaid, everything bought is paid for, and nobody left out could have been paid for.
    pub price_system: bool,
    /// No group that deserves more than it got (EJR+, up to one practice, by cost), of what is neither an opposite of something
    /// chosen nor without what it needs: no share of the capacity could have brought that in.
    pub ejr_plus: bool,
    /// How often endowments were raised, and whether by the limit of steps alone.
    pub steps: u32,
    pub stopped_by_limit: bool,
}

/// Selects. O(votes · log) and the runs of equal shares.
///
/// # Errors
/// See [`Prepared::new`].
pub fn select(inputs: &Inputs) -> Result<Selection, Fault> {
    Ok(Prepared::new(inputs)?.select())
}

impl Prepared<'_> {
    pub(super) fn select(&self) -> Selection {
        of(self, &equal_shares(&self.election, &self.method))
    }
}

pub(super) fn of(prepared: &Prepared, outcome: &Outcome) -> Selection {
    let inputs = prepared.inputs;
    let chosen = outcome.practices();
    let prices = price_system(&prepared.election, outcome);
    let rest = Rest::of(&prepared.election, outcome, &prices, Purse::Own);
    let effective = effective_votes(&prepared.election, outcome);
    let came_in = |(choice, effective): (&shares::Choice, Option<f64>)| Chosen {
        key: prepared.key(choice.practice),
        way: match choice.way {
            shares::Way::Free => Way::Free,
            shares::Way::Bought(_) => Way::Bought,
            shares::Way::Reserved(_) => Way::Reserved,
            shares::Way::Filled => Way::Filled,
        },
        accounts: prepared.shown(choice.practice),
        votes: prepared.votes(choice.practice),
        effective_votes: effective.filter(|_| prepared.shown(choice.practice).is_some()),
    };
    let left = (0_u32..).zip(&outcome.left).filter_map(|(place, left)| {
        let why = why(prepared, outcome, &rest, place, (*left)?);
        let key = prepared.key(place);
        Some(NotChosen { key, accounts: prepared.shown(place), votes: prepared.votes(place), why })
    });
    let sum = |resource: usize, of: fn(i64) -> i64| {
        let costs = chosen.iter().map(|&place| inputs.candidates[place as usize].costs[resource]);
        costs.fold(0_i64, |sum, cost| sum.saturating_add(of(cost)))
    };
    let resources = 0..inputs.resources.len();
    Selection {
        chosen: outcome.chosen.iter().zip(effective).map(came_in).collect(),
        left: left.collect(),
        spent: resources.clone().map(|resource| sum(resource, |cost| cost.max(0))).collect(),
        saved: resources.map(|resource| sum(resource, |cost| cost.min(0).saturating_neg())).collect(),
        voices: prepared.voices,
        everybody: served(prepared, &chosen),
        certificate: certificate(prepared, outcome, &prices, &chosen),
    }
}

fn certificate(
    prepared: &Prepared,
    outcome: &Outcome,
    prices: &PriceSystem,
    chosen: &[PracticeIndex],
) -> Certificate {
    let election = &prepared.election;
    Certificate {
        price_system: flaws(election, &Claim::of(outcome), prices).is_empty(),
        ejr_plus: neglected(election, chosen).iter().all(|neglect| {
            let left = outcome.left[neglect.practice as usize];
            matches!(left, Some(Left::Ruled(Skip::Opposite(_) | Skip::Needs(_))))
        }),
        steps: outcome.steps,
        stopped_by_limit: outcome.stop == Stop::Limit,
    }
}

/// The first thing that keeps it out; a gate before money.
fn why(prepared: &Prepared, outcome: &Outcome, rest: &Rest, place: PracticeIndex, left: Left) -> Why {
    match left {
        Left::Unsupported => Why::Unsupported,
        Left::Barred => barred(prepared, place),
        Left::Unaffordable => {
            let missing = || missing(prepared, outcome, rest, place);
            Why::Unaffordable { missing: prepared.shown(place).map(|_| missing()) }
        }
        Left::Ruled(Skip::CellFull(cell)) => Why::CellFull { cell },
        Left::Ruled(Skip::Resource(resource)) => Why::Resource { resource: prepared.resource(resource) },
        Left::Ruled(Skip::Opposite(other)) => Why::Opposite { key: prepared.key(other) },
        Left::Ruled(Skip::Needs(other)) => Why::Needs { key: prepared.key(other) },
    }
}

fn barred(prepared: &Prepared, place: PracticeIndex) -> Why {
    let given = |has: u32| Some(has).filter(|&has| may_show(has));
    match prepared.objections[place as usize].first() {
        Some(&Objection::TooFewAccounts { has, needs }) => Why::TooFewAccounts { has: given(has), needs },
        Some(&Objection::TooLittleSupport { has, needs }) => {
            let percent = 100.0 * has as f64 / needs.max(1) as f64;
            Why::TooLittleSupport { percent: prepared.shown(place).map(|_| percent) }
        }
        Some(&Objection::Opposed { segment, .. }) => Why::Opposed { segment },
        Some(&Objection::RedLines { has, most }) => Why::RedLines { has: given(has), most },
        None => {
            let candidate = &prepared.inputs.candidates[place as usize];
            let lacks = |(resource, cost): (&super::Resource, &i64)| resource.capacity <= 0 && *cost > 0;
            let mut needs = prepared.inputs.resources.iter().zip(&candidate.costs);
            Why::Resource { resource: needs.position(lacks).unwrap_or(0) as u32 }
        }
    }
}

/// What its supporters lacked together, as a part of the capacity.
fn missing(prepared: &Prepared, outcome: &Outcome, rest: &Rest, place: PracticeIndex) -> f64 {
    let missing = rest.missing(&prepared.election, outcome, place);
    Fraction::new(missing.numerator, missing.denominator * prepared.election.budget()).to_f64()
}

impl Prepared<'_> {
    pub(super) fn key(&self, place: PracticeIndex) -> Key {
        self.inputs.candidates[place as usize].key
    }

    /// How many accounts support a candidate, if that may be said.
    pub(super) fn shown(&self, place: PracticeIndex) -> Option<u32> {
        Some(self.accounts[place as usize]).filter(|&accounts| may_show(accounts))
    }

    /// The voices behind a candidate, likewise.
    pub(super) fn votes(&self, place: PracticeIndex) -> Option<f64> {
        let votes = Fraction::new(self.election.votes(place), self.election.parts().voice);
        self.shown(place).map(|_| votes.to_f64())
    }

    /// The round's resource behind one of the election's, which has only those of which there is something.
    pub(super) fn resource(&self, used: u32) -> u32 {
        let some = (0_u32..).zip(&self.inputs.resources).filter(|(_, resource)| resource.capacity > 0);
        some.map(|(place, _)| place).nth(used as usize).unwrap_or(0)
    }
}
