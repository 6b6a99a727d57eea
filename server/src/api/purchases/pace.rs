//! How long it takes from each stage of a design to the next, and in all: from what was noted of purchases, and from what customers
//! reported of the stages, and when. Which of it may be told the engine says.
//!
//! Stages and cultures are found by their names, in all versions alike: what two versions tell of the same way is the same.

mod reports;

use crate::api::designs::{self, Sight};
use crate::auth::Staff;
use crate::db::purchases::{self as table, Rows, StepRow};
use crate::error::Result;
use crate::memory::World;
use crate::site::Site;
use engine::passages::{Length, Passage, Told, told};
use model::api::designs::GetPace;
use model::design::Design;
use model::purchase::{Cycle, CycleLength, Pace, PaceSource, State};
use model::{AccountId, Name, Problem, Timestamp};
use rustc_hash::FxHashMap;

pub async fn get(site: Site, who: Staff, request: GetPace) -> Result<Cycle> {
    let sight = Sight::Of(Some(&who));
    let sample = request.version.0 < 0;
    if !designs::versions(&site, sight, sample).contains(&request.version) {
        return Err(Problem::not_found("design").into());
    }
    let design = designs::of_version(&site, request.version).await?;
    let rows = table::all(&site.db).await?;
    let reported = reports::read(&site, sample).await?;
    let mut known = Cultures::default();
    let all = purchases(&site.memory.read(), &rows, sample);
    let names: Vec<String> = design.stages.iter().map(|stage| small(stage.name.as_str())).collect();
    let mut legs = Vec::new();
    for (stage, way) in names.windows(2).enumerate() {
        let [from, to] = way else { continue };
        let passages = all.iter().filter_map(|one| one.passage(from, to, &mut known)).collect();
        let reported = reported.passages(from, to, &mut known);
        for (source, passages) in [(PaceSource::Purchases, passages), (PaceSource::Reports, reported)] {
            legs.extend(known.shown(told(passages), stage, source, &design));
        }
    }
    let bought = names.first().map(|first| all.iter().filter_map(|one| one.whole(first)).collect());
    Ok(Cycle { legs, whole: told(bought.unwrap_or_default()).all.map(length) })
}

/// Names of stages and cultures are the same whatever their case.
fn small(name: &str) -> String {
    name.to_lowercase()
}

/// Cultures by number, whatever design has them: what a design's own leave over must rest on enough accounts as well.
#[derive(Default)]
struct Cultures(FxHashMap<String, u32>);

impl Cultures {
    fn number(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(small(name)).or_insert(next)
    }

    /// All together, and those cultures that the design has.
    fn shown(&self, told: Told, stage: usize, source: PaceSource, design: &Design) -> Vec<Pace> {
        let pace = |culture, found: Length| Pace { stage, culture, source, length: length(found) };
        let of = |name: &Name| told.cultures.get(self.0.get(&small(name.as_str()))?).copied();
        let cultures = design.cultures.iter().enumerate();
        let cultures = cultures.filter_map(|(place, one)| Some(pace(Some(place), of(&one.name)?)));
        told.all.map(|all| pace(None, all)).into_iter().chain(cultures).collect()
    }
}

fn length(found: Length) -> CycleLength {
    let days = u32::try_from(found.median / Timestamp::DAY).unwrap_or(u32::MAX);
    CycleLength { days, cases: found.passages, accounts: found.accounts }
}

/// A purchase of a topmost account, with what was said of it, oldest first, each with its place in what was said of all.
struct Bought<'a> {
    account: i64,
    steps: Vec<(i64, &'a StepRow)>,
}

/// Those of the company's accounts, or of a sample's.
fn purchases<'a>(world: &World, rows: &'a Rows, sample: bool) -> Vec<Bought<'a>> {
    let mut steps: FxHashMap<i64, Vec<(i64, &StepRow)>> = FxHashMap::default();
    for (noted, step) in (0..).zip(&rows.steps) {
        steps.entry(step.purchase).or_default().push((noted, step));
    }
    let own = rows.purchases.iter().filter_map(|row| {
        let account = AccountId(row.account);
        let (topmost, _) = world.directory.topmost(account)?;
        let steps = steps.remove(&row.id).unwrap_or_default();
        (world.directory.is_of_sample(account) == sample).then_some(Bought { account: topmost.0, steps })
    });
    own.collect()
}

impl Bought<'_> {
    /// From the first time that it stood at a stage to the first time after that at the next.
    fn passage(&self, from: &str, to: &str, known: &mut Cultures) -> Option<Passage> {
        let stood = |step: &StepRow, name: &str, states: &[State]| {
            step.stage.as_deref().is_some_and(|stage| small(stage) == name)
                && states.iter().any(|state| step.state == state.word())
        };
        let mut steps = self.steps.iter();
        let (_, first) = steps.find(|(_, step)| stood(step, from, &[State::Open]))?;
        // A purchase that is made comes to its last stage by that.
        let (noted, then) = steps.find(|(_, step)| stood(step, to, &[State::Open, State::Won]))?;
        let culture = then.culture.as_deref().map(|name| known.number(name));
        Some(Passage { noted: *noted, account: self.account, culture, took: between(first, then) })
    }

    /// From the first stage to the purchase, where that was noted from the first stage on.
    fn whole(&self, first_stage: &str) -> Option<Passage> {
        let (_, first) = self.steps.first()?;
        let open = first.state == State::Open.word();
        let begins = first.stage.as_deref().filter(|stage| open && small(stage) == first_stage);
        let (noted, won) = self.steps.iter().find(|(_, step)| step.state == State::Won.word())?;
        begins.map(|_| Passage {
            noted: *noted,
            account: self.account,
            culture: None,
            took: between(first, won),
        })
    }
}

fn between(first: &StepRow, then: &StepRow) -> i64 {
    Timestamp(then.at).since(Timestamp(first.at)).max(0)
}
