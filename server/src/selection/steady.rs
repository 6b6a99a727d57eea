//! Selections for breakdowns and reasons: they stay as they are until five more accounts have voted or voting has closed
//! (domain rule 6), so that nobody can tell from two of them how the one account between voted. Every instance counts up to
//! the same vote, which the database names.

use super::inputs::{Matter, gather};
use super::{Selected, Selections, decide, within};
use crate::db::batch;
use crate::db::breakdowns::{self, CutRow};
use crate::error::Result;
use crate::memory::{ProposalMemory, RoundMemory};
use crate::site::Site;
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use futures::FutureExt;
use model::RoundId;
use model::round::Phase;
use std::sync::Arc;

pub struct Steady {
    step: i64,
    cut: i64,
    /// The change of words that last asked voters again.
    asked: i64,
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
        Ok(self.steady_at(site, round).await?.map(|(_, selected)| selected))
    }

    /// The same, with the number of the last vote that it counts.
    pub(super) async fn steady_at(
        &self,
        site: &Site,
        round: RoundId,
    ) -> Result<Option<(i64, Arc<Selected>)>> {
        let slot = self.steady.lock().entry(round).or_default().clone();
        let mut last = slot.lock().await;
        let practices = crate::db::practices::of_round(&site.db, round).await?;
        let (seq, now, step, asked, matter) = within(site, round, |world, memory| {
            let matter = Matter::of(memory, &practices);
            let open = memory.round.open_at(site.clock.now()).contains(&Phase::Vote);
            let step = step(memory.voices(), open);
            // Gathered at once, since the cut may become this very moment.
            let due = step.filter(|step| last.as_ref().is_none_or(|last| last.step < *step));
            let now = due.map(|_| gather(world, memory, matter.clone()));
            let asked = memory.proposals().map(|one| one.asked_up_to).max().unwrap_or(0);
            (world.seq(), now, step, asked, matter)
        })?;
        let Some(step) = step else { return Ok(None) };
        let cut = cut(site, round, CutRow { step, cut: seq }).await?;
        if let Some(last) = last
            .as_ref()
            .filter(|last| (last.cut, last.asked) == (cut, asked) && last.selected.gathered.matter == matter)
        {
            return Ok(Some((cut, last.selected.clone())));
        }
        let gathered = match now.filter(|_| cut == seq) {
            Some(now) => now,
            None => {
                let past = past(site, round, cut).await?;
                within(site, round, |world, _| gather(world, &past, matter))?
            }
        };
        let selected = decide(gathered).await?;
        *last = Some(Steady { step, cut, asked, selected: selected.clone() });
        Ok(Some((cut, selected)))
    }
}

/// Every five accounts a step, and one for the end of voting.
fn step(voices: usize, open: bool) -> Option<i64> {
    let fives = i64::try_from(voices).ok()? / i64::from(MIN_ACCOUNTS_SHOWN);
    (fives > 0).then_some(2 * fives + i64::from(!open))
}

/// The end of voting is a step beyond whatever was before: votes may have been taken back since.
fn at_least(step: i64, known: i64) -> i64 {
    if step % 2 == 0 { step } else { step.max(known | 1) }
}

/// The cut that counts now: the last one, or this one where it is a step further.
async fn cut(site: &Site, round: RoundId, now: CutRow) -> Result<i64> {
    let here = now.cut;
    let known = breakdowns::last(&site.db, round).await?;
    let step = known.as_ref().map_or(now.step, |known| at_least(now.step, known.step));
    let now = CutRow { step, ..now };
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

/// The round's votes as they were at a cut, from the log; but for those on words that have been changed since, which are given to none.
pub(super) async fn past(site: &Site, round: RoundId, cut: i64) -> Result<RoundMemory> {
    let mut rows = Vec::new();
    let mut from = 0;
    while from < cut {
        let to = (from + CHUNK).min(cut);
        let chunk = batch::between(&site.db, from, to).await?;
        let world = site.memory.read();
        let here = |row: &batch::VoteRow| {
            let id = model::ProposalId(row.proposal);
            let Some(memory) = world.round_of(id).filter(|memory| memory.round.id == round) else {
                return false;
            };
            // What is merged into it is heard through it.
            let changed = |one: &Arc<ProposalMemory>| one.asked_up_to > cut;
            !memory.proposal(id).is_some_and(changed) && !memory.remaining(id).is_some_and(changed)
        };
        rows.extend(chunk.into_iter().filter(here));
        from = to;
    }
    within(site, round, |world, memory| {
        let voter = |row: &batch::VoteRow| world.voter(model::PersonId(row.person));
        memory.with_votes(rows.iter().filter_map(|row| Some((row, voter(row)?))))
    })
}

#[cfg(test)]
mod tests {
    use super::{at_least, step};

    #[test]
    fn a_step_is_five_accounts_or_the_end_of_voting() {
        assert_eq!([step(0, true), step(4, true), step(4, false)], [None; 3]);
        assert_eq!([step(5, true), step(9, true), step(10, true)], [Some(2), Some(2), Some(4)]);
        assert_eq!([step(9, false), step(12, false)], [Some(3), Some(5)]);
    }

    #[test]
    fn the_end_of_voting_is_counted_however_many_took_their_votes_back() {
        assert_eq!([at_least(3, 8), at_least(9, 8), at_least(3, 9)], [9, 9, 9]);
        assert_eq!([at_least(2, 8), at_least(10, 9)], [2, 10]);
    }
}
