//! What equal shares choose, and what proves it.

use super::Key;
use serde::{Deserialize, Serialize};

/// What equal shares choose. Figures that rest on fewer than five accounts are not given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In the order in which they came in.
    pub chosen: Vec<Chosen>,
    /// In the order of the candidates.
    pub left: Vec<NotChosen>,
    /// In each resource of the round, in order.
    pub spent: Vec<i64>,
    pub saved: Vec<i64>,
    /// Accounts that voted.
    pub voices: u32,
    pub everybody: Served,
    pub certificate: Certificate,
}

impl Outcome {
    #[must_use]
    pub fn is_in(&self, key: Key) -> bool {
        self.chosen.iter().any(|chosen| chosen.key == key)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    pub key: Key,
    pub way: Way,
    /// Accounts that ask for it.
    pub accounts: Option<u32>,
    /// The voices behind it.
    pub votes: Option<f64>,
    /// As many voices as it counted like: fewer where its supporters had spent some of their share before.
    pub effective_votes: Option<f64>,
}

/// How something came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Free,
    Bought,
    /// Out of what is kept for cells that would otherwise be empty.
    Reserved,
    Filled,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NotChosen {
    pub key: Key,
    pub accounts: Option<u32>,
    pub votes: Option<f64>,
    pub why: Why,
}

/// Why something is not in. Segments, cells and resources are places in the selection's and the round's lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = WhyNot))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Unsupported,
    TooFewAccounts {
        has: Option<u32>,
        needs: u32,
    },
    /// What it has of the support that it needs for its cost, in percent.
    TooLittleSupport {
        percent: Option<f64>,
    },
    /// In a segment so many of those who take a side are against it as the rules name.
    Opposed {
        segment: usize,
    },
    RedLines {
        has: Option<u32>,
        most: u32,
    },
    /// Its supporters had too little of their shares left; what was missing, as a part of the capacity.
    Unaffordable {
        missing: Option<f64>,
    },
    /// What cannot be done together with it was chosen.
    Opposite {
        key: Key,
    },
    /// What it needs was not chosen.
    Needs {
        key: Key,
    },
    CellFull {
        cell: usize,
    },
    Resource {
        resource: usize,
    },
}

/// What a selection is to all who voted. A figure that rests on fewer than five accounts is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// Accounts that voted.
    pub accounts: Option<u32>,
    /// Of these, accounts with somebody who asks for something that is in.
    pub covered_accounts: Option<u32>,
    /// The part of their voices with something that is in, 0 to 1.
    pub covered: Option<f64>,
    /// The part of the capacity, of what is in, that a voice asks for on average, 0 to 1.
    pub served: Option<f64>,
}

/// What proves a selection, found by checkers that do not know how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Nobody paid more than their share, and what is left out could not have been paid for.
    pub price_system: bool,
    /// No group deserves more than it got (EJR+, up to one practice, by cost), of what neither an opposite nor a prerequisite
    /// keeps out.
    pub ejr_plus: bool,
    pub steps: u32,
    pub stopped_by_limit: bool,
}

impl Certificate {
    /// What was checked, and what was found.
    #[must_use]
    pub fn in_words(self) -> [&'static str; 2] {
        let says = |holds: bool, yes: &'static str, no: &'static str| if holds { yes } else { no };
        [
            says(
                self.price_system,
                "Nobody paid more than their equal share, and what is left out could not have been paid for: checked.",
                "Not proved: the payments do not add up. Please tell us.",
            ),
            says(
                self.ejr_plus,
                "No group of customers that agrees on something deserves more than it got (EJR+, of what opposites leave room for): checked.",
                "Some group that agrees on something has less than its size deserves (EJR+ does not hold).",
            ),
        ]
    }
}
