//! The same round with its accounts and voters under other numbers, for giving away: the order in which they came up says
//! something of who they are and when they voted.

use super::{Inputs, Voter};
use crate::dice::Dice;

impl Inputs {
    /// Renumbers accounts and voters at random and puts all lists in order. Every selection from it is the same. Who does not
    /// know the seed cannot undo it.
    #[must_use]
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut places = |count: usize| {
            let mut places: Vec<usize> = (0..count).collect();
            dice.shuffle(&mut places);
            places
        };
        let (accounts, voters) = (places(self.accounts.len()), places(self.voters.len()));
        let mut other = self.clone();
        for (old, &new) in accounts.iter().enumerate() {
            other.accounts[new].clone_from(&self.accounts[old]);
        }
        for (old, &new) in voters.iter().enumerate() {
            let voter = self.voters[old];
            other.voters[new] = Voter { account: accounts[voter.account as usize] as u32, ..voter };
        }
        for votes in &mut other.votes {
            for list in [&mut votes.agree, &mut votes.disagree, &mut votes.red_line, &mut votes.pass] {
                list.iter_mut().for_each(|voter| *voter = voters[*voter as usize] as u32);
                list.sort_unstable();
            }
        }
        other.votes.sort_by_key(|votes| votes.proposal);
        other
    }
}
