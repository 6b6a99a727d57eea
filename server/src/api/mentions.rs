//! Whom one may name, offered while one types.

use crate::auth::Customer;
use crate::error::Result;
use crate::memory::{Member, World};
use crate::mentions;
use crate::site::Site;
use model::api::mentions::FindMentionable;
use model::mention::{Mentionable, OFFERED};
use model::{Name, Problem};

pub async fn find(site: Site, who: Customer, request: FindMentionable) -> Result<Vec<Mentionable>> {
    site.memory.read().seen(Some(&who), request.round).ok_or_else(|| Problem::not_found("round"))?;
    let all = mentions::nameable(&site, &who, request.round, request.proposal).await?;
    let begun = request.q.trim().to_lowercase();
    let world = site.memory.read();
    let found = all.iter().filter(|one| is_begun(one.name.as_str(), &begun));
    let mentionable =
        |one: &Member| Mentionable { person: one.id, name: one.name.clone(), of: speaks_for(&world, one) };
    Ok(found.take(OFFERED).map(|one| mentionable(one)).collect())
}

/// Whether a name, or a word of it, begins so.
fn is_begun(name: &str, begun: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with(begun) || name.split_whitespace().any(|word| word.starts_with(begun))
}

fn speaks_for(world: &World, one: &Member) -> Option<Name> {
    match one.is_staff() {
        true => world.company()?.name.parse().ok(),
        false => {
            one.account.filter(|_| one.confirmed).and_then(|account| world.directory.account_name(account))
        }
    }
}
