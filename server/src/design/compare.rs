//! Any two versions side by side, cell by cell. What is the same stage or culture is what has the same name, since two rounds
//! number theirs each on its own.

use super::difference::{Side, cultures, differences, is_same, stages};
use super::frozen::Frozen;
use super::integrity::Plan;
use super::review::Reviewed;
use crate::db::practices::Stored;
use model::design::{CellChange, Comparison};
use model::integrity::{Beside, Counts};
use model::practice::PracticeText;
use model::round::{Culture, Resource, Round, Stage};
use model::{Name, PracticeId, Title, Version};

/// A version as far as it is compared: an adopted one, how it is today, or a draft.
pub struct Laid {
    pub version: Version,
    pub draft: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    pub practices: Vec<(PracticeId, PracticeText)>,
}

impl Laid {
    /// How it is today in a round.
    #[must_use]
    pub fn today(round: &Round, practices: Vec<Stored>) -> Self {
        Self {
            version: Version(0),
            draft: false,
            stages: round.stages.clone(),
            cultures: round.cultures.clone(),
            resources: round.resources.clone(),
            practices: practices.into_iter().map(|one| (one.id, one.text)).collect(),
        }
    }

    /// A draft that would get this number.
    #[must_use]
    pub fn draft(version: Version, draft: &Reviewed) -> Self {
        let side = draft.side();
        Self {
            version,
            draft: true,
            stages: side.stages.to_vec(),
            cultures: side.cultures.to_vec(),
            resources: side.resources.to_vec(),
            practices: side.practices.into_iter().map(|(id, text)| (id, text.clone())).collect(),
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            stages: &self.stages,
            cultures: &self.cultures,
            resources: &self.resources,
            practices: self.practices.iter().map(|(id, text)| (*id, text)).collect(),
        }
    }

    fn counts(&self) -> Counts {
        let texts = self.practices.iter().map(|(id, text)| (*id, text));
        Plan::new((self.stages.len(), self.cultures.len()), &self.resources, texts).counts()
    }
}

impl From<Frozen> for Laid {
    fn from(frozen: Frozen) -> Self {
        Self {
            version: frozen.version,
            draft: false,
            stages: frozen.stages,
            cultures: frozen.cultures,
            resources: frozen.resources,
            practices: frozen.practices.into_iter().map(|one| (one.id, one.text)).collect(),
        }
    }
}

#[must_use]
pub fn compare(before: &Laid, after: &Laid) -> Comparison {
    let (old, new) = (before.side(), after.side());
    let stages = union(after.stages.iter().map(|one| &one.name), before.stages.iter().map(|one| &one.name));
    let names =
        union(after.cultures.iter().map(|one| &one.name), before.cultures.iter().map(|one| &one.name));
    let mut cells = Vec::new();
    for stage in &stages {
        for culture in &names {
            cells.extend(cell((&old, &new), stage, culture));
        }
    }
    Comparison {
        from: before.version,
        to: after.version,
        draft: after.draft,
        counts: after.counts(),
        beside: Beside { version: before.version, counts: before.counts() },
        difference: differences(&old, &new),
        stages,
        cultures: names,
        cells,
        today: false,
    }
}

fn union<'a>(first: impl Iterator<Item = &'a Name>, then: impl Iterator<Item = &'a Name>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for name in first.chain(then) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// What came, went or stayed in a cell; nothing where there was nothing and is nothing.
fn cell((old, new): (&Side<'_>, &Side<'_>), stage: &Name, culture: &Name) -> Option<CellChange> {
    let (before, after) = (here(old, stage, culture), here(new, stage, culture));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let titles = |of: Vec<&(PracticeId, &PracticeText)>| -> Vec<Title> {
        of.into_iter().map(|one| one.1.title.clone()).collect()
    };
    let was = |one: &&(PracticeId, &PracticeText)| before.iter().any(|old| is_same(*old, **one, new));
    let is = |one: &&(PracticeId, &PracticeText)| after.iter().any(|now| is_same(**one, *now, new));
    Some(CellChange {
        stage: stage.clone(),
        culture: culture.clone(),
        came: titles(after.iter().filter(|one| !was(one)).collect()),
        stayed: titles(after.iter().filter(was).collect()),
        went: titles(before.iter().filter(|one| !is(one)).collect()),
    })
}

fn here<'a>(side: &Side<'a>, stage: &Name, culture: &Name) -> Vec<(PracticeId, &'a PracticeText)> {
    let stands = |one: &&(PracticeId, &'a PracticeText)| {
        stages((side, one.1)).iter().any(|name| name == stage.as_str())
            && cultures((side, one.1)).iter().any(|name| name == culture.as_str())
    };
    side.practices.iter().filter(stands).copied().collect()
}
