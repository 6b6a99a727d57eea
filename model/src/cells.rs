//! Where in the matrix something belongs: sets of a round's stages and of its cultures, by their position in the
//! round's ordered lists. A cell is one of each.

use crate::Version;
use crate::text::TextProblem;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, Serializer};
use std::fmt;

/// Declares a set of positions: a bit for each, on the wire an array of positions from 0.
macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident($bits:ty), most: $most:literal, called: $called:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub $bits);

        impl $name {
            /// Most members the round's list can have.
            pub const MOST: usize = $most;

            #[must_use]
            pub fn of(positions: &[usize]) -> Self {
                positions.iter().copied().filter(|p| *p < Self::MOST).fold(Self(0), Self::with)
            }

            /// The first `count` positions.
            #[must_use]
            pub fn all(count: usize) -> Self {
                (0..count.min(Self::MOST)).fold(Self(0), Self::with)
            }

            #[must_use]
            pub fn with(self, position: usize) -> Self {
                Self(self.0 | 1 << position)
            }

            #[must_use]
            pub fn without(self, position: usize) -> Self {
                Self(self.0 & !(1 << position))
            }

            /// With `to` in the place of `from`.
            #[must_use]
            pub fn moved(self, from: usize, to: usize) -> Self {
                if from == to { self } else { self.without(from).with(to) }
            }

            #[must_use]
            pub fn has(self, position: usize) -> bool {
                position < Self::MOST && self.0 & 1 << position != 0
            }

            #[must_use]
            pub fn is_empty(self) -> bool {
                self.0 == 0
            }

            #[must_use]
            pub fn len(self) -> usize {
                self.0.count_ones() as usize
            }

            pub fn iter(self) -> impl Iterator<Item = usize> {
                (0..Self::MOST).filter(move |position| self.has(*position))
            }

            /// Whether every member is below `count`, the length of the round's list.
            #[must_use]
            pub fn fits(self, count: usize) -> bool {
                self.iter().all(|position| position < count)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut seq = to.serialize_seq(Some(self.len()))?;
                for position in self.iter() {
                    seq.serialize_element(&position)?;
                }
                seq.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Positions;
                impl<'de> Visitor<'de> for Positions {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("a list of ", $called, " by position"))
                    }
                    fn visit_str<E: Error>(self, one: &str) -> Result<$name, E> {
                        // A form with one box ticked sends one value, not a list.
                        match one.parse() {
                            Ok(position) if position < $name::MOST => Ok($name::of(&[position])),
                            _ => Err(E::custom(concat!("there are no such ", $called))),
                        }
                    }
                    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<$name, A::Error> {
                        let mut set = $name::default();
                        while let Some(Position(position)) = seq.next_element()? {
                            if position >= $name::MOST {
                                return Err(A::Error::custom(concat!("there are no such ", $called)));
                            }
                            set = set.with(position);
                        }
                        Ok(set)
                    }
                }
                from.deserialize_any(Positions)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                Vec::<u8>::schema()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

/// One member, from JSON or from a form.
struct Position(usize);

impl<'de> serde::Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::id::whole(from).map(Position)
    }
}

sets! {
    /// A set of a round's stages.
    StageSet(u32), most: 16, called: "stages";
    /// A set of a round's cultures.
    CultureSet(u32), most: 8, called: "cultures";
    /// A set of a gate's criteria.
    CriterionSet(u32), most: 12, called: "criteria";
    /// A set of the five behaviours of customer networks, in the order of [`BEHAVIOURS`].
    BehaviourSet(u32), most: 5, called: "behaviours";
}

/// The five core behaviours of customer networks.
pub const BEHAVIOURS: [&str; 5] = ["access", "engage", "customise", "connect", "collaborate"];

/// One cell, by the places of its stage and its culture. As text: `2-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub stage: usize,
    pub culture: usize,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.stage, self.culture)
    }
}

impl std::str::FromStr for Cell {
    type Err = TextProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let place = |part: &str, most: usize| part.parse().ok().filter(|place| *place < most);
        let found = text.split_once('-').and_then(|(stage, culture)| {
            Some(Self { stage: place(stage, StageSet::MOST)?, culture: place(culture, CultureSet::MOST)? })
        });
        found.ok_or_else(|| TextProblem("This is no cell: a stage and a culture, such as 2-1.".into()))
    }
}

/// A cell of a version, where more than one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellOf {
    /// Nothing: of the one that pages open on.
    pub version: Option<Version>,
    pub cell: Cell,
}

impl fmt::Display for CellOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            Some(version) => write!(f, "{version}/{}", self.cell),
            None => self.cell.fmt(f),
        }
    }
}

impl std::str::FromStr for CellOf {
    type Err = TextProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((version, cell)) = text.split_once('/') else {
            return Ok(Self { version: None, cell: text.parse()? });
        };
        let version = version.parse().map_err(|_| TextProblem("There is no such version.".into()))?;
        Ok(Self { version: Some(Version(version)), cell: cell.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_of_a_version_that_is_named_or_of_the_first() {
        for text in ["2-1", "4/2-1", "-1/0-0"] {
            assert_eq!(text.parse::<CellOf>().unwrap().to_string(), text);
        }
        for text in ["", "/2-1", "x/2-1", "4/", "4/2", "16-0"] {
            assert!(text.parse::<CellOf>().is_err(), "{text}");
        }
    }

    #[test]
    fn travels_as_positions() {
        let set = StageSet::of(&[0, 2, 15]);
        assert_eq!(serde_json::to_string(&set).unwrap(), "[0,2,15]");
        assert_eq!(serde_json::from_str::<StageSet>("[2,\"0\",15]").unwrap(), set);
        assert!(serde_json::from_str::<StageSet>("[16]").is_err());
        assert!(serde_json::from_str::<StageSet>("[-1]").is_err());
        assert!(set.fits(16) && !set.fits(15));
        assert_eq!(CultureSet::all(4).iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    #[test]
    fn comes_out_of_forms() {
        assert_eq!(serde_json::from_str::<StageSet>("\"4\"").unwrap(), StageSet::of(&[4]));
        assert!(serde_json::from_str::<StageSet>("\"x\"").is_err());
        assert!(serde_json::from_str::<CultureSet>("\"8\"").is_err());
    }
}
