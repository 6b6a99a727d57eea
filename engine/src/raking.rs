//! Raking to the account base: iterative proportional fitting (Deming and Stephan 1940), trimming, and whether it is
//! justified. It fixes who took part, not who is heard within a category; it makes no opinion where nobody answered.
//!
//! For each dimension d in turn `w ← w · T_{d,v} / Σ_{i ∈ v} w_i`, until no margin is off by more than [`EXACT`]. Then weights are
//! held within `[m/t, t·m]` of their mean m and raked again, at most [`ROUNDS`] times, so that the margins have the last word.
//! `deff = 1 + CV²(w)`, `n_eff = (Σw)² / Σw²` (Kish 1965). Rows of the same categories are one cell, cells are taken in the
//! order of their categories: the result is the same bits in whatever order the rows come.

mod fit;

use std::fmt;

/// The relative error of a margin at which the fit stops.
pub const EXACT: f64 = 1e-10;

/// The relative error up to which a margin is taken as met.
pub const MET: f64 = 1e-6;

/// Most rounds of trimming and raking again.
pub const ROUNDS: u32 = 5;

/// How far from the mean weight the product lets raking go: from a third to three times.
pub const TRIM: f64 = 3.0;

/// One dimension: which category each row is in, and how large each category is in the account base.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    categories: Vec<u32>,
    totals: Vec<f64>,
}

/// Why a margin cannot be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BadMargin {
    /// A total is negative, infinite or not a number, or all are 0.
    Total { category: usize },
    /// A row is in a category without a total.
    Category { row: usize },
}

impl Margin {
    /// `categories`: of each row, as indices into `totals`; `totals`: in accounts, or in any other unit.
    ///
    /// # Errors
    /// When a category has no total, or the totals are no sizes.
    pub fn new(categories: Vec<u32>, totals: Vec<f64>) -> Result<Self, BadMargin> {
        let sound = |total: &f64| total.is_finite() && *total >= 0.0;
        if let Some(category) = totals.iter().position(|total| !sound(total)) {
            return Err(BadMargin::Total { category });
        }
        if totals.iter().sum::<f64>() <= 0.0 {
            return Err(BadMargin::Total { category: 0 });
        }
        match categories.iter().position(|&category| category as usize >= totals.len()) {
            Some(row) => Err(BadMargin::Category { row }),
            None => Ok(Self { categories, totals }),
        }
    }

    #[must_use]
    pub fn totals(&self) -> &[f64] {
        &self.totals
    }

    #[must_use]
    pub fn categories(&self) -> &[u32] {
        &self.categories
    }
}

/// A category of a dimension, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category {
    pub dimension: usize,
    pub category: usize,
}

/// Why every respondent weighs the same after all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// There is nobody to weigh.
    Nobody,
    /// The totals of a dimension add up to something else than those of the first, by this relative difference.
    Sums { dimension: usize, difference: f64 },
    /// No weights meet all margins: one stays off by this relative error.
    Conflict { error: f64 },
    /// The weights would leave fewer than a third of the respondents' information.
    Uneven { n_eff: f64 },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Nobody => write!(f, "nobody answered"),
            Self::Sums { dimension, difference } => {
                let percent = difference * 100.0;
                write!(
                    f,
                    "the totals of dimension {} differ from the first's by {percent:.2} %",
                    dimension + 1
                )
            }
            Self::Conflict { error } => {
                write!(f, "no weights meet all margins: one stays off by {:.2} %", error * 100.0)
            }
            Self::Uneven { n_eff } => {
                write!(f, "the effective sample size would be {n_eff:.1}, under a third of the answers")
            }
        }
    }
}

/// Weights of respondents.
#[derive(Clone, Debug, PartialEq)]
pub struct Raking {
    /// Of one respondent in each row, in the order of the rows; over all respondents they add up to the account base.
    /// All equal if raking was refused; but see [`fit`].
    pub weights: Vec<f64>,
    /// 1 + CV² of the weights over respondents: 1 where all are equal.
    pub deff: f64,
    /// Kish's effective number of respondents.
    pub n_eff: f64,
    /// The largest relative error of a margin that these weights leave.
    pub error: f64,
    /// Rows that the last round of trimming held back.
    pub trimmed: usize,
    /// Categories of the account base in which nobody answered. Their totals are spread over the others of the
    /// dimension in proportion, as if the category were one with them: to be said beside the result.
    pub empty: Vec<Category>,
    pub refused: Option<Refusal>,
}

/// Rakes rows of `respondents` each to the margins; `trim` is t ≥ 1, `None` for none. The totals of the first margin say
/// what the weights add up to; without margins every respondent weighs 1. Rows beyond the shortest column are left out.
/// Weights that would leave too little information are refused: see [`fit`].
///
/// O(rows · log rows), then O(cells · margins) a step, at most a thousand steps a round.
#[must_use]
pub fn rake(respondents: &[u32], margins: &[Margin], trim: Option<f64>) -> Raking {
    let fitted = fit(respondents, margins, trim);
    match fitted.refused {
        Some(refusal @ Refusal::Uneven { .. }) => Ground::new(respondents, margins).even(refusal),
        _ => fitted,
    }
}

/// As [`rake`], but weights that are refused only for being uneven ([`Refusal::Uneven`]) are given all the same, for whoever
/// compares or shows them.
#[must_use]
pub fn fit(respondents: &[u32], margins: &[Margin], trim: Option<f64>) -> Raking {
    let ground = Ground::new(respondents, margins);
    let Ground { n, base, equal, .. } = ground;
    if n <= 0.0 {
        return ground.even(Refusal::Nobody);
    }
    for (dimension, margin) in margins.iter().enumerate() {
        let difference = (margin.totals.iter().sum::<f64>() - base).abs() / base;
        if difference > MET {
            return ground.even(Refusal::Sums { dimension, difference });
        }
    }
    let (weights, error, trimmed) = ground.cells.fit(&ground.targets, equal, trim);
    let (n_eff, deff) = ground.cells.kish(&weights);
    if error > MET {
        return ground.even(Refusal::Conflict { error });
    }
    let refused = (n_eff < n / 3.0).then_some(Refusal::Uneven { n_eff });
    let weights = ground.cells.by_row(&weights);
    Raking { weights, deff, n_eff, error, trimmed, empty: ground.empty, refused }
}

/// What is raked: everybody's answers by cell, and what they should add up to.
struct Ground {
    rows: usize,
    n: f64,
    base: f64,
    /// The weight of each if all weigh the same.
    equal: f64,
    cells: fit::Cells,
    targets: Vec<Vec<f64>>,
    empty: Vec<Category>,
}

impl Ground {
    fn new(respondents: &[u32], margins: &[Margin]) -> Self {
        let n: f64 = respondents.iter().map(|&count| f64::from(count)).sum();
        let base = margins.first().map_or(n, |margin| margin.totals.iter().sum());
        let cells = fit::Cells::new(respondents, margins);
        let (targets, empty) = fit::targets(&cells, margins);
        let equal = if n > 0.0 { base / n } else { 0.0 };
        Self { rows: respondents.len(), n, base, equal, cells, targets, empty }
    }

    fn even(self, refused: Refusal) -> Raking {
        Raking {
            weights: vec![self.equal; self.rows],
            deff: 1.0,
            n_eff: self.n,
            error: self.cells.error(&vec![self.equal; self.cells.len()], &self.targets),
            trimmed: 0,
            empty: self.empty,
            refused: Some(refused),
        }
    }
}
