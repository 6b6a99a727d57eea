//! Why a practice is in, and why not: what `sentences` puts into words. Boehmer et al., IJCAI 2024, arXiv 2312.14723.
//!
//! The changes that would have brought a practice in are found by making them and selecting again, halving until one unit more
//! wins and one unit less does not: so every one of them is true of this election, with everything else as it is. Figures that
//! rest on few accounts are taken out by [`withhold`].

mod change;
pub mod withhold;

use crate::certificate::Standing;
use crate::election::{Election, PracticeIndex, VoterIndex};
use crate::exact::{BigInt, Fraction};
use crate::prices::{PriceSystem, effective_votes, price_system};
use crate::shares::{Choice, Left, Method, Outcome, Way};

pub use change::{costs_capped, with_costs, with_voices};

/// A chosen practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Won {
    pub practice: PracticeIndex,
    /// As which it came in, from 1.
    pub round: u32,
    pub way: Standing,
    /// In voices.
    pub votes: Fraction,
    /// As if so many had paid the same; `None` for what was not bought.
    pub effective_votes: Option<f64>,
    /// The cells in which nothing had stood before, of what was bought out of the reserve for them; else none.
    pub cells: Vec<u32>,
    /// Who paid, by group, in the order of groups.
    pub paid: Vec<Paid>,
    /// The most that anybody paid for a voice, in units of price.
    pub largest: Option<Fraction>,
    /// What its supporters had left in the end, in units of price, in the purses that paid for it.
    pub left: Option<Fraction>,
    /// Figures that would be here are withheld.
    pub withheld: bool,
}

/// What a group of voters paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub group: u32,
    pub voters: u32,
    /// In units of price.
    pub amount: Fraction,
}

/// A practice that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub practice: PracticeIndex,
    pub why: Left,
    /// In voices.
    pub votes: Fraction,
    /// What its supporters paid for others, in units of price, in the order of purchase; not out of the reserve.
    pub spent: Vec<(PracticeIndex, Fraction)>,
    /// What they had left, in units of price, without their part of the reserve.
    pub left: Option<Fraction>,
    /// What they had left of their part of the reserve for empty cells, where it stands in one that holds nothing else that
    /// was paid for; `None` where the reserve was not for it.
    pub reserve: Option<Fraction>,
    /// What was missing to its price; 0 or less where money was not what kept it out.
    pub missing: Option<Fraction>,
    /// The highest cost at which it would have been chosen; `None` if at no cost.
    pub wins_at: Option<WinsAt>,
    /// How many voices more, for it alone, would have brought it in; `None` if none would.
    pub more_voices: Option<u64>,
    /// Figures that would be here are withheld: that there is none says nothing.
    pub withheld: bool,
}

/// A cost at which a practice wins, while with one unit more it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WinsAt {
    /// The resource of which it takes the largest part.
    pub resource: u32,
    /// So much of it, and no larger part of any other resource (see [`costs_capped`]).
    pub amount: i64,
}

/// Explains a chosen practice; `None` if it was not. `groups` gives each voter's segment, culture or tier.
#[must_use]
pub fn won(election: &Election, outcome: &Outcome, groups: &[u32], practice: PracticeIndex) -> Option<Won> {
    let place = outcome.chosen.iter().position(|choice| choice.practice == practice)?;
    let prices = price_system(election, outcome);
    let mut paid: Vec<(u32, u32, BigInt)> = Vec::new();
    let mut largest = BigInt::ZERO;
    for payment in prices.payments.iter().filter(|payment| payment.practice == practice) {
        let group = groups.get(payment.voter as usize).copied().unwrap_or(0);
        let amount = &payment.amount * election.weight(payment.voter);
        largest = largest.max(payment.amount.clone());
        match paid.binary_search_by_key(&group, |entry| entry.0) {
            Ok(at) => {
                paid[at].1 += 1;
                paid[at].2 += amount;
            }
            Err(at) => paid.insert(at, (group, 1, amount)),
        }
    }
    let way = Standing::from(&outcome.chosen[place].way);
    let purse = if way == Standing::Reserved { Purse::Reserve } else { Purse::Own };
    let in_words = |(group, voters, amount)| Paid { group, voters, amount: outcome.money(&amount) };
    Some(Won {
        practice,
        round: u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1),
        cells: if purse == Purse::Reserve { first_in(election, outcome, place) } else { Vec::new() },
        way,
        votes: voices(election, practice),
        effective_votes: effective_votes(election, outcome)[place],
        paid: paid.into_iter().map(in_words).collect(),
        largest: Some(outcome.money(&(largest * election.parts().voice))),
        left: Some(
            outcome.money(&Rest::of(election, outcome, &prices, purse).of_supporters(election, practice)),
        ),
        withheld: false,
    })
}

/// Explains a practice that was not chosen; `None` if it was. It selects again some tens of times.
#[must_use]
pub fn lost(
    election: &Election,
    method: &Method,
    outcome: &Outcome,
    practice: PracticeIndex,
) -> Option<Lost> {
    let why = (*outcome.left.get(practice as usize)?)?;
    let prices = price_system(election, outcome);
    let rest = |purse| Rest::of(election, outcome, &prices, purse);
    let (own, reserve) = (rest(Purse::Own), rest(Purse::Reserve));
    let open = election.parts().floor > 0 && reserve_is_for(election, outcome, practice);
    Some(Lost {
        practice,
        why,
        votes: voices(election, practice),
        spent: spent_by_supporters(election, outcome, &prices, practice),
        missing: Some(own.missing(election, outcome, practice)),
        left: Some(outcome.money(&own.of_supporters(election, practice))),
        reserve: open.then(|| outcome.money(&reserve.of_supporters(election, practice))),
        wins_at: change::cost_that_wins(election, method, practice),
        more_voices: change::voices_that_win(election, method, practice),
        withheld: false,
    })
}

