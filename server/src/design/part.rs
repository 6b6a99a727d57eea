//! What is frozen where the vote on a gap decides one part of a design: its own practices in the places of the whole, and beside them
//! those that go on, with the evidence on which they were chosen and the version that they were chosen with.

use super::Material;
use super::freeze::Shelf;
use super::frozen::{FrozenEvidence, FrozenPractice};
use super::whole::{Base, WholePractice};
use model::PracticeId;
use model::cells::{CultureSet, StageSet};
use model::design::DecidedPart;
use model::practice::CostChange;

impl Material {
    /// Every practice of the next version.
    pub(super) fn all(&self, shelf: &mut Shelf<'_>) -> Vec<FrozenPractice> {
        let Some(base) = &self.base else {
            return self.practices.iter().map(|practice| self.practice(practice, shelf)).collect();
        };
        let all = base.whole.practices.iter().filter_map(|one| match one.goes_on {
            true => self.going_on(base, one, shelf),
            false => self.own(base, one.id, one, shelf),
        });
        all.collect()
    }

    pub(super) fn part(&self) -> Option<DecidedPart> {
        let whole = &self.base.as_ref()?.whole;
        let (stages, cultures) = (whole.part.stages, whole.part.cultures);
        Some(DecidedPart { from: whole.version, stages, cultures })
    }

    /// In the places of the whole design.
    pub(super) fn placed(&self, cells: (StageSet, CultureSet)) -> (StageSet, CultureSet) {
        self.base.as_ref().map_or(cells, |base| base.placed(&self.round, cells))
    }

    fn own(
        &self,
        base: &Base,
        id: PracticeId,
        one: &WholePractice,
        shelf: &mut Shelf<'_>,
    ) -> Option<FrozenPractice> {
        let stored = self.practices.iter().find(|stored| stored.id == id)?;
        let mut frozen = self.practice(stored, shelf);
        let change = |change: CostChange| {
            let resource = self.round.resources.iter().find(|one| one.id == change.resource)?;
            let same = base.whole.resources.iter().find(|one| one.name == resource.name)?;
            Some(CostChange { resource: same.id, ..change })
        };
        frozen.cost_changes = frozen.cost_changes.into_iter().filter_map(change).collect();
        Some(FrozenPractice { text: one.text.clone(), ..frozen })
    }

    fn going_on(&self, base: &Base, one: &WholePractice, shelf: &mut Shelf<'_>) -> Option<FrozenPractice> {
        let before = base.holds.practices.iter().find(|before| before.id == one.id)?;
        let counted = |evidence: &FrozenEvidence| FrozenEvidence {
            counted: evidence.counted.or(Some(base.holds.version)),
            ..evidence.clone()
        };
        let mut from: Vec<FrozenEvidence> = before.from.iter().map(counted).collect();
        // That customers keep it is said beside it.
        let kept_by = one.kept_by.and_then(|id| self.own(base, id, one, shelf));
        from.extend(kept_by.into_iter().flat_map(|kept| kept.from));
        Some(FrozenPractice {
            id: one.id,
            text: one.text.clone(),
            from,
            cost_changes: before.cost_changes.clone(),
            goes_on: before.goes_on.or(Some(base.holds.version)),
        })
    }
}
