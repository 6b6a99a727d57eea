//! How accounts could weigh otherwise under "what if", in the words of the wire.

use super::Selected;
use crate::error::Result;
use engine::round::{Standing, Weighing, Weights, weighings};
use model::Problem;
use model::selection::{TrialWeights, Weighting, WeightingOffer, WeightingStanding, Weightings};

impl Selected {
    /// O(votes + accounts · segments) the first time.
    fn weighings(&self) -> &[Weighing] {
        self.weighings.get_or_init(|| {
            let gathered = &self.gathered;
            weighings(&gathered.inputs, &gathered.base, gathered.base_total)
        })
    }

    /// `ballots`: whether the asker is given them, and so tries it alone.
    #[must_use]
    pub fn weightings(&self, ballots: bool) -> Weightings {
        let offer = |of: &Weighing| WeightingOffer {
            weighting: word(of),
            standing: match &of.standing {
                Standing::Few => WeightingStanding::Few,
                Standing::Uneven => WeightingStanding::Uneven,
                Standing::Open { weights, effective, empty, far } => WeightingStanding::Open {
                    effective: *effective,
                    empty: *empty,
                    far: *far,
                    weights: ballots.then(|| told(weights)),
                },
            },
        };
        Weightings { offers: self.weighings().iter().map(offer).collect() }
    }

    /// The weights of one that may be tried.
    ///
    /// # Errors
    /// When it may not, with why.
    pub fn weights(&self, wanted: &Weighting) -> Result<Weights> {
        let found = self.weighings().iter().find(|one| word(one) == *wanted).map(|one| &one.standing);
        let why = match found {
            Some(Standing::Open { weights, .. }) => return Ok(weights.clone()),
            Some(Standing::Few) => {
                "These weights are not tried: of one of the groups that they tell apart fewer than five accounts voted."
            }
            Some(Standing::Uneven) => {
                "These weights are not tried: they would leave less than a third of what the votes are worth."
            }
            None => "These weights would be the round's own, or there are none such.",
        };
        Err(Problem::field("weighting", why).into())
    }
}

fn word(of: &Weighing) -> Weighting {
    of.attribute.clone().map_or(Weighting::Even, Weighting::Attribute)
}

fn told(weights: &Weights) -> TrialWeights {
    match weights {
        Weights::Even => TrialWeights::Even,
        Weights::By { segments, others } => TrialWeights::By { segments: segments.clone(), others: *others },
    }
}
