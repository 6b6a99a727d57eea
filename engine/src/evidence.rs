//! What the ballots say about a proposal, by account voices (domain rules 1 and 2).
//! It counts; it does not rank (`ranking`) and does not decide what may be shown (`suppression`).

use std::ops::Range;

use crate::ballots::{Ballots, Proposal};
use crate::electorate::{Electorate, Voter};
use crate::entitlement::ORDINARY;
use crate::tally::Tally;
use crate::vote::Mark;

/// What the current votes say about one proposal.
///
/// An account's voice is shared by those of its people who voted on this proposal: each of `m` carries `w / m`, where
/// `w` is the account's weight in voices. The sums are exact up to one rounding per distinct `m`, and the same bits in
/// whatever order votes came and indices were given out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Accounts with at least one entitled voter here, passes included. The number that people read.
    pub voices: u32,
    /// The sum of their weights; equal to `voices` where all weigh one.
    pub weight: f64,
    /// Kish's effective number of voices, (Σw)² / Σw²; equal to `voices` where all weigh the same.
    pub n_eff: f64,
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
        if self.weight <= 0.0 {
            return 0.0;
        }
        (self.agree - self.disagree) / self.weight
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
    scratch.count(ballots, proposal, &mut counted);
    counted.sum(&scratch.tally);
    counted
}

/// The evidence of every proposal in one pass over the ballots, by proposal index. Many votes are counted by several threads,
/// each its own proposals, where there are threads (in a browser there are none): the result is the same.
#[must_use]
pub fn evidence_of_all(ballots: &Ballots) -> Vec<Evidence> {
    let proposals = u32::try_from(ballots.proposals()).unwrap_or(u32::MAX);
    let threads =
        if ballots.len() < MANY { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
    let threads = u32::try_from(threads.min(MAX_THREADS)).unwrap_or(1);
    let count = |part: Range<u32>| -> Vec<Evidence> {
        let mut scratch = Scratch::default();
        part.map(|proposal| evidence(ballots, Proposal(proposal), &mut scratch)).collect()
    };
    let size = proposals.div_ceil(threads).max(1);
    let part = |index: u32| (index * size).min(proposals)..((index + 1) * size).min(proposals);
    if threads == 1 {
        return count(0..proposals);
    }
    std::thread::scope(|scope| {
        let count = &count;
        let others: Vec<_> = (1..threads).map(|index| scope.spawn(move || count(part(index)))).collect();
        let mut all = count(part(0));
        for (index, other) in (1..).zip(others) {
            // A thread that could not finish leaves its part to this one.
            all.extend(other.join().unwrap_or_else(|_| count(part(index))));
        }
        all
    })
}

/// Below so many votes a second thread would take longer to start than it saves.
const MANY: usize = 1_000_000;

const MAX_THREADS: usize = 4;

const AGREE: Range<u8> = Mark::AGREE..Mark::DISAGREE;
const DISAGREE: Range<u8> = Mark::DISAGREE..Mark::PASS;
const PASS: Range<u8> = Mark::PASS..Mark::PASS + 1;

impl Evidence {
    /// Fills in all that is a sum of shares.
    pub(crate) fn sum(&mut self, tally: &Tally) {
        self.agree = tally.weighted(AGREE);
        self.disagree = tally.weighted(DISAGREE);
        self.pass = tally.weighted(PASS);
        self.agree_voices = tally.unweighted(AGREE);
        self.disagree_voices = tally.unweighted(DISAGREE);
        self.pass_voices = tally.unweighted(PASS);
        self.agree_strength = strengths(tally, &[Mark::AGREE]);
        self.disagree_strength = strengths(tally, &[Mark::DISAGREE, Mark::RED_LINE]);
    }
}

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
    /// Second and further votes of an account: few, since most accounts have one person who votes on a proposal.
    further: Vec<(u32, u8)>,
    pub(crate) votes: Vec<Weighed>,
    tally: Tally,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    count: u32,
    /// In `count`: the code of the account's first vote. In `gather`: how many people voted.
    value: u32,
}

