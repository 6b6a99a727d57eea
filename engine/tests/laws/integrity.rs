//! Planted rings and bursts are found, honest rounds and real conversations are left in peace, nothing is deleted.

use std::collections::BTreeSet;
use std::path::PathBuf;

use engine::ballots::{Ballots, Entry, Proposal};
use engine::dice::Dice;
use engine::electorate::{Account, Membership, Voter};
use engine::evidence::{Scratch, evidence};
use engine::integrity::{Behind, Flags, flags};
use engine::vote::Vote;
use proptest::prelude::*;

use crate::round::{numbered, round};

const DAY: u32 = 24 * 3_600;
const START: u32 = 1_700_000_000;
const PEOPLE: u32 = 300;

fn said(voter: u32, proposal: u32, at: u32, vote: Vote) -> Entry {
    Entry {
        number: 0,
        at: i64::from(at) * 1_000_000,
        voter: Voter(voter),
        proposal: Proposal(proposal),
        vote: Some(vote),
        on_behalf: false,
    }
}

fn ballots(log: Vec<Entry>) -> Ballots {
    let mut ballots = Ballots::default();
    let last = log.iter().map(|entry| entry.voter.0).max().unwrap_or(0);
    for voter in 0..=last {
        let membership = Membership { account: Some(Account(voter)), confirmed: true };
        ballots.electorate_mut().set_membership(Voter(voter), membership);
    }
    ballots.extend(&numbered(log));
    ballots
}

/// Three hundred people who come once in thirty days, half of them on the day of the invitation, and go through some of
/// sixty proposals, which they like as different as they are.
fn honest(random: &mut Dice) -> Vec<Entry> {
    let mut log = Vec::new();
    for voter in 0..PEOPLE {
        let day = if random.below(2) == 0 { 0 } else { random.below(30) };
        let mut at = START + day * DAY + random.below(10 * 3_600);
        let eager = 2 + random.below(58);
        for proposal in 0..60 {
            if random.below(60) < eager {
                at += 5 + random.below(40);
                let liking = 30 + proposal;
                let vote = match random.below(100) {
                    mood if mood < liking => Vote::Agree(None),
                    mood if mood < 92 => Vote::Disagree { strength: None, red_line: false },
                    _ => Vote::Pass,
                };
                log.push(said(voter, proposal, at, vote));
            }
        }
    }
    log
}

/// `size` newcomers who agree with the same `votes` proposals, over two days.
fn ring(random: &mut Dice, size: u32, votes: u32) -> Vec<Entry> {
    let mut wanted: BTreeSet<u32> = BTreeSet::new();
    while (wanted.len() as u32) < votes {
        wanted.insert(random.below(60));
    }
    let mut log = Vec::new();
    for voter in PEOPLE..PEOPLE + size {
        let at = START + 9 * DAY + random.below(2 * DAY);
        log.extend(wanted.iter().map(|&proposal| said(voter, proposal, at, Vote::Agree(None))));
    }
    log
}

/// `size` newcomers who agree with one proposal within half an hour.
fn burst(random: &mut Dice, size: u32) -> Vec<Entry> {
    let (proposal, at) = (random.below(60), START + random.below(30 * DAY));
    let come = |voter| said(voter, proposal, at + random.below(1_800), Vote::Agree(None));
    (PEOPLE..PEOPLE + size).map(come).collect()
}

fn flagged(flags: &Flags) -> BTreeSet<Voter> {
    let votes = flags.votes();
    flags.voters().into_iter().chain(votes.into_iter().map(|(voter, _)| voter)).collect()
}

/// Of the planted and of the honest voters of ten rounds, how many in a hundred are flagged.
fn shares(plant: impl Fn(&mut Dice) -> Vec<Entry>) -> (u32, u32) {
    let (mut found, mut planted, mut wronged, mut all) = (0, 0, 0, 0);
    for seed in 0..10 {
        let mut random = Dice::new(seed);
        let mut log = honest(&mut random);
        log.extend(plant(&mut random));
        let people = log.iter().map(|entry| entry.voter).collect::<BTreeSet<_>>();
        let found_here = flagged(&flags(&ballots(log), &[]));
        let newcomer = |voter: &&Voter| voter.0 >= PEOPLE;
        found += found_here.iter().filter(newcomer).count() as u32;
        wronged += found_here.iter().filter(|voter| !newcomer(voter)).count() as u32;
        planted += people.iter().filter(newcomer).count() as u32;
        all += PEOPLE;
    }
    (100 * found / planted.max(1), (100 * wronged).div_ceil(all))
}

#[test]
fn planted_rings_are_found() {
    for (size, votes) in [(5, 4), (10, 5), (10, 10), (30, 8), (5, 20)] {
        let (found, wronged) = shares(|random| ring(random, size, votes));
        assert!(found >= 95 && wronged <= 1, "{size} × {votes}: found {found} %, wronged {wronged} %");
    }
}

#[test]
fn what_fewer_than_five_accounts_did_is_not_told() {
    let random = &mut Dice::new(1);
    let mut log = honest(random);
    log.extend(ring(random, 30, 8));
    let mut ballots = ballots(log);
    let all = flags(&ballots, &[]);
    let told = all.clone().told(&ballots);
    assert_eq!(told.rings, all.rings);
    assert_eq!(Behind::of(&ballots, &told.rings[0].voters).accounts, Some(told.rings[0].voters.len() as u32));
    // The same ring out of one account, and of people whose account nobody has confirmed.
    for (confirmed, accounts, apart) in [(true, None, None), (false, None, Some(30))] {
        for voter in PEOPLE..PEOPLE + 30 {
            let membership = Membership { account: Some(Account(PEOPLE)), confirmed };
            ballots.electorate_mut().set_membership(Voter(voter), membership);
        }
        let told = flags(&ballots, &[]).told(&ballots);
        assert_eq!(told.rings.len(), usize::from(apart.is_some()));
        let voters: Vec<Voter> = (PEOPLE..PEOPLE + 30).map(Voter).collect();
        assert_eq!(Behind::of(&ballots, &voters), Behind { accounts, apart });
    }
}

