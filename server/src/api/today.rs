//! Version 0, how the company engages today: which one holds for a round. Whatever a design is compared with comes from here.

use super::rounds;
use crate::db::practices::{self, Stored};
use crate::design::integrity::{Plan, texts};
use crate::error::Result;
use crate::site::Site;
use model::access::Audience;
use model::integrity::{Beside, Counts};
use model::round::Round;
use model::{Name, RoundId, Version};

/// How the company engages today.
pub const TODAY: Version = Version(0);

/// As it was entered, with the round where it was.
pub struct Today {
    pub round: Round,
    pub practices: Vec<Stored>,
}

impl Today {
    #[must_use]
    pub fn counts(&self) -> Counts {
        let shape = (self.round.stages.len(), self.round.cultures.len());
        Plan::new(shape, &self.round.resources, texts(&self.practices)).counts()
    }

    #[must_use]
    pub fn beside(&self) -> Beside {
        Beside { version: TODAY, counts: self.counts() }
    }
}

/// That which was entered in the round itself; or else the latest of the rounds before it that have the same stages and cultures, and
/// are there for everybody for whom this one is: it is the same for all who read a design.
///
/// # Errors
/// Those of the database.
pub async fn holds(site: &Site, round: &Round) -> Result<Option<Today>> {
    for id in candidates(site, round) {
        let practices = practices::inside_out(&site.db, id).await?;
        if !practices.is_empty() {
            return Ok(Some(Today { round: rounds::read(site, id)?, practices }));
        }
    }
    Ok(None)
}

/// The round itself, and those before it, the latest first.
fn candidates(site: &Site, round: &Round) -> Vec<RoundId> {
    let world = site.memory.read();
    let before = world.rounds().map(|memory| &memory.round).filter(|other| {
        // Samples are each a company of their own.
        let same = !round.sample && !other.sample && is_alike(round, other);
        other.id.0 < round.id.0 && same && is_there_for_all(&other.access.see, &round.access.see)
    });
    let mut before: Vec<RoundId> = before.map(|other| other.id).collect();
    before.sort_unstable_by_key(|id| std::cmp::Reverse(id.0));
    std::iter::once(round.id).chain(before).collect()
}

/// Whether they have the same stages and cultures in the same places.
fn is_alike(one: &Round, other: &Round) -> bool {
    one.stages.iter().map(|stage| lower(&stage.name)).eq(other.stages.iter().map(|stage| lower(&stage.name)))
        && one
            .cultures
            .iter()
            .map(|culture| lower(&culture.name))
            .eq(other.cultures.iter().map(|culture| lower(&culture.name)))
}

fn lower(name: &Name) -> String {
    name.as_str().to_lowercase()
}

/// Whether whoever sees a round for `these` sees one for `those` too. Staff see every round that is not for some of them only.
fn is_there_for_all(those: &Audience, these: &Audience) -> bool {
    match (those, these) {
        (Audience::Public, _) => true,
        (Audience::Roles { .. }, _) => those == these,
        (_, Audience::Roles { .. } | Audience::Staff) => true,
        (Audience::Customers, Audience::Customers | Audience::Confirmed | Audience::Chosen(_)) => true,
        (Audience::Confirmed, Audience::Confirmed | Audience::Chosen(_)) => true,
        (those, these) => those == these,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::AccountId;
    use model::access::Circle;
    use model::person::Role;

    #[test]
    fn who_sees_a_round_sees_the_one_that_it_is_compared_with() {
        let roles = |role| Audience::Roles { roles: vec![role] };
        let chosen = |id| Audience::Chosen(Circle { segments: Vec::new(), accounts: vec![AccountId(id)] });
        // From the narrowest to the widest, as far as each takes in the one before.
        let line = [chosen(1), Audience::Confirmed, Audience::Customers, Audience::Public];
        for (narrow, these) in line.iter().enumerate() {
            for (wide, those) in line.iter().enumerate() {
                assert_eq!(is_there_for_all(those, these), narrow <= wide, "{those:?} {these:?}");
            }
            // Staff see what customers see, and not the other way round.
            assert!(
                is_there_for_all(these, &Audience::Staff) && is_there_for_all(these, &roles(Role::Moderator))
            );
            assert!(!is_there_for_all(&Audience::Staff, these), "{these:?}");
            assert!(!is_there_for_all(&roles(Role::Moderator), these), "{these:?}");
        }
        assert!(!is_there_for_all(&chosen(1), &chosen(2)));
        assert!(is_there_for_all(&roles(Role::Moderator), &roles(Role::Moderator)));
        assert!(!is_there_for_all(&roles(Role::Moderator), &roles(Role::Designer)));
        assert!(!is_there_for_all(&roles(Role::Moderator), &Audience::Staff));
    }
}
