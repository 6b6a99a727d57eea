//! What became of a promise of an earlier design: as which it goes on, or with which version it ended, and why.

use super::designs::{self, Sight};
use crate::auth::PromiseReader;
use crate::db::events::{self, What};
use crate::db::{Tx, goes_on as table};
use crate::design::difference::{self, Side};
use crate::design::{Frozen, Material};
use crate::error::Result;
use crate::site::Site;
use model::api::scorecard::GetPastPromise;
use model::design::{AdoptedPractice, Design};
use model::scorecard::PastPromise;
use model::{PracticeId, Problem};
use std::collections::BTreeMap;

pub async fn get(site: Site, who: PromiseReader, request: GetPastPromise) -> Result<PastPromise> {
    let sight = Sight::Of(who.person.as_deref());
    let gone = || Problem::not_found("promise");
    let now = designs::current_version(&site, sight)?;
    let mut versions = designs::versions(&site, sight, now.0 < 0);
    let mut next = designs::nameless(&site, sight, versions.pop().ok_or_else(gone)?).await?;
    let current: Vec<PracticeId> = next.practices.iter().map(|one| one.id).collect();
    if current.contains(&request.practice) {
        return Err(gone().into());
    }
    let end = end(&site, request.practice).await?;
    let goes_on = current.contains(&end).then_some(end);
    let wanted = goes_on.map_or(end, |_| request.practice);
    while let Some(version) = versions.pop() {
        let design = designs::nameless(&site, sight, version).await?;
        if let Some(practice) = design.practices.iter().find(|one| one.id == wanted) {
            return Ok(past(practice, &design, &next, goes_on));
        }
        next = design;
    }
    Err(gone().into())
}

fn past(
    practice: &AdoptedPractice,
    design: &Design,
    next: &Design,
    goes_on: Option<PracticeId>,
) -> PastPromise {
    let from = |id| practice.from.iter().any(|evidence| evidence.proposal == id);
    let mut reasons: Vec<String> = Vec::new();
    for left in next.left_out.iter().filter(|left| from(left.proposal)) {
        if !reasons.contains(&left.reason) {
            reasons.push(left.reason.clone());
        }
    }
    PastPromise {
        title: practice.text.title.clone(),
        version: design.version,
        goes_on,
        ended: next.version,
        at: next.adopted,
        reasons,
    }
}

/// As which it went on last, however many versions later; itself, if it did not.
async fn end(site: &Site, practice: PracticeId) -> Result<PracticeId> {
    let all: BTreeMap<i64, i64> = table::all(&site.db).await?.into_iter().collect();
    let mut end = practice.0;
    for _ in 0..all.len() {
        let Some(next) = all.get(&end) else { break };
        end = *next;
    }
    Ok(PracticeId(end))
}

/// What is the same practice as one of the design before is the same promise, whatever its number.
pub async fn goes_on(tx: &mut Tx, material: &Material, last: &Frozen, frozen: &Frozen) -> Result<()> {
    let (before, after) = (Side::from(last), Side::from(frozen));
    for (practice, _) in &after.practices {
        table::stays(tx, *practice).await?;
    }
    for (old, new) in difference::became(&before, &after) {
        table::go_on(tx, old, new, frozen.version).await?;
        let what = What::of_round("promise.goes_on", material.round.id, new.0);
        let detail = format!("as promised before, as practice {old}");
        events::record(tx, material.now, Some(material.signer), what, Some(&detail)).await?;
    }
    Ok(())
}
