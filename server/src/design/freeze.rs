//! Freezing a draft as an adopted design. People's words and names stand in its content by the digest of salt and
//! text; the words themselves are kept beside it, so that taking them back leaves the digest, and all still verifies.

use super::costs;
use super::frozen::{
    FORMAT, Frozen, FrozenEvidence, FrozenLeftOut, FrozenPractice, FrozenSignOff, FrozenSignature,
};
use super::review::{Reviewed, Standing, is};
use super::whole::Base;
use crate::clock::{Dice, digest};
use crate::db::practices::Stored;
use crate::memory::{Board, ProposalMemory};
use crate::selection::Selected;
use model::api::designs::Adopt;
use model::design::{AdoptedSelection, WITHDRAWN};
use model::integrity::Counts;
use model::round::Round;
use model::selection::{Firmness, PaidFor, TookPart, Unflagged};
use model::sign_off::SignVerdict;
use model::{Name, PersonId, ProposalId, Reason, Timestamp, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Proposal(ProposalId),
    Person(PersonId),
}

/// Words by which a digest in the content can be read, until they are taken back.
#[derive(Clone, Debug)]
pub struct Words {
    pub digest: String,
    pub salt: String,
    pub text: String,
    pub about: About,
}

/// Everything that a signatory signs, but for the number that it gets.
#[derive(Clone)]
pub struct Material {
    pub round: Round,
    pub board: Arc<Board>,
    /// The round's public proposals, best first.
    pub proposals: Vec<Arc<ProposalMemory>>,
    pub practices: Vec<Stored>,
    pub signature: Adopt,
    pub signer: PersonId,
    pub now: Timestamp,
    pub selected: Arc<Selected>,
    /// What the selection was computed from, as it is kept: pseudonymous and in canonical form.
    pub ballots: String,
    /// How firm the selection is, of the votes that breakdowns are counted of.
    pub firmness: Option<Arc<Firmness>>,
    /// What these votes would choose without what looks arranged.
    pub unflagged: Option<Unflagged>,
    /// Who took part, as it is told of these votes.
    pub took_part: Vec<TookPart>,
    /// Version 0, counted.
    pub inside_out: Option<Counts>,
    /// Who paid for what, of the same votes.
    pub paid: Vec<PaidFor>,
    /// The draft as functions sign it, and how they stand.
    pub draft: Reviewed,
    pub standing: Standing,
    /// Those who signed, by number: their names as they are now.
    pub names: BTreeMap<i64, Name>,
    /// The version that holds and goes on, where this is the vote on a part of it.
    pub base: Option<Base>,
}

impl Material {
    pub(super) fn proposal(&self, id: ProposalId) -> Option<&Arc<ProposalMemory>> {
        self.proposals.iter().find(|proposal| proposal.id == id)
    }

    fn sign_off(&self, shelf: &mut Shelf<'_>) -> Option<FrozenSignOff> {
        let unsigned: Vec<Name> =
            self.standing.unsigned(&self.draft).filter_map(|row| row.name.parse().ok()).collect();
        let fresh = self.standing.review().filter(|_| !self.standing.stale);
        let signed =
            self.standing.required().filter(|(_, mark)| fresh.is_some() && is(*mark, SignVerdict::Signed));
        let mut signatures = Vec::new();
        for (row, mark) in signed {
            let (Some(mark), Ok(function)) = (mark, row.name.parse()) else { continue };
            let about = About::Person(PersonId(mark.person));
            let name = self.names.get(&mark.person).map(Name::as_str).unwrap_or(WITHDRAWN);
            signatures.push(FrozenSignature {
                function,
                at: Timestamp(mark.at),
                delegated: mark.delegated,
                by: shelf.put(name, about),
                words: mark.words.as_deref().map(|words| shelf.put(words, about)),
            });
        }
        if signatures.is_empty() && unsigned.is_empty() {
            return None;
        }
        let overruled = self.signature.overrule.clone().filter(|_| !unsigned.is_empty());
        Some(FrozenSignOff {
            reviewed: fresh.map(|review| review.digest.clone()),
            signatures,
            unsigned,
            overruled,
        })
    }

