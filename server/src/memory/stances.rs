//! How accounts stand on proposals, as far as staff may be told (domain rule 7): in rounds that announced it before anybody voted, and
//! where three of an account's people have voted on the proposal themselves; and wherever all who voted on it chose so.

use super::{RoundMemory, World};
use model::card::Stands;
use model::selection::LEAST_STANCES;
use model::vote::Stance;
use model::{AccountId, PersonId, ProposalId};
use rustc_hash::{FxHashMap, FxHashSet};

/// What people of one account said of one proposal.
#[derive(Clone, Copy, Default)]
struct Said {
    agree: usize,
    disagree: usize,
    voted: usize,
    /// Of them, who lets it be told.
    tell: usize,
}

impl Said {
    fn hear(&mut self, stance: Stance, tells: bool) {
        self.voted += 1;
        self.tell += usize::from(tells);
        match stance {
            Stance::Agree => self.agree += 1,
            Stance::Disagree => self.disagree += 1,
            Stance::Pass | Stance::TakenBack => {}
        }
    }

    /// How those who tell vote may be known from another proposal or from before: where it was announced, three others are needed, for
    /// nothing to follow of one of them.
    fn stands(self, announced: bool) -> Option<Stands> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let silent = self.voted - self.tell;
        (silent == 0 || announced && silent >= LEAST_STANCES).then(|| match self.agree.cmp(&self.disagree) {
            Greater => Stands::For,
            Less => Stands::Against,
            Equal => Stands::Between,
        })
    }
}

impl World {
    /// Of each account that is asked about, as far as its round announced it or its voters let it be told: the public proposals on which it stands somewhere. Votes that staff noted
    /// and nobody confirmed say nothing of it, nor do those of people whom nobody confirmed.
    #[must_use]
    pub fn stances(
        &self,
        memory: &RoundMemory,
        of: impl Fn(AccountId) -> bool,
        tell: &FxHashSet<PersonId>,
    ) -> FxHashMap<AccountId, FxHashMap<ProposalId, Stands>> {
        let mut said: FxHashMap<AccountId, FxHashMap<ProposalId, Said>> = FxHashMap::default();
        let announced = memory.round.rules.stances;
        if !announced && tell.is_empty() {
            return FxHashMap::default();
        }
        for member in self.directory.people().filter(|member| member.confirmed) {
            let account = member.account.filter(|account| of(*account));
            let Some((account, voter)) = account.zip(self.voter(member.id)) else { continue };
            let tells = tell.contains(&member.id);
            for (proposal, vote) in memory.votes(voter) {
                said.entry(account).or_default().entry(proposal).or_default().hear(vote.stance, tells);
            }
        }
        let public = |id: &ProposalId| memory.proposal(*id).is_some_and(|one| one.status.is_public());
        let told = |said: FxHashMap<ProposalId, Said>| {
            said.into_iter()
                .filter(|(id, _)| public(id))
                .filter_map(|(id, said)| Some((id, said.stands(announced)?)))
                .collect()
        };
        said.into_iter().map(|(account, said)| (account, told(said))).collect()
    }
}
