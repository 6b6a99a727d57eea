//! Integrity of the vote: what looks arranged is flagged for a person to look at. Nothing is deleted and nothing weighs less by
//! a flag; [`Ballots::without`] gives the ballots without the flagged votes, so that both results can be shown.
//!
//! Four signs: bursts (`bursts`), near-identical ballots and vote rings (`alike`), and accounts created shortly before a burst
//! that they take part in. Votes on behalf are counted apart anyway and take no part. The order of votes and the names of
//! voters change nothing but the order of what is listed.

mod alike;
mod bursts;
mod told;

pub use alike::{Alike, Ring};
pub use bursts::Burst;
pub use told::Behind;

use std::collections::BTreeSet;

use crate::ballots::{Ballots, Proposal};
use crate::electorate::Voter;

/// An account created less than so many seconds before a burst is fresh.
pub const FRESH: u32 = 7 * 24 * 60 * 60;

/// All that looks arranged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flags {
    /// By proposal and time.
    pub bursts: Vec<Burst>,
    /// Sets of voters whose ballots are nearly the same.
    pub alike: Vec<Alike>,
    /// Sets of voters who hardly vote on anything but the same few proposals.
    pub rings: Vec<Ring>,
    /// Voters of an account that was created less than [`FRESH`] before a burst in which they voted.
    pub fresh: BTreeSet<Voter>,
}

/// A vote cast in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    voter: u32,
    proposal: u32,
    at: u32,
    /// 0 agree, 1 disagree, 2 pass.
    stance: u32,
}

/// Looks at the current votes. `created`: by account index, seconds since 1970 at which the account came to be, where known.
/// O(votes · log), and for ballots that share their rarest votes the number of such pairs.
#[must_use]
pub fn flags(ballots: &Ballots, created: &[Option<u32>]) -> Flags {
    let said = said(ballots);
    let bursts = bursts::find(&said);
    let fresh = bursts.iter().flat_map(|burst| burst.voters.iter().map(move |&voter| (voter, burst)));
    let fresh = fresh.filter(|&(voter, burst)| {
        let account = ballots.electorate().membership(voter).account;
        let born = account.and_then(|account| created.get(account.0 as usize).copied().flatten());
        born.is_some_and(|born| born <= burst.until && burst.from.saturating_sub(born) < FRESH)
    });
    let fresh = fresh.map(|(voter, _)| voter).collect();
    let (alike, rings) = alike::find(&said);
    Flags { fresh, bursts, alike, rings }
}

impl Flags {
    /// Voters of whom every vote is in question: alike, in a ring, or fresh.
    #[must_use]
    pub fn voters(&self) -> BTreeSet<Voter> {
        let alike = self.alike.iter().flat_map(|set| &set.voters);
        let rings = self.rings.iter().flat_map(|ring| &ring.voters);
        alike.chain(rings).chain(&self.fresh).copied().collect()
    }

    /// The single votes in question: those of bursts. The other votes of these people stand.
    #[must_use]
    pub fn votes(&self) -> BTreeSet<(Voter, Proposal)> {
        self.bursts.iter().flat_map(|b| b.voters.iter().map(|&voter| (voter, b.proposal))).collect()
    }

    /// The ballots without what is flagged, to count beside the others.
    #[must_use]
    pub fn without(&self, ballots: &Ballots) -> Ballots {
        let (voters, votes) = (self.voters(), self.votes());
        ballots.without(|voter, proposal| voters.contains(&voter) || votes.contains(&(voter, proposal)))
    }
}

/// Votes in person, by voter and proposal.
fn said(ballots: &Ballots) -> Vec<Said> {
    use crate::vote::Mark;
    let mut said = Vec::with_capacity(ballots.len());
    for proposal in (0..).take(ballots.proposals()) {
        for (voter, at, mark) in ballots.votes_on(Proposal(proposal)).filter(|vote| !vote.2.on_behalf()) {
            let stance = match mark.code() {
                Mark::PASS => 2,
                code if code < Mark::DISAGREE => 0,
                _ => 1,
            };
            said.push(Said { voter: voter.0, proposal, at, stance });
        }
    }
    said.sort_unstable_by_key(|vote| (vote.voter, vote.proposal));
    said
}