    fn chosen(&self) -> AdoptedSelection {
        AdoptedSelection {
            rules: self.round.rules,
            outcome: self.selected.outcome.clone(),
            segments: self.selected.gathered.inputs.segments.clone(),
            ballots: digest(&self.ballots),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            firmness: self.firmness.as_deref().cloned(),
            unflagged: self.unflagged.clone(),
            took_part: self.took_part.clone(),
            paid: self.paid.clone(),
            against: self
                .signature
                .against
                .clone()
                .filter(|_| !self.unchosen().is_empty() || !self.refused().is_empty()),
        }
    }

    /// The content as version `version`, and the words that it refers to.
    #[must_use]
    pub fn freeze(&self, version: Version, dice: &Dice) -> (Frozen, Vec<Words>) {
        let mut shelf = Shelf { dice, words: Vec::new() };
        let signed_by = shelf.put(self.signature.signed_by.as_str(), About::Person(self.signer));
        let practices = self.all(&mut shelf);
        let frame = self.draft.side();
        let left_out = self.left_out(&mut shelf);
        let sign_off = self.sign_off(&mut shelf);
        let round = &self.round;
        let frozen = Frozen {
            format: FORMAT,
            version,
            round: round.id,
            sample: round.sample,
            question: round.question.clone(),
            how_votes_count: round.how_votes_count.clone(),
            selection: round.selection.clone(),
            adopted: self.now,
            signed_by,
            capacity: self.signature.capacity.clone(),
            statement: self.signature.statement.clone(),
            stages: frame.stages.to_vec(),
            cultures: frame.cultures.to_vec(),
            resources: frame.resources.to_vec(),
            practices,
            left_out,
            totals: round.totals,
            chosen: Some(self.chosen()),
            inside_out: self.inside_out.clone(),
            sign_off,
            part: self.part(),
        };
        (frozen, shelf.words)
    }

    pub(super) fn practice(&self, practice: &Stored, shelf: &mut Shelf<'_>) -> FrozenPractice {
        let proposals = practice.text.proposals.iter().filter_map(|id| self.proposal(*id));
        let evidence = |proposal: &Arc<ProposalMemory>| FrozenEvidence {
            proposal: proposal.id,
            title: shelf.title(proposal),
            support: self.board.support(proposal.id),
            counted: None,
        };
        FrozenPractice {
            id: practice.id,
            text: practice.text.clone(),
            from: proposals.map(evidence).collect(),
            cost_changes: costs::changed(practice, &self.round),
            goes_on: None,
        }
    }

    fn left_out(&self, shelf: &mut Shelf<'_>) -> Vec<FrozenLeftOut> {
        let taken: BTreeSet<ProposalId> =
            self.practices.iter().flat_map(|practice| practice.text.proposals.iter().copied()).collect();
        let rest = self.proposals.iter().filter(|proposal| !taken.contains(&proposal.id));
        rest.map(|proposal| {
            let own = proposal
                .left_out
                .as_ref()
                .and_then(|(decision, reason)| Some((*decision, reason.parse::<Reason>().ok()?)));
            let (stages, cultures) = self.placed((proposal.text.stages, proposal.text.cultures));
            FrozenLeftOut {
                proposal: proposal.id,
                title: shelf.title(proposal),
                support: self.board.support(proposal.id),
                own_reason: own.is_some(),
                // What nobody has decided on is not refused for good.
                decision: Some(own.as_ref().map(|(decision, _)| *decision).unwrap_or_default()),
                reason: own.map_or_else(|| self.signature.reason_for_the_rest.clone(), |(_, reason)| reason),
                stages,
                cultures,
            }
        })
        .collect()
    }
}

/// Where words are put, to be referred to by their digests.
pub(super) struct Shelf<'a> {
    dice: &'a Dice,
    words: Vec<Words>,
}

impl Shelf<'_> {
    fn put(&mut self, text: &str, about: About) -> String {
        let salt = self.dice.secret();
        let digest = words_digest(&salt, text);
        self.words.push(Words { digest: digest.clone(), salt, text: text.to_owned(), about });
        digest
    }

    fn title(&mut self, proposal: &ProposalMemory) -> String {
        self.put(proposal.text.title.as_str(), About::Proposal(proposal.id))
    }
}

/// What stands in the content for words. Salts are all of one length, so that where they end is no question.
#[must_use]
pub fn words_digest(salt: &str, text: &str) -> String {
    digest(&[salt, text].concat())
}
