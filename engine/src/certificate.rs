//! The checker of a certificate: whether a price system proves that a selection is fair. It knows ballots, costs and rules, and
//! nothing of how selections are made; it computes everything anew, in whole numbers.
//!
//! A price system proves it if (1) nobody paid more than the endowment, and only for what it supports, (2) the payments for each
//! bought practice add up to its price, and (3) the supporters of every practice left out have less left than its price, unless
//! a rule of the round kept it out (Peters and Skowron, arXiv 1911.11747; with costs arXiv 2008.13276). What follows, and
//! anybody can see: if a group all supports a practice, it was chosen, or some of them already had more than their share less
//! the practice's price per head spent on what they support.
//!
//! Where the round keeps a part for empty cells, everybody has two purses, and all this holds for each: the second paid only for
//! what was the first to stand in a cell and the first purses could not buy, and (3) is of what stands in cells still empty.

mod rules;

use crate::election::{Election, PracticeIndex, Skip, VoterIndex};
use crate::exact::BigInt;
use crate::prices::PriceSystem;
use crate::shares::{Left, Outcome, Way};

pub use rules::breaches;

/// How a practice is said to have come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Free,
    Bought,
    /// Bought out of what is kept for empty cells.
    Reserved,
    /// Added by votes from what was left: nobody paid.
    Filled,
}

/// What is to be proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// In the order in which they came in.
    pub chosen: Vec<(PracticeIndex, Standing)>,
    /// Kept out by a rule although their supporters may have had the money.
    pub skipped: Vec<(PracticeIndex, Skip)>,
}

impl Claim {
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let standing = |way: &Way| match way {
            Way::Free => Standing::Free,
            Way::Bought(_) => Standing::Bought,
            Way::Reserved(_) => Standing::Reserved,
            Way::Filled => Standing::Filled,
        };
        let chosen = outcome.chosen.iter().map(|choice| (choice.practice, standing(&choice.way)));
        let skipped = (0..).zip(&outcome.left).filter_map(|(practice, left)| match left {
            Some(Left::Ruled(skip)) => Some((practice, *skip)),
            _ => None,
        });
        Self { chosen: chosen.collect(), skipped: skipped.collect() }
    }
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A practice or a voter that is not there.
    Unknown,
    /// Chosen twice.
    Twice(PracticeIndex),
    /// Chosen although the gates barred it.
    Barred(PracticeIndex),
    /// More of a resource than there is.
    Resource(u32),
    /// Chosen against a rule.
    Breach(PracticeIndex, Skip),
    /// Said to be kept out by a rule that does not keep it out.
    NotSkipped(PracticeIndex),
    /// The endowments are less than equal shares of the budget.
    Endowment,
    /// Of the endowments, not the published part is kept for empty cells.
    Reserve,
    /// Bought out of what is kept for empty cells, of which it stands in none.
    NotEmpty(PracticeIndex),
    /// Paid for what was not bought.
    NotBought(PracticeIndex),
    /// Paid for what it does not support, or a sum that is not above 0.
    NotSupported(VoterIndex, PracticeIndex),
    /// Paid more than it had.
    Overdrawn(VoterIndex),
    /// The payments are not the price.
    NotThePrice(PracticeIndex),
    /// Left out, or brought in by other means, although its supporters could pay for it.
    Affordable(PracticeIndex),
}

/// All that is wrong; a sound certificate has none. O(approvals).
#[must_use]
pub fn flaws(election: &Election, claim: &Claim, prices: &PriceSystem) -> Vec<Flaw> {
    let practices = election.practices().len() as u32;
    let mut named = claim.chosen.iter().map(|c| c.0).chain(claim.skipped.iter().map(|s| s.0));
    let voters = election.parts().weights.len() as u32;
    let paid = |p: &crate::prices::Payment| p.practice < practices && p.voter < voters;
    if named.any(|practice| practice >= practices) || !prices.payments.iter().all(paid) {
        return vec![Flaw::Unknown];
    }
    let mut found = breaches(election, claim);
    let checker = Checker::new(election, claim, prices);
    checker.check_payments(&mut found);
    checker.check_bought(&mut found);
    checker.check_left_out(&mut found);
    found
}

struct Checker<'a> {
    election: &'a Election,
    claim: &'a Claim,
    prices: &'a PriceSystem,
    standing: Vec<Option<Standing>>,
    /// What each voter has left in the purse for anything, per unit of weight.
    own: Vec<BigInt>,
    /// The same in that for empty cells.
    reserve: Vec<BigInt>,
    /// Cells in which nothing stands that was not added in the end.
    empty: Vec<bool>,
    /// What each practice got in all.
    received: Vec<BigInt>,
}

