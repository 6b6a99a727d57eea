//! Who said what on which statement, by person: the sparse matrix that group statistics and opinion groups read.
//! It knows agree, disagree and pass alone; strength, red lines and time stay with the ballots.

use crate::ballots::{Ballots, Proposal};
use crate::electorate::Voter;
use crate::entitlement::ORDINARY;
use crate::vote::Mark;

/// A stance on a statement; as a number −1, 0 or 1, as Polis exports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opinion {
    Disagree = 0,
    Pass = 1,
    Agree = 2,
}

impl Opinion {
    const ALL: [Self; 3] = [Self::Disagree, Self::Pass, Self::Agree];

    /// −1, 0 or 1.
    #[must_use]
    pub fn value(self) -> f64 {
        self as u8 as f64 - 1.0
    }
}

/// One person's stances in ascending order of statements, and what the person weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinions {
    statements: u32,
    /// Where each person's cells begin, and the end of the last.
    starts: Vec<usize>,
    /// `statement × 4 + opinion`.
    cells: Vec<u32>,
    weights: Vec<f64>,
}

/// Codes for a statement: three opinions, and one to make it a shift.
pub(crate) const CODES: usize = 4;

impl Opinions {
    /// From votes in the order of their time, as (person, statement, opinion), of which the last counts; everybody weighs 1.
    /// `statements`: how many there are, at most 2³⁰; votes on others are left out. O(votes · log(votes of a person)).
    #[must_use]
    pub fn new(people: u32, statements: u32, votes: &[(u32, u32, Opinion)]) -> Self {
        let mut rows: Vec<Vec<(u32, Opinion)>> = vec![Vec::new(); people as usize];
        let known = votes.iter().filter(|vote| vote.1 < statements);
        for &(person, statement, opinion) in known {
            if let Some(row) = rows.get_mut(person as usize) {
                row.push((statement, opinion));
            }
        }
        let mut opinions = Self::empty(statements);
        for mut row in rows {
            // Stable, so that the last of a statement is the latest.
            row.sort_by_key(|&(statement, _)| statement);
            for (place, &(statement, opinion)) in row.iter().enumerate() {
                if row.get(place + 1).is_none_or(|next| next.0 != statement) {
                    opinions.cells.push(statement * CODES as u32 + opinion as u32);
                }
            }
            opinions.end_row(1.0);
        }
        opinions
    }

    /// The stances of entitled voters in person, by voter and proposal index. An account's voice is shared by those of its
    /// people who voted in the round, so that two hundred colleagues do not make an opinion group. O(votes).
    #[must_use]
    pub fn of(ballots: &Ballots) -> Self {
        let proposals = u32::try_from(ballots.proposals()).unwrap_or(u32::MAX);
        let mut rows: Vec<Vec<u32>> = Vec::new();
        for proposal in 0..proposals {
            for (voter, _, mark) in ballots.votes_on(Proposal(proposal)) {
                let row = voter.0 as usize;
                if mark.on_behalf() || ballots.electorate().voice(voter).is_none() {
                    continue;
                }
                if rows.len() <= row {
                    rows.resize_with(row + 1, Vec::new);
                }
                rows[row].push(proposal * CODES as u32 + opinion(mark) as u32);
            }
        }
        let voices =
            || (0..).map(Voter).zip(&rows).map(|(voter, row)| (row, ballots.electorate().voice(voter)));
        let mut sharers = vec![0_u32; ballots.electorate().accounts()];
        for (_, voice) in voices().filter(|(row, _)| !row.is_empty()) {
            if let Some((account, _)) = voice {
                sharers[account.0 as usize] += 1;
            }
        }
        let mut opinions = Self::empty(proposals);
        for (row, voice) in voices() {
            opinions.cells.extend(row);
            let share = voice.filter(|_| !row.is_empty());
            opinions.end_row(share.map_or(0.0, |(account, weight)| {
                f64::from(weight) / f64::from(ORDINARY) / f64::from(sharers[account.0 as usize])
            }));
        }
        opinions
    }

    /// From each person's stances in ascending order of statements, with what the person weighs.
    pub(crate) fn from_rows(statements: u32, rows: impl Iterator<Item = (Vec<(u32, Opinion)>, f64)>) -> Self {
        let mut opinions = Self::empty(statements);
        for (row, weight) in rows {
            opinions.cells.extend(row.iter().map(|&(at, opinion)| at * CODES as u32 + opinion as u32));
            opinions.end_row(weight);
        }
        opinions
    }

    fn empty(statements: u32) -> Self {
        Self { statements, starts: vec![0], cells: Vec::new(), weights: Vec::new() }
    }

    fn end_row(&mut self, weight: f64) {
        self.starts.push(self.cells.len());
        self.weights.push(weight);
    }

    #[must_use]
    pub fn people(&self) -> usize {
        self.weights.len()
    }

    #[must_use]
    pub fn statements(&self) -> usize {
        self.statements as usize
    }

    /// What a person weighs: 1, or the person's part of the account's voice.
    #[must_use]
    pub fn weight(&self, person: usize) -> f64 {
        self.weights[person]
    }

    /// A person's stances as (statement, opinion), by statement.
    pub fn row(&self, person: usize) -> impl ExactSizeIterator<Item = (usize, Opinion)> + '_ {
        let split = |&cell: &u32| (cell as usize / CODES, Opinion::ALL[(cell as usize % CODES).min(2)]);
        self.cells(person).iter().map(split)
    }

    pub(crate) fn cells(&self, person: usize) -> &[u32] {
        &self.cells[self.starts[person]..self.starts[person + 1]]
    }
}

fn opinion(mark: Mark) -> Opinion {
    match mark.code() {
        Mark::PASS => Opinion::Pass,
        code if code < Mark::DISAGREE => Opinion::Agree,
        _ => Opinion::Disagree,
    }
}