/// An entitled vote with the account it speaks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    pub(crate) voter: Voter,
    pub(crate) account: u32,
    pub(crate) at: u32,
    pub(crate) mark: Mark,
    /// In thousandths.
    pub(crate) weight: u32,
}

impl Scratch {
    /// One pass over the columns. Every account is taken to have one voter, and its first vote added whole; those that turn
    /// out to have more are few, and are shared out afterwards.
    fn count(&mut self, ballots: &Ballots, proposal: Proposal, into: &mut Evidence) {
        let electorate = ballots.electorate();
        self.start(electorate.accounts());
        let mut alone = [(0_u64, 0_u32); Mark::CODES];
        let mut squares = 0_u64;
        for vote in ballots.packed(proposal) {
            let mark = vote.mark();
            if mark.on_behalf() {
                into.on_behalf.count(mark);
                continue;
            }
            let Some((account, weight)) = electorate.voice(vote.voter()) else {
                into.unentitled.count(mark);
                continue;
            };
            let seen = &mut self.seen[account.0 as usize];
            if seen.count == self.count {
                self.further.push((account.0, mark.code()));
                continue;
            }
            *seen = Seen { count: self.count, value: u32::from(mark.code()) };
            let sum = &mut alone[usize::from(mark.code())];
            *sum = (sum.0 + u64::from(weight), sum.1 + 1);
            squares += u64::from(weight) * u64::from(weight);
        }
        let (weight, voices) = alone.iter().fold((0, 0), |all, sum| (all.0 + sum.0, all.1 + sum.1));
        into.voices = voices;
        into.weight = weight as f64 / f64::from(ORDINARY);
        into.n_eff = if squares > 0 { weight as f64 * weight as f64 / squares as f64 } else { 0.0 };
        into.red_lines = self.share_out(electorate, &mut alone);
        for (code, (weight, accounts)) in (0..).zip(alone).filter(|(_, sum)| sum.1 > 0) {
            self.tally.add_alone(code, weight, u64::from(accounts));
        }
    }

    /// Takes the accounts with several voters out of `alone` and shares their voices; returns in how many accounts at least
    /// one voter drew a red line.
    fn share_out(&mut self, electorate: &Electorate, alone: &mut [(u64, u32); Mark::CODES]) -> u32 {
        self.tally.clear();
        let red = |code: u8| Mark(code).red_line();
        self.further.sort_unstable();
        let mut red_lines = 0;
        for votes in self.further.chunk_by(|a, b| a.0 == b.0) {
            let (account, sharers) = (votes[0].0, votes.len() as u32 + 1);
            let first = self.seen[account as usize].value as u8;
            let weight = electorate.weight(account);
            let sum = &mut alone[usize::from(first)];
            *sum = (sum.0 - u64::from(weight), sum.1 - 1);
            let codes = || votes.iter().map(|vote| vote.1).chain([first]);
            codes().for_each(|code| self.tally.add(sharers, weight, code));
            red_lines += u32::from(codes().any(red));
        }
        (0..).zip(alone).filter(|(code, _)| red(*code)).fold(red_lines, |lines, (_, sum)| lines + sum.1)
    }

    /// Lists the entitled votes on a proposal and how many people share each voice; counts voices and those apart.
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
                *seen = Seen { count: self.count, value: 0 };
                into.voices += 1;
            }
            seen.value += 1;
            self.votes.push(Weighed { voter, account: account.0, at, mark, weight });
        }
    }

    /// How many people share the voice that `vote` is part of, in what was just gathered.
    pub(crate) fn sharers(&self, vote: &Weighed) -> u32 {
        self.seen[vote.account as usize].value
    }

    fn start(&mut self, accounts: usize) {
        self.votes.clear();
        self.further.clear();
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
