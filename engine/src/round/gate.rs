//! What everybody says of a practice, from what they say of its proposals; and whether it may stand for selection.

use super::common::Heard;
use super::{Inputs, Votes};
use crate::election::{Election, PracticeIndex};
use crate::entitlement::ORDINARY;
use crate::evidence::Evidence;
use crate::gates::{self, Case, Gates, Objection};

/// Ordered so that the greater one decides: who disagrees with one proposal of a practice does not support it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stance {
    None,
    Pass,
    Agree,
    Disagree,
    RedLine,
}

/// Who says what of one practice; memory that is used again for the next.
pub(super) struct Stances<'a> {
    inputs: &'a Inputs,
    stances: Vec<Stance>,
    /// Those with a stance, by account and then voter.
    heard: Vec<u32>,
}

/// What is said of one practice.
pub(super) struct Summary {
    /// Distinct accounts with a supporter.
    pub supporters: u32,
    pub red_lines: u32,
    /// By segment.
    pub segments: Vec<(u32, Evidence)>,
}

/// Parts of a voice in which shares are added: exact for up to sixteen colleagues who differ, and order never matters.
const PARTS: u64 = 720_720;

impl<'a> Stances<'a> {
    pub fn new(inputs: &'a Inputs) -> Self {
        Self { inputs, stances: vec![Stance::None; inputs.voters.len()], heard: Vec::new() }
    }

    /// Takes in the votes on all proposals of a practice.
    pub fn take<'v>(&mut self, proposals: impl Iterator<Item = &'v Votes>) {
        for voter in self.heard.drain(..) {
            self.stances[voter as usize] = Stance::None;
        }
        for votes in proposals {
            for (list, stance) in [
                (&votes.pass, Stance::Pass),
                (&votes.agree, Stance::Agree),
                (&votes.disagree, Stance::Disagree),
                (&votes.red_line, Stance::RedLine),
            ] {
                for &voter in list {
                    let known = &mut self.stances[voter as usize];
                    if *known == Stance::None {
                        self.heard.push(voter);
                    }
                    *known = stance.max(*known);
                }
            }
        }
        let voters = &self.inputs.voters;
        self.heard.sort_unstable_by_key(|&voter| (voters[voter as usize].account, voter));
    }

    pub fn supporters(&self) -> impl Iterator<Item = u32> + '_ {
        self.heard.iter().copied().filter(|&voter| self.stances[voter as usize] == Stance::Agree)
    }

    /// What each segment and then each culture says.
    pub fn groups(&self) -> Vec<Heard> {
        let segments = self.inputs.segments.len();
        let mut heard = vec![Heard::default(); segments + self.inputs.cultures as usize];
        let account = |voter: &u32| self.inputs.voters[*voter as usize].account;
        for colleagues in self.heard.chunk_by(|a, b| account(a) == account(b)) {
            let account = &self.inputs.accounts[account(&colleagues[0]) as usize];
            let share = f64::from(account.weight) / colleagues.len() as f64;
            let mut say = |group: usize, voters: &[u32]| {
                let count = |wanted: &[Stance]| {
                    voters.iter().filter(|&&voter| wanted.contains(&self.stances[voter as usize])).count()
                        as f64
                };
                let part = share * voters.len() as f64;
                if let Some(heard) = heard.get_mut(group).filter(|_| part > 0.0) {
                    heard.accounts += 1;
                    heard.agree += share * count(&[Stance::Agree]);
                    heard.disagree += share * count(&[Stance::Disagree, Stance::RedLine]);
                    heard.weight += part;
                    heard.squares += part * part;
                }
            };
            for &segment in &account.segments {
                say(segment as usize, colleagues);
            }
            let speaks = |voter: &u32| self.inputs.voters[*voter as usize].culture;
            let mut cultures: Vec<u32> = colleagues.iter().filter_map(speaks).collect();
            cultures.sort_unstable();
            cultures.dedup();
            for culture in cultures {
                let here: Vec<u32> =
                    colleagues.iter().copied().filter(|voter| speaks(voter) == Some(culture)).collect();
                say(segments + culture as usize, &here);
            }
        }
        heard
    }

    /// What each account with a voice says, by account. An account's voice is shared by those of its people who take a
    /// stance here (domain rule 2).
    pub fn said(&self) -> impl Iterator<Item = Said> + '_ {
        let account = |voter: &u32| self.inputs.voters[*voter as usize].account;
        let of = move |colleagues: &[u32]| {
            let account = account(&colleagues[0]);
            let weight = self.inputs.accounts[account as usize].weight;
            let count = |wanted: &[Stance]| {
                colleagues.iter().filter(|&&voter| wanted.contains(&self.stances[voter as usize])).count()
                    as u64
            };
            let share = u64::from(weight) * PARTS / colleagues.len() as u64;
            (weight > 0).then(|| Said {
                account,
                agree: count(&[Stance::Agree]) * share,
                against: count(&[Stance::Disagree, Stance::RedLine]) * share,
                red_line: count(&[Stance::RedLine]) > 0,
            })
        };
        self.heard.chunk_by(move |a, b| account(a) == account(b)).filter_map(of)
    }
}

/// What one account says of one practice, its voice in thousandths of [`PARTS`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub account: u32,
    agree: u64,
    against: u64,
    red_line: bool,
}

impl Said {
    /// In favour and against, in voices.
    pub fn voices(&self) -> (f64, f64) {
        let voice = (u64::from(ORDINARY) * PARTS) as f64;
        (self.agree as f64 / voice, self.against as f64 / voice)
    }
}

impl Summary {
    /// Of what accounts say, each with the number of times that it counts.
    pub fn of(inputs: &Inputs, said: impl Iterator<Item = (Said, u32)>) -> Self {
        let (mut supporters, mut red_lines) = (0, 0);
        let mut sums = vec![(0_u32, 0_u64, 0_u64); inputs.segments.len()];
        for (said, times) in said.filter(|(_, times)| *times > 0) {
            supporters += times * u32::from(said.agree > 0);
            red_lines += times * u32::from(said.red_line);
            for &segment in &inputs.accounts[said.account as usize].segments {
                let sum = &mut sums[segment as usize];
                let many = u64::from(times);
                *sum = (sum.0 + times, sum.1 + many * said.agree, sum.2 + many * said.against);
            }
        }
        let segments = (0_u32..).zip(sums).filter(|(_, sum)| sum.0 > 0);
        let evidence = |(voices, agree, disagree): (u32, u64, u64)| Evidence {
            voices,
            agree: agree as f64,
            disagree: disagree as f64,
            ..Evidence::default()
        };
        Self { supporters, red_lines, segments: segments.map(|(s, sum)| (s, evidence(sum))).collect() }
    }
}

/// What the round's rules hold against a practice. What costs nothing needs no part of the voices.
pub(super) fn objections(
    inputs: &Inputs,
    election: &Election,
    practice: PracticeIndex,
    said: &Summary,
) -> Vec<Objection> {
    let rules = &inputs.rules;
    let gates = Gates {
        least_accounts: rules.least_accounts,
        cost_over_support: rules.cost_over_support,
        strong_opposition: f64::from(rules.strong_opposition) / 100.0,
        most_red_lines: rules.most_red_lines,
    };
    let segments: Vec<(u32, &Evidence)> = said.segments.iter().map(|(s, evidence)| (*s, evidence)).collect();
    let case = Case {
        accounts: said.supporters,
        support: election.votes(practice),
        total: election.total_weight(),
        price: election.price(practice),
        budget: election.budget(),
        red_lines: said.red_lines,
        segments: &segments,
    };
    gates::objections(&gates, &case)
}
