//! Spending what one run of equal shares leaves: raise every endowment by a step and run again from the start ("add-one").
//! Every run obeys the budget of nobody; the last one whose purchases all resources can pay is the outcome.

use super::run::{Run, Runner};
use super::{Left, Method, Outcome};
use crate::election::{Election, Skip};
use crate::exact::BigInt;

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
    /// [`MAX_STEPS`] were made.
    Limit,
}

/// Guards against rounds where a step is nothing beside the costs.
pub const MAX_STEPS: u32 = 1_000_000;

pub(super) fn complete(election: &Election, method: &Method) -> Outcome {
    let mut runner = Runner::new(election);
    let scale = Scale::new(election, method);
    let mut last = runner.run(scale.endowment(0), scale.unit.clone());
    let mut steps = 0;
    let stop = loop {
        if let Some(stop) = ended(election, method, &last, steps) {
            break stop;
        }
        let next = runner.run(scale.endowment(steps + 1), scale.unit.clone());
        if !next.room.is_feasible() {
            break Stop::Overspend;
        }
        last = next;
        steps += 1;
    };
    let Run { chosen, left, endowment, denominator, .. } = last;
    Outcome { chosen, left, denominator, endowment, steps, stop }
}

fn ended(election: &Election, method: &Method, run: &Run, steps: u32) -> Option<Stop> {
    // Only these could still come in with more money.
    let wanted = || {
        let all = (0..).zip(&run.left);
        all.filter(|(_, left)| **left == Some(Left::Unaffordable)).map(|(practice, _)| practice)
    };
    let fits = |practice| run.room.overspends(practice).is_none();
    match method.completion {
        Completion::None => Some(Stop::NotAsked),
        _ if wanted().next().is_none() && !waits_in_vain(run) => Some(Stop::AllIn),
        _ if steps >= MAX_STEPS => Some(Stop::Limit),
        Completion::AddOne if !wanted().any(fits) => Some(Stop::Exhaustive),
        _ => {
            debug_assert!(election.total_weight() > 0);
            None
        }
    }
}

/// Whether something waits for what more money could bring in.
fn waits_in_vain(run: &Run) -> bool {
    let of = |practice: u32| run.left[practice as usize];
    let waits = |left: &Option<Left>| match left {
        Some(Left::Ruled(Skip::Needs(need))) => of(*need) == Some(Left::Unaffordable),
        _ => false,
    };
    run.left.iter().any(waits)
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
