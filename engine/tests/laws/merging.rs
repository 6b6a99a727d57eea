//! Merging: nothing that was said is lost or counted twice, and an undone merging leaves no trace.

use engine::ballots::{Ballots, Current, Entry, Proposal};
use engine::electorate::Voter;
use engine::merging::{Merges, Merging};
use engine::vote::{Strength, Vote};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PROPOSALS: u32 = 5;
const VOTERS: u32 = 4;

#[derive(Clone, Debug)]
enum Step {
    Vote {
        voter: u32,
        proposal: u32,
        vote: Option<Vote>,
        on_behalf: bool,
    },
    Merge {
        from: u32,
        into: u32,
    },
    Undo {
        from: u32,
    },
    /// Out of a wording, or in again.
    Out {
        voter: u32,
        proposal: u32,
    },
}

fn vote() -> impl Strategy<Value = Vote> {
    let strength = prop::option::of(prop::sample::select(vec![
        Strength::Nice,
        Strength::Important,
        Strength::Essential,
    ]));
    prop_oneof![
        strength.clone().prop_map(Vote::Agree),
        (strength, any::<bool>()).prop_map(|(strength, red_line)| Vote::Disagree { strength, red_line }),
        Just(Vote::Pass),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..VOTERS, 0..PROPOSALS, prop::option::weighted(0.85, vote()), prop::bool::weighted(0.15))
            .prop_map(|(voter, proposal, vote, on_behalf)| Step::Vote { voter, proposal, vote, on_behalf }),
        2 => (0..PROPOSALS, 0..PROPOSALS).prop_map(|(from, into)| Step::Merge { from, into }),
        1 => (0..PROPOSALS).prop_map(|from| Step::Undo { from }),
        1 => (0..VOTERS, 0..PROPOSALS).prop_map(|(voter, proposal)| Step::Out { voter, proposal }),
    ]
}

fn history() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..40)
}

/// A round as one instance keeps it, and the log behind it.
#[derive(Clone, Default)]
struct Round {
    ballots: Ballots,
    merges: Merges,
    log: Vec<Entry>,
    number: i64,
    mergings: Vec<Merging>,
    out: BTreeSet<(u32, u32)>,
    concerned: BTreeSet<u32>,
}

impl Round {
    fn of(history: &[Step]) -> Self {
        let mut round = Self::default();
        history.iter().for_each(|step| round.take(step));
        round
    }

    fn take(&mut self, step: &Step) {
        self.number += 1;
        match *step {
            Step::Vote { voter, proposal, vote, on_behalf } => {
                let entry = Entry {
                    number: self.number,
                    at: self.number * 1_000_000,
                    voter: Voter(voter),
                    proposal: Proposal(proposal),
                    vote,
                    on_behalf,
                };
                self.log.push(entry);
                apply(&mut self.ballots, &mut self.merges, &entry);
            }
            Step::Merge { from, into } => {
                let merged = |one| self.mergings.iter().any(|merging| merging.from == Proposal(one));
                if from != into && !merged(from) && !merged(into) {
                    let number = self.number;
                    self.mergings.push(Merging { number, from: Proposal(from), into: Proposal(into) });
                    self.concerned.extend([from, into]);
                    self.set();
                }
            }
            Step::Undo { from } => {
                self.mergings.retain(|merging| merging.from != Proposal(from));
                self.set();
            }
            Step::Out { voter, proposal } => {
                let out = !self.out.remove(&(proposal, voter));
                if out {
                    self.out.insert((proposal, voter));
                }
                self.merges.step(&mut self.ballots, Proposal(proposal), Voter(voter), out);
            }
        }
    }

    fn set(&mut self) {
        let out = self.out.iter().map(|(proposal, voter)| (Proposal(*proposal), Voter(*voter)));
        let concerned: Vec<Proposal> = self.concerned.iter().copied().map(Proposal).collect();
        let said: Vec<Entry> =
            last_said(&self.log).into_iter().filter(|entry| concerned.contains(&entry.proposal)).collect();
        self.merges.set(&mut self.ballots, &self.mergings, out, concerned, said);
    }

    fn stands(&self) -> BTreeMap<(u32, u32), Current> {
        stands(&self.ballots)
    }
}

fn apply(ballots: &mut Ballots, merges: &mut Merges, entry: &Entry) {
    if merges.concern(entry.proposal) {
        merges.apply(ballots, entry);
    } else {
        ballots.apply(entry);
    }
}

/// As the table of current votes keeps them.
fn last_said(log: &[Entry]) -> Vec<Entry> {
    let mut last: BTreeMap<(u32, u32), Entry> = BTreeMap::new();
    for entry in log {
        let before = last.get(&(entry.proposal.0, entry.voter.0));
        if before.is_none_or(|before| before.on_behalf || before.vote.is_none() || !entry.on_behalf) {
            last.insert((entry.proposal.0, entry.voter.0), *entry);
        }
    }
    last.into_values().collect()
}

