//! How firm the selection of a round is: of the votes that breakdowns are counted of, in bounded time.

use super::inputs::of_engine;
use super::{Selected, Selections};
use crate::error::Result;
use crate::site::Site;
use anyhow::bail;
use engine::round::{Patience, firmness};
use model::RoundId;
use model::selection::{Firm, Firmness, Firmnesses};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// As many draws as are worth their time; a share of a hundred is told from the next.
const DRAWS: u32 = 200;
/// Fewer say nothing, and are not told.
const LEAST_DRAWS: u32 = 20;
/// Neither drawing nor leaving accounts out goes on for longer, unless there are too few draws.
const MOST_TIME: Duration = Duration::from_secs(3);
/// Nor for longer than this, since whoever signs waits for it.
const END: Duration = Duration::from_secs(9);
/// Any number: the same draws every time.
const SEED: u64 = 5;

impl Selections {
    /// How firm the steady selection is, or an earlier one was. `None` while fewer than five accounts have voted.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn firmness(&self, site: &Site, round: RoundId) -> Result<Option<Firmnesses>> {
        let Some(selected) = self.steady(site, round).await? else { return Ok(None) };
        let known = self.firm.known(site, selected, compute);
        let found = known.found.map(|(_, found)| Firmness::clone(&found));
        Ok(Some(Firmnesses { found, counting: known.counting }))
    }

    /// How firm the steady selection is, waited for: for what is signed.
    ///
    /// # Errors
    /// As [`Selections::steady`].
    pub async fn firmness_now(&self, site: &Site, round: RoundId) -> Result<Option<Arc<Firmness>>> {
        match self.steady(site, round).await? {
            Some(selected) => self.firm.now(selected, compute).await,
            None => Ok(None),
        }
    }
}

fn compute(selected: &Selected) -> anyhow::Result<Firmness> {
    let begun = Instant::now();
    let mut drawn = None;
    let patience = Patience {
        draws: &mut |made| {
            let time = if made < LEAST_DRAWS { END } else { MOST_TIME };
            made < DRAWS && begun.elapsed() < time
        },
        leaving: &mut |_| drawn.get_or_insert_with(Instant::now).elapsed() < MOST_TIME,
    };
    let found = firmness(&selected.gathered.inputs, SEED, patience)?;
    if found.draws < LEAST_DRAWS {
        bail!("only {} draws in {END:?}", found.draws);
    }
    let firm = |firm: engine::round::Firm| Firm {
        key: of_engine(firm.key),
        times: firm.times,
        fragile: firm.fragile,
    };
    Ok(Firmness {
        voices: found.voices,
        draws: found.draws,
        chosen: found.chosen.into_iter().map(firm).collect(),
        most_change: found.most_change,
        left_out: found.left_out,
    })
}
