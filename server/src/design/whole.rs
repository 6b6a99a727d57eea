//! The whole matrix of which the vote on a gap decides one part. The practices of the other cells go on as they are promised now;
//! only what stands in that part alone, and the promise that is not kept, are decided anew.

use super::difference::Side;
use super::{Frozen, key};
use crate::db::practices::Stored;
use model::cells::{CultureSet, StageSet};
use model::design::GoesOn;
use model::practice::{Cost, PracticeText};
use model::round::{Culture, Resource, Round, Stage};
use model::{Name, PracticeId, Version};
use serde::{Deserialize, Serialize};

/// As it would be adopted, in the places of the version that goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// The version whose other cells go on.
    pub version: Version,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    /// What is decided.
    pub part: Part,
    /// Those that go on, and then those of the vote.
    pub practices: Vec<WholePractice>,
    /// Why it cannot be adopted so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WholePractice {
    pub id: PracticeId,
    pub text: PracticeText,
    /// Whether it goes on as it was chosen before.
    pub goes_on: bool,
    /// The practice of the vote that keeps it in the part that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<PracticeId>,
}

/// Cells: each of these stages for each of these cultures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub stages: StageSet,
    pub cultures: CultureSet,
}

/// What a vote on a part means for a practice of the version before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it stands in other cells.
    GoesOn,
    /// It goes on in these of its cells.
    GoesOnIn(Part),
    /// It ends, unless the vote keeps it.
    Open,
}

impl Part {
    /// `gap` is the practice that is not kept. Another one that also stands elsewhere is not asked about, and goes on.
    #[must_use]
    pub fn fate(self, id: PracticeId, text: &PracticeText, gap: PracticeId) -> Fate {
        let rest = Self {
            stages: StageSet(text.stages.0 & !self.stages.0),
            cultures: CultureSet(text.cultures.0 & !self.cultures.0),
        };
        if rest.stages == text.stages || rest.cultures == text.cultures {
            return Fate::GoesOn;
        }
        match (rest.stages.is_empty(), rest.cultures.is_empty()) {
            (true, true) => Fate::Open,
            _ if id != gap => Fate::GoesOn,
            (true, false) => Fate::GoesOnIn(Self { stages: text.stages, ..rest }),
            (false, true) => Fate::GoesOnIn(Self { cultures: text.cultures, ..rest }),
            // What would be left is no block of cells.
            (false, false) => Fate::GoesOn,
        }
    }
}

/// What is left of each resource when those that go on are paid for: that much the vote decides on.
#[must_use]
pub fn left<'a>(
    resources: &[Resource],
    going_on: impl Iterator<Item = &'a PracticeText> + Clone,
) -> Vec<Resource> {
    let spent = super::needs(resources, going_on.flat_map(|text| &text.costs));
    let left = |(resource, need): (&Resource, model::design::Need)| Resource {
        capacity: resource.capacity.saturating_sub(need.spent).max(0),
        ..resource.clone()
    };
    resources.iter().zip(spent).map(left).collect()
}

impl Whole {
    /// Of the version that holds and the draft of the vote that `gap` had opened.
    #[must_use]
    pub fn new(holds: &Frozen, round: &Round, gap: PracticeId, own: &[Stored]) -> Self {
        let places = Places { holds, round };
        let part = Part {
            stages: places.stages(StageSet::all(round.stages.len())),
            cultures: places.cultures(CultureSet::all(round.cultures.len())),
        };
        let mut whole = Self {
            version: holds.version,
            stages: holds.stages.clone(),
            cultures: holds.cultures.clone(),
            resources: holds.resources.clone(),
            part,
            practices: Vec::new(),
            refused: places.missing(),
        };
        for before in &holds.practices {
            let text = match part.fate(before.id, &before.text, gap) {
                Fate::Open => continue,
                Fate::GoesOn => before.text.clone(),
                Fate::GoesOnIn(rest) => {
                    PracticeText { stages: rest.stages, cultures: rest.cultures, ..before.text.clone() }
                }
            };
            whole.practices.push(WholePractice { id: before.id, text, goes_on: true, kept_by: None });
        }
        for one in own {
            whole.put_in(holds, one.id, places.text(&one.text));
        }
        whole.relink(holds);
        whole
    }

    /// A practice of the vote: one that keeps what goes on elsewhere is that very promise.
    fn put_in(&mut self, holds: &Frozen, id: PracticeId, text: PracticeText) {
        let same = |one: &&mut WholePractice| one.goes_on && titled(&one.text, &text);
        let Some(there) = self.practices.iter_mut().find(same) else {
            self.practices.push(WholePractice { id, text, goes_on: false, kept_by: None });
            return;
        };
        let before = holds.practices.iter().find(|one| one.id == there.id).map(|one| &one.text);
        if let Some(before) = before.filter(|before| keeps(before, &text, self.part)) {
            there.text = before.clone();
            there.kept_by = Some(id);
            return;
        }
        self.refused = self.refused.take().or(Some(format!(
            "“{}” goes on elsewhere as it is. Give what is done here another name, or leave it as it was begun, at no cost of its own.",
            text.title
        )));
        self.practices.push(WholePractice { id, text, goes_on: false, kept_by: None });
    }

