//! From the memory of a round to what the engine selects from: public proposals, practices, votes with weight. Nobody's name
//! and no number of a person or an account is in it.

use crate::db::practices::Stored;
use crate::memory::{RoundMemory, World};
use engine::electorate::{Account as EngineAccount, Voter as EngineVoter};
use engine::round::{Account, Candidate, FORMAT, Inputs, Key, Resource, Rules, Voter, Votes};
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use engine::vote::Vote;
use model::practice::Cost;
use model::round::Round;
use model::{PracticeId, ProposalId, RoundId, selection};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything but the votes that a selection depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    pub rules: selection::Rules,
    pub resources: Vec<model::round::Resource>,
    pub cells: u32,
    pub cultures: usize,
    pub candidates: Vec<selection::Candidate>,
    /// What else is known of each.
    behind: Vec<Behind>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Behind {
    made_from: Vec<ProposalId>,
    opposites: Vec<PracticeId>,
    needs: Vec<PracticeId>,
}

/// What the engine is given, with what it is called.
pub struct Gathered {
    pub round: RoundId,
    pub matter: Matter,
    /// Shared with who tries changes on it: it has all the votes.
    pub inputs: Arc<Inputs>,
    /// Account base by segment: topmost accounts that there are, whether they voted or not.
    pub base: Vec<u32>,
    pub base_total: u32,
}

impl Matter {
    #[must_use]
    pub fn of(memory: &RoundMemory, practices: &[Stored]) -> Self {
        let round = &memory.round;
        let public = |id: &ProposalId| memory.proposal(*id).is_some_and(|p| p.status.is_public());
        let taken: BTreeSet<ProposalId> =
            practices.iter().flat_map(|practice| practice.text.proposals.iter().copied()).collect();
        let mut candidates = Vec::new();
        let mut behind = Vec::new();
        for practice in practices {
            let text = &practice.text;
            candidates.push(selection::Candidate {
                key: selection::Key::Practice(practice.id),
                title: text.title.to_string(),
                stages: text.stages,
                cultures: text.cultures,
                costs: text.costs.clone(),
                cost_changes: crate::design::costs::changed(practice, round),
            });
            behind.push(Behind {
                made_from: text.proposals.iter().copied().filter(public).collect(),
                opposites: text.opposites.clone(),
                needs: text.needs.clone(),
            });
        }
        let default =
            |resource: &model::round::Resource| Cost { resource: resource.id, amount: resource.default_cost };
        for proposal in memory.proposals().filter(|p| p.status.is_public() && !taken.contains(&p.id)) {
            candidates.push(selection::Candidate {
                key: selection::Key::Proposal(proposal.id),
                title: proposal.text.title.to_string(),
                stages: proposal.text.stages,
                cultures: proposal.text.cultures,
                costs: round.resources.iter().map(default).collect(),
                cost_changes: Vec::new(),
            });
            behind.push(Behind { made_from: vec![proposal.id], ..Behind::default() });
        }
        Self {
            rules: round.rules,
            resources: round.resources.clone(),
            cells: cells(round),
            cultures: round.cultures.len(),
            candidates,
            behind,
        }
    }
}

impl Matter {
    /// The proposals behind a candidate.
    #[must_use]
    pub fn made_from(&self, key: selection::Key) -> &[ProposalId] {
        let place = self.candidates.iter().position(|candidate| candidate.key == key);
        place.and_then(|place| self.behind.get(place)).map_or(&[], |behind| &behind.made_from)
    }
}

fn cells(round: &Round) -> u32 {
    u32::try_from(round.stages.len() * round.cultures.len()).unwrap_or(u32::MAX)
}

/// The engine's word for the round's rules.
#[must_use]
pub fn rules(rules: &selection::Rules) -> Rules {
    Rules {
        least_accounts: rules.least_accounts,
        cost_over_support: rules.cost_over_support,
        strong_opposition: rules.strong_opposition,
        most_red_lines: rules.most_red_lines,
        completion: rules.completion,
        floor: rules.floor,
        most_in_cell: rules.most_in_cell,
    }
}

#[must_use]
pub fn key(key: selection::Key) -> Key {
    match key {
        selection::Key::Practice(PracticeId(id)) => Key::Practice(id),
        selection::Key::Proposal(ProposalId(id)) => Key::Proposal(id),
    }
}

/// The other way round.
#[must_use]
pub fn of_engine(key: Key) -> selection::Key {
    match key {
        Key::Practice(id) => selection::Key::Practice(PracticeId(id)),
        Key::Proposal(id) => selection::Key::Proposal(ProposalId(id)),
    }
}

