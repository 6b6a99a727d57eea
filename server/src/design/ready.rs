//! Whether a draft can be adopted as it is, and if not, what to do about it.

use super::Material;
use model::selection::Key;
use model::{Problem, Title};

impl Material {
    /// # Errors
    /// Why this cannot be adopted as it is.
    pub fn ready(&self) -> Result<(), Problem> {
        let (stages, cultures) = (self.round.stages.len(), self.round.cultures.len());
        if self.practices.is_empty() {
            return Err(Problem::conflict("There is no practice in the draft yet."));
        }
        for practice in &self.practices {
            let text = &practice.text;
            if text.proposals.is_empty() || text.proposals.iter().any(|id| self.proposal(*id).is_none()) {
                let message = format!("“{}” is made from a proposal that is no longer public.", text.title);
                return Err(Problem::conflict(message));
            }
            if !text.stages.fits(stages) || !text.cultures.fits(cultures) {
                let message = format!("“{}” stands in a cell that this round no longer has.", text.title);
                return Err(Problem::conflict(message));
            }
        }
        for practice in &self.practices {
            let opposite = self.practices.iter().find(|other| practice.text.opposites.contains(&other.id));
            if let Some(opposite) = opposite {
                let message = format!(
                    "“{}” and “{}” exclude each other. Take one of them out.",
                    practice.text.title, opposite.text.title
                );
                return Err(Problem::conflict(message));
            }
        }
        if let Some(refused) = self.base.as_ref().and_then(|base| base.whole.refused.as_ref()) {
            return Err(Problem::conflict(refused.clone()));
        }
        for need in self.draft.needs() {
            if need.spent > need.resource.capacity {
                let (resource, spent) = (need.resource, need.spent);
                return Err(Problem::conflict(format!(
                    "{}: the practices need {spent} {unit}, and there are {}.",
                    resource.name,
                    resource.capacity,
                    unit = resource.unit,
                )));
            }
        }
        if self.signature.against.is_none() {
            let some = |titles: &[&Title]| {
                let more = match titles.len() {
                    0 | 1 => String::new(),
                    count => format!(" and {} more", count - 1),
                };
                titles.first().map(|first| format!("“{first}”{more}"))
            };
            if let Some(titles) = some(&self.unchosen()) {
                let message = format!(
                    "The votes do not choose {titles}. Say why it is adopted all the same; it is published."
                );
                return Err(Problem::field("against", message));
            }
            if let Some(titles) = some(&self.refused()) {
                let message = format!(
                    "The votes choose {titles}, in no practice of the draft. Say why it is left out all the same, here or one by one; it is published."
                );
                return Err(Problem::field("against", message));
            }
        }
        self.signed_off()
    }

    /// Whether every function that must sign has signed this very draft, or is overruled.
    fn signed_off(&self) -> Result<(), Problem> {
        let unsigned: Vec<&str> = self.standing.unsigned(&self.draft).map(|row| row.name.as_str()).collect();
        if unsigned.is_empty() || self.signature.overrule.is_some() {
            return Ok(());
        }
        let have = if unsigned.len() == 1 { "has" } else { "have" };
        let changed =
            if self.standing.stale { " The draft has changed since it was sent to review." } else { "" };
        let message = format!(
            "{} {have} not signed this draft.{changed} Have it signed, or say why it is adopted all the same; it is published.",
            unsigned.join(", ")
        );
        Err(Problem::field("overrule", message))
    }

    /// The practices that the votes do not choose.
    pub(super) fn unchosen(&self) -> Vec<&Title> {
        let outcome = &self.selected.outcome;
        let practices = self.practices.iter().filter(|one| !outcome.is_in(Key::Practice(one.id)));
        practices.map(|one| &one.text.title).collect()
    }

    /// The proposals that the votes choose and that are left out without a reason of their own.
    pub(super) fn refused(&self) -> Vec<&Title> {
        let outcome = &self.selected.outcome;
        let refused = self.proposals.iter().filter(|one| outcome.is_in(Key::Proposal(one.id)));
        refused.filter(|one| one.left_out.is_none()).map(|one| &one.text.title).collect()
    }
}
