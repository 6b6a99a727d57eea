//! Complementary suppression: which figures of a table with totals are held back so that no figure under five accounts is
//! given, nor determined by the others (Cox 1980; Gusfield 1988 for the graph). It hides; it never alters a figure.
//!
//! A table with totals is a circulation: a cell is an arc from its row to its column, a row's total an arc from Σ to the row, a
//! column's total an arc from the column to T, the grand total the arc from T to Σ, and what flows into a node flows out.
//! What the shown figures determine are sums over cuts: for a set X of nodes that no hidden arc enters, the hidden arcs that
//! leave X add up to a known number, and every sum of hidden figures that is determined is made of such cuts. So the smallest
//! determined sum with a figure in it is a minimum cut between the ends of its arc, and the table is safe when all of these
//! rest on at least five accounts.

use super::MIN_ACCOUNTS_SHOWN;

/// Accounts by row and column: segments by cultures. An account is counted in one cell only (that of its first voter, say),
/// so that sums over cells never count it twice (see [`crate::breakdown::accounts_by_cell`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    columns: usize,
    accounts: Vec<u32>,
}

/// What is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    columns: usize,
    cells: Vec<bool>,
    pub row_totals: Vec<bool>,
    pub column_totals: Vec<bool>,
    pub total: bool,
}

impl Hidden {
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> bool {
        self.cells[row * self.columns + column]
    }
}

impl Table {
    /// `accounts` by row and then column; `None` if these are not rows × columns.
    #[must_use]
    pub fn new(rows: usize, columns: usize, accounts: Vec<u32>) -> Option<Self> {
        (accounts.len() == rows * columns).then(|| Self::of(rows, columns, accounts))
    }

    pub(crate) fn of(rows: usize, columns: usize, accounts: Vec<u32>) -> Self {
        Self { rows, columns, accounts }
    }

    /// Accounts in a cell.
    #[must_use]
    pub fn accounts(&self, row: usize, column: usize) -> u32 {
        self.accounts[row * self.columns + column]
    }

    /// What to hold back when the table is published with all its totals: everything under five accounts, and more until
    /// nothing under five follows. Prefers small figures, and cells to totals. The same figures for the same table, always.
    ///
    /// At most cells² small flows: about a millisecond for ten segments by four cultures.
    #[must_use]
    pub fn suppress(&self) -> Hidden {
        let mut circulation = Circulation::new(self);
        while let Some(cut) = circulation.leak() {
            // Hiding an arc that crosses the cut makes the sum larger, or unknown; some shown arc always does cross it,
            // since what leaves also enters.
            let Some(arc) = circulation.cheapest_across(&cut) else { break };
            circulation.arcs[arc].hidden = true;
        }
        circulation.hidden(self)
    }
}

struct Arc {
    from: usize,
    to: usize,
    accounts: u32,
    is_total: bool,
    hidden: bool,
}

pub(super) struct Circulation {
    nodes: usize,
    /// Cells by row and column, then totals of rows, of columns, of all.
    arcs: Vec<Arc>,
}

impl Circulation {
    fn new(table: &Table) -> Self {
        let (rows, columns) = (table.rows, table.columns);
        let (sum, all) = (rows + columns, rows + columns + 1);
        let at = |row: usize, column: usize| table.accounts[row * columns + column];
        let mut arcs = Vec::new();
        let mut add = |from, to, accounts: u32, is_total| {
            let hidden = accounts < MIN_ACCOUNTS_SHOWN;
            arcs.push(Arc { from, to, accounts, is_total, hidden });
        };
        for row in 0..rows {
            (0..columns).for_each(|column| add(row, rows + column, at(row, column), false));
        }
        for row in 0..rows {
            add(sum, row, (0..columns).map(|column| at(row, column)).sum(), true);
        }
        for column in 0..columns {
            add(rows + column, all, (0..rows).map(|row| at(row, column)).sum(), true);
        }
        add(all, sum, table.accounts.iter().sum(), true);
        Self { nodes: rows + columns + 2, arcs }
    }

