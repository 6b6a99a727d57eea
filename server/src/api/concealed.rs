//! Rounds that are for certain roles are not there for the rest of the staff. What a request of theirs names of such a round is
//! read as a key that nothing has, so that every operation answers as if it had never been.

use crate::auth::Who;
use crate::db::belonging;
use crate::error::Result;
use crate::memory::World;
use crate::site::Site;
use model::{CommentId, ProposalId, RoundId};
use serde_json::{Map, Value};

/// No key is so large.
const NOTHING: i64 = i64::MAX;

/// What a field of a request names that belongs to a round.
#[derive(Clone, Copy)]
enum Named {
    Round,
    Proposal,
    Comment,
    Practice,
    Activity,
    Outcome,
    Said,
}

/// By the names that operations have for them. An adopted version, and what a function has to sign, are looked up by who asks.
fn named(field: &str) -> Option<Named> {
    Some(match field {
        "round" => Named::Round,
        "proposal" | "proposals" | "into" | "beside" | "except" => Named::Proposal,
        "comment" | "parent" | "stories" => Named::Comment,
        "practice" | "made" | "other" => Named::Practice,
        "activity" => Named::Activity,
        "outcome" => Named::Outcome,
        "said" => Named::Said,
        _ => return None,
    })
}

/// Puts nothing in the place of what the caller may not see, where they are of the staff.
///
/// # Errors
/// Those of the database.
pub async fn conceal(site: &Site, who: &Who, fields: &mut Map<String, Value>) -> Result<()> {
    let program = who.program.as_ref().map(|program| &program.person);
    let Some(staff) = who.person.as_ref().or(program).filter(|person| person.is_staff()) else {
        return Ok(());
    };
    let hidden = site.memory.read().hidden_from(Some(staff));
    if hidden.is_empty() {
        return Ok(());
    }
    for (field, value) in fields.iter_mut() {
        let Some(named) = named(field) else { continue };
        let values = match value {
            Value::Array(values) => values.as_mut_slice(),
            value => std::slice::from_mut(value),
        };
        for value in values {
            let Some(id) = key(value) else { continue };
            if round_of(site, named, id).await?.is_some_and(|round| hidden.contains(&round)) {
                *value = NOTHING.into();
            }
        }
    }
    Ok(())
}

/// As a path, a form or a body has it.
fn key(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

async fn round_of(site: &Site, named: Named, id: i64) -> Result<Option<RoundId>> {
    let in_memory = |find: fn(&World, i64) -> Option<RoundId>| Ok(find(&site.memory.read(), id));
    match named {
        Named::Round => Ok(Some(RoundId(id))),
        Named::Proposal => {
            in_memory(|world, id| world.round_of(ProposalId(id)).map(|memory| memory.round.id))
        }
        Named::Comment => in_memory(|world, id| world.talk.comment(CommentId(id)).map(|one| one.round)),
        Named::Practice => Ok(belonging::of_practice(&site.db, id).await?),
        Named::Activity => Ok(belonging::of_activity(&site.db, id).await?),
        Named::Outcome => Ok(belonging::of_outcome(&site.db, id).await?),
        Named::Said => Ok(belonging::of_said(&site.db, id).await?),
    }
}
