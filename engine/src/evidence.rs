//! What the ballots say about a proposal, by account voices (domain rules 1 and 2).
//! It counts; it does not rank (`ranking`) and does not decide what may be shown (`suppression`).

use crate::ballots::{Ballots, Proposal};
use crate::tally::Tally;
use crate::vote::Mark;

/// What the current votes say about one proposal.
///
/// An account's voice is shared by those of its people who voted on this proposal: each of `m` carries `w / m`, where
/// `w` is the account's weight 1 to 3. The sums are exact up to one rounding per distinct `m`, and the same bits in
/// whatever order votes came and indices were given out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Accounts with at least one entitled voter here, passes included. The number that people read.
    pub voices: u32,
    /// The sum of their weights; equal to `voices` where all weigh one.
    pub weight: u32,
    /// Weighted shares; `agree + disagree + pass = weight` up to rounding.
    pub agree: f64,
    pub disagree: f64,
    pub pass: f64,
    /// The agreeing shares with every account weighing one: the 7 of "7 of 9 voices". Not whole where colleagues differ.
    pub agree_voices: f64,
    /// The same for the other stances.
    pub disagree_voices: f64,
    pub pass_voices: f64,
    /// The part of `agree` that said how much.
    pub agree_strength: Strengths,
    /// The part of `disagree` that said how much.
    pub disagree_strength: Strengths,
    /// Accounts of which at least one entitled voter drew a red line.
    pub red_lines: u32,
    /// People whose membership or account nobody has confirmed: in no voice above.
    pub unentitled: Heads,
    /// People for whom staff voted and who have not confirmed it: in no voice above, entitled or not.
    pub on_behalf: Heads,
}

/// Weighted shares by strength.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Strengths {
    pub nice: f64,
    pub important: f64,
    pub essential: f64,
}

/// People, not voices, by stance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
}

impl Evidence {
    /// The weight that took a stance: `agree + disagree`.
    #[must_use]
    pub fn decided(&self) -> f64 {
        self.agree + self.disagree
    }

    /// `(agree − disagree) / weight`, from −1 to 1, 0 without voices: what is shown, never agree alone.
    #[must_use]
    pub fn net(&self) -> f64 {
        if self.weight == 0 {
            return 0.0;
        }
        (self.agree - self.disagree) / f64::from(self.weight)
    }
}

impl Heads {
    fn count(&mut self, mark: Mark) {
        match mark.code() {
            Mark::PASS => self.pass += 1,
            code if code < Mark::DISAGREE => self.agree += 1,
            _ => self.disagree += 1,
        }
    }
}

/// The evidence of one proposal, in O(its votes), without hashing. `scratch` is only memory to reuse.
#[must_use]
pub fn evidence(ballots: &Ballots, proposal: Proposal, scratch: &mut Scratch) -> Evidence {
    let mut counted = Evidence::default();
    scratch.gather(ballots, proposal, &mut counted);
    scratch.tally.clear();
    for vote in &scratch.votes {
        let sharers = scratch.seen[vote.account as usize].people;
        scratch.tally.add(sharers, vote.weight, vote.mark.code());
    }
    scratch.tally.settle();
    let tally = &scratch.tally;
    counted.agree = tally.weighted(AGREE);
    counted.disagree = tally.weighted(DISAGREE);
    counted.pass = tally.weighted([Mark::PASS]);
    counted.agree_voices = tally.unweighted(AGREE);
    counted.disagree_voices = tally.unweighted(DISAGREE);
    counted.pass_voices = tally.unweighted([Mark::PASS]);
    counted.agree_strength = strengths(tally, &[Mark::AGREE]);
    counted.disagree_strength = strengths(tally, &[Mark::DISAGREE, Mark::RED_LINE]);
    counted
}

/// The evidence of every proposal in one pass over the ballots, by proposal index.
#[must_use]
pub fn evidence_of_all(ballots: &Ballots) -> Vec<Evidence> {
    let mut scratch = Scratch::default();
    (0..)
        .map(Proposal)
        .take(ballots.proposals())
        .map(|proposal| evidence(ballots, proposal, &mut scratch))
        .collect()
}

const AGREE: std::ops::Range<u8> = Mark::AGREE..Mark::DISAGREE;
const DISAGREE: std::ops::Range<u8> = Mark::DISAGREE..Mark::PASS;

fn strengths(tally: &Tally, blocks: &[u8]) -> Strengths {
    let rung = |rung: u8| tally.weighted(blocks.iter().map(move |block| block + rung));
    Strengths { nice: rung(1), important: rung(2), essential: rung(3) }
}

/// Working memory of a count, by account: make one and hand it to every call. It carries nothing from one call to the next.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Which count the entries of `seen` belong to; an older number means "not met yet".
    count: u32,
    seen: Vec<Seen>,
    pub(crate) votes: Vec<Weighed>,
    tally: Tally,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    count: u32,
    people: u32,
    red_line: bool,
}

/// An entitled vote with the account it speaks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    account: u32,
    pub(crate) at: u32,
    pub(crate) mark: Mark,
    pub(crate) weight: u8,
}

impl Scratch {
    /// Lists the entitled votes on a proposal and how many people share each voice; counts accounts and those apart.
    pub(crate) fn gather(&mut self, ballots: &Ballots, proposal: Proposal, into: &mut Evidence) {
        self.start(ballots.electorate().accounts());
        for (voter, at, mark) in ballots.votes_on(proposal) {
            if mark.on_behalf() {
                into.on_behalf.count(mark);
                continue;
            }
            let Some((account, weight)) = ballots.electorate().voice(voter) else {
                into.unentitled.count(mark);
                continue;
            };
            let seen = &mut self.seen[account.0 as usize];
            if seen.count != self.count {
                *seen = Seen { count: self.count, ..Seen::default() };
                into.voices += 1;
                into.weight += u32::from(weight);
            }
            seen.people += 1;
            if mark.red_line() && !seen.red_line {
                seen.red_line = true;
                into.red_lines += 1;
            }
            let account = account.0;
            self.votes.push(Weighed { account, at, mark, weight });
        }
    }

    /// How many people share the voice that `vote` is part of, in the count just gathered.
    pub(crate) fn sharers(&self, vote: &Weighed) -> u32 {
        self.seen[vote.account as usize].people
    }

    fn start(&mut self, accounts: usize) {
        self.votes.clear();
        if self.count == u32::MAX {
            self.seen.clear();
            self.count = 0;
        }
        self.count += 1;
        if self.seen.len() < accounts {
            self.seen.resize(accounts, Seen::default());
        }
    }
}
