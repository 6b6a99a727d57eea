//! A matrix game in whole numbers: the columns' player mixes columns so that the least row is as large as it can be.
//! Solved by the simplex method without fractions (Edmonds 1967; Bland's rule 1977, so that it ends).

use crate::exact::BigInt;

pub(super) enum Value {
    /// Some mixture makes no row negative.
    NotNegative,
    /// Every mixture makes one negative: how the rows' player weighs the rows (up to a factor).
    Negative(Vec<BigInt>),
}

/// `columns` must not be empty, and all as long.
pub(super) fn solve(columns: &[Vec<BigInt>]) -> Value {
    // With all entries lifted above 0 by s, the game is: most `Σ y` with `Σ_r a_rc y_r ≤ 1` for each column; its value is
    // `1 / Σ y − s`.
    let least = columns.iter().flatten().min().cloned().unwrap_or_default();
    let lift = BigInt::from(1) - least.min(BigInt::ZERO);
    let mut table = Table::new(columns, &lift);
    while let Some(column) = table.entering() {
        let Some(row) = table.leaving(column) else { break };
        table.pivot(row, column);
    }
    let (sum, of) = table.value();
    if of >= sum * &lift { Value::NotNegative } else { Value::Negative(table.solution()) }
}

/// A tableau whose entries are all over the last pivot.
struct Table {
    rows: Vec<Vec<BigInt>>,
    /// Less the gain of each variable; the sum last.
    goal: Vec<BigInt>,
    basis: Vec<usize>,
    pivot: BigInt,
    variables: usize,
}

impl Table {
    fn new(columns: &[Vec<BigInt>], lift: &BigInt) -> Self {
        let variables = columns[0].len();
        let width = variables + columns.len() + 1;
        let row = |(index, column): (usize, &Vec<BigInt>)| {
            let mut row: Vec<BigInt> = column.iter().map(|entry| entry + lift).collect();
            row.resize(width, BigInt::ZERO);
            row[variables + index] = BigInt::from(1);
            row[width - 1] = BigInt::from(1);
            row
        };
        let mut goal = vec![BigInt::from(-1); variables];
        goal.resize(width, BigInt::ZERO);
        Self {
            rows: columns.iter().enumerate().map(row).collect(),
            goal,
            basis: (variables..variables + columns.len()).collect(),
            pivot: BigInt::from(1),
            variables,
        }
    }

    /// The first variable that would gain.
    fn entering(&self) -> Option<usize> {
        self.goal[..self.goal.len() - 1].iter().position(|gain| *gain < BigInt::ZERO)
    }

    /// The row that limits it most; of several the one whose variable comes first.
    fn leaving(&self, column: usize) -> Option<usize> {
        let last = self.goal.len() - 1;
        let limits = (0..self.rows.len()).filter(|&row| self.rows[row][column] > BigInt::ZERO);
        limits.min_by(|&a, &b| {
            let (a_row, b_row) = (&self.rows[a], &self.rows[b]);
            let by_limit = (&a_row[last] * &b_row[column]).cmp(&(&b_row[last] * &a_row[column]));
            by_limit.then(self.basis[a].cmp(&self.basis[b]))
        })
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let chosen = self.rows[row].clone();
        let others = self.rows.iter_mut().enumerate().filter(|(index, _)| *index != row);
        for other in others.map(|(_, other)| other).chain([&mut self.goal]) {
            let factor = other[column].clone();
            for (entry, pivot) in other.iter_mut().zip(&chosen) {
                *entry = (&*entry * &chosen[column] - &factor * pivot) / &self.pivot;
            }
        }
        self.pivot = chosen[column].clone();
        self.basis[row] = column;
    }

    /// `Σ y` as a fraction.
    fn value(&self) -> (BigInt, BigInt) {
        (self.goal[self.goal.len() - 1].clone(), self.pivot.clone())
    }

    fn solution(&self) -> Vec<BigInt> {
        let mut found = vec![BigInt::ZERO; self.variables];
        for (row, &variable) in self.rows.iter().zip(&self.basis) {
            if variable < self.variables {
                found[variable] = row[row.len() - 1].clone();
            }
        }
        found
    }
}
