//! What changed between two adopted versions, practice by practice.

use super::frozen::{Frozen, FrozenPractice};
use super::key;
use model::PracticeId;
use model::design::Difference;
use std::collections::{BTreeMap, BTreeSet};

/// What was added and changed, in the order of the later version, and then what was removed. A practice is the same
/// where it carries the same number, or, made anew in a later round, the same title.
#[must_use]
pub fn differences(before: &Frozen, after: &Frozen) -> Vec<Difference> {
    let mut gone: Vec<&FrozenPractice> = before.practices.iter().collect();
    let mut differences = Vec::new();
    for practice in &after.practices {
        let title = practice.text.title.clone();
        let Some(place) = gone.iter().position(|old| is_same(old, practice, after)) else {
            differences.push(Difference::Added { title });
            continue;
        };
        let old = gone.remove(place);
        let fields = changed((before, old), (after, practice));
        if !fields.is_empty() {
            differences.push(Difference::Changed { title, fields });
        }
    }
    differences.extend(gone.iter().map(|old| Difference::Removed { title: old.text.title.clone() }));
    differences
}

/// A practice that is still there under its number is no other one, whatever that is called.
fn is_same(old: &FrozenPractice, new: &FrozenPractice, after: &Frozen) -> bool {
    let kept = after.practices.iter().any(|practice| practice.id == old.id);
    if kept { old.id == new.id } else { key(old.text.title.as_str()) == key(new.text.title.as_str()) }
}

/// The names of the fields that differ, in their order in a practice.
fn changed(before: (&Frozen, &FrozenPractice), after: (&Frozen, &FrozenPractice)) -> Vec<String> {
    let (old, new) = (&before.1.text, &after.1.text);
    [
        ("title", old.title != new.title),
        ("activity", old.activity != new.activity),
        ("accountable", old.accountable != new.accountable),
        ("involved", sorted(&old.involved) != sorted(&new.involved)),
        ("loads", sorted(&old.loads) != sorted(&new.loads)),
        ("how", old.how != new.how),
        ("tool", old.tool != new.tool),
        ("aim", old.aim != new.aim),
        ("lead", old.lead != new.lead),
        ("lag", old.lag != new.lag),
        ("behaviours", old.behaviours != new.behaviours),
        ("stages", stages(before) != stages(after)),
        ("cultures", cultures(before) != cultures(after)),
        ("proposals", sorted(&old.proposals) != sorted(&new.proposals)),
        ("costs", costs(before) != costs(after)),
        ("opposites", titles(before, &old.opposites) != titles(after, &new.opposites)),
        ("needs", titles(before, &old.needs) != titles(after, &new.needs)),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(field, _)| field.to_owned())
    .collect()
}

fn sorted<T: Ord>(values: &[T]) -> BTreeSet<&T> {
    values.iter().collect()
}

// Two rounds number their stages, cultures and resources each on their own: what is the same is the name.

fn stages((design, practice): (&Frozen, &FrozenPractice)) -> Vec<String> {
    let stage = |place: usize| design.stages.get(place).map(|stage| stage.name.to_string());
    practice.text.stages.iter().filter_map(stage).collect()
}

fn cultures((design, practice): (&Frozen, &FrozenPractice)) -> Vec<String> {
    let culture = |place: usize| design.cultures.get(place).map(|culture| culture.name.to_string());
    practice.text.cultures.iter().filter_map(culture).collect()
}

fn titles((design, _): (&Frozen, &FrozenPractice), ids: &[PracticeId]) -> BTreeSet<String> {
    let named = design.practices.iter().filter(|practice| ids.contains(&practice.id));
    named.map(|practice| key(practice.text.title.as_str())).collect()
}

fn costs((design, practice): (&Frozen, &FrozenPractice)) -> BTreeMap<String, i64> {
    let costs = practice.text.costs.iter().filter(|cost| cost.amount != 0);
    costs
        .filter_map(|cost| {
            let resource = design.resources.iter().find(|resource| resource.id == cost.resource)?;
            Some((resource.name.to_string(), cost.amount))
        })
        .collect()
}
