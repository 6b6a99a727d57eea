//! Merged proposals: whose vote counts for what. A merging takes one proposal up into another; what was said on either is then
//! said on the one that remains, once a voter, and goes back to where it was said when the merging is undone.
//!
//! A voter's standing on a proposal into which others were merged, in this order:
//! 1. What they said on it in person after the last of those mergings is theirs, taking back included.
//! 2. Else all that they said on it and on what was merged into it counts together, except wordings that they stepped out of:
//!    the same stance on several counts once, with the greatest strength and any red line; a stance outweighs a pass, and what
//!    they said in person outweighs what was entered on their behalf.
//! 3. Who agreed with one wording and disagreed with another is asked, and counts for neither until they answer.
//!
//! It follows from the votes and the mergings that hold, not from the order in which they are heard of, so that an undone
//! merging leaves no trace, and every instance comes to the same ballots.

use crate::ballots::{Ballots, Current, Entry, Proposal};
use crate::electorate::Voter;
use crate::vote::{Strength, Vote};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// A merging that holds: `from` is taken up into `into`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merging {
    /// In the numbers of the vote log.
    pub number: i64,
    pub from: Proposal,
    pub into: Proposal,
}

/// The last that a voter said on a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    number: i64,
    at: i64,
    /// `None`: taken back.
    vote: Option<Vote>,
    on_behalf: bool,
}

/// Where a voter stands on a proposal and on all that was merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Nothing,
    Says(Said),
    /// Both for and against.
    Asked,
}

/// A voter's vote on a proposal that is no longer what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub voter: Voter,
    pub proposal: Proposal,
    pub before: Option<Current>,
    pub after: Option<Current>,
}

/// The mergings of a round, with everything said on the proposals that they concern.
#[derive(Clone, Debug, Default)]
pub struct Merges {
    into: FxHashMap<u32, (u32, i64)>,
    from: FxHashMap<u32, Vec<u32>>,
    /// Wordings that voters stepped out of.
    out: FxHashSet<(u32, u32)>,
    /// By proposal and voter; a proposal is here once it has ever been part of a merging.
    said: FxHashMap<u32, FxHashMap<u32, Said>>,
}

impl Merges {
    /// Whether anything was ever merged from or into it: then its votes go through [`Merges::apply`].
    #[must_use]
    pub fn concern(&self, proposal: Proposal) -> bool {
        self.said.contains_key(&proposal.0)
    }

    /// What it was merged into, if that holds.
    #[must_use]
    pub fn merged_into(&self, proposal: Proposal) -> Option<Proposal> {
        self.into.get(&proposal.0).map(|(into, _)| Proposal(*into))
    }

    /// The proposal that remains: itself, where it was not merged.
    #[must_use]
    pub fn remaining(&self, proposal: Proposal) -> Proposal {
        let mut at = proposal;
        // A merging leads to what is not merged itself, so this ends; the bound is for data that says otherwise.
        for _ in 0..=self.into.len() {
            match self.merged_into(at) {
                Some(into) => at = into,
                None => break,
            }
        }
        at
    }

    /// All that was merged into it, one after the other, with what was merged into those.
    #[must_use]
    pub fn wordings(&self, proposal: Proposal) -> Vec<Proposal> {
        let mut all = Vec::new();
        let mut next: Vec<u32> = self.children(proposal.0).rev().collect();
        while let Some(one) = next.pop() {
            all.push(Proposal(one));
            next.extend(self.children(one).rev());
            if all.len() > self.into.len() {
                break;
            }
        }
        all
    }

    /// What a voter said on one wording, whatever it counts for now.
    #[must_use]
    pub fn said(&self, proposal: Proposal, voter: Voter) -> Option<Vote> {
        self.said.get(&proposal.0)?.get(&voter.0).filter(|said| !said.on_behalf)?.vote
    }