impl<'a> Checker<'a> {
    fn new(election: &'a Election, claim: &'a Claim, prices: &'a PriceSystem) -> Self {
        let mut standing = vec![None; election.practices().len()];
        for &(practice, way) in &claim.chosen {
            standing[practice as usize] = Some(way);
        }
        let mut empty = vec![true; election.parts().cells.len()];
        for &(practice, _) in claim.chosen.iter().filter(|(_, way)| *way != Standing::Filled) {
            election.practices()[practice as usize]
                .cells
                .iter()
                .for_each(|&cell| empty[cell as usize] = false);
        }
        let voters = election.parts().weights.len();
        let mut own = vec![&prices.endowment - &prices.reserve; voters];
        let mut reserve = vec![prices.reserve.clone(); voters];
        let mut received = vec![BigInt::ZERO; election.practices().len()];
        for paid in &prices.payments {
            let reserved = standing[paid.practice as usize] == Some(Standing::Reserved);
            let purses = if reserved { &mut reserve } else { &mut own };
            purses[paid.voter as usize] -= &paid.amount;
            received[paid.practice as usize] += &paid.amount * election.weight(paid.voter);
        }
        Self { election, claim, prices, standing, own, reserve, empty, received }
    }

    /// (1)
    fn check_payments(&self, found: &mut Vec<Flaw>) {
        if &self.prices.endowment * self.election.total_weight() < self.prices.budget {
            found.push(Flaw::Endowment);
        }
        if &self.prices.reserve * 100 != &self.prices.endowment * self.election.parts().floor {
            found.push(Flaw::Reserve);
        }
        for paid in &self.prices.payments {
            let bought = [Some(Standing::Bought), Some(Standing::Reserved)];
            if !bought.contains(&self.standing[paid.practice as usize]) {
                found.push(Flaw::NotBought(paid.practice));
            }
            let supporters = self.election.supporters(paid.practice);
            if paid.amount <= BigInt::ZERO || supporters.binary_search(&paid.voter).is_err() {
                found.push(Flaw::NotSupported(paid.voter, paid.practice));
            }
        }
        for (voter, left) in (0..).zip(self.own.iter().zip(&self.reserve)) {
            if *left.0 < BigInt::ZERO || *left.1 < BigInt::ZERO {
                found.push(Flaw::Overdrawn(voter));
            }
        }
    }

    /// (2)
    fn check_bought(&self, found: &mut Vec<Flaw>) {
        for &(practice, standing) in &self.claim.chosen {
            let fair = match standing {
                Standing::Free => self.against_price(practice, &BigInt::ZERO).is_eq(),
                Standing::Bought | Standing::Reserved => {
                    self.against_price(practice, &self.received[practice as usize]).is_eq()
                }
                Standing::Filled => true,
            };
            if !fair {
                found.push(Flaw::NotThePrice(practice));
            }
        }
    }

    /// (3)
    fn check_left_out(&self, found: &mut Vec<Flaw>) {
        let mut excused = vec![false; self.standing.len()];
        for &(practice, _) in &self.claim.skipped {
            excused[practice as usize] = true;
        }
        for practice in self.election.candidates() {
            let index = practice as usize;
            // What came in by other means could not be bought either.
            let wanting = match self.standing[index] {
                None => !excused[index],
                Some(Standing::Filled) => !self.came_after_filled(practice),
                Some(Standing::Reserved) => true,
                Some(Standing::Free | Standing::Bought) => false,
            };
            if wanting && self.could_be_bought(practice) {
                found.push(Flaw::Affordable(practice));
            }
        }
    }

    /// Whether what its supporters have left is enough, in a purse that is open to it.
    fn could_be_bought(&self, practice: PracticeIndex) -> bool {
        let voters = || self.election.supporters(practice).iter();
        let enough = |purses: &[BigInt]| {
            let left: BigInt = voters().map(|&v| &purses[v as usize] * self.election.weight(v)).sum();
            self.against_price(practice, &left).is_ge()
        };
        let mut cells = self.election.practices()[practice as usize].cells.iter();
        voters().any(|&voter| self.election.weight(voter) > 0)
            && (enough(&self.own) || cells.any(|&cell| self.empty[cell as usize]) && enough(&self.reserve))
    }

    /// Whether a prerequisite was added in the end, so that nobody could have bought it before.
    fn came_after_filled(&self, practice: PracticeIndex) -> bool {
        let needs = &self.election.practices()[practice as usize].needs;
        needs.iter().any(|&need| self.standing[need as usize] == Some(Standing::Filled))
    }

    /// Compares money with a practice's price: its largest share of any resource, of the whole budget.
    fn against_price(&self, practice: PracticeIndex, money: &BigInt) -> std::cmp::Ordering {
        let costs = &self.election.practices()[practice as usize].costs;
        let against = costs.iter().zip(&self.election.parts().capacities);
        let against =
            against.map(|(&cost, &capacity)| (money * capacity).cmp(&(&self.prices.budget * cost.max(0))));
        // Against the dearest resource: the one that money compares least well with.
        against.min().unwrap_or(std::cmp::Ordering::Greater)
    }
}