/// How many voices that support nothing else can buy a practice whatever the others do, without completion and where no rule
/// keeps it out: the least k with `k B / (n + k) ≥ c` for n voices, where B is what is not kept for empty cells. `None` if no
/// number can. It is what an attack costs in accounts, and falls with the practice's part of the budget.
#[must_use]
pub fn voices_to_buy(election: &Election, practice: PracticeIndex) -> Option<u64> {
    // Both below 2^120, so that a hundred times as much fits.
    let price = election.price(practice) * 100;
    let budget = election.budget() * u128::from(100 - election.parts().floor);
    let rest = budget.checked_sub(price).filter(|&rest| rest > 0)?;
    let voices = Fraction::new(
        BigInt::from(price) * election.total_weight(),
        BigInt::from(rest) * election.parts().voice,
    );
    u64::try_from(voices.ceiling()).ok()
}

fn voices(election: &Election, practice: PracticeIndex) -> Fraction {
    Fraction::new(election.votes(practice), election.parts().voice)
}

/// Which of everybody's two purses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purse {
    Own,
    Reserve,
}

/// What everybody has left of a purse in the end: summed up once, since many practices may be asked about.
pub(crate) struct Rest {
    /// What everybody began with, per unit of weight, a numerator like all here.
    each: BigInt,
    /// What each voter spent of it, likewise.
    spent: Vec<BigInt>,
}

impl Rest {
    /// O(payments).
    pub(crate) fn of(election: &Election, outcome: &Outcome, prices: &PriceSystem, purse: Purse) -> Self {
        let each = match purse {
            Purse::Own => &prices.endowment - &prices.reserve,
            Purse::Reserve => prices.reserve.clone(),
        };
        let mut spent = vec![BigInt::ZERO; election.parts().weights.len()];
        let (reserved, wanted) = (reserved(outcome), purse == Purse::Reserve);
        for payment in prices.payments.iter().filter(|paid| reserved[paid.practice as usize] == wanted) {
            spent[payment.voter as usize] += &payment.amount;
        }
        Self { each, spent }
    }

    /// What a practice's supporters have left together. O(supporters).
    fn of_supporters(&self, election: &Election, practice: PracticeIndex) -> BigInt {
        let spent = election.supporters(practice).iter().map(|&voter| (voter, &self.spent[voter as usize]));
        let payers = spent.filter(|(_, spent)| **spent > BigInt::ZERO);
        let spent: BigInt = payers.map(|(voter, spent)| spent * election.weight(voter)).sum();
        &self.each * election.votes(practice) - spent
    }

    /// What they lack to its price, in units of price.
    pub(crate) fn missing(
        &self,
        election: &Election,
        outcome: &Outcome,
        practice: PracticeIndex,
    ) -> Fraction {
        let price = BigInt::from(election.price(practice)) * &outcome.denominator;
        outcome.money(&(price - self.of_supporters(election, practice)))
    }
}

/// By practice, whether it was bought out of the reserve.
fn reserved(outcome: &Outcome) -> Vec<bool> {
    let mut found = vec![false; outcome.left.len()];
    for choice in &outcome.chosen {
        found[choice.practice as usize] = matches!(choice.way, Way::Reserved(_));
    }
    found
}

/// The cells of a choice that no earlier one stands in.
fn first_in(election: &Election, outcome: &Outcome, place: usize) -> Vec<u32> {
    let cells = |choice: &Choice| &election.practices()[choice.practice as usize].cells;
    let (before, this) = (&outcome.chosen[..place], &outcome.chosen[place]);
    let is_first = |cell: &&u32| !before.iter().any(|choice| cells(choice).contains(cell));
    cells(this).iter().filter(is_first).copied().collect()
}

/// Whether a practice stands in a cell in which nothing does that was not added in the end.
fn reserve_is_for(election: &Election, outcome: &Outcome, practice: PracticeIndex) -> bool {
    let cells = |practice: PracticeIndex| &election.practices()[practice as usize].cells;
    let paid = || outcome.chosen.iter().filter(|choice| choice.way != Way::Filled);
    cells(practice).iter().any(|cell| !paid().any(|choice| cells(choice.practice).contains(cell)))
}

fn spent_by_supporters(
    election: &Election,
    outcome: &Outcome,
    prices: &PriceSystem,
    practice: PracticeIndex,
) -> Vec<(PracticeIndex, Fraction)> {
    let reserved = reserved(outcome);
    let own = |practice: PracticeIndex| !reserved[practice as usize];
    let supports = |voter: VoterIndex| election.supporters(practice).binary_search(&voter).is_ok();
    let mut spent: Vec<(PracticeIndex, BigInt)> = Vec::new();
    for payment in prices.payments.iter().filter(|paid| supports(paid.voter) && own(paid.practice)) {
        let amount = &payment.amount * election.weight(payment.voter);
        // Payments come practice by practice.
        match spent.last_mut().filter(|last| last.0 == payment.practice) {
            Some(last) => last.1 += amount,
            None => spent.push((payment.practice, amount)),
        }
    }
    spent.into_iter().map(|(other, amount)| (other, outcome.money(&amount))).collect()
}
