//! The reports of the last quarters in memory, and their counting: all of them, or only where something has changed. What comes
//! of it is told in steps: once five more accounts have reported than are told, and when the quarter has ended. Accounts of which staff
//! may read a report make no step: what is told, less what is read, would tell of those who let nobody read theirs.

#[cfg(test)]
mod tests;

use super::Counted;
use crate::db::promises::ReportRow;
use crate::db::told::{Step, ToldRow};
use crate::memory::World;
use engine::interval::{Z_95_TWO_SIDED, wilson};
use engine::suppression::{MIN_ACCOUNTS_SHOWN, may_rank, may_show};
use model::promise::{Kept, Quarter, Told};
use model::{PersonId, PracticeId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A report that stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Report {
    practice: i64,
    quarter: i64,
    person: i64,
    kept: bool,
    /// Staff may read it, or might once.
    opened: bool,
}

impl Report {
    fn key(self) -> (i64, i64, i64) {
        (self.practice, self.quarter, self.person)
    }
}

fn key(row: &ReportRow) -> (i64, i64, i64) {
    (row.practice, row.quarter, row.person)
}

/// What stands of a report; nothing where it has been taken back.
fn standing(row: &ReportRow) -> Option<Report> {
    let (practice, quarter, person) = key(row);
    row.kept.map(|kept| Report { practice, quarter, person, kept, opened: row.opened })
}

/// A single report moves half of all on the average, and many are put in at once sooner.
const FEW: usize = 64;

/// Those that stand, by practice, quarter and person: one each.
#[derive(Default)]
pub struct Reports(Vec<Report>);

/// A practice in a quarter.
type Group = (i64, i64);

/// The topmost account that each person speaks for, if somebody entitled has confirmed that.
pub type Accounts = FxHashMap<i64, i64>;

impl Reports {
    /// Takes in what has been reported since, the last word of each person; gives the groups that it is about. Who has left stays
    /// here until the next start, and counts for no account.
    pub fn take_in(&mut self, mut rows: Vec<ReportRow>) -> FxHashSet<Group> {
        rows.sort_unstable_by_key(|row| (row.practice, row.quarter, row.person, row.id));
        let touched = rows.iter().map(|row| (row.practice, row.quarter)).collect();
        if rows.len().saturating_mul(FEW) < self.0.len() {
            rows.into_iter().for_each(|row| self.put(row));
        } else {
            self.merge(rows);
        }
        touched
    }

    /// In the place of what somebody said before.
    fn put(&mut self, row: ReportRow) {
        let place = self.0.binary_search_by_key(&key(&row), |report| report.key());
        match (place, standing(&row)) {
            (Ok(at), Some(report)) => self.0[at] = report,
            (Ok(at), None) => {
                self.0.remove(at);
            }
            (Err(at), Some(report)) => self.0.insert(at, report),
            (Err(_), None) => {}
        }
    }

    /// The same for many, which come in order: one pass over all.
    fn merge(&mut self, rows: Vec<ReportRow>) {
        let mut merged = Vec::with_capacity(self.0.len() + rows.len());
        let mut before = std::mem::take(&mut self.0).into_iter().peekable();
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let key = key(&row);
            if rows.peek().is_some_and(|next| self::key(next) == key) {
                continue;
            }
            while let Some(report) = before.next_if(|report| report.key() < key) {
                merged.push(report);
            }
            before.next_if(|report| report.key() == key);
            merged.extend(standing(&row));
        }
        merged.extend(before);
        self.0 = merged;
    }

    /// For whom everybody in it speaks.
    pub fn accounts(&self, world: &World) -> Accounts {
        let mut accounts = Accounts::default();
        let mut seen = FxHashSet::default();
        for report in &self.0 {
            if seen.insert(report.person)
                && let Some(account) = world.speaks_for(PersonId(report.person))
            {
                accounts.insert(report.person, account.0);
            }
        }
        accounts
    }

    /// Those who have reported in these groups and are not known yet.
    pub fn enrol(&self, accounts: &mut Accounts, touched: &FxHashSet<Group>, world: &World) {
        for report in touched.iter().flat_map(|group| self.of(*group)) {
            if !accounts.contains_key(&report.person)
                && let Some(account) = world.speaks_for(PersonId(report.person))
            {
                accounts.insert(report.person, account.0);
            }
        }
    }

    fn of(&self, group: Group) -> &[Report] {
        let at = |report: &Report| (report.practice, report.quarter).cmp(&group);
        let from = self.0.partition_point(|report| at(report).is_lt());
        let to = self.0.partition_point(|report| at(report).is_le());
        &self.0[from..to]
    }

    /// What is to be told of some groups, or of all, beyond what is `known`, in the quarter that runs `now`.
    pub fn due(
        &self,
        some: Option<&FxHashSet<Group>>,
        accounts: &Accounts,
        known: &Known,
        now: Quarter,
    ) -> Vec<Step> {
        let mut said = Vec::new();
        let mut step = |group: &[Report]| {
            let first = group.first()?;
            let known = known.get(&(first.practice, first.quarter)).copied();
            next((first.practice, first.quarter), sum(group, accounts, &mut said), known, now)
        };
        match some {
            Some(some) => some.iter().filter_map(|group| step(self.of(*group))).collect(),
            None => {
                let same = |one: &Report, next: &Report| {
                    (one.practice, one.quarter) == (next.practice, next.quarter)
                };
                self.0.chunk_by(same).filter_map(step).collect()
            }
        }
    }
}

