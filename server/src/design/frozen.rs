//! The content of an adopted design: what its digest is taken of. People's words and names stand in it by digest.

use super::integrity::Plan;
use model::cells::{CultureSet, StageSet};
use model::design::{AdoptedSelection, DecidedPart, LeftDecision};
use model::integrity::Counts;
use model::practice::{CostChange, PracticeText};
use model::proposal::Support;
use model::round::{Culture, Resource, Stage, Totals};
use model::{Explanation, Name, PracticeId, ProposalId, Question, Reason, RoundId, Timestamp, Version};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How the content is laid out; another number when that changes, since what is frozen is never written again.
/// Format 3 knows opposites, prerequisites and loads of practices, format 4 what version 0 counted, format 5 which functions signed,
/// and whether what is left out is left out for now or for good, format 6 which part was decided, and what goes on.
pub const FORMAT: u32 = 6;

/// The content of an adopted design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    pub format: u32,
    pub version: Version,
    pub round: RoundId,
    pub sample: bool,
    pub question: Question,
    pub how_votes_count: Explanation,
    pub selection: Explanation,
    pub adopted: Timestamp,
    /// The digest of the signatory's name.
    pub signed_by: String,
    pub capacity: Name,
    pub statement: Reason,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    pub practices: Vec<FrozenPractice>,
    pub left_out: Vec<FrozenLeftOut>,
    pub totals: Totals,
    /// Since format 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<AdoptedSelection>,
    /// Version 0 as it was counted when this was signed, where it had been entered; since format 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside_out: Option<Counts>,
    /// Which functions had to sign, and did; since format 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_off: Option<FrozenSignOff>,
    /// What was decided, where the rest goes on as it was; since format 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<DecidedPart>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenSignOff {
    /// The digest of the draft that was in review, as it was signed; none where nothing was.
    pub reviewed: Option<String>,
    pub signatures: Vec<FrozenSignature>,
    /// The functions that had to sign and had not.
    pub unsigned: Vec<Name>,
    /// Why it was adopted without them.
    pub overruled: Option<Reason>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenSignature {
    pub function: Name,
    pub at: Timestamp,
    pub delegated: bool,
    /// The digest of the signer's name.
    pub by: String,
    /// The digest of the signer's words.
    pub words: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenPractice {
    pub id: PracticeId,
    pub text: PracticeText,
    pub from: Vec<FrozenEvidence>,
    /// Nothing in designs that were adopted before it was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_changes: Vec<CostChange>,
    /// The version with which it was chosen, where it only goes on in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<Version>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenEvidence {
    pub proposal: ProposalId,
    /// The digest of its title.
    pub title: String,
    pub support: Support,
    /// The version with which it was counted, and answered, where that was an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Version>,
}

/// What a version says of a proposal.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// The title of a practice that it became part of.
    Practice(&'a str),
    /// Why it was left out.
    LeftOut(Option<LeftDecision>, &'a str),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenLeftOut {
    pub proposal: ProposalId,
    /// The digest of its title.
    pub title: String,
    pub support: Support,
    /// Since format 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<LeftDecision>,
    pub reason: Reason,
    /// Whether the reason was written for this proposal, and not for all the rest.
    pub own_reason: bool,
    pub stages: StageSet,
    pub cultures: CultureSet,
}

impl Frozen {
    /// Whether this is what was signed before: the same practices under the same question, the same reasons.
    /// Votes and the signature may differ.
    #[must_use]
    pub fn same_draft(&self, other: &Self) -> bool {
        let practices = |frozen: &Self| -> Vec<(PracticeId, PracticeText)> {
            frozen.practices.iter().map(|practice| (practice.id, practice.text.clone())).collect()
        };
        let reasons = |frozen: &Self| -> BTreeSet<(ProposalId, LeftDecision, Reason)> {
            let own = frozen.left_out.iter().filter(|left| left.own_reason);
            own.map(|left| (left.proposal, left.decision.unwrap_or_default(), left.reason.clone())).collect()
        };
        (self.round, &self.question, &self.stages, &self.cultures, &self.resources)
            == (other.round, &other.question, &other.stages, &other.cultures, &other.resources)
            && practices(self) == practices(other)
            && reasons(self) == reasons(other)
    }

    /// How complex it is, and what it costs.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let texts = self.practices.iter().map(|practice| (practice.id, &practice.text));
        Plan::new((self.stages.len(), self.cultures.len()), &self.resources, texts).counts()
    }

    /// The digests of the words that were counted with an earlier version.
    pub fn words_before(&self) -> impl Iterator<Item = &str> {
        let from = self.practices.iter().flat_map(|practice| &practice.from);
        from.filter(|one| one.counted.is_some()).map(|one| one.title.as_str())
    }

    /// What it says of each proposal of its round: the practice that it became part of, or else why it was left out.
    pub fn answers(&self) -> impl Iterator<Item = (ProposalId, Said<'_>)> {
        let adopted = self.practices.iter().flat_map(|practice| {
            let own = practice.from.iter().filter(|one| one.counted.is_none());
            own.map(|one| (one.proposal, Said::Practice(practice.text.title.as_str())))
        });
        let left = self.left_out.iter();
        adopted.chain(left.map(|left| (left.proposal, Said::LeftOut(left.decision, left.reason.as_str()))))
    }
}
