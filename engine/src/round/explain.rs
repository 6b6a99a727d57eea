//! Why one candidate is in or not, in sentences that a customer understands, with the figures behind them.

use serde::{Deserialize, Serialize};

use super::{Inputs, Key, PaidBy, Prepared, paid};
use crate::election::{Fault, PracticeIndex};
use crate::exact::Fraction;
use crate::explain::{self, Lost, Won, withhold};
use crate::gates::Objection;
use crate::sentences::{Words, decimal, of_lost, of_objection, of_won};
use crate::shares::{Left, equal_shares};

/// Why a candidate is in, or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    pub key: Key,
    pub is_in: bool,
    pub sentences: Vec<String>,
    pub figures: Figures,
}

/// The figures behind the sentences; what rests on fewer than five accounts is not among them. Parts are of the capacity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Distinct accounts that support it.
    pub accounts: Option<u32>,
    pub votes: Option<f64>,
    pub effective_votes: Option<f64>,
    /// Who paid for it.
    pub paid: Vec<PaidBy>,
    /// The most that a voice paid for it.
    pub largest_payment: Option<f64>,
    /// What its supporters had left together.
    pub left: Option<f64>,
    /// What was missing to its price.
    pub missing: Option<f64>,
    /// What its supporters spent on others.
    pub spent: Vec<(Key, f64)>,
    /// The highest cost at which it would be in: the resource, and how much of it.
    pub wins_at: Option<(u32, i64)>,
    /// So many voices more, for it alone, would bring it in.
    pub more_voices: Option<u64>,
}

/// Explains one candidate; `None` if there is no such. `title` is what people call a candidate. Selects again some tens of times.
///
/// # Errors
/// See [`Prepared::new`].
pub fn explain(
    inputs: &Inputs,
    key: Key,
    title: &dyn Fn(Key) -> String,
    cell: &dyn Fn(u32) -> String,
) -> Result<Option<Explanation>, Fault> {
    let prepared = Prepared::new(inputs)?;
    let Some(place) = inputs.candidates.iter().position(|candidate| candidate.key == key) else {
        return Ok(None);
    };
    let place = place as PracticeIndex;
    let outcome = equal_shares(&prepared.election, &prepared.method);
    let teller = Teller { prepared: &prepared, title, cell };
    let accounts = prepared.accounts[place as usize];
    let groups = vec![0; inputs.voters.len()];
    let of: Vec<u32> = inputs.voters.iter().map(|voter| voter.account).collect();
    let behind = withhold::Behind { election: &prepared.election, outcome: &outcome, accounts: &of };
    let explanation = match explain::won(&prepared.election, &outcome, &groups, place) {
        Some(won) => {
            let mut told = teller.won(key, withhold::won(&won, &behind, &groups).as_ref(), accounts);
            let by = paid::of(&prepared, &outcome).into_iter().find(|paid| paid.key == key);
            told.figures.paid = by.map(|paid| paid.attributes).unwrap_or_default();
            told
        }
        None => match explain::lost(&prepared.election, &prepared.method, &outcome, place) {
            Some(lost) => teller.lost(place, withhold::lost(&lost, &behind).as_ref(), accounts),
            None => return Ok(None),
        },
    };
    Ok(Some(explanation))
}

struct Teller<'a> {
    prepared: &'a Prepared<'a>,
    title: &'a dyn Fn(Key) -> String,
    cell: &'a dyn Fn(u32) -> String,
}