fn stands(ballots: &Ballots) -> BTreeMap<(u32, u32), Current> {
    let pairs = (0..PROPOSALS).flat_map(|proposal| (0..VOTERS).map(move |voter| (proposal, voter)));
    pairs.filter_map(|pair| Some((pair, ballots.current(Voter(pair.1), Proposal(pair.0))?))).collect()
}

proptest! {
    #[test]
    fn merging_and_undoing_changes_nothing(history in history(), from in 0..PROPOSALS, into in 0..PROPOSALS) {
        let before = Round::of(&history);
        let mut after = before.clone();
        if before.mergings.iter().all(|merging| merging.from != Proposal(from)) {
            after.take(&Step::Merge { from, into });
            after.take(&Step::Undo { from });
            prop_assert_eq!(before.stands(), after.stands());
            prop_assert_eq!(before.ballots.len(), after.ballots.len());
        }
    }

    /// With all undone, every vote is where its voter put it, whenever they did.
    #[test]
    fn what_came_later_stays_where_it_was_put(history in history()) {
        let mut round = Round::of(&history);
        for from in 0..PROPOSALS {
            round.take(&Step::Undo { from });
        }
        let mut plain = Ballots::default();
        plain.extend(&round.log);
        prop_assert_eq!(round.stands(), stands(&plain));
    }

    /// Reading the log with the mergings known comes to the same as living through it.
    #[test]
    fn every_instance_comes_to_the_same(history in history()) {
        let lived = Round::of(&history);
        let (mut ballots, mut merges) = (Ballots::default(), Merges::default());
        let out = lived.out.iter().map(|(proposal, voter)| (Proposal(*proposal), Voter(*voter)));
        let concerned = lived.concerned.iter().copied().map(Proposal);
        merges.set(&mut ballots, &lived.mergings, out, concerned, []);
        for entry in &lived.log {
            apply(&mut ballots, &mut merges, entry);
        }
        prop_assert_eq!(lived.stands(), stands(&ballots));
        let votes = lived.log.last().map_or(0, |entry| entry.number);
        prop_assert_eq!((lived.ballots.cut(), ballots.cut()), (votes, votes));
    }

    /// What was merged away has no votes; on what remains a voter has one where they said anything on any of its wordings that
    /// they did not step out of, unless they are asked, and never against what they said.
    #[test]
    fn nobody_is_lost_or_counted_twice(history in history()) {
        let round = Round::of(&history);
        let said = last_said(&round.log);
        for one in (0..PROPOSALS).map(Proposal) {
            let wordings = round.merges.wordings(one);
            for voter in (0..VOTERS).map(Voter) {
                let now = round.ballots.current(voter, one);
                if round.merges.merged_into(one).is_some() {
                    prop_assert_eq!(now, None);
                    continue;
                }
                let out = |proposal: Proposal| {
                    let mut at = proposal;
                    while at != one {
                        if round.merges.is_out(at, voter) { return true }
                        match round.merges.merged_into(at) { Some(into) => at = into, None => return true }
                    }
                    false
                };
                let heard = said.iter().filter(|entry| entry.voter == voter);
                let heard = heard.filter(|entry| entry.proposal == one || (wordings.contains(&entry.proposal) && !out(entry.proposal)));
                let heard: Vec<&Entry> = heard.filter(|entry| entry.vote.is_some()).collect();
                match now {
                    Some(now) => {
                        let same = |entry: &&&Entry| entry.vote.map(|vote| std::mem::discriminant(&vote)) == Some(std::mem::discriminant(&now.vote));
                        prop_assert!(heard.iter().find(same).is_some(), "{now:?} of {heard:?}");
                        prop_assert!(!round.merges.is_asked(one, voter));
                    }
                    None if round.merges.is_asked(one, voter) => {
                        let is = |wanted: fn(&Vote) -> bool| heard.iter().any(|entry| entry.vote.as_ref().is_some_and(wanted));
                        let both = is(|vote| matches!(vote, Vote::Agree(_))) && is(|vote| matches!(vote, Vote::Disagree { .. }));
                        prop_assert!(both);
                        prop_assert!(round.merges.asked(one).any(|asked| asked == voter));
                    }
                    // Taken back on what remains, after the last merging: then the older wordings are silent too.
                    None => {
                        let back = said.iter().any(|entry| entry.voter == voter && entry.vote.is_none()
                            && (entry.proposal == one || wordings.contains(&entry.proposal)));
                        prop_assert!(heard.is_empty() || back, "{heard:?}");
                    }
                }
            }
        }
    }

    /// What somebody says on the merged proposal is theirs from then on.
    #[test]
    fn an_answer_after_the_merging_stands(history in history(), from in 0..PROPOSALS, into in 0..PROPOSALS, voter in 0..VOTERS, vote in vote()) {
        let mut round = Round::of(&history);
        round.take(&Step::Merge { from, into });
        if round.merges.merged_into(Proposal(into)).is_none() {
            round.take(&Step::Vote { voter, proposal: into, vote: Some(vote), on_behalf: false });
            prop_assert_eq!(round.ballots.current(Voter(voter), Proposal(into)).map(|now| now.vote), Some(vote));
            round.take(&Step::Vote { voter, proposal: into, vote: None, on_behalf: false });
            prop_assert_eq!(round.ballots.current(Voter(voter), Proposal(into)), None);
        }
    }

    /// Nor does another merging, of what they said nothing on, bring back what they had said before.
    #[test]
    fn an_answer_outlives_what_is_merged_in_later(history in history(), from in 0..PROPOSALS, other in 0..PROPOSALS, into in 0..PROPOSALS, voter in 0..VOTERS, vote in proptest::option::of(vote())) {
        let mut round = Round::of(&history);
        round.take(&Step::Merge { from, into });
        round.take(&Step::Vote { voter, proposal: into, vote, on_behalf: false });
        let (into, other, voter) = (Proposal(into), Proposal(other), Voter(voter));
        let wordings = round.merges.wordings(other);
        let silent = last_said(&round.log).iter().all(|entry| {
            entry.voter != voter || (entry.proposal != other && !wordings.contains(&entry.proposal))
        });
        let apart = round.merges.remaining(other) == other && round.merges.remaining(into) == into && other != into;
        if silent && apart {
            let before = round.ballots.current(voter, into);
            round.take(&Step::Merge { from: other.0, into: into.0 });
            prop_assert_eq!(round.ballots.current(voter, into), before);
            prop_assert_eq!(round.ballots.current(voter, into).map(|now| now.vote), vote);
        }
    }

    /// Mergings that do not touch may come in either order.
    #[test]
    fn mergings_apart_come_in_any_order(history in history()) {
        let history: Vec<Step> = history.into_iter().filter(|step| matches!(step, Step::Vote { .. })).collect();
        let (one, other) = (Step::Merge { from: 0, into: 1 }, Step::Merge { from: 2, into: 3 });
        let (mut first, mut second) = (Round::of(&history), Round::of(&history));
        [&one, &other].into_iter().for_each(|step| first.take(step));
        [&other, &one].into_iter().for_each(|step| second.take(step));
        prop_assert_eq!(first.stands(), second.stands());
    }
}

