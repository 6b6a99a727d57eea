//! Spending what one run of equal shares leaves: raise every endowment by a step and run again from the start ("add-one").
//! Every run obeys the budget of nobody; the last one whose purchases all resources can pay is the outcome.

use super::run::{Run, Runner};
use super::{Left, Method, Outcome};
use crate::election::{Election, PracticeIndex, Room};
use crate::exact::{BigInt, Fraction};

/// When to stop raising endowments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// One run with the budget as it is.
    None,
    /// Until nothing more that has supporters would fit, or the next run would overspend (pabulib's and pabutools' Add1).
    AddOne,
    /// Until the next run would overspend, or everything is in. Elections counted officially were counted so.
    UntilOverspend,
}

/// By how much endowments rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `amount / of` units of price for each voice. Both above 0.
    PerVoice { amount: u64, of: u64 },
    /// A part of the endowment, 1 / of.
    Part { of: u64 },
}

impl Default for Step {
    /// One percent of the endowment.
    fn default() -> Self {
        Self::Part { of: 100 }
    }
}

/// What ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// No completion was asked for.
    NotAsked,
    /// Nothing more would fit.
    Exhaustive,
    /// The next run would have overspent.
    Overspend,
    /// All that rules allow and anybody supports is in.
    AllIn,
    /// [`MAX_PARTS`] or [`MAX_RUNS`] were made.
    Limit,
}

/// So many steps at most where a step is a part of the endowment: a browser has to wait for them.
pub const MAX_PARTS: u32 = 500;

/// So many runs at most where a step is an amount, which may be nothing beside the costs.
pub const MAX_RUNS: u32 = 1_000_000;

pub(super) fn complete(election: &Election, method: &Method) -> Outcome {
    let mut runner = Runner::new(election);
    let scale = Scale::new(election, method);
    let mut last = runner.run(scale.endowment(0), scale.unit.clone());
    let (mut steps, mut runs) = (0, 1);
    let stop = loop {
        if let Some(stop) = ended(method, &last, steps, runs) {
            break stop;
        }
        let to = steps + 1 + idle_steps(election, method, &scale, &last, steps + 1);
        let next = runner.run(scale.endowment(to), scale.unit.clone());
        if !next.room.is_feasible() {
            break Stop::Overspend;
        }
        (last, steps, runs) = (next, to, runs + 1);
    };
    let Run { chosen, mut left, room, endowment, reserve, denominator } = last;
    if election.parts().floor > 0 {
        // What people's own purses cannot pay, and a rule keeps from the reserve.
        for (practice, left) in (0..)
            .zip(&mut left)
            .filter(|(p, left)| **left == Some(Left::Unaffordable) && room.fills_a_cell(*p))
        {
            *left = room.ruled_out(practice).map_or(*left, |skip| Some(Left::Ruled(skip)));
        }
    }
    Outcome { chosen, left, denominator, endowment, reserve, steps, stop }
}

/// What could still come in with more money.
fn wanted<'a>(run: &'a Run) -> impl Iterator<Item = PracticeIndex> + use<'a> {
    let all = (0..).zip(&run.left);
    all.filter(|(_, left)| **left == Some(Left::Unaffordable)).map(|(practice, _)| practice)
}

fn ended(method: &Method, run: &Run, steps: u32, runs: u32) -> Option<Stop> {
    let fits = |practice| run.room.overspends(practice).is_none();
    let limit = matches!(method.step, Step::Part { .. }) && steps >= MAX_PARTS;
    match method.completion {
        Completion::None => Some(Stop::NotAsked),
        _ if wanted(run).next().is_none() => Some(Stop::AllIn),
        _ if limit || runs >= MAX_RUNS => Some(Stop::Limit),
        Completion::AddOne if !wanted(run).any(fits) => Some(Stop::Exhaustive),
        _ => None,
    }
}

/// How many steps from `from` on cannot end it, whatever they bring, and so need no run: nothing that is wanted could be bought
/// even with everything that its supporters start with, all the others together fit, and something wanted would fit beside
/// them. The last such step is not counted: its outcome may be the one that stays.
fn idle_steps(election: &Election, method: &Method, scale: &Scale, run: &Run, from: u32) -> u32 {
    let mut others = Room::new(election);
    election
        .candidates()
        .filter(|&p| election.votes(p) > 0 && run.left[p as usize] != Some(Left::Unaffordable))
        .for_each(|practice| others.take(practice));
    if !others.is_feasible() || !wanted(run).any(|practice| others.overspends(practice).is_none()) {
        return 0;
    }
    // Step s is idle while (first + s · step) · votes < price · unit.
    let steps = |practice: PracticeIndex| {
        let votes = election.votes(practice);
        let short = BigInt::from(election.price(practice)) * &scale.unit - &scale.first * votes;
        Fraction::new(short, &scale.step * votes).ceiling()
    };
    let least = wanted(run).map(steps).min().unwrap_or_default();
    let limit = if matches!(method.step, Step::Part { .. }) { MAX_PARTS } else { u32::MAX / 2 };
    let last_idle = u32::try_from(least - 1).unwrap_or_default().min(limit);
    last_idle.saturating_sub(from)
}

/// Endowments per unit of weight, as numerators over one unit of price.
struct Scale {
    first: BigInt,
    step: BigInt,
    unit: BigInt,
}

impl Scale {
    /// `B / Σw + s · step` with everything times `Σw · of · voice`.
    fn new(election: &Election, method: &Method) -> Self {
        let (budget, total) = (BigInt::from(election.budget()), BigInt::from(election.total_weight()));
        match method.step {
            _ if method.completion == Completion::None => {
                Self { first: budget, step: BigInt::ZERO, unit: total }
            }
            Step::Part { of } => Self { first: &budget * of, step: budget, unit: total * of },
            Step::PerVoice { amount, of } => {
                let fine = BigInt::from(of) * election.parts().voice;
                Self { first: budget * &fine, step: &total * amount, unit: total * fine }
            }
        }
    }

    fn endowment(&self, steps: u32) -> BigInt {
        &self.first + &self.step * steps
    }
}
