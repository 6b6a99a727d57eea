//! How accounts stand on proposals, as far as staff may be told (domain rule 7): in rounds that announced it before anybody voted, and
//! where three of an account's people have voted on the proposal themselves; and elsewhere of those who chose so alone.

use super::{Member, RoundMemory, World};
use model::card::Stands;
use model::selection::LEAST_STANCES;
use model::vote::Stance;
use model::{AccountId, PersonId, ProposalId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How many said what.
#[derive(Clone, Copy, Default)]
struct Sides {
    agree: usize,
    disagree: usize,
    voted: usize,
}

impl Sides {
    fn hear(&mut self, stance: Stance) {
        self.voted += 1;
        match stance {
            Stance::Agree => self.agree += 1,
            Stance::Disagree => self.disagree += 1,
            Stance::Pass | Stance::TakenBack => {}
        }
    }

    fn stands(self) -> Stands {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match self.agree.cmp(&self.disagree) {
            Greater => Stands::For,
            Less => Stands::Against,
            Equal => Stands::Between,
        }
    }
}

/// What people of one account said of one proposal.
#[derive(Clone, Copy, Default)]
struct Said {
    all: Sides,
    /// Of them, those who let it be told.
    tell: Sides,
}

/// How an account stands, and whether only those count who let it be told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AsTold {
    pub stands: Stands,
    pub of_those_who_tell: bool,
}

impl Said {
    /// How those who tell vote may be known from another proposal or from before: where it was announced, three others are needed, for
    /// nothing to follow of one of them. Elsewhere nothing that the others do may show: whoever voted when a stance came or went
    /// would have said what the figures of that moment tell.
    fn told(self, announced: bool) -> Option<AsTold> {
        let of_those_who_tell = !(announced && self.all.voted - self.tell.voted >= LEAST_STANCES);
        let sides = if of_those_who_tell { self.tell } else { self.all };
        (sides.voted > 0).then(|| AsTold { stands: sides.stands(), of_those_who_tell })
    }
}

impl World {
    /// Of each account that is asked about, as far as its round announced it or its voters let it be told: the public proposals on which
    /// it stands somewhere. Votes that staff noted and nobody confirmed say nothing of it, nor do those of people whom nobody confirmed.
    #[must_use]
    pub fn stances(
        &self,
        memory: &RoundMemory,
        of: impl Fn(AccountId) -> bool,
        tell: &FxHashSet<PersonId>,
    ) -> FxHashMap<AccountId, FxHashMap<ProposalId, AsTold>> {
        let mut said: FxHashMap<AccountId, FxHashMap<ProposalId, Said>> = FxHashMap::default();
        let announced = memory.round.rules.stances;
        if !announced && tell.is_empty() {
            return FxHashMap::default();
        }
        let counts = |member: &&Arc<Member>| member.confirmed && (announced || tell.contains(&member.id));
        for member in self.directory.people().filter(counts) {
            let account = member.account.filter(|account| of(*account));
            let Some((account, voter)) = account.zip(self.voter(member.id)) else { continue };
            for (proposal, vote) in memory.votes(voter) {
                let said = said.entry(account).or_default().entry(proposal).or_default();
                said.all.hear(vote.stance);
                if tell.contains(&member.id) {
                    said.tell.hear(vote.stance);
                }
            }
        }
        let public = |id: &ProposalId| memory.proposal(*id).is_some_and(|one| one.status.is_public());
        let told = |said: FxHashMap<ProposalId, Said>| {
            said.into_iter()
                .filter(|(id, _)| public(id))
                .filter_map(|(id, said)| Some((id, said.told(announced)?)))
                .collect()
        };
        said.into_iter().map(|(account, said)| (account, told(said))).collect()
    }
}
