//! Rounds as they could be: several resources, unequal weights, camps that disagree, red lines, savings, full cells.

use engine::dice::Dice;
use engine::round::{
    Account, Candidate, Change, FORMAT, Inputs, Key, Resource, Rules, Trials, Voter, Votes, Weights,
};
use serde_json::{Value, json};

/// How large a round is, at most.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub accounts: usize,
    pub proposals: usize,
    /// Of a hundred voters, so many vote on a proposal.
    pub turnout: usize,
}

const SMALL: Size = Size { accounts: 60, proposals: 40, turnout: 60 };

/// Five hundred practices and five thousand accounts, each with a vote on thirty.
pub const LARGE: Size = Size { accounts: 5_000, proposals: 500, turnout: 6 };

const CULTURES: u32 = 4;
const CELLS: u32 = 16;
const WEIGHTS: [u32; 6] = [1_000, 1_000, 1_000, 2_000, 3_000, 1_375];
/// Capacities without much in common.
const CAPACITIES: [i64; 5] = [400, 90_000, 77, 1_001, 36];

/// A small round by its number, with several that are tried on it and what they select, or why not, natively.
#[must_use]
pub fn tried(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let size = Size {
        accounts: 1 + dice.index(SMALL.accounts),
        proposals: 1 + dice.index(SMALL.proposals),
        turnout: 5 + dice.index(SMALL.turnout),
    };
    let resources = dice.index(4);
    let mut inputs = round(&mut dice, size, resources);
    link(&mut dice, &mut inputs.candidates);
    inputs.rules = rules(&mut dice);
    let changes: Vec<Change> = (0..3).map(|_| change(&mut dice, &inputs)).collect();
    with_answers(inputs, &[&[Change::default()], changes.as_slice()].concat())
}

/// A large round in turns without completion and with it, while capacities move a little, as by a slider. What customers are
/// against is for people to weigh there, so that money has to decide.
#[must_use]
pub fn tried_large() -> Value {
    let inputs = round(&mut Dice::new(1), LARGE, 2);
    let capacities = |moved: i64| inputs.resources.iter().map(|resource| resource.capacity + moved).collect();
    let change = |moved: i64, completion: bool| Change {
        rules: Some(Rules {
            completion,
            most_red_lines: LARGE.accounts as u32,
            cost_over_support: 0,
            ..Rules::default()
        }),
        capacities: Some(capacities(moved)),
        weights: None,
    };
    let changes: Vec<Change> =
        (0..20).flat_map(|moved| [change(moved, false), change(moved, true)]).collect();
    with_answers(inputs, &changes)
}

fn with_answers(inputs: Inputs, changes: &[Change]) -> Value {
    let text = json!(inputs).to_string();
    let trials = Trials::new(inputs);
    let answer = |change: &Change| {
        let trials = trials.as_ref().map_err(|fault| *fault);
        match trials
            .and_then(|trials| trials.select(change))
            .map(|selection| serde_json::to_string(&selection))
        {
            Ok(selection) => json!({ "change": json!(change).to_string(), "selection": selection.ok() }),
            Err(fault) => json!({ "change": json!(change).to_string(), "error": fault.to_string() }),
        }
    };
    json!({ "inputs": text, "answers": changes.iter().map(answer).collect::<Vec<_>>() })
}

/// A round with so many resources.
#[must_use]
pub fn round(dice: &mut Dice, size: Size, resources: usize) -> Inputs {
    let resources: Vec<Resource> = (0..resources)
        .map(|place| Resource {
            name: format!("resource {place}"),
            unit: "hours".into(),
            capacity: CAPACITIES[dice.index(CAPACITIES.len())],
        })
        .collect();
    let segments = 1 + dice.index(4);
    let accounts: Vec<Account> = (0..size.accounts)
        .map(|_| Account {
            weight: WEIGHTS[dice.index(WEIGHTS.len())],
            segments: (0..segments as u32).filter(|_| dice.index(2) == 0).collect(),
        })
        .collect();
    let voters: Vec<Voter> = (0..size.accounts as u32)
        .flat_map(|account| {
            let culture = Some(dice.index(CULTURES as usize) as u32).filter(|&culture| culture > 0);
            std::iter::repeat_n(Voter { account, culture }, 1 + dice.index(3))
        })
        .collect();
    let votes =
        (1..=size.proposals as i64).map(|proposal| votes(dice, &voters, size.turnout, proposal)).collect();
    let candidates = (1..=size.proposals as i64).map(|number| candidate(dice, number, &resources)).collect();
    Inputs {
        format: FORMAT,
        rules: Rules::default(),
        resources,
        cells: CELLS,
        candidates,
        segments: (0..segments).map(|segment| format!("size: {segment}")).collect(),
        cultures: CULTURES,
        accounts,
        voters,
        votes,
    }
}

