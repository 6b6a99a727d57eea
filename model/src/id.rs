//! Keys: 64-bit integers, one type for each kind of thing, so that a proposal's key cannot be handed where an
//! account's is wanted. They are read from numbers (JSON) and from strings (paths, queries, plain forms).

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// Declares key types.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(pub i64);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_any(WholeNumber).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                i64::schema()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

keys! {
    RoundId,
    AccountId,
    /// Also the public number of an activity, the one in its address.
    ActivityId,
    /// Of what staff noted that somebody said at an activity.
    OutcomeId,
    PersonId,
    /// Also the public number of a proposal, the one in its address.
    ProposalId,
    /// Of a comment or a story.
    CommentId,
    PictureId,
    PracticeId,
    ResourceId,
    SegmentId,
    PurchaseId,
    /// Of what one customer wrote to another.
    ContactId,
    /// Of a link to join an account with.
    LinkId,
    /// Of an invitation to speak for an account.
    AccountInvitationId,
    /// That somebody asks to speak for an account.
    JoinRequestId,
    /// An entry of one of the company's lists: an activity, a function or a tool.
    EntryId,
    SessionId,
    PasskeyId,
    NoticeId,
    /// That a function must sign in a round.
    SigningId,
    /// Of an entry of "You said, we did".
    SaidId,
    TokenId,
    HookId,
    /// Of something that is sent to a hook.
    DeliveryId,
    /// The number of an adopted design: 1, 2, 3 … across the company's rounds.
    Version,
}

/// A whole number written as a number or as digits.
pub(crate) struct WholeNumber;

impl Visitor<'_> for WholeNumber {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| E::custom("is too large"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.trim().parse().map_err(|_| E::custom("must be a whole number"))
    }
}

/// For plain numbers that may come from a form, a query or a path: `#[serde(deserialize_with = "whole")]`.
pub fn whole<'de, D: Deserializer<'de>, N: TryFrom<i64>>(from: D) -> Result<N, D::Error> {
    let number = from.deserialize_any(WholeNumber)?;
    N::try_from(number).map_err(|_| D::Error::custom("is out of range"))
}

/// For lists that may come from a form, where one alone is no list: `#[serde(default, deserialize_with = "several")]`.
pub fn several<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    struct Several<T>(std::marker::PhantomData<T>);
    impl<'de, T: serde::Deserialize<'de>> Visitor<'de> for Several<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one or several")
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut several = Vec::new();
            while let Some(one) = list.next_element()? {
                several.push(one);
            }
            Ok(several)
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
            if text.is_empty() {
                return Ok(Vec::new());
            }
            T::deserialize(serde::de::value::StrDeserializer::new(text)).map(|one| vec![one])
        }
        fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<T>, E> {
            T::deserialize(serde::de::value::U64Deserializer::new(number)).map(|one| vec![one])
        }
    }
    from.deserialize_any(Several(std::marker::PhantomData))
}

/// For yes and no that may come from a form or a query, where a ticked box says `true` or `on`.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    struct Flag;
    impl Visitor<'_> for Flag {
        type Value = bool;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("yes or no")
        }
        fn visit_bool<E: Error>(self, yes: bool) -> Result<bool, E> {
            Ok(yes)
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
            match text {
                "true" | "on" | "1" => Ok(true),
                "false" | "off" | "0" | "" => Ok(false),
                _ => Err(E::custom("must be true or false")),
            }
        }
    }
    from.deserialize_any(Flag)
}
