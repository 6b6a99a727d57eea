//! Evidence and ranking of 100,000 proposals from 10 million votes, beside a bare pass over the same bytes.
//! `ACCORD_BENCH_VOTES` makes it smaller; proposals, people and accounts shrink along. One vote at the end of it too.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::attention::{TRENDING_HALF_LIFE, trending};
use engine::ballots::{Ballots, Entry, Proposal};
use engine::dice::Dice;
use engine::electorate::{Account, Membership, Voter};
use engine::evidence::{Evidence, Scratch, evidence, evidence_of_all};
use engine::ranking::{Item, common_prior, posterior, rank};
use engine::vote::Vote;

struct Town {
    ballots: Ballots,
    /// What a count has to read: voter and mark of every vote, by proposal, and nothing else.
    voters: Vec<u32>,
    marks: Vec<u8>,
    proposals: u32,
    people: u32,
}

fn town(votes: u32) -> Town {
    let (proposals, people, accounts) = (votes / 100, (votes / 33).max(1), (votes / 333).max(1));
    let mut dice = Dice::new(7);
    let mut ballots = Ballots::default();
    for voter in 0..people {
        let membership = Membership { account: Some(Account(dice.below(accounts))), confirmed: true };
        ballots.electorate_mut().set_membership(Voter(voter), membership);
    }
    let liking: Vec<u32> = (0..proposals).map(|_| 20 + dice.below(70)).collect();
    for number in 1..=votes {
        let proposal = dice.below(proposals);
        let vote = match dice.below(100) {
            mood if mood < liking[proposal as usize] => Vote::Agree(None),
            mood if mood < 95 => Vote::Disagree { strength: None, red_line: false },
            _ => Vote::Pass,
        };
        ballots.apply(&entry(i64::from(number), dice.below(people), proposal, vote));
    }
    ballots.compact();
    let voters = (0..ballots.len()).map(|_| dice.below(people)).collect();
    let marks = (0..ballots.len()).map(|_| dice.below(13) as u8).collect();
    Town { ballots, voters, marks, proposals, people }
}

fn entry(number: i64, voter: u32, proposal: u32, vote: Vote) -> Entry {
    let at = number * 1_000_000;
    Entry {
        number,
        at,
        voter: Voter(voter),
        proposal: Proposal(proposal),
        vote: Some(vote),
        on_behalf: false,
    }
}

/// The limit: every byte once, counted by proposal, without knowing of accounts.
fn bare(town: &Town) -> Vec<[u32; 4]> {
    let size = town.voters.len().div_ceil(town.proposals as usize).max(1);
    let polls = town.voters.chunks(size).zip(town.marks.chunks(size));
    polls
        .map(|(voters, marks)| {
            let mut counts = [0_u32; 4];
            for (voter, mark) in voters.iter().zip(marks) {
                counts[usize::from(mark & 3)] += 1 + (voter >> 31);
            }
            counts
        })
        .collect()
}

fn ranked(all: &[Evidence]) -> usize {
    let items: Vec<_> = (0..).zip(all).map(|(id, evidence)| Item { id, evidence }).collect();
    rank(&items).places.len()
}

fn measure(c: &mut Criterion) {
    let votes = std::env::var("ACCORD_BENCH_VOTES").ok().and_then(|v| v.parse().ok()).unwrap_or(10_000_000);
    let mut town = town(votes);
    let mut group = c.benchmark_group(format!("{votes} votes"));
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(town.ballots.len() as u64));
    group.bench_function("bare pass over the same bytes", |b| b.iter(|| black_box(bare(&town))));
    group.bench_function("evidence of all", |b| b.iter(|| black_box(evidence_of_all(&town.ballots))));
    let all = evidence_of_all(&town.ballots);
    group.bench_function("ranking of all", |b| b.iter(|| black_box(ranked(&all))));
    group.bench_function("evidence and ranking of all", |b| {
        b.iter(|| black_box(ranked(&evidence_of_all(&town.ballots))));
    });
    group.throughput(Throughput::Elements(1));
    let mut scratch = Scratch::default();
    group.bench_function("trending of one", |b| {
        b.iter(|| trending(&town.ballots, Proposal(3), votes, TRENDING_HALF_LIFE, &mut scratch));
    });
    let mut dice = Dice::new(11);
    let prior = common_prior(&all);
    group.bench_function("one vote into its proposal's evidence and place", |b| {
        b.iter(|| {
            let number = town.ballots.cut() + 1;
            let (voter, proposal) = (dice.below(town.people), dice.below(town.proposals));
            town.ballots.apply(&entry(number, voter, proposal, Vote::Agree(None)));
            posterior(&evidence(&town.ballots, Proposal(proposal), &mut scratch), prior.as_ref())
        });
    });
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
