//! What kind of activity it is, where it stands, what is due, and what somebody who is invited answers.

use crate::text::TextProblem;
use serde::{Deserialize, Serialize};

/// The ready-made kinds of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Hackathon,
    MarketAnalysis,
    Seminar,
    PeerInterview,
    CaseExploration,
    DesignThinking,
    BusinessCase,
    Screening,
    Workshop,
    Presentation,
    Visualisation,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Hackathon,
        Self::MarketAnalysis,
        Self::Seminar,
        Self::PeerInterview,
        Self::CaseExploration,
        Self::DesignThinking,
        Self::BusinessCase,
        Self::Screening,
        Self::Workshop,
        Self::Presentation,
        Self::Visualisation,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hackathon => "hackathon",
            Self::MarketAnalysis => "market_analysis",
            Self::Seminar => "seminar",
            Self::PeerInterview => "peer_interview",
            Self::CaseExploration => "case_exploration",
            Self::DesignThinking => "design_thinking",
            Self::BusinessCase => "business_case",
            Self::Screening => "screening",
            Self::Workshop => "workshop",
            Self::Presentation => "presentation",
            Self::Visualisation => "visualisation",
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hackathon => "hackathons",
            Self::MarketAnalysis => "market analysis",
            Self::Seminar => "seminars and courses",
            Self::PeerInterview => "interviews with peers",
            Self::CaseExploration => "customer case exploration",
            Self::DesignThinking => "design-thinking workshops",
            Self::BusinessCase => "business case with existing customers",
            Self::Screening => "screening and contact",
            Self::Workshop => "workshops with customers",
            Self::Presentation => "presentation of results",
            Self::Visualisation => "visualisation and communication",
        }
    }
}

/// Where an activity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Planned,
    Held,
    /// Its result has gone to all who were invited.
    Presented,
    /// With a reason.
    Cancelled,
}

impl State {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Presented => "presented",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What staff owe an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ActivityDue))]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// It is over, and nobody has said whether it was held.
    Hold,
    /// It was held, and its result has not been presented back.
    Present,
}

impl Due {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hold => "say whether it was held",
            Self::Present => "present its result back",
        }
    }
}

/// Whether somebody who is invited comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvitationAnswer))]
#[serde(rename_all = "snake_case")]
pub enum Coming {
    Yes,
    No,
    Perhaps,
}

impl Coming {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Perhaps, Self::No];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Perhaps => "perhaps",
        }
    }

    /// As whoever answers says it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "I come",
            Self::No => "I cannot",
            Self::Perhaps => "Perhaps",
        }
    }
}

/// Declares how words become values again.
macro_rules! from_word {
    ($($name:ident: $all:expr, $refusal:literal;)+) => {$(
        impl std::str::FromStr for $name {
            type Err = TextProblem;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = $all.into_iter().find(|one| one.word() == word);
                found.ok_or_else(|| TextProblem($refusal.into()))
            }
        }
    )+};
}

from_word! {
    Kind: Kind::ALL, "Choose what kind of activity it is.";
    Coming: Coming::ALL, "Choose whether you come.";
}
