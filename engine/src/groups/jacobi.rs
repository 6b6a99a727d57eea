//! Eigenvalues and eigenvectors of a small symmetric tridiagonal matrix by Jacobi's rotations (Golub and Van Loan, 8.5).

/// Eigenvalues in descending order and their eigenvectors; `beside` is the diagonal above the main one.
pub(super) fn tridiagonal(diagonal: &[f64], beside: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = diagonal.len();
    let mut matrix = vec![vec![0.0; n]; n];
    for (i, &value) in diagonal.iter().enumerate() {
        matrix[i][i] = value;
        if let Some(&value) = beside.get(i).filter(|_| i + 1 < n) {
            matrix[i][i + 1] = value;
            matrix[i + 1][i] = value;
        }
    }
    // Rows of `vectors` are the eigenvectors.
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let size: f64 = matrix.iter().flatten().map(|x| x * x).sum();
    for _ in 0..50 {
        let off: f64 = (0..n).flat_map(|i| matrix[i][..i].iter()).map(|x| x * x).sum();
        if off <= 1e-28 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut matrix, &mut vectors, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| matrix[b][b].total_cmp(&matrix[a][a]));
    (order.iter().map(|&i| matrix[i][i]).collect(), order.iter().map(|&i| vectors[i].clone()).collect())
}

/// The rotation that makes entry (p, q) zero, p < q.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let entry = matrix[p][q];
    if entry.abs() <= 1e-300 {
        return;
    }
    let tau = (matrix[q][q] - matrix[p][p]) / (2.0 * entry);
    let t = tau.signum() / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for row in matrix.iter_mut() {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    for rows in [matrix, vectors] {
        let (before, after) = rows.split_at_mut(q);
        for (x, y) in before[p].iter_mut().zip(&mut after[0]) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_of_five_has_the_eigenvalues_of_the_textbook() {
        let (values, vectors) = super::tridiagonal(&[2.0; 5], &[-1.0; 4]);
        for (k, value) in (1..).zip(values.iter().rev()) {
            let expected = 2.0 - 2.0 * (f64::from(k) * std::f64::consts::PI / 6.0).cos();
            assert!((value - expected).abs() < 1e-12, "{value} {expected}");
        }
        let first = &vectors[0];
        for i in 0..5 {
            let beside = |j: Option<usize>| j.and_then(|j| first.get(j)).copied().unwrap_or(0.0);
            let image = 2.0 * first[i] - beside(i.checked_sub(1)) - beside(Some(i + 1));
            assert!((image - values[0] * first[i]).abs() < 1e-12);
        }
    }
}
