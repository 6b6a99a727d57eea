//! Any two versions side by side, cell by cell. What is the same stage or culture is what has the same name, since two rounds
//! number theirs each on its own.

use super::difference::{Side, cultures, differences, is_same, stages};
use super::frozen::Frozen;
use model::design::{CellChange, Comparison};
use model::integrity::Beside;
use model::practice::PracticeText;
use model::{Name, PracticeId, Title};

#[must_use]
pub fn compare(before: &Frozen, after: &Frozen) -> Comparison {
    let (old, new) = (Side::from(before), Side::from(after));
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
        counts: after.counts(),
        beside: Beside { version: before.version, counts: before.counts() },
        difference: differences(&old, &new),
        stages,
        cultures: names,
        cells,
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
