//! Between the log's words and the engine's, and who has voted at all.

use crate::db::batch::{NewVote, VoteRow};
use engine::electorate::{Electorate, Voter};
use model::vote::{Stance, Strength, Vote};
use rustc_hash::{FxHashMap, FxHashSet};

impl NewVote {
    /// As the log has it, once committed under `seq`.
    #[must_use]
    pub fn as_row(&self, seq: i64) -> VoteRow {
        VoteRow {
            seq,
            at: self.at.0,
            person: self.person.0,
            proposal: self.proposal.0,
            stance: i64::from(self.vote.stance.code()),
            strength: self.vote.strength.map_or(0, |strength| i64::from(strength.code())),
            red_line: self.vote.red_line,
            on_behalf: self.on_behalf,
        }
    }
}

/// A line of the log as the engine counts it; `None` is taken back.
pub fn vote(row: &VoteRow) -> Option<engine::vote::Vote> {
    let strength = match row.strength {
        1 => Some(engine::vote::Strength::Nice),
        2 => Some(engine::vote::Strength::Important),
        3 => Some(engine::vote::Strength::Essential),
        _ => None,
    };
    match row.stance {
        1 => Some(engine::vote::Vote::Agree(strength)),
        2 => Some(engine::vote::Vote::Disagree { strength, red_line: row.red_line }),
        3 => Some(engine::vote::Vote::Pass),
        _ => None,
    }
}

/// A counted vote as its voter reads it.
pub fn spoken(vote: engine::vote::Vote) -> Vote {
    let strength = |strength: Option<engine::vote::Strength>| {
        strength.map(|strength| match strength {
            engine::vote::Strength::Nice => Strength::Nice,
            engine::vote::Strength::Important => Strength::Important,
            engine::vote::Strength::Essential => Strength::Essential,
        })
    };
    match vote {
        engine::vote::Vote::Agree(s) => Vote { strength: strength(s), ..Vote::new(Stance::Agree) },
        engine::vote::Vote::Disagree { strength: s, red_line } => {
            Vote { stance: Stance::Disagree, strength: strength(s), red_line }
        }
        engine::vote::Vote::Pass => Vote::new(Stance::Pass),
    }
}

/// How many votes each voter has in a round.
#[derive(Default)]
pub struct Turnout(FxHashMap<u32, u32>);

impl Turnout {
    /// A voter's vote on one proposal came, changed or went.
    pub fn note(&mut self, voter: Voter, before: bool, after: bool) {
        match (before, after) {
            (false, true) => *self.0.entry(voter.0).or_default() += 1,
            (true, false) => {
                if let Some(votes) = self.0.get_mut(&voter.0) {
                    *votes -= 1;
                    if *votes == 0 {
                        self.0.remove(&voter.0);
                    }
                }
            }
            _ => {}
        }
    }

    pub fn voters(&self) -> impl Iterator<Item = Voter> + '_ {
        self.0.keys().map(|voter| Voter(*voter))
    }

    /// Accounts with a confirmed voter, and voters who are counted apart.
    pub fn voices(&self, electorate: &Electorate) -> (usize, usize) {
        voices(self.voters(), electorate)
    }
}

/// Accounts with a confirmed one of these voters, and those of them who are counted apart.
pub fn voices(voters: impl Iterator<Item = Voter>, electorate: &Electorate) -> (usize, usize) {
    let mut accounts = FxHashSet::default();
    let mut apart = 0;
    for voter in voters {
        let membership = electorate.membership(voter);
        match membership.account.filter(|_| membership.confirmed) {
            Some(account) => {
                accounts.insert(account.0);
            }
            None => apart += 1,
        }
    }
    (accounts.len(), apart)
}
