//! A proposal in memory.

use super::search;
use crate::db::proposals::ProposalRow;
use crate::mentions::Names;
use model::design::LeftDecision;
use model::intake::Held;
use model::proposal::{ProposalText, Status};
use model::{PersonId, ProposalId, RoundId, Timestamp, Why};

/// A proposal with what requests need of it.
#[derive(Clone, Debug)]
pub struct ProposalMemory {
    pub id: ProposalId,
    pub round: RoundId,
    /// Without the names of those who are named in it.
    pub text: ProposalText,
    /// What is asked for and why as it is kept, with whoever is named in it by number.
    pub marked: Why,
    pub status: Status,
    /// The rule of intake that holds it, besides the round's own.
    pub held: Option<Held>,
    pub author: Option<PersonId>,
    pub at: Timestamp,
    /// When it got its present wording.
    pub changed: Timestamp,
    /// Whose that is, if not the author's.
    pub changed_by: Option<PersonId>,
    /// Since when it has had the words that votes are for; `None` while its present ones have not been public.
    pub worded: Option<Timestamp>,
    /// Up to which number of the log votes were given to other words.
    pub asked_up_to: i64,
    /// Whether for now or for good, and why.
    pub left_out: Option<(LeftDecision, String)>,
    /// How often that was written or taken back.
    pub left_revision: i64,
    /// Who wrote it last.
    pub left_by: Option<PersonId>,
    /// All that it says, to search in.
    pub words: String,
}

impl ProposalMemory {
    /// `None`, with a line in the log, when what is stored is not a proposal.
    pub fn read(row: &ProposalRow) -> Option<Self> {
        let mut text = match row.text() {
            Ok(text) => text,
            Err(refused) => {
                tracing::error!(proposal = row.id, %refused, "a stored proposal cannot be read and is left out");
                return None;
            }
        };
        let marked = text.why.clone();
        if let Some(why) = Names::default().to_read(marked.as_str()) {
            text.why = why;
        }
        let particulars = [&text.who, &text.how, &text.tool, &text.measure];
        let particulars = particulars.into_iter().flatten().map(|one| one.as_str());
        let words = [text.title.as_str(), text.why.as_str()].into_iter().chain(particulars);
        let words = search::index(&words.collect::<Vec<_>>().join(" "));
        Some(Self {
            id: ProposalId(row.id),
            round: RoundId(row.round),
            status: row.status.parse().unwrap_or(Status::Waiting),
            held: row.held.as_deref().and_then(|held| held.parse().ok()),
            author: row.author.map(PersonId),
            at: Timestamp(row.created),
            changed: Timestamp(row.changed.unwrap_or(row.created)),
            changed_by: row.changed_by.map(PersonId),
            worded: row.worded.map(Timestamp),
            asked_up_to: row.asked_up_to.unwrap_or_default(),
            left_out: row.left_out.clone().map(|reason| (decision(row), reason)),
            left_revision: row.left_revision.unwrap_or_default(),
            left_by: row.left_by.map(PersonId),
            words,
            text,
            marked,
        })
    }

    /// What a vote names as `seen`.
    #[must_use]
    pub fn worded(&self) -> Timestamp {
        self.worded.unwrap_or(self.changed)
    }
}

fn decision(row: &ProposalRow) -> LeftDecision {
    row.decision.as_deref().and_then(LeftDecision::from_word).unwrap_or_default()
}
