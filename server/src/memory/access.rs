//! The policy of `model::access` with what memory knows of who asks. Whatever answers a customer or a stranger looks rounds up
//! through here, so that what they may not see is not there.

use super::people::Member;
use super::round::RoundMemory;
use super::world::World;
use model::access::{Act, Answer, Asker, Circle, NotYours, WhoMay};
use model::round::Round;
use model::{Problem, ProposalId, RoundId, Version};

impl World {
    fn asked<T>(&self, person: Option<&Member>, with: impl FnOnce(&Asker) -> T) -> T {
        let confirmed = person.filter(|person| person.confirmed).and_then(|person| person.account);
        let within =
            |circle: &Circle| confirmed.is_some_and(|account| self.directory.is_within(account, circle));
        with(&Asker {
            signed_in: person.is_some(),
            roles: person.map_or(&[][..], |person| &person.roles),
            confirmed: confirmed.is_some(),
            within: &within,
        })
    }

    /// What the policy says to this person, or, for `None`, to a stranger.
    #[must_use]
    pub fn answer(&self, person: Option<&Member>, round: &Round, act: Act) -> Answer {
        self.asked(person, |asker| round.access.answer(act, asker))
    }

    /// Whether there is this round for them.
    #[must_use]
    pub fn sees(&self, person: Option<&Member>, memory: &RoundMemory) -> bool {
        self.asked(person, |asker| memory.round.access.sees(asker))
    }

    /// A round that they may see.
    #[must_use]
    pub fn seen(&self, person: Option<&Member>, round: RoundId) -> Option<&RoundMemory> {
        self.round(round).filter(|memory| self.sees(person, memory))
    }

    /// The round of a proposal, where they may see it.
    #[must_use]
    pub fn seen_of(&self, person: Option<&Member>, proposal: ProposalId) -> Option<&RoundMemory> {
        self.round_of(proposal).filter(|memory| self.sees(person, memory))
    }

    /// The rounds that are not there for them.
    #[must_use]
    pub fn hidden_from(&self, person: Option<&Member>) -> Vec<RoundId> {
        self.rounds().filter(|memory| !self.sees(person, memory)).map(|memory| memory.round.id).collect()
    }

    /// The round that pages open on for them: the company's current one, or else the latest of those they may see.
    #[must_use]
    pub fn opens_on(&self, person: Option<&Member>) -> Option<RoundId> {
        let current = self.company().map(|company| company.round);
        let own = |sample| {
            let seen = self.rounds().filter(|memory| memory.round.sample == sample);
            seen.filter(|memory| self.sees(person, memory)).last().map(|memory| memory.round.id)
        };
        let current = current.and_then(|round| self.seen(person, round)).map(|memory| memory.round.id);
        current.or_else(|| own(false)).or_else(|| own(true))
    }

    /// The adopted designs of the rounds that they may see, of the company or of its samples, oldest first.
    #[must_use]
    pub fn designs_seen(&self, person: Option<&Member>, sample: bool) -> Vec<Version> {
        let own = self.designs().iter().filter(|(version, _)| (version.0 < 0) == sample);
        own.filter(|(_, round)| self.seen(person, *round).is_some()).map(|(version, _)| *version).collect()
    }

    /// # Errors
    /// What whoever may not do this is told: of a round that they may not see, that there is no such `noun`.
    pub fn permit(
        &self,
        person: Option<&Member>,
        round: &Round,
        act: Act,
        noun: &str,
    ) -> Result<(), Problem> {
        match self.answer(person, round, act) {
            Answer::Yes => Ok(()),
            Answer::SignIn => Err(Problem::sign_in()),
            Answer::No => Err(Problem::not_allowed(self.refusal(round, act))),
            Answer::Hidden => Err(Problem::not_found(noun)),
        }
    }

    fn refusal(&self, round: &Round, act: Act) -> String {
        round.access.refusal(act, |segment| self.directory.segment_name(segment))
    }

    /// The rule in words.
    #[must_use]
    pub fn who_may(&self, round: &Round) -> WhoMay {
        round.access.in_words(|segment| self.directory.segment_name(segment))
    }

    /// What is not theirs of a round that they see, and why.
    #[must_use]
    pub fn not_yours(&self, person: Option<&Member>, round: &Round) -> NotYours {
        let why = |act| {
            let answer = self.answer(person, round, act);
            matches!(answer, Answer::No | Answer::Hidden).then(|| self.refusal(round, act))
        };
        NotYours { propose: why(Act::Propose), vote: why(Act::Vote), comment: why(Act::Comment) }
    }
}
