//! k-means of weighted points in the plane (Lloyd 1982) from three fixed starts, and the mean silhouette (Rousseeuw 1987)
//! by which a number of clusters is chosen. Order of points does not matter beyond the last bits of their sums.

/// A person's place in the plane of opinions, and weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub at: [f64; 2],
    pub weight: f64,
}

/// Most steps of one run; it ends when nobody moves any more.
const STEPS: usize = 30;

/// The silhouette looks at so many points at most, evenly taken from left to right: it compares each with each.
const SILHOUETTE_POINTS: usize = 400;

pub(super) fn distance2(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    x * x + y * y
}

/// The centre nearest to a place, the first of equals.
pub(super) fn nearest(centres: &[[f64; 2]], at: [f64; 2]) -> usize {
    let mut best = (f64::INFINITY, 0);
    for (index, &centre) in centres.iter().enumerate() {
        let distance = distance2(centre, at);
        if distance < best.0 {
            best = (distance, index);
        }
    }
    best.1
}

/// The centres of `k` clusters: the best of the starts by the sum of squares within. Fewer than `k` where there are fewer
/// distinct points.
pub(super) fn centres(points: &[Point], k: usize) -> Vec<[f64; 2]> {
    let mut best: (f64, Vec<[f64; 2]>) = (f64::INFINITY, Vec::new());
    for start in [far_apart(points, k), slabs(points, k, 0), slabs(points, k, 1)] {
        let (spread, centres) = lloyd(points, start);
        // By a margin, so that two starts that end in the same place do not turn on rounding.
        if spread < best.0 * (1.0 - 1e-9) || best.1.is_empty() {
            best = (spread, centres);
        }
    }
    best.1
}

/// Moves every centre to the mean of those nearest to it until nobody changes sides.
fn lloyd(points: &[Point], mut centres: Vec<[f64; 2]>) -> (f64, Vec<[f64; 2]>) {
    let mut sides = vec![usize::MAX; points.len()];
    for _ in 0..STEPS {
        let mut sums = vec![[0.0; 3]; centres.len()];
        let mut moved = false;
        for (point, side) in points.iter().zip(&mut sides) {
            let now = nearest(&centres, point.at);
            moved |= now != *side;
            *side = now;
            let sum = &mut sums[now];
            sum[0] += point.weight * point.at[0];
            sum[1] += point.weight * point.at[1];
            sum[2] += point.weight;
        }
        for (centre, sum) in centres.iter_mut().zip(&sums).filter(|(_, sum)| sum[2] > 0.0) {
            *centre = [sum[0] / sum[2], sum[1] / sum[2]];
        }
        if !moved {
            break;
        }
    }
    let spread = points.iter().zip(&sides).map(|(p, &side)| p.weight * distance2(centres[side], p.at)).sum();
    (spread, centres)
}

/// First the point farthest from the mean, then always the one farthest from those chosen (Gonzalez 1985).
fn far_apart(points: &[Point], k: usize) -> Vec<[f64; 2]> {
    let total: f64 = points.iter().map(|point| point.weight).sum();
    let mean = [0, 1].map(|axis| points.iter().map(|p| p.weight * p.at[axis]).sum::<f64>() / total);
    let mut away: Vec<f64> = points.iter().map(|point| distance2(point.at, mean)).collect();
    let mut chosen: Vec<[f64; 2]> = Vec::new();
    while chosen.len() < k {
        let mut farthest = 0;
        for (index, &distance) in away.iter().enumerate() {
            if distance > away[farthest] {
                farthest = index;
            }
        }
        let Some(point) = points.get(farthest).filter(|_| chosen.is_empty() || away[farthest] > 0.0) else {
            break;
        };
        if chosen.is_empty() {
            away.fill(f64::INFINITY);
        }
        for (distance, other) in away.iter_mut().zip(points) {
            *distance = distance.min(distance2(other.at, point.at));
        }
        chosen.push(point.at);
    }
    chosen
}

/// The means of `k` slabs of equal numbers of points along one axis.
fn slabs(points: &[Point], k: usize, axis: usize) -> Vec<[f64; 2]> {
    let mut sorted: Vec<[f64; 2]> = points.iter().map(|point| point.at).collect();
    sorted.sort_unstable_by(|a, b| a[axis].total_cmp(&b[axis]).then(a[1 - axis].total_cmp(&b[1 - axis])));
    let slab = |i: usize| &sorted[i * sorted.len() / k..(i + 1) * sorted.len() / k];
    let mean = |slab: &[[f64; 2]]| [0, 1].map(|a| slab.iter().map(|p| p[a]).sum::<f64>() / slab.len() as f64);
    (0..k).map(slab).filter(|slab| !slab.is_empty()).map(mean).collect()
}

/// Points with their distances to each other: what every choice of `k` is judged by.
pub(super) struct Judge {
    points: Vec<Point>,
    distances: Vec<f64>,
}

impl Judge {
    pub(super) fn new(points: &[Point]) -> Self {
        let mut points = points.to_vec();
        points.sort_unstable_by(|a, b| a.at[0].total_cmp(&b.at[0]).then(a.at[1].total_cmp(&b.at[1])));
        let (all, kept) = (points.len(), points.len().min(SILHOUETTE_POINTS));
        let points: Vec<Point> = (0..kept).map(|i| points[i * all / kept]).collect();
        let to_all = |a: &Point| points.iter().map(|b| distance2(a.at, b.at).sqrt()).collect::<Vec<_>>();
        let distances = points.iter().flat_map(to_all).collect();
        Self { points, distances }
    }

    /// The mean of `(b − a) / max(a, b)`, a the mean distance to one's own cluster, b to the nearest other; 0 for somebody alone.
    pub(super) fn silhouette(&self, centres: &[[f64; 2]]) -> f64 {
        let n = self.points.len();
        let sides: Vec<usize> = self.points.iter().map(|point| nearest(centres, point.at)).collect();
        let mut weights = vec![0.0; centres.len()];
        for (point, &side) in self.points.iter().zip(&sides) {
            weights[side] += point.weight;
        }
        let (mut sum, mut total) = (0.0, 0.0);
        for (me, distances) in self.distances.chunks_exact(n.max(1)).enumerate() {
            let mut to = vec![0.0; centres.len()];
            for ((distance, &side), point) in distances.iter().zip(&sides).zip(&self.points) {
                to[side] += point.weight * distance;
            }
            let (own, weight) = (sides[me], self.points[me].weight);
            total += weight;
            let others = weights[own] - weight;
            if others <= 1e-9 * weight {
                continue;
            }
            let a = to[own] / others;
            let other = (0..centres.len()).filter(|&side| side != own && weights[side] > 0.0);
            let b = other.map(|side| to[side] / weights[side]).fold(f64::INFINITY, f64::min);
            if b.is_finite() && a.max(b) > 0.0 {
                sum += weight * (b - a) / a.max(b);
            }
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }
}
