//! What the votes choose within the capacity: the draft design as it stands, the rules it follows, and why something is in
//! or not.

mod exploration;
mod firmness;
mod integrity;
mod paid;
mod working;

pub use exploration::{Exploration, Explored, Moved, OpinionGroup, OpinionGroups, Standing, Weighted};
pub use firmness::{Firm, Firmness, Firmnesses};
pub use integrity::{Alike, Behind, Burst, Ring, Unflagged, VoteIntegrity};
pub use paid::{PaidBy, PaidFor, PaidPart};
pub use working::{
    AskedOf, MOST_SIMILAR_LINES, SimilarLine, WORKING_LINES, WorkingAsked, WorkingGround, WorkingLine,
    WorkingList,
};

use crate::cells::{CultureSet, StageSet};
use crate::design::Need;
use crate::practice::Cost;
use crate::proposal::Card;
use crate::{PracticeId, ProposalId, RoundId};
use serde::{Deserialize, Serialize};

/// The rules of a round by which votes become a design, as far as they are numbers. Published before voting; they cannot
/// change once there are votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Rules {
    /// Accounts that must ask for a practice; from [`Rules::FEWEST_ACCOUNTS`] to [`Rules::MOST_ACCOUNTS`].
    pub least_accounts: u32,
    /// A practice's part of the voices must be at least its part of the capacity over this; 0: no such condition. At most
    /// [`Rules::MOST_OVER_SUPPORT`].
    pub cost_over_support: u32,
    /// In percent, from [`Rules::LEAST_OPPOSITION`] to 100: a segment in which so many of those who take a side are against
    /// keeps a practice out.
    pub strong_opposition: u32,
    /// Accounts that may draw a red line; one more keeps a practice out. From [`Rules::FEWEST_RED_LINES`].
    pub most_red_lines: u32,
    /// Whether capacity that equal shares leave is spent too.
    pub completion: bool,
    /// In percent, to 100: so much of the capacity is kept for cells that would otherwise be empty.
    pub floor: u8,
    /// Practices that a cell holds at most.
    pub most_in_cell: Option<u32>,
    /// Who is given the pseudonymous ballots (domain rule 8).
    pub ballots: Ballots,
}

impl Rules {
    /// With fewer, what is in would tell how many of fewer than five accounts ask for it.
    pub const FEWEST_ACCOUNTS: u32 = 5;
    /// With fewer, what is out would tell of fewer than five red lines.
    pub const FEWEST_RED_LINES: u32 = 4;
    pub const MOST_ACCOUNTS: u32 = 1_000_000;
    pub const MOST_OVER_SUPPORT: u32 = 100;
    pub const LEAST_OPPOSITION: u32 = 50;

    /// As people read them, a line each.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let number = |number: u32| number.to_string();
        let mut lines = vec![
            ["At least ", &number(self.least_accounts), " accounts ask for it."].concat(),
            match self.cost_over_support {
                0 => "Its support need not match its cost.".into(),
                over => [
                    "Its part of the voices is at least its part of the capacity divided by ",
                    &number(over),
                    ".",
                ]
                .concat(),
            },
            [
                "In no segment are ",
                &number(self.strong_opposition),
                " % or more of those who take a side against it.",
            ]
            .concat(),
            ["At most ", &number(self.most_red_lines), " accounts draw a red line."].concat(),
        ];
        if let Some(most) = self.most_in_cell {
            lines.push(["A cell holds at most ", &number(most), " practices."].concat());
        }
        if self.floor > 0 {
            lines.push(
                [
                    &number(self.floor.into()),
                    " % of the capacity is kept for cells that would otherwise be empty.",
                ]
                .concat(),
            );
        }
        lines.push(match self.completion {
            true => {
                "What equal shares leave is spent too: shares are raised until the next step would overspend."
                    .into()
            }
            false => "What equal shares leave is not spent.".into(),
        });
        lines
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            least_accounts: 5,
            cost_over_support: 3,
            strong_opposition: 67,
            most_red_lines: 4,
            completion: true,
            floor: 0,
            most_in_cell: None,
            ballots: Ballots::Nobody,
        }
    }
}

