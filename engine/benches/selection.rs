//! Equal shares without completion on 100,000 practices and 10 million approvals, beside a bare pass over the same bytes; and,
//! where the file is there (`ACCORD_DATA`, or `../shared/data`), a real election with completion.
//! `ACCORD_BENCH_APPROVALS` makes it smaller; practices and voters shrink along.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use engine::dice::Dice;
use engine::election::{Approval, Election, Parts, Practice, Utility};
use engine::shares::{Completion, Method, Step, equal_shares};

/// A few practices that many want, many that few want; costs from one to a hundred; a budget for some tens of them.
fn election(approvals: u32, budget: i64, weights: bool) -> Election {
    let (practices, voters) = ((approvals / 100).max(10), (approvals / 33).max(10));
    let mut dice = Dice::new(7);
    let supporters = |dice: &mut Dice| {
        // Votes fall with the rank, as they do: few practices have thousands, most have tens.
        let count = 4 + 13_000 / (1 + dice.below(1_000));
        let mut list: Vec<u32> = (0..count.min(voters)).map(|_| dice.below(voters)).collect();
        list.sort_unstable();
        list.dedup();
        list.into_iter().map(|voter| Approval { voter, score: 1 }).collect::<Vec<_>>()
    };
    let approvals: Vec<_> = (0..practices).map(|_| supporters(&mut dice)).collect();
    let costs: Vec<i64> = (0..practices).map(|_| i64::from(1_000 + dice.below(99_000))).collect();
    let practice = |cost| Practice { costs: vec![cost], ..Practice::default() };
    let weight = |dice: &mut Dice| if weights { 1 + u64::from(dice.below(1_000_000)) } else { 1 };
    let parts = Parts {
        capacities: vec![budget],
        practices: costs.into_iter().map(practice).collect(),
        approvals,
        weights: (0..voters).map(|_| weight(&mut dice)).collect(),
        voice: 1,
        ..Parts::default()
    };
    Election::new(parts).expect("made to be one")
}

/// The limit: every approval once, with its voter's class.
fn bare(election: &Election, classes: &[u32]) -> u64 {
    let all = 0..election.practices().len() as u32;
    all.flat_map(|practice| election.supporters(practice))
        .map(|&voter| u64::from(classes[voter as usize]))
        .sum()
}

fn real(name: &str) -> Option<Election> {
    let folder = std::env::var_os("ACCORD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let path = folder.join("pabulib").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Election::new(engine::pabulib::parse(&text, Utility::Cost).ok()?.parts).ok(),
        Err(_) => {
            println!("skipped: {} is not there", path.display());
            None
        }
    }
}

fn measure(c: &mut Criterion) {
    let wanted =
        std::env::var("ACCORD_BENCH_APPROVALS").ok().and_then(|v| v.parse().ok()).unwrap_or(10_000_000);
    let mut group = c.benchmark_group("selection");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    let cases = [(5_000_000, false), (5_000_000, true), (50_000_000, false)];
    for (budget, weights) in cases {
        let name = if weights { "weights up to a million" } else { "weights of 1" };
        let election = election(wanted, budget, weights);
        let all = (0..election.practices().len() as u32).map(|p| election.supporters(p).len()).sum::<usize>();
        let winners = equal_shares(&election, &Method::PLAIN).chosen.len();
        let title =
            format!("{} practices, {all} approvals, {winners} chosen, {name}", election.practices().len());
        let classes = vec![1; election.parts().weights.len()];
        group.bench_function(format!("{title}: bare pass"), |b| {
            b.iter(|| black_box(bare(&election, &classes)))
        });
        group.bench_function(format!("{title}: equal shares"), |b| {
            b.iter(|| black_box(equal_shares(&election, &Method::PLAIN)));
        });
    }
    if let Some(election) = real("Poland_Swiecie_2023.pb") {
        for completion in [Completion::None, Completion::AddOne, Completion::UntilOverspend] {
            let step = Step::PerVoice { amount: 1, of: 1 };
            let method = Method { completion, step, fill: false };
            group.bench_function(format!("Świecie 2023, {completion:?}"), |b| {
                b.iter(|| black_box(equal_shares(&election, &method)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
