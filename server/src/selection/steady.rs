//! Selections for breakdowns and reasons: they stay as they are until five more accounts have voted or voting has closed
//! (domain rule 6), so that nobody can tell from two of them how the one account between voted. Every instance counts up to
//! the same vote, which the database names.

use super::inputs::{Gathered, Matter, gather};
use super::{Selected, Selections, decide, within};
use crate::db::batch;
use crate::db::breakdowns::{self, CutRow};
use crate::error::Result;
use crate::site::Site;
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use futures::FutureExt;
use model::RoundId;
use model::round::Phase;
use std::sync::Arc;

pub struct Steady {
    step: i64,
    cut: i64,
    selected: Arc<Selected>,
}

/// Votes read at once while those of a past moment are gathered.
const CHUNK: i64 = 100_000;

impl Selections {
    /// The selection that breakdowns and reasons are given of; `None` while fewer than five accounts have voted.
    ///
    /// # Errors
    /// As [`Selections::of`].
    pub async fn steady(&self, site: &Site, round: RoundId) -> Result<Option<Arc<Selected>>> {
        let slot = self.steady.lock().entry(round).or_default().clone();
        let mut last = slot.lock().await;
        let practices = crate::db::practices::of_round(&site.db, round).await?;
        let (seq, now, step, matter) = within(site, round, |world, memory| {
            let matter = Matter::of(memory, &practices);
            let open = crate::api::rounds::open(&memory.round, site.clock.now()).contains(&Phase::Vote);
            let step = step(memory.voices(), open);
            // Gathered at once, since the cut may become this very moment.
            let due = step.filter(|step| last.as_ref().is_none_or(|last| last.step < *step));
            let now = due.map(|_| gather(world, memory, matter.clone()));
            (world.seq(), now, step, matter)
        })?;
        let Some(step) = step else { return Ok(None) };
        let cut = cut(site, round, CutRow { step, cut: seq }).await?;
        if let Some(last) =
            last.as_ref().filter(|last| last.cut == cut && last.selected.gathered.matter == matter)
        {
            return Ok(Some(last.selected.clone()));
        }
        let gathered = match now.filter(|_| cut == seq) {
            Some(now) => now,
            None => past(site, round, matter, cut).await?,
        };
        let selected = decide(gathered).await?;
        *last = Some(Steady { step, cut, selected: selected.clone() });
        Ok(Some(selected))
    }
}

/// Every five accounts a step, and one for the end of voting.
fn step(voices: usize, open: bool) -> Option<i64> {
    let fives = i64::try_from(voices).ok()? / i64::from(MIN_ACCOUNTS_SHOWN);
    (fives > 0).then_some(2 * fives + i64::from(!open))
}

/// The cut that counts now: the last one, or this one where it is a step further.
async fn cut(site: &Site, round: RoundId, now: CutRow) -> Result<i64> {
    let here = now.cut;
    let known = breakdowns::last(&site.db, round).await?;
    if let Some(known) = known.filter(|known| known.step >= now.step) {
        return Ok(known.cut);
    }
    let at = site.clock.now();
    site.db
        .write(move |tx| {
            async move { breakdowns::add(tx, round, now, at).await.map_err(crate::error::Error::from) }
                .boxed()
        })
        .await?;
    // Another instance may have been first.
    Ok(breakdowns::last(&site.db, round).await?.map_or(here, |last| last.cut))
}

/// The round's votes as they were at a cut, from the log.
async fn past(site: &Site, round: RoundId, matter: Matter, cut: i64) -> Result<Gathered> {
    let mut rows = Vec::new();
    let mut from = 0;
    while from < cut {
        let to = (from + CHUNK).min(cut);
        let chunk = batch::between(&site.db, from, to).await?;
        let world = site.memory.read();
        let here = |row: &batch::VoteRow| {
            world.round_of(model::ProposalId(row.proposal)).is_some_and(|memory| memory.round.id == round)
        };
        rows.extend(chunk.into_iter().filter(here));
        from = to;
    }
    within(site, round, |world, memory| {
        let voter = |row: &batch::VoteRow| world.voter(model::PersonId(row.person));
        let past = memory.with_votes(rows.iter().filter_map(|row| Some((row, voter(row)?))));
        gather(world, &past, matter)
    })
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn a_step_is_five_accounts_or_the_end_of_voting() {
        assert_eq!([step(0, true), step(4, true), step(4, false)], [None; 3]);
        assert_eq!([step(5, true), step(9, true), step(10, true)], [Some(2), Some(2), Some(4)]);
        assert_eq!([step(9, false), step(12, false)], [Some(3), Some(5)]);
    }
}
