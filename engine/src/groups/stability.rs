//! Whether opinion groups would be found again (Ben-Hur, Elisseeff and Guyon 2002): people are split into two halves at random,
//! each half finds its own groups, both place everybody, and the two placings are compared by the adjusted Rand index (Hubert
//! and Arabie 1985): 1 the same, 0 as chance would have it.

use super::{Clustering, Participants};
use crate::dice::Dice;
use crate::opinions::Opinions;

/// So many times people are split.
pub(super) const PAIRS: u64 = 50;

/// The median of the adjusted Rand index over [`PAIRS`] splits, with as many groups as were found in all.
pub(super) fn stability(opinions: &Opinions, people: &Participants, k: usize) -> f64 {
    let mut found: Vec<f64> = (0..PAIRS)
        .map(|pair| {
            let mut shuffled: Vec<usize> = (0..people.len()).collect();
            Dice::new(pair).shuffle(&mut shuffled);
            let (left, right) = shuffled.split_at(people.len() / 2);
            let [one, other] = [left, right].map(|half| {
                let half = people.some(half);
                Clustering::of(opinions, &half, k).place(opinions, people)
            });
            adjusted_rand(&one, &other)
        })
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    (found[found.len() / 2] + found[(found.len() - 1) / 2]) / 2.0
}

/// The adjusted Rand index of two labellings of the same people: 1 for the same partition, 0 expected by chance; 1 where
/// both put everybody together.
#[must_use]
pub fn adjusted_rand(one: &[u32], other: &[u32]) -> f64 {
    let size = |labels: &[u32]| labels.iter().max().map_or(0, |&most| most as usize + 1);
    let (rows, columns) = (size(one), size(other));
    let mut table = vec![0.0; rows * columns];
    for (&a, &b) in one.iter().zip(other) {
        table[a as usize * columns + b as usize] += 1.0;
    }
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let both: f64 = table.iter().map(|&n| pairs(n)).sum();
    let by_row: f64 = table.chunks(columns.max(1)).map(|row| pairs(row.iter().sum())).sum();
    let column = |c: usize| pairs((0..rows).map(|r| table[r * columns + c]).sum());
    let by_column: f64 = (0..columns).map(column).sum();
    let all = pairs(one.len().min(other.len()) as f64);
    let expected = if all > 0.0 { by_row * by_column / all } else { 0.0 };
    let most = (by_row + by_column) / 2.0;
    if most - expected <= 0.0 { 1.0 } else { (both - expected) / (most - expected) }
}

#[cfg(test)]
mod tests {
    use super::adjusted_rand;

    #[test]
    fn it_is_that_of_scikit_learn() {
        assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[1, 1, 0, 0]), 1.0);
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]) - 0.571_428_571_428_571_4).abs() < 1e-15);
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) + 0.5).abs() < 1e-15);
        assert_eq!(adjusted_rand(&[0, 0, 0], &[0, 0, 0]), 1.0);
    }
}
