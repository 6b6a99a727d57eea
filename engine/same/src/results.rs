//! What the engine makes of made ballots, wherever it computes with floats, written so that no bit is lost: Rust writes a float
//! with as many digits as tell it from every other.

use std::fmt::Debug;

use engine::attention::{TRENDING_HALF_LIFE, contested, needs_votes, trending};
use engine::ballots::{Ballots, Proposal};
use engine::breakdown::{Strata, breakdown_of_all};
use engine::consensus::consensus;
use engine::dice::Dice;
use engine::evidence::{Evidence, Scratch, evidence_of_all};
use engine::groups::view;
use engine::integrity::flags;
use engine::opinions::Opinions;
use engine::prior::Prior;
use engine::raking::{Margin, TRIM, rake};
use engine::ranking::{Item, common_prior, rank};
use engine::representative::count;
use engine::round::{Key, explain};
use engine::special::{beta_cdf, beta_quantile, digamma, ln_beta, trigamma};

use crate::{ballots::ballots, rounds};

const SEEDS: u64 = 4;

/// Every result as a line that begins with its name.
#[must_use]
pub fn lines() -> Vec<String> {
    let mut lines = Lines(Vec::new());
    functions(&mut lines, &mut Dice::new(0));
    for seed in 1..=SEEDS {
        let mut dice = Dice::new(seed);
        let ballots = ballots(&mut dice, 40 + 40 * seed as usize, 30 + 5 * seed as usize);
        proposals(&mut lines, &ballots);
        groups(&mut lines, &ballots);
        raking(&mut lines, &mut dice);
        reasons(&mut lines, &mut dice);
    }
    lines.0
}

struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, name: &str, result: impl Debug) {
        self.0.push(format!("{name} {result:?}"));
    }
}

/// The special functions from the smallest arguments to large ones.
fn functions(lines: &mut Lines, dice: &mut Dice) {
    for _ in 0..2_000 {
        let scale = [1e-3, 1.0, 30.0, 1e4][dice.index(4)];
        let (a, b, p) = (1e-6 + scale * dice.share(), 1e-6 + scale * dice.share(), dice.share());
        lines.add("special", (ln_beta(a, b), digamma(a), trigamma(b), beta_cdf(p, a, b)));
        lines.add("quantile", beta_quantile(p, a + 0.01, b + 0.01));
        lines.add("posterior", Prior::new(a, b).map(|prior| prior.posterior(p * scale, scale)));
    }
}

fn proposals(lines: &mut Lines, ballots: &Ballots) {
    let all = evidence_of_all(ballots);
    lines.add("evidence", &all);
    let items: Vec<Item> = (1..).zip(&all).map(|(id, evidence)| Item { id, evidence }).collect();
    lines.add("ranking", rank(&items));
    let keys = |evidence: &Evidence| (needs_votes(evidence), contested(evidence), evidence.net());
    lines.add("attention", all.iter().map(keys).collect::<Vec<_>>());
    let mut scratch = Scratch::default();
    let mut rising =
        |proposal| trending(ballots, Proposal(proposal), 1_790_900_000, TRENDING_HALF_LIFE, &mut scratch);
    lines.add("trending", (0..all.len() as u32).map(&mut rising).collect::<Vec<_>>());
    let accounts = ballots.electorate().accounts() as u32;
    let strata = Strata {
        segments: 3,
        cultures: 2,
        segment_of: (0..accounts).map(|account| (account % 4).checked_sub(1)).collect(),
        culture_of: (0..accounts * 3).map(|voter| Some(voter % 2)).collect(),
    };
    let prior = common_prior(&all);
    for cells in breakdown_of_all(ballots, &strata) {
        let shares: Vec<_> = cells.iter().map(|cell| cell.share(prior.as_ref())).collect();
        lines.add("consensus", (consensus(&shares), shares));
    }
    lines.add("integrity", flags(ballots, &vec![Some(1_789_900_000); accounts as usize]));
}

fn groups(lines: &mut Lines, ballots: &Ballots) {
    let opinions = Opinions::of(ballots);
    let view = view(&opinions);
    let table = count(&opinions, &view.groups.of, view.groups.count);
    for group in 0..view.groups.count {
        let statistics = |statement| table.statistics(group, statement);
        lines.add("statistics", (0..opinions.statements()).map(statistics).collect::<Vec<_>>());
        lines.add("representative", table.representative(group, 5));
    }
    let consensus = (0..opinions.statements()).map(|statement| table.group_informed_consensus(statement));
    lines.add("informed consensus", consensus.collect::<Vec<_>>());
    lines.add("groups", view);
}

fn raking(lines: &mut Lines, dice: &mut Dice) {
    for trim in [None, Some(TRIM), Some(1.5)] {
        let rows = 20 + dice.index(60);
        let respondents: Vec<u32> = (0..rows).map(|_| dice.index(9) as u32).collect();
        let mut margin = |categories: usize| {
            let of = (0..rows).map(|_| dice.index(categories) as u32).collect();
            // Quarters, so that the sums of all margins are one to the last bit.
            let fair = 4_000 / categories;
            let mut totals: Vec<f64> =
                (1..categories).map(|_| 0.25 * (fair * 3 / 4 + dice.index(fair / 2)) as f64).collect();
            totals.push(1_000.0 - totals.iter().sum::<f64>());
            Margin::new(of, totals)
        };
        let margins: Result<Vec<Margin>, _> = [3, 4, 6].into_iter().map(&mut margin).collect();
        lines.add("raking", margins.map(|margins| rake(&respondents, &margins, trim)));
    }
}

fn reasons(lines: &mut Lines, dice: &mut Dice) {
    let size = rounds::Size { accounts: 30, proposals: 8, turnout: 50 };
    let inputs = rounds::round(dice, size, 2);
    let title = |key: Key| format!("{key:?}");
    for candidate in &inputs.candidates {
        lines.add("reason", explain(&inputs, candidate.key, &title, &|cell| format!("cell {cell}")));
    }
}
