//! How firm the selection of a round is: how often each candidate comes in when accounts are drawn anew, and how much changes
//! at most when one account leaves. The gates are asked anew each time.
//!
//! What rests on fewer than five accounts decides nothing in a draw that it does not decide anyway, and a candidate with so few
//! supporters has no figure: how often it came in would tell how few they are.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::gate::{Said, Stances, Summary};
use super::prepare::{Heard, bar, method, unbarred};
use super::{Inputs, Key};
use crate::dice::Dice;
use crate::election::{Election, Fault, PracticeIndex};
use crate::shares::{Method, equal_shares};
use crate::stability::{self, Again, Leaving, bootstrap};
use crate::suppression::may_show;

/// How firm a selection is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firmness {
    /// How often accounts were drawn anew.
    pub draws: u32,
    /// What came in at least once, in the order of the candidates; without those that fewer than five accounts support.
    pub chosen: Vec<Firm>,
    /// So many practices came in or went out when one account was left out, at most.
    pub most_change: u32,
    /// Accounts that were left out, one at a time, or vote like one that was; of so many that there are.
    pub left_out: u32,
    pub voices: u32,
}

/// How firm one candidate's place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firm {
    pub key: Key,
    /// It came in in so many draws.
    pub times: u32,
    /// Neither surely in nor surely out: see [`stability::FRAGILE`].
    pub fragile: bool,
}

/// How long to go on, asked with the number made so far: draws; accounts left out.
pub struct Patience<'a> {
    pub draws: &'a mut dyn FnMut(u32) -> bool,
    pub leaving: &'a mut dyn FnMut(u32) -> bool,
}

/// Draws and leaves out, the same at every run of the same length. O(votes · log), and per draw O(accounts · candidates) and a
/// run of equal shares.
///
/// # Errors
/// See [`super::Prepared::new`].
pub fn firmness(inputs: &Inputs, seed: u64, patience: Patience<'_>) -> Result<Firmness, Fault> {
    let heard = Heard::new(inputs)?;
    let crowd = Crowd::new(inputs, &heard)?;
    let often = bootstrap(&crowd, seed, patience.draws)?;
    let chosen = (0_u32..).zip(&inputs.candidates).zip(&heard.said);
    let chosen =
        chosen.filter(|((place, _), said)| may_show(said.supporters) && often.chosen[*place as usize] > 0);
    let chosen = chosen.map(|((place, candidate), _)| Firm {
        key: candidate.key,
        times: often.chosen[place as usize],
        fragile: often.is_fragile(place),
    });
    let mut alike = crowd.alike();
    Dice::new(seed).shuffle(&mut alike);
    let mut left_out = 0;
    let some = (0_u32..).zip(&alike).take_while(|(tried, _)| (patience.leaving)(*tried));
    let some = some.map(|(_, (account, many))| {
        left_out += many;
        *account
    });
    let most = stability::largest_leaving(&crowd, some)?;
    Ok(Firmness {
        draws: often.draws,
        chosen: chosen.collect(),
        most_change: most.as_ref().map_or(0, |most| u32::try_from(Leaving::size(most)).unwrap_or(u32::MAX)),
        left_out,
        voices: heard.voices,
    })
}

/// A round's voters, with everything that does not change when some of them are drawn twice and others not.
struct Crowd<'a> {
    inputs: &'a Inputs,
    heard: &'a Heard,
    election: Election,
    method: Method,
    /// Accounts with a voice, in the order of the inputs.
    heard_accounts: Vec<u32>,
    /// Each voter's place among these; of those without a voice, none.
    of_voter: Vec<u32>,
    /// By candidate; accounts by their place.
    said: Vec<Vec<(Said, u32)>>,
}

impl<'a> Crowd<'a> {
    fn new(inputs: &'a Inputs, heard: &'a Heard) -> Result<Self, Fault> {
        let election = unbarred(inputs, heard)?;
        let weights = &election.parts().weights;
        let mut places = vec![None; inputs.accounts.len()];
        for (voter, _) in inputs.voters.iter().zip(weights).filter(|(_, weight)| **weight > 0) {
            places[voter.account as usize] = Some(0);
        }
        let heard_accounts: Vec<u32> =
            (0_u32..).zip(&places).filter_map(|(account, place)| place.map(|_: u32| account)).collect();
        for (place, &account) in (0_u32..).zip(&heard_accounts) {
            places[account as usize] = Some(place);
        }
        // Whoever has no weight may be of any account.
        let of_voter = inputs.voters.iter().map(|voter| places[voter.account as usize].unwrap_or(0));
        let mut of_voter: Vec<u32> = of_voter.collect();
        of_voter.resize(weights.len(), 0);
        let by_id: FxHashMap<i64, usize> =
            inputs.votes.iter().enumerate().map(|(place, votes)| (votes.proposal, place)).collect();
        let mut stances = Stances::new(inputs);
        let said = inputs.candidates.iter().map(|candidate| {
            let votes = candidate.proposals.iter().filter_map(|id| by_id.get(id));
            stances.take(votes.map(|&place| &inputs.votes[place]));
            let placed = |said: Said| Some((said, places[said.account as usize]?));
            stances.said().filter_map(placed).collect()
        });
        let said = said.collect();
        Ok(Self { inputs, heard, election, method: method(inputs), heard_accounts, of_voter, said })
    }

