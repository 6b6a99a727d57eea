//! The scorecard from what is counted and what is said: promises, cells, and the whole as CSV. Nothing here counts reports; what
//! may not be told of them has no figure from which it could come out.

use super::tally::told;
use super::{Counted, Held, Standing};
use crate::transfer::sheet::disarmed;
use model::cells::Cell;
use model::promise::{Kept, Promise, QUARTERS, Quarter, Reported, Told};
use model::scorecard::{CellKept, Gap, Only, ScorecardPage, Trend};
use model::time::Day;
use model::value::Which;
use model::{PAGE_SIZE, Page, PracticeId, Timestamp};
use std::collections::HashMap;

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub cell: Option<Cell>,
    pub only: Option<Only>,
    pub period: Quarter,
    /// From 1.
    pub page: usize,
}

/// Everything that a scorecard is made of at a moment.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    pub standing: &'a Standing,
    pub counted: &'a Counted,
    pub now: Timestamp,
}

impl Scored<'_> {
    fn today(&self) -> Day {
        Day::of(self.now)
    }

    /// `mine`: what the reader has reported, by practice.
    #[must_use]
    pub fn promise(&self, held: &Held, mine: &mut HashMap<PracticeId, Reported>) -> Promise {
        let (standing, kept) = (self.standing, self.counted.of(held.id));
        let stated = standing.stated(held.id).cloned();
        let since = stated.as_ref().map(|stated| stated.since);
        let stated = stated.unwrap_or_default();
        let gap = standing.gap(held.id).filter(|gap| self.is_recent(gap)).cloned();
        Promise {
            practice: held.id,
            title: held.title.clone(),
            stages: held.stages,
            cultures: held.cultures,
            owner: stated.owner.unwrap_or_else(|| held.accountable.clone()),
            progress: stated.progress,
            reason: stated.reason,
            since,
            starts: stated.starts,
            review: stated.review,
            overdue: standing.is_overdue(held.id, self.today()),
            wants_values: self.wants_values(held),
            lead: held.lead.clone(),
            lag: held.lag.clone(),
            kept: kept.to_vec(),
            trend: trend(kept),
            vote: gap.as_ref().and_then(|_| standing.vote(held.id)),
            gap,
            mine: mine.remove(&held.id),
        }
    }

    fn is_recent(&self, gap: &Gap) -> bool {
        gap.is_open() || gap.quarter.0 > Quarter::of(self.now).0 - QUARTERS
    }

    fn wants_values(&self, held: &Held) -> bool {
        Which::ALL.into_iter().any(|which| self.standing.wants_value(held, which, self.today()))
    }

    fn has_gap(&self, held: &Held) -> bool {
        self.standing.gap(held.id).is_some_and(Gap::is_open)
    }

    fn is_overdue(&self, held: &Held) -> bool {
        self.standing.is_overdue(held.id, self.today()) || self.wants_values(held)
    }

    /// A page of it, the gaps first; `mine` as above.
    #[must_use]
    pub fn page(&self, wanted: Wanted, mine: &mut HashMap<PracticeId, Reported>) -> ScorecardPage {
        let standing = self.standing;
        let shown = |held: &&Held| {
            wanted.cell.is_none_or(|cell| held.stages.has(cell.stage) && held.cultures.has(cell.culture))
                && match wanted.only {
                    None => true,
                    Some(Only::Gap) => self.has_gap(held),
                    Some(Only::Overdue) => self.is_overdue(held),
                }
        };
        let all = standing.promises.iter();
        let found: Vec<&Held> = all.clone().filter(shown).collect();
        let last = found.len().div_ceil(PAGE_SIZE).max(1);
        let page = wanted.page.clamp(1, last);
        let on_it = found.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE);
        let quarter = Quarter::of(self.now);
        ScorecardPage {
            version: standing.version,
            adopted: standing.adopted,
            sample: standing.sample,
            quarter,
            period: wanted.period,
            periods: (0..QUARTERS).map(|back| Quarter(quarter.0 - back)).collect(),
            cells: self.cells(wanted.period),
            gaps: all.clone().filter(|held| self.has_gap(held)).count(),
            overdue: all.filter(|held| self.is_overdue(held)).count(),
            promises: Page {
                items: on_it.map(|held| self.promise(held, mine)).collect(),
                total: found.len(),
                page,
            },
            stages: standing.stages.clone(),
            cultures: standing.cultures.clone(),
            holds_too: Vec::new(),
        }
    }

    /// The cells that have promises: each with the sum of what is told of those. What rests on fewer than five accounts has no part
    /// in a sum, so that no sum gives it away.
    fn cells(&self, period: Quarter) -> Vec<CellKept> {
        let standing = self.standing;
        let (rows, columns) = (standing.stages.len(), standing.cultures.len());
        let mut sums = vec![(0_u32, 0_u32, 0_u32, 0.0_f64); rows * columns];
        for held in &standing.promises {
            let (voices, kept) = self.counted.told(held.id, period).map_or((0, 0), figures_of);
            let gap = u32::from(self.has_gap(held));
            for stage in held.stages.iter().filter(|stage| *stage < rows) {
                for culture in held.cultures.iter().filter(|culture| *culture < columns) {
                    let sum = &mut sums[stage * columns + culture];
                    *sum = (sum.0 + 1, sum.1 + gap, sum.2 + voices, sum.3 + f64::from(kept) / 100.0);
                }
            }
        }
        let cell = |(at, (promises, gaps, voices, voice)): (usize, (u32, u32, u32, f64))| {
            let told = told(voices, voice);
            let cell = CellKept { stage: at / columns, culture: at % columns, promises, gaps, told };
            (promises > 0).then_some(cell)
        };
        sums.into_iter().enumerate().filter_map(cell).collect()
    }

    /// Every promise and quarter as a line. What may not be told has empty cells.
    ///
    /// # Errors
    /// None that a list in memory could have.
    pub fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(HEADINGS)?;
        let mut none = HashMap::new();
        for held in &self.standing.promises {
            let promise = self.promise(held, &mut none);
            if promise.kept.is_empty() {
                out.write_record(self.line(&promise, None))?;
            }
            for kept in &promise.kept {
                out.write_record(self.line(&promise, Some(*kept)))?;
            }
        }
        Ok(out.into_inner()?)
    }

    fn line(&self, promise: &Promise, kept: Option<Kept>) -> [String; 18] {
        let names = |names: Vec<&str>| disarmed(&names.join("; ")).into_owned();
        let (stages, cultures) = (&self.standing.stages, &self.standing.cultures);
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let yes = |yes: bool| if yes { "yes" } else { "" }.to_owned();
        let share = |thousandths: u16| format!("{}", f64::from(thousandths) / 1000.0);
        let (voices, part, low, high, note) = match kept.map(|kept| kept.told) {
            None => ("".into(), "".into(), "".into(), "".into(), "too early".to_owned()),
            Some(Told::Counted { voices, kept }) => (
                voices.to_string(),
                format!("{}", f64::from(kept) / 100.0),
                "".into(),
                "".into(),
                String::new(),
            ),
            Some(Told::Measured { voices, kept, low, high }) => (
                voices.to_string(),
                format!("{}", f64::from(kept) / 100.0),
                share(low),
                share(high),
                String::new(),
            ),
        };
        [
            promise.practice.to_string(),
            disarmed(promise.title.as_str()).into_owned(),
            names(promise.stages.iter().filter_map(|at| Some(stages.get(at)?.name.as_str())).collect()),
            names(promise.cultures.iter().filter_map(|at| Some(cultures.get(at)?.name.as_str())).collect()),
            disarmed(promise.owner.as_str()).into_owned(),
            promise.progress.word().to_owned(),
            promise.reason.as_ref().map(|reason| disarmed(reason.as_str()).into_owned()).unwrap_or_default(),
            day(promise.starts),
            day(promise.review),
            yes(promise.overdue),
            yes(promise.gap.as_ref().is_some_and(Gap::is_open)),
            kept.map(|kept| kept.quarter.words()).unwrap_or_default(),
            voices,
            part,
            low,
            high,
            note,
            yes(self.standing.sample),
        ]
    }
}

const HEADINGS: [&str; 18] = [
    "practice",
    "title",
    "stages",
    "cultures",
    "owner",
    "company_says",
    "reason",
    "starts",
    "review",
    "overdue",
    "customers_say_not_kept",
    "quarter",
    "voices",
    "kept",
    "low",
    "high",
    "note",
    "sample",
];

/// The two latest quarters compared, if one follows the other.
fn trend(kept: &[Kept]) -> Trend {
    match kept {
        [now, before, ..] if before.quarter.0 + 1 == now.quarter.0 => Trend::between(before.told, now.told),
        _ => Trend::Unknown,
    }
}

/// Voices, and how many of their hundredths say "kept".
fn figures_of(told: Told) -> (u32, u32) {
    let (Told::Counted { voices, kept } | Told::Measured { voices, kept, .. }) = told;
    (voices, kept)
}
