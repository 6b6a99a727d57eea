//! What is sent to review, and what came of it: which functions must sign a draft, and how they stand. What is signed is what
//! is adopted, so the digest is taken of everything in a draft that is decided by hand; votes may go on changing.

use super::canonical;
use super::difference::Side;
use super::needs;
use super::whole::Whole;
use crate::clock::digest;
use crate::db::practices::Stored as StoredPractice;
use crate::db::sign_off::{DelegateRow, MarkRow, ReviewRow, SigningRow, Stored};
use crate::memory::ProposalMemory;
use anyhow::Context;
use model::cells::{CultureSet, StageSet};
use model::design::{LeftDecision, Need};
use model::practice::PracticeText;
use model::round::{Culture, Resource, Round, Stage};
use model::sign_off::{SignOffState, SignVerdict};
use model::time::Day;
use model::{PersonId, PracticeId, ProposalId, Question, Reason, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A draft as it is signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    pub question: Question,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    pub practices: Vec<(PracticeId, PracticeText)>,
    /// Proposals that are left out with a reason of their own.
    pub left_out: Vec<(ProposalId, LeftDecision, Reason)>,
    /// All of the next version, where this is the vote on a part of it: whoever signs, signs that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
}

impl Reviewed {
    /// Of the draft as it stands.
    #[must_use]
    pub fn of<'a>(
        round: &Round,
        practices: &[StoredPractice],
        public: impl Iterator<Item = &'a Arc<ProposalMemory>>,
    ) -> Self {
        let taken: BTreeSet<ProposalId> =
            practices.iter().flat_map(|practice| practice.text.proposals.iter().copied()).collect();
        let mut left_out: Vec<(ProposalId, LeftDecision, Reason)> = public
            .filter(|proposal| !taken.contains(&proposal.id))
            .filter_map(|proposal| {
                let (decision, reason) = proposal.left_out.as_ref()?;
                Some((proposal.id, *decision, reason.parse().ok()?))
            })
            .collect();
        left_out.sort_unstable_by_key(|(id, ..)| *id);
        Self {
            question: round.question.clone(),
            stages: round.stages.clone(),
            cultures: round.cultures.clone(),
            resources: round.resources.clone(),
            practices: practices.iter().map(|practice| (practice.id, practice.text.clone())).collect(),
            left_out,
            whole: None,
        }
    }

    /// The same as a part of what holds.
    #[must_use]
    pub fn within(self, whole: Option<Whole>) -> Self {
        Self { whole, ..self }
    }

    /// As it is kept, and the digest of that.
    ///
    /// # Errors
    /// None in practice.
    pub fn sealed(&self) -> anyhow::Result<(String, String)> {
        let content = canonical::text(self).context("writing what is reviewed")?;
        let digest = digest(&content);
        Ok((content, digest))
    }

    /// # Errors
    /// When it does not read as one.
    pub fn read(content: &str) -> anyhow::Result<Self> {
        serde_json::from_str(content).context("reading what is in review")
    }

    /// Of all that would be adopted.
    #[must_use]
    pub fn side(&self) -> Side<'_> {
        if let Some(whole) = &self.whole {
            return whole.side();
        }
        Side {
            stages: &self.stages,
            cultures: &self.cultures,
            resources: &self.resources,
            practices: self.practices.iter().map(|(id, text)| (*id, text)).collect(),
        }
    }
}

impl Reviewed {
    /// What all of it takes.
    #[must_use]
    pub fn needs(&self) -> Vec<Need> {
        let side = self.side();
        needs(side.resources, side.practices.iter().flat_map(|(_, text)| &text.costs))
    }
}

/// Where a function has to sign.
#[must_use]
pub fn places(row: &SigningRow) -> (StageSet, CultureSet) {
    let set = |bits: i64| u32::try_from(bits).unwrap_or(0);
    (StageSet(set(row.stages)), CultureSet(set(row.cultures)))
}

