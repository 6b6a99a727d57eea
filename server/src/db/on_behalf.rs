//! What staff noted that customers said.

use super::{Db, Tx, on, row};
use model::on_behalf::Source;
use model::time::Day;
use model::vote::Vote;
use model::{AccountId, PersonId, ProposalId, Timestamp};

row! {
    pub struct NotedRow {
        id: i64,
        person: i64,
        proposal: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        source: String,
        said: i64,
        by_person: i64,
        at: i64,
        expires: i64,
        answered: bool,
        withdrawn: Option<i64>,
        letter: bool,
    }
}

/// What is to be kept beside the vote itself.
#[derive(Clone, Debug)]
pub struct NewNoted {
    pub person: PersonId,
    pub proposal: ProposalId,
    pub vote: Vote,
    pub source: Source,
    pub said: Day,
    pub by: PersonId,
    pub at: Timestamp,
    /// The digest of what the link carries.
    pub hash: String,
    pub expires: Timestamp,
}

// Whoever has voted in person since has answered too.
macro_rules! noted {
    ($rest:literal) => {
        concat!(
            "select o.id, o.person, o.proposal, o.stance, o.strength, o.red_line, o.source, o.said, o.by_person, o.at, o.expires, \
             (coalesce(o.answered < $2, false) or exists (select 1 from vote v join vote_log l on l.seq = v.seq \
             where v.person = o.person and v.proposal = o.proposal and not v.on_behalf and l.at >= o.at and l.at < $2)) as answered, o.withdrawn, o.letter \
             from on_behalf o ",
            $rest
        )
    };
}

const OF_HASH: &str = noted!("where o.hash = $1 and o.withdrawn is null");
const BY: &str = noted!("where $1 = 0 or o.by_person = $1 order by o.id desc limit $3");
const FOR: &str = noted!("where o.person = $1 and o.proposal = $3");
const OF_ACCOUNT: &str = noted!(
    "join membership m on m.person = o.person where m.account = $1 and m.confirmed is not null and o.withdrawn is null order by o.id desc limit $3"
);
// What has not been answered may be noted anew; the link of before then leads nowhere.
const CLEAR: &str = "delete from on_behalf where person = $1 and proposal = $2 and answered is null";
const ADD: &str = "insert into on_behalf (person, proposal, stance, strength, red_line, source, said, by_person, at, hash, expires) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";
const ANSWER: &str = "update on_behalf set answered = $2 where id = $1 and answered is null and withdrawn is null and expires > $2";
const WITHOUT_LETTER: &str = "update on_behalf set letter = $3 where person = $1 and proposal = $2";
const WITHDRAW: &str = "update on_behalf set withdrawn = $2 where id = $1 and withdrawn is null";
const WITHDRAWN: &str = noted!("where o.withdrawn < $1 and o.answered is null order by o.id");
const FORGET: &str = "delete from on_behalf where id = $1 and answered is null";

/// Keeps it in place of what was noted before; `false` where that has been answered.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, new: &NewNoted) -> Result<bool, sqlx::Error> {
    let (person, proposal) = (new.person.0, new.proposal.0);
    on!(tx, c => sqlx::query(CLEAR).bind(person).bind(proposal).execute(c).await.map(drop))?;
    let added = on!(tx, c => sqlx::query(ADD)
        .bind(person)
        .bind(proposal)
        .bind(i64::from(new.vote.stance.code()))
        .bind(new.vote.strength.map_or(0, |strength| i64::from(strength.code())))
        .bind(new.vote.red_line)
        .bind(new.source.word())
        .bind(new.said.0)
        .bind(new.by.0)
        .bind(new.at.0)
        .bind(&new.hash)
        .bind(new.expires.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// Keeps that no letter asked whether it is so.
///
/// # Errors
/// Those of the database.
pub async fn without_letter(tx: &mut Tx, person: PersonId, proposal: ProposalId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(WITHOUT_LETTER).bind(person.0).bind(proposal.0).bind(false).execute(c).await.map(drop))
}

/// # Errors
/// Those of the database.
pub async fn of_hash(db: &Db, hash: &str) -> Result<Option<NotedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_HASH).bind(hash).bind(i64::MAX).fetch_optional(c).await)
}

/// What was noted for somebody on a proposal.
///
/// # Errors
/// Those of the database.
pub async fn of(db: &Db, person: PersonId, proposal: ProposalId) -> Result<Option<NotedRow>, sqlx::Error> {
    told_of(db, person, proposal, Timestamp(i64::MAX)).await
}

/// The same; answered only what was before `before`.
///
/// # Errors
/// Those of the database.
pub async fn told_of(
    db: &Db,
    person: PersonId,
    proposal: ProposalId,
    before: Timestamp,
) -> Result<Option<NotedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(FOR).bind(person.0).bind(before.0).bind(proposal.0).fetch_optional(c).await)
}

/// What was noted for the people of an account, the newest first; answered only what was before `before`.
///
/// # Errors
/// Those of the database.
pub async fn of_account(
    db: &Db,
    account: AccountId,
    before: Timestamp,
    most: i64,
) -> Result<Vec<NotedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_ACCOUNT).bind(account.0).bind(before.0).bind(most).fetch_all(c).await)
}

/// What somebody noted, or everybody, the newest first; answered only what was before `before`.
///
/// # Errors
/// Those of the database.
pub async fn by(
    db: &Db,
    person: Option<PersonId>,
    before: Timestamp,
    most: i64,
) -> Result<Vec<NotedRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(BY).bind(person.map_or(0, |person| person.0)).bind(before.0).bind(most).fetch_all(c).await)
}

/// `false` where it has been answered, or is too late.
///
/// # Errors
/// Those of the database.
pub async fn answer(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ANSWER).bind(id).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes it back from now on; `false` where that was done before. Nobody is told by it whether it has been answered.
///
/// # Errors
/// Those of the database.
pub async fn withdraw(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(WITHDRAW).bind(id).bind(now.0).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What was withdrawn before `before`, with whether its customer has voted themselves since.
///
/// # Errors
/// Those of the database.
pub async fn withdrawn(tx: &mut Tx, before: Timestamp) -> Result<Vec<NotedRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(WITHDRAWN).bind(before.0).bind(i64::MAX).fetch_all(c).await)
}

/// Whether anything was.
///
/// # Errors
/// Those of the database.
pub async fn any_withdrawn(db: &Db, before: Timestamp) -> Result<bool, sqlx::Error> {
    let rows: Vec<NotedRow> =
        on!(db, c => sqlx::query_as(WITHDRAWN).bind(before.0).bind(i64::MAX).fetch_all(c).await)?;
    Ok(!rows.is_empty())
}

/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET).bind(id).execute(c).await.map(drop))
}