    /// One account of each set that votes alike, with how many there are: any of them leaves the same behind.
    fn alike(&self) -> Vec<(u32, u32)> {
        let mut ballots: Vec<Vec<(usize, u8)>> = vec![Vec::new(); self.inputs.voters.len()];
        for (place, votes) in self.inputs.votes.iter().enumerate() {
            for (stance, list) in (0_u8..).zip([&votes.agree, &votes.disagree, &votes.red_line, &votes.pass])
            {
                list.iter().for_each(|&voter| ballots[voter as usize].push((place, stance)));
            }
        }
        let mut colleagues: Vec<Vec<Vec<(usize, u8)>>> = vec![Vec::new(); self.heard_accounts.len()];
        for (voter, ballot) in ballots.into_iter().enumerate() {
            if self.election.weight(voter as u32) > 0 {
                colleagues[self.of_voter[voter] as usize].push(ballot);
            }
        }
        let mut sets: FxHashMap<_, (u32, u32)> = FxHashMap::default();
        for (place, mut ballots) in (0_u32..).zip(colleagues) {
            ballots.sort_unstable();
            let account = &self.inputs.accounts[self.heard_accounts[place as usize] as usize];
            sets.entry((account.weight, &account.segments, ballots)).or_insert((place, 0)).1 += 1;
        }
        let mut sets: Vec<(u32, u32)> = sets.into_values().collect();
        sets.sort_unstable();
        sets
    }

    /// What is said of a candidate in a draw, but for what fewer than five accounts say of it.
    fn summary(&self, candidate: usize, times: &[u32]) -> Summary {
        let said = self.said[candidate].iter().map(|(said, place)| (*said, times[*place as usize]));
        let mut drawn = Summary::of(self.inputs, said);
        let all = &self.heard.said[candidate];
        if !may_show(all.red_lines) {
            drawn.red_lines = all.red_lines;
        }
        let few = |segment: u32| {
            all.segments.iter().any(|(other, says)| *other == segment && !may_show(says.voices))
        };
        drawn.segments.retain(|(segment, _)| !few(*segment));
        drawn
    }
}

impl Again for Crowd<'_> {
    fn size(&self) -> (u32, usize) {
        (self.heard_accounts.len() as u32, self.inputs.candidates.len())
    }

    fn select(&self, times: &[u32]) -> Result<Vec<PracticeIndex>, Fault> {
        if times.is_empty() {
            return Ok(Vec::new());
        }
        let Some(mut election) = stability::drawn(&self.election, &self.of_voter, times)? else {
            return Ok(Vec::new());
        };
        let said = (0..self.inputs.candidates.len()).map(|candidate| self.summary(candidate, times));
        bar(self.inputs, &mut election, said);
        Ok(equal_shares(&election, &self.method).practices())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::select;
    use crate::round::tests::{round, rounds};
    use proptest::prelude::*;

    fn found(inputs: &Inputs, draws: u32) -> Firmness {
        let patience = Patience { draws: &mut |made| made < draws, leaving: &mut |_| true };
        firmness(inputs, 7, patience).unwrap()
    }

    /// The round as it would be had an account not voted.
    fn without(inputs: &Inputs, account: u32) -> Inputs {
        let mut inputs = inputs.clone();
        let stays = |voter: &u32| inputs.voters[*voter as usize].account != account;
        for votes in &mut inputs.votes {
            for list in [&mut votes.agree, &mut votes.disagree, &mut votes.red_line, &mut votes.pass] {
                list.retain(stays);
            }
        }
        inputs
    }

    #[test]
    fn the_sure_the_doubtful_and_what_too_few_ask_for() {
        let inputs =
            round(40, &[20, 20, 1], &[1; 30], &[(0..20).collect(), (20..27).collect(), (0..4).collect()]);
        let inputs = Inputs { rules: crate::round::Rules::default(), ..inputs };
        let told = found(&inputs, 200);
        assert_eq!((told.draws, told.left_out, told.voices), (200, 27, 27));
        let [sure, doubtful] = told.chosen.as_slice() else { panic!("{told:?}") };
        assert!(sure.key == Key::Proposal(1) && sure.times > 195 && !sure.fragile, "{told:?}");
        assert!(doubtful.key == Key::Proposal(2) && doubtful.fragile, "{told:?}");
    }

    #[test]
    fn nobody_and_no_patience() {
        let inputs = round(10, &[1], &[1; 6], &[vec![]]);
        let told = found(&inputs, 3);
        assert_eq!((told.draws, told.chosen.len(), told.most_change, told.voices), (3, 0, 0, 0));
        let inputs = round(10, &[1], &[1; 6], &[(0..6).collect()]);
        let none = Patience { draws: &mut |_| false, leaving: &mut |_| false };
        let told = firmness(&inputs, 7, none).unwrap();
        assert_eq!((told.draws, told.left_out, told.voices), (0, 0, 6));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_largest_change_is_that_of_an_account_that_did_not_vote(inputs in rounds(), least in 1_u32..6) {
            let mut inputs = inputs;
            inputs.rules.least_accounts = least;
            let keys = |inputs: &Inputs| -> Vec<Key> {
                select(inputs).unwrap().chosen.iter().map(|chosen| chosen.key).collect()
            };
            let all = keys(&inputs);
            let change = |account: u32| {
                let rest = keys(&without(&inputs, account));
                let gone = all.iter().filter(|key| !rest.contains(key)).count();
                gone + rest.iter().filter(|key| !all.contains(key)).count()
            };
            let told = found(&inputs, 2);
            let most = (0..inputs.accounts.len() as u32).map(change).max().unwrap();
            prop_assert_eq!(told.left_out, told.voices);
            prop_assert_eq!(told.most_change as usize, most);
        }

        #[test]
        fn numbers_of_people_mean_nothing_when_accounts_are_left_out(inputs in rounds(), seed: u64) {
            let (one, other) = (found(&inputs, 0), found(&inputs.shuffled(seed), 0));
            prop_assert_eq!(one, other);
        }
    }
}
