//! Figures that are published at one moment and linked by sums, in one table or in many over the same accounts: which of them
//! are held back so that none under five accounts is given, nor determined by the others. It hides; it never alters a figure.
//!
//! What the shown figures determine is found in three ways, again and again until none finds anything:
//! 1. the system of all sums is solved for the hidden figures, in whole numbers (see `solve`): one under five must not come out;
//! 2. no count is below 0: where hidden figures add up to a known number, none of them may thereby be known to be under five;
//! 3. in every table with totals all sums that are determined are looked at, by minimum cuts (see [`super::tables`]), with what
//!    the other tables determine taken as known.
//!
//! Sums of figures of different tables are looked at only as far as they come out of the solved system.

mod solve;

use super::may_show;
use super::tables::{Circulation, Table};
use solve::Known;

/// A figure, as an index in the order in which they were added.
pub type FigureIndex = usize;

/// Figures and the sums by which they hang together. Where sums overlap over common atoms, the atoms are unpublished figures.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    accounts: Vec<u32>,
    published: Vec<bool>,
    /// How many sums deep what it adds up goes: 0 for a cell, more for a total.
    depth: Vec<u32>,
    sums: Vec<Sum>,
    tables: Vec<Grid>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Sum {
    whole: FigureIndex,
    parts: Vec<FigureIndex>,
}

/// A table with totals: its figures as arcs.
#[derive(Clone, Debug)]
struct Grid {
    table: Table,
    /// Cells by row and column, totals of rows, of columns, of all.
    figures: Vec<FigureIndex>,
}

/// A figure under five that is known, and the shown figures from which.
struct Leak {
    from: Vec<FigureIndex>,
}

impl Linked {
    /// Adds a figure that rests on so many accounts and is to be published.
    pub fn figure(&mut self, accounts: u32) -> FigureIndex {
        self.add(accounts, true)
    }

    /// Adds a figure that nobody is shown, and that must not follow if it is under five.
    pub fn unpublished(&mut self, accounts: u32) -> FigureIndex {
        self.add(accounts, false)
    }

    /// Says that a figure is the sum of others, added before; anybody knows that.
    pub fn sum(&mut self, whole: FigureIndex, parts: Vec<FigureIndex>) {
        debug_assert_eq!(self.accounts[whole], parts.iter().map(|&part| self.accounts[part]).sum::<u32>());
        let below = parts.iter().map(|&part| self.depth[part]).max().unwrap_or(0);
        self.depth[whole] = self.depth[whole].max(below + 1);
        let sum = Sum { whole, parts };
        if !self.sums.contains(&sum) {
            self.sums.push(sum);
        }
    }

    /// Says that figures are a table with totals: `cells` by row and then column. Adds its sums too.
    pub fn table(
        &mut self,
        cells: &[FigureIndex],
        row_totals: &[FigureIndex],
        column_totals: &[FigureIndex],
        total: FigureIndex,
    ) {
        let (rows, columns) = (row_totals.len(), column_totals.len());
        for (row, &whole) in row_totals.iter().enumerate() {
            self.sum(whole, cells[row * columns..(row + 1) * columns].to_vec());
        }
        for (column, &whole) in column_totals.iter().enumerate() {
            self.sum(whole, (0..rows).map(|row| cells[row * columns + column]).collect());
        }
        self.sum(total, row_totals.to_vec());
        self.sum(total, column_totals.to_vec());
        let accounts = cells.iter().map(|&cell| self.accounts[cell]).collect();
        let figures = [cells, row_totals, column_totals, &[total]].concat();
        self.tables.push(Grid { table: Table::of(rows, columns, accounts), figures });
    }

    /// Which figures to hold back: everything under five accounts, and more until nothing under five follows. Prefers cells to
    /// totals, and small figures. The same for the same figures, always.
    ///
    /// Each round solves the system once, and there are some ten: a tenth to a fifth of a second, unoptimised, for three
    /// attributes of ten segments by four cultures by three stances, three milliseconds for the same without stances.
    #[must_use]
    pub fn suppress(&self) -> Vec<bool> {
        let shows = |figure: FigureIndex| self.published[figure] && may_show(self.accounts[figure]);
        let mut hidden: Vec<bool> = (0..self.accounts.len()).map(|figure| !shows(figure)).collect();
        loop {
            let Some(known) = solve::solve(self, &hidden) else {
                // Numbers too large to tell: then nothing is shown.
                return vec![true; hidden.len()];
            };
            let mut leaks = self.determined(&known);
            leaks.extend(self.in_tables(&hidden, &known));
            let mut fresh: Vec<FigureIndex> = Vec::new();
            for leak in leaks {
                // Any of its shown figures breaks it: perhaps one that another leak has taken.
                if !leak.from.iter().any(|figure| fresh.contains(figure)) {
                    let cheapest =
                        leak.from.into_iter().min_by_key(|&f| (self.depth[f], self.accounts[f], f));
                    fresh.extend(cheapest);
                }
            }
            if fresh.is_empty() {
                return hidden;
            }
            fresh.into_iter().for_each(|figure| hidden[figure] = true);
        }
    }

    fn add(&mut self, accounts: u32, published: bool) -> FigureIndex {
        self.accounts.push(accounts);
        self.published.push(published);
        self.depth.push(0);
        self.accounts.len() - 1
    }

    /// What the system of sums gives away, by itself and because no count is below 0.
    fn determined(&self, known: &Known) -> Vec<Leak> {
        let small = known.rows.iter().filter(|row| {
            let value: i128 = row.hidden.iter().map(|&(f, times)| times * i128::from(self.accounts[f])).sum();
            // All of one sign: each is at most the sum over how often it is in it.
            let times = row.hidden.iter().map(|&(_, times)| times);
            let (least, most) = (times.clone().min().unwrap_or(0), times.max().unwrap_or(0));
            let most = if least > 0 {
                most
            } else if most < 0 {
                -least
            } else {
                return false;
            };
            value.abs() < most * i128::from(super::MIN_ACCOUNTS_SHOWN)
        });
        small.filter(|row| !row.shown.is_empty()).map(|row| Leak { from: row.shown.clone() }).collect()
    }

    /// What tables give away, where what is determined anyhow counts as shown.
    fn in_tables(&self, hidden: &[bool], known: &Known) -> Vec<Leak> {
        let leak = |grid: &Grid| {
            let unknown = |&figure: &FigureIndex| hidden[figure] && known.from[figure].is_none();
            let unknown: Vec<bool> = grid.figures.iter().map(unknown).collect();
            let crossing = Circulation::with(&grid.table, &unknown).leak_across()?;
            let mut from = Vec::new();
            for figure in crossing.into_iter().map(|arc| grid.figures[arc]) {
                match &known.from[figure] {
                    Some(derived) if hidden[figure] => from.extend(derived),
                    _ => from.push(figure),
                }
            }
            (!from.is_empty()).then_some(Leak { from })
        };
        self.tables.iter().filter_map(leak).collect()
    }
}
