//! An account: a customer organisation, with a parent, a tier and the company's own segment attributes.

use crate::person::Person;
use crate::purchase::Purchase;
use crate::text::TextProblem;
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

/// What a CRM system calls an account, as `salesforce:0015e00000ABCDE`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrmId {
    /// In lower case.
    pub crm: String,
    pub key: String,
}

/// Most characters of the name of a CRM system, and of what it calls an account.
pub const MOST_CRM: usize = 30;
pub const MOST_CRM_KEY: usize = 80;

impl std::str::FromStr for CrmId {
    type Err = TextProblem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let problem = || {
            let message =
                "Write the CRM, a colon and what it calls the account, such as salesforce:0015e00000ABCDE.";
            TextProblem(message.into())
        };
        let (crm, key) = text.trim().split_once(':').ok_or_else(problem)?;
        let sound = (1..=MOST_CRM).contains(&crm.len())
            && crm.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            && (1..=MOST_CRM_KEY).contains(&key.chars().count())
            && key.chars().all(|c| c.is_alphanumeric() || "-_.:/".contains(c));
        if sound { Ok(Self { crm: crm.to_ascii_lowercase(), key: key.to_owned() }) } else { Err(problem()) }
    }
}

impl std::fmt::Display for CrmId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.crm, self.key)
    }
}

impl Serialize for CrmId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CrmId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(|refused: TextProblem| serde::de::Error::custom(refused.0))
    }
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
    /// What CRM systems call it, one or several, each once in the company: `salesforce:0015e00000ABCDE` (its `Account`),
    /// `hubspot:7712` (a company, type `0-2`).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub crm_ids: Vec<CrmId>,
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

impl AccountText {
    /// Its segments, as "Industry: Steel".
    #[must_use]
    pub fn named(&self, segments: &[Segment]) -> Vec<String> {
        let named = |segment: &Segment| {
            let own = self.attributes.iter().find(|own| own.segment == segment.id)?;
            Some(format!("{}: {}", segment.name, own.value))
        };
        segments.iter().filter_map(named).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    #[serde(flatten)]
    pub text: AccountText,
    /// The name of the account that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Name>,
    /// Confirmed people.
    pub people: usize,
    /// Whether it came with a sample round, and is made up.
    #[serde(default)]
    pub sample: bool,
}

/// An account as somebody names it: by its number or, in words and whatever its capitals, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichAccount {
    Number(AccountId),
    Named(Name),
}

impl From<AccountId> for WhichAccount {
    fn from(id: AccountId) -> Self {
        Self::Number(id)
    }
}

// Digits too are a name: somebody may have typed them as one.
impl std::str::FromStr for WhichAccount {
    type Err = crate::text::TextProblem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Name::parse(text).map(Self::Named)
    }
}

impl Serialize for WhichAccount {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(id) => id.serialize(to),
            Self::Named(name) => name.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for WhichAccount {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl serde::de::Visitor<'_> for Either {
            type Value = WhichAccount;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the name or the number of an account")
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<WhichAccount, E> {
                Ok(AccountId(number).into())
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<WhichAccount, E> {
                i64::try_from(number)
                    .map(|number| AccountId(number).into())
                    .map_err(|_| E::custom("is too large"))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<WhichAccount, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_any(Either)
    }
}

/// For optional fields, as [`crate::text::blank_is_none`]: nothing was typed, and that is nothing.
///
/// # Errors
/// When it is neither a number nor a name.
pub fn which_or_none<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<WhichAccount>, D::Error> {
    match Option::<serde_json::Value>::deserialize(from)? {
        None => Ok(None),
        Some(serde_json::Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(value) => WhichAccount::deserialize(value).map(Some).map_err(serde::de::Error::custom),
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for WhichAccount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::OneOfBuilder::new().item(i64::schema()).item(Name::schema()).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for WhichAccount {}

/// An account named beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountLine {
    pub id: AccountId,
    pub name: Name,
}

/// One account with all that staff keep of it, but for their notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSheet {
    pub account: Account,
    pub parent: Option<AccountLine>,
    /// The accounts that are part of it.
    pub daughters: Vec<AccountLine>,
    /// Every segment attribute of the company, to name the account's own.
    pub segments: Vec<Segment>,
    /// Those who are confirmed as its people.
    pub people: Vec<Person>,
    /// The newest first.
    pub purchases: Vec<Purchase>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crm_ids_name_their_system() {
        let id: CrmId = " SalesForce:0015e00000ABCDE ".parse().unwrap();
        assert_eq!(id.to_string(), "salesforce:0015e00000ABCDE");
        let long = |crm: usize, key: usize| ["a".repeat(crm), "1".repeat(key)].join(":");
        assert!(long(MOST_CRM, MOST_CRM_KEY).parse::<CrmId>().is_ok());
        for bad in [
            "",
            "0015e",
            ":1",
            "sap:",
            "s p:1",
            "sap:1 2",
            &long(MOST_CRM + 1, 1),
            &long(1, MOST_CRM_KEY + 1),
        ] {
            assert!(bad.parse::<CrmId>().is_err(), "{bad}");
        }
    }
}
