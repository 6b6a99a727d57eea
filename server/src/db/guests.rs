//! Guests: people whom nothing but their browser knows, and what they said before they turned out to be somebody.

use super::{Tx, on, row};
use model::{PersonId, Timestamp};

row! {
    /// A vote that a guest has standing. `theirs`: whether its voter has said nothing themselves since.
    pub struct GuestVoteRow {
        proposal: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        theirs: bool,
    }
}

/// What a guest is called where a name has to stand.
const NAME: &str = "Guest";
const ADD_PERSON: &str = "insert into person (name, created) values ($1, $2) returning id";
const ADD: &str = "insert into guest (person, since) values ($1, $2)";
const BECOME: &str = "update guest set became = $2 where person = $1 and became is null";
const VOTES: &str = "select g.proposal, g.stance, g.strength, g.red_line, (o.seq is null or o.seq < g.seq) as theirs \
                     from vote g left join vote o on o.person = $2 and o.proposal = g.proposal and not o.on_behalf \
                     where g.person = $1 and g.stance <> 0 order by g.seq";

/// Somebody new.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, now: Timestamp) -> Result<PersonId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD_PERSON).bind(NAME).bind(now.0).fetch_one(c).await)?;
    on!(tx, c => sqlx::query(ADD).bind(id).bind(now.0).execute(c).await.map(drop))?;
    Ok(PersonId(id))
}

/// Keeps who a guest turned out to be; no, where that is known already.
///
/// # Errors
/// Those of the database.
pub async fn recognise(tx: &mut Tx, guest: PersonId, person: PersonId) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(BECOME).bind(guest.0).bind(person.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// What a guest has said and not taken back, beside what `person` has said on the same.
///
/// # Errors
/// Those of the database.
pub async fn votes(tx: &mut Tx, guest: PersonId, person: PersonId) -> Result<Vec<GuestVoteRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(VOTES).bind(guest.0).bind(person.0).fetch_all(c).await)
}