    /// Who has a vote of their own on one wording, whatever it counts for now.
    pub fn heard_on(&self, proposal: Proposal) -> impl Iterator<Item = Voter> + '_ {
        let said = self.said.get(&proposal.0).into_iter().flatten();
        said.filter(|(_, said)| said.vote.is_some() && !said.on_behalf).map(|(voter, _)| Voter(*voter))
    }

    /// The proposals ever concerned on which a voter has a vote, wherever it counts now.
    pub fn voted(&self, voter: Voter) -> impl Iterator<Item = Proposal> + '_ {
        let has =
            move |said: &FxHashMap<u32, Said>| said.get(&voter.0).is_some_and(|said| said.vote.is_some());
        self.said.iter().filter(move |(_, said)| has(said)).map(|(proposal, _)| Proposal(*proposal))
    }

    /// Whether a voter stepped out of a wording.
    #[must_use]
    pub fn is_out(&self, proposal: Proposal, voter: Voter) -> bool {
        self.out.contains(&(proposal.0, voter.0))
    }

    /// Who stepped out of a wording.
    pub fn out_of(&self, wording: Proposal) -> impl Iterator<Item = Voter> + '_ {
        self.out.iter().filter(move |(one, _)| *one == wording.0).map(|(_, voter)| Voter(*voter))
    }

    /// The same mergings before anybody has said anything: for the votes of another moment.
    #[must_use]
    pub fn unheard(&self) -> Self {
        let said = self.said.keys().map(|proposal| (*proposal, FxHashMap::default())).collect();
        Self { into: self.into.clone(), from: self.from.clone(), out: self.out.clone(), said }
    }

    /// Whether a voter said both yes and no, and counts for neither until they say which.
    #[must_use]
    pub fn is_asked(&self, proposal: Proposal, voter: Voter) -> bool {
        self.standing(proposal.0, voter.0) == Standing::Asked
    }

    /// The voters whom [`Merges::is_asked`] is true of.
    pub fn asked(&self, proposal: Proposal) -> impl Iterator<Item = Voter> + '_ {
        let wordings = std::iter::once(proposal).chain(self.wordings(proposal));
        let voters: FxHashSet<u32> =
            wordings.filter_map(|one| self.said.get(&one.0)).flat_map(|said| said.keys().copied()).collect();
        voters.into_iter().map(Voter).filter(move |voter| self.is_asked(proposal, *voter))
    }

    /// Applies the log's next entry, on a proposal that these mergings concern.
    pub fn apply(&mut self, ballots: &mut Ballots, entry: &Entry) -> Option<Moved> {
        ballots.skip_to(entry.number);
        self.note(entry);
        self.restate(ballots, self.remaining(entry.proposal), entry.voter)
    }

    /// Takes over the mergings that hold now, who stepped out of what, and what was ever said on the proposals that any
    /// merging concerned, undone ones included: the newest entry of each voter on each. `concerned` names those proposals.
    ///
    /// O(what was said on them).
    pub fn set(
        &mut self,
        ballots: &mut Ballots,
        mergings: &[Merging],
        out: impl IntoIterator<Item = (Proposal, Voter)>,
        concerned: impl IntoIterator<Item = Proposal>,
        said: impl IntoIterator<Item = Entry>,
    ) -> Vec<Moved> {
        // Who spoke on a wording is heard on what remained of it, and will be on what remains.
        let mut heard: BTreeSet<(u32, u32)> = self.heard().collect();
        self.into = mergings.iter().map(|one| (one.from.0, (one.into.0, one.number))).collect();
        self.from.clear();
        for merging in mergings {
            self.from.entry(merging.into.0).or_default().push(merging.from.0);
        }
        self.from.values_mut().for_each(|from| from.sort_unstable());
        self.out = out.into_iter().map(|(proposal, voter)| (proposal.0, voter.0)).collect();
        for proposal in concerned {
            self.said.entry(proposal.0).or_default();
        }
        said.into_iter().for_each(|entry| self.note(&entry));
        heard.extend(self.heard());
        heard
            .into_iter()
            .filter_map(|(one, voter)| self.restate(ballots, Proposal(one), Voter(voter)))
            .collect()
    }

    /// A voter steps out of a wording, or back in.
    pub fn step(
        &mut self,
        ballots: &mut Ballots,
        wording: Proposal,
        voter: Voter,
        out: bool,
    ) -> Option<Moved> {
        if out {
            self.out.insert((wording.0, voter.0));
        } else {
            self.out.remove(&(wording.0, voter.0));
        }
        self.restate(ballots, self.remaining(wording), voter)
    }

    /// Every voter, on each proposal that they spoke on and on what remains of it.
    fn heard(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.said.iter().flat_map(|(one, said)| {
            let (one, remaining) = (*one, self.remaining(Proposal(*one)).0);
            said.keys().flat_map(move |voter| [(one, *voter), (remaining, *voter)])
        })
    }

    /// Keeps an entry if it is the last of its voter on its proposal. As in the ballots, what was entered on behalf of a voter
    /// never displaces what they said in person and have not taken back.
    fn note(&mut self, entry: &Entry) {
        let Some(said) = self.said.get_mut(&entry.proposal.0) else { return };
        let new = Said { number: entry.number, at: entry.at, vote: entry.vote, on_behalf: entry.on_behalf };
        let before = said.get(&entry.voter.0);
        let stands = before.is_some_and(|before| {
            let in_person = !before.on_behalf && before.vote.is_some();
            before.number >= new.number || (new.on_behalf && in_person)
        });
        if !stands {
            said.insert(entry.voter.0, new);
        }
    }

    /// Puts to the ballots where a voter stands now: nowhere on what is merged into another.
    fn restate(&self, ballots: &mut Ballots, proposal: Proposal, voter: Voter) -> Option<Moved> {
        if !self.concern(proposal) {
            return None;
        }
        let before = ballots.current(voter, proposal);
        let says = match self.standing(proposal.0, voter.0) {
            Standing::Says(said) if !self.into.contains_key(&proposal.0) => Some(said),
            _ => None,
        };
        ballots.put(voter, proposal, says.and_then(|said| Some((said.vote?, said.on_behalf, said.at))));
        let after = ballots.current(voter, proposal);
        (before != after).then_some(Moved { voter, proposal, before, after })
    }

    fn children(&self, proposal: u32) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.from.get(&proposal).into_iter().flatten().copied()
    }

    fn standing(&self, proposal: u32, voter: u32) -> Standing {
        let own = self.said.get(&proposal).and_then(|said| said.get(&voter)).copied();
        // What they said here in person, or took back, since a wording came in holds for that wording too, whatever comes in later.
        let since = own.filter(|own| !own.on_behalf).map(|own| own.number);
        let speaks = |child: &u32| {
            let merged = self.into.get(child).map(|(_, number)| *number);
            !self.out.contains(&(*child, voter))
                && since.is_none_or(|since| merged.is_none_or(|merged| merged > since))
        };
        let mut parts: Vec<Said> = own.into_iter().filter(|own| own.vote.is_some()).collect();
        for child in self.children(proposal).filter(speaks) {
            match self.standing(child, voter) {
                Standing::Nothing => {}
                Standing::Says(said) => parts.push(said),
                Standing::Asked => return Standing::Asked,
            }
        }
        united(&parts)
    }
}

