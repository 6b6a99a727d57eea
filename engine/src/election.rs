//! What a selection chooses from: practices with costs, who supports them with what weight, and the round's published rules.
//! It chooses nothing; `shares`, `greedy` and `phragmen` do.
//!
//! Amounts are whole numbers in a unit of the caller's (a cent, a hundredth of an hour), so that nothing is rounded.
//! Several resources become one price by the dominant share: `c_p = max_r cost_p,r / C_r` of a budget of 1 (Motamed, Soeteman,
//! Rey and Endriss 2022 on several resources). `Σ_p c_p ≤ 1` keeps every resource, since `cost_p,r / C_r ≤ c_p`. Prices are
//! kept whole by the capacities' least common multiple; with one resource the price is the cost itself.

mod ballots;
mod check;
mod room;

pub(crate) use check::EXACT_FLOATS;
pub use check::Fault;
pub use room::{Room, Skip};

pub(crate) use ballots::Supporters;

use std::sync::Arc;

use crate::exact::common_divisor;

/// A practice, as an index into [`Parts::practices`].
pub type PracticeIndex = u32;
/// A voter, as an index into [`Parts::weights`].
pub type VoterIndex = u32;

/// A practice that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Practice {
    /// Cost in each resource. Below 0 it saves, which is shown and not spent: it counts as 0 here.
    pub costs: Vec<i64>,
    /// The cells it stands in, as indices into [`Parts::cells`].
    pub cells: Vec<u32>,
    /// Groups of opposites that it belongs to, any numbers: of each group one practice at most is chosen.
    pub exclusions: Vec<u32>,
    /// Practices that must have been chosen before it.
    pub needs: Vec<PracticeIndex>,
    /// What the gates said: a barred practice is not even considered.
    pub barred: bool,
}

/// What a cell holds at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub most_practices: Option<u32>,
    /// In each resource.
    pub most_cost: Option<Vec<i64>>,
}

/// One voter's support for one practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    pub voter: VoterIndex,
    /// The utility of [`Utility::Additive`], above 0; other utilities do not read it.
    pub score: u32,
}

/// What a chosen practice is worth to a supporter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Utility {
    /// Its price: all supporters count alike and a practice's price is no handicap. The product's.
    #[default]
    Cost,
    /// One, whatever it costs: favours cheap practices.
    Cardinality,
    /// The score given to it.
    Additive,
}

/// How a tie is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// Lowest price, then most votes, then [`Parts::order`]. The product's.
    #[default]
    Published,
    /// By [`Parts::order`] alone.
    Order,
}

/// What an [`Election`] is made of.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// How much there is of each resource; at least one, each above 0.
    pub capacities: Vec<i64>,
    pub practices: Vec<Practice>,
    pub cells: Vec<Cell>,
    /// Who supports each practice, in any order, each voter once.
    pub approvals: Vec<Vec<Approval>>,
    /// Each voter's weight, in a unit so fine that all are whole: see [`Election::to_parts`].
    pub weights: Vec<u64>,
    /// How many of these units make one voice, above 0: completion steps are a voice's, effective votes are in voices.
    pub voice: u64,
    pub utility: Utility,
    pub ties: Ties,
    /// So many percent of everybody's share are kept for cells that would otherwise be empty; 0: nothing, at most 100. Only
    /// [`crate::shares`] knows of it.
    pub floor: u8,
    /// The published order that settles the last ties, first comes first: every practice once. Empty: by index.
    pub order: Vec<PracticeIndex>,
}

/// Checked and laid out for selection.
#[derive(Clone, Debug)]
pub struct Election {
    parts: Parts,
    prices: Vec<u128>,
    budget: u128,
    /// Shared by all that is made of the same approvals.
    supporters: Arc<Supporters>,
    /// Weight of all voters.
    total: u64,
    votes: Vec<u64>,
    /// Place in the published order.
    places: Vec<u32>,
}

impl Election {
    /// Checks and lays out. O(approvals).
    ///
    /// # Errors
    /// An index out of range, a length that does not match, a capacity of 0, a floor above 100, weights or scores whose sum does not fit, and
    /// capacities without a common multiple below 2¹²⁰.
    pub fn new(mut parts: Parts) -> Result<Self, Fault> {
        check::check(&parts)?;
        check::check_approvals(&parts)?;
        let supporters = Arc::new(Supporters::new(std::mem::take(&mut parts.approvals), parts.utility));
        let total = check::total_weight(&parts.weights)?;
        let votes = votes(&supporters, &parts);
        let mut places: Vec<u32> = (0..parts.practices.len() as u32).collect();
        for (place, &practice) in (0..).zip(&parts.order) {
            places[practice as usize] = place;
        }
        let (prices, budget) = (Vec::new(), 0);
        let election = Self { parts, prices, budget, supporters, total, votes, places }.priced()?;
        check::check_scores(&election)?;
        Ok(election)
    }