/// Puts a round's inputs together. O(votes).
#[must_use]
pub fn gather(world: &World, memory: &RoundMemory, matter: Matter) -> Gathered {
    let round = memory.round.id;
    let mut crowd = Crowd::new(world, round);
    let votes = memory.proposals().filter(|p| p.status.is_public()).map(|proposal| {
        let mut votes = Votes { proposal: proposal.id.0, ..Votes::default() };
        for (voter, account, vote) in memory.entitled(proposal.id) {
            let voter = crowd.voter(memory, voter, account);
            match vote {
                Vote::Agree(_) => votes.agree.push(voter),
                Vote::Disagree { red_line: false, .. } => votes.disagree.push(voter),
                Vote::Disagree { red_line: true, .. } => votes.red_line.push(voter),
                Vote::Pass => votes.pass.push(voter),
            }
        }
        votes
    });
    let votes = votes.collect();
    let resource = |resource: &model::round::Resource| Resource {
        name: resource.name.to_string(),
        unit: resource.unit.to_string(),
        capacity: resource.capacity,
    };
    let inputs = Inputs {
        format: FORMAT,
        rules: rules(&matter.rules),
        resources: matter.resources.iter().map(resource).collect(),
        cells: matter.cells,
        candidates: candidates(&matter),
        cultures: u32::try_from(matter.cultures).unwrap_or(0),
        votes,
        accounts: crowd.accounts,
        voters: crowd.voters,
        segments: crowd.segments.names,
    };
    let (base, base_total) = (crowd.segments.base, crowd.segments.total);
    Gathered { round, matter, inputs: Arc::new(inputs), base, base_total }
}

fn candidates(matter: &Matter) -> Vec<Candidate> {
    let cost = |candidate: &selection::Candidate, resource: &model::round::Resource| {
        let found = candidate.costs.iter().find(|cost| cost.resource == resource.id);
        found.map_or(0, |cost| cost.amount)
    };
    let cells = |candidate: &selection::Candidate| {
        let places = candidate.stages.iter().flat_map(|stage| {
            candidate.cultures.iter().map(move |culture| stage * matter.cultures + culture)
        });
        let cells = places.filter_map(|cell| u32::try_from(cell).ok().filter(|cell| *cell < matter.cells));
        cells.collect()
    };
    let practices = |ids: &[PracticeId]| ids.iter().map(|id| Key::Practice(id.0)).collect();
    let all = matter.candidates.iter().zip(&matter.behind);
    all.map(|(candidate, behind)| Candidate {
        key: key(candidate.key),
        costs: matter.resources.iter().map(|resource| cost(candidate, resource)).collect(),
        cells: cells(candidate),
        proposals: behind.made_from.iter().map(|id| id.0).collect(),
        opposites: practices(&behind.opposites),
        needs: practices(&behind.needs),
    })
    .collect()
}

/// The segments that enough accounts are in for anything to be said of them.
struct Segments {
    names: Vec<String>,
    base: Vec<u32>,
    total: u32,
}

impl Segments {
    /// Of the company's accounts; those of a sample are counted in samples alone, and no others there.
    fn new(world: &World, round: RoundId) -> Self {
        let sample = world.round(round).is_some_and(|memory| memory.round.sample);
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        let mut total = 0;
        let accounts = world.directory.topmost_accounts();
        for account in accounts.filter(|account| world.directory.is_of_sample(*account) == sample) {
            total += 1;
            for name in world.directory.segments(account) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let large = counts.into_iter().filter(|(_, count)| *count >= MIN_ACCOUNTS_SHOWN);
        let (names, base) = large.map(|(name, count)| (name.to_owned(), count)).unzip();
        Self { names, base, total }
    }
}

/// Accounts and voters as they come up, each under the next number.
struct Crowd<'a> {
    world: &'a World,
    round: RoundId,
    segments: Segments,
    accounts: Vec<Account>,
    voters: Vec<Voter>,
    account_places: FxHashMap<u32, u32>,
    voter_places: FxHashMap<u32, u32>,
}

impl<'a> Crowd<'a> {
    fn new(world: &'a World, round: RoundId) -> Self {
        Self {
            world,
            round,
            segments: Segments::new(world, round),
            accounts: Vec::new(),
            voters: Vec::new(),
            account_places: FxHashMap::default(),
            voter_places: FxHashMap::default(),
        }
    }

    fn voter(&mut self, memory: &RoundMemory, voter: EngineVoter, account: EngineAccount) -> u32 {
        if let Some(&place) = self.voter_places.get(&voter.0) {
            return place;
        }
        let account = self.account(memory, account);
        let person = self.world.voter_person(voter).and_then(|person| self.world.person(person));
        let speaks = person.and_then(|person| {
            let (_, culture) = *person.cultures.iter().find(|(round, _)| *round == self.round)?;
            u32::try_from(culture).ok()
        });
        let place = u32::try_from(self.voters.len()).unwrap_or(u32::MAX);
        self.voters.push(Voter { account, culture: speaks });
        self.voter_places.insert(voter.0, place);
        place
    }

    fn account(&mut self, memory: &RoundMemory, account: EngineAccount) -> u32 {
        if let Some(&place) = self.account_places.get(&account.0) {
            return place;
        }
        let names =
            self.world.account(account).map(|id| self.world.directory.segments(id)).unwrap_or_default();
        let place_of = |name: &String| self.segments.names.binary_search(name).ok();
        let mut segments: Vec<u32> = names.iter().filter_map(place_of).map(|at| at as u32).collect();
        segments.sort_unstable();
        let place = u32::try_from(self.accounts.len()).unwrap_or(u32::MAX);
        self.accounts.push(Account { weight: memory.weight(account), segments });
        self.account_places.insert(account.0, place);
        place
    }
}