/// One standing out of votes on several wordings.
fn united(parts: &[Said]) -> Standing {
    let on_behalf = parts.iter().all(|said| said.on_behalf);
    let parts = || parts.iter().filter(|said| said.on_behalf == on_behalf);
    let (mut agree, mut disagree, mut pass) = (None, None, false);
    for vote in parts().filter_map(|said| said.vote) {
        match vote {
            Vote::Agree(strength) => agree = Some(stronger(agree.flatten(), strength)),
            Vote::Disagree { strength, red_line } => {
                let (before, red) = disagree.unwrap_or((None, false));
                disagree = Some((stronger(before, strength), red || red_line));
            }
            Vote::Pass => pass = true,
        }
    }
    let vote = match (agree, disagree) {
        (Some(_), Some(_)) => return Standing::Asked,
        (Some(strength), None) => Vote::Agree(strength),
        (None, Some((strength, red_line))) => Vote::Disagree { strength, red_line },
        (None, None) if pass => Vote::Pass,
        (None, None) => return Standing::Nothing,
    };
    let number = parts().map(|said| said.number).max().unwrap_or(0);
    let at = parts().map(|said| said.at).max().unwrap_or(0);
    Standing::Says(Said { number, at, vote: Some(vote), on_behalf })
}

fn stronger(one: Option<Strength>, other: Option<Strength>) -> Option<Strength> {
    let rung = |strength| match strength {
        None => 0,
        Some(Strength::Nice) => 1,
        Some(Strength::Important) => 2,
        Some(Strength::Essential) => 3,
    };
    if rung(other) > rung(one) { other } else { one }
}
