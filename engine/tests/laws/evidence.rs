//! How votes become account voices: shares, weights, who is counted apart.
//! The oracle shares each voice out in whole numbers, from the definition.

use std::collections::BTreeMap;

use engine::ballots::{Ballots, Proposal};
use engine::electorate::{Account, Membership, Tier, Voter};
use engine::evidence::{Evidence, Heads, Scratch, Strengths, evidence, evidence_of_all};
use engine::vote::{Strength, Vote};
use proptest::prelude::*;

use crate::round::{Round, all, join, round, say};

const AGREE: Vote = Vote::Agree(None);
const DISAGREE: Vote = Vote::Disagree { strength: None, red_line: false };
const RED: Vote = Vote::Disagree { strength: Some(Strength::Essential), red_line: true };

/// People of `account` who say `votes` on proposal 0.
fn colleagues(ballots: &mut Ballots, account: u32, votes: impl IntoIterator<Item = Vote>) {
    for (person, vote) in (account * 1_000..).zip(votes) {
        let membership = Membership { account: Some(Account(account)), confirmed: true };
        ballots.electorate_mut().set_membership(Voter(person), membership);
        say(ballots, Voter(person), Proposal(0), Some(vote));
    }
}

fn of(ballots: &Ballots) -> Evidence {
    evidence(ballots, Proposal(0), &mut Scratch::default())
}

#[test]
fn an_account_of_two_hundred_colleagues_weighs_as_one_person() {
    let mut many = Ballots::default();
    colleagues(&mut many, 0, std::iter::repeat_n(AGREE, 200));
    let mut one = Ballots::default();
    colleagues(&mut one, 0, [AGREE]);
    assert_eq!(of(&many), of(&one));
    assert_eq!((of(&many).voices, of(&many).agree), (1, 1.0));
}

#[test]
fn colleagues_share_their_voice() {
    let mut ballots = Ballots::default();
    colleagues(&mut ballots, 0, [AGREE, RED, Vote::Pass, AGREE]);
    colleagues(&mut ballots, 1, [Vote::Agree(Some(Strength::Important))]);
    ballots.electorate_mut().set_entitlement(Account(1), Some(Tier::Three));
    let expected = Evidence {
        voices: 2,
        weight: 4.0,
        n_eff: 1.6,
        agree: 3.5,
        disagree: 0.25,
        pass: 0.25,
        agree_voices: 1.5,
        disagree_voices: 0.25,
        pass_voices: 0.25,
        agree_strength: Strengths { important: 3.0, ..Strengths::default() },
        disagree_strength: Strengths { essential: 0.25, ..Strengths::default() },
        red_lines: 1,
        ..Evidence::default()
    };
    assert_eq!(of(&ballots), expected);
    assert_eq!(of(&ballots).net(), 3.25 / 4.0);
    assert_eq!(Evidence::default().net(), 0.0);
}

#[test]
fn evidence_follows_a_membership_confirmed_or_moved_afterwards() {
    let mut ballots = Ballots::default();
    colleagues(&mut ballots, 0, [DISAGREE]);
    let late = Voter(50);
    say(&mut ballots, late, Proposal(0), Some(AGREE));
    let before = of(&ballots);
    assert_eq!((before.voices, before.unentitled), (1, Heads { agree: 1, ..Heads::default() }));
    let mut belongs = |account| {
        let membership = Membership { account: Some(Account(account)), confirmed: true };
        ballots.electorate_mut().set_membership(late, membership);
        of(&ballots)
    };
    let colleague = belongs(0);
    assert_eq!((colleague.voices, colleague.agree, colleague.disagree), (1, 0.5, 0.5));
    let moved = belongs(7);
    assert_eq!((moved.voices, moved.agree, moved.disagree), (2, 1.0, 1.0));
    assert_eq!(moved.unentitled, Heads::default());
}

#[test]
fn a_proposal_never_voted_on_has_no_evidence() {
    assert_eq!(evidence(&Ballots::default(), Proposal(9), &mut Scratch::default()), Evidence::default());
}

/// The least common multiple of 1 to 24: accounts here have at most 24 people, so every share is a whole number of these.
const WHOLE: u64 = 5_354_228_880;