    /// Enters budget and prices.
    fn priced(mut self) -> Result<Self, Fault> {
        let parts = &self.parts;
        let budget = match parts.capacities.as_slice() {
            [only] => only.unsigned_abs().into(),
            several => common_multiple(several)?,
        };
        let price = |practice: &Practice| {
            let shares = practice.costs.iter().zip(&parts.capacities);
            let price = shares.map(|(&cost, &capacity)| {
                (budget / u128::from(capacity.unsigned_abs())).checked_mul(cost.max(0).unsigned_abs().into())
            });
            price.reduce(|a, b| Some(a?.max(b?))).flatten().filter(|&price| price < LIMIT)
        };
        self.prices = parts.practices.iter().map(price).collect::<Option<_>>().ok_or(Fault::TooFine)?;
        self.budget = budget;
        Ok(self)
    }

    #[must_use]
    pub fn practices(&self) -> &[Practice] {
        &self.parts.practices
    }

    /// As given, but for the approvals, which [`Election::supporters`] gives.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The one price of a practice: its cost, or its dominant share of [`Election::budget`].
    #[must_use]
    pub fn price(&self, practice: PracticeIndex) -> u128 {
        self.prices[practice as usize]
    }

    /// What all prices together must not exceed, without completion.
    #[must_use]
    pub fn budget(&self) -> u128 {
        self.budget
    }

    /// The voters who support a practice, rising.
    #[must_use]
    pub fn supporters(&self, practice: PracticeIndex) -> &[VoterIndex] {
        self.supporters.voters(practice)
    }

    /// Their scores, beside [`Election::supporters`]; `None` where every supporter's is 1.
    #[must_use]
    pub fn scores(&self, practice: PracticeIndex) -> Option<&[u32]> {
        self.supporters.scores(practice)
    }

    /// The weight of a practice's supporters.
    #[must_use]
    pub fn votes(&self, practice: PracticeIndex) -> u64 {
        self.votes[practice as usize]
    }

    #[must_use]
    pub fn weight(&self, voter: VoterIndex) -> u64 {
        self.parts.weights[voter as usize]
    }

    /// The weight of all voters.
    #[must_use]
    pub fn total_weight(&self) -> u64 {
        self.total
    }

    /// All that the gates let through.
    pub fn candidates(&self) -> impl Iterator<Item = PracticeIndex> + '_ {
        let all = (0..).zip(&self.parts.practices);
        all.filter(|(_, practice)| !practice.barred).map(|(index, _)| index)
    }

    /// The published order of ties: smaller comes first.
    #[must_use]
    pub fn tie_key(&self, practice: PracticeIndex) -> (u128, std::cmp::Reverse<u64>, u32) {
        let place = self.places[practice as usize];
        match self.parts.ties {
            Ties::Published => (self.price(practice), std::cmp::Reverse(self.votes(practice)), place),
            Ties::Order => (0, std::cmp::Reverse(0), place),
        }
    }

    /// The same election with other weights, as many.
    ///
    /// # Errors
    /// Weights that are not as many, or do not fit.
    pub fn with_weights(&self, weights: Vec<u64>) -> Result<Self, Fault> {
        if weights.len() != self.parts.weights.len() {
            return Err(Fault::Length);
        }
        let mut changed = self.clone();
        changed.total = check::total_weight(&weights)?;
        changed.parts.weights = weights;
        changed.votes = votes(&changed.supporters, &changed.parts);
        check::check_scores(&changed)?;
        Ok(changed)
    }

    /// The same voters and approvals of as many practices, with other capacities, practices and cells. O(practices): the
    /// approvals are not laid out again.
    ///
    /// # Errors
    /// As [`Election::new`].
    pub fn with_practices(
        &self,
        capacities: Vec<i64>,
        practices: Vec<Practice>,
        cells: Vec<Cell>,
        floor: u8,
    ) -> Result<Self, Fault> {
        if practices.len() != self.parts.practices.len() {
            return Err(Fault::Length);
        }
        let parts = Parts { capacities, practices, cells, floor, ..self.parts.clone() };
        check::check(&parts)?;
        Self { parts, ..self.clone() }.priced()
    }

    /// Keeps a practice out.
    pub(crate) fn bar(&mut self, practice: PracticeIndex) {
        self.parts.practices[practice as usize].barred = true;
    }

    /// The same election without its ballots' layout, to change and build anew.
    #[must_use]
    pub fn to_parts(&self) -> Parts {
        Parts { approvals: self.supporters.to_lists(self.practices().len()), ..self.parts.clone() }
    }
}

/// Prices stay below this, so that sums of them fit.
const LIMIT: u128 = 1 << 120;

fn votes(supporters: &Supporters, parts: &Parts) -> Vec<u64> {
    let weight = |&voter: &VoterIndex| parts.weights[voter as usize];
    (0..parts.practices.len() as u32).map(|p| supporters.voters(p).iter().map(weight).sum()).collect()
}

/// Whether capacities have a common multiple that fits, so that parts of them can be compared exactly. Those of which there is
/// nothing do not matter.
#[must_use]
pub fn can_be_compared(capacities: impl Iterator<Item = i64>) -> bool {
    common_multiple(&capacities.filter(|&capacity| capacity > 0).collect::<Vec<_>>()).is_ok()
}

fn common_multiple(capacities: &[i64]) -> Result<u128, Fault> {
    capacities.iter().try_fold(1_u128, |multiple, capacity| {
        let capacity = u128::from(capacity.unsigned_abs());
        let next = (multiple / common_divisor(multiple, capacity)).checked_mul(capacity);
        next.filter(|&next| next < LIMIT).ok_or(Fault::TooFine)
    })
}
