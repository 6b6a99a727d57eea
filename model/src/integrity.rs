//! What is to be looked at in a design: findings, each with its place; how complex it is and what it costs, beside the designs
//! before it; and proposals that could become one practice. It names; people decide.

use crate::practice::Entry;
use crate::{Name, PracticeId, ProposalId, RoundId, Unit, Version};
use serde::{Deserialize, Serialize};

/// Of the draft of a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Integrity {
    pub round: RoundId,
    pub counts: Counts,
    /// The designs that it is compared with, the latest first.
    pub beside: Vec<Beside>,
    /// By kind, and then by place.
    pub findings: Vec<Finding>,
    pub functions: Vec<Function>,
    /// Proposals in no practice that could become one, the most alike first.
    pub groupings: Vec<Grouping>,
}

/// How complex a design is, in three plain counts, and what it costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    pub practices: usize,
    /// Along the paths of all cultures together.
    pub hand_overs: usize,
    /// Different ones.
    pub tools: usize,
    /// In each resource, less what is saved.
    pub costs: Vec<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amount {
    pub resource: Name,
    pub unit: Unit,
    pub amount: i64,
}

/// The counts of another design.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Beside {
    pub version: Version,
    pub counts: Counts,
}

/// Something to be looked at. Stages and cultures are places in the round's lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "finding")]
pub enum Finding {
    EmptyCell {
        stage: usize,
        culture: usize,
    },
    /// On its path a customer changes hands: no function answers at both stages.
    HandOver {
        culture: usize,
        from: usize,
        to: usize,
        before: Vec<Name>,
        after: Vec<Name>,
        /// What is done at the later stage.
        practices: Vec<PracticeId>,
    },
    /// Several functions answer there at once, or none does: nobody answers for the customer.
    Fog {
        stage: usize,
        culture: usize,
        functions: Vec<Name>,
        /// What is done there.
        practices: Vec<PracticeId>,
    },
    /// More is asked of a function than it has, in hours a month.
    Overload {
        function: Name,
        load: i64,
        capacity: i64,
        /// What asks for it.
        practices: Vec<PracticeId>,
    },
    /// Only one practice uses it.
    ToolUsedOnce {
        tool: Name,
        practice: PracticeId,
    },
    /// One activity at a common stage for different cultures, measured alike: they could be one.
    CouldBeOne {
        practices: (PracticeId, PracticeId),
        activity: Name,
    },
    /// The same, measured by results that differ: they must stay apart.
    StayApart {
        practices: (PracticeId, PracticeId),
        activity: Name,
        indicators: Vec<String>,
    },
    /// The same, where one has no lag indicator, so that nobody can tell.
    NotMeasured {
        practices: (PracticeId, PracticeId),
        activity: Name,
    },
    /// A practice that lacks an indicator: each should have one lead and one lag.
    Unmeasured {
        practice: PracticeId,
        /// Whether it has one that leads.
        lead: bool,
        /// Whether it has one that lags.
        lag: bool,
    },
    /// No practice serves it.
    BehaviourGap {
        /// Its place among the five.
        behaviour: usize,
        /// Practices of which nobody has said which behaviours they serve.
        practices: Vec<PracticeId>,
    },
}

/// A function of the company's list, with what the draft asks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Function {
    pub entry: Entry,
    /// In hours a month.
    pub load: i64,
}

/// Proposals that much the same accounts want, in much the same words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grouping {
    /// At least two.
    pub proposals: Vec<ProposalId>,
    /// Words that all of them have, the rarest first.
    pub words: Vec<String>,
}

impl Counts {
    /// This design less another: practices, hand-overs, tools, and cost by resource, in this one's order; nothing for a resource
    /// that the other does not count in the same unit. Below zero it is simpler, or cheaper.
    #[must_use]
    pub fn less(&self, other: &Self) -> (i64, i64, i64, Vec<Option<i64>>) {
        let less = |a: usize, b: usize| {
            i64::try_from(a).unwrap_or(i64::MAX).saturating_sub(i64::try_from(b).unwrap_or(i64::MAX))
        };
        let cost = |amount: &Amount| {
            let same = |one: &&Amount| one.resource == amount.resource && one.unit == amount.unit;
            Some(amount.amount.saturating_sub(other.costs.iter().find(same)?.amount))
        };
        (
            less(self.practices, other.practices),
            less(self.hand_overs, other.hand_overs),
            less(self.tools, other.tools),
            self.costs.iter().map(cost).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designs_are_compared_where_they_can_be() {
        let amount = |resource: &str, unit: &str, amount: i64| Amount {
            resource: resource.parse().unwrap(),
            unit: unit.parse().unwrap(),
            amount,
        };
        let counts = |practices, hand_overs, tools, costs| Counts { practices, hand_overs, tools, costs };
        let new = counts(3, 1, 2, vec![amount("Time", "hours", 40), amount("Money", "euros", 7)]);
        let old = counts(5, 2, 2, vec![amount("Money", "dollars", 9), amount("Time", "hours", 80)]);
        assert_eq!(new.less(&old), (-2, -1, 0, vec![Some(-40), None]));
    }
}