#[test]
fn both_yes_and_no_is_asked_until_they_step_out_or_answer() {
    let vote = |voter, proposal, vote| Step::Vote { voter, proposal, vote: Some(vote), on_behalf: false };
    let no = Vote::Disagree { strength: None, red_line: false };
    let mut round =
        Round::of(&[vote(0, 0, Vote::Agree(None)), vote(0, 1, no), Step::Merge { from: 0, into: 1 }]);
    let one = Proposal(1);
    assert_eq!((round.ballots.current(Voter(0), one), round.merges.is_asked(one, Voter(0))), (None, true));
    assert_eq!(round.merges.said(Proposal(0), Voter(0)), Some(Vote::Agree(None)));
    round.take(&Step::Out { voter: 0, proposal: 0 });
    assert_eq!(round.ballots.current(Voter(0), one).map(|now| now.vote), Some(no));
    round.take(&Step::Out { voter: 0, proposal: 0 });
    round.take(&vote(0, 1, Vote::Pass));
    assert_eq!(round.ballots.current(Voter(0), one).map(|now| now.vote), Some(Vote::Pass));
}

#[test]
fn the_greatest_strength_and_any_red_line_are_kept() {
    let vote = |proposal, vote| Step::Vote { voter: 0, proposal, vote: Some(vote), on_behalf: false };
    let no = |strength, red_line| Vote::Disagree { strength, red_line };
    let (nice, essential) = (Some(Strength::Nice), Some(Strength::Essential));
    let history = [
        vote(0, no(essential, false)),
        vote(1, no(nice, true)),
        vote(2, Vote::Pass),
        Step::Merge { from: 0, into: 1 },
        Step::Merge { from: 1, into: 2 },
    ];
    let round = Round::of(&history);
    assert_eq!(round.ballots.current(Voter(0), Proposal(2)).map(|now| now.vote), Some(no(essential, true)));
    assert_eq!(round.merges.wordings(Proposal(2)), [Proposal(1), Proposal(0)]);
    assert_eq!(round.merges.remaining(Proposal(0)), Proposal(2));
}
