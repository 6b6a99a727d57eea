//! By what others know people here: providers of OpenID Connect, and the company's own product.

use super::{Db, Tx, on, row};
use model::account::CrmId;
use model::person::Role;
use model::{AccountId, Email, Name, PersonId, SegmentId, Timestamp};

row! {
    /// How somebody is known elsewhere.
    pub struct IdentityRow {
        issuer: String,
        subject: String,
        linked: i64,
        seen: i64,
    }
}

row! {
    /// Whom somebody speaks for, and who said so.
    pub struct MembershipRow {
        account: Option<i64>,
        confirmed: Option<i64>,
        how: Option<String>,
    }
}

const FIND: &str = "select person from identity where issuer = $1 and subject = $2";
const OF_PERSON: &str =
    "select issuer, subject, linked, seen from identity where person = $1 order by linked, issuer, subject";
const LINK: &str =
    "insert into identity (issuer, subject, person, provider, linked, seen) values ($1, $2, $3, $4, $5, $5)";
const SEEN: &str = "update identity set seen = $3, provider = $4 where issuer = $1 and subject = $2";
const ROLES: &str = "select role from person_role where person = $1";
const IS_STAFF: &str =
    "select count(*) from person_role r join person p on p.id = r.person where p.email = $1";
const TAKE_ROLE: &str = "delete from person_role where person = $1 and role = $2";
const EMAIL: &str = "select email from person where id = $1";
const MEMBERSHIP: &str = "select account, confirmed, how from membership where person = $1";
// The very name before one that differs in small and capital letters alone.
const ACCOUNT: &str = "select id from account where name = $1 or lower(name) = lower($1) \
                       order by case when name = $1 then 0 else 1 end, id limit 1";
const ACCOUNT_IN_CRM: &str = "select account from account_crm where crm = $1 and key = $2";
const SEGMENT: &str = "select id from segment where name = $1";
const ATTRIBUTE: &str = "insert into account_attribute (account, segment, value) values ($1, $2, $3) \
                         on conflict (account, segment) do update set value = excluded.value \
                         where account_attribute.value <> excluded.value";

// Once: a second time it is there already.
const HAND_OVER: &str =
    "insert into handed_over (hash, expires) values ($1, $2) on conflict (hash) do nothing";
const DELETE_HANDED: &str = "delete from handed_over where expires <= $1";

/// Notes that a token of the company's own product was used; says whether it was the first time.
///
/// # Errors
/// Those of the database.
pub async fn hand_over(tx: &mut Tx, hash: &str, forgotten: Timestamp) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(HAND_OVER).bind(hash).bind(forgotten.0).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Forgets tokens that do not hold any more by their time.
///
/// # Errors
/// Those of the database.
pub async fn delete_handed(tx: &mut Tx, now: Timestamp) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(DELETE_HANDED).bind(now.0).execute(c).await.map(drop))
}

/// Whose identity this is.
///
/// # Errors
/// Those of the database.
pub async fn find(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<PersonId>, sqlx::Error> {
    let id: Option<i64> =
        on!(tx, c => sqlx::query_scalar(FIND).bind(issuer).bind(subject).fetch_optional(c).await)?;
    Ok(id.map(PersonId))
}

/// # Errors
/// Those of the database.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<IdentityRow>, sqlx::Error> {
    on!(db, c => sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(c).await)
}

/// From now on this identity is this person.
///
/// # Errors
/// Those of the database, among them that it is somebody's already.
pub async fn link(
    tx: &mut Tx,
    (issuer, subject): (&str, &str),
    person: PersonId,
    provider: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(LINK)
        .bind(issuer)
        .bind(subject)
        .bind(person.0)
        .bind(provider)
        .bind(now.0)
        .execute(c)
        .await
        .map(drop))
}

/// # Errors
/// Those of the database.
pub async fn seen(
    tx: &mut Tx,
    (issuer, subject): (&str, &str),
    provider: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(SEEN)
        .bind(issuer)
        .bind(subject)
        .bind(now.0)
        .bind(provider)
        .execute(c)
        .await
        .map(drop))
}

/// # Errors
/// Those of the database.
pub async fn roles(tx: &mut Tx, person: PersonId) -> Result<Vec<Role>, sqlx::Error> {
    let words: Vec<String> = on!(tx, c => sqlx::query_scalar(ROLES).bind(person.0).fetch_all(c).await)?;
    let mut roles: Vec<Role> = words.iter().filter_map(|word| Role::from_word(word)).collect();
    roles.sort_unstable();
    Ok(roles)
}

/// Whether the address is that of somebody who has a role.
///
/// # Errors
/// Those of the database.
pub async fn is_staff(tx: &mut Tx, email: &Email) -> Result<bool, sqlx::Error> {
    let roles: i64 = on!(tx, c => sqlx::query_scalar(IS_STAFF).bind(email.as_str()).fetch_one(c).await)?;
    Ok(roles > 0)
}

/// # Errors
/// Those of the database.
pub async fn take_role(tx: &mut Tx, person: PersonId, role: Role) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(TAKE_ROLE).bind(person.0).bind(role.word()).execute(c).await.map(drop))
}

/// The address that letters to somebody go to.
///
/// # Errors
/// Those of the database.
pub async fn email(tx: &mut Tx, person: PersonId) -> Result<Option<String>, sqlx::Error> {
    let email: Option<Option<String>> =
        on!(tx, c => sqlx::query_scalar(EMAIL).bind(person.0).fetch_optional(c).await)?;
    Ok(email.flatten())
}

/// # Errors
/// Those of the database.
pub async fn membership(tx: &mut Tx, person: PersonId) -> Result<Option<MembershipRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(MEMBERSHIP).bind(person.0).fetch_optional(c).await)
}

/// The account of a name.
///
/// # Errors
/// Those of the database.
pub async fn account(tx: &mut Tx, name: &str) -> Result<Option<AccountId>, sqlx::Error> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ACCOUNT).bind(name).fetch_optional(c).await)?;
    Ok(id.map(AccountId))
}

/// The account that a CRM system calls so.
///
/// # Errors
/// Those of the database.
pub async fn account_in_crm(tx: &mut Tx, called: &CrmId) -> Result<Option<AccountId>, sqlx::Error> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ACCOUNT_IN_CRM)
        .bind(&called.crm)
        .bind(&called.key)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(AccountId))
}

/// The same outside of a transaction.
///
/// # Errors
/// Those of the database.
pub async fn in_crm(db: &Db, called: &CrmId) -> Result<Option<AccountId>, sqlx::Error> {
    let id: Option<i64> = on!(db, c => sqlx::query_scalar(ACCOUNT_IN_CRM)
        .bind(&called.crm)
        .bind(&called.key)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(AccountId))
}

/// The segment attribute of a name, if the company has defined it.
///
/// # Errors
/// Those of the database.
pub async fn segment(tx: &mut Tx, name: &Name) -> Result<Option<SegmentId>, sqlx::Error> {
    let id: Option<i64> =
        on!(tx, c => sqlx::query_scalar(SEGMENT).bind(name.as_str()).fetch_optional(c).await)?;
    Ok(id.map(SegmentId))
}

/// Gives an account a value of a segment attribute; says whether it had another.
///
/// # Errors
/// Those of the database.
pub async fn set_attribute(
    tx: &mut Tx,
    account: AccountId,
    segment: SegmentId,
    value: &Name,
) -> Result<bool, sqlx::Error> {
    let rows = on!(tx, c => sqlx::query(ATTRIBUTE).bind(account.0).bind(segment.0).bind(value.as_str()).execute(c).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
