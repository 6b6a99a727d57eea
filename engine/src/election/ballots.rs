//! Approvals in columns: for each practice its supporters, rising, and their scores only where a utility reads them.

use super::{Approval, PracticeIndex, Utility, VoterIndex};

#[derive(Clone, Debug)]
pub(crate) struct Supporters {
    starts: Vec<usize>,
    voters: Vec<VoterIndex>,
    scores: Option<Vec<u32>>,
}

impl Supporters {
    pub(super) fn new(lists: Vec<Vec<Approval>>, utility: Utility) -> Self {
        let mut all = Self {
            starts: vec![0],
            voters: Vec::with_capacity(lists.iter().map(Vec::len).sum()),
            scores: (utility == Utility::Additive).then(Vec::new),
        };
        for mut list in lists {
            list.sort_unstable_by_key(|approval| approval.voter);
            all.voters.extend(list.iter().map(|approval| approval.voter));
            if let Some(scores) = &mut all.scores {
                scores.extend(list.iter().map(|approval| approval.score));
            }
            all.starts.push(all.voters.len());
        }
        all
    }

    fn range(&self, practice: PracticeIndex) -> std::ops::Range<usize> {
        self.starts[practice as usize]..self.starts[practice as usize + 1]
    }

    #[inline]
    pub(crate) fn voters(&self, practice: PracticeIndex) -> &[VoterIndex] {
        &self.voters[self.range(practice)]
    }

    #[inline]
    pub(crate) fn scores(&self, practice: PracticeIndex) -> Option<&[u32]> {
        self.scores.as_ref().map(|scores| &scores[self.range(practice)])
    }

    pub(super) fn to_lists(&self, practices: usize) -> Vec<Vec<Approval>> {
        let list = |practice| {
            let scores = self.scores(practice);
            let approval = |(row, &voter): (usize, &VoterIndex)| Approval {
                voter,
                score: scores.map_or(1, |scores| scores[row]),
            };
            self.voters(practice).iter().enumerate().map(approval).collect()
        };
        (0..practices as u32).map(list).collect()
    }
}