/// Some proposals are everybody's, some those of one culture, to which another is opposed.
fn votes(dice: &mut Dice, voters: &[Voter], turnout: usize, proposal: i64) -> Votes {
    let mut votes = Votes { proposal, ..Votes::default() };
    let camp = dice.index(2 * CULTURES as usize) as u32;
    let red_lines = dice.index(30);
    for (voter, person) in (0..).zip(voters) {
        if dice.index(100) >= turnout {
            continue;
        }
        let liking = if camp >= CULTURES || person.culture == Some(camp) { 85 } else { 35 };
        let list = match dice.index(100) {
            mood if mood < liking => &mut votes.agree,
            mood if mood < 92 && dice.index(100) < red_lines => &mut votes.red_line,
            mood if mood < 92 => &mut votes.disagree,
            _ => &mut votes.pass,
        };
        list.push(voter);
    }
    votes
}

/// Most stand for one proposal, some for two or three; one in ten saves something.
fn candidate(dice: &mut Dice, number: i64, resources: &[Resource]) -> Candidate {
    let merged = if dice.index(4) == 0 { 1 + dice.index(3) as i64 } else { 1 };
    let saves = dice.index(10) == 0;
    let cost = |resource: &Resource| match saves {
        true => -(dice.index(20) as i64),
        false => dice.index(1 + resource.capacity as usize / 4) as i64,
    };
    Candidate {
        key: if merged > 1 { Key::Practice(number) } else { Key::Proposal(number) },
        costs: resources.iter().map(cost).collect(),
        cells: vec![number as u32 % CELLS, number as u32 / 3 % CELLS],
        proposals: (number..number + merged).collect(),
        opposites: vec![],
        needs: vec![],
    }
}

/// A candidate in eight has an opposite, and as many need another, in circles too.
fn link(dice: &mut Dice, candidates: &mut [Candidate]) {
    let keys: Vec<Key> = candidates.iter().map(|candidate| candidate.key).collect();
    for candidate in candidates {
        let other = keys[dice.index(keys.len())];
        let list = match dice.index(8) {
            0 => &mut candidate.opposites,
            1 => &mut candidate.needs,
            _ => continue,
        };
        list.extend(Some(other).filter(|other| *other != candidate.key));
    }
}

fn rules(dice: &mut Dice) -> Rules {
    Rules {
        least_accounts: dice.index(7) as u32,
        cost_over_support: dice.index(6) as u32,
        strong_opposition: 40 + dice.index(61) as u32,
        most_red_lines: dice.index(8) as u32,
        completion: dice.index(3) > 0,
        floor: [0, 0, 10, 40][dice.index(4)],
        most_in_cell: Some(dice.index(5) as u32).filter(|&most| most > 0),
    }
}

/// Other rules, other capacities, or both; now and then nothing of a resource, or one too few; and sometimes other weights.
fn change(dice: &mut Dice, inputs: &Inputs) -> Change {
    let rules = (dice.index(2) == 0).then(|| rules(dice));
    let mut capacities: Vec<i64> = inputs
        .resources
        .iter()
        .map(|resource| match dice.index(8) {
            0 => 0,
            _ => 1 + dice.index(3 * resource.capacity as usize) as i64,
        })
        .collect();
    if dice.index(20) == 0 {
        capacities.pop();
    }
    let capacities = (dice.index(4) > 0).then_some(capacities);
    Change { rules, capacities, weights: weights(dice, inputs) }
}

fn weights(dice: &mut Dice, inputs: &Inputs) -> Option<Weights> {
    let mut times = || 200 + dice.index(3_000) as u32;
    let segments = (0..inputs.segments.len() as u32).map(|segment| (segment, times())).collect();
    let by = Weights::By { segments, others: times() };
    match dice.index(4) {
        0 => Some(Weights::Even),
        1 => Some(by),
        _ => None,
    }
}