    /// What a practice excludes and needs is there, or the same one made anew in the vote.
    fn relink(&mut self, holds: &Frozen) {
        let there: Vec<(PracticeId, String, Option<PracticeId>)> =
            self.practices.iter().map(|one| (one.id, key(one.text.title.as_str()), one.kept_by)).collect();
        let now = |id: &PracticeId| {
            let direct = there.iter().find(|one| one.0 == *id || one.2 == Some(*id));
            let again = || {
                let before = holds.practices.iter().find(|one| one.id == *id)?;
                there.iter().find(|one| one.1 == key(before.text.title.as_str()))
            };
            direct.or_else(again).map(|one| one.0)
        };
        for one in &mut self.practices {
            for links in [&mut one.text.opposites, &mut one.text.needs] {
                *links = links.iter().filter_map(now).collect();
                links.sort_unstable();
                links.dedup();
            }
        }
    }

    #[must_use]
    pub fn side(&self) -> Side<'_> {
        Side {
            stages: &self.stages,
            cultures: &self.cultures,
            resources: &self.resources,
            practices: self.practices.iter().map(|one| (one.id, &one.text)).collect(),
        }
    }

    /// What goes on, as it is told.
    #[must_use]
    pub fn told(&self) -> GoesOn {
        let going_on = self.practices.iter().filter(|one| one.goes_on);
        GoesOn {
            version: self.version,
            practices: going_on.map(|one| one.text.title.clone()).collect(),
            refused: self.refused.clone(),
        }
    }
}

fn titled(one: &PracticeText, other: &PracticeText) -> bool {
    key(one.title.as_str()) == key(other.title.as_str())
}

/// Whether a practice of the vote is the one before, in all of its cells that were voted on. What that costs is spent already.
fn keeps(before: &PracticeText, text: &PracticeText, part: Part) -> bool {
    let alike = PracticeText {
        title: before.title.clone(),
        stages: before.stages,
        cultures: before.cultures,
        proposals: before.proposals.clone(),
        costs: before.costs.clone(),
        opposites: before.opposites.clone(),
        needs: before.needs.clone(),
        ..text.clone()
    };
    alike == *before
        && text.costs.iter().all(|cost| cost.amount == 0)
        && text.stages.0 == before.stages.0 & part.stages.0
        && text.cultures.0 == before.cultures.0 & part.cultures.0
}

/// The places and resources of the vote's round in the version that holds: what is the same is the name.
struct Places<'a> {
    holds: &'a Frozen,
    round: &'a Round,
}

impl Places<'_> {
    fn stage(&self, place: usize) -> Option<usize> {
        let name = &self.round.stages.get(place)?.name;
        self.holds.stages.iter().position(|one| one.name == *name)
    }

    fn culture(&self, place: usize) -> Option<usize> {
        let name = &self.round.cultures.get(place)?.name;
        self.holds.cultures.iter().position(|one| one.name == *name)
    }

    fn stages(&self, set: StageSet) -> StageSet {
        StageSet::of(&set.iter().filter_map(|place| self.stage(place)).collect::<Vec<_>>())
    }

    fn cultures(&self, set: CultureSet) -> CultureSet {
        CultureSet::of(&set.iter().filter_map(|place| self.culture(place)).collect::<Vec<_>>())
    }

    fn text(&self, text: &PracticeText) -> PracticeText {
        let cost = |cost: &Cost| {
            let resource = self.round.resources.iter().find(|one| one.id == cost.resource)?;
            let same = self.holds.resources.iter().find(|one| one.name == resource.name)?;
            Some(Cost { resource: same.id, amount: cost.amount })
        };
        PracticeText {
            stages: self.stages(text.stages),
            cultures: self.cultures(text.cultures),
            costs: text.costs.iter().filter_map(cost).collect(),
            ..text.clone()
        }
    }

    /// A stage, a culture or a resource of the vote that the version has no more.
    fn missing(&self) -> Option<String> {
        let Self { holds, round } = self;
        let stage = (0..round.stages.len()).find(|place| self.stage(*place).is_none());
        let culture = (0..round.cultures.len()).find(|place| self.culture(*place).is_none());
        let unknown = |one: &&Resource| holds.resources.iter().all(|other| other.name != one.name);
        let resource = round.resources.iter().find(unknown);
        let name: &Name = stage
            .map(|place| &round.stages[place].name)
            .or_else(|| culture.map(|place| &round.cultures[place].name))
            .or_else(|| resource.map(|one| &one.name))?;
        Some(format!(
            "Version {}, which holds now, has no “{name}”: this vote cannot be part of it.",
            holds.version
        ))
    }
}

/// A version that holds, and what it becomes with the vote on a part of it.
#[derive(Clone)]
pub struct Base {
    pub holds: Frozen,
    /// Its promise that is not kept.
    pub gap: PracticeId,
    pub whole: Whole,
}

impl Base {
    /// Stages and cultures of the vote, as the version that holds numbers them.
    #[must_use]
    pub fn placed(
        &self,
        round: &Round,
        (stages, cultures): (StageSet, CultureSet),
    ) -> (StageSet, CultureSet) {
        let places = Places { holds: &self.holds, round };
        (places.stages(stages), places.cultures(cultures))
    }
}

#[cfg(test)]
mod tests;
