//! How accounts stand on proposals, as far as staff may be told (domain rule 7): in rounds that announced it before anybody voted, and
//! where three of an account's people have voted on the proposal themselves.

use super::{Member, RoundMemory, World};
use model::card::Stands;
use model::selection::LEAST_STANCES;
use model::vote::Stance;
use model::{AccountId, ProposalId};
use rustc_hash::FxHashMap;

/// What people of one account said of one proposal.
#[derive(Clone, Copy, Default)]
struct Said {
    agree: usize,
    disagree: usize,
    voted: usize,
}

impl Said {
    fn hear(&mut self, stance: Stance) {
        self.voted += 1;
        match stance {
            Stance::Agree => self.agree += 1,
            Stance::Disagree => self.disagree += 1,
            Stance::Pass | Stance::TakenBack => {}
        }
    }

    fn stands(self) -> Option<Stands> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        (self.voted >= LEAST_STANCES).then(|| match self.agree.cmp(&self.disagree) {
            Greater => Stands::For,
            Less => Stands::Against,
            Equal => Stands::Between,
        })
    }
}

impl World {
    /// The rounds that this reader may see and that announced it.
    pub fn rounds_that_tell<'a>(&'a self, reader: &'a Member) -> impl Iterator<Item = &'a RoundMemory> {
        self.rounds().filter(|memory| memory.round.rules.stances && self.sees(Some(reader), memory))
    }

    /// Of each account that is asked about, in a round that announced it: the public proposals on which it stands somewhere. Votes that staff noted
    /// and nobody confirmed say nothing of it, nor do those of people whom nobody confirmed.
    #[must_use]
    pub fn stances(
        &self,
        memory: &RoundMemory,
        of: impl Fn(AccountId) -> bool,
    ) -> FxHashMap<AccountId, FxHashMap<ProposalId, Stands>> {
        let mut said: FxHashMap<AccountId, FxHashMap<ProposalId, Said>> = FxHashMap::default();
        if !memory.round.rules.stances {
            return FxHashMap::default();
        }
        for member in self.directory.people().filter(|member| member.confirmed) {
            let account = member.account.filter(|account| of(*account));
            let Some((account, voter)) = account.zip(self.voter(member.id)) else { continue };
            for (proposal, vote) in memory.votes(voter) {
                said.entry(account).or_default().entry(proposal).or_default().hear(vote.stance);
            }
        }
        let public = |id: &ProposalId| memory.proposal(*id).is_some_and(|one| one.status.is_public());
        let told = |said: FxHashMap<ProposalId, Said>| {
            said.into_iter()
                .filter(|(id, _)| public(id))
                .filter_map(|(id, said)| Some((id, said.stands()?)))
                .collect()
        };
        said.into_iter().map(|(account, said)| (account, told(said))).collect()
    }
}