/// Who is given the pseudonymous ballots of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ballots {
    #[default]
    Nobody,
    /// Designers and signatories: then "what if" runs in their own browser.
    Designers,
    /// Everybody who has signed in.
    Participants,
    Everybody,
}

impl Ballots {
    pub const ALL: [Self; 4] = [Self::Nobody, Self::Designers, Self::Participants, Self::Everybody];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Designers => "designers",
            Self::Participants => "participants",
            Self::Everybody => "everybody",
        }
    }
}

/// A practice of the draft, or a proposal that is in none and stands at the round's default cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Practice(PracticeId),
    Proposal(ProposalId),
}

/// The draft design as the votes choose it this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Selection {
    pub round: RoundId,
    /// Everything that could be chosen: practices, then proposals.
    pub candidates: Vec<Candidate>,
    pub outcome: Outcome,
    /// What is spent and saved of each resource.
    pub needs: Vec<Need>,
    /// What accounts are grouped by, as "attribute: value".
    pub segments: Vec<String>,
    pub rules: Rules,
    /// Whether the asker is given the ballots, and so can compute this alone.
    pub ballots: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    pub key: Key,
    pub title: String,
    pub stages: StageSet,
    pub cultures: CultureSet,
    /// A proposal's are the round's default costs: it is not costed.
    pub costs: Vec<Cost>,
}

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

/// What is chosen, and what would be under other rules, of the same votes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Compared {
    pub now: Outcome,
    pub then: Outcome,
}

/// Why one candidate is in or not, in sentences, with the figures behind them. Parts are of the capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SelectionExplanation))]
pub struct Explanation {
    pub round: RoundId,
    /// Accounts that had voted: reasons are renewed when five more have, or voting has closed.
    pub voices: u32,
    pub candidate: Candidate,
    /// The proposals behind it.
    pub from: Vec<Card>,
    pub is_in: bool,
    pub sentences: Vec<String>,
    pub accounts: Option<u32>,
    pub votes: Option<f64>,
    pub effective_votes: Option<f64>,
    /// Who paid for it.
    pub paid: Vec<PaidBy>,
    pub largest_payment: Option<f64>,
    pub left: Option<f64>,
    pub missing: Option<f64>,
    /// What its supporters spent on others, by title.
    pub spent: Vec<Spent>,
    pub more_voices: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spent {
    pub key: Key,
    pub title: String,
    pub part: f64,
}

impl Key {
    /// The page that says why.
    #[must_use]
    pub fn why_path(self) -> String {
        match self {
            Self::Practice(id) => format!("/why/practices/{id}"),
            Self::Proposal(id) => format!("/why/proposals/{id}"),
        }
    }
}

impl Outcome {
    #[must_use]
    pub fn is_in(&self, key: Key) -> bool {
        self.chosen.iter().any(|chosen| chosen.key == key)
    }
}

/// What the segments and cultures have in common and what divides them, and who took part. Renewed when five more accounts
/// have voted or voting has closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommonGround {
    pub round: RoundId,
    /// Accounts that had voted.
    pub voices: u32,
    /// Accounts that there are; missing where that would tell of fewer than five that have not voted.
    pub base: Option<u32>,
    pub segments: Vec<String>,
    /// What every group that is heard wants, the clearest first.
    pub bridges: Vec<Sides>,
    /// What some groups want and others do not, the widest gap first.
    pub divides: Vec<Sides>,
    pub took_part: Vec<TookPart>,
}

/// Where the groups stand on a proposal. A group of fewer than five accounts is not heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sides {
    pub card: Card,
    pub segments: Vec<Option<Side>>,
    pub cultures: Vec<Option<Side>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    For,
    Against,
    Between,
}

/// Who took part, by the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TookPart {
    pub attribute: String,
    pub rows: Vec<Part>,
}

/// Accounts that there are and accounts that voted; missing where that would give away fewer than five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// Empty for all the others together.
    pub value: String,
    pub base: Option<u32>,
    pub voted: Option<u32>,
    /// Of those who voted, accounts with somebody who asks for something that is in.
    pub covered: Option<u32>,
}
