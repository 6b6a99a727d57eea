//! A round as the engine takes it: everything that a selection depends on, in one value that can be written down, given away
//! and computed from again (domain rules 2 to 4). The server, a browser and whoever checks an adopted design call the same
//! [`select`] on the same [`Inputs`].
//!
//! A voter supports a practice if it agrees with at least one of its proposals and disagrees with none. An account's weight
//! is shared by those of its people who voted in the round. A proposal in no practice stands as a candidate of its own.

mod asked;
mod common;
mod explain;
mod firmness;
mod gate;
mod links;
mod opinions;
mod paid;
mod payments;
mod prepare;
mod select;
mod served;
mod shuffled;
mod trials;
mod weighted;
mod weights;

use serde::{Deserialize, Serialize};

pub use crate::election::Fault;
pub use asked::{Asked, AskedPart, asked};
pub use common::{CommonGround, Ground, Side, TookPart, common_ground, grounds, took_part};
pub use explain::{Explanation, Figures, explain};
pub use firmness::{Firm, Firmness, Patience, firmness};
pub use opinions::{OpinionGroup, OpinionGroups, opinion_groups};
pub use paid::{PaidBy, PaidFor, PaidPart, paid};
pub use payments::{NoProof, Paid, Payments, payments, proved};
pub use prepare::Prepared;
pub use select::{Certificate, Chosen, NotChosen, Selection, Way, Why, select};
pub use served::Served;
pub use trials::{Change, Trials};
pub use weighted::{Weighted, weighted};
pub use weights::{Standing, Weighing, Weights, weighings};

/// How [`Inputs`] are laid out; another number when that changes, since files are kept for good. Those of format 1 know neither
/// opposites nor prerequisites, and are read still.
pub const FORMAT: u32 = 2;

/// Everything that a selection depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub format: u32,
    pub rules: Rules,
    pub resources: Vec<Resource>,
    pub cells: u32,
    pub candidates: Vec<Candidate>,
    /// What accounts are grouped by, as "attribute: value"; an account may be in several.
    pub segments: Vec<String>,
    pub cultures: u32,
    pub accounts: Vec<Account>,
    pub voters: Vec<Voter>,
    pub votes: Vec<Votes>,
}

/// The round's published rules, as far as they are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rules {
    /// Accounts that must support a practice for it to be considered.
    pub least_accounts: u32,
    /// A practice's part of the voices must be at least its part of the capacity over this; 0: no such condition.
    pub cost_over_support: u32,
    /// In percent: a segment in which so many of those who take a side are against keeps a practice out.
    pub strong_opposition: u32,
    /// Accounts that may draw a red line; one more keeps a practice out.
    pub most_red_lines: u32,
    /// Whether capacity that equal shares leave is spent: endowments are raised until the next step would overspend, and what
    /// then fits is added by votes.
    pub completion: bool,
    /// In percent, to 100: so much of the capacity is kept for cells that would otherwise be empty.
    pub floor: u8,
    /// Practices that a cell holds at most.
    pub most_in_cell: Option<u32>,
}

impl Default for Rules {
    /// No figure behind a no rests on fewer than five accounts, so that it can be given.
    fn default() -> Self {
        Self {
            least_accounts: 5,
            cost_over_support: 3,
            strong_opposition: 67,
            most_red_lines: 4,
            completion: true,
            floor: 0,
            most_in_cell: None,
        }
    }
}

/// Something the company has only so much of, in whole units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    pub name: String,
    pub unit: String,
    pub capacity: i64,
}

/// What a candidate is, with its number in the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Practice(i64),
    /// In no practice, at the round's default cost.
    Proposal(i64),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub key: Key,
    /// In each resource; below 0 it saves, which is not spent.
    pub costs: Vec<i64>,
    /// The cells that it stands in, from 0.
    pub cells: Vec<u32>,
    /// The proposals that it is made from, by their numbers.
    pub proposals: Vec<i64>,
    /// Candidates of which none can be chosen beside it; it is enough that one of two says so. Since format 2.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opposites: Vec<Key>,
    /// Candidates that must have been chosen for it to be. Since format 2.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Key>,
}

/// A topmost account that somebody entitled has confirmed. It has no name here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// In thousandths of an ordinary voice.
    pub weight: u32,
    /// Indices into [`Inputs::segments`].
    pub segments: Vec<u32>,
}

/// A person with a confirmed membership. They have no name here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// Index into [`Inputs::accounts`].
    pub account: u32,
    pub culture: Option<u32>,
}

/// The votes on a proposal, as indices into [`Inputs::voters`], each voter in one list at most. Votes on behalf that the
/// customer has not confirmed are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    pub proposal: i64,
    pub agree: Vec<u32>,
    pub disagree: Vec<u32>,
    /// Disagree, and "this would make me leave".
    pub red_line: Vec<u32>,
    pub pass: Vec<u32>,
}

impl Votes {
    /// Everybody with a vote, whatever it is.
    pub(crate) fn voters(&self) -> impl Iterator<Item = u32> + '_ {
        [&self.agree, &self.disagree, &self.red_line, &self.pass].into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests;
