//! Payments as a flow from purses to prices, filled purse by purse along augmenting paths: what a purse has paid is never taken
//! back, only moved to another practice.

use std::collections::VecDeque;

pub(super) struct Flow<'a> {
    supports: &'a [Vec<usize>],
    /// What each group has left.
    purses: Vec<i128>,
    /// What each practice still lacks.
    lacks: Vec<i128>,
    /// By practice and group.
    pays: Vec<Vec<i128>>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(supports: &'a [Vec<usize>], purses: Vec<i128>, prices: Vec<i128>) -> Self {
        let pays = vec![vec![0; purses.len()]; prices.len()];
        Self { supports, purses, lacks: prices, pays }
    }

    /// Lets a group pay as much as it can.
    pub(super) fn fill(&mut self, group: usize) {
        while self.purses[group] > 0 && self.augment(group) {}
    }

    pub(super) fn paid(&self, group: usize) -> i128 {
        self.pays.iter().map(|pays| pays[group]).sum()
    }

    /// The practices that cannot all be paid by their supporters, once every purse is filled; `None` if all are paid.
    pub(super) fn short(&self) -> Option<Vec<usize>> {
        let mut inside: Vec<bool> = self.lacks.iter().map(|&lack| lack > 0).collect();
        let mut open: Vec<usize> = (0..inside.len()).filter(|&place| inside[place]).collect();
        if open.is_empty() {
            return None;
        }
        // Whoever supports one of these and pays for another could be asked for that too.
        while let Some(place) = open.pop() {
            for group in (0..self.purses.len()).filter(|&group| self.supports[group].contains(&place)) {
                for &other in &self.supports[group] {
                    if !inside[other] && self.pays[other][group] > 0 {
                        inside[other] = true;
                        open.push(other);
                    }
                }
            }
        }
        Some((0..inside.len()).filter(|&place| inside[place]).collect())
    }

    fn augment(&mut self, group: usize) -> bool {
        // For each practice reached: who would pay more for it, and what that group would pay less for.
        let mut reached: Vec<Option<(usize, Option<usize>)>> = vec![None; self.lacks.len()];
        let mut open: VecDeque<usize> = VecDeque::new();
        for &place in &self.supports[group] {
            reached[place] = Some((group, None));
            open.push_back(place);
        }
        while let Some(place) = open.pop_front() {
            if self.lacks[place] > 0 {
                self.push_along(group, place, &reached);
                return true;
            }
            for payer in (0..self.purses.len()).filter(|&payer| self.pays[place][payer] > 0) {
                for &other in &self.supports[payer] {
                    if reached[other].is_none() {
                        reached[other] = Some((payer, Some(place)));
                        open.push_back(other);
                    }
                }
            }
        }
        false
    }

    fn push_along(&mut self, group: usize, end: usize, reached: &[Option<(usize, Option<usize>)>]) {
        let step = |place: usize| reached[place];
        let mut amount = self.purses[group].min(self.lacks[end]);
        let mut at = end;
        while let Some((payer, Some(from))) = step(at) {
            amount = amount.min(self.pays[from][payer]);
            at = from;
        }
        at = end;
        while let Some((payer, from)) = step(at) {
            self.pays[at][payer] += amount;
            let Some(from) = from else { break };
            self.pays[from][payer] -= amount;
            at = from;
        }
        self.purses[group] -= amount;
        self.lacks[end] -= amount;
    }
}
