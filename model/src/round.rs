//! A round: one cycle with a question, stages, cultures, phases, published rules and named resources.

use crate::access::{Access, NotYours, WhoMay};
use crate::selection::Rules;
use crate::{Explanation, Name, Question, ResourceId, RoundId, Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// A buying stage of a round; its place in the round's list is its position.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// Shown in the strip of stages: one or two letters.
    pub letter: Name,
    pub name: Name,
    pub text: Explanation,
}

/// A buying culture of a round: "this is what I want you to do for me before I buy".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Culture {
    pub suit: Suit,
    pub name: Name,
    /// What the customer is like.
    pub customer: Explanation,
    /// What the vendor then does.
    pub vendor: Explanation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Suit {
    Diamonds,
    Clubs,
    Hearts,
    Spades,
}

impl Suit {
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Diamonds => "♦",
            Self::Clubs => "♣",
            Self::Hearts => "♥",
            Self::Spades => "♠",
        }
    }
}

/// The ready lists of stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    Impact,
    Funnel,
    #[default]
    ImpactLoyaltyAdvocacy,
}

/// Something the company has only so much of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    pub id: ResourceId,
    pub name: Name,
    pub unit: Unit,
    /// In whole units, for the whole design.
    pub capacity: i64,
    /// What a practice that nobody has costed is taken to need.
    pub default_cost: i64,
}

/// Most a capacity or a cost may be, and least a cost may be below zero (a practice may save).
pub const MOST_UNITS: i64 = 1_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Propose,
    Refine,
    Vote,
    Adopt,
    Measure,
}

impl Phase {
    pub const ALL: [Self; 5] = [Self::Propose, Self::Refine, Self::Vote, Self::Adopt, Self::Measure];

    /// Whether proposals and votes are frozen while it is open.
    #[must_use]
    pub fn freezes(self) -> bool {
        matches!(self, Self::Adopt | Self::Measure)
    }

    /// As it is written in the database and on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Refine => "refine",
            Self::Vote => "vote",
            Self::Adopt => "adopt",
            Self::Measure => "measure",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.word() == word)
    }
}

/// When a phase is open: from `opens` until just before `closes`. Without an opening moment it is shut; without
/// a closing one it stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    pub phase: Phase,
    pub opens: Option<Timestamp>,
    pub closes: Option<Timestamp>,
}

impl Window {
    #[must_use]
    pub fn open_at(&self, now: Timestamp) -> bool {
        self.opens.is_some_and(|opens| opens <= now) && self.closes.is_none_or(|closes| now < closes)
    }
}

/// Whether a new proposal is shown at once or after a moderator has read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Moderation {
    #[default]
    ReviewFirst,
    Open,
}

/// A round as everybody sees it, rules included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Round {
    pub id: RoundId,
    pub question: Question,
    pub introduction: Explanation,
    /// "How your votes will be used", shown before voting.
    pub how_votes_count: Explanation,
    /// How a design is chosen from the votes, shown before voting.
    pub selection: Explanation,
    /// The same as numbers.
    pub rules: Rules,
    pub moderation: Moderation,
    pub stages: Vec<Stage>,
    pub cultures: Vec<Culture>,
    pub resources: Vec<Resource>,
    /// One for each phase, in order.
    pub windows: Vec<Window>,
    /// The phases that were open when this was sent.
    pub open: Vec<Phase>,
    /// A made-up round to look at; an admin can remove it with everything in it.
    pub sample: bool,
    /// Where imported content came from, with its attribution.
    pub source: Option<String>,
    /// Ended before its time: nothing can be done in it while this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discontinued: Option<crate::gate::Discontinued>,
    /// Who may do what, as the server keeps it: accounts that were invited are nobody's to know.
    #[serde(skip)]
    pub access: Access,
    /// The same in words.
    #[serde(default)]
    pub who_may: WhoMay,
    /// Whether guests may vote, without an account.
    #[serde(default)]
    pub guests: bool,
    /// Whether customers may not see it, so that nothing can be adopted in it.
    #[serde(default)]
    pub not_for_customers: bool,
    /// What of it the asker may not do.
    #[serde(default)]
    pub not_yours: NotYours,
    pub totals: Totals,
}

impl Round {
    #[must_use]
    pub fn is_open(&self, phase: Phase) -> bool {
        self.open.contains(&phase)
    }

    /// The phases that are open at a moment: while a design is decided or measured, what it rests on is frozen, whatever the windows
    /// of the phases before say.
    #[must_use]
    pub fn open_at(&self, now: Timestamp) -> Vec<Phase> {
        let open: Vec<Phase> =
            self.windows.iter().filter(|window| window.open_at(now)).map(|window| window.phase).collect();
        let frozen = open.iter().any(|phase| phase.freezes());
        open.into_iter().filter(|phase| !frozen || phase.freezes()).collect()
    }

    /// Whether it is about a single cell, as a vote on a gap is.
    #[must_use]
    pub fn is_of_one_cell(&self) -> bool {
        self.stages.len() == 1 && self.cultures.len() == 1
    }

    /// Whether a phase would be open, were not a later one.
    #[must_use]
    pub fn is_frozen(&self, phase: Phase) -> bool {
        !phase.freezes() && self.open.iter().any(|phase| phase.freezes())
    }
}

/// Live figures of a round; totals only, never a breakdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Accounts with a confirmed vote.
    pub voices: usize,
    pub people: usize,
    pub votes: usize,
    pub proposals: usize,
    /// People who voted without an account that has been confirmed, counted apart; `None` while they are fewer than five.
    pub apart: Option<usize>,
    /// Accounts, and people without one, for whom staff noted or brought along a vote that they have not confirmed: in no figure
    /// above; `None` while fewer than five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted: Option<usize>,
}

/// A round in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoundLine {
    pub id: RoundId,
    pub question: Question,
    pub open: Vec<Phase>,
    pub sample: bool,
    pub current: bool,
    pub totals: Totals,
}
