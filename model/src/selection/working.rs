//! The designers' working list: what is known of each proposal that is in no practice, so that one can decide what becomes of it.

use super::Side;
use crate::{ProposalId, RoundId, Title};
use serde::{Deserialize, Serialize};

/// Of the votes that breakdowns are counted of; proposals in the order of the draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingList {
    pub round: RoundId,
    /// Accounts that had voted; nothing while fewer than five have, and then nothing is said of groups.
    pub voices: Option<u32>,
    /// What accounts are grouped by, as "attribute: value".
    pub segments: Vec<String>,
    pub lines: Vec<WorkingLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingLine {
    pub proposal: ProposalId,
    pub ground: WorkingGround,
    /// By segment; nothing for a group that is not heard.
    pub segments: Vec<Option<Side>>,
    pub cultures: Vec<Option<Side>>,
    /// By opinion group, as far as it is told apart by this or wants it with all the others; empty where there are none to be shown.
    pub groups: Vec<Option<Side>>,
    /// Who asks for it: accounts, never people.
    pub asked: Vec<WorkingAsked>,
    /// Other proposals in much the same words, the most alike first.
    pub similar: Vec<SimilarLine>,
}

/// How far the groups that are heard agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkingGround {
    /// Fewer than two groups are heard.
    #[default]
    NotHeard,
    /// Every one of them wants it.
    Common,
    /// Some want it and others do not.
    Divides,
    Between,
}

/// Who asks, by the values of one attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingAsked {
    /// "Culture", or what the company knows of its accounts.
    pub by: String,
    /// Accounts by value; an empty value stands for all the others together.
    pub parts: Vec<AskedOf>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedOf {
    pub value: String,
    /// Never one to four.
    pub accounts: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimilarLine {
    pub proposal: ProposalId,
    pub title: Title,
}

/// So many lines are told where not all are asked for, and so many similar ones of each.
pub const WORKING_LINES: usize = 25;
pub const MOST_SIMILAR_LINES: usize = 3;
