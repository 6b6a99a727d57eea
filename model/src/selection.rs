//! What the votes choose within the capacity: the draft design as it stands, the rules it follows, and why something is in
//! or not.

mod exploration;
mod firmness;
mod integrity;
mod outcome;
mod paid;
mod rules;
mod weights;
mod working;

pub use exploration::{Exploration, Explored, Moved, OpinionGroup, OpinionGroups, Standing, Weighted};
pub use firmness::{Firm, Firmness, Firmnesses};
pub use integrity::{Alike, Behind, Burst, Ring, Unflagged, VoteIntegrity};
pub use outcome::{Certificate, Chosen, NotChosen, Outcome, Served, Way, Why};
pub use paid::{PaidBy, PaidFor, PaidPart};
pub use rules::{Ballots, LEAST_STANCES, Rules};
pub use weights::{TrialWeights, Weighting, WeightingOffer, WeightingStanding, Weightings};
pub use working::{
    AskedOf, MOST_SIMILAR_LINES, SimilarLine, WORKING_LINES, WorkingAsked, WorkingGround, WorkingLine,
    WorkingList,
};

use crate::cells::{CultureSet, StageSet};
use crate::design::Need;
use crate::practice::{Cost, CostChange};
use crate::proposal::Card;
use crate::{PracticeId, ProposalId, RoundId};
use serde::{Deserialize, Serialize};

/// A practice of the draft, or a proposal that is in none and stands at the round's default cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Practice(PracticeId),
    Proposal(ProposalId),
}

impl Key {
    /// The page that says why.
    #[must_use]
    pub fn why_path(self) -> String {
        match self {
            Self::Practice(id) => format!("/why/practices/{id}"),
            Self::Proposal(id) => format!("/why/proposals/{id}"),
        }
    }
}

/// The draft design as the votes choose it this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Selection {
    pub round: RoundId,
    /// Everything that could be chosen: practices, then proposals.
    pub candidates: Vec<Candidate>,
    pub outcome: Outcome,
    /// What is spent and saved of each resource.
    pub needs: Vec<Need>,
    /// What accounts are grouped by, as "attribute: value".
    pub segments: Vec<String>,
    pub rules: Rules,
    /// Whether the asker is given the ballots, and so can compute this alone.
    pub ballots: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    pub key: Key,
    pub title: String,
    pub stages: StageSet,
    pub cultures: CultureSet,
    /// A proposal's are the round's default costs: it is not costed.
    pub costs: Vec<Cost>,
    /// Those that were changed after voting had opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_changes: Vec<CostChange>,
}

/// What is chosen, and what would be under other rules, capacities or weights, of the same votes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Compared {
    pub now: Outcome,
    pub then: Outcome,
}

/// Why one candidate is in or not, in sentences, with the figures behind them. Parts are of the capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SelectionExplanation))]
pub struct Explanation {
    pub round: RoundId,
    /// Accounts that had voted: reasons are renewed when five more have, or voting has closed.
    pub voices: u32,
    pub candidate: Candidate,
    /// The proposals behind it.
    pub from: Vec<Card>,
    pub is_in: bool,
    pub sentences: Vec<String>,
    pub accounts: Option<u32>,
    pub votes: Option<f64>,
    pub effective_votes: Option<f64>,
    /// Who paid for it.
    pub paid: Vec<PaidBy>,
    pub largest_payment: Option<f64>,
    pub left: Option<f64>,
    pub missing: Option<f64>,
    /// What its supporters spent on others, by title.
    pub spent: Vec<Spent>,
    pub more_voices: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spent {
    pub key: Key,
    pub title: String,
    pub part: f64,
}

/// What the segments and cultures have in common and what divides them, and who took part. Renewed when five more accounts
/// have voted or voting has closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommonGround {
    pub round: RoundId,
    /// Accounts that had voted.
    pub voices: u32,
    /// Accounts that there are; missing where that would tell of fewer than five that have not voted.
    pub base: Option<u32>,
    pub segments: Vec<String>,
    /// What every group that is heard wants, the clearest first.
    pub bridges: Vec<Sides>,
    /// What some groups want and others do not, the widest gap first.
    pub divides: Vec<Sides>,
    pub took_part: Vec<TookPart>,
}

/// Where the groups stand on a proposal. A group of fewer than five accounts is not heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sides {
    pub card: Card,
    pub segments: Vec<Option<Side>>,
    pub cultures: Vec<Option<Side>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    For,
    Against,
    Between,
}

/// Who took part, by the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TookPart {
    pub attribute: String,
    pub rows: Vec<Part>,
}

/// Accounts that there are and accounts that voted; missing where that would give away fewer than five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// Empty for all the others together.
    pub value: String,
    pub base: Option<u32>,
    pub voted: Option<u32>,
    /// Of those who voted, accounts with somebody who asks for something that is in.
    pub covered: Option<u32>,
}
