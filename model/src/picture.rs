//! Pictures beside what customers write: uploaded first, when they belong to their author alone, and named then by the
//! proposal, comment or story that they are to be seen with.

use crate::endpoint::{Endpoint, Method};
use crate::{Alt, PictureId};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Most pictures of one proposal, comment or story.
pub const MOST: usize = 4;
/// Most bytes of an upload.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Most pixels along one side of an upload.
pub const MOST_SIDE: u32 = 12_000;
/// Most pixels of an upload in all: those of a phone's camera, and no more than a small server has the memory for.
pub const MOST_PIXELS: u64 = 25_000_000;
/// The longest side of a picture as it is kept.
pub const LONGEST: u32 = 1_600;

/// What browsers offer to choose from.
pub const ACCEPT: &str = "image/*";

/// A picture, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    pub id: PictureId,
    /// In pixels, and never more than [`LONGEST`]; so is `height`.
    pub width: u32,
    pub height: u32,
    /// None as long as it belongs to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<Alt>,
}

impl Picture {
    /// Where the picture itself is.
    #[must_use]
    pub fn path(&self) -> String {
        path(self.id)
    }
}

/// Where a picture is.
#[must_use]
pub fn path(id: PictureId) -> String {
    [PLACE, &id.to_string()].concat()
}

/// What the addresses of all pictures begin with.
pub const PLACE: &str = "/pictures/";

/// The pictures of something, each with what is to be seen in it. In a plain form each is a field `pictures.NUMBER`, beside an
/// empty `pictures`, without which none would not be told from nothing said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pictures(pub BTreeMap<PictureId, Alt>);

impl<'de> Deserialize<'de> for Pictures {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Pictures;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("pictures by number, each with what is to be seen in it")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Pictures, E> {
                if text.is_empty() { Ok(Pictures::default()) } else { Err(E::custom("Choose pictures.")) }
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pictures, A::Error> {
                let mut pictures = BTreeMap::new();
                while let Some((id, alt)) = map.next_entry()? {
                    pictures.insert(id, alt);
                }
                Ok(Pictures(pictures))
            }
        }
        from.deserialize_any(Named)
    }
}

/// A request to write something, with the pictures that are to be seen with it. Where none are named, nothing is said of
/// them: what has pictures keeps them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct With<E> {
    #[serde(flatten)]
    pub request: E,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pictures: Option<Pictures>,
}

impl<E: Endpoint> Endpoint for With<E> {
    const METHOD: Method = E::METHOD;
    const PATH: &'static str = E::PATH;
    type Reply = E::Reply;
    const CHOSEN: &'static [(&'static str, &'static str)] = E::CHOSEN;

    fn landing(reply: &E::Reply) -> Option<String> {
        E::landing(reply)
    }
}

#[cfg(feature = "openapi")]
mod described {
    use super::{Pictures, With};
    use crate::Alt;
    use std::borrow::Cow;
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema};
    use utoipa::{PartialSchema, ToSchema};

    impl PartialSchema for Pictures {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new().additional_properties(Some(Alt::schema())).into()
        }
    }

    impl ToSchema for Pictures {}

    impl<E: ToSchema> PartialSchema for With<E> {
        fn schema() -> RefOr<Schema> {
            let pictures = ObjectBuilder::new().property("pictures", Pictures::schema());
            AllOfBuilder::new().item(E::schema()).item(pictures).into()
        }
    }

    impl<E: ToSchema> ToSchema for With<E> {
        fn name() -> Cow<'static, str> {
            E::name()
        }

        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            E::schemas(schemas);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Pictures, String> {
        serde_json::from_str(json).map_err(|fault| fault.to_string())
    }

    #[test]
    fn pictures_are_named_with_words_or_there_are_none() {
        let some = read(r#"{"7":" A forklift ","12":"The gate"}"#).unwrap_or_default();
        let words = some.0.iter().map(|(id, alt)| (id.0, alt.as_str()));
        assert_eq!(words.collect::<Vec<_>>(), [(7, "A forklift"), (12, "The gate")]);
        assert_eq!(serde_json::to_value(&some).unwrap_or_default()["12"], "The gate");
        assert_eq!(read("\"\""), Ok(Pictures::default()));
        assert!(read(r#"{"7":" "}"#).is_err_and(|fault| fault.contains("Please fill this in.")));
        assert!(read(r#"{"x":"A forklift"}"#).is_err());
        assert!(read("\"7\"").is_err());
    }
}
