//! The reports of the last quarters in memory, and their counting: all of them, or only where something has changed.

use super::Counted;
use crate::db::promises::ReportRow;
use crate::memory::World;
use engine::interval::{Z_95_TWO_SIDED, wilson};
use engine::suppression::{may_rank, may_show};
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
    row.kept.map(|kept| Report { practice, quarter, person, kept })
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

    pub fn count(&self, accounts: &Accounts) -> Counted {
        let mut counted = Counted::default();
        let mut said = Vec::new();
        for group in self.0.chunk_by(|one, next| (one.practice, one.quarter) == (next.practice, next.quarter))
        {
            put(&mut counted, (group[0].practice, group[0].quarter), told_of(group, accounts, &mut said));
        }
        counted
    }

    /// The same, where only these groups have changed since.
    pub fn count_again(&self, known: &Counted, touched: &FxHashSet<Group>, accounts: &Accounts) -> Counted {
        let mut counted = known.clone();
        let mut said = Vec::new();
        for group in touched {
            put(&mut counted, *group, told_of(self.of(*group), accounts, &mut said));
        }
        counted
    }
}

/// In the place of what was told of a group before, the latest quarter first.
fn put(counted: &mut Counted, (practice, quarter): Group, told: Option<Told>) {
    let kept = counted.0.entry(PracticeId(practice)).or_default();
    kept.retain(|kept| kept.quarter.0 != quarter);
    if let Some(told) = told {
        kept.push(Kept { quarter: Quarter(quarter), told });
        kept.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.quarter));
    }
}

/// What the accounts behind some reports say; nothing where there is none.
fn told_of(group: &[Report], accounts: &Accounts, said: &mut Vec<(i64, bool)>) -> Option<Told> {
    said.clear();
    said.extend(group.iter().filter_map(|report| Some((*accounts.get(&report.person)?, report.kept))));
    said.sort_unstable();
    let (mut voices, mut voice) = (0, 0.0);
    for account in said.chunk_by(|one, next| one.0 == next.0) {
        voices += 1;
        voice += account.iter().filter(|(_, kept)| *kept).count() as f64 / account.len() as f64;
    }
    (voices > 0).then(|| told(voices, voice))
}

/// So many voices, and the part of them that says "kept".
pub fn told(accounts: u32, voice: f64) -> Told {
    let kept = (voice * 100.0).round() as u32;
    if !may_show(accounts) {
        return Told::Few;
    }
    if !may_rank(accounts) {
        return Told::Counted { voices: accounts, kept };
    }
    let bounds = wilson(voice, f64::from(accounts), Z_95_TWO_SIDED);
    let thousandths = |share: f64| (share * 1000.0).round() as u16;
    Told::Measured { voices: accounts, kept, low: thousandths(bounds.lower), high: thousandths(bounds.upper) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_are_not_told_and_fewer_than_ten_not_measured() {
        assert_eq!(told(4, 4.0), Told::Few);
        assert_eq!(told(5, 2.5), Told::Counted { voices: 5, kept: 250 });
        assert_eq!(told(9, 9.0), Told::Counted { voices: 9, kept: 900 });
        // Wilson's interval for 5 of 10: 0.2366 to 0.7634.
        assert_eq!(told(10, 5.0), Told::Measured { voices: 10, kept: 500, low: 237, high: 763 });
    }

    proptest! {
        /// However reports come in, the last word of each person in a quarter counts once, and counting what has changed comes to
        /// the same as counting all.
        #[test]
        fn a_report_counts_once(
            said in prop::collection::vec((1..4_i64, 1..3_i64, 1..40_i64, prop::option::of(any::<bool>())), 0..200),
            cuts in prop::collection::vec(1..40_usize, 1..8),
            shared in 1..40_i64,
        ) {
            let rows: Vec<ReportRow> = said.iter().zip(1..)
                .map(|((practice, quarter, person, kept), id)| ReportRow { id, practice: *practice, person: *person, quarter: *quarter, kept: *kept })
                .collect();
            let accounts: Accounts = (1..40).map(|person| (person, person % shared)).collect();
            let mut reports = Reports::default();
            let mut counted = Counted::default();
            let mut rest = rows.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() { break }
                let (some, more) = rest.split_at((*cut).min(rest.len()));
                let touched = reports.take_in(some.to_vec());
                counted = reports.count_again(&counted, &touched, &accounts);
                rest = more;
            }
            let whole = reports.count(&accounts);
            for practice in (1..4).map(PracticeId) {
                prop_assert_eq!(counted.of(practice), whole.of(practice));
                for quarter in 1..3_i64 {
                    let mut last: FxHashMap<i64, bool> = FxHashMap::default();
                    for row in rows.iter().filter(|row| row.practice == practice.0 && row.quarter == quarter) {
                        match row.kept {
                            Some(kept) => {
                                last.insert(row.person, kept);
                            }
                            None => {
                                last.remove(&row.person);
                            }
                        }
                    }
                    let voices: FxHashSet<i64> = last.keys().map(|person| person % shared).collect();
                    let shown = whole.of(practice).iter().find(|kept| kept.quarter.0 == quarter).map(|kept| kept.told);
                    match shown {
                        None => prop_assert_eq!(voices.len(), 0),
                        Some(Told::Few) => prop_assert!((1..5).contains(&voices.len())),
                        Some(Told::Counted { voices: told, .. } | Told::Measured { voices: told, .. }) => prop_assert_eq!(told as usize, voices.len()),
                    }
                }
            }
        }
    }
}
