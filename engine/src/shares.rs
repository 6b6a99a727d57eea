//! The Method of Equal Shares (Rule X) with weighted endowments: Peters, Pierczyński and Skowron, arXiv 2008.13276.
//!
//! The budget B is shared equally: money per unit of weight starts at `b_i = B / Σw`. The price ρ_p of a practice with cost
//! `c_p` and supporters `N_p` solves `Σ_{i∈N_p} w_i min(b_i, ρ u_ip) = c_p`; without a solution its supporters cannot afford
//! it. Buy the practice of least ρ, then `b_i −= min(b_i, ρ u_ip)`, and again. With cost utility (`u_ip = c_p`) supporters pay
//! the same per unit of weight, x_p, as far as they have it, and `e_p = c_p / x_p = 1/ρ_p` is the effective vote count.
//!
//! Where the round keeps a part for cells that would otherwise be empty ([`crate::election::Parts::floor`]), everybody has that
//! part of their share in a second purse. When the first ones can buy nothing more, the second ones buy, by the same rule, one
//! practice that stands in a cell without any; then the first ones go on. Prices add up to no more than all shares, so resources
//! suffice as before. Completion raises both purses and judges what both bought; so it, and filling up, spend on anything what
//! the second purses cannot.
//!
//! Exact and fast: floats with an error bound order the practices, and whole numbers decide where the bounds overlap. ρ_p never
//! falls while money only leaves, so an old ρ_p in the heap is a lower bound. Voters who have paid for the same practices have
//! the same money, so sums are over classes of voters (see `purses`).

mod buyer;
mod completion;
mod price;
mod purses;
mod run;

use crate::election::{Election, PracticeIndex, Skip};
use crate::exact::{BigInt, Fraction};

pub use completion::{Completion, MAX_PARTS, MAX_RUNS, Step, Stop};

/// How a selection is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    pub completion: Completion,
    /// How much endowments rise from one run to the next.
    pub step: Step,
    /// Whether what then still fits is added, by votes (see [`crate::greedy`]).
    pub fill: bool,
}

impl Default for Method {
    /// The product's: raise endowments until the next step would overspend, then fill up.
    fn default() -> Self {
        Self { completion: Completion::UntilOverspend, step: Step::default(), fill: true }
    }
}

impl Method {
    /// One run with the budget as it is.
    pub const PLAIN: Self =
        Self { completion: Completion::None, step: Step::PerVoice { amount: 1, of: 1 }, fill: false };
}

/// How a practice came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// At no cost: the gates alone decided.
    Free,
    /// Bought by its supporters.
    Bought(Purchase),
    /// Bought by its supporters out of what is kept for empty cells: nothing else stood in one of its cells.
    Reserved(Purchase),
    /// Added from what was left, by votes.
    Filled,
}

impl Way {
    /// What was paid, if anything was.
    #[must_use]
    pub fn purchase(&self) -> Option<&Purchase> {
        match self {
            Self::Bought(purchase) | Self::Reserved(purchase) => Some(purchase),
            Self::Free | Self::Filled => None,
        }
    }
}

/// What was paid for a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// What a supporter pays per unit of weight, and per point of score where utility is additive, as far as it has it: a
    /// numerator over [`Outcome::denominator`].
    pub price: BigInt,
    /// Supporters who paid something.
    pub payers: u32,
}

/// A practice that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub practice: PracticeIndex,
    pub way: Way,
}

/// Why a practice was not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Barred,
    /// Nobody with any weight supports it.
    Unsupported,
    /// Its supporters had not enough money left.
    Unaffordable,
    /// They had, and a rule kept it out.
    Ruled(Skip),
}

/// The result, with all that is needed to prove and explain it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// In order of purchase.
    pub chosen: Vec<Choice>,
    /// By index; `None` for the chosen.
    pub left: Vec<Option<Left>>,
    /// What money is counted in: a numerator `n` is `n / denominator` units of price.
    pub denominator: BigInt,
    /// Money per unit of weight at the start of the run that counted.
    pub endowment: BigInt,
    /// The part of it that was kept for empty cells.
    pub reserve: BigInt,
    /// How often the endowments were raised for that run.
    pub steps: u32,
    /// What ended the raising.
    pub stop: Stop,
}

impl Outcome {
    #[must_use]
    pub fn practices(&self) -> Vec<PracticeIndex> {
        self.chosen.iter().map(|choice| choice.practice).collect()
    }

    /// Whether a practice was chosen.
    #[must_use]
    pub fn holds(&self, practice: PracticeIndex) -> bool {
        self.left.get(practice as usize).is_some_and(Option::is_none)
    }

    /// A numerator as a fraction of the price's unit.
    #[must_use]
    pub fn money(&self, numerator: &BigInt) -> Fraction {
        Fraction::new(numerator.clone(), self.denominator.clone())
    }
}

/// Selects by equal shares.
#[must_use]
pub fn equal_shares(election: &Election, method: &Method) -> Outcome {
    let mut outcome = completion::complete(election, method);
    if method.fill {
        crate::greedy::fill(election, &mut outcome);
    }
    outcome
}
