//! What is left while practices are chosen: of each resource, in each cell, beside which opposites, after which prerequisites.
//! The one place where a rule other than money keeps a practice out; it says which.

use rustc_hash::FxHashMap;

use super::{Cell, Election, PracticeIndex};

/// Which rule keeps a practice out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// A cell holds as many practices, or as much cost, as it may.
    CellFull(u32),
    /// One of the same exclusion group is in: this one.
    Opposite(PracticeIndex),
    /// What it needs has not been chosen.
    Needs(PracticeIndex),
    /// More of a resource than is left.
    Resource(u32),
}

/// What has been taken so far.
#[derive(Clone, Debug)]
pub struct Room<'a> {
    election: &'a Election,
    chosen: Vec<bool>,
    spent: Vec<i128>,
    cell_practices: Vec<u32>,
    cell_spent: Vec<Vec<i128>>,
    /// By group, which of its practices is in.
    excluded: FxHashMap<u32, PracticeIndex>,
}

impl<'a> Room<'a> {
    #[must_use]
    pub fn new(election: &'a Election) -> Self {
        let (cells, resources) = (election.parts.cells.len(), election.parts.capacities.len());
        Self {
            election,
            chosen: vec![false; election.practices().len()],
            spent: vec![0; resources],
            cell_practices: vec![0; cells],
            cell_spent: vec![vec![0; resources]; cells],
            excluded: FxHashMap::default(),
        }
    }

    /// Whether the rules other than capacity let a practice in now. Prerequisites come last: they alone may be met later.
    #[must_use]
    pub fn ruled_out(&self, practice: PracticeIndex) -> Option<Skip> {
        let wanted = &self.election.practices()[practice as usize];
        if let Some(&opposite) = wanted.exclusions.iter().find_map(|group| self.excluded.get(group)) {
            return Some(Skip::Opposite(opposite));
        }
        if let Some(&cell) = wanted.cells.iter().find(|&&cell| self.cell_is_full(cell, &wanted.costs)) {
            return Some(Skip::CellFull(cell));
        }
        let missing = wanted.needs.iter().find(|&&need| !self.chosen[need as usize]);
        missing.map(|&need| Skip::Needs(need))
    }

    /// Whether a practice stands in a cell that holds nothing yet.
    #[must_use]
    pub fn fills_a_cell(&self, practice: PracticeIndex) -> bool {
        let cells = &self.election.practices()[practice as usize].cells;
        cells.iter().any(|&cell| self.cell_practices[cell as usize] == 0)
    }

    /// The first resource that a practice would overspend.
    #[must_use]
    pub fn overspends(&self, practice: PracticeIndex) -> Option<Skip> {
        let costs = &self.election.practices()[practice as usize].costs;
        let resources = (0..).zip(costs.iter().zip(&self.election.parts.capacities).zip(&self.spent));
        let mut over = resources.filter(|&(_, ((&cost, &capacity), &spent))| {
            cost > 0 && spent + i128::from(cost) > i128::from(capacity)
        });
        over.next().map(|(resource, _)| Skip::Resource(resource))
    }

    /// Takes a practice in, whatever the rules say.
    pub fn take(&mut self, practice: PracticeIndex) {
        let taken = &self.election.practices()[practice as usize];
        self.chosen[practice as usize] = true;
        add(&mut self.spent, &taken.costs);
        for &cell in &taken.cells {
            self.cell_practices[cell as usize] += 1;
            add(&mut self.cell_spent[cell as usize], &taken.costs);
        }
        self.excluded.extend(taken.exclusions.iter().map(|&group| (group, practice)));
    }

    #[must_use]
    pub fn holds(&self, practice: PracticeIndex) -> bool {
        self.chosen[practice as usize]
    }

    /// Spent of each resource; what saves is not counted against what costs.
    #[must_use]
    pub fn spent(&self) -> &[i128] {
        &self.spent
    }

    /// Whether every resource suffices for what was taken.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.spent.iter().zip(&self.election.parts.capacities).all(|(&spent, &most)| spent <= most.into())
    }

    fn cell_is_full(&self, cell: u32, costs: &[i64]) -> bool {
        let Cell { most_practices, most_cost } = &self.election.parts.cells[cell as usize];
        let spent = &self.cell_spent[cell as usize];
        let over = |((&cost, &most), &spent): ((&i64, &i64), &i128)| {
            cost > 0 && spent + i128::from(cost) > i128::from(most)
        };
        most_practices.is_some_and(|most| self.cell_practices[cell as usize] >= most)
            || most_cost.as_ref().is_some_and(|most| costs.iter().zip(most).zip(spent).any(over))
    }
}

fn add(sums: &mut [i128], costs: &[i64]) {
    for (sum, &cost) in sums.iter_mut().zip(costs) {
        *sum += i128::from(cost.max(0));
    }
}
