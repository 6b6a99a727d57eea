//! Values of a promise's indicators: what was measured on a day, by hand, from a list or by another program.

use crate::practice::Indicator;
use crate::text::TextProblem;
use crate::time::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A measure in thousandths of its unit: `4.5`. On the wire a number; read from digits too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);

impl Amount {
    /// Neither more, nor less below zero: a million million.
    pub const MOST: i64 = 1_000_000_000_000_000;
    /// What one is, in thousandths.
    pub const ONE: i64 = 1_000;
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{}", format!("{part:03}").trim_end_matches('0')),
        }
    }
}

impl std::str::FromStr for Amount {
    type Err = TextProblem;

    /// With a point or, as some write it, a comma; three places behind it at most.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused =
            || TextProblem(format!("{text:?} is no number such as 12 or 4.5, with three places at most."));
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(part) || part.len() > 3 {
            return Err(refused());
        }
        let whole: i64 = whole.parse().map_err(|_| refused())?;
        let part: i64 = format!("{part:0<3}").parse().map_err(|_| refused())?;
        let amount =
            whole.checked_mul(1_000).and_then(|whole| whole.checked_add(part)).ok_or_else(refused)?;
        if amount > Self::MOST {
            return Err(refused());
        }
        Ok(Self(sign * amount))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1_000 == 0 {
            to.serialize_i64(self.0 / 1_000)
        } else {
            to.serialize_f64(self.0 as f64 / 1_000.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Number(f64),
            Text(String),
        }
        let text = match Written::deserialize(from)? {
            Written::Whole(number) => number.to_string(),
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        f64::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Amount {
    /// Amounts of a resource have the other name already.
    fn name() -> std::borrow::Cow<'static, str> {
        "MeasuredAmount".into()
    }
}

/// Which of a practice's two indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The first sign.
    Lead,
    /// The result.
    Lag,
}

impl Which {
    pub const ALL: [Self; 2] = [Self::Lead, Self::Lag];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Lag => "lag",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Lead => "First sign",
            Self::Lag => "Result",
        }
    }
}

impl std::str::FromStr for Which {
    type Err = TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|which| which.word() == word);
        found.ok_or_else(|| TextProblem(format!("{word:?} is not one of lead, lag.")))
    }
}

/// What was measured on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Value {
    pub day: Day,
    pub value: Amount,
}

/// A new value is expected this many days after the last one.
pub const VALUE_EVERY: i64 = 92;

/// An indicator with its values, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    pub which: Which,
    pub indicator: Indicator,
    pub values: Vec<Value>,
    /// Whether a value should have come.
    pub due: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_come_back_and_others_are_refused() {
        for (text, thousandths, shown) in [
            ("12", 12_000, "12"),
            ("4.5", 4_500, "4.5"),
            ("-0,125", -125, "-0.125"),
            (" 0 ", 0, "0"),
            ("7.050", 7_050, "7.05"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.0, amount.to_string().as_str()), (thousandths, shown));
            let json = serde_json::to_string(&amount).unwrap();
            assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount, "{json}");
            assert_eq!(serde_json::from_value::<Amount>(text.into()).unwrap(), amount);
        }
        let most = (Amount::MOST / 1_000).to_string();
        assert_eq!(most.parse(), Ok(Amount(Amount::MOST)));
        for wrong in [
            "",
            "-",
            ".5",
            "1.2345",
            "1e3",
            "+1",
            "1.2.3",
            "１",
            "many",
            &(most + ".001"),
            "99999999999999999999",
        ] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong}");
        }
    }
}