/// What the accounts behind some reports say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    voices: u32,
    /// How many hundredths of them say "kept".
    kept: u32,
    /// Those of which nobody reads a report.
    hidden: u32,
}

/// What is told of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Last {
    sum: Sum,
    at: i64,
    /// Nothing follows.
    closed: bool,
}

pub type Known = FxHashMap<Group, Last>;

/// What is told next of a group that has this sum now; nothing while it is not five accounts further, but at the end of its quarter.
fn next((practice, quarter): Group, now: Sum, known: Option<Last>, running: Quarter) -> Option<Step> {
    let before = known.unwrap_or_default();
    let over = quarter < running.0;
    if before.closed || !(over || now.hidden >= before.sum.hidden + MIN_ACCOUNTS_SHOWN) {
        return None;
    }
    // Fewer than five have no figures, at the end neither.
    let (Sum { voices, kept, hidden }, at) = match may_show(now.hidden) {
        true => (now, None),
        false => (before.sum, Some(before.at)),
    };
    Some(Step { practice, quarter, voices, kept, hidden, at, closed: over })
}

/// In the place of what was told of a group before, the latest quarter first.
pub fn put(counted: &mut Counted, known: &mut Known, row: &ToldRow) {
    let whole = |number: i64| u32::try_from(number).unwrap_or_default();
    let sum = Sum { voices: whole(row.voices), kept: whole(row.kept), hidden: whole(row.hidden) };
    known.insert((row.practice, row.quarter), Last { sum, at: row.at, closed: row.closed });
    let kept = counted.0.entry(PracticeId(row.practice)).or_default();
    kept.retain(|kept| kept.quarter.0 != row.quarter);
    if let Some(told) = told(sum.voices, f64::from(sum.kept) / 100.0) {
        kept.push(Kept { quarter: Quarter(row.quarter), told });
        kept.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.quarter));
    }
}

/// What one of an account says, and whether staff may read it.
type Said = (i64, bool, bool);

fn sum(group: &[Report], accounts: &Accounts, said: &mut Vec<Said>) -> Sum {
    said.clear();
    let one = |report: &Report| Some((*accounts.get(&report.person)?, report.kept, report.opened));
    said.extend(group.iter().filter_map(one));
    said.sort_unstable();
    let (mut voices, mut hidden, mut voice) = (0, 0, 0.0);
    for account in said.chunk_by(|one, next| one.0 == next.0) {
        voices += 1;
        hidden += u32::from(account.iter().all(|(.., opened)| !opened));
        voice += account.iter().filter(|(_, kept, _)| *kept).count() as f64 / account.len() as f64;
    }
    Sum { voices, kept: (voice * 100.0).round() as u32, hidden }
}

/// So many voices, and the part of them that says "kept"; nothing of fewer than five accounts.
pub fn told(accounts: u32, voice: f64) -> Option<Told> {
    let kept = (voice * 100.0).round() as u32;
    if !may_show(accounts) {
        return None;
    }
    if !may_rank(accounts) {
        return Some(Told::Counted { voices: accounts, kept });
    }
    let bounds = wilson(voice, f64::from(accounts), Z_95_TWO_SIDED);
    let thousandths = |share: f64| (share * 1000.0).round() as u16;
    let (low, high) = (thousandths(bounds.lower), thousandths(bounds.upper));
    Some(Told::Measured { voices: accounts, kept, low, high })
}
