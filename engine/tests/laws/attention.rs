//! The other sort keys: what they prefer, and that they tell nothing of hidden votes.

use engine::attention::{TRENDING_HALF_LIFE, contested, needs_votes, sort_highest_first, trending};
use engine::ballots::{Ballots, Entry, Proposal};
use engine::electorate::{Account, Membership, Voter};
use engine::evidence::{Evidence, Scratch};
use engine::vote::Vote;
use proptest::prelude::*;

use crate::round::{PROPOSALS, Round, numbered, round};

fn voices(agree: u32, disagree: u32, pass: u32) -> Evidence {
    let [a, d, p] = [agree, disagree, pass].map(f64::from);
    let all = agree + disagree + pass;
    Evidence {
        voices: all,
        weight: f64::from(all),
        agree: a,
        disagree: d,
        pass: p,
        agree_voices: a,
        ..Evidence::default()
    }
}

#[test]
fn the_unknown_needs_votes_more_than_the_known() {
    let none = needs_votes(&voices(0, 0, 0));
    assert!((none - 1.0 / 24.0).abs() < 1e-15);
    assert_eq!(needs_votes(&voices(4, 0, 0)), none, "fewer than five tell nothing");
    let (few, clear, many, passed) = (
        needs_votes(&voices(4, 4, 0)),
        needs_votes(&voices(8, 0, 0)),
        needs_votes(&voices(40, 40, 0)),
        needs_votes(&voices(0, 0, 80)),
    );
    assert!(none > few && few > clear && clear > many && none > passed && passed < few);
}

#[test]
fn balance_and_size_make_contest() {
    assert_eq!(contested(&voices(2, 2, 0)), 0.0);
    assert_eq!(contested(&voices(50, 0, 9)), 0.0);
    assert_eq!(contested(&voices(0, 0, 9)), 0.0);
    assert!((contested(&voices(8, 8, 30)) - 4.0).abs() < 1e-15);
    assert!(contested(&voices(30, 30, 0)) > contested(&voices(100, 40, 0)));
    assert!(contested(&voices(100, 40, 0)) > contested(&voices(6, 6, 0)));
    assert_eq!(contested(&voices(30, 12, 0)), contested(&voices(12, 30, 0)));
}

const NOW: u32 = 1_800_000_000;

/// Five accounts of one vote as given, so many seconds ago.
fn wave(vote: Vote, ago: u32) -> Ballots {
    let mut ballots = Ballots::default();
    for person in 0..5 {
        let membership = Membership { account: Some(Account(person)), confirmed: true };
        ballots.electorate_mut().set_membership(Voter(person), membership);
        let at = i64::from(NOW - ago) * 1_000_000;
        let (voter, proposal) = (Voter(person), Proposal(0));
        ballots.apply(&Entry {
            number: i64::from(person) + 1,
            at,
            voter,
            proposal,
            vote: Some(vote),
            on_behalf: false,
        });
    }
    ballots
}

fn heat(ballots: &Ballots, now: u32) -> f64 {
    trending(ballots, Proposal(0), now, TRENDING_HALF_LIFE, &mut Scratch::default())
}

#[test]
fn heat_halves_and_disagreement_cools() {
    let (yes, no) = (Vote::Agree(None), Vote::Disagree { strength: None, red_line: false });
    assert_eq!(heat(&wave(yes, 0), NOW), 5.0);
    assert_eq!(heat(&wave(yes, TRENDING_HALF_LIFE), NOW), 2.5);
    assert_eq!(heat(&wave(yes, 2 * TRENDING_HALF_LIFE), NOW), 1.25);
    assert_eq!(heat(&wave(yes, 0), NOW - 60), 5.0, "the future is now");
    assert_eq!(heat(&wave(no, TRENDING_HALF_LIFE), NOW), -2.5);
    assert_eq!(heat(&wave(Vote::Pass, 0), NOW).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn equal_keys_go_by_the_lower_number() {
    let mut keys = [(4, 1.0), (2, 3.0), (9, 3.0), (1, 1.0)];
    sort_highest_first(&mut keys);
    assert_eq!(keys.map(|(id, _)| id), [2, 9, 1, 4]);
}

proptest! {
    #[test]
    fn the_order_of_the_log_does_not_show_in_the_heat(
        round in round(),
        order in proptest::collection::vec(any::<u32>(), 96),
        now in 0_u32..2_000_000_000,
    ) {
        let mut log = round.log.clone();
        log.sort_by_key(|entry| order[(entry.voter.0 * PROPOSALS + entry.proposal.0) as usize]);
        let other = Round { log: numbered(log), ..round.clone() };
        let (one, two) = (round.ballots(), other.ballots());
        let mut scratch = Scratch::default();
        for proposal in (0..PROPOSALS).map(Proposal) {
            let mut heat = |ballots| trending(ballots, proposal, now, 400_000_000, &mut scratch);
            prop_assert_eq!(heat(&one).to_bits(), heat(&two).to_bits());
        }
    }

    #[test]
    fn heat_is_net_agreement_where_nothing_ages(round in round()) {
        let ballots = round.ballots();
        let mut scratch = Scratch::default();
        for (proposal, evidence) in (0..).map(Proposal).zip(crate::round::all(&ballots)) {
            let heat = trending(&ballots, proposal, 0, 1, &mut scratch);
            let net = if evidence.voices < 5 { 0.0 } else { evidence.agree - evidence.disagree };
            prop_assert!((heat - net).abs() < 1e-9);
        }
    }
}