fn oracle(round: &Round, ballots: &Ballots, proposal: Proposal) -> (u32, [u64; 3]) {
    let mut accounts: BTreeMap<Account, Vec<Vote>> = BTreeMap::new();
    for (voter, member) in (0..).map(Voter).zip(&round.members) {
        let Some(account) = member.account.filter(|_| member.confirmed) else { continue };
        let now = ballots.current(voter, proposal).filter(|now| !now.on_behalf);
        if let (Some(now), Some(_)) = (now, round.tiers[account.0 as usize]) {
            accounts.entry(account).or_default().push(now.vote);
        }
    }
    let mut sums = [0; 3];
    for (account, votes) in &accounts {
        let weight = round.tiers[account.0 as usize].map_or(0, |tier| tier as u64);
        for vote in votes {
            let stance = match vote {
                Vote::Agree(_) => 0,
                Vote::Disagree { .. } => 1,
                Vote::Pass => 2,
            };
            sums[stance] += weight * WHOLE / votes.len() as u64;
        }
    }
    (accounts.len() as u32, sums)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn shares_are_those_of_the_definition(round in round()) {
        let ballots = round.ballots();
        for (proposal, found) in (0..).map(Proposal).zip(all(&ballots)) {
            let (voices, sums) = oracle(&round, &ballots, proposal);
            prop_assert_eq!(found.voices, voices);
            let found = [found.agree, found.disagree, found.pass];
            for (found, exact) in found.into_iter().zip(sums) {
                prop_assert!((found - exact as f64 / WHOLE as f64).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn sums_stay_within_their_bounds(round in round()) {
        for e in all(&round.ballots()) {
            prop_assert!((e.agree + e.disagree + e.pass - e.weight).abs() < 1e-9);
            prop_assert!(f64::from(e.voices) <= e.weight && e.weight <= f64::from(3 * e.voices));
            prop_assert!(e.red_lines <= e.voices);
            prop_assert!(e.n_eff <= f64::from(e.voices) + 1e-9 && e.n_eff >= f64::from(e.voices) * 0.75 - 1e-9);
            prop_assert!(e.agree_voices <= f64::from(e.voices) + 1e-9 && e.agree_voices <= e.agree + 1e-9);
            prop_assert!((-1.0..=1.0).contains(&e.net()));
            for (s, all) in [(e.agree_strength, e.agree), (e.disagree_strength, e.disagree)] {
                prop_assert!(s.nice + s.important + s.essential <= all + 1e-9);
            }
        }
    }

    #[test]
    fn the_names_of_voters_and_accounts_do_not_matter(round in round(), seed in any::<u32>()) {
        // An odd multiplier permutes the residues of a power of two.
        let rename = |index: u32, of: u32| index.wrapping_mul(seed | 1).wrapping_add(seed) % of;
        let mut other = Ballots::default();
        for (account, tier) in (0..).zip(&round.tiers) {
            other.electorate_mut().set_entitlement(Account(rename(account, 8)), *tier);
        }
        for (voter, member) in (0..).zip(&round.members) {
            let account = member.account.map(|account| Account(rename(account.0, 8)));
            other.electorate_mut().set_membership(Voter(rename(voter, 32)), Membership { account, ..*member });
        }
        for entry in &round.log {
            let mut entry = *entry;
            entry.voter = Voter(rename(entry.voter.0, 32));
            other.apply(&entry);
        }
        prop_assert_eq!(all(&other), all(&round.ballots()), "bit for bit");
    }

    #[test]
    fn one_pass_over_all_equals_one_by_one(round in round()) {
        let ballots = round.ballots();
        let mut each = all(&ballots);
        each.truncate(ballots.proposals());
        prop_assert_eq!(evidence_of_all(&ballots), each);
    }

    #[test]
    fn everything_twice_is_twice_the_evidence(round in round()) {
        let accounts = u32::try_from(round.tiers.len()).unwrap();
        let people = u32::try_from(round.members.len()).unwrap();
        let mut twice = round.clone();
        twice.tiers.extend(&round.tiers);
        twice.members.extend(round.members.iter().map(|member| {
            let account = member.account.map(|account| Account(account.0 + accounts));
            Membership { account, ..*member }
        }));
        let copies = round.log.iter().map(|e| { let mut e = *e; e.voter.0 += people; e });
        twice.log = crate::round::numbered(round.log.iter().copied().chain(copies).collect());
        for (two, one) in all(&twice.ballots()).into_iter().zip(all(&round.ballots())) {
            prop_assert_eq!(two.voices, 2 * one.voices);
            prop_assert_eq!(two.weight, 2.0 * one.weight);
            prop_assert_eq!(two.red_lines, 2 * one.red_lines);
            prop_assert_eq!([two.agree, two.disagree, two.pass], [2.0 * one.agree, 2.0 * one.disagree, 2.0 * one.pass]);
            prop_assert_eq!(two.agree_strength.important, 2.0 * one.agree_strength.important);
            prop_assert_eq!(two.net(), one.net());
        }
    }

    #[test]
    fn strangers_change_nothing_but_the_count_of_strangers(round in round(), vote in crate::round::vote()) {
        let mut ballots = round.ballots();
        let before = all(&ballots);
        for stranger in 500..1_500 {
            // Nobody has confirmed the membership, or the account.
            let (account, confirmed) = if stranger % 2 == 0 { (stranger % 9, false) } else { (stranger, true) };
            if confirmed {
                ballots.electorate_mut().set_entitlement(Account(account), None);
            }
            let membership = Membership { account: Some(Account(account)), confirmed };
            ballots.electorate_mut().set_membership(Voter(stranger), membership);
            say(&mut ballots, Voter(stranger), Proposal(0), Some(vote));
        }
        let mut after = all(&ballots);
        let strangers = std::mem::replace(&mut after[0].unentitled, before[0].unentitled);
        prop_assert_eq!(after, before.clone());
        let heads = |h: Heads| h.agree + h.disagree + h.pass;
        prop_assert_eq!(heads(strangers), heads(before[0].unentitled) + 1_000);
    }

    #[test]
    fn a_thousand_voters_of_one_account_move_no_more_than_its_voice(round in round(), seed in any::<u64>()) {
        let mut ballots = round.ballots();
        let before = all(&ballots);
        let mut dice = engine::dice::Dice::new(seed);
        let votes = [AGREE, DISAGREE, RED, Vote::Pass];
        for colleague in 500..1_500 {
            let membership = Membership { account: Some(Account(0)), confirmed: true };
            ballots.electorate_mut().set_membership(Voter(colleague), membership);
            say(&mut ballots, Voter(colleague), Proposal(0), Some(votes[dice.below(4) as usize]));
        }
        let after = all(&ballots);
        prop_assert_eq!(&after[1..], &before[1..]);
        let (before, after) = (&before[0], &after[0]);
        let voice = round.tiers[0].map_or(0, |tier| tier as u32);
        let most = f64::from(voice) + 1e-9;
        prop_assert!(after.voices - before.voices <= u32::from(voice > 0));
        prop_assert!(after.red_lines.abs_diff(before.red_lines) <= u32::from(voice > 0));
        let sums = |e: &Evidence| [e.weight, e.agree, e.disagree, e.pass];
        for (after, before) in sums(after).into_iter().zip(sums(before)) {
            prop_assert!((after - before).abs() <= most, "{before} became {after}");
        }
    }

    #[test]
    fn another_account_adds_its_weight_to_its_stance_alone(round in round()) {
        let mut ballots = round.ballots();
        let before = all(&ballots).swap_remove(0);
        join(&mut ballots, Tier::Two, Proposal(0), AGREE);
        let after = all(&ballots).swap_remove(0);
        prop_assert_eq!((after.voices, after.weight), (before.voices + 1, before.weight + 2.0));
        prop_assert!((after.agree - before.agree - 2.0).abs() < 1e-12);
        prop_assert!((after.agree_voices - before.agree_voices - 1.0).abs() < 1e-12);
        prop_assert_eq!((after.disagree, after.pass), (before.disagree, before.pass));
    }
}
