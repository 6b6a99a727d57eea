//! What practices of a draft may say of each other: opposites and prerequisites, so that every one of them could be chosen.

use super::Wrong;
use crate::db::practices::links::Linked;
use model::practice::PracticeText;
use model::{PracticeId, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// No practice of a draft has this number: the one that is to be added.
const NEW: PracticeId = PracticeId(0);

/// `draft`: what is there so far; `id`: which of it is to become `text`, unless that is new.
///
/// # Errors
/// Under `opposites` or `needs`: a practice that this draft has not, itself, one twice or in both; a circle; something that could
/// never be chosen since it needs two that exclude each other.
pub fn fit(draft: &[Linked], id: Option<PracticeId>, text: &PracticeText) -> Result<(), Problem> {
    let id = id.unwrap_or(NEW);
    let mut wrong = Wrong::default();
    for (field, named) in [("opposites", &text.opposites), ("needs", &text.needs)] {
        for (place, other) in named.iter().enumerate() {
            let known = draft.iter().any(|linked| linked.id == *other);
            wrong.when(!known, field, "This draft has no such practice.");
            wrong.when(*other == id, field, "A practice cannot be named for itself.");
            wrong.when(named[..place].contains(other), field, "A practice is named twice.");
        }
    }
    let both = text.needs.iter().any(|other| text.opposites.contains(other));
    wrong.when(both, "needs", "What it needs cannot be its opposite.");
    wrong.told()?;
    let graph = Graph::new(draft, id, text);
    for need in text.needs.iter().filter(|need| graph.with_needs(**need).contains(&id)) {
        let message =
            format!("“{}” needs this one already: neither could ever be chosen.", graph.title(*need));
        wrong.when(true, "needs", &message);
    }
    wrong.told()?;
    if let Some((practice, one, other)) = graph.impossible() {
        let field = if one == id || other == id { "opposites" } else { "needs" };
        let message = format!(
            "“{}” would need both “{}” and “{}”, which exclude each other.",
            graph.title(practice),
            graph.title(one),
            graph.title(other)
        );
        wrong.when(true, field, &message);
    }
    wrong.told()
}

/// # Errors
/// When another practice needs it.
pub fn may_go(draft: &[Linked], id: PracticeId) -> Result<(), Problem> {
    match draft.iter().find(|linked| linked.needs.contains(&id)) {
        None => Ok(()),
        Some(other) => Err(Problem::conflict(format!("“{}” needs it. Change that first.", other.title))),
    }
}

/// The draft as it would be.
struct Graph<'a> {
    titles: BTreeMap<PracticeId, &'a str>,
    needs: BTreeMap<PracticeId, &'a [PracticeId]>,
    /// Each pair once.
    opposites: Vec<(PracticeId, PracticeId)>,
}

impl<'a> Graph<'a> {
    fn new(draft: &'a [Linked], id: PracticeId, text: &'a PracticeText) -> Self {
        let others = || draft.iter().filter(|linked| linked.id != id);
        let mut titles: BTreeMap<_, _> = others().map(|linked| (linked.id, linked.title.as_str())).collect();
        let mut needs: BTreeMap<_, _> = others().map(|linked| (linked.id, linked.needs.as_slice())).collect();
        titles.insert(id, text.title.as_str());
        needs.insert(id, &text.needs);
        let pairs = others().flat_map(|linked| linked.opposites.iter().map(|other| (linked.id, *other)));
        let mut opposites: Vec<_> = pairs.filter(|(one, other)| one < other && *other != id).collect();
        opposites.extend(text.opposites.iter().map(|other| (id, *other)));
        Self { titles, needs, opposites }
    }

    fn title(&self, id: PracticeId) -> &str {
        self.titles.get(&id).copied().unwrap_or_default()
    }

    /// A practice and everything that it needs, however far.
    fn with_needs(&self, id: PracticeId) -> BTreeSet<PracticeId> {
        let (mut found, mut open) = (BTreeSet::from([id]), vec![id]);
        while let Some(next) = open.pop() {
            let needs = self.needs.get(&next).copied().unwrap_or_default();
            open.extend(needs.iter().copied().filter(|need| found.insert(*need)));
        }
        found
    }

    /// A practice that cannot be without two that exclude each other; one of them may be itself.
    fn impossible(&self) -> Option<(PracticeId, PracticeId, PracticeId)> {
        self.titles.keys().find_map(|&id| {
            let all = self.with_needs(id);
            let pair = self.opposites.iter().find(|(one, other)| all.contains(one) && all.contains(other))?;
            Some((id, pair.0, pair.1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(opposites: &[i64], needs: &[i64]) -> PracticeText {
        let text = json!({ "title": "This", "activity": "A", "accountable": "B", "stages": [0], "cultures": [0],
            "proposals": [1], "opposites": opposites, "needs": needs });
        serde_json::from_value(text).unwrap()
    }

    fn linked(id: i64, opposites: &[i64], needs: &[i64]) -> Linked {
        let ids = |ids: &[i64]| ids.iter().copied().map(PracticeId).collect();
        Linked {
            id: PracticeId(id),
            title: format!("Practice {id}").parse().unwrap(),
            opposites: ids(opposites),
            needs: ids(needs),
        }
    }

    #[test]
    fn circles_and_contradictions_are_refused_by_field() {
        // 1 needs 2 and 2 needs 3; 4 and 5 exclude each other; 6 stands alone.
        let draft = [
            linked(1, &[], &[2]),
            linked(2, &[], &[3]),
            linked(3, &[], &[]),
            linked(4, &[5], &[]),
            linked(5, &[4], &[]),
            linked(6, &[], &[]),
        ];
        let refused = |id: Option<i64>, opposites: &[i64], needs: &[i64]| {
            let problem = fit(&draft, id.map(PracticeId), &text(opposites, needs)).err()?;
            Some((problem.fields[0].field.clone(), problem.fields[0].message.clone()))
        };
        let field = |id, opposites: &[i64], needs: &[i64]| refused(id, opposites, needs).map(|of| of.0);
        for (id, opposites, needs) in [
            (None, &[4][..], &[1, 2][..]),
            (None, &[4, 5], &[]),
            (Some(3), &[4, 5], &[6]),
            (Some(1), &[], &[2, 3]),
            (Some(4), &[], &[5]),
        ] {
            assert_eq!(refused(id, opposites, needs), None, "{id:?} {opposites:?} {needs:?}");
        }
        for (id, opposites, needs, wrong) in [
            (None, &[9][..], &[][..], "opposites"),
            (Some(6), &[], &[6], "needs"),
            (Some(6), &[6], &[], "opposites"),
            (None, &[], &[3, 3], "needs"),
            (None, &[3], &[3], "needs"),
            (Some(3), &[], &[1], "needs"),
            (None, &[], &[4, 5], "needs"),
            (None, &[3], &[1], "opposites"),
            // Its own need would exclude it, and what needs it would need both.
            (Some(3), &[1], &[], "opposites"),
            (Some(3), &[2], &[], "opposites"),
        ] {
            assert_eq!(field(id, opposites, needs).as_deref(), Some(wrong), "{id:?} {opposites:?} {needs:?}");
        }
        assert!(refused(Some(3), &[], &[1]).unwrap().1.contains("“Practice 1” needs this one already"));
        assert!(may_go(&draft, PracticeId(1)).is_ok());
        assert!(may_go(&draft, PracticeId(3)).unwrap_err().message.contains("“Practice 2” needs it"));
    }
}
