//! Opinion groups of 2,000 people on 200 statements, of which everybody votes on half: the groups alone, with the statistics
//! of every statement, and with the stability gate.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use engine::dice::Dice;
use engine::groups::{opinion_groups, view};
use engine::opinions::{Opinion, Opinions};
use engine::representative::count;

const PEOPLE: u32 = 2_000;
const STATEMENTS: u32 = 200;

/// Three camps, a third of whose votes are at random.
fn conversation() -> Opinions {
    let mut dice = Dice::new(7);
    let mut votes = Vec::new();
    for person in 0..PEOPLE {
        for statement in (0..STATEMENTS).filter(|_| dice.below(2) == 0).collect::<Vec<_>>() {
            let opinion = match dice.below(3) {
                0 => [Opinion::Agree, Opinion::Pass, Opinion::Disagree][dice.below(3) as usize],
                _ if statement % 3 == person % 3 => Opinion::Agree,
                _ => Opinion::Disagree,
            };
            votes.push((person, statement, opinion));
        }
    }
    Opinions::new(PEOPLE, STATEMENTS, &votes)
}

fn statistics(opinions: &Opinions) -> f64 {
    let groups = opinion_groups(opinions);
    let table = count(opinions, &groups.of, groups.count);
    let pairs = (0..groups.count).flat_map(|group| (0..opinions.statements()).map(move |s| (group, s)));
    pairs.map(|(group, statement)| table.statistics(group, statement).rat).sum()
}

fn measure(c: &mut Criterion) {
    let opinions = conversation();
    let mut group = c.benchmark_group("2,000 people x 200 statements");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(2));
    group.bench_function("opinion groups", |b| b.iter(|| black_box(opinion_groups(&opinions))));
    group.bench_function("opinion groups and statistics", |b| b.iter(|| black_box(statistics(&opinions))));
    group.bench_function("opinion groups and their stability", |b| b.iter(|| black_box(view(&opinions))));
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
