//! What is held back cannot be worked out: the system of the published figures is solved, over the rationals, and no sum of
//! hidden figures under five accounts is determined by it.

use engine::suppression::MIN_ACCOUNTS_SHOWN;
use engine::suppression::tables::{Hidden, Table};
use proptest::collection::vec;
use proptest::prelude::*;

/// Figures of a table with totals: cells, row totals, column totals, the grand total.
pub struct Published {
    pub figures: Vec<u32>,
    pub hidden: Vec<bool>,
    /// `Σ coefficient · figure = 0`.
    pub equations: Vec<Vec<i64>>,
}

fn publish(rows: usize, columns: usize, accounts: &[u32]) -> Published {
    let found: Hidden = Table::new(rows, columns, accounts.to_vec()).expect("rows × columns").suppress();
    let cell = |r: usize, c: usize| r * columns + c;
    let (row_total, column_total) = (|r: usize| rows * columns + r, |c: usize| rows * columns + rows + c);
    let total = rows * columns + rows + columns;
    let mut figures = accounts.to_vec();
    figures.extend((0..rows).map(|r| (0..columns).map(|c| accounts[cell(r, c)]).sum::<u32>()));
    figures.extend((0..columns).map(|c| (0..rows).map(|r| accounts[cell(r, c)]).sum::<u32>()));
    figures.push(accounts.iter().sum());
    let mut hidden: Vec<bool> =
        (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))).map(|(r, c)| found.cell(r, c)).collect();
    hidden.extend(&found.row_totals);
    hidden.extend(&found.column_totals);
    hidden.push(found.total);
    let mut equations = Vec::new();
    let mut equal = |parts: Vec<usize>, sum: usize| {
        let mut equation = vec![0; total + 1];
        parts.into_iter().for_each(|part| equation[part] += 1);
        equation[sum] -= 1;
        equations.push(equation);
    };
    (0..rows).for_each(|r| equal((0..columns).map(|c| cell(r, c)).collect(), row_total(r)));
    (0..columns).for_each(|c| equal((0..rows).map(|r| cell(r, c)).collect(), column_total(c)));
    equal((0..rows).map(row_total).collect(), total);
    equal((0..columns).map(column_total).collect(), total);
    Published { figures, hidden, equations }
}

/// A basis of what the hidden figures may change by without any published figure changing: the null space of the equations
/// over the unknowns, by elimination in fractions of whole numbers.
fn freedom(published: &Published, unknowns: &[usize]) -> Vec<Vec<i64>> {
    let mut rows: Vec<Vec<i64>> =
        published.equations.iter().map(|equation| unknowns.iter().map(|&u| equation[u]).collect()).collect();
    let mut pivots = Vec::new();
    for column in 0..unknowns.len() {
        let Some(found) = (pivots.len()..rows.len()).find(|&r| rows[r][column] != 0) else { continue };
        let rank = pivots.len();
        rows.swap(rank, found);
        let pivot = rows[rank].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(place, _)| *place != rank) {
            let (by, times) = (pivot[column], row[column]);
            if times != 0 {
                row.iter_mut().zip(&pivot).for_each(|(x, p)| *x = *x * by - p * times);
                let divisor = row.iter().fold(0, |a, &b| gcd(a, b.abs())).max(1);
                row.iter_mut().for_each(|x| *x /= divisor);
            }
        }
        pivots.push(column);
    }
    let free = (0..unknowns.len()).filter(|column| !pivots.contains(column));
    free.map(|column| {
        let scale =
            pivots.iter().enumerate().fold(1, |a, (r, &p)| a / gcd(a, rows[r][p].abs()) * rows[r][p].abs());
        let mut vector = vec![0; unknowns.len()];
        vector[column] = scale;
        for (r, &p) in pivots.iter().enumerate() {
            vector[p] = -rows[r][column] * scale / rows[r][p];
        }
        vector
    })
    .collect()
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Some sum of hidden figures that the published ones determine and that rests on fewer than five accounts.
pub fn leak(published: &Published) -> Option<Vec<usize>> {
    let unknowns: Vec<usize> =
        (0..published.figures.len()).filter(|&figure| published.hidden[figure]).collect();
    let freedom = freedom(published, &unknowns);
    let subsets = 1_u32..1 << unknowns.len();
    subsets.into_iter().find_map(|subset| {
        let chosen = || (0..unknowns.len()).filter(|&u| subset >> u & 1 == 1);
        let accounts: u32 = chosen().map(|u| published.figures[unknowns[u]]).sum();
        let determined = || freedom.iter().all(|vector| chosen().map(|u| vector[u]).sum::<i64>() == 0);
        (accounts < MIN_ACCOUNTS_SHOWN && determined()).then(|| chosen().map(|u| unknowns[u]).collect())
    })
}

#[test]
fn a_lone_small_cell_takes_others_with_it() {
    // Only one cell is small; hidden alone it would be its row's total less the other.
    let found = Table::new(2, 2, vec![3, 20, 30, 40]).unwrap().suppress();
    let cells: Vec<bool> =
        [(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().map(|(r, c)| found.cell(r, c)).collect();
    assert_eq!(cells, [true; 4], "a rectangle");
    assert!(!found.total && !found.row_totals.contains(&true) && !found.column_totals.contains(&true));
}

#[test]
fn two_small_cells_do_not_hide_each_other_where_their_sum_is_small() {
    // 1 + 1 of row 0 would be known to be 2: a third cell has to go.
    let found = Table::new(3, 3, vec![1, 1, 30, 20, 20, 30, 20, 20, 30]).unwrap().suppress();
    assert!(found.cell(0, 2));
}

#[test]
fn a_table_of_many_is_given_whole_and_one_of_few_not_at_all() {
    let all = Table::new(2, 3, vec![5; 6]).unwrap().suppress();
    assert_eq!(all.row_totals, [false; 2]);
    assert!((0..2).all(|r| (0..3).all(|c| !all.cell(r, c))) && !all.total);
    let none = Table::new(2, 2, vec![1, 0, 2, 1]).unwrap().suppress();
    assert!(none.total && none.row_totals == [true; 2] && none.column_totals == [true; 2]);
    assert_eq!(Table::new(2, 2, vec![1]), None);
}

fn accounts(rows: usize, columns: usize) -> impl Strategy<Value = Vec<u32>> {
    vec(prop_oneof![3 => 0_u32..5, 1 => 5_u32..8, 3 => 8_u32..60], rows * columns)
}

fn table() -> impl Strategy<Value = (usize, usize, Vec<u32>)> {
    (1_usize..4, 1_usize..4).prop_flat_map(|(r, c)| accounts(r, c).prop_map(move |a| (r, c, a)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn nothing_under_five_is_given_or_determined((rows, columns, accounts) in table()) {
        let published = publish(rows, columns, &accounts);
        for (figure, &accounts) in published.figures.iter().enumerate() {
            prop_assert!(published.hidden[figure] || accounts >= MIN_ACCOUNTS_SHOWN);
        }
        prop_assert_eq!(leak(&published), None);
    }

    #[test]
    fn what_is_safe_is_given(accounts in vec(5_u32..60, 12)) {
        let published = publish(3, 4, &accounts);
        prop_assert!(!published.hidden.contains(&true));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn larger_tables_are_safe_too(accounts in accounts(3, 4)) {
        prop_assert_eq!(leak(&publish(3, 4, &accounts)), None);
    }
}
