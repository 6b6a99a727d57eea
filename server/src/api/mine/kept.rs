//! How what somebody asked for is kept towards them: the promises of the designs that hold, and their own reports, nobody else's.

use crate::api::designs::Sight;
use crate::auth::Customer;
use crate::db::{open_reports, promises};
use crate::error::Result;
use crate::promises::{Held, Standing};
use crate::site::Site;
use model::api::mine::ListOpenReports;
use model::effect::{FatePromise, OpenReport, OwnReport};
use model::{PracticeId, ProposalId};
use std::sync::Arc;

pub async fn open_reports(site: Site, who: Customer, _request: ListOpenReports) -> Result<Vec<OpenReport>> {
    let all = site.promises.all(&site, Sight::Of(Some(&who))).await?;
    let rows = open_reports::of_person(&site.db, who.id).await?;
    let shown = |(practice, quarter, kept, named)| {
        let held = all.iter().find_map(|standing| standing.find(practice));
        OpenReport { practice, title: held.map(|held| held.title.clone()), quarter, kept, named }
    };
    let mut reports: Vec<OpenReport> = rows.into_iter().map(shown).collect();
    reports.sort_by_key(|one| std::cmp::Reverse((one.practice, one.quarter)));
    Ok(reports)
}

/// What holds now, and what one person reported of it.
pub(super) struct Kept {
    all: Vec<Arc<Standing>>,
    reports: Vec<(PracticeId, OwnReport)>,
}

impl Kept {
    pub(super) async fn of(site: &Site, who: &Customer) -> Result<Self> {
        let all = site.promises.all(site, Sight::Of(Some(who))).await?;
        Ok(Self { all, reports: promises::reported_by(&site.db, who.id).await? })
    }

    /// What is promised of a proposal.
    pub(super) fn promises(&self, proposal: ProposalId) -> Vec<FatePromise> {
        let all =
            self.all.iter().flat_map(|standing| standing.promises.iter().map(move |held| (standing, held)));
        let held = all.filter(|(_, held)| held.from.contains(&proposal));
        let promise = |(standing, held): (&Arc<Standing>, &Held)| FatePromise {
            practice: held.id,
            title: held.title.clone(),
            progress: standing.progress(held.id),
            reason: standing.stated(held.id).and_then(|stated| stated.reason.clone()),
            mine: self.reports.iter().filter(|(of, _)| *of == held.id).map(|(_, own)| *own).collect(),
        };
        held.map(promise).collect()
    }
}
