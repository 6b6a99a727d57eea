//! What became of a promise of an earlier design: as which it goes on, or with which version it ended, and why.

use super::designs::{self, Sight};
use super::gap_vote;
use crate::auth::{PromiseReader, Who};
use crate::db::Tx;
use crate::db::events::{self, What};
use crate::db::goes_on::{self as table, Chain};
use crate::db::{gaps, promises};
use crate::design::difference::{self, Side};
use crate::design::{Frozen, Material};
use crate::error::Result;
use crate::site::Site;
use model::api::scorecard::GetPastPromise;
use model::design::{AdoptedPractice, Design};
use model::promise::Progress;
use model::scorecard::PastPromise;
use model::text::TextProblem;
use model::{PracticeId, Problem, Version};

pub async fn get(site: Site, who: PromiseReader, request: GetPastPromise) -> Result<PastPromise> {
    let chain = table::all(&site.db).await?;
    for version in designs::holding(&site, Sight::Of(who.person.as_deref())) {
        if let Some(found) = in_line(&site, &who, version, (request.practice, &chain)).await? {
            return Ok(found);
        }
    }
    Err(Problem::not_found("promise").into())
}

/// What became of it in the line whose last version is this one.
async fn in_line(
    site: &Site,
    who: &Who,
    now: Version,
    (practice, chain): (PracticeId, &Chain),
) -> Result<Option<PastPromise>> {
    let sight = Sight::Of(who.person.as_deref());
    let mut versions = designs::line(site, sight, now);
    let Some(last) = versions.pop() else { return Ok(None) };
    let mut next = designs::nameless(site, sight, last).await?;
    let current: Vec<PracticeId> = next.practices.iter().map(|one| one.id).collect();
    if current.contains(&practice) {
        return Ok(None);
    }
    let end = chain.end(practice);
    let goes_on = current.contains(&end).then_some(end);
    let wanted = goes_on.map_or(end, |_| practice);
    while let Some(version) = versions.pop() {
        let design = designs::nameless(site, sight, version).await?;
        if let Some(practice) = design.practices.iter().find(|one| one.id == wanted) {
            let vote = gaps::last_vote(&site.db, wanted).await?;
            let vote = vote.and_then(|round| gap_vote::result(site, who, round));
            return Ok(Some(PastPromise { vote, ..past(practice, &design, &next, goes_on) }));
        }
        next = design;
    }
    Ok(None)
}

fn past(
    practice: &AdoptedPractice,
    design: &Design,
    next: &Design,
    goes_on: Option<PracticeId>,
) -> PastPromise {
    PastPromise {
        title: practice.text.title.clone(),
        version: design.version,
        goes_on,
        ended: next.version,
        at: next.adopted,
        reasons: reasons(practice, next),
        vote: None,
    }
}

/// What a version says of the proposals behind a practice that it has no more, as far as it leaves them out.
pub fn reasons(practice: &AdoptedPractice, next: &Design) -> Vec<String> {
    let from = |id| practice.from.iter().any(|evidence| evidence.proposal == id);
    let mut reasons: Vec<String> = Vec::new();
    for left in next.left_out.iter().filter(|left| from(left.proposal)) {
        if !reasons.contains(&left.reason) {
            reasons.push(left.reason.clone());
        }
    }
    reasons
}

/// What is the same practice as one of the design before is the same promise, whatever its number.
pub async fn goes_on(tx: &mut Tx, material: &Material, last: &Frozen, frozen: &Frozen) -> Result<()> {
    // Samples are alike, and are nobody's promises: none goes on as that of another.
    if material.round.sample && last.round != material.round.id {
        return Ok(());
    }
    let (before, after) = (Side::from(last), Side::from(frozen));
    let mut moves = difference::became(&before, &after);
    moves.extend(returned(&table::all_within(tx).await?, &before, &after, &moves));
    for (practice, _) in &after.practices {
        table::stays(tx, *practice).await?;
    }
    for (old, new) in moves {
        table::go_on(tx, old, new, frozen.version).await?;
        let what = What::of_round("promise.goes_on", material.round.id, new.0);
        let detail = format!("as promised before, as practice {old}");
        events::record(tx, material.now, Some(material.signer), what, Some(&detail)).await?;
    }
    Ok(())
}

/// Whoever reported that it is not kept reads that a version takes up what was decided.
pub async fn taken_up(tx: &mut Tx, material: &Material, version: Version) -> Result<()> {
    let Some(base) = &material.base else { return Ok(()) };
    let (now, by, round) = (material.now, material.signer, material.round.id);
    let words = format!(
        "Customers voted on it anew, and version {version} of our engagement design takes up what came of it."
    );
    let reason = words.parse().map_err(|refused: TextProblem| anyhow::anyhow!("{refused}"))?;
    if gaps::taken_up(tx, round, &reason, by, now).await? {
        let what = What::of_round("promise.gap_closed", base.holds.round, base.gap.0);
        events::record(tx, now, Some(by), what, Some(reason.as_str())).await?;
    }
    Ok(())
}

/// Whatever is adopted is promised, also where it had been dropped before; what only goes on stays as it stands.
pub async fn plan_again(tx: &mut Tx, material: &Material, frozen: &Frozen) -> Result<()> {
    let (now, by) = (material.now, material.signer);
    for practice in frozen.practices.iter().filter(|one| one.goes_on.is_none()) {
        if promises::plan_again(tx, practice.id, by, now).await? {
            let what = What::of_round("promise.changed", material.round.id, practice.id.0);
            events::record(tx, now, Some(by), what, Some(Progress::Planned.words())).await?;
        }
    }
    Ok(())
}

/// What went on as another practice that was dropped since, and is adopted again under its own number: what was reported of the
/// other comes back to it.
fn returned(
    chain: &Chain,
    before: &Side<'_>,
    after: &Side<'_>,
    moves: &[(PracticeId, PracticeId)],
) -> Vec<(PracticeId, PracticeId)> {
    let is_in = |side: &Side<'_>, practice| side.practices.iter().any(|one| one.0 == practice);
    let new = after.practices.iter().map(|one| one.0).filter(|one| !is_in(before, *one));
    let free = new.filter(|one| !moves.iter().any(|(_, moved)| moved == one));
    free.map(|one| (chain.end(one), one)).filter(|(end, one)| end != one && !is_in(after, *end)).collect()
}
