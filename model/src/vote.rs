//! A vote: a person's stance on a proposal. The last one counts; taking a vote back is a fourth, logged state.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Agree,
    Disagree,
    Pass,
    TakenBack,
}

impl Stance {
    /// As it is written in the database.
    #[must_use]
    pub fn code(self) -> i16 {
        match self {
            Self::TakenBack => 0,
            Self::Agree => 1,
            Self::Disagree => 2,
            Self::Pass => 3,
        }
    }

    #[must_use]
    pub fn from_code(code: i16) -> Option<Self> {
        [Self::TakenBack, Self::Agree, Self::Disagree, Self::Pass].into_iter().find(|s| s.code() == code)
    }

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Pass => "pass",
            Self::TakenBack => "taken_back",
        }
    }
}

/// How much it matters to the voter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    Nice,
    Important,
    Essential,
}

impl Strength {
    pub const ALL: [Self; 3] = [Self::Nice, Self::Important, Self::Essential];

    /// As it is written in the database.
    #[must_use]
    pub fn code(self) -> i16 {
        match self {
            Self::Nice => 1,
            Self::Important => 2,
            Self::Essential => 3,
        }
    }

    #[must_use]
    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.code() == code)
    }

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nice => "nice",
            Self::Important => "important",
            Self::Essential => "essential",
        }
    }
}

impl std::str::FromStr for Strength {
    type Err = crate::text::TextProblem;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|strength| strength.word() == word)
            .ok_or_else(|| crate::text::TextProblem("A strength is nice, important or essential.".into()))
    }
}

/// A stance with what may go with it: a strength with agree and disagree, a red line with disagree alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    pub stance: Stance,
    #[serde(
        default,
        deserialize_with = "crate::text::blank_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub strength: Option<Strength>,
    /// "This would make me leave."
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub red_line: bool,
}

impl Vote {
    #[must_use]
    pub fn new(stance: Stance) -> Self {
        Self { stance, strength: None, red_line: false }
    }

    /// What is wrong with the combination, as (field, sentence).
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        match self.stance {
            Stance::Agree if self.red_line => Some(("red_line", "A red line goes with disagreeing.")),
            Stance::Pass | Stance::TakenBack if self.red_line => {
                Some(("red_line", "A red line goes with disagreeing."))
            }
            Stance::Pass | Stance::TakenBack if self.strength.is_some() => {
                Some(("strength", "A strength goes with agreeing or disagreeing."))
            }
            _ => None,
        }
    }
}