impl Teller<'_> {
    fn part(&self, money: &Fraction) -> f64 {
        let budget = self.prepared.election.budget();
        Fraction::new(money.numerator.clone(), &money.denominator * budget).to_f64()
    }

    /// With one resource an amount of it, with several a part of the capacity.
    fn money(&self, money: &Fraction) -> String {
        match self.prepared.inputs.resources.as_slice() {
            [only] if only.capacity > 0 => format!("{} {}", decimal(money.to_f64()), only.unit),
            _ => format!("{} % of the capacity", decimal(100.0 * self.part(money))),
        }
    }

    fn amount(&self, resource: u32, amount: i64) -> String {
        let place = self.prepared.resource(resource) as usize;
        match self.prepared.inputs.resources.get(place) {
            Some(resource) => format!("{amount} {} of {}", resource.unit, resource.name),
            None => amount.to_string(),
        }
    }

    fn say(&self, tell: impl Fn(&Words) -> Vec<String>) -> Vec<String> {
        let inputs = self.prepared.inputs;
        let resource = |resource: u32| {
            let place = self.prepared.resource(resource) as usize;
            inputs.resources.get(place).map(|resource| resource.name.clone()).unwrap_or_default()
        };
        tell(&Words {
            practice: &|place| (self.title)(self.prepared.key(place)),
            money: &|money| self.money(money),
            amount: &|resource, amount| self.amount(resource, amount),
            resource: &resource,
            cell: &|cell| (self.cell)(cell),
            group: &|_| String::new(),
        })
    }

    /// `won` without what must not be told; `None` where that is all.
    fn won(&self, key: Key, won: Option<&Won>, accounts: u32) -> Explanation {
        let Some(won) = won else {
            let sentences =
                vec!["It is in. Fewer than five accounts ask for it, so no figures are given.".into()];
            return Explanation { key, is_in: true, sentences, figures: Figures::default() };
        };
        let figures = Figures {
            accounts: Some(accounts),
            votes: Some(won.votes.to_f64()),
            effective_votes: won.effective_votes,
            largest_payment: won.largest.as_ref().map(|money| self.part(money)),
            left: won.left.as_ref().map(|money| self.part(money)),
            ..Figures::default()
        };
        Explanation { key, is_in: true, sentences: self.say(|words| of_won(won, words)), figures }
    }

    /// The same.
    fn lost(&self, place: PracticeIndex, lost: Option<&Lost>, accounts: u32) -> Explanation {
        let key = self.prepared.key(place);
        let Some(lost) = lost else {
            let needs = self.prepared.inputs.rules.least_accounts;
            let sentence = match needs {
                0..5 => "It is not in. Fewer than five accounts ask for it, so no figures are given.".into(),
                needs => format!("Fewer than five accounts ask for it; at least {needs} must."),
            };
            return Explanation { key, is_in: false, sentences: vec![sentence], figures: Figures::default() };
        };
        let mut sentences = Vec::new();
        if lost.why == Left::Barred {
            let segment = |segment: u32| self.prepared.inputs.segments[segment as usize].clone();
            let objections = &self.prepared.objections[lost.practice as usize];
            let against = self.prepared.inputs.rules.strong_opposition;
            sentences.extend(objections.iter().map(|objection| match *objection {
                // How many exactly is a breakdown, and not for every moment.
                Objection::Opposed { segment: of, .. } => {
                    format!(
                        "At least {against} % of those in “{}” who take a side are against it.",
                        segment(of)
                    )
                }
                _ => of_objection(objection, &segment),
            }));
        }
        if sentences.is_empty() {
            sentences = self.say(|words| of_lost(lost, words));
        }
        let missing = lost.missing.as_ref().filter(|_| lost.why == Left::Unaffordable);
        let figures = Figures {
            accounts: Some(accounts),
            votes: Some(lost.votes.to_f64()),
            left: lost.left.as_ref().map(|money| self.part(money)),
            missing: missing.map(|money| self.part(money)),
            spent: lost
                .spent
                .iter()
                .map(|(other, money)| (self.prepared.key(*other), self.part(money)))
                .collect(),
            wins_at: lost.wins_at.map(|at| (self.prepared.resource(at.resource), at.amount)),
            more_voices: lost.more_voices,
            ..Figures::default()
        };
        Explanation { key, is_in: false, sentences, figures }
    }
}
