//! How what somebody asked for is kept towards them: the promises of the design that holds, and their own reports, nobody else's.

use crate::api::designs::Sight;
use crate::auth::Customer;
use crate::db::{open_reports, promises};
use crate::error::{Error, Result};
use crate::promises::{Held, Standing};
use crate::site::Site;
use model::api::mine::ListOpenReports;
use model::effect::{FatePromise, OpenReport, OwnReport};
use model::{PracticeId, ProposalId};
use std::sync::Arc;

pub async fn open_reports(site: Site, who: Customer, _request: ListOpenReports) -> Result<Vec<OpenReport>> {
    let standing = standing(&site, &who).await?;
    let rows = open_reports::of_person(&site.db, who.id).await?;
    let shown = |(practice, quarter, kept, named)| {
        let held = standing.as_ref().and_then(|standing| standing.find(practice));
        OpenReport { practice, title: held.map(|held| held.title.clone()), quarter, kept, named }
    };
    let mut reports: Vec<OpenReport> = rows.into_iter().map(shown).collect();
    reports.sort_by_key(|one| std::cmp::Reverse((one.practice, one.quarter)));
    Ok(reports)
}

async fn standing(site: &Site, who: &Customer) -> Result<Option<Arc<Standing>>> {
    match site.promises.standing(site, Sight::Of(Some(who))).await {
        Ok(standing) => Ok(Some(standing)),
        Err(Error::Problem(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What holds now, and what one person reported of it.
pub(super) struct Kept {
    standing: Option<Arc<Standing>>,
    reports: Vec<(PracticeId, OwnReport)>,
}

impl Kept {
    pub(super) async fn of(site: &Site, who: &Customer) -> Result<Self> {
        let standing = standing(site, who).await?;
        Ok(Self { standing, reports: promises::reported_by(&site.db, who.id).await? })
    }

    /// What is promised of a proposal.
    pub(super) fn promises(&self, proposal: ProposalId) -> Vec<FatePromise> {
        let Some(standing) = &self.standing else { return Vec::new() };
        let held = standing.promises.iter().filter(|held| held.from.contains(&proposal));
        let promise = |held: &Held| FatePromise {
            practice: held.id,
            title: held.title.clone(),
            progress: standing.progress(held.id),
            reason: standing.stated(held.id).and_then(|stated| stated.reason.clone()),
            mine: self.reports.iter().filter(|(of, _)| *of == held.id).map(|(_, own)| *own).collect(),
        };
        held.map(promise).collect()
    }
}
