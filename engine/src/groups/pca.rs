//! The two directions in which opinions differ most: principal components of the sparse matrix by Lanczos' method with full
//! reorthogonalisation (Golub and Van Loan, 10.1). Unseen cells count as the column's mean, and so as 0 once it is taken off:
//! the centred matrix is as sparse as the votes, and nothing is ever filled in.

use super::jacobi;
use crate::opinions::{CODES, Opinion, Opinions};

/// Most steps; with 64 the two components of any conversation seen were found long before.
const STEPS: usize = 64;

/// A component is found when its residual is below this part of the first eigenvalue.
const TOLERANCE: f64 = 1e-6;

/// Means and directions, by which anybody's votes become a point.
#[derive(Clone, Debug)]
pub(super) struct Components {
    /// `(v − mean_c) · direction_c`, by axis and cell.
    tables: [Vec<f64>; 2],
    statements: usize,
}

impl Components {
    /// Of the given people, taken in the order given.
    pub(super) fn of(opinions: &Opinions, people: &[u32]) -> Self {
        let centred = centred(opinions, people);
        let directions = lanczos(opinions, people, &centred);
        let tables = directions.map(|direction| spread(&centred, &direction));
        Self { tables, statements: opinions.statements() }
    }

    /// A person's point: projected on what the person saw, and stretched by √(statements / votes), so that those who voted
    /// little do not all come to lie in the middle (Polis).
    pub(super) fn project(&self, opinions: &Opinions, person: u32) -> [f64; 2] {
        let cells = opinions.cells(person as usize);
        let stretch = (self.statements as f64 / cells.len().max(1) as f64).sqrt();
        [0, 1].map(|axis| sum(&self.tables[axis], cells) * stretch)
    }
}

/// Opinion minus the mean of those who saw the statement, by cell.
fn centred(opinions: &Opinions, people: &[u32]) -> Vec<f64> {
    let mut weights = vec![0.0; opinions.statements() * CODES];
    for &person in people {
        let weight = opinions.weight(person as usize);
        for &cell in opinions.cells(person as usize) {
            weights[cell as usize] += weight;
        }
    }
    let mut centred = Vec::with_capacity(weights.len());
    for of in weights.chunks_exact(CODES) {
        let seen = of[0] + of[1] + of[2];
        let mean = if seen > 0.0 { (of[2] - of[0]) / seen } else { 0.0 };
        let value = |opinion: Opinion| opinion.value() - mean;
        centred.extend([value(Opinion::Disagree), value(Opinion::Pass), value(Opinion::Agree), 0.0]);
    }
    centred
}

fn spread(centred: &[f64], direction: &[f64]) -> Vec<f64> {
    let by_statement = centred.chunks_exact(CODES).zip(direction);
    by_statement.flat_map(|(cells, d)| cells.iter().map(move |cell| cell * d)).collect()
}

/// Four sums at once: one after the other would wait for each addition.
fn sum(table: &[f64], cells: &[u32]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours, rest) = cells.as_chunks::<4>();
    for four in fours {
        for (sum, &cell) in sums.iter_mut().zip(four) {
            *sum += table[cell as usize];
        }
    }
    for (sum, &cell) in sums.iter_mut().zip(rest) {
        *sum += table[cell as usize];
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// `XᵀWX v` for the centred matrix X and the people's weights W, one pass over the votes.
fn covariance(opinions: &Opinions, people: &[u32], centred: &[f64], v: &[f64]) -> Vec<f64> {
    let table = spread(centred, v);
    let mut gathered = vec![0.0; table.len()];
    for &person in people {
        let cells = opinions.cells(person as usize);
        let score = sum(&table, cells) * opinions.weight(person as usize);
        for &cell in cells {
            gathered[cell as usize] += score;
        }
    }
    let by_statement = gathered.chunks_exact(CODES).zip(centred.chunks_exact(CODES));
    by_statement.map(|(g, c)| g[0] * c[0] + g[1] * c[1] + g[2] * c[2]).collect()
}

/// The two leading eigenvectors of the covariance; zeros where there are fewer.
fn lanczos(opinions: &Opinions, people: &[u32], centred: &[f64]) -> [Vec<f64>; 2] {
    let size = opinions.statements();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut next = start(size);
    for step in 1..=STEPS.min(size) {
        let length = dot(&next, &next).sqrt();
        next.iter_mut().for_each(|x| *x /= length);
        let mut image = covariance(opinions, people, centred, &next);
        diagonal.push(dot(&image, &next));
        basis.push(next);
        // Twice: after once, what is left of the old directions is as large as the rounding of what was taken off.
        for _ in 0..2 {
            for direction in &basis {
                let part = dot(&image, direction);
                add(&mut image, -part, direction);
            }
        }
        let residual = dot(&image, &image).sqrt();
        let last = step == STEPS.min(size);
        if last || step % 8 == 0 || residual <= TOLERANCE * diagonal[0] {
            let (values, vectors) = jacobi::tridiagonal(&diagonal, &beside);
            let off = |of: usize| vectors.get(of).map_or(0.0, |v| (residual * v[step - 1]).abs());
            if last || off(0).max(off(1)) <= TOLERANCE * values[0] {
                return [0, 1].map(|axis| combine(&basis, vectors.get(axis), size));
            }
        }
        beside.push(residual);
        next = image;
    }
    [vec![0.0; size], vec![0.0; size]]
}

/// A direction that no conversation is orthogonal to: SplitMix64's signs and sizes, by statement.
fn start(size: usize) -> Vec<f64> {
    let mut dice = crate::dice::Dice::new(1);
    (0..size)
        .map(|_| 0.5 + dice.share())
        .zip(0..)
        .map(|(x, i): (f64, u32)| if i % 2 == 0 { x } else { -x })
        .collect()
}

/// Σ of the basis by the coefficients, with the sign that makes its largest entry positive.
fn combine(basis: &[Vec<f64>], coefficients: Option<&Vec<f64>>, size: usize) -> Vec<f64> {
    let mut sum = vec![0.0; size];
    for (direction, &coefficient) in basis.iter().zip(coefficients.into_iter().flatten()) {
        add(&mut sum, coefficient, direction);
    }
    let largest = sum.iter().fold(0.0_f64, |largest, &x| if x.abs() > largest.abs() { x } else { largest });
    if largest < 0.0 {
        sum.iter_mut().for_each(|x| *x = -*x);
    }
    sum
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}
