//! What changed between two adopted versions, practice by practice.

use super::frozen::Frozen;
use super::key;
use model::PracticeId;
use model::design::{Design, Difference};
use model::practice::PracticeText;
use model::round::{Culture, Resource, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// A version, or a draft, as far as it is compared.
#[derive(Clone)]
pub struct Side<'a> {
    pub stages: &'a [Stage],
    pub cultures: &'a [Culture],
    pub resources: &'a [Resource],
    pub practices: Vec<(PracticeId, &'a PracticeText)>,
}

impl<'a> From<&'a Frozen> for Side<'a> {
    fn from(frozen: &'a Frozen) -> Self {
        Self {
            stages: &frozen.stages,
            cultures: &frozen.cultures,
            resources: &frozen.resources,
            practices: frozen.practices.iter().map(|one| (one.id, &one.text)).collect(),
        }
    }
}

impl<'a> From<&'a Design> for Side<'a> {
    fn from(design: &'a Design) -> Self {
        Self {
            stages: &design.stages,
            cultures: &design.cultures,
            resources: &design.resources,
            practices: design.practices.iter().map(|one| (one.id, &one.text)).collect(),
        }
    }
}

/// A practice in its version.
pub type One<'a> = (PracticeId, &'a PracticeText);
/// A practice of the later version, after what it was before.
pub type Matched<'a> = (Option<One<'a>>, One<'a>);

/// Each practice of the later version with what it was in the one before, if it was there, and then those that are gone. A practice
/// is the same where it carries the same number, or, made anew in a later round, the same title.
#[must_use]
pub fn matched<'a>(before: &Side<'a>, after: &Side<'a>) -> (Vec<Matched<'a>>, Vec<One<'a>>) {
    let mut gone = before.practices.clone();
    let there: BTreeSet<PracticeId> = gone.iter().map(|old| old.0).collect();
    let mut pairs = Vec::with_capacity(after.practices.len());
    for practice in &after.practices {
        let number = there.contains(&practice.0);
        let is = |old: &One<'a>| if number { old.0 == practice.0 } else { is_same(*old, *practice, after) };
        let old = gone.iter().position(is).map(|place| gone.remove(place));
        pairs.push((old, *practice));
    }
    (pairs, gone)
}

/// What was added and changed, in the order of the later version, and then what was removed.
#[must_use]
pub fn differences(before: &Side<'_>, after: &Side<'_>) -> Vec<Difference> {
    let (pairs, gone) = matched(before, after);
    let mut differences = Vec::new();
    for (old, practice) in pairs {
        let title = practice.1.title.clone();
        let Some(old) = old else {
            differences.push(Difference::Added { title });
            continue;
        };
        let fields = changed((before, old.1), (after, practice.1));
        if !fields.is_empty() {
            differences.push(Difference::Changed { title, fields });
        }
    }
    differences.extend(gone.iter().map(|old| Difference::Removed { title: old.1.title.clone() }));
    differences
}

/// What goes on under another number: the practice before, and the same one after.
#[must_use]
pub fn became(before: &Side<'_>, after: &Side<'_>) -> Vec<(PracticeId, PracticeId)> {
    let pairs = matched(before, after).0.into_iter();
    pairs.filter_map(|(old, new)| Some((old?.0, new.0))).filter(|(old, new)| old != new).collect()
}

/// A practice that is still there under its number is no other one, whatever that is called.
#[must_use]
pub fn is_same(old: One<'_>, new: One<'_>, after: &Side<'_>) -> bool {
    let kept = after.practices.iter().any(|practice| practice.0 == old.0);
    if kept { old.0 == new.0 } else { key(old.1.title.as_str()) == key(new.1.title.as_str()) }
}

/// The names of the fields that differ, in their order in a practice.
#[must_use]
pub fn changed(before: (&Side<'_>, &PracticeText), after: (&Side<'_>, &PracticeText)) -> Vec<String> {
    let (old, new) = (before.1, after.1);
    [
        ("title", old.title != new.title),
        ("activity", old.activity != new.activity),
        ("accountable", old.accountable != new.accountable),
        ("involved", sorted(&old.involved) != sorted(&new.involved)),
        ("loads", sorted(&old.loads) != sorted(&new.loads)),
        ("how", old.how != new.how),
        ("tool", old.tool != new.tool),
        ("aim", old.aim != new.aim),
        ("touchpoints", old.details.touchpoints != new.details.touchpoints),
        ("channel", old.details.channel() != new.details.channel()),
        ("redundant", old.details.redundant != new.details.redundant),
        ("documents", old.details.documents != new.details.documents),
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

/// The names of the stages that a practice stands in.
#[must_use]
pub fn stages((side, text): (&Side<'_>, &PracticeText)) -> Vec<String> {
    let stage = |place: usize| side.stages.get(place).map(|stage| stage.name.to_string());
    text.stages.iter().filter_map(stage).collect()
}

/// Likewise.
#[must_use]
pub fn cultures((side, text): (&Side<'_>, &PracticeText)) -> Vec<String> {
    let culture = |place: usize| side.cultures.get(place).map(|culture| culture.name.to_string());
    text.cultures.iter().filter_map(culture).collect()
}

fn titles((side, _): (&Side<'_>, &PracticeText), ids: &[PracticeId]) -> BTreeSet<String> {
    let named = side.practices.iter().filter(|practice| ids.contains(&practice.0));
    named.map(|practice| key(practice.1.title.as_str())).collect()
}

fn costs((side, text): (&Side<'_>, &PracticeText)) -> BTreeMap<String, i64> {
    let costs = text.costs.iter().filter(|cost| cost.amount != 0);
    costs
        .filter_map(|cost| {
            let resource = side.resources.iter().find(|resource| resource.id == cost.resource)?;
            Some((resource.name.to_string(), cost.amount))
        })
        .collect()
}
