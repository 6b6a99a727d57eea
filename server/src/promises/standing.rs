//! The promises of the design that holds now, as the company says: read once, and again when something of it has changed.

use super::{Open, wording};
use crate::api::designs;
use crate::db::promises::{self as table, Stated};
use crate::db::{gaps, values};
use crate::error::Result;
use crate::site::Site;
use model::cells::{CultureSet, StageSet};
use model::design::AdoptedPractice;
use model::practice::Indicator;
use model::promise::Progress;
use model::round::{Culture, Stage};
use model::scorecard::Gap;
use model::time::Day;
use model::value::{VALUE_EVERY, Which};
use model::{Name, PracticeId, ProposalId, RoundId, Timestamp, Title, Version};
use rustc_hash::FxHashMap;

/// A promise as it was adopted.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: PracticeId,
    pub title: Title,
    pub stages: StageSet,
    pub cultures: CultureSet,
    pub accountable: Name,
    pub lead: Option<Indicator>,
    pub lag: Option<Indicator>,
    /// The proposals it came from.
    pub from: Vec<ProposalId>,
    /// What is promised, in words, to be compared with what was.
    pub wording: String,
}

pub struct Standing {
    pub version: Version,
    /// Another number when something has been said of promises since.
    pub changes: u64,
    pub round: RoundId,
    pub adopted: Timestamp,
    pub sample: bool,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    /// In the order of the design.
    pub promises: Vec<Held>,
    stated: FxHashMap<PracticeId, Stated>,
    gaps: FxHashMap<PracticeId, (Gap, Option<RoundId>)>,
    /// The day of each indicator's last value.
    measured: FxHashMap<(PracticeId, Which), Day>,
    /// The promises whose cells are open again.
    pub(super) open: Vec<Open>,
}

/// `before`: the same version as it was read before, which cannot have changed in itself.
pub async fn load(
    site: &Site,
    version: Version,
    changes: u64,
    before: Option<&Standing>,
) -> Result<Standing> {
    let stated = table::stated(&site.db).await?.into_iter().collect();
    let gaps = gaps::all(&site.db).await?.into_iter().collect();
    let measured = values::last_days(&site.db).await?.into_iter().collect();
    let (round, adopted, sample, stages, cultures, promises) = match before {
        Some(one) => (
            one.round,
            one.adopted,
            one.sample,
            one.stages.clone(),
            one.cultures.clone(),
            one.promises.clone(),
        ),
        None => {
            let design = designs::of_version(site, version).await?;
            let held = design.practices.into_iter().map(held).collect();
            (design.round, design.adopted, design.sample, design.stages, design.cultures, held)
        }
    };
    let mut standing = Standing {
        version,
        changes,
        round,
        adopted,
        sample,
        stages,
        cultures,
        promises,
        stated,
        gaps,
        measured,
        open: Vec::new(),
    };
    standing.open = standing.reopened();
    Ok(standing)
}

pub(super) fn held(practice: AdoptedPractice) -> Held {
    let text = practice.text;
    Held {
        wording: wording::of(&text),
        id: practice.id,
        title: text.title,
        stages: text.stages,
        cultures: text.cultures,
        accountable: text.accountable,
        lead: text.lead,
        lag: text.lag,
        from: practice.from.into_iter().map(|evidence| evidence.proposal).collect(),
    }
}

impl Standing {
    #[must_use]
    pub fn find(&self, practice: PracticeId) -> Option<&Held> {
        self.promises.iter().find(|one| one.id == practice)
    }

    /// What the company says of it; without a word it is planned.
    #[must_use]
    pub fn stated(&self, practice: PracticeId) -> Option<&Stated> {
        self.stated.get(&practice)
    }

    #[must_use]
    pub fn progress(&self, practice: PracticeId) -> Progress {
        self.stated.get(&practice).map(|stated| stated.progress).unwrap_or_default()
    }

    /// The last time that customers said it is not kept.
    #[must_use]
    pub fn gap(&self, practice: PracticeId) -> Option<&Gap> {
        self.gaps.get(&practice).map(|(gap, _)| gap)
    }

    /// The round in which it is voted on anew.
    #[must_use]
    pub fn vote(&self, practice: PracticeId) -> Option<RoundId> {
        self.gaps.get(&practice).and_then(|(_, round)| *round)
    }

    /// Whether its review should have been held by `today`; on the day itself there is time yet.
    #[must_use]
    pub fn is_overdue(&self, practice: PracticeId, today: Day) -> bool {
        self.stated.get(&practice).is_some_and(|stated| {
            stated.progress != Progress::Dropped && stated.review.is_some_and(|day| day < today)
        })
    }

    /// Whether a value of one of its indicators should have come by `today`.
    #[must_use]
    pub fn wants_value(&self, held: &Held, which: Which, today: Day) -> bool {
        let indicator = match which {
            Which::Lead => &held.lead,
            Which::Lag => &held.lag,
        };
        if indicator.is_none() || self.progress(held.id) != Progress::InPlace {
            return false;
        }
        let begun = self.stated.get(&held.id).and_then(|stated| stated.starts);
        let begun = begun.unwrap_or_else(|| Day::of(self.adopted));
        let last = self.measured.get(&(held.id, which)).copied().unwrap_or(begun);
        last.0 + VALUE_EVERY < today.0
    }

    /// The promises whose cells are open again.
    fn reopened(&self) -> Vec<Open> {
        let named = |names: Vec<Option<String>>| names.into_iter().flatten().collect();
        let open = |held: &&Held| self.gap(held.id).is_some_and(Gap::is_open);
        let shown = |held: &Held| Open {
            practice: held.id,
            title: held.title.clone(),
            vote: self.vote(held.id),
            stages: named(held.stages.iter().map(|at| Some(self.stages.get(at)?.name.to_string())).collect()),
            cultures: named(
                held.cultures.iter().map(|at| Some(self.cultures.get(at)?.name.to_string())).collect(),
            ),
        };
        self.promises.iter().filter(open).map(shown).collect()
    }
}