#[test]
fn neither_few_fresh_accounts_nor_few_others_are_told() {
    let random = &mut Dice::new(2);
    let mut log = honest(random);
    log.extend(burst(random, 25));
    let ballots = ballots(log);
    let fresh = |count: u32| {
        let created: Vec<Option<u32>> = (0..PEOPLE + 25)
            .map(|account| (account >= PEOPLE && account < PEOPLE + count).then_some(START))
            .collect();
        let burst = flags(&ballots, &[]).bursts[0].from;
        let created: Vec<Option<u32>> = created.iter().map(|born| born.map(|_| burst - 60)).collect();
        flags(&ballots, &created).told(&ballots).fresh.len() as u32
    };
    let of = flags(&ballots, &[]).bursts[0].voters.iter().filter(|voter| voter.0 >= PEOPLE).count() as u32;
    assert_eq!((fresh(4), fresh(10)), (0, 10));
    assert!(of < 25 || fresh(23) == 0, "two of the burst are not fresh: nobody is told");
}

#[test]
fn planted_bursts_are_found() {
    for size in [15, 25, 60] {
        let (found, wronged) = shares(|random| burst(random, size));
        assert!(found >= 95 && wronged <= 1, "{size}: found {found} %, wronged {wronged} %");
    }
}

#[test]
fn honest_rounds_are_left_in_peace() {
    let (_, wronged) = shares(|_| Vec::new());
    assert!(wronged <= 1, "{wronged} %");
}

#[test]
fn a_round_in_which_all_agree_has_no_rings() {
    let log =
        (0..100).flat_map(|v| (0..10).map(move |p| said(v, p, START + v * 977 + p * 7, Vote::Agree(None))));
    assert!(flagged(&flags(&ballots(log.collect()), &[])).is_empty());
}

#[test]
fn both_results_are_there_and_fresh_accounts_are_told() {
    let mut random = Dice::new(3);
    let mut log = honest(&mut random);
    let planted = burst(&mut random, 40);
    let (proposal, at) = (planted[0].proposal, (planted[0].at / 1_000_000) as u32);
    log.extend(planted);
    let all = ballots(log);
    let mut created = vec![Some(START - 400 * DAY); PEOPLE as usize];
    created.extend(vec![Some(at - 2 * DAY); 40]);
    let flags = flags(&all, &created);
    assert_eq!(flags.fresh.len(), 40);
    assert_eq!(flags.bursts.len(), 1);
    assert!(flags.bursts[0].surprise > 6.0 && flags.bursts[0].proposal == proposal);
    let without = flags.without(&all);
    assert_eq!(without.len(), all.len() - 40, "nothing else is left out");
    let count = |ballots: &Ballots| evidence(ballots, proposal, &mut Scratch::default()).voices;
    assert_eq!(count(&without) + 40, count(&all));
}

/// Votes of a real conversation, held with the Polis software, as they were cast.
fn conversation(path: &std::path::Path) -> Vec<Entry> {
    let text = std::fs::read_to_string(path).expect("votes.csv");
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    let place = |name: &str| heading.iter().position(|other| *other == name).expect("a column");
    let (at, proposal, voter, vote) =
        (place("timestamp"), place("comment-id"), place("voter-id"), place("vote"));
    let mut log: Vec<Entry> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |place: usize| cells[place].parse::<i64>().expect("a number");
            let vote = match number(vote) {
                1 => Vote::Agree(None),
                0 => Vote::Pass,
                _ => Vote::Disagree { strength: None, red_line: false },
            };
            said(number(voter) as u32, number(proposal) as u32, (number(at) / 1_000) as u32, vote)
        })
        .collect();
    log.sort_by_key(|entry| entry.at);
    log
}

#[test]
fn real_conversations_are_left_in_peace() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let data = std::env::var_os("ACCORD_DATA").map_or(beside, PathBuf::from).join("polis");
    let Ok(folders) = std::fs::read_dir(&data) else {
        eprintln!("SKIPPED: no real conversations in {}", data.display());
        return;
    };
    for folder in folders {
        let path = folder.unwrap().path().join("votes.csv");
        let log = conversation(&path);
        let people = log.iter().map(|entry| entry.voter).collect::<BTreeSet<_>>().len();
        let ballots = ballots(log);
        let flags = flags(&ballots, &[]);
        let wronged = flagged(&flags).len();
        assert!(100 * wronged <= people, "{}: {wronged} of {people}: {flags:?}", path.display());
        let left_out = ballots.len() - flags.without(&ballots).len();
        assert!(100 * left_out <= ballots.len(), "{}: {left_out} votes", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn flags_do_not_depend_on_the_order_of_the_columns(round in round()) {
        // The last vote of each counts; told in another order, with nothing replaced on the way.
        let one = round.ballots();
        let mut last: Vec<Entry> = Vec::new();
        for entry in &round.log {
            if let Some(now) = one.current(entry.voter, entry.proposal) {
                last.retain(|other| (other.voter, other.proposal) != (entry.voter, entry.proposal));
                let at = i64::from(now.at) * 1_000_000;
                last.push(Entry { at, vote: Some(now.vote), on_behalf: now.on_behalf, ..*entry });
            }
        }
        last.reverse();
        let mut other = round.empty();
        other.extend(&numbered(last));
        prop_assert_eq!(flags(&one, &[]), flags(&other, &[]));
    }
}
