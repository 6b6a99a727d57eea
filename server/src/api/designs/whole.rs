//! The design that holds, beside the vote on a part of it.

use super::frozen_only;
use crate::api::practices::beginning::version_that_holds;
use crate::db::gaps;
use crate::db::practices::Stored;
use crate::design::whole::{Base, Whole};
use crate::error::{Error, Result};
use crate::site::Site;
use model::design::{Design, GoesOn};
use model::round::Round;
use model::{Problem, RoundId, Version};
use std::collections::BTreeSet;

/// What the draft of a round would be part of; nothing where it is a design of its own.
pub async fn whole(site: &Site, round: &Round, own: &[Stored]) -> Result<Option<Base>> {
    let Some(gap) = gaps::voted_on(&site.db, round.id).await? else { return Ok(None) };
    let none = || {
        Problem::conflict(
            "There is no design that this vote could be part of, and that all who read it may see.",
        )
    };
    let version = version_that_holds(site, round).ok_or_else(none)?;
    let holds = frozen_only(site, version).await?.ok_or_else(none)?;
    let whole = Whole::new(&holds, round, gap, own);
    Ok(Some(Base { holds, gap, whole }))
}

/// What goes on beside a draft, as it is told. Where there is no design to go on, adopting it says so.
pub async fn goes_on(site: &Site, round: &Round, own: &[Stored]) -> Result<Option<GoesOn>> {
    match whole(site, round, own).await {
        Ok(base) => Ok(base.map(|base| base.whole.told())),
        Err(Error::Problem(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The rounds in which what a version says was decided: its own, last, and before it those of what goes on in it.
pub fn rounds_behind(site: &Site, design: &Design) -> Vec<RoundId> {
    let before: BTreeSet<Version> = design.practices.iter().filter_map(|one| one.goes_on).collect();
    let world = site.memory.read();
    let made = world.designs().iter().filter(|(version, _)| before.contains(version)).map(|(_, made)| *made);
    let before: BTreeSet<RoundId> = made.filter(|made| *made != design.round).collect();
    before.into_iter().chain([design.round]).collect()
}
