//! Whom a token lets in. A request with `Authorization` is a program's, whatever cookie comes with it, and does what its token's
//! scopes say and nothing else; without it, it is a browser's.

use crate::clock::digest;
use crate::db::tokens as table;
use crate::error::{Error, Result};
use crate::memory::Member;
use crate::site::Site;
use futures::FutureExt;
use http::{HeaderMap, header};
use model::program::{Scope, TOKEN_PREFIX};
use model::{PersonId, Problem, ProblemKind, Timestamp, TokenId};
use std::sync::Arc;

/// How often it is written that a token was used.
pub const USED_EVERY: i64 = Timestamp::MINUTE;

/// A program that calls.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its token, which the log names.
    pub token: TokenId,
    pub scopes: Vec<Scope>,
    /// Who made its token, in whose name it writes; their own roles must still be those that may.
    pub person: Arc<Member>,
}

/// The program that a request comes from, where it says that it is one.
///
/// # Errors
/// When it says so and is none.
pub async fn program(site: &Site, headers: &HeaderMap) -> Result<Option<Program>> {
    let Some(given) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let refused = || Problem::new(ProblemKind::SignInNeeded, "This token is not known, or no longer valid.");
    let text = given.to_str().ok().and_then(|given| given.split_once(' '));
    let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, text)| text.trim());
    let text = text.filter(|text| text.starts_with(TOKEN_PREFIX)).ok_or_else(refused)?;
    let row = table::of_hash(&site.db, &digest(text)).await?.ok_or_else(refused)?;
    let person = site.memory.read().person(PersonId(row.by_person)).ok_or_else(refused)?;
    let now = site.clock.now();
    let since = now.plus(-USED_EVERY);
    if row.last_used.is_none_or(|used| used <= since.0) {
        let id = row.id;
        site.db
            .write(move |tx| async move { Ok::<_, Error>(table::used(tx, id, now, since).await?) }.boxed())
            .await?;
    }
    Ok(Some(Program { token: TokenId(row.id), scopes: scopes(&row.scopes), person }))
}

/// As they are stored, between spaces.
#[must_use]
pub fn scopes(stored: &str) -> Vec<Scope> {
    stored.split(' ').filter_map(|word| word.parse().ok()).collect()
}