/// Whether a function must sign a draft with these practices.
fn must(row: &SigningRow, practices: &[(PracticeId, PracticeText)]) -> bool {
    let (stages, cultures) = places(row);
    let stands = |text: &PracticeText| {
        (stages.is_empty() || stages.0 & text.stages.0 != 0)
            && (cultures.is_empty() || cultures.0 & text.cultures.0 != 0)
    };
    practices.iter().any(|(_, text)| stands(text))
}

/// How the sign-off of a draft stands.
#[derive(Clone)]
pub struct Standing {
    pub stored: Stored,
    /// What is in review, or, where nothing is, the draft.
    pub shown: Reviewed,
    /// Whether the draft is no longer what is in review.
    pub stale: bool,
}

impl Standing {
    /// # Errors
    /// When what is in review does not read as a draft.
    pub fn new(stored: Stored, draft: Reviewed) -> anyhow::Result<Self> {
        let Some(review) = &stored.review else { return Ok(Self { stored, shown: draft, stale: false }) };
        let stale = draft.sealed()?.1 != review.digest;
        let shown = Reviewed::read(&review.content)?;
        Ok(Self { shown, stale, stored })
    }

    #[must_use]
    pub fn review(&self) -> Option<&ReviewRow> {
        self.stored.review.as_ref()
    }

    #[must_use]
    pub fn must(&self, row: &SigningRow) -> bool {
        must(row, &self.shown.practices)
    }

    /// The functions that must sign, each with what it said.
    pub fn required(&self) -> impl Iterator<Item = (&SigningRow, Option<&MarkRow>)> {
        self.stored.signings.iter().filter(|row| self.must(row)).map(|row| (row, self.mark(row)))
    }

    #[must_use]
    pub fn mark(&self, row: &SigningRow) -> Option<&MarkRow> {
        self.stored.marks.iter().find(|mark| mark.function == row.function)
    }

    #[must_use]
    pub fn state(&self) -> SignOffState {
        if self.review().is_none() {
            return SignOffState::Draft;
        }
        let said = |verdict: SignVerdict| self.required().filter(|(_, mark)| is(*mark, verdict)).count();
        match (said(SignVerdict::SentBack), said(SignVerdict::Signed)) {
            (0, signed) if signed == self.required().count() => SignOffState::Signed,
            (0, _) => SignOffState::InReview,
            _ => SignOffState::SentBack,
        }
    }

    /// How many have signed, and how many must.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let signed = self.required().filter(|(_, mark)| is(*mark, SignVerdict::Signed)).count();
        (signed, self.required().count())
    }

    /// The functions that must sign the draft of this moment. What is in review may be another.
    pub fn unsigned<'a>(&'a self, draft: &'a Reviewed) -> impl Iterator<Item = &'a SigningRow> {
        let fresh = self.review().is_some() && !self.stale;
        self.stored
            .signings
            .iter()
            .filter(|row| must(row, &draft.practices))
            .filter(move |row| !(fresh && is(self.mark(row), SignVerdict::Signed)))
    }

    /// Whether somebody may sign for a function now, and, if so, whether in its holder's place.
    #[must_use]
    pub fn may_sign(&self, row: &SigningRow, person: PersonId, now: Timestamp) -> Option<bool> {
        if row.person == person.0 {
            return Some(false);
        }
        let today = Day::of(now).0;
        let stands_in = |one: &DelegateRow| {
            one.signing == row.id && one.person == person.0 && (one.first..=one.last).contains(&today)
        };
        self.stored.delegates.iter().any(stands_in).then_some(true)
    }

    /// Whether somebody has to do with it: holds a function, or may sign for one, now or later.
    #[must_use]
    pub fn concerns(&self, person: PersonId) -> bool {
        self.stored.signings.iter().any(|row| row.person == person.0)
            || self.stored.delegates.iter().any(|one| one.person == person.0)
    }
}

#[must_use]
pub fn is(mark: Option<&MarkRow>, verdict: SignVerdict) -> bool {
    mark.is_some_and(|mark| mark.verdict == verdict.word())
}