    /// The same with only these arcs hidden.
    pub(super) fn with(table: &Table, hidden: &[bool]) -> Self {
        let mut circulation = Self::new(table);
        circulation.arcs.iter_mut().zip(hidden).for_each(|(arc, &hidden)| arc.hidden = hidden);
        circulation
    }

    /// The shown arcs across such a cut.
    pub(super) fn leak_across(&self) -> Option<Vec<usize>> {
        let near = self.leak()?;
        let all = self.arcs.iter().enumerate();
        let across = all.filter(|(_, arc)| !arc.hidden && near[arc.from] != near[arc.to]);
        Some(across.map(|(place, _)| place).collect())
    }

    /// The near side of a cut whose hidden figures are determined and add up to fewer than five accounts, if there is one.
    fn leak(&self) -> Option<Vec<bool>> {
        let hidden = self.arcs.iter().filter(|arc| arc.hidden);
        hidden.into_iter().find_map(|arc| self.small_cut(arc.from, arc.to))
    }

    /// Ford and Fulkerson, only up to the five accounts that matter.
    fn small_cut(&self, from: usize, to: usize) -> Option<Vec<bool>> {
        let size = self.nodes;
        let mut room = vec![0_u32; size * size];
        for arc in self.arcs.iter().filter(|arc| arc.hidden) {
            let there = &mut room[arc.from * size + arc.to];
            *there = there.saturating_add(arc.accounts);
            // No hidden arc may enter the near side.
            room[arc.to * size + arc.from] = u32::MAX;
        }
        let mut flow = 0;
        loop {
            let (near, before) = reach(&room, size, from);
            if !near[to] {
                return (flow < MIN_ACCOUNTS_SHOWN).then_some(near);
            }
            let mut path = Vec::new();
            let mut node = to;
            while node != from {
                path.push((before[node], node));
                node = before[node];
            }
            let push = path.iter().map(|&(a, b)| room[a * size + b]).min().unwrap_or(0);
            flow += push.min(MIN_ACCOUNTS_SHOWN);
            if flow >= MIN_ACCOUNTS_SHOWN {
                return None;
            }
            for (a, b) in path {
                if room[a * size + b] != u32::MAX {
                    room[a * size + b] -= push;
                }
                let back = &mut room[b * size + a];
                *back = back.saturating_add(push);
            }
        }
    }

    fn cheapest_across(&self, near: &[bool]) -> Option<usize> {
        let crosses = |arc: &Arc| !arc.hidden && near[arc.from] != near[arc.to];
        let arcs = self.arcs.iter().enumerate().filter(|(_, arc)| crosses(arc));
        arcs.min_by_key(|(place, arc)| (arc.is_total, arc.accounts, *place)).map(|(place, _)| place)
    }

    fn hidden(&self, table: &Table) -> Hidden {
        let mut all = self.arcs.iter().map(|arc| arc.hidden);
        let mut take = |count: usize| all.by_ref().take(count).collect::<Vec<bool>>();
        let cells = take(table.rows * table.columns);
        let (row_totals, column_totals) = (take(table.rows), take(table.columns));
        Hidden {
            columns: table.columns,
            cells,
            row_totals,
            column_totals,
            total: take(1).first() == Some(&true),
        }
    }
}

/// Who can be reached where there is room, and from where, breadth first.
fn reach(room: &[u32], size: usize, from: usize) -> (Vec<bool>, Vec<usize>) {
    let (mut near, mut before) = (vec![false; size], vec![from; size]);
    near[from] = true;
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        for next in (0..size).filter(|&next| room[node * size + next] > 0) {
            if !near[next] {
                near[next] = true;
                before[next] = node;
                queue.push_back(next);
            }
        }
    }
    (near, before)
}
