//! Practices and the draft design, for designers.

use super::Done;
use super::accounts::Imported;
use crate::design::{Draft, LeftDecision};
use crate::endpoint::endpoint;
use crate::integrity::Integrity;
use crate::practice::{Practice, PracticeText, StoryBehind};
use crate::{CommentId, Name, PracticeId, ProposalId, Reason, RoundId, Title, Version};
use serde::{Deserialize, Serialize};

/// The draft: the matrix with leading proposals, practices and empty cells. Shown live to everybody while voting
/// is open; practices only once the round is in adoption, or to designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetDraft {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/draft" GetDraft => Draft);

/// Practices with these words, those with most of them first: of the design that holds, and of the round's draft for whoever sees
/// its practices.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindPracticesOfRound {
    pub round: RoundId,
    pub q: String,
}
endpoint!(Get "/rounds/{round}/practices/found" FindPracticesOfRound => Vec<FoundPractice>);

/// A practice with the words that were looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPractice {
    pub id: PracticeId,
    pub title: Title,
    pub accountable: Name,
    /// The version that it is adopted in; `None` for one of the draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

impl FoundPractice {
    /// Its page.
    #[must_use]
    pub fn path(&self) -> String {
        match self.version {
            Some(version) => format!("/design/{version}#practice-{}", self.id),
            None => format!("/why/practices/{}", self.id),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPractice {
    pub round: RoundId,
    #[serde(flatten)]
    pub text: PracticeText,
}
endpoint!(Post "/rounds/{round}/practices" AddPractice => Practice);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePractice {
    pub practice: PracticeId,
    /// What the writer has read. Refused when it has been changed since, under `seen`; missing: written over whatever is there.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seen: Option<i64>,
    /// Kept by itself while it is being written: one change with what was kept so a moment before.
    #[serde(default, deserialize_with = "crate::id::flag", skip_serializing_if = "std::ops::Not::not")]
    pub sitting: bool,
    #[serde(flatten)]
    pub text: PracticeText,
}
endpoint!(Put "/practices/{practice}" ChangePractice => Practice);

/// Takes back my own last change of a practice, by the revision that it made, as long as nobody has changed it since: what a split or
/// a move made practices of their own goes with it, as long as nobody has changed that.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoPractice {
    pub practice: PracticeId,
    #[serde(deserialize_with = "crate::id::whole")]
    pub seen: i64,
}
endpoint!(Post "/practices/{practice}/undo" UndoPractice => Practice);

/// Makes a practice of its own of what is done at one stage, or for one culture; the other keeps the rest, and each its share of
/// costs and hours by the cells that it stands in. Answers with the new one. Refused under `seen` like a change, and where
/// there is no rest.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SplitPractice {
    pub practice: PracticeId,
    #[serde(deserialize_with = "crate::id::whole")]
    pub seen: i64,
    /// One of its stages, or else:
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub stage: Option<usize>,
    /// One of its cultures.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub culture: Option<usize>,
}
endpoint!(Post "/practices/{practice}/split" SplitPractice => Practice);

/// Makes one practice of two that are alike: what the other was made from, its stages and cultures, its costs and hours go into this
/// one, and the other is taken out. Refused under `seen` like a change, where another practice needs the other, and where both together
/// cannot be. Taking the change back puts the other there again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinPractices {
    pub practice: PracticeId,
    #[serde(deserialize_with = "crate::id::whole")]
    pub seen: i64,
    /// The one that goes.
    pub other: PracticeId,
    /// What was read of that.
    #[serde(deserialize_with = "crate::id::whole")]
    pub other_seen: i64,
}
endpoint!(Post "/practices/{practice}/join" JoinPractices => Practice);

/// Moves a practice, as it stands in one cell, to another; in its other cells it stays. Where the one that moves no longer stands in
/// line with those that stay, it becomes a practice of its own, with its share of costs and hours by cells; where those that stay are
/// no longer all stages by all cultures, another one keeps what is left of its culture. Refused under `seen` like a change.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovePractice {
    pub practice: PracticeId,
    #[serde(deserialize_with = "crate::id::whole")]
    pub seen: i64,
    /// The cell that it is taken from, by the places of its stage and culture.
    #[serde(deserialize_with = "crate::id::whole")]
    pub stage: usize,
    #[serde(deserialize_with = "crate::id::whole")]
    pub culture: usize,
    /// The cell that it goes to.
    #[serde(deserialize_with = "crate::id::whole")]
    pub to_stage: usize,
    #[serde(deserialize_with = "crate::id::whole")]
    pub to_culture: usize,
}
endpoint!(Post "/practices/{practice}/move" MovePractice => Moved);

