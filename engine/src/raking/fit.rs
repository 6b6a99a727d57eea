//! The fit itself, over the cells in which respondents share all categories. It does not judge what comes out.

use super::{Category, EXACT, Margin, ROUNDS};

/// Rows with the same category in every dimension, in ascending order of these.
pub(super) struct Cells {
    /// The cell of each row.
    of_row: Vec<u32>,
    /// Respondents, by cell. Cells without any are kept: their rows need a weight too.
    respondents: Vec<f64>,
    rows: Vec<usize>,
    /// The category of each cell, by dimension.
    categories: Vec<Vec<u32>>,
}

/// The totals to be met, by dimension and category.
pub(super) type Targets = Vec<Vec<f64>>;

impl Cells {
    pub(super) fn new(respondents: &[u32], margins: &[Margin]) -> Self {
        let key = |row: usize| -> Vec<u32> {
            margins.iter().map(|m| m.categories.get(row).copied().unwrap_or(0)).collect()
        };
        let keys: Vec<_> = (0..respondents.len()).map(key).collect();
        let mut distinct: Vec<&Vec<u32>> = keys.iter().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut cells = Self {
            of_row: Vec::with_capacity(keys.len()),
            respondents: vec![0.0; distinct.len()],
            rows: vec![0; distinct.len()],
            categories: (0..margins.len()).map(|d| distinct.iter().map(|key| key[d]).collect()).collect(),
        };
        for (key, &count) in keys.iter().zip(respondents) {
            let cell = distinct.partition_point(|other| *other < key);
            cells.of_row.push(u32::try_from(cell).unwrap_or(u32::MAX));
            cells.respondents[cell] += f64::from(count);
            cells.rows[cell] += 1;
        }
        cells
    }

    pub(super) fn len(&self) -> usize {
        self.respondents.len()
    }

    pub(super) fn by_row(&self, weights: &[f64]) -> Vec<f64> {
        self.of_row.iter().map(|&cell| weights[cell as usize]).collect()
    }

    /// Σ of the weights of respondents, by category of one dimension.
    fn sums(&self, dimension: usize, weights: &[f64], categories: usize) -> Vec<f64> {
        let mut sums = vec![0.0; categories];
        let cells = self.categories[dimension].iter().zip(weights).zip(&self.respondents);
        for ((&category, weight), count) in cells {
            sums[category as usize] += weight * count;
        }
        sums
    }

    /// The largest relative error of a margin; a target of 0 is met by 0 alone.
    pub(super) fn error(&self, weights: &[f64], targets: &Targets) -> f64 {
        let mut worst = 0.0_f64;
        for (dimension, totals) in targets.iter().enumerate() {
            for (sum, total) in self.sums(dimension, weights, totals.len()).into_iter().zip(totals) {
                let off = (sum - total).abs();
                worst = worst.max(if off > 0.0 { off / total.max(f64::MIN_POSITIVE) } else { 0.0 });
            }
        }
        worst
    }

    /// The weights of the cells, the error they leave and how many rows trimming holds.
    pub(super) fn fit(&self, targets: &Targets, start: f64, trim: Option<f64>) -> (Vec<f64>, f64, usize) {
        let mut weights = vec![start; self.len()];
        let mut error = self.rake(&mut weights, targets);
        let mut trimmed = 0;
        for _ in 0..if trim.is_some() { ROUNDS } else { 0 } {
            let t = trim.unwrap_or(1.0).max(1.0);
            let (least, most) = (start / t, start * t);
            let outside = |w: f64| w > 0.0 && (w < least * (1.0 - EXACT) || w > most * (1.0 + EXACT));
            trimmed =
                weights.iter().zip(&self.rows).filter(|(w, _)| outside(**w)).map(|(_, rows)| rows).sum();
            if trimmed == 0 {
                break;
            }
            for weight in weights.iter_mut().filter(|w| **w > 0.0) {
                *weight = weight.clamp(least, most);
            }
            error = self.rake(&mut weights, targets);
        }
        (weights, error, trimmed)
    }

    /// Iterative proportional fitting from where the weights stand.
    fn rake(&self, weights: &mut [f64], targets: &Targets) -> f64 {
        for _ in 0..1_000 {
            for (dimension, totals) in targets.iter().enumerate() {
                let sums = self.sums(dimension, weights, totals.len());
                let factor = |category: u32| match sums[category as usize] {
                    sum if sum > 0.0 => totals[category as usize] / sum,
                    _ => 1.0,
                };
                for (weight, &category) in weights.iter_mut().zip(&self.categories[dimension]) {
                    *weight *= factor(category);
                }
            }
            if self.error(weights, targets) <= EXACT {
                break;
            }
        }
        self.error(weights, targets)
    }

    /// Kish's n_eff and deff = n / n_eff.
    pub(super) fn kish(&self, weights: &[f64]) -> (f64, f64) {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (weight, count) in weights.iter().zip(&self.respondents) {
            n += count;
            sum += weight * count;
            squares += weight * weight * count;
        }
        let n_eff = if squares > 0.0 { sum * sum / squares } else { 0.0 };
        (n_eff, if n_eff > 0.0 { n / n_eff } else { 1.0 })
    }
}

/// What the margins are to come to: categories without respondents give their total to the others in proportion.
pub(super) fn targets(cells: &Cells, margins: &[Margin]) -> (Targets, Vec<Category>) {
    let mut empty = Vec::new();
    let ones = vec![1.0; cells.len()];
    let spread = |(dimension, margin): (usize, &Margin)| {
        let answered = cells.sums(dimension, &ones, margin.totals.len());
        let all: f64 = margin.totals.iter().sum();
        let mut heard = 0.0;
        for (category, (&total, &count)) in margin.totals.iter().zip(&answered).enumerate() {
            if count > 0.0 {
                heard += total;
            } else if total > 0.0 {
                empty.push(Category { dimension, category });
            }
        }
        let scale = if heard > 0.0 { all / heard } else { 1.0 };
        let kept = margin.totals.iter().zip(&answered);
        kept.map(|(&total, &count)| if count > 0.0 { total * scale } else { 0.0 }).collect()
    };
    let targets = margins.iter().enumerate().map(spread).collect();
    (targets, empty)
}
