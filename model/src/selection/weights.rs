//! How accounts could weigh otherwise than a round's rules say: what designers may try.

use serde::{Deserialize, Serialize};

/// A way of weighing accounts that is tried, and decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// Every account the same.
    Even,
    /// Weighed up to the accounts that the company has, by the values of this attribute.
    Attribute(String),
}

/// The ways of weighing that would differ from the round's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Weightings {
    pub offers: Vec<WeightingOffer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeightingOffer {
    pub weighting: Weighting,
    pub standing: WeightingStanding,
}

/// Whether a way of weighing may be tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeightingStanding {
    /// Of one of the groups that it would tell apart fewer than five accounts voted (domain rule 6).
    Few,
    /// The weights would leave less than a third of the votes' worth.
    Uneven,
    Open {
        /// What the votes are worth so weighed, as a number of accounts of equal weight, in steps of five.
        effective: u32,
        /// Whether nobody of some value voted: its part is spread over the others.
        empty: bool,
        /// Whether some accounts count for less than a third of the mean, or for more than three times.
        far: bool,
        /// For computing it alone: of the round's ballots, and for those who are given them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<TrialWeights>,
    },
}

/// How accounts weigh in a trial, as the engine takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TrialWeights {
    /// An ordinary voice each.
    Even,
    /// As the round has it, times so many thousandths.
    By {
        /// By place in the selection's segments; the first that an account is in counts.
        segments: Vec<(u32, u32)>,
        /// For accounts that are in none of these.
        others: u32,
    },
}

impl Weightings {
    #[must_use]
    pub fn standing(&self, of: &Weighting) -> Option<&WeightingStanding> {
        self.offers.iter().find(|offer| offer.weighting == *of).map(|offer| &offer.standing)
    }
}