/// What a move did. It is taken back, with the practices that it made, by taking back the change of the practice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PracticeMoved))]
pub struct Moved {
    /// The practice that stands in the cell it went to.
    pub practice: Practice,
    /// What the practice that was moved has come to be under.
    pub revision: i64,
    /// The practices that became ones of their own.
    pub made: Vec<PracticeId>,
}

/// Takes a practice out of the draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovePractice {
    pub practice: PracticeId,
    /// What was read of it. Refused when it has been changed since, under `seen`; missing: taken out whatever it says.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seen: Option<i64>,
}
endpoint!(Delete "/practices/{practice}" RemovePractice => Done);

/// Puts back a practice that was taken out: the very same one, with what was promised and reported of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutBackPractice {
    pub practice: PracticeId,
}
endpoint!(Post "/practices/{practice}/put-back" PutBackPractice => Practice);

/// The stories that were told beside the proposals of a practice, newest first, and which of them stand beside it. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListStories {
    pub practice: PracticeId,
}
endpoint!(Get "/practices/{practice}/stories" ListStories => Vec<StoryBehind>);

/// Puts a story beside a practice, or takes it from there: one of those that were told beside its proposals; at most five stand
/// there. What others put there stays. They show with it in the adopted design. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetStory {
    pub practice: PracticeId,
    pub story: CommentId,
    /// Whether it is to stand there.
    #[serde(deserialize_with = "crate::id::flag")]
    pub stands: bool,
}
endpoint!(Put "/practices/{practice}/stories" SetStory => Vec<StoryBehind>);

/// Begins a round's draft with what is promised now: each practice of the design that holds, made from a proposal to keep it, which
/// customers vote on as on any other. While the draft is empty and the round takes proposals. Designers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginFromDesign {
    pub round: RoundId,
}
endpoint!(Post "/rounds/{round}/begin" BeginFromDesign => BegunFromDesign);

/// What the draft began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BegunFromDesign {
    pub version: Version,
    pub practices: usize,
    /// Practices of that version for which this round has no stage or no culture.
    pub without_place: Vec<Title>,
}

/// Version 0: how the company engages today, before customers were asked. Never adopted; every design is compared with it. For
/// designers and signatories.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetInsideOut {
    pub round: RoundId,
}
endpoint!(Get "/rounds/{round}/inside-out" GetInsideOut => InsideOut);

/// Version 0 as a draft without proposals, and what is to be looked at in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InsideOut {
    pub draft: Draft,
    pub integrity: Integrity,
}

/// Adds a practice to version 0. It comes from no proposal, has no opposites and needs nothing; it is changed and taken out as
/// others are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddInsideOut {
    pub round: RoundId,
    #[serde(flatten)]
    pub text: PracticeText,
}
endpoint!(Post "/rounds/{round}/inside-out" AddInsideOut => Practice);

/// Adds practices to version 0, and changes those of the same title, from CSV. Columns: `title`, `activity`, both needed, and
/// `accountable` (empty: nobody answers for it), `hours`, `involved` (names between semicolons, after a colon the hours a month), `stages`, `cultures` (names, between
/// semicolons; all of them if empty), `how`, `tool`, `aim`, `behaviours`, `lead`, `lead_unit`, `lead_direction` (up, down),
/// `lead_target`, and likewise `lag`; every further column is a resource of the round, by its name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportInsideOut {
    pub round: RoundId,
    pub csv: String,
}
endpoint!(Post "/rounds/{round}/inside-out/import" ImportInsideOut => Imported, told: true);

/// That a proposal is left out of the design, for now or for good, and why; published with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeaveOut {
    pub proposal: ProposalId,
    /// Missing: not now.
    #[serde(default)]
    pub decision: LeftDecision,
    pub reason: Reason,
    /// The revision of the reason that was read, 0 where there was none. Refused when another has been written since, under
    /// `seen`, with its revision; missing: written over whatever is there.
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub seen: Option<i64>,
}
endpoint!(Post "/proposals/{proposal}/left-out" LeaveOut => Done);

/// Takes back that I have left a proposal out, by the revision that I have read: it is undecided again. As long as nobody else has
/// decided on it, before or since.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoLeaveOut {
    pub proposal: ProposalId,
    #[serde(deserialize_with = "crate::id::whole")]
    pub seen: i64,
}
endpoint!(Post "/proposals/{proposal}/left-out/undo" UndoLeaveOut => Done);
