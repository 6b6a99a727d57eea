//! How what somebody asked for is kept towards them: the promises of the design that holds, and their own reports, nobody else's.

use crate::api::designs::Sight;
use crate::auth::Customer;
use crate::db::promises;
use crate::error::{Error, Result};
use crate::promises::{Held, Standing};
use crate::site::Site;
use model::effect::{FatePromise, OwnReport};
use model::{PracticeId, ProposalId};
use std::sync::Arc;

/// What holds now, and what one person reported of it.
pub(super) struct Kept {
    standing: Option<Arc<Standing>>,
    reports: Vec<(PracticeId, OwnReport)>,
}

impl Kept {
    pub(super) async fn of(site: &Site, who: &Customer) -> Result<Self> {
        let standing = match site.promises.standing(site, Sight::Of(Some(who))).await {
            Ok(standing) => Some(standing),
            Err(Error::Problem(_)) => None,
            Err(fault) => return Err(fault),
        };
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
