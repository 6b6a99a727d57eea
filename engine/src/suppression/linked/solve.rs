//! The system of sums solved for the hidden figures: Gauss and Jordan in whole numbers, each row divided by its common divisor.

use std::cmp::Ordering;

use super::{FigureIndex, Linked};

/// What follows from the shown figures.
pub(super) struct Known {
    /// Hidden figures that add up (so many times each) to a known number.
    pub(super) rows: Vec<Row>,
    /// By figure: where it is hidden and determined, the shown figures that it follows from.
    pub(super) from: Vec<Option<Vec<FigureIndex>>>,
}

/// An equation.
pub(super) struct Row {
    pub(super) hidden: Vec<(FigureIndex, i128)>,
    pub(super) shown: Vec<FigureIndex>,
}

/// Terms by figure, rising; never a 0.
type Terms = Vec<(FigureIndex, i128)>;

/// An equation in two halves: `Σ hidden + Σ shown = 0`.
#[derive(Clone)]
struct Equation {
    hidden: Terms,
    shown: Terms,
}

/// All that follows; `None` where numbers grow out of bounds.
pub(super) fn solve(linked: &Linked, hidden: &[bool]) -> Option<Known> {
    let mut equations: Vec<Equation> = linked.sums.iter().map(|sum| equation(sum, hidden)).collect();
    let mut rows: Vec<Row> = equations.iter().filter(|e| !e.hidden.is_empty()).map(Row::of).collect();
    // Short ones first keep the others short.
    equations.sort_by_key(|equation| equation.hidden.len());
    let mut basis: Vec<(FigureIndex, Equation)> = Vec::new();
    let mut pivot_of: Vec<Option<usize>> = vec![None; hidden.len()];
    for mut equation in equations {
        let pivots: Vec<usize> = equation.hidden.iter().filter_map(|&(figure, _)| pivot_of[figure]).collect();
        for place in pivots {
            let (pivot, row) = &basis[place];
            equation = equation.without(*pivot, row)?;
        }
        let Some(&(pivot, _)) = equation.hidden.first() else { continue };
        for (_, row) in basis.iter_mut().filter(|(_, row)| at(&row.hidden, pivot).is_some()) {
            *row = row.without(pivot, &equation)?;
        }
        pivot_of[pivot] = Some(basis.len());
        basis.push((pivot, equation));
    }
    let mut from = vec![None; hidden.len()];
    for (_, row) in &basis {
        if let [(figure, _)] = row.hidden[..] {
            from[figure] = Some(row.shown.iter().map(|&(figure, _)| figure).collect());
        }
    }
    rows.extend(basis.iter().map(|(_, row)| Row::of(row)));
    Some(Known { rows, from })
}

fn equation(sum: &super::Sum, hidden: &[bool]) -> Equation {
    let mut terms: Terms = sum.parts.iter().map(|&part| (part, 1)).chain([(sum.whole, -1)]).collect();
    terms.sort_unstable();
    let (hidden, shown) = terms.into_iter().partition(|&(figure, _)| hidden[figure]);
    Equation { hidden, shown }
}

impl Row {
    fn of(equation: &Equation) -> Self {
        let shown = equation.shown.iter().map(|&(figure, _)| figure).collect();
        Self { hidden: equation.hidden.clone(), shown }
    }
}

impl Equation {
    /// The same, with a multiple of another by which `figure` is no longer in it.
    fn without(&self, figure: FigureIndex, other: &Self) -> Option<Self> {
        let (Some(has), Some(by)) = (at(&self.hidden, figure), at(&other.hidden, figure)) else {
            return Some(self.clone());
        };
        let hidden = combine(&self.hidden, by, &other.hidden, has)?;
        let shown = combine(&self.shown, by, &other.shown, has)?;
        let divisor = hidden
            .iter()
            .chain(&shown)
            .fold(0, |divisor, &(_, times)| crate::exact::common_divisor(divisor, times.unsigned_abs()));
        let divisor = i128::try_from(divisor.max(1)).ok()?;
        let divide = |terms: Terms| terms.into_iter().map(|(f, times)| (f, times / divisor)).collect();
        Some(Self { hidden: divide(hidden), shown: divide(shown) })
    }
}

fn at(terms: &Terms, figure: FigureIndex) -> Option<i128> {
    terms.binary_search_by_key(&figure, |term| term.0).ok().map(|place| terms[place].1)
}

/// `a · by − b · has`, merged.
fn combine(a: &Terms, by: i128, b: &Terms, has: i128) -> Option<Terms> {
    let mut sum = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return Some(sum),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(l), Some(r)) => l.0.cmp(&r.0),
        };
        let l = if order.is_le() { left.next() } else { None };
        let r = if order.is_ge() { right.next() } else { None };
        let l = l.map_or(Some((usize::MAX, 0)), |l| Some((l.0, l.1.checked_mul(by)?)))?;
        let r = r.map_or(Some((usize::MAX, 0)), |r| Some((r.0, r.1.checked_mul(has)?)))?;
        let times = l.1.checked_sub(r.1)?;
        if times != 0 {
            sum.push((l.0.min(r.0), times));
        }
    }
}
