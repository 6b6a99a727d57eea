//! An account: a customer organisation, with a parent, a tier and the company's own segment attributes.

use crate::{AccountId, Name, Reason, SegmentId};
use serde::{Deserialize, Serialize};

/// How much a voice weighs: 1 to 3, published before voting with a reason, never from revenue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tier(u8);

impl Tier {
    pub const LEAST: u8 = 1;
    pub const MOST: u8 = 3;

    #[must_use]
    pub fn new(tier: i64) -> Option<Self> {
        u8::try_from(tier).ok().filter(|tier| (Self::LEAST..=Self::MOST).contains(tier)).map(Self)
    }

    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Default for Tier {
    fn default() -> Self {
        Self(Self::LEAST)
    }
}

impl<'de> Deserialize<'de> for Tier {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let tier: i64 = crate::id::whole(from)?;
        Self::new(tier).ok_or_else(|| serde::de::Error::custom("A tier is 1, 2 or 3."))
    }
}

/// An attribute that the company sorts its accounts by, such as industry or size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    pub id: SegmentId,
    pub name: Name,
}

/// An account's value of one segment attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    pub segment: SegmentId,
    pub value: Name,
}

/// What is written about an account, by form or by CSV.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountText {
    pub name: Name,
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub parent: Option<AccountId>,
    #[serde(default)]
    pub tier: Tier,
    /// Needed when the tier is not 1.
    #[serde(default, deserialize_with = "crate::text::blank_is_none")]
    pub tier_reason: Option<Reason>,
    /// Mail domains whose people are confirmed as this account's.
    #[serde(default)]
    pub domains: Vec<String>,
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    #[serde(flatten)]
    pub text: AccountText,
    /// Confirmed people.
    pub people: usize,
}
